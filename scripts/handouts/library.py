"""Library: every handout in every language, every source, and every address on the site.

No other module joins a URL or a path of the site. An address is relative to the root of the built site, with forward
slashes; a page's address ends in a slash, as browsers see it.
"""

from __future__ import annotations

import contextlib
import hashlib
import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Literal, ParamSpec, TypeVar

from pydantic import Field

from . import drawing, font, names, record
from . import handout as page
from .font import Family
from .handout import ID, WEB, Card, CardWords, Handout, Page, Text, Words
from .problem import Problem, Refused
from .site import Edition, Site

CITED = re.compile(r"\[\^([^\]\s]+)\]")
CALLED = re.compile(r"^///[ \t]*card[ \t]*\|[ \t]*(\S+)[ \t]*$", re.M)
GLOSSARY = re.compile(r"^///[ \t]*glossary[ \t]*$", re.M)
DRAWN = re.compile(r"^///[ \t]*picture[ \t]*\|[ \t]*(\S+)[ \t]*$", re.M)
BIBLIOGRAPHY = re.compile(r"^///[ \t]*bibliography[ \t]*$", re.M)

Given = ParamSpec("Given")
Found = TypeVar("Found")

RIGHT_TO_LEFT = frozenset("ar ckb dv fa he ps sd ug ur yi".split())

