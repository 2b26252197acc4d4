"""What is worth knowing and must not stop an urgent correction."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from handouts.checks.front_matter import version_files
from handouts.checks.lookups import key_line
from handouts.model.data_files import LEDGER, MOVES, PACKETS
from handouts.model.library import Library
from handouts.model.pages import Handout
from handouts.problems import Problem


def notices(library: Library, today: datetime.date | None = None) -> Iterator[Problem]:
    """What is worth knowing and must not stop an urgent correction.

    Translations that are behind their originals, pages that are due to be checked again, packets that lack what was
    withdrawn, and entries of moved.yml that nobody needs.
    """
    if not library.languages:
        return
    for language, handout in library:
        if (
            (original := handout.original)
            and handout.behind
            and not library.unknown(*version_files(library, language, handout))
        ):
            parts = ", ".join(handout.behind)
            yield Problem(
                handout.source.path,
                key_line(handout, "translated_from"),
                f"This translation is behind {original.source.path} in: {parts}. Bring it up to date, then run: "
                f"python3 scripts translated {handout.id}",
            )
    for handout in due(library, today):
        day = handout.facts.next_check_due.isoformat()
        yield Problem(
            handout.source.path,
            key_line(handout, "next_check_due"),
            f"The facts were due to be checked by {day}. Then write new dates after `sources_gathered:` and `next_check_due:`.",
        )
    for id, packet in library.packets.items():
        for one in packet.handouts:
            if one in library.moves.withdrawn:
                yield Problem(
                    PACKETS, 0, f"The packet {id} is printed without {one}, which was withdrawn."
                )
    for name in library.moves.moved:
        handout_id, sharp, heading = name.partition("#")
        old = (
            [f"{page}#{heading}" for page, *_ in library.answers(handout_id)]
            if sharp
            else [one for each in library.answers(name) for one in each]
        )
        if library.ledger and not library.ledger.keys() & set(old):
            line = library.moves_lines.get(("moved", name), 0)
            yield Problem(
                MOVES,
                line,
                f"{name} was never published, as far as {LEDGER} knows, so nothing needs to lead on from it.",
            )


def due(library: Library, today: datetime.date | None = None) -> list[Handout]:
    """The handouts, in the first language, whose facts were to be checked again before this day."""
    today = today or datetime.datetime.now(datetime.UTC).date()
    return (
        [one for one in library.languages[0].handouts if one.facts.next_check_due < today]
        if library.languages
        else []
    )
