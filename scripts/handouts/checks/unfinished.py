"""The rule for unfinished pages: they are built and shown to writers, and not published."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.checks.lookups import key_place
from handouts.model.library import Library
from handouts.problems import Problem, Refused


def unfinished_pages(library: Library) -> Iterator[Problem]:
    """Yield the pages and care cards that say in `unfinished` what must still be written."""
    for language in library.languages:
        for page in (*language.all_pages, *language.cards.values()):
            if text := page.words.unfinished:
                yield Problem(
                    *key_place(page.source, "unfinished"),
                    f"Unfinished: {text} Then delete this line. Nothing is published before.",
                )


def require_finished(library: Library) -> None:
    """Refuse to publish a library with unfinished pages. Raises Refused."""
    if problems := list(unfinished_pages(library)):
        raise Refused(problems)
