"""All that is written in one language, and how its interface labels are filled in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from handouts.model.data_files import DRAWINGS, Interface, Pair, Picture, Term, library_file
from handouts.model.fonts import DEFAULT, Family
from handouts.model.pages import (
    BAND,
    CARD_CALL,
    GLOSSARY_CALL,
    PACKET_MAKER,
    PICTURE_CALL,
    AnyPage,
    Card,
    Draft,
    Handout,
    Notice,
    Page,
    Source,
    urgency,
)
from handouts.model.settings import Edition

RIGHT_TO_LEFT = frozenset("ar ckb dv fa he ps sd ug ur yi".split())

# The labels of site and sheets: the keys that words.yml must have, and the names of their values.
LABELS: dict[str, list[str]] = {
    line.split()[0]: line.split()[1:]
    for line in (Path(__file__).parent / "labels.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
}
_FILLED = re.compile(r"\{\{|\}\}|\{(\w+)\}")

NUMBERS = "0–9"


@dataclass(frozen=True)
class Language:
    """All that is written in one language."""

    edition: Edition
    interface: Interface
    pictures: dict[str, Picture]
    terms: dict[str, Term]
    word_lists: tuple[Source, ...]  # the files that the terms stand in
    pairs: tuple[Pair, ...]
    everyday: frozenset[str]  # long words that need no entry in the word list
    cards: dict[str, Card]
    pages: tuple[Page, ...]
    handouts: tuple[Handout, ...]  # in library order
    search: dict[str, list[str]] = field(default_factory=dict)  # what people type, by page
    teach_back: dict[str, list[str]] = field(default_factory=dict)  # what a nurse asks, by handout
    clinic_notes: dict[str, str] = field(default_factory=dict)  # what the clinic adds, by handout
    # What is certain of pages and cards that have Problems and are none of the above.
    drafts: tuple[Draft, ...] = ()
    notices: tuple[Notice, ...] = ()  # of handouts that were withdrawn
    packet_pages: tuple[Page, ...] = ()  # of the packets in packets.yml; no file holds them
    fonts: tuple[Family, ...] = (DEFAULT,)  # the families that it is set in, its own first

    @property
    def code(self) -> str:
        """Return its code, BCP 47."""
        return self.edition.code

    @property
    def labels(self) -> dict[str, str]:
        """Return its labels and messages by key."""
        return self.interface.words

    @cached_property
    def by_id(self) -> dict[str, Handout]:
        """Return the handouts by their ids."""
        return {handout.id: handout for handout in self.handouts}

    @cached_property
    def glossary_page(self) -> Handout | None:
        """Return the page that shows the word list, if any."""
        return next((handout for handout in self.handouts if handout.facts.kind == "words"), None)

    @cached_property
    def help_page(self) -> Handout | None:
        """Return the handout on when to get help, which says so first, if any."""
        return next((handout for handout in self.handouts if handout.helps_first), None)

    @cached_property
    def packet_maker(self) -> Page | None:
        """Return the page on which a clinic makes packets of its own, if any."""
        return next((page for page in self.pages if page.address == PACKET_MAKER), None)

    @cached_property
    def band(self) -> tuple[Card, ...]:
        """Return the items of the help band, the most urgent first."""
        return tuple(sorted((card for card in self.cards.values() if card.words.band), key=urgency))

    @cached_property
    def all_pages(self) -> tuple[Handout | Page, ...]:
        """Return plain pages and handouts."""
        return (*self.pages, *self.handouts)

    def search_words(self, page: Handout | Page) -> list[str]:
        """Return what people type when they look for a page, and the page need not say."""
        return self.search.get(page.address if isinstance(page, Page) else page.id, [])

    def file(self, name: str) -> str:
        """Return the path of a file of this language, relative to the project."""
        return f"{self.edition.docs}/{name}"

    def page_file(self, page: AnyPage | Draft) -> str:
        """Return the file of a page, relative to the folder of this language."""
        match page:
            case Handout(id=id) | Notice(id=id):
                return f"handouts/{id}.md"
            case Page(address=address):
                return f"{address}.md"
        return library_file(page.source.path).removeprefix(self.file(""))

    def source_files(self, source: Source) -> set[str]:
        """Return the files whose words a text of this language shows.

        They are its own, and those of what it calls by name.
        """
        files = {source.path} | {
            self.file(f"cards/{id}.md") for id in CARD_CALL.findall(source.body)
        }
        if BAND.search(source.body):
            files |= {card.source.path for card in self.band}
        if GLOSSARY_CALL.search(source.body):
            files.add(self.file("glossary.yml"))
        if pictures := PICTURE_CALL.findall(source.body):
            files |= {self.file("pictures.yml"), *(f"{DRAWINGS}/{id}.svg" for id in pictures)}
        return files

    def announcement(self, handout: Handout, paper: str = "", print: str = "") -> str:
        """Return the line that announces a handout in a visit summary.

        It is announced as a PDF in this form, or as a page where no form is given.
        """
        labels = self.labels
        forms = {
            ("", ""): labels["share_as_page"],
            ("letter", "standard"): labels["share_as_letter"],
            ("a4", "standard"): labels["share_as_a4"],
            ("letter", "large"): labels["share_as_large"],
            ("a4", "large"): labels["share_as_large_a4"],
        }
        return fill(labels["share_line"], title=handout.title, form=forms[paper, print])

    @property
    def direction(self) -> str:
        """Return its writing direction: "ltr" or "rtl"."""
        return "rtl" if self.code.split("-")[0] in RIGHT_TO_LEFT else "ltr"

    def day(self, on: date) -> str:
        """Return a day as this language writes it in a sentence."""
        months = self.interface.months
        month = months[on.month - 1] if len(months) == 12 else str(on.month)
        return fill(self.labels["day"], iso=on.isoformat(), day=on.day, month=month, year=on.year)


def fill(words: str, **values: object) -> str:
    """Return a label with each {name} replaced by its value.

    Two braces stand for one; any other name stays as it is.
    """
    return _FILLED.sub(
        lambda match: str(values.get(match[1], match[0])) if match[1] else match[0][0], words
    )


def index_letter(name: str) -> str:
    """Return the capital letter under which a word stands in a list.

    É stands under E, Ñ for itself, and one sign for all numbers.
    """
    start = unicodedata.normalize("NFD", name.strip())[:2].upper()
    if start[:1].isdigit():
        return NUMBERS
    return unicodedata.normalize("NFC", start) if start == "N\u0303" else start[:1]


def word_id(name: str) -> str:
    """Return the id of a word of the word list on its page."""
    return "word-" + "-".join(re.findall(r"[^\W_]+", name.lower()))
