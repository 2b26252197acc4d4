"""Rules for citations: numbers and treatments cite their sources, and each source is cited."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks import readability
from handouts.checks.context import CheckContext, CheckedPage
from handouts.checks.lookups import block_place
from handouts.model.base import comparable
from handouts.model.data_files import BOOKS, CLINIC
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import CITED, QUESTIONS
from handouts.problems import Problem

_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def check_citations(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Cite a source for each treatment and each number: after its sentence or a later one."""
    if page.parts is None:
        return
    library, language = context.library, context.language
    treatment = _treatment_pattern(language)
    phones = library.phones(language, linked=False).values()
    uncited_numbers = language.everyday.union(*map(_NUMBER.findall, phones))
    scale = readability.scale(language.code)
    checks_numbers = not library.unknown(CLINIC, language.file("everyday.txt"))
    for block in page.blocks:
        if block.kind not in ("p", "li", "td", "dd") or block.part in ("", QUESTIONS):
            continue
        if block.text.endswith(("?", "؟")) or "///" in block.text:
            continue  # questions; and blocks that were not rendered, which another rule reports
        text = comparable(block.rest if block.cites else block.text)
        numbers = _NUMBER.findall(text) if checks_numbers else []
        claim = next((number for number in numbers if number not in uncited_numbers), "")
        if not claim:
            match = (scale.share.search(text) if scale else None) or (
                treatment.search(text) if treatment else None
            )
            claim = match.group() if match else ""
        if claim:
            yield Problem(
                *block_place(language, page.source, block),
                f"“{claim}” needs its source: write [^id] after the sentence, "
                "an id from docs/sources.yml.",
            )


def _treatment_pattern(language: Language) -> re.Pattern[str] | None:
    """Return what matches every name of a treatment in the word list; None if it has none."""
    names = [
        comparable(form)
        for name, term in language.terms.items()
        if term.treatment
        for form in (name, *term.forms)
    ]
    longest_first = sorted(names, key=len, reverse=True)
    pattern = rf"\b({'|'.join(map(re.escape, longest_first))})\b"
    return re.compile(pattern, re.I) if names else None


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
                if id not in library.references and not library.unknown(BOOKS):
                    source = language.word_list
                    yield Problem(
                        source.path,
                        source.line_at(rf"(?m)^{re.escape(name)}:"),
                        f"No source is called {id}. Add it to docs/sources.yml "
                        "or correct the name.",
                    )
    for id in library.references:
        if id not in used and not library.unread:
            line = library.reference_lines.get((id,), 0)
            yield Problem(
                BOOKS, line, f"No page cites the source {id}. Cite it, or delete it here."
            )
