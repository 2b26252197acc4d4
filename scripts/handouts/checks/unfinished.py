"""The rule for unfinished files: they are built and shown to writers, and not published."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.checks.lookups import key_place
from handouts.model.base import Place
from handouts.model.data_files import CLINIC
from handouts.model.library import Library
from handouts.problems import Problem, Refused


def unfinished_files(library: Library) -> Iterator[Problem]:
    """Yield the files that say in `unfinished` what must still be written.

    These are pages, care cards, words.yml and clinic.yml.
    """
    if text := library.clinic.unfinished:
        yield _unfinished(library.place(CLINIC, "unfinished"), text)
    for language in library.languages:
        if text := language.interface.unfinished:
            yield _unfinished(library.place(language.file("words.yml"), "unfinished"), text)
        for page in (*language.all_pages, *language.cards.values()):
            if text := page.words.unfinished:
                yield _unfinished(key_place(page.source, "unfinished"), text)


def _unfinished(place: Place, text: str) -> Problem:
    message = f"Unfinished: {text} Then delete this line. Nothing is published before."
    return Problem(*place, message)


def require_finished(library: Library) -> None:
    """Refuse to publish a library with unfinished pages. Raises Refused."""
    if problems := list(unfinished_files(library)):
        raise Refused(problems)
