"""Rules for docs/moved.yml: what moved, what was withdrawn, and that each published handout is one of them or still there."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import partial

from handouts.checks.lookups import gone, lacks_handout
from handouts.checks.paired_statements import check_pairs
from handouts.model.addresses import broken
from handouts.model.data_files import LEDGER, MOVES, PACKETS
from handouts.model.library import Library
from handouts.model.pages import ID
from handouts.problems import Problem

HANDOUT, PACKET, HEADING, PAGE, FILE = "a handout", "a packet", "a heading", "a page", "a file"


def check_moved(library: Library) -> Iterator[Problem]:
    """What moved leads to something of its own kind that is there, in one step."""
    moved, withdrawn = library.moves.moved, library.moves.withdrawn
    here = library.languages[0].by_id
    for old, new in moved.items():

        def say(message: str, old: str = old) -> Problem:
            return Problem(MOVES, library.moves_lines.get(("moved", old), 0), message)

        seen = [old]
        while seen[-1] in moved and seen.count(seen[-1]) == 1:
            seen.append(moved[seen[-1]])
        kinds = [_kind(library, name) for name in (old, new)]
        if seen[-1] in seen[:-1]:
            yield say(f"{' leads to '.join(seen)}: a circle. Write where {old} is now.")
        elif len(seen) > 2:
            yield say(f"{new} has moved too. Write where {old} is now: {seen[-1]}.")
        elif not all(kinds):
            wrong = new if kinds[0] else old
            yield say(
                f"{wrong} is no handout's id, packet, heading or address. Write it as docs/addresses.txt does."
            )
        elif kinds[0] != kinds[1]:
            yield say(
                f"{old} is {kinds[0]} and {new} is {kinds[1]}. Write where the same kind of thing is now."
            )
        elif old in withdrawn:
            yield say(f"{old} stands under `withdrawn` too. Delete one of the two.")
        elif kinds[0] == HANDOUT and old in here:
            yield say(
                f"The handout {old} is still there. Delete its file in every language, or this line."
            )
        elif kinds[0] == HANDOUT and new not in withdrawn and lacks_handout(library, new):
            yield say(
                f"No handout is called {new}. Write where {old} is now, or write it under `withdrawn`."
            )
        elif kinds[0] == PACKET and old.removeprefix("packets/") in library.packets:
            yield say(
                f"The packet {old.removeprefix('packets/')} is still in docs/packets.yml. Delete it there, or delete this line."
            )
        elif (
            kinds[0] == PACKET
            and new.removeprefix("packets/") not in library.packets
            and not library.unknown(PACKETS)
        ):
            yield say(
                f"There is no packet {new.removeprefix('packets/')} in docs/packets.yml. Write where {old} is now."
            )
        elif kinds[0] == HEADING:
            (id, before), (to, now) = old.split("#"), new.split("#")
            for handout in (one for _, one in library if one.id == id):
                ids = {part.id for part in handout.parts}
                if before in ids:
                    yield say(
                        f"{handout.source.path} still has a heading #{before}. Delete this line, or change its id."
                    )
                elif now not in ids:
                    yield say(
                        f"{handout.source.path} has no heading #{now}. Write which heading now says what #{before} said."
                    )
            if id != to or lacks_handout(library, id):
                yield say(
                    f"A heading can only move within its handout. Write {id}# and the heading that a reader should see."
                )


def _kind(library: Library, name: str) -> str:
    """What a name in moved.yml means: one of the words above, or nothing."""
    for kind, pattern in (
        (HANDOUT, ID.pattern),
        (PACKET, f"packets/{ID.pattern}"),
        (HEADING, f"{ID.pattern}#{ID.pattern}"),
        (PAGE, r"/?(?:[\w.-]+/)+"),
        (FILE, r"/?(?:[\w.-]+/)*[\w-][\w.-]*\.[a-z0-9]+"),
    ):
        if re.fullmatch(pattern, name) and ".." not in name:
            return kind if kind != FILE else f"{kind} that ends in .{name.rpartition('.')[2]}"
    return ""


def check_withdrawn(library: Library, today: datetime.date) -> Iterator[Problem]:
    """A notice says when, why and what to read instead, in words that keep the pairs."""
    for id, one in library.moves.withdrawn.items():

        def say(key: str, message: str, id: str = id) -> Problem:
            lines = library.moves_lines
            return Problem(
                MOVES, lines.get(("withdrawn", id, key), lines.get(("withdrawn", id), 0)), message
            )

        if not ID.fullmatch(id):
            yield say("", f"{id} is no handout's id. Write the name of its file without .md.")
        if one.on > today:
            yield say("on", "`on` lies in the future.")
        for other in one.instead:
            if lacks_handout(library, other):
                yield say("instead", f"No handout is called {other}.{gone(library, other)}")
        for language in library.languages:
            told = [notice for notice in language.notices if notice.id == id]
            first = language is library.languages[0]
            if not told and (
                first
                or library.answers(id)[library.languages.index(language)][0]
                in (library.ledger or {})
            ):
                yield say(
                    "title",
                    f"Say under `title` what the handout was called in {language.code}: its file is gone or cannot be read.",
                )
            if first and language.code not in one.reason:
                yield say(
                    "reason",
                    f"Say under `reason` why, in {language.code}: a line `{language.code}: …`.",
                )
            for notice in told:
                for text in (notice.title, notice.reason):
                    yield from check_pairs(
                        language, text, partial(_line_of, library, "withdrawn", id)
                    )
        for code in {*one.title, *one.reason} - {edition.code for edition in library.site.editions}:
            yield say("reason", f"There is no language {code} here.")


def _line_of(library: Library, *keys: str) -> tuple[str, int]:
    """Where in moved.yml a key stands."""
    return MOVES, library.moves_lines.get(keys, 0)


def check_published(library: Library) -> Iterator[Problem]:
    """Each handout that was ever published is there, has moved or was withdrawn. Told before anything is built."""
    for language in library.languages if not library.unknown(MOVES) else ():
        root = re.escape(library.home(language))
        known = (
            {one.id for one in language.handouts}
            | {one.id for one in language.notices}
            | library.moves.moved.keys()
        )
        for address, line in (library.ledger or {}).items():
            found = re.fullmatch(rf"{root}handouts/({ID.pattern})/", address)
            if (
                found
                and not {found[1], address, f"/{address}"} & known
                and not library.unknown(language.file(f"handouts/{found[1]}.md"))
            ):
                yield Problem(LEDGER, line, broken(address))
