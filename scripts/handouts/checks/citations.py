"""Numbers and treatments cite their sources, and each source is cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handouts.checks import readability
from handouts.checks.lookups import block_place
from handouts.model.data_files import BOOKS, CLINIC
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import CITED, QUESTIONS, Source
from handouts.pages.article import Block
from handouts.problems import Problem

_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def check_citations(
    library: Library, language: Language, source: Source, blocks: Iterable[Block]
) -> Iterator[Problem]:
    """Each treatment and each number carries a citation where it stands: after its sentence, or after one that follows."""
    names = [
        form
        for name, term in language.terms.items()
        if term.treatment
        for form in (name, *term.forms)
    ]
    treatment = (
        re.compile(rf"\b({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})\b", re.I)
        if names
        else None
    )
    free = language.everyday.union(
        *map(_NUMBER.findall, library.phones(language, linked=False).values())
    )
    scale = readability.scale(language.code)
    counted = not library.unknown(CLINIC, language.file("everyday.txt"))
    for block in blocks:
        if block.kind not in ("p", "li", "td", "dd") or block.part in ("", QUESTIONS):
            continue
        if (
            block.text.endswith(("?", "؟")) or "///" in block.text
        ):  # a block that was not made is told by itself
            continue
        text = block.rest if block.cites else block.text
        numbers = (
            [number for number in _NUMBER.findall(text) if number not in free] if counted else []
        )
        found = (scale.share.search(text) if scale else None) or (
            treatment.search(text) if treatment else None
        )
        told = numbers[0] if numbers else found.group() if found else ""
        if told:
            yield Problem(
                *block_place(language, source, block),
                f"“{told}” needs its source: write [^id] after the sentence, an id from docs/sources.yml.",
            )  # fmt: skip


def check_bibliography(library: Library) -> Iterator[Problem]:
    """Every source of the bibliography is cited somewhere, and word lists cite only sources that exist."""
    used: set[str] = set()
    for language in library.languages:
        for source in (
            *(one.source for one in language.handouts),
            *(one.source for one in language.pages),
            *(one.source for one in language.cards.values()),
            *(
                one.source for one in language.notices
            ),  # the day of a withdrawal is not the day to tidy up after it
        ):
            used.update(CITED.findall(source.body))
        for name, term in language.terms.items():
            used.update(term.cites)
            for id in term.cites:
                if id not in library.references and not library.unknown(BOOKS):
                    source = language.word_list
                    line = source.line_at(rf"(?m)^{re.escape(name)}:")
                    yield Problem(
                        source.path,
                        line,
                        f"No source is called {id}. Add it to docs/sources.yml or correct the name.",
                    )
    for id in library.references:
        if id not in used and not library.unread:
            line = library.reference_lines.get((id,), 0)
            yield Problem(
                BOOKS, line, f"No page cites the source {id}. Cite it, or delete it here."
            )
