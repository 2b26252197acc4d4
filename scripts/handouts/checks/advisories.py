"""Advisories: what is worth knowing and must not stop an urgent correction."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from handouts.checks.lookups import key_line, version_files
from handouts.checks.unfinished import unfinished_pages
from handouts.model.data_files import CLINIC, LEDGER, MOVES, PACKETS
from handouts.model.front_matter import Words
from handouts.model.library import Library
from handouts.model.pages import CITATION, Handout
from handouts.model.version_ledger import VERSIONS
from handouts.model.versions import stale_cards, stale_parts, translated_parts
from handouts.problems import Problem


def notices(library: Library, today: datetime.date | None = None) -> Iterator[Problem]:
    """Yield every advisory: drafts, translations behind, checks due, packets, and so on.

    Dates are compared with `today`, by default the day in UTC. Without a language there is none.
    """
    if not library.languages:
        return
    yield from unfinished_pages(library)
    yield from unpublished_drafts(library)
    yield from outdated_translations(library)
    yield from outdated_cards(library)
    yield from overdue_checks(library, today)
    yield from shortened_packets(library)
    yield from unused_redirects(library)
    yield from repeated_numbers(library)
    yield from untranslated_pairs(library)


def unpublished_drafts(library: Library) -> Iterator[Problem]:
    """Yield how many pages have words that are not in the ledger of versions."""
    count = sum(
        not handout.published
        and not library.unknown(VERSIONS, *version_files(library, language, handout))
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
        if not original or library.unknown(VERSIONS, *version_files(library, language, handout)):
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
    for handout in overdue_handouts(library, today):
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
            addresses = [f"{page}#{heading}" for page, *_ in library.addresses_of_name(handout_id)]
        else:
            addresses = [
                address for answers in library.addresses_of_name(name) for address in answers
            ]
        if library.ledger and not library.ledger.keys() & set(addresses):
            yield Problem(
                MOVES,
                library.moves_lines.get(("moved", name), 0),
                f"{name} was never published, as far as {LEDGER} knows, "
                "so nothing needs to lead on from it.",
            )


def repeated_numbers(library: Library) -> Iterator[Problem]:
    """Yield where a page or card holds a number to call that clinic.yml is to give it.

    It may be another number by chance, 112 people, so this stops nothing.
    """
    for language in library.languages:
        numbers = {library.clinic.emergency: "{emergency}"}
        if line := library.clinic.crisis and library.clinic.crisis.lines.get(language.code):
            numbers[line.call] = "{crisis_call}"
        pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, numbers))})(?![\w-])")
        for page in (*language.all_pages, *language.cards.values()):
            source = page.source
            texts = [(source.lines.get(("title",), 1), page.words.title)]
            if isinstance(page.words, Words):
                texts.append((source.lines.get(("summary",), 1), page.words.summary))
            texts += enumerate(source.body.split("\n"), source.body_line)
            for number, text in texts:
                if match := pattern.search(CITATION.sub("", text)):
                    yield Problem(
                        source.path,
                        number,
                        f"If {match.group()} is the number to call, write "
                        f"{numbers[match.group()]}, so that a clinic changes it in {CLINIC} only.",
                    )


def untranslated_pairs(library: Library) -> Iterator[Problem]:
    """Yield the pairs of the first language that a translation lacks or orders in another way."""
    first, *translations = library.languages
    original = first.file("pairs.yml")
    for language in translations:
        file = language.file("pairs.yml")
        lines = library.lines.get(file, {})
        if library.unknown(file, original):
            continue
        for where in library.lines.get(original, {}):
            if len(where) == 1 and where not in lines:
                yield Problem(
                    file,
                    0,
                    f"The pair {where[0]} of {original} is missing here, so nothing keeps its words"
                    " together in this language.",
                )
            elif where[1:] == ("warning_first",) and where[:1] in lines and where not in lines:
                yield Problem(
                    file,
                    lines.get(where[:1], 0),
                    f"The pair {where[0]} puts the warning first in {original}, and not here.",
                )


def overdue_handouts(library: Library, today: datetime.date | None = None) -> list[Handout]:
    """Return the first language's handouts whose facts were to be checked before `today`.

    `today` is by default the day in UTC.
    """
    today = today or datetime.datetime.now(datetime.UTC).date()
    if not library.languages:
        return []
    handouts = library.languages[0].handouts
    return [handout for handout in handouts if handout.facts.next_check_due < today]
