"""Plain words: what is shown as it stands, in front matter and data files. The one owner of what HTML is to a writer: nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.model.base import Lines, Record, nearest
from handouts.model.data_files import BOOKS, CLINIC, CODES, MOVES, PACKETS
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Card, Draft, Handout, Page
from handouts.problems import Problem

_TAG = re.compile(r"(?<!\]\()<(?!https?://|mailto:)[a-zA-Z/!][^>\n]*>?")
_QUOTED = re.compile(r"[“„«‘\"'][^“”„«»‘\"]*[”“»’\"']")
_SIGNS = ("](", "][", "**", "[^", "`")
# Fields that are no plain words: Markdown, which is checked as such; a regular expression; addresses and names that others gave;
# alarm words, which are shown to nobody and hold phrases in quotes.
_OTHER = frozenset(("definition", "pattern", "doi", "url", "uri", "term", "report", "alarm_words"))
_EXAMPLE = ("words", "new_page")  # in words.yml: Markdown, and shown to nobody


def tag(text: str) -> str:
    """The first piece of HTML in `text`, or what a browser would take for one; nothing where there is none.

    Nothing that people write is HTML, so a reader would see it as it stands. A < before a space or a number means less than.
    """
    found = _TAG.search(text)
    return found.group() if found else ""


def of_words(text: str) -> Iterator[str]:
    """What is wrong with words that are shown as they stand; each the end of a sentence that begins with their name."""
    if found := tag(text):
        yield f"holds HTML: {found} would be shown as it stands. Leave it out."
    if found := next((sign for sign in _SIGNS if sign in text), ""):
        yield f"holds a sign of Markdown: {found} would be shown as it stands. Write words only."
    if _QUOTED.fullmatch(text):
        yield f"stands in quotes that would be shown: {text[0]}…{text[-1]}. Leave them out."


def of_library(library: Library) -> Iterator[Problem]:
    """What is wrong with plain words that are written once for all languages."""
    yield from _of(BOOKS, library.references, library.reference_lines)
    yield from _of(MOVES, library.moves, library.moves_lines)
    for path, one in ((CLINIC, library.clinic), (CODES, library.codes), (PACKETS, library.packets)):
        yield from _of(path, one, library.lines.get(path, {}))


def of_language(library: Library, language: Language) -> Iterator[Problem]:
    """What is wrong with plain words in one language: front matter of pages and cards, and what stands outside pages."""
    written: list[Page | Handout | Card | Draft] = [
        *language.pages,
        *language.handouts,
        *language.cards.values(),
        *language.drafts,
    ]
    for one in written:
        yield from _of(one.source.path, one.words, one.source.lines)
    own = language.interface
    for name, said in (
        ("glossary.yml", language.terms),
        ("pictures.yml", language.pictures),
        ("words.yml", own),
    ):
        yield from _of(language.file(name), said, library.lines.get(language.file(name), {}))


def _of(
    path: str, said: object, lines: Lines, where: tuple[str | int, ...] = ()
) -> Iterator[Problem]:
    """What is wrong with all words of a record, of records by id, or of a list of them, but for fields that are none."""
    match said:
        case str():
            name = ".".join(map(str, where))
            yield from (
                Problem(path, nearest(lines, where), f"`{name}` {wrong}")
                for wrong in of_words(said)
            )
        case dict():
            for key, inner in said.items():
                yield from _of(path, key, lines, (*where, key))
                if (*where, key) != _EXAMPLE:
                    yield from _of(path, inner, lines, (*where, key))
        case list():
            for number, inner in enumerate(said):
                yield from _of(path, inner, lines, (*where, number))
        case Record():
            for field in type(said).model_fields.keys() - _OTHER:
                yield from _of(path, getattr(said, field), lines, (*where, field))
