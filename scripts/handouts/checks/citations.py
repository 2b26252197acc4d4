"""Rules for citations: numbers and treatments cite their sources, and each source is cited."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks import readability
from handouts.checks.context import CheckContext, CheckedPage
from handouts.checks.lookups import block_place
from handouts.checks.plain_text import TAG
from handouts.model.base import comparable
from handouts.model.data_files import CLINIC, REFERENCES, file_beside
from handouts.model.library import Library
from handouts.model.pages import ABOUT_CLINIC, CITED, KEY_POINTS, QUESTIONS
from handouts.pages.article import Block
from handouts.problems import Problem

_BRACKETED = re.compile(r"\[([a-z0-9-]+)\]")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def check_citations(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Cite a source for each treatment and each number.

    In the matter, the citation stands after its sentence or a later one. Summary and key points
    need none: what they say stands again in the matter, cited there. Numbers on a page about the
    clinic need none at all.
    """
    if page.parts is None:
        return
    language = context.language
    claims = Claims(context, page.kind)
    blocks = [
        block
        for block in page.blocks
        if block.kind in ("p", "li", "td", "dd")
        and block.part != QUESTIONS
        # questions; and blocks that were not rendered, which another rule reports
        and not block.text.endswith(("?", "؟"))
        and "///" not in block.text
    ]
    matter = [block for block in blocks if block.part not in ("", KEY_POINTS)]
    cited = {claim for block in matter for claim in claims.names(_cited_text(block))}
    for block in blocks:
        is_matter = block.part not in ("", KEY_POINTS)
        text = block.uncited if is_matter and block.cites else block.text
        for name, words in claims.names(text).items():
            if is_matter:
                message = (
                    f"“{words}” needs its source: write [^id] after the sentence, "
                    "an id from docs/sources.yml."
                )
            elif name not in cited:
                message = (
                    f"“{words}” stands above the matter only. "
                    "Say it again below, with its source, or take it away here."
                )
            else:
                continue
            yield Problem(*block_place(language, page.source, block), message)
            break


def _cited_text(block: Block) -> str:
    """Return what of a block stands before its last citation; empty without one."""
    return block.text.removesuffix(block.uncited) if block.cites else ""


class Claims:
    """What needs a source in a language: numbers, shares, and the treatments of its word list.

    A clinic knows its own floors and hours: on a page about it, treatments alone need one.
    """

    def __init__(self, context: CheckContext, kind: str) -> None:
        library, language = context.library, context.language
        phones = library.phones(language, linked=False).values()
        self._names = language.everyday.union(*map(_NUMBER.findall, phones))
        scale = readability.scale(language.code)
        is_clinics = kind == ABOUT_CLINIC
        self._share = scale.share if scale and not is_clinics else None
        self._references = library.references
        self._checks_numbers = not is_clinics and not library.unknown(
            CLINIC, language.file("everyday.txt")
        )
        self._treatments = {
            comparable(form).lower(): name
            for name, term in language.terms.items()
            if term.treatment
            for form in (name, *term.forms)
        }
        longest_first = sorted(self._treatments, key=len, reverse=True)
        pattern = rf"\b({'|'.join(map(re.escape, longest_first))})\b"
        self._treatment = re.compile(pattern, re.I) if longest_first else None

    def _unnamed(self, match: re.Match[str]) -> str:
        """Return brackets without the source that they name for want of a ^: that says nothing."""
        return "" if match[1] in self._references else match[0]

    def names(self, text: str) -> dict[str, str]:
        """Return each claim of a text, one name for all its forms, with the words it was made in.

        Numbers come first, then shares, then treatments.
        """
        text = _BRACKETED.sub(self._unnamed, TAG.sub(" ", comparable(text)))
        numbers = _NUMBER.findall(text) if self._checks_numbers else []
        claims = {number: number for number in numbers if number not in self._names}
        for pattern in (self._share, self._treatment):
            for match in pattern.finditer(text) if pattern else ():
                words = match.group()
                claims.setdefault(self._treatments.get(words.lower(), words.lower()), words)
        return claims


def check_treatments(library: Library) -> Iterator[Problem]:
    """Cite a source for what the word list says of each medicine and treatment."""
    for language in library.languages:
        file = language.file("glossary.yml")
        for name, term in language.terms.items():
            if term.treatment and not term.cites:
                message = (
                    f"What this says of “{name}” needs its source: write cites: [id] below it, an "
                    "id from docs/sources.yml."
                )
                yield Problem(*library.place(file, name), message)


def check_bibliography(library: Library) -> Iterator[Problem]:
    """Cite every source of the bibliography, and only those, in the word list too."""
    used: set[str] = set()
    for language in library.languages:
        pages = (
            *language.all_pages,
            *language.cards.values(),
            *language.notices,  # the day of a withdrawal is not the day to tidy up after it
        )
        for page in pages:
            used.update(CITED.findall(page.source.body))
        for name, term in language.terms.items():
            used.update(term.cites)
            for id in term.cites:
                if id not in library.references and not library.unknown(REFERENCES):
                    place = library.place(language.file("glossary.yml"), name)
                    file = file_beside(place[0], REFERENCES)
                    message = f"No source is called {id}. Add it to {file} or correct the name."
                    yield Problem(*place, message)
    for id in library.references:
        is_superseded = library.replaced and library.place(REFERENCES, id)[0] == REFERENCES
        if id not in used and not library.unread and not is_superseded:
            message = f"No page cites the source {id}. Cite it, or delete it here."
            yield Problem(*library.place(REFERENCES, id), message)
