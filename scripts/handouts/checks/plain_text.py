"""Rules for plain words: what is shown as it stands, in front matter and data files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.context import CheckContext
from handouts.checks.unsupported_syntax import foreign_sign
from handouts.model.base import NEW_PAGE, KeyPath, Places, Record, nearest_place
from handouts.model.data_files import (
    CLINIC,
    CODES,
    MOVES,
    NOTES,
    PACKETS,
    REFERENCES,
    SEARCH,
    TEACH_BACK,
)
from handouts.model.library import Library
from handouts.problems import Problem

TAG = re.compile(r"(?<!\]\()<(?!https?://|mailto:)[a-zA-Z/!][^>\n]*>?")
_QUOTED = re.compile(r"[“„«‘\"'][^“”„«»‘\"]*[”“»’\"']")
_SIGNS = ("](", "][", "**", "[^", "`")
# Fields that are no plain words: Markdown, which is checked as such; a regular expression;
# addresses and names that others gave; alarm words, which are shown to nobody and hold phrases in
# quotes.
_EXEMPT = frozenset(("definition", "pattern", "doi", "url", "uri", "term", "report", "alarm_words"))


def tag(text: str) -> str:
    """Return the first piece of HTML in `text`, or what a browser would take for one; else "".

    Nothing that people write is HTML, so a reader would see it as it stands. A < before a space or
    a number means less than.
    """
    match = TAG.search(text)
    return match.group() if match else ""


def markup_messages(text: str) -> Iterator[str]:
    """Yield what is wrong with words that are shown as they stand.

    Each is the end of a sentence that begins with the name of the words.
    """
    if html := tag(text):
        yield f"holds HTML: {html} would be shown as it stands. Leave it out."
    if sign := next((sign for sign in _SIGNS if sign in text), "") or foreign_sign(text):
        yield f"holds a sign of Markdown: {sign} would be shown as it stands. Write words only."
    if _QUOTED.fullmatch(text):
        yield f"stands in quotes that would be shown: {text[0]}…{text[-1]}. Leave them out."


def check_shared_words(library: Library) -> Iterator[Problem]:
    """Write plain words, without markup, in the data files that all languages share."""
    records = (
        (REFERENCES, library.references),
        (MOVES, library.moves),
        (CLINIC, library.clinic),
        (CODES, library.codes),
        (PACKETS, library.packets),
    )
    for path, record in records:
        yield from _problems(path, record, library.places.get(path, {}))


def check_plain_words(context: CheckContext) -> Iterator[Problem]:
    """Write plain words, without markup, in front matter and in the data files of a language."""
    library, language = context.library, context.language
    for page in (*language.all_pages, *language.cards.values(), *language.drafts):
        yield from _problems(page.source.path, page.words, page.source.places)
    records = (
        ("glossary.yml", language.terms),
        ("pictures.yml", language.pictures),
        ("words.yml", language.interface),
        (SEARCH, language.search),
        (TEACH_BACK, language.teach_back),
        (NOTES, language.clinic_notes),
    )
    for name, record in records:
        path = language.file(name)
        yield from _problems(path, record, library.places.get(path, {}))


def _problems(path: str, value: object, places: Places, key: KeyPath = ()) -> Iterator[Problem]:
    """Yield what is wrong with the words of a record, of records by id, or of a list of them."""
    match value:
        case str():
            name = ".".join(map(str, key))
            for message in markup_messages(value):
                yield Problem(*nearest_place(places, key, (path, 0)), f"`{name}` {message}")
        case dict():
            for name, inner in value.items():
                yield from _problems(path, name, places, (*key, name))
                if (*key, name) != NEW_PAGE:
                    yield from _problems(path, inner, places, (*key, name))
        case list():
            for number, inner in enumerate(value):
                yield from _problems(path, inner, places, (*key, number))
        case Record():
            for field in type(value).model_fields.keys() - _EXEMPT:
                yield from _problems(path, getattr(value, field), places, (*key, field))