# What site and sheets say of themselves: the keys that words.yml must have, and the names of what is filled in.
LABELS: dict[str, list[str]] = {
    line.split()[0]: line.split()[1:]
    for line in (Path(__file__).parent / "labels.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
}
_FILLED = re.compile(r"\{\{|\}\}|\{(\w+)\}")
_LABEL = re.compile(r"(\{\w+\})")

# What pages and cards write for the clinic's numbers; `Library.phones` says what each stands for.
PHONE = re.compile(r"(\{(?:emergency|emergency_call|crisis|crisis_call|crisis_text|crisis_hours|crisis_note)\})")

# The forms of a sheet: the end of its file name, in the order in which lists show them.
SHEETS: dict[tuple[str, str], str] = {
    ("letter", "standard"): ".pdf",
    ("a4", "standard"): ".a4.pdf",
    ("letter", "large"): ".large.pdf",
    ("a4", "large"): ".large.a4.pdf",
}
TEXT, CODE = ".txt", ".qr.svg"  # what else stands beside a page: its plain text, the drawing of its QR code
# The forms of what is printed together: packets, and the booklet of all handouts.
BOOKLET = 100  # handouts; a booklet of more is a book that nobody staples, and takes gigabytes of memory to set
BOUND: dict[str, str] = {"letter": ".pdf", "a4": ".a4.pdf"}


class Reference(record.Record):
    """One entry of the bibliography, docs/sources.yml."""

    publisher: Text = Field(description="Journal, hospital or organization, as a reader should see it")
    credit: Text | None = Field(default=None, description="Authors, or how the publisher came by the text")
    title: Text = Field(description="Title of the work or page")
    title_confirmed: bool = Field(default=True, description="false where the title was inferred; it is not printed then")
    year: int | None = Field(default=None, ge=1900, le=2100, description="Year of publication, where it is shown")
    url: str = Field(pattern=rf"^{WEB}$", description="a full web address")
    doi: str | None = Field(default=None, pattern=r"^10\.\d{4,9}/\S+$", description="a DOI, starting with 10.")
    link: bool = Field(default=True, description="false: readers are not sent there")
    read: Text = Field(description="How much of it was read")
    trust: Literal["high", "medium", "low"] = Field(description="How far to rely on it")
    why: Text = Field(description="Why it is in the bibliography, and its limits")

    @property
    def address(self) -> str:
        """Where to find it: the DOI where there is one, since publishers move their pages."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


class Term(record.Record):
    """One entry of the word list, docs/<language>/glossary.yml."""

    definition: Text = Field(description="What the word means, in plain words")
    treatment: bool = Field(default=False, description="true for a medicine or treatment: where it is named, a source is cited")
    forms: list[Text] = Field(default=[], description="Other forms of the word on the pages: plurals, adjectives")
    search: list[Text] = Field(default=[], description="What people type instead: lay words, misspellings, brand names")
    cites: list[Text] = Field(default=[], description="Ids from docs/sources.yml")


class Pair(record.Record):
    """Words that must not stand without others, docs/<language>/pairs.yml: a hope and its warning."""

    when: list[Text] = Field(min_length=1, description="A section that holds all of these…")
    then: list[Text] = Field(min_length=1, description="…must hold all of these too")
    unless: list[Text] = Field(default=[], description="…except where one of these shows that it is about something else")
    warning_first: bool = Field(default=False, description="true: the words under `then` must come first")
    why: Text = Field(description="The reason, for whoever meets the message")


class Picture(record.Record):
    """One entry of docs/<language>/pictures.yml: the words of a drawing in docs/pictures/."""

    alt: Text = Field(max_length=400, description="What the drawing tells, for someone who cannot see it")
    labels: dict[str, Text] = Field(default={}, description="The words for each {label} in the drawing")


class Interface(record.Record):
    """docs/<language>/words.yml: every word that the site and the sheets say of themselves."""

    language: Text = Field(description="The language's name in itself, for the language switch")
    categories: dict[str, Text] = Field(min_length=1, description="The shelves, in order, and their names")
    audiences: dict[str, Text] = Field(min_length=1, description="Whom pages are for")
    quotes: list[Text] = Field(
        default=["“", "”", "‘", "’"], min_length=4, max_length=4,
        description="Opening and closing quotes, double then single",
    )  # fmt: skip
    months: list[Text] = Field(
        default=[], min_length=0, max_length=12, description="Names of the months, where `day` under `words` holds {month}"
    )
    alarm_words: dict[str, Text] = Field(
        default={}, description="What people type who need a care card, by its id; search shows the cards in this order"
    )
    words: dict[str, Text] = Field(min_length=1, description="Labels and messages")

    def alarms(self, card: str) -> list[str]:
        """The alarm words of a care card, each entry as it was written."""
        return [entry for text in self.alarm_words.get(card, "").split(",") if (entry := text.strip())]


_NUMBER = r"^\+?[0-9][0-9 -]{1,18}$"


class CrisisLine(record.Record):
    """The crisis line as one language names it."""

    call: str = Field(pattern=_NUMBER, description="the number to call, in quotes")
    text: str | None = Field(default=None, pattern=_NUMBER, description="the number for text messages, in quotes")
    hours: Text = Field(max_length=60, description="When it answers, as part of a sentence")
    note: Text | None = Field(default=None, max_length=240, description="Whom it serves, and in which languages")


class Crisis(record.Record):
    """The line for people who feel hopeless or think about harming themselves."""

    emergency: str = Field(pattern=r"^[0-9 ]{2,15}$", description="Emergency number of the country whose line this is, in quotes")
    lines: dict[str, CrisisLine] = Field(min_length=1, description="The line by language code")


class Clinic(record.Record):
    """docs/clinic.yml: the clinic's own edition. Empty as shipped."""

    name: Text | None = Field(default=None, max_length=60, description="Name of the clinic")
    phone: Text | None = Field(default=None, max_length=40, description="Phone by day")
    hours: Text | None = Field(default=None, max_length=60, description="When that phone is answered")
    after_hours: Text | None = Field(default=None, max_length=40, description="Phone at night and on weekends")
    emergency: str = Field(default="911", pattern=r"^[0-9 ]{2,15}$", description="Emergency number of the country, in quotes")
    crisis: Crisis | None = Field(default=None, description="Crisis line of the country")
    logo: str | None = Field(
        default=None, pattern=r"^[\w./-]+\.(svg|png)$", description="a picture beside this file, ending in .svg or .png"
    )
    report: str | None = Field(
        default=None, pattern=r"^(mailto:\S+@\S+|https://\S+)$", description="mailto: or https: address to report a mistake"
    )


class System(record.Record):
    """A system of clinical codes."""

    name: Text = Field(description="Its usual name")
    oid: str = Field(pattern=r"^[0-9]+(\.[0-9]+)+$", description="its object identifier, numbers and points")
    uri: str = Field(pattern=r"^https?://\S+$", description="the address that FHIR names it by")
    names: list[Text] = Field(default=[], description="Other names that portals call it by; points, hyphens and capitals do not count")
    pattern: Text = Field(default="[A-Z0-9-]+", description="How its codes look without their points, in capitals, as a regular expression")
    narrower: bool = Field(default=False, description="true: a longer code that begins with a listed one is narrower, and answered too")
    term: str | None = Field(
        default=None, pattern=r"^https?://\S*\{code\}\S*$", description="the address that names one of its codes, with {code} in it"
    )


class Code(record.Record):
    """A clinical code, and the handout that a reader with this code starts with."""

    system: Text = Field(description="Id of a system above")
    code: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$", description="the code, in quotes where it is only digits")
    display: Text | None = Field(default=None, description="Its name in the system; not for SNOMED CT, whose names are licensed")
    answer: Text = Field(description="Id of the handout to start with")
    note: Text | None = Field(default=None, description="Id of the sentence under `notes` that the answer opens with")


class Category(record.Record):
    """A code that stands for all codes below it. It is answered only because every one of them is listed."""

    system: Text = Field(description="Id of a system above")
    code: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$", description="the category’s code, without a hyphen at its end")
    display: Text | None = Field(default=None, description="Its name in the system")
    codes: list[Text] = Field(min_length=1, description="Every code below it, as the system has them")


class Subtopic(record.Record):
    """What a portal may ask of a code, such as its treatment, and the part of a handout that tells it."""

    system: Text = Field(description="Id of a system above")
    code: str = Field(pattern=r"^[A-Za-z0-9]+$", description="the code of the question")
    display: Text = Field(description="Its name in the system")
    answer: Text = Field(description="Id of the handout that tells it")
    part: Text = Field(description="Id of the heading, the word after #")


class Elsewhere(record.Record):
    """Where a portal’s question can be asked when we have no answer. It is told the code when the reader follows the link."""

    name: Text = Field(description="What it is called")
    url: str = Field(pattern=r"^https://[^\s?#]+$", description="the address that takes the same parameters, without them")


class Packet(record.Record):
    """One entry of docs/packets.yml: handouts that a nurse hands out together."""

    title: dict[str, Text] = Field(description="What the set is called, by language code")
    handouts: list[Text] = Field(min_length=2, description="Ids of the handouts, in the order in which they lie")


class Withdrawal(record.Record):
    """Why a handout was taken back, and what to read instead. Its page and PDFs become a notice that says so."""

    on: date = Field(description="Day of the withdrawal, written as 2026-11-22")
    title: dict[str, Text] = Field(default={}, description="What it was called, by language code; not needed while its file is still there")
    reason: dict[str, Text] = Field(description="Why, in one or two plain sentences, by language code")
    instead: list[Text] = Field(default=[], description="Ids of the handouts to read instead")


class Moves(record.Record):
    """docs/moved.yml: where published addresses went, and which handouts were withdrawn."""

    moved: dict[str, Text] = Field(
        default={},
        description="Old to new: a handout's id, packets/<id>, another address of the site, or a handout's heading as id#heading",
    )
    withdrawn: dict[str, Withdrawal] = Field(default={}, description="Handouts that were withdrawn, by id")


class Codes(record.Record):
    """docs/codes.yml: which handout answers which clinical code."""

    systems: dict[str, System] = Field(default={}, description="The systems that the codes belong to")
    notes: dict[str, dict[str, Text]] = Field(default={}, description="Sentences that an answer opens with, by language code")
    codes: list[Code] = Field(default=[], description="The codes")
    categories: list[Category] = Field(default=[], description="Codes that stand for all codes below them, where all are listed")
    subtopics: list[Subtopic] = Field(default=[], description="Questions about a code, and the part of a handout that answers them")
    elsewhere: Elsewhere | None = Field(default=None, description="Where to send a reader for whose code there is no handout")


@dataclass(frozen=True)
class Logo:
    """The clinic's logo: its file name on the site, and what is in it."""

    name: str
    data: bytes


@dataclass(frozen=True, eq=False)
class Notice:
    """What stands in one language at the addresses of a handout that was withdrawn."""

    id: str
    language: str
    title: str  # what the handout was called
    on: date
    reason: str  # empty where it is told in the first language only
    instead: tuple[Handout, ...]
    source: page.Source  # the handout's file while it is still there: none of it is published, but pages may link to it


@dataclass(frozen=True)
class Language:
    """All that is written in one language."""

    edition: Edition
    interface: Interface
    pictures: dict[str, Picture]
    terms: dict[str, Term]
    word_list: page.Source  # the file that the terms stand in
    pairs: tuple[Pair, ...]
    everyday: frozenset[str]  # long words that need no entry in the word list
    cards: dict[str, Card]
    pages: tuple[Page, ...]
    handouts: tuple[Handout, ...]  # in library order
    drafts: tuple[page.Draft, ...] = ()  # what is certain of pages and cards that have Problems and are none of the above
    notices: tuple[Notice, ...] = ()  # of handouts that were withdrawn

    @property
    def code(self) -> str:
        return self.edition.code

    @property
    def say(self) -> dict[str, str]:
        return self.interface.words

    @cached_property
    def by_id(self) -> dict[str, Handout]:
        """The handouts by their ids."""
        return {one.id: one for one in self.handouts}

    @cached_property
    def list_of_words(self) -> Handout | None:
        """The page that shows the word list, if there is one."""
        return next((one for one in self.handouts if one.facts.kind == "words"), None)

    @cached_property
    def all_pages(self) -> tuple[Handout | Page, ...]:
        return (*self.pages, *self.handouts)

    def file(self, name: str) -> str:
        """Path of a file of this language, relative to the project."""
        return f"{self.edition.docs}/{name}"

    def shown_from(self, source: page.Source) -> set[str]:
        """The files whose words a text of this language shows: its own, and those of what it calls by name."""
        found = {source.path} | {self.file(f"cards/{id}.md") for id in CALLED.findall(source.body)}
        if GLOSSARY.search(source.body):
            found.add(self.file("glossary.yml"))
        if drawn := DRAWN.findall(source.body):
            found |= {self.file("pictures.yml"), *(f"{DRAWINGS}/{id}.svg" for id in drawn)}
        return found

    def announced(self, handout: Handout, paper: str = "", print: str = "") -> str:
        """The line that announces a handout in a visit summary: as a PDF in this form, or as a page."""
        say = self.say
        forms = {
            ("", ""): say["share_as_page"],
            ("letter", "standard"): say["share_as_letter"],
            ("a4", "standard"): say["share_as_a4"],
            ("letter", "large"): say["share_as_large"],
            ("a4", "large"): say["share_as_large_a4"],
        }
        return fill(say["share_line"], title=handout.title, form=forms[paper, print])

    @property
    def direction(self) -> str:
        """Which way it is written: "ltr" or "rtl"."""
        return "rtl" if self.code.split("-")[0] in RIGHT_TO_LEFT else "ltr"

    def day(self, on: date) -> str:
        """A day as this language writes it in a sentence."""
        months = self.interface.months
        month = months[on.month - 1] if len(months) == 12 else str(on.month)
        return fill(self.say["day"], iso=on.isoformat(), day=on.day, month=month, year=on.year)


@dataclass(frozen=True)
class Library:
    """Everything that was written, read and valid, in all languages."""

    root: Path
    site: Site
    references: dict[str, Reference]
    reference_lines: record.Lines
    clinic: Clinic
    drawings: dict[str, str]  # SVG by id, with {labels} to be filled in
    packets: dict[str, Packet]
    logo: Logo | None
    codes: Codes
    codes_lines: record.Lines
    languages: tuple[Language, ...]
    unread: frozenset[str] = frozenset()  # files that could not be read, or not without another; see `unknown`
    lines: dict[str, record.Lines] = field(default_factory=dict)  # of the keys of each YAML file, by its path
    moves: Moves = field(default_factory=Moves)
    moves_lines: record.Lines = field(default_factory=dict)
    ledger: dict[str, int] | None = None  # every address ever published, with its line in addresses.txt; None without that file

    def __iter__(self) -> Iterator[tuple[Language, Handout]]:
        """Every handout with its language, first language first, in library order."""
        return ((language, handout) for language in self.languages for handout in language.handouts)

    def unknown(self, *files: str) -> bool:
        """Whether one of these files could not be read. What it holds is then unknown, not absent: checks that need it stay silent."""
        return not self.unread.isdisjoint(files)

    def language(self, code: str) -> Language:
        """The language with this code, which must be one of the library's."""
        return next(one for one in self.languages if one.code == code)

    def language_at(self, address: str) -> Language:
        """The language that an address of the site belongs to. The first one stands at the root, which all are below."""
        return max((one for one in self.languages if address.startswith(one.edition.root)), key=lambda one: len(one.edition.root))

    def page(self, language: Language, file: str) -> Handout | Page | Notice:
        """The page that is written in this file of a language, for example handouts/<id>.md."""
        return self._written[language.code, file.removesuffix(".md")]

    @cached_property
    def _written(self) -> dict[tuple[str, str], Handout | Page | Notice]:
        """Every page by its language and its file."""
        return {
            (language.code, one.address if isinstance(one, Page) else f"handouts/{one.id}"): one
            for language in self.languages
            for one in (*language.notices, *language.all_pages)
        }

    def phones(self, language: Language, linked: bool = True) -> dict[str, str]:
        """What each placeholder of PHONE stands for in a language; nothing for what the clinic does not have.

        As Markdown in which numbers are links to call or to text, or as plain words where not `linked`.
        """
        say, crisis = language.say, self.clinic.crisis

        def number(scheme: str, digits: str, words: str = "") -> str:
            target = re.sub(r"[ -]", "", digits)
            return f"[{escaped(words or digits)}]({scheme}:{target})" if linked else words or digits

        def phrase(label: str, **numbers: str) -> str:
            return fill(_escaped_around(_LABEL, label) if linked else label, **numbers)

        emergency = self.clinic.emergency
        found = dict.fromkeys(("crisis", "crisis_call", "crisis_text", "crisis_hours", "crisis_note"), "")
        found["emergency"] = number("tel", emergency)
        found["emergency_call"] = number("tel", emergency, fill(say["help_call"], emergency=emergency))
        if line := crisis.lines.get(language.code) if crisis else None:
            call = number("tel", line.call)
            found["crisis_call"] = number("tel", line.call, fill(say["crisis_call"], number=line.call))
            found["crisis"] = phrase(say["crisis_call"], number=call)
            if line.text:
                found["crisis_text"] = number("sms", line.text, fill(say["crisis_text"], number=line.text))
                found["crisis"] = phrase(say["crisis_apart"], call=call, text=number("sms", line.text))
            if line.text == line.call:
                found["crisis"] = phrase(say["crisis_same"], number=call)
            found["crisis_hours"], found["crisis_note"] = (
                escaped(text or "") if linked else text or "" for text in (line.hours, line.note)
            )
        return found

    def fonts(self, language: Language) -> tuple[Family, ...]:
        """The font families that a language is set in, its own first."""
        return font.families(self.root / language.file("fonts"))

    def updated(self, language: Language, one: Handout | Page | Notice) -> str:
        """The day of the last change to a page's words. A page that keeps no date is as new as the newest handout."""
        if not isinstance(one, Page):
            return (one.changed if isinstance(one, Handout) else one.on).isoformat()
        return max((each.changed.isoformat() for each in language.handouts), default="1980-01-01")

    def cited(self, language: Language, handout: Handout) -> list[str]:
        """Ids of the sources of a handout, cards and word list included, in the order of first use."""
        return list(dict.fromkeys(CITED.findall(whole(language, handout.source.body, self.references))))

    # Addresses ------------------------------------------------------------------------------------------------

    def home(self, language: Language) -> str:
        """Where a language's home page stands on the site."""
        return language.edition.root

    def address(self, one: Handout | Page | Notice) -> str:
        """Where a page stands on the site."""
        root = self.language(one.language).edition.root
        if not isinstance(one, Page):
            return f"{root}handouts/{one.id}/"
        path = PurePosixPath(one.address)
        inner = str(path.parent if path.name == "index" else path)
        return root if inner == "." else f"{root}{inner}/"

    def sheet(self, handout: Handout | Notice, paper: str = "letter", print: str = "standard") -> str:
        """Where a handout's PDF stands on the site."""
        return f"{self.address(handout)}{handout.id}{SHEETS[paper, print]}"

    def text(self, handout: Handout | Notice) -> str:
        """Where a handout stands as plain text."""
        return f"{self.address(handout)}{handout.id}{TEXT}"

    def code(self, handout: Handout) -> str:
        """Where the drawing of a handout's QR code stands, which leads to its page."""
        return f"{self.address(handout)}{handout.id}{CODE}"

    def packet(self, language: Language, id: str, paper: str = "letter") -> str:
        """Where a packet's PDF stands on the site."""
        return f"{language.edition.root}packets/{id}{BOUND[paper]}"

    def has_booklet(self, language: Language) -> bool:
        """Whether all handouts of a language are also printed as one booklet: more than one, and not too many."""
        return 1 < len(language.handouts) <= BOOKLET

    def booklet(self, language: Language, paper: str = "letter") -> str:
        """Where the booklet of all handouts stands on the site."""
        return f"{language.edition.root}{self.site.id}{BOUND[paper]}"

    def connect(self, language: Language, system: str, code: str, form: str) -> str:
        """Where the answer to a clinical code stands as a file, in the form "json" or "xml"."""
        return f"{language.edition.root}connect/{system}/{code}.{form}"

    def part(self, handout: Handout, part: str) -> str:
        """Where a part of a handout stands on the site."""
        return f"{self.address(handout)}#{part}"

    def promises(self, file: str) -> bool:
        """Whether the address of a file of the site is published for others to keep; not of what only our own pages ask for."""
        inner = file.removeprefix(self.language_at(file).edition.root)
        own = inner in (NOT_FOUND, SITEMAP) or self.is_search_index(file)
        return not own and not inner.startswith(("assets/", SCHEMAS)) and not inner.endswith(CODE)

    def needs_url(self, address: str) -> bool:
        """Whether there is something at this address only while the site's own address is known."""
        inner = address.removeprefix(self.language_at(address).edition.root)
        return inner == FEED or (inner.startswith(("connect/", "fhir/")) and not inner.endswith("/"))

    def feed(self, language: Language) -> str:
        """Where the feed of a language's changes stands."""
        return f"{language.edition.root}{FEED}"

    def packed(self, language: Language, packet: Packet) -> list[Handout]:
        """The handouts of a packet, in its order. None where it is not made: with fewer than two, unless the others were withdrawn."""
        found = [language.by_id[id] for id in packet.handouts if id in language.by_id]
        return found if len(found) > 1 or any(id in self.moves.withdrawn for id in packet.handouts) else []

    def answers(self, name: str) -> list[tuple[str, ...]]:
        """What a name in moved.yml stands for in each language, first language first: addresses, always in the same order.

        A handout's id stands for its page, all its PDFs and its text, packets/<id> for that packet's PDFs, any other name for itself.
        """
        found: list[tuple[str, ...]] = []
        for language in self.languages:
            root = language.edition.root
            if ID.fullmatch(name):
                at = f"{root}handouts/{name}/"
                found.append((at, *(f"{at}{name}{end}" for end in (*SHEETS.values(), TEXT))))
            elif re.fullmatch(rf"packets/{ID.pattern}", name):
                found.append(tuple(self.packet(language, name.removeprefix("packets/"), paper) for paper in BOUND))
            else:
                found.append((root + name.removeprefix("/"),))
        return found

    def older_ids(self, handout: Handout) -> dict[str, list[str]]:
        """What headings of a handout were called before, by their id now, so that links to the old ids still lead there."""
        found: dict[str, list[str]] = {}
        for old, new in self.moves.moved.items():
            if old.startswith(f"{handout.id}#"):
                found.setdefault(new.partition("#")[2], []).append(old.partition("#")[2])
        return found

    def drawing(self, language: Language, id: str) -> str:
        """A drawing with its labels in a language, as SVG."""
        labels = language.pictures[id].labels
        return drawing.LABEL.sub(lambda found: html.escape(labels.get(found.group(1), ""), quote=False), self.drawings[id])

    def current(self, handout: Handout) -> str:
        """The full address that a sheet's QR code opens: the page, told on the reader's device which version they hold."""
        return f"{self.absolute(self.address(handout))}#v={handout.version.replace(' · ', '.')}"

    def others(self, one: Handout | Page | Notice) -> list[tuple[Language, Handout | Page | Notice]]:
        """The same page in each language that has it, this one included."""
        return self._same[type(one), _name(one)]

    @cached_property
    def _same(self) -> dict[tuple[type, str], list[tuple[Language, Handout | Page | Notice]]]:
        """Every page with its translations, by kind and name."""
        found: dict[tuple[type, str], list[tuple[Language, Handout | Page | Notice]]] = {}
        for language in self.languages:
            for one in (*language.all_pages, *language.notices):
                found.setdefault((type(one), _name(one)), []).append((language, one))
        return found

    def untranslated(self, language: Language) -> list[Handout]:
        """The handouts that exist in the first language and not in this one, in library order."""
        here = {one.id for one in language.handouts}
        return [one for one in self.languages[0].handouts if one.id not in here]

    def web_font(self, language: Language, name: str) -> str:
        """Where a web font stands: beside the style sheet that names it, and each language has that of its own build."""
        return f"{language.edition.root}assets/fonts/{name}"

    def font_sheet(self, language: Language) -> str:
        """Where the style sheet stands that sets a language in its own font, where it has one."""
        return f"{language.edition.root}assets/font.css"

    def search_index(self, language: Language, part: int = 1) -> str:
        """Where a language's search index stands on the site; a large one has further parts."""
        return f"{language.edition.root}{SEARCH}{f'.{part}' if part > 1 else ''}.js"

    def is_search_index(self, file: str) -> bool:
        """Whether a file of the site is a search index or a part of one."""
        inner = file.removeprefix(self.language_at(file).edition.root)
        return re.fullmatch(rf"{SEARCH}(\.\d+)?\.js", inner) is not None

    def absolute(self, address: str) -> str:
        """The full address, or nothing while the site's own address is not known."""
        return self.site.url + address if self.site.url else ""


CATALOG, CATALOG_SCHEMA = "catalog.json", "catalog.schema.json"
FHIR = "fhir/bundle.json"
SCHEMAS = "schemas/"
FEED = "feed.xml"
NOT_FOUND = "404.html"
SITEMAP = "sitemap.xml"
SEARCH = "search-index"
BOOKS, PACKETS, CODES, CLINIC = "docs/sources.yml", "docs/packets.yml", "docs/codes.yml", "docs/clinic.yml"
MOVES, LEDGER = "docs/moved.yml", "docs/addresses.txt"
DRAWINGS = "docs/pictures"


def file_of(address: str) -> str:
    """The file that a server answers an address with."""
    return f"{address}index.html" if address.endswith("/") or not address else address


def address_of(file: str) -> str:
    """The address under which a file of the site is published."""
    return file.removesuffix("index.html") if PurePosixPath(file).name == "index.html" else file


def reach(origin: str, target: str) -> str:
    """The relative link that leads from the page at one address to another address of the site."""
    ups = origin.count("/")
    return "../" * ups + target or "./"


def whole(language: Language, body: str, references: dict[str, Reference] | None = None) -> str:
    """The body with everything it calls by name written out: care cards, word list, bibliography."""

    def card(found: re.Match[str]) -> str:
        called = language.cards.get(found.group(1))
        if not called:
            return found.group()
        title = _escaped_around(PHONE, called.words.title)
        return f"{found.group()}\n\n### {title} {{ #{called.id} }}\n\n{called.source.body.strip()}\n"

    def glossary(found: re.Match[str]) -> str:
        entries = (
            f"{escaped(name)}\n:   {term.definition} {''.join(f'[^{id}]' for id in term.cites)}".rstrip()
            for name, term in sorted(language.terms.items(), key=lambda item: _folded(item[0]))
        )
        return found.group() + "\n\n" + "\n\n".join(entries) + "\n"

    def bibliography(found: re.Match[str]) -> str:
        entries = (f"- {entry(one, language, full=True)}" for one in (references or {}).values())
        return found.group() + "\n\n" + "\n".join(entries) + "\n"

    body = CALLED.sub(card, body)
    body = GLOSSARY.sub(glossary, body)
    return BIBLIOGRAPHY.sub(bibliography, body)


def entry(one: Reference, language: Language, full: bool = False) -> str:
    """A source as Markdown: publisher, year and link; in full also its title, authors, and how much of it was read.

    What the bibliography says of a source is written in the first language, so the others show its title only.
    """
    first = not language.edition.root
    name = escaped(one.publisher) + (f", {one.year}" if one.year else "")
    if full:
        name = f"**{name}.**" + (f" *{escaped(one.title)}.*" if one.title_confirmed else "")
        name += f" {escaped(one.credit)}." if one.credit and first else ""
    else:
        name += "."
    if one.link:
        name += f" [{escaped(_short(one.address))}](<{one.address}>)"
    if full and first:
        name += f" {language.say['source_read']} {escaped(one.read)}. {escaped(one.why)}"
    return name


def bare(code: str) -> str:
    """A clinical code as codes are compared: in capitals, without points."""
    return code.upper().replace(".", "")


def escaped(text: str) -> str:
    """Plain text as Markdown that shows it as it is."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace("^", "&#94;")
    text = re.sub(r"([\\`*_{}\[\]()>#+!|])", r"\\\1", text)
    return re.sub(r"^(\d*)([-.])", r"\1\\\2", text)  # at the start of a line these would begin a list


def _escaped_around(places: re.Pattern[str], text: str) -> str:
    """Plain text as Markdown, but for the `places` in it, which are the only group of the pattern."""
    return "".join(piece if places.fullmatch(piece) else escaped(piece) for piece in places.split(text))


def fill(words: str, **by: object) -> str:
    """What a language says, with each {name} replaced. Two braces stand for one; any other name stays as it is."""
    return _FILLED.sub(lambda found: str(by.get(found[1], found[0])) if found[1] else found[0][0], words)


def _folded(text: str) -> str:
    """A word as word lists sort it: without accents and capitals, so that úlcera stands under u; ñ comes after n."""
    text = unicodedata.normalize("NFC", text.lower()).replace("ñ", "n\uffff")
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def _short(address: str) -> str:
    """An address as people read it: a DOI whole, else the host."""
    bare = re.sub(r"^https?://(www\.)?", "", address)
    return bare if bare.startswith("doi.org/") else bare.split("/")[0].rstrip(".")


def _name(one: Handout | Page | Notice) -> str:
    return one.address if isinstance(one, Page) else one.id


def read(root: Path, site: Site) -> tuple[Library, list[Problem]]:
    """Read everything that people write below `root`. What is broken is left out and told, all at once."""
    desk = _Desk(root)
    references, lines = desk.each(Reference, BOOKS, needed=True)
    clinic, _ = desk.one(Clinic, CLINIC, needed=True)
    codes, codes_lines = desk.one(Codes, CODES)
    drawings = {path.stem: desk.text(f"{DRAWINGS}/{path.name}") for path in sorted((root / DRAWINGS).glob("*.svg"))}
    packets, _ = desk.each(Packet, PACKETS)
    logo = desk.attempt(_logo, root, clinic)
    moves, moves_lines = desk.one(Moves, MOVES)
    ledger = _ledger(desk.text(LEDGER)) if (root / LEDGER).exists() else None
    desk.problems += names.wrong(root, "docs")
    languages: list[Language] = []
    for edition in site.editions:
        first = languages[0] if languages else None
        if language := _language(desk, edition, first, frozenset(moves.withdrawn)):
            language = replace(language, notices=tuple(_notices(root, language, first, moves)))
            languages.append(_versioned(language, first, references))
        elif not first:
            break  # nothing can be said of translations without their original
    unread = frozenset({problem.path for problem in desk.problems} | desk.skipped)
    whole = Library(
        root, site, references, lines, clinic, drawings, packets, logo, codes, codes_lines, tuple(languages), unread,
        lines=desk.lines, moves=moves, moves_lines=moves_lines, ledger=ledger,
    )  # fmt: skip
    return whole, sorted(set(desk.problems))


def _notices(root: Path, language: Language, first: Language | None, moves: Moves) -> Iterator[Notice]:
    """The notices of a language: for each handout that was withdrawn, where it is known what the handout was called.

    What to read instead is named in the first language where this one does not have it.
    """
    handouts = {one.id: one for one in (*(first.handouts if first else ()), *language.handouts)}
    for id, one in moves.withdrawn.items():
        name, title = language.file(f"handouts/{id}.md"), one.title.get(language.code, "")
        source = page.Source(name, "", 0, {})
        if (root / name).exists():
            # Its words no longer count, so what is wrong with them does not either.
            with contextlib.suppress(Refused, KeyError, TypeError):
                source = replace(source, body=record.text_of(root / name, name))
                title = title or str(record.parsed(page.split(root / name, name)[0], name)[0]["title"])
        if title:
            instead = tuple(handouts[other] for other in one.instead if other in handouts)
            yield Notice(id, language.code, title, one.on, one.reason.get(language.code, ""), instead, source)


def _ledger(text: str) -> dict[str, int]:
    """The addresses in a ledger, relative to the site's root as everywhere, each with its line."""
    lines = ((line.strip(), number) for number, line in enumerate(text.split("\n"), 1))
    return {line.removeprefix("/"): number for line, number in lines if line.startswith("/")}


class _Desk:
    """Where a project's files are read. What is broken is left out, and its Problems are kept."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.skipped: set[str] = set()  # files that cannot be read while another cannot: nothing is wrong with them
        self.lines: dict[str, record.Lines] = {}  # of what was read, by the file's name

    def attempt(self, work: Callable[Given, Found], *given: Given.args, **named: Given.kwargs) -> Found | None:
        """What `work` returns; None where it refuses."""
        try:
            return work(*given, **named)
        except Refused as refused:
            self.problems.extend(refused.problems)
            return None

    def one(self, model: type[record.Model], name: str, needed: bool = False) -> tuple[record.Model, record.Lines]:
        """The record that a file holds, and the lines of its keys; one without a word where there is none."""
        path = self.root / name
        found = (self.attempt(record.read, model, path, name) if needed or path.exists() else None) or (model(), {})
        self.lines[name] = found[1]
        return found

    def each(self, model: type[record.Model], name: str, needed: bool = False) -> tuple[dict[str, record.Model], record.Lines]:
        """The records that a file holds, and the lines of their keys; none where there are none."""
        path = self.root / name
        found = (self.attempt(record.read_each, model, path, name) if needed or path.exists() else None) or ({}, {})
        self.lines[name] = found[1]
        return found

    def draft(self, model: type[record.Record], path: Path, name: str, kind: str = "") -> Iterator[page.Draft]:
        """What is certain of a page or card with Problems, which are kept; nothing where nothing is."""
        if found := self.attempt(page.draft, model, path, name, kind):
            self.problems.extend(found[1])
            yield found[0]

    def read(self, name: str) -> bool:
        """Whether nothing is wrong with a file, as far as anybody has looked."""
        return all(problem.path != name for problem in self.problems)

    def text(self, name: str) -> str:
        """The text of a file, if it is there."""
        path = self.root / name
        return (self.attempt(record.text_of, path, name) if path.exists() else None) or ""


def _language(desk: _Desk, edition: Edition, first: Language | None, withdrawn: frozenset[str]) -> Language | None:
    """All that is written in one language; None where its interface words cannot be read. `first` is what it translates.

    Without the handouts whose ids are `withdrawn`.
    """
    folder, at = desk.root / edition.docs, f"{edition.docs}/"
    interface = desk.attempt(record.read, Interface, folder / "words.yml", at + "words.yml")
    if interface:
        desk.lines[at + "words.yml"] = interface[1]
    desk.attempt(font.families, folder / "fonts")
    terms, _ = desk.each(Term, at + "glossary.yml")
    word_list = page.Source(at + "glossary.yml", desk.text(at + "glossary.yml") if terms else "", 1, {})
    everyday = [line.strip().lower() for line in desk.text(at + "everyday.txt").split("\n") if line.strip() and line[0] != "#"]
    cards: dict[str, Card] = {}
    drafts: list[page.Draft] = []
    for path in sorted((folder / "cards").glob("*.md")):
        name = f"{at}cards/{path.name}"
        if card := desk.attempt(page.read_words, CardWords, path, name):
            cards[path.stem] = Card(path.stem, *card)
        else:
            drafts += desk.draft(CardWords, path, name)
    originals = {one.id: one for one in first.handouts} if first else {}
    handouts: list[Handout] = []
    for path in sorted((folder / "handouts").glob("*.md")):
        name = f"handouts/{path.name}"
        if path.stem in withdrawn:
            continue
        if first and path.stem not in originals:
            desk.skipped.add(at + name)
            if (desk.root / first.file(name)).exists():  # it is told there what is wrong
                drafts += desk.draft(page.Translation, path, at + name)
            elif desk.read(MOVES):
                desk.problems.append(Problem(at + name, 0, "The original of this translation is missing."))
        elif handout := desk.attempt(page.read, path, at + name, edition.code, original := originals.get(path.stem)):
            handouts.append(handout)
        else:
            drafts += desk.draft(page.Translation if original else page.Original, path, at + name, original.facts.kind if original else "")
    pages: list[Page] = []
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        if name.startswith(("handouts/", "cards/")):
            continue
        if written := desk.attempt(page.read_words, Words, path, at + name):
            pages.append(Page(name.removesuffix(".md"), edition.code, *written))
        else:
            drafts += desk.draft(Words, path, at + name)
    pictures, _ = desk.each(Picture, at + "pictures.yml")
    pairs, _ = desk.each(Pair, at + "pairs.yml")
    if not interface:
        return None
    return Language(
        edition,
        interface=interface[0],
        pictures=pictures,
        terms=terms,
        word_list=word_list,
        pairs=tuple(pairs.values()),
        everyday=frozenset(everyday),
        cards=cards,
        pages=tuple(pages),
        handouts=tuple(sorted(handouts, key=lambda one: (one.facts.order, one.id))),
        drafts=tuple(drafts),
    )


def _versioned(language: Language, first: Language | None, references: dict[str, Reference]) -> Language:
    """The language, its handouts with their versions; those of a translation also with what they are behind in."""
    handouts = [replace(one, version=version(language, one, references)) for one in language.handouts]
    if first:
        handouts = [replace(one, behind=behind(one, parts(first, one.original))) if one.original else one for one in handouts]
    return replace(language, handouts=tuple(handouts))


def _logo(root: Path, clinic: Clinic) -> Logo | None:
    """The clinic's logo from docs/. Raises Refused where it is missing, too large, no picture, or not safe."""
    if not clinic.logo:
        return None
    path = root / "docs" / clinic.logo
    if not path.is_file() or root.resolve() not in path.resolve().parents:
        raise Refused([Problem(CLINIC, 0, f"There is no picture docs/{clinic.logo} for `logo`.")])
    data = path.read_bytes()
    if len(data) > 200_000:
        raise Refused([Problem(f"docs/{clinic.logo}", 0, "This logo is larger than 200 KB. Save a smaller one.")])
    is_png, is_svg = data.startswith(b"\x89PNG\r\n"), b"<svg" in data[:1000]
    if not (is_png if path.suffix == ".png" else is_svg):
        raise Refused([Problem(f"docs/{clinic.logo}", 0, "This file is not the picture that its name says it is.")])
    if is_svg and (wrong := list(drawing.check(data.decode("utf-8", "replace"), f"docs/{clinic.logo}", on_pages=False))):
        raise Refused(wrong)
    return Logo(f"clinic-logo{path.suffix}", data)


def fingerprint(language: Language, handout: Handout, references: dict[str, Reference]) -> str:
    """Six hex digits that stand for a handout's words and the sources it cites; not for clinic, address or template."""
    text = whole(language, handout.source.body)
    sources = [references[id] for id in dict.fromkeys(CITED.findall(text)) if id in references]
    cited = [one.model_dump(include={"publisher", "year", "url", "doi", "link"}) for one in sources]
    shown = [language.pictures[id].model_dump() for id in DRAWN.findall(text) if id in language.pictures]
    return _digest([handout.title, handout.summary, text.split(), cited, *shown])


def parts(language: Language, handout: Handout) -> dict[str, str]:
    """Six hex digits for the words of each part of a handout, by id: title and summary first, then each section.

    What a part calls by name (care cards, word list, drawings) belongs to it. Sources do not: all languages share them.
    """
    lines = handout.source.body.split("\n")
    heads = [part for part in handout.parts if part.level == 2]
    ends = [part.line for part in heads[1:]] + [handout.source.body_line + len(lines)]
    found = {page.TOP: _digest([handout.title, handout.summary])}
    for part, end in zip(heads, ends, strict=True):
        text = "\n".join(lines[part.line - handout.source.body_line : end - handout.source.body_line])
        shown = [language.pictures[id].model_dump() for id in DRAWN.findall(text) if id in language.pictures]
        found[part.id] = _digest([whole(language, text).split(), *shown])
    return found


def behind(translation: Handout, now: dict[str, str]) -> tuple[str, ...]:
    """The ids of the parts in which a translation does not show what its original says now, in the original's order.

    `now` is what `parts` says of the original. A translation without a ledger is behind everywhere, unless it was made
    from the original's present version.
    """
    words, original = translation.words, translation.original
    assert isinstance(words, page.Translation) and original
    if not words.translated_parts:
        return () if words.translated_from == original.version else tuple(now)
    changed = [id for id, digest in now.items() if words.translated_parts.get(id) != digest]
    return (*changed, *(id for id in words.translated_parts if id not in now))


def _digest(words: object) -> str:
    return hashlib.sha256(json.dumps(words, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:6]


def version(language: Language, handout: Handout, references: dict[str, Reference]) -> str:
    """The version as sheets print it: the day of the last change and the fingerprint of the words."""
    return f"{handout.changed.isoformat()} · {fingerprint(language, handout, references)}"
