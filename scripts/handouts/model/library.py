"""The library: every handout in every language, every source, and how to look them up."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from handouts.model.addresses import BOOKLET_LIMIT, Addresses
from handouts.model.base import Place, Places, nearest_place
from handouts.model.codes import Codes
from handouts.model.data_files import (
    LABEL,
    Clinic,
    Fact,
    Logo,
    Moves,
    Packet,
    Reference,
    clinic_file,
)
from handouts.model.includes import escaped, escaped_around
from handouts.model.language import Language, fill
from handouts.model.pages import AnyPage, Collection, Handout, Notice, Page, Source
from handouts.model.settings import Site
from handouts.model.summary import HandoutSummary, summarize
from handouts.model.version_ledger import VersionLedger

_LABEL = re.compile(r"(\{\w+\})")


@dataclass(frozen=True)
class Library(Addresses):
    """Everything that was written, read and valid, in all languages."""

    root: Path
    site: Site
    references: dict[str, Reference]
    clinic: Clinic
    drawings: dict[str, str]  # SVG by id, with {labels} to be filled in
    packets: dict[str, Packet]
    logo: Logo | None
    codes: Codes
    languages: tuple[Language, ...]
    # Files that could not be read, or not without another; see `unknown`.
    unread: frozenset[str] = frozenset()
    # Of the keys of each YAML file, by its path.
    places: dict[str, Places] = field(default_factory=dict)
    moves: Moves = field(default_factory=Moves)
    facts: dict[str, Fact] = field(default_factory=dict)
    # Hashes of runs of words of a text that the pages may not repeat; see `checks.own_words`.
    starting_text: frozenset[str] = frozenset()
    # Every address ever published, with its line in addresses.txt; None without that file.
    ledger: dict[str, int] | None = None
    versions: VersionLedger = field(default_factory=dict)  # that were ever published
    clinic_files: frozenset[str] = frozenset()  # of the clinic, below docs/clinic/
    # Of those that come before a page or card of the library: what that says.
    replaced: dict[str, Source] = field(default_factory=dict)

    def __iter__(self) -> Iterator[tuple[Language, Handout]]:
        """Return every handout with its language, first language first, in library order."""
        return ((language, handout) for language in self.languages for handout in language.handouts)

    @cached_property
    def summaries(self) -> dict[Handout, HandoutSummary]:
        """Return what outputs say of each handout, first language first, in library order."""
        return {
            handout: summarize(self, self.codes, self.references, language, handout)
            for language, handout in self
        }

    def unknown(self, *files: str) -> bool:
        """Return whether one of these files could not be read.

        What it holds is then unknown, not absent: checks that need it report nothing.
        """
        return not self.unread.isdisjoint(files)

    def file(self, name: str) -> str:
        """Return the file of this name that counts: the clinic's own, or else the library's."""
        return clinic_file(name) if clinic_file(name) in self.clinic_files else name

    def place(self, file: str, *key: str | int) -> Place:
        """Return where a key of a YAML file was written, or else the innermost key above it."""
        return nearest_place(self.places.get(file, {}), key, (file, 0))

    def entry_place(self, file: str, id: str, *key: str | int) -> Place:
        """Return where what a YAML file says of a handout was written, also under a former id."""
        former = (old for old, new in self.moves.moved.items() if new == id)
        places = self.places.get(file, {})
        name = next((name for name in (id, *former) if (name,) in places), id)
        return self.place(file, name, *key)

    def page(self, language: Language, file: str) -> AnyPage:
        """Return the page written in this file of a language, for example handouts/<id>.md."""
        return self._written[language.code, file.removesuffix(".md")]

    @cached_property
    def _written(self) -> dict[tuple[str, str], AnyPage]:
        """Return every page by its language and its file."""
        return {
            (language.code, page.address if isinstance(page, Page) else f"handouts/{page.id}"): page
            for language in self.languages
            for page in (*language.notices, *language.packet_pages, *language.all_pages)
        }

    def phones(self, language: Language, linked: bool = True) -> dict[str, str]:
        """Return what each placeholder of PHONE stands for in a language.

        It is empty for what the clinic does not have. The values are Markdown in which numbers are
        links to call or to text, or plain words where not `linked`.
        """
        labels, crisis = language.labels, self.clinic.crisis

        def number(scheme: str, digits: str, words: str = "") -> str:
            target = re.sub(r"[ -]", "", digits)
            return f"[{escaped(words or digits)}]({scheme}:{target})" if linked else words or digits

        def phrase(label: str, **numbers: str) -> str:
            return fill(escaped_around(_LABEL, label) if linked else label, **numbers)

        emergency = self.clinic.emergency
        phones = dict.fromkeys(
            ("crisis", "crisis_call", "crisis_text", "crisis_hours", "crisis_note"), ""
        )
        phones["emergency"] = number("tel", emergency)
        phones["emergency_call"] = number(
            "tel", emergency, fill(labels["help_call"], emergency=emergency)
        )
        if line := crisis.lines.get(language.code) if crisis else None:
            call = number("tel", line.call)
            # Alone in a line of a card there is room for its name; `crisis` stands in sentences.
            name = f" ({line.name})" if line.name else ""
            phones["crisis_call"] = number(
                "tel", line.call, fill(labels["crisis_call"], number=line.call) + name
            )
            phones["crisis"] = phrase(labels["crisis_call"], number=call)
            if line.text:
                phones["crisis_text"] = number(
                    "sms", line.text, fill(labels["crisis_text"], number=line.text)
                )
                phones["crisis"] = phrase(
                    labels["crisis_apart"], call=call, text=number("sms", line.text)
                )
            if line.text == line.call:
                phones["crisis"] = phrase(labels["crisis_same"], number=call)
            phones["crisis_hours"], phones["crisis_note"] = (
                escaped(text or "") if linked else text or "" for text in (line.hours, line.note)
            )
        return phones

    def alarms(self, language: Language, card: str) -> list[str]:
        """Return the alarm words of a care card, each entry with the clinic's numbers filled in."""
        phones = self.phones(language, linked=False)
        return [fill(entry, **phones) for entry in language.interface.alarms(card)]

    def last_change(self, language: Language, page: AnyPage) -> str:
        """Return the day of the last change to a page's words; empty for a draft.

        A page without a date of its own is as new as the newest handout.
        """
        days = [handout.changed for handout in language.handouts if handout.changed]
        if isinstance(page, Page):
            day = max(days, default=None)
        else:
            day = page.changed if isinstance(page, Handout) else page.on
        return day.isoformat() if day else ""

    def author(self, language: Language) -> str:
        """Return who hands the library out: the clinic, or else what the library is called."""
        return self.clinic.lines(language.code).name or language.edition.name

    def collections(self, language: Language) -> Iterator[Collection]:
        """Yield what is printed together in a language: its packets, and last the booklet.

        There is a booklet of at least two handouts, and at most BOOKLET_LIMIT.
        """
        for id, packet in self.packets.items():
            if handouts := self.packet_handouts(language, packet):
                addresses = {paper: self.packet(language, id, paper) for paper in self.papers}
                title = packet.title[language.code]
                yield Collection("packet", title, tuple(handouts), addresses, packet.teach_back, id)
        if 1 < len(language.handouts) <= BOOKLET_LIMIT:
            addresses = {paper: self.booklet(language, paper) for paper in self.papers}
            title = fill(language.labels["booklet_title"], name=language.edition.name)
            yield Collection("booklet", title, language.handouts, addresses)

    def packet_handouts(self, language: Language, packet: Packet) -> list[Handout]:
        """Return the handouts of a packet, in its order.

        There are none where it is not made: with fewer than two, unless the others were withdrawn.
        """
        handouts = [language.by_id[id] for id in packet.handouts if id in language.by_id]
        return (
            handouts
            if len(handouts) > 1 or any(id in self.moves.withdrawn for id in packet.handouts)
            else []
        )

    def emptied_packets(self, language: Language) -> dict[str, Notice]:
        """Return the packets of which every handout was withdrawn, and the first one's notice."""
        notices = {notice.id: notice for notice in language.notices}
        return {
            id: next(notices[each] for each in packet.handouts if each in notices)
            for id, packet in self.packets.items()
            if notices.keys() & set(packet.handouts)
            and not language.by_id.keys() & set(packet.handouts)
        }

    def notice_pages(self, language: Language) -> dict[str, Notice]:
        """Return each address of a page at which a notice stands, and the notice.

        Beside those of the withdrawn handouts these are the pages of emptied packets, where the
        language has pages for packets.
        """
        packets = self.emptied_packets(language) if language.packet_maker else {}
        return {self.address(notice): notice for notice in language.notices} | {
            self.packet_page(language, id): notice for id, notice in packets.items()
        }

    def former_ids(self, handout: Handout) -> dict[str, list[str]]:
        """Return the former ids of a handout's headings, by their present id.

        With them links to the former ids still lead there.
        """
        ids: dict[str, list[str]] = {}
        for old, new in self.moves.moved.items():
            if old.startswith(f"{handout.id}#"):
                ids.setdefault(new.partition("#")[2], []).append(old.partition("#")[2])
        return ids

    def drawing(self, language: Language, id: str) -> str:
        """Return a drawing with its labels in a language, as SVG."""
        labels = language.pictures[id].labels
        return LABEL.sub(
            lambda match: html.escape(labels.get(match.group(1), ""), quote=False),
            self.drawings[id],
        )

    def translations(self, page: AnyPage) -> list[tuple[Language, AnyPage]]:
        """Return the same page in each language that has it, this page included."""
        return self._same[type(page), _name(page)]

    @cached_property
    def _same(self) -> dict[tuple[type, str], list[tuple[Language, AnyPage]]]:
        """Return every page with its translations, by kind and name."""
        pages: dict[tuple[type, str], list[tuple[Language, AnyPage]]] = {}
        for language in self.languages:
            for page in (*language.all_pages, *language.packet_pages, *language.notices):
                pages.setdefault((type(page), _name(page)), []).append((language, page))
        return pages

    def untranslated(self, language: Language) -> list[Handout]:
        """Return the first language's handouts that this one lacks, in library order."""
        translated = {handout.id for handout in language.handouts}
        return [handout for handout in self.languages[0].handouts if handout.id not in translated]

    def handouts_for(self, language: Language) -> list[HandoutSummary]:
        """Return what readers of a language get: its handouts, then the first one's it lacks."""
        handouts = (*language.handouts, *self.untranslated(language))
        return [self.summaries[handout] for handout in handouts]


def _name(page: AnyPage) -> str:
    return page.address if isinstance(page, Page) else page.id
