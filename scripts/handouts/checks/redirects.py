"""Rules for docs/moved.yml: what moved, what was withdrawn, and what was published before."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import partial

from handouts.checks.codes import connect_addresses
from handouts.checks.lookups import absence_hint, lacks_handout, no_language
from handouts.checks.paired_statements import check_pairs
from handouts.model.addresses import lost_address_message
from handouts.model.data_files import CODES, LEDGER, MOVES, PACKETS
from handouts.model.library import Library
from handouts.model.pages import ID, PACKET_PAGES
from handouts.problems import Problem

HANDOUT, PACKET, HEADING, PAGE, FILE = "a handout", "a packet", "a heading", "a page", "a file"


def check_moved(library: Library) -> Iterator[Problem]:
    """Lead in one step from what moved to something of its kind that exists."""
    for old, new in library.moves.moved.items():
        if old.endswith(".md") or new.endswith(".md"):
            messages = [
                "Write ids, which are the names of files without .md: "
                f"{old.removesuffix('.md')}: {new.removesuffix('.md')}"
            ]
        elif message := _chain_message(library, old, new):
            messages = [message]
        elif not (kind := _kind(library, old)) or not _kind(library, new):
            messages = [
                f"{new if kind else old} is no handout's id, packet, heading or address. "
                "Write it as docs/addresses.txt does."
            ]
        elif kind != _kind(library, new):
            messages = [
                f"{old} is {kind} and {new} is {_kind(library, new)}. "
                "Write where the same kind of thing is now."
            ]
        elif old in library.moves.withdrawn:
            messages = [f"{old} stands under `withdrawn` too. Delete one of the two."]
        elif kind == HANDOUT:
            messages = list(_handout_messages(library, old, new))
        elif kind == PACKET:
            messages = list(_packet_messages(library, old, new))
        elif kind == HEADING:
            messages = list(_heading_messages(library, old, new))
        else:
            messages = []
        place = library.place(MOVES, "moved", old)
        yield from (Problem(*place, message) for message in messages)


def _chain_message(library: Library, old: str, new: str) -> str:
    """Return what is wrong where what moved leads to what moved too; "" where it does not."""
    moved = library.moves.moved
    chain = [old]
    while chain[-1] in moved and chain.count(chain[-1]) == 1:
        chain.append(moved[chain[-1]])
    if chain[-1] in chain[:-1]:
        return f"{' leads to '.join(chain)}: a circle. Write where {old} is now."
    if len(chain) > 2:
        return f"{new} has moved too. Write where {old} is now: {chain[-1]}."
    return ""


def _handout_messages(library: Library, old: str, new: str) -> Iterator[str]:
    if old in library.languages[0].by_id:
        yield f"The handout {old} is still there. Delete its file in every language, or this line."
    elif new not in library.moves.withdrawn and lacks_handout(library, new):
        yield (
            f"No handout is called {new}. Write where {old} is now, or write it under `withdrawn`."
        )


def _packet_messages(library: Library, old: str, new: str) -> Iterator[str]:
    old_id, new_id = old.removeprefix("packets/"), new.removeprefix("packets/")
    if old_id in library.packets:
        yield (
            f"The packet {old_id} is still in docs/packets.yml. "
            "Delete it there, or delete this line."
        )
    elif new_id not in library.packets and not library.unknown(PACKETS):
        yield f"There is no packet {new_id} in docs/packets.yml. Write where {old} is now."


def _heading_messages(library: Library, old: str, new: str) -> Iterator[str]:
    (id, old_heading), (new_id, new_heading) = old.split("#"), new.split("#")
    for handout in (handout for _, handout in library if handout.id == id):
        if handout.source.path in library.replaced:
            continue  # a clinic's own page may have other headings
        path, ids = handout.source.path, {part.id for part in handout.parts}
        if old_heading in ids:
            yield (
                f"{path} still has a heading #{old_heading}. Delete this line, or change its id."
            )
        elif new_heading not in ids:
            yield (
                f"{path} has no heading #{new_heading}. "
                f"Write which heading now says what #{old_heading} said."
            )
    if id != new_id or (id not in library.moves.withdrawn and lacks_handout(library, id)):
        yield (
            "A heading can only move within its handout. "
            f"Write {id}# and the heading that a reader should see."
        )


def _kind(library: Library, name: str) -> str:
    """Return what a name in moved.yml stands for: one of the kinds above, or ""."""
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


def check_withdrawn(library: Library) -> Iterator[Problem]:
    """Write what a withdrawn handout was called, why, and which handouts to read instead."""
    codes = {edition.code for edition in library.site.editions}
    for id, entry in library.moves.withdrawn.items():
        if not ID.fullmatch(id):
            message = f"{id} is no handout's id. Write the name of its file without .md."
            yield _withdrawal_problem(library, id, "", message)
        for handout_id in entry.instead:
            if lacks_handout(library, handout_id):
                hint = absence_hint(library, handout_id)
                message = f"No handout is called {handout_id}.{hint}"
                yield _withdrawal_problem(library, id, "instead", message)
        for number, language in enumerate(library.languages):
            code, notices = language.code, [each for each in language.notices if each.id == id]
            if not notices and (number == 0 or _was_published(library, id, number)):
                message = (
                    f"Say under `title` what the handout was called in {code}: "
                    "its file is gone or cannot be read."
                )
                yield _withdrawal_problem(library, id, "title", message)
            if number == 0 and code not in entry.reason:
                message = f"Say under `reason` why, in {code}: a line `{code}: …`."
                yield _withdrawal_problem(library, id, "reason", message)
        for code in {*entry.title, *entry.reason} - codes:
            yield _withdrawal_problem(library, id, "reason", no_language(library, code))


def _was_published(library: Library, id: str, number: int) -> bool:
    """Return whether the language of this number ever had a handout of this id."""
    return library.addresses_of_name(id)[number][0] in (library.ledger or {})


def check_withdrawal_dates(library: Library, today: datetime.date) -> Iterator[Problem]:
    """Write a day of withdrawal that is not after `today`."""
    for id, entry in library.moves.withdrawn.items():
        if entry.on > today:
            yield _withdrawal_problem(library, id, "on", "`on` lies in the future.")


def check_notice_pairs(library: Library) -> Iterator[Problem]:
    """Keep pairs together in the reason of a notice; its title is a name, as it was before."""
    for language in library.languages:
        for notice in language.notices:
            if notice.id in library.moves.withdrawn:
                place = partial(library.place, MOVES, "withdrawn", notice.id)
                yield from check_pairs(language, notice.title, place, name=True)
                yield from check_pairs(language, notice.reason, place)


def _withdrawal_problem(library: Library, id: str, key: str, message: str) -> Problem:
    return Problem(*library.place(MOVES, "withdrawn", id, key), message)


def check_published(library: Library) -> Iterator[Problem]:
    """Keep, move or withdraw each page and each answer to a code that was ever published.

    Whether PDFs and headings are still there shows the built site.
    """
    if library.unknown(MOVES):
        return
    answers = connect_addresses(library, *library.codes.codes, *library.codes.categories)
    present = {*page_addresses(library), *answers}
    for address, line in (library.ledger or {}).items():
        is_answer = library.is_answer(address) and not library.unknown(CODES)
        if (
            (address.endswith("/") or is_answer)
            and address not in present
            and not _is_unread(library, address)
        ):
            yield Problem(LEDGER, line, lost_address_message(address))


def page_addresses(library: Library) -> set[str]:
    """Return the addresses at which something is: a page, a notice, or what leads on."""
    moved = (library.addresses_of_name(name) for name in library.moves.moved)
    pages = ((*language.all_pages, *language.packet_pages) for language in library.languages)
    return {
        *(address for language in library.languages for address in library.notice_pages(language)),
        *(library.address(page) for each in pages for page in each),
        *(address for languages in moved for each in languages for address in each),
    }


def _is_unread(library: Library, address: str) -> bool:
    """Return whether a page that could not be read may stand at this address."""
    codes = {language.code for language in library.languages}
    unread = [edition.root for edition in library.site.editions if edition.code not in codes]
    # A language whose words cannot be read is not in the library, though docs/ has its pages.
    if address.startswith(tuple(unread)):
        return True
    language = library.language_at(address)
    page = address.removeprefix(language.edition.root).rstrip("/")
    if page.startswith(PACKET_PAGES):
        return bool(library.unread)
    return library.unknown(language.file(f"{page}.md"), language.file(f"{page}/index.md"))
