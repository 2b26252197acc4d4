"""Advisories: what is worth knowing and must not stop an urgent correction."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from handouts.checks.lookups import key_line
from handouts.model.data_files import BOOKS, LEDGER, MOVES, PACKETS
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout
from handouts.model.version_ledger import VERSIONS
from handouts.model.versions import stale_cards, stale_parts, translated_parts
from handouts.problems import Problem


def notices(library: Library, today: datetime.date | None = None) -> Iterator[Problem]:
    """Yield every advisory: drafts, translations behind, checks due, packets, idle redirects.

    Dates are compared with `today`, by default the day in UTC. Without a language there is none.
    """
    if not library.languages:
        return
    yield from unpublished_drafts(library)
    yield from outdated_translations(library)
    yield from outdated_cards(library)
    yield from overdue_checks(library, today)
    yield from shortened_packets(library)
    yield from unused_redirects(library)


def unpublished_drafts(library: Library) -> Iterator[Problem]:
    """Yield how many pages have words that are not in the ledger of versions."""
    count = sum(
        not handout.published
        and not library.unknown(VERSIONS, *_version_files(library, language, handout))
        for language, handout in library
    )
    if count:
        pages = "1 page is a draft" if count == 1 else f"{count} pages are drafts"
        yield Problem(
            VERSIONS, 0, f"{pages}: to be dated on publication, with python3 scripts date"
        )


def outdated_translations(library: Library) -> Iterator[Problem]:
    """Yield the translations that are behind their originals, cards aside."""
    first = library.languages[0]
    for language, handout in library:
        original = handout.original
        if not original or library.unknown(VERSIONS, *_version_files(library, language, handout)):
            continue
        if not (stale := stale_parts(first, handout, library.versions)):
            continue
        path = original.source.path
        if translated_parts(first, handout, library.versions):
            message = f"This translation is behind {path} in: {', '.join(stale)}."
        else:
            message = f"No version of {path} is known by these letters and digits."
        yield Problem(
            handout.source.path,
            key_line(handout, "translated"),
            f"{message} Bring it up to date, then write: translated: {original.version}",
        )


def outdated_cards(library: Library) -> Iterator[Problem]:
    """Yield the care cards that are behind those of the first language."""
    first = library.languages[0]
    for language in library.languages[1:]:
        for id, digest in stale_cards(first, language).items():
            source = language.cards[id].source
            yield Problem(
                source.path,
                source.lines.get(("translated",), 1),
                f"This card is behind {first.cards[id].source.path}. "
                f'Bring it up to date, then write: translated: "{digest}"',
            )


def overdue_checks(library: Library, today: datetime.date | None = None) -> Iterator[Problem]:
    """Yield the handouts whose facts are due to be checked again."""
    for handout in due(library, today):
        day = handout.facts.next_check_due.isoformat()
        yield Problem(
            handout.source.path,
            key_line(handout, "next_check_due"),
            f"The facts were due to be checked by {day}. "
            "Then write new dates after `sources_gathered:` and `next_check_due:`.",
        )


def shortened_packets(library: Library) -> Iterator[Problem]:
    """Yield the packets that lack a handout because it was withdrawn."""
    for id, packet in library.packets.items():
        for handout_id in packet.handouts:
            if handout_id in library.moves.withdrawn:
                yield Problem(
                    PACKETS,
                    0,
                    f"The packet {id} is printed without {handout_id}, which was withdrawn.",
                )


def unused_redirects(library: Library) -> Iterator[Problem]:
    """Yield the entries of moved.yml for addresses that were never published."""
    for name in library.moves.moved:
        handout_id, sharp, heading = name.partition("#")
        if sharp:
            addresses = [f"{page}#{heading}" for page, *_ in library.answers(handout_id)]
        else:
            addresses = [address for answers in library.answers(name) for address in answers]
        if library.ledger and not library.ledger.keys() & set(addresses):
            yield Problem(
                MOVES,
                library.moves_lines.get(("moved", name), 0),
                f"{name} was never published, as far as {LEDGER} knows, "
                "so nothing needs to lead on from it.",
            )


def due(library: Library, today: datetime.date | None = None) -> list[Handout]:
    """Return the first language's handouts whose facts were to be checked before `today`.

    `today` is by default the day in UTC.
    """
    today = today or datetime.datetime.now(datetime.UTC).date()
    if not library.languages:
        return []
    handouts = library.languages[0].handouts
    return [handout for handout in handouts if handout.facts.next_check_due < today]


def _version_files(library: Library, language: Language, handout: Handout) -> set[str]:
    """Return the files that a handout's version stands for, and that of its original."""
    files = {BOOKS} | language.shown_from(handout.source)
    if handout.original:
        files |= library.languages[0].shown_from(handout.original.source)
    return files
