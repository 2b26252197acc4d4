"""The pack for a clinician who reviews a handout: each sentence beside what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, zip_longest
from typing import Any

from handouts.checks.context import render
from handouts.checks.facts import facts_told
from handouts.checks.readability import sentences
from handouts.model.library import Library
from handouts.model.pages import Handout
from handouts.outputs.pdf.template_data import PAPERS
from handouts.outputs.pdf.typesetter import Document, typeset
from handouts.pages.article import Block


def review_pack(library: Library, id: str, paper: str = "letter") -> tuple[bytes, int]:
    """Return the pack of the handout called `id` as a PDF, and its number of pages.

    The languages that have the handout stand side by side, the first of them on the left. Raises
    TypesettingError.
    """
    versions = [
        (language, handout)
        for language in library.languages
        for handout in language.handouts
        if handout.id == id
    ]
    language, handout = versions[0]
    data = {
        "form": "review",
        "title": handout.title,
        "author": library.author(language),
        "keywords": [],
        "lang": language.code,
        "dir": language.direction,
        "fonts": [family.name for family in language.fonts],
        "paper": PAPERS[paper],
        "print": "standard",
        "picture-width": 1,
        "pictures": {},
        "labels": {},
        "sheets": [],
        "file": handout.source.path,
        "state": handout.review_state,
        "versions": [
            {
                "lang": each.code,
                "language": each.interface.language,
                "title": version.title,
                "version": version.version,
                "behind": list(version.behind),
            }
            for each, version in versions
        ],
        "sections": list(_sections(library, [version for _, version in versions])),
    }
    fonts = tuple(dict.fromkeys(family for each, _ in versions for family in each.fonts))
    date = handout.changed or handout.facts.sources_gathered
    return typeset(Document(data, date, fonts))


def _sections(library: Library, handouts: list[Handout]) -> Iterator[dict[str, Any]]:
    """Yield each section of the handout: its heading in each language, and its rows."""
    articles = [
        render(library, library.language(handout.language), handout) for handout in handouts
    ]
    by_part = [
        {part: list(blocks) for part, blocks in groupby(article.blocks(), lambda b: b.part)}
        for article in articles
    ]
    cited: set[str] = set()
    for part, blocks in by_part[0].items():
        translations = [parts.get(part, []) for parts in by_part[1:]]
        rows = [
            _row(library, block, others, cited)
            for block, *others in _aligned([blocks, *translations])
            if not (block and block.kind in ("h1", "h2"))
        ]
        headings = [
            next((block.text for block in each if block.kind == "h2"), "")
            for each in (blocks, *translations)
        ]
        yield {"headings": headings, "rows": rows}


def _aligned(columns: list[list[Block]]) -> Iterator[tuple[Block | None, ...]]:
    """Yield the blocks of a section side by side.

    A translation keeps the order of blocks; where it has more of them, or fewer, they stand
    beside nothing.
    """
    yield from zip_longest(*columns)


def _row(
    library: Library, block: Block | None, others: list[Block | None], told: set[str]
) -> dict[str, Any]:
    """Return a block, sentence by sentence in each language, with its facts and sources.

    Each fact is given in full once; the ids of those that were are in `told`, and grow.
    """
    texts = [sentences(each.text) if each else [] for each in (block, *others)]
    cites = dict.fromkeys(id for each in (block, *others) if each for id in each.cites)
    references = [(id, library.references[id]) for id in cites if id in library.references]
    facts = facts_told(library, block.text) if block else []
    entries = [{"id": id, "says": "" if id in told else fact.says} for id, fact in facts]
    told.update(id for id, _ in facts)
    return {
        "texts": texts,
        "facts": entries,
        "sources": [
            {
                "id": id,
                "name": f"{reference.publisher}, {reference.year}"
                if reference.year
                else reference.publisher,
                "read": reference.read,
                "trust": reference.trust,
            }
            for id, reference in references
        ],
    }
