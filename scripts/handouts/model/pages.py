"""Handouts, plain pages and care cards, each in one language and valid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from handouts.model.base import Places, Record
from handouts.model.front_matter import CardWords, HandoutWords, Original, Words, digits
from handouts.model.version_ledger import PublishedVersion

KEY_POINTS, ACTIONS, HELP, QUESTIONS = (
    "key-points",
    "what-you-can-do",
    "when-to-get-help",
    "questions-to-ask",
)
WORDS, SOURCES = "words", "sources"
ABOUT_CLINIC = "clinic"
# The page on which a clinic makes packets of its own, and the folder of the pages of packets.yml.
# Only where a library has the first is there a page for each packet: it leads to them.
PACKET_MAKER, PACKET_PAGES = "for-clinics/packet", "packets/"
HELP_PAGE = "help-page"  # class of the line below the help band that leads to the page with more
TO_FILL = "data-to-fill"  # attribute of a table with cells to fill in; styles ask for no class
CLINIC_NOTE = "clinic-note"  # class of the paragraph that a clinic adds
TOP = "top"  # in a translation's ledger: title and summary, which stand above the first part

# The parts of each kind of page, in order; `None` stands for the main matter, sections with ids of
# their own. Where it is the point of the page, when to get help may come first.
PARTS: dict[str, tuple[str | None, ...]] = {
    "handout": (KEY_POINTS, None, ACTIONS, HELP, QUESTIONS),
    "worksheet": (KEY_POINTS, None, HELP),
    "words": (KEY_POINTS, WORDS),
    # About the clinic itself, such as its parking: it makes no claim that needs a source or a
    # clinician, and names no treatment without one.
    ABOUT_CLINIC: (KEY_POINTS, None),
}
URL_PATTERN = r"https?://[\w.-]+(:\d+)?([/?#][^\s<>\"]*)?"  # a full web address
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CITATION = re.compile(r"\[\^([^\]]*)\]")  # also where the id is not valid
_LINK = re.compile(r"(?<=\])\([^)]*\)|\{[^}\n]*\}")

CITED = re.compile(r"\[\^([^\]\s]+)\]")
CARD_CALL = re.compile(r"^///[ \t]*card[ \t]*\|[ \t]*(\S+)[ \t]*$", re.M)
BAND = re.compile(r"^///[ \t]*band[ \t]*(?:\|[ \t]*(\S+)[ \t]*)?$", re.M)  # and for whom
GLOSSARY_CALL = re.compile(r"^///[ \t]*glossary[ \t]*$", re.M)
PICTURE_CALL = re.compile(r"^///[ \t]*picture[ \t]*\|[ \t]*(\S+)[ \t]*$", re.M)
BIBLIOGRAPHY_CALL = re.compile(r"^///[ \t]*bibliography[ \t]*$", re.M)

# Levels of care cards: from URGENT on, search shows them; CRISIS has a look of its own.
URGENT, CRISIS = 2, 4


@dataclass(frozen=True)
class Part:
    """A heading of the body: its id, words, level (2 to 6) and line in the file."""

    id: str
    title: str
    level: int
    line: int


@dataclass(frozen=True)
class Source:
    """A text file with front matter, as it was written: the base of handouts, cards, pages."""

    path: str  # relative to the project, with forward slashes
    body: str
    body_line: int  # line of the file on which the body starts
    places: Places  # of the keys of its front matter

    def line_of(self, words: str) -> int:
        """Return the line on which `words` of the finished page were written.

        It is the body's first line if they are not found. Only words are compared, so citations,
        links, bold and curly quotes in between do not matter.
        """
        start = _plain(words)[:8]
        if not start:
            return self.body_line
        flow = [
            (word, number)
            for number, line in enumerate(self.body.split("\n"), self.body_line)
            for word in _plain(_LINK.sub(" ", CITATION.sub(" ", line)))
        ]
        for size in range(len(start), 0, -1):
            for index in range(len(flow) - size + 1):
                if [word for word, _ in flow[index : index + size]] == start[:size]:
                    return flow[index][1]
        return self.body_line

    def holds(self, words: str) -> bool:
        """Return whether `words` of the finished page were written here; only words count."""
        start = " ".join(_plain(words)[:8])
        return start in " ".join(_plain(_LINK.sub(" ", CITATION.sub(" ", self.body))))

    def line_at(self, pattern: str) -> int:
        """Return the line of the first match of the regular expression `pattern` in the body.

        It is the body's first line where nothing matches.
        """
        match = re.search(pattern, self.body)
        return self.body_line + (self.body.count("\n", 0, match.start()) if match else 0)


@dataclass(frozen=True, eq=False)
class Handout:
    """One structured page in one language, with valid front matter and its parts in order.

    `facts` is the front matter of the original page: where order, kind, dates and audience come
    from. A translation also knows its `original`, and the ids of the parts in which it is `behind`
    it; the loader fills them in.
    """

    id: str
    language: str
    words: HandoutWords
    facts: Original
    source: Source
    parts: tuple[Part, ...]
    # Of its words, cards and sources: what stands for them, when they were published (None for a
    # draft), and the version as page and sheet print it. The loader fills all three in.
    fingerprint: str = ""
    published: PublishedVersion | None = None
    version: str = ""
    original: Handout | None = None
    behind: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.words.title

    @property
    def summary(self) -> str:
        return self.words.summary

    @property
    def changed(self) -> date | None:
        """Return the day on which its words were published; None for a draft."""
        return self.published.day if self.published else None

    @property
    def version_mark(self) -> str:
        """Return the version as the code on a sheet names it, the same in every language."""
        return f"{self.published.release if self.published else 'draft'}.{self.fingerprint}"

    @property
    def helps_first(self) -> bool:
        """Return whether when to get help comes first, as on the page for the fridge door."""
        return next(iter(self.headings), "") == HELP

    @property
    def headings(self) -> list[str]:
        """Return the ids of its headings that are published, those of the second level."""
        return [part.id for part in self.parts if part.level == 2]

    @property
    def review_state(self) -> Literal["none", "current", "changed"]:
        """Return whether a clinician reviewed it: nobody did, this very version, or an older one.

        A translation shares the review of its original, as long as it is not behind it.
        """
        if not self.facts.review:
            return "none"
        reviewed = self.original or self
        return (
            "current"
            if digits(self.facts.review.sheet) == reviewed.fingerprint and not self.behind
            else "changed"
        )


@dataclass(frozen=True)
class Collection:
    """Handouts of one language that are printed together: a packet, or the booklet of all."""

    form: Literal["packet", "booklet"]
    title: str
    handouts: tuple[Handout, ...]
    addresses: dict[str, str]  # of its PDFs, by paper
    teach_back: bool = False  # whether the cover shows what a nurse asks
    id: str = ""  # of a packet


@dataclass(frozen=True, eq=False)
class Page:
    """A page of the site that is no handout: home, about, for clinics."""

    # Path below docs/<language>/ without .md, as MkDocs will serve it: "about", "index".
    address: str
    language: str
    words: Words
    source: Source


@dataclass(frozen=True)
class Card:
    """A care card: when to call whom. Written once per language."""

    id: str
    words: CardWords
    source: Source


def urgency(card: Card) -> tuple[int, bool]:
    """Return the sort key of a card among other cards.

    The most urgent come first; of one level, those of a medicine last.
    """
    return -card.words.level, bool(card.words.medicines)


@dataclass(frozen=True, eq=False)
class Draft:
    """What a page's file holds as far as it could be read, also where it has Problems."""

    source: Source
    words: Record | None  # None where its front matter is wrong
    parts: tuple[Part, ...] | None  # None where its headings are wrong
    # Of a handout with all parts in order; empty where they are not, or the kind is not known.
    kind: str = ""


def _plain(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


@dataclass(frozen=True, eq=False)
class Notice:
    """What stands in one language at the addresses of a handout that was withdrawn."""

    id: str
    language: str
    title: str  # what the handout was called
    on: date
    reason: str  # empty where only the first language has it
    instead: tuple[Handout, ...]
    # The handout's file while it exists: none of it is published, but pages may link to it.
    source: Source


AnyPage = Handout | Page | Notice
