"""The schemas of the data files in docs/, but for codes.yml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, NamedTuple, TypeVar

from pydantic import ConfigDict, Discriminator, Field, RootModel, Tag

from handouts.model.base import Record
from handouts.model.front_matter import UNFINISHED, Text, Texts
from handouts.model.pages import URL_PATTERN

Words = TypeVar("Words")
# Words of a clinic: one text for all languages, or a text for each by its code. The tags stand in
# no file; messages leave out what begins with TAG.
TAG = "·"
ByLanguage = Annotated[
    Annotated[Words, Tag(f"{TAG}text")] | Annotated[dict[str, Words], Tag(f"{TAG}languages")],
    Discriminator(lambda value: f"{TAG}{'languages' if isinstance(value, dict) else 'text'}"),
]
Note = Annotated[Text, Field(max_length=240)]
_STRICT = ConfigDict(strict=True, frozen=True)
LABEL = re.compile(r"\{([a-z0-9-]+)\}")

NUMBER, EMERGENCY = r"^\+?[0-9][0-9 -]{1,18}$", r"^[0-9 ]{2,15}$"  # to call
REFERENCES, PACKETS = "docs/sources.yml", "docs/packets.yml"
CODES, CLINIC = "docs/codes.yml", "docs/clinic.yml"
SEARCH, TEACH_BACK, NOTES = "search.yml", "teach_back.yml", "notes.yml"  # of a language
MOVES, LEDGER = "docs/moved.yml", "docs/addresses.txt"
FACTS, STARTING_TEXT = "docs/facts.yml", "docs/starting_text.txt"
DRAWINGS = "docs/pictures"
# What a clinic adds or changes itself, in the folders and under the names of docs/.
CLINIC_FOLDER = "docs/clinic"


def clinic_file(name: str) -> str:
    """Return the clinic's own file that comes before a file of the library."""
    return f"{CLINIC_FOLDER}/{name.removeprefix('docs/')}"


def is_clinic_file(path: str) -> bool:
    """Return whether a file is the clinic's own."""
    return path.startswith(f"{CLINIC_FOLDER}/")


def file_beside(path: str, name: str) -> str:
    """Return the file of this name for whoever writes in `path`: the clinic's own for its pages."""
    return clinic_file(name) if is_clinic_file(path) else name


def library_file(name: str) -> str:
    """Return the file of the library that a file comes before; its own name if it is none."""
    return f"docs/{name.removeprefix(f'{CLINIC_FOLDER}/')}" if is_clinic_file(name) else name


class Reference(Record):
    """One entry of the bibliography, docs/sources.yml."""

    publisher: Text = Field(
        description="Journal, hospital or organization, as a reader should see it"
    )
    credit: Text | None = Field(
        default=None, description="Authors, or how the publisher came by the text"
    )
    title: Text = Field(description="Title of the work or page")
    title_confirmed: bool = Field(
        default=True, description="false where the title was inferred; it is not printed then"
    )
    year: int | None = Field(
        default=None, ge=1900, le=2100, description="Year of publication, where it is shown"
    )
    url: str = Field(pattern=rf"^{URL_PATTERN}$", description="a full web address")
    doi: str | None = Field(
        default=None, pattern=r"^10\.\d{4,9}/\S+$", description="a DOI, starting with 10."
    )
    link: bool = Field(default=True, description="false: readers are not sent there")
    read: Text = Field(description="How much of it was read")
    trust: Literal["high", "medium", "low"] = Field(
        description="How far to rely on it: high, medium or low"
    )
    why: Text = Field(description="Why it is in the bibliography, and its limits")

    @property
    def address(self) -> str:
        """Return where to find it: the DOI if any, since publishers move their pages."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


class Term(Record):
    """One entry of the word list, docs/<language>/glossary.yml."""

    definition: Text = Field(description="What the word means, in plain words")
    treatment: bool = Field(
        default=False,
        description="true for a medicine or treatment: where it is named, a source is cited",
    )
    forms: list[Text] = Field(
        default=[], description="Other forms of the word on the pages: plurals, adjectives"
    )
    search: list[Text] = Field(
        default=[], description="What people type instead: lay words, misspellings, brand names"
    )
    cites: list[Text] = Field(default=[], description="Ids from docs/sources.yml")


class SearchWords(RootModel[dict[str, list[Text]]]):
    """What people type who look for a page, docs/<language>/search.yml.

    It stands under a handout's id, or under another page's address such as about/index.
    """

    model_config = _STRICT
    root: dict[str, list[Text]] = {}


class TeachBack(RootModel[dict[str, list[Text]]]):
    """What a nurse asks back, docs/<language>/teach_back.yml: questions under a handout's id.

    Readers answer in their own words, which shows how well it was explained. No sheet shows the
    questions, so they are no part of a version.
    """

    model_config = _STRICT
    root: dict[str, list[Text]] = {}


class ClinicNotes(RootModel[dict[str, Note]]):
    """What a clinic adds, docs/clinic/<language>/notes.yml: a text under a handout's id.

    As the clinic's phone it is no word of the handout: no version and no review counts it.
    """

    model_config = _STRICT
    root: dict[str, Note] = {}


class Pair(Record):
    """Words that must not stand without their warning, docs/<language>/pairs.yml."""

    when: list[Text] = Field(min_length=1, description="A section that holds all of these…")
    then: list[Text] = Field(min_length=1, description="…must hold all of these too")
    unless: list[Text] = Field(
        default=[], description="…except where one of these shows that it is about something else"
    )
    warning_first: bool = Field(
        default=False, description="true: the words under `then` must come first"
    )
    why: Text = Field(description="The reason, for whoever meets the message")


class FactPlace(Record):
    """Where a fact is told: words that stand together in one paragraph, list item or cell."""

    page: Text = Field(description="The handout's id")
    words: list[Text] = Field(
        min_length=1, description="What one paragraph, item or cell there holds, word for word"
    )
    cites: list[Text] = Field(default=[], description="Sources that stand with these words")
    apart: Text | None = Field(
        default=None, description="Why its warnings stand in another section of this page"
    )


class Fact(Record):
    """One entry of docs/facts.yml: a fact, and where the first language tells it."""

    says: Text = Field(description="The fact, with its numbers and hedges")
    seed: bool = Field(default=False, description="true: a page must tell it")
    about: Text | None = Field(
        default=None, description="The disease it was studied in, where it is another one"
    )
    stands: list[FactPlace] = Field(default=[], description="Where it is told")
    warnings: list[Text] = Field(
        default=[], description="Facts that stand in one section with it, where a page tells both"
    )
    told_as: Text | None = Field(
        default=None, description="How a number of it is told that none of the words holds"
    )
    unhedged: Text | None = Field(default=None, description="Why it is told without its hedge")


class Picture(Record):
    """One entry of docs/<language>/pictures.yml: the words of a drawing in docs/pictures/."""

    alt: Text = Field(
        max_length=400, description="What the drawing tells, for someone who cannot see it"
    )
    labels: dict[str, Text] = Field(
        default={}, description="The words for each {label} in the drawing"
    )
    marks: dict[str, Text] = Field(
        default={},
        description="What a mark on the drawing may mean; its letter is the word's first",
    )
    places: dict[str, Annotated[list[float], Field(min_length=2, max_length=2)]] = Field(
        default={},
        description="Places that may be marked, each with its two coordinates in the drawing",
    )


class Interface(Record):
    """docs/<language>/words.yml: every word that the site and the sheets say of themselves."""

    language: Text = Field(description="The language's name in itself, for the language switch")
    categories: dict[str, Text] = Field(
        min_length=1, description="The shelves, in order, and their names"
    )
    audiences: dict[str, Text] = Field(min_length=1, description="Whom pages are for")
    quotes: list[Text] = Field(
        default=["“", "”", "‘", "’"],
        min_length=4,
        max_length=4,
        description="Opening and closing quotes, double then single",
    )
    months: list[Text] = Field(
        default=[],
        min_length=0,
        max_length=12,
        description="Names of the months, where `day` under `words` holds {month}",
    )
    alarm_words: dict[str, Text] = Field(
        default={},
        description=(
            "What people type who need a care card, by its id; search shows the cards in this order"
        ),
    )
    alarm_lines: dict[str, Text] = Field(
        default={},
        description=(
            "The answer in one line, by the id of the care card; all of them stand above the cards "
            "where one for today is called for"
        ),
    )
    emergency_signs: Text = Field(
        default="",
        description="Alarm words with which the line for an emergency stands first",
    )
    hedges: list[Text] = Field(
        default=[], description="Words that make a fact careful: it is told with one of them"
    )
    weak_hedges: list[Text] = Field(
        default=[], description="Words that do so on a page, and in a fact not always"
    )
    words: dict[str, Text] = Field(min_length=1, description="Labels and messages")
    unfinished: Text | None = UNFINISHED

    def alarms(self, card: str) -> list[str]:
        """Return the alarm words of a care card, each entry as it was written."""
        return _entries(self.alarm_words.get(card, ""))

    def signs(self) -> list[str]:
        """Return the signs of an emergency, each entry as it was written."""
        return _entries(self.emergency_signs)


def _entries(text: str) -> list[str]:
    return [entry for part in text.split(",") if (entry := part.strip())]


class CrisisLine(Record):
    """The crisis line as one language names it."""

    # Short: it stands on a button.
    name: Text | None = Field(default=None, max_length=40, description="What the line is called")
    call: str = Field(pattern=NUMBER, description="the number to call, in quotes")
    text: str | None = Field(
        default=None, pattern=NUMBER, description="the number for text messages, in quotes"
    )
    hours: Text = Field(max_length=60, description="When it answers, as part of a sentence")
    note: Text | None = Field(
        default=None, max_length=240, description="Whom it serves, and in which languages"
    )


class Crisis(Record):
    """The line for people who feel hopeless or think about harming themselves."""

    emergency: str = Field(
        pattern=EMERGENCY,
        description="Emergency number of the country whose line this is, in quotes",
    )
    lines: dict[str, CrisisLine] = Field(min_length=1, description="The line by language code")


class ClinicLines(NamedTuple):
    """What a clinic says of itself in one language, as pages and sheets print it."""

    name: str | None
    phone: str | None
    hours: str | None
    after_hours: str | None


class Clinic(Record):
    """docs/clinic.yml: the clinic's own edition. As shipped it holds the numbers to call alone."""

    name: ByLanguage[Annotated[Text, Field(max_length=60)]] | None = Field(
        default=None, description="Name of the clinic"
    )
    phone: Text | None = Field(default=None, max_length=40, description="Phone by day")
    hours: ByLanguage[Annotated[Text, Field(max_length=60)]] | None = Field(
        default=None, description="When that phone is answered"
    )
    after_hours: ByLanguage[Annotated[Text, Field(max_length=40)]] | None = Field(
        default=None, description="Phone at night and on weekends"
    )
    # Required: a default would send people in other countries to a number that nobody answers.
    emergency: str = Field(
        pattern=EMERGENCY,
        description="Emergency number of the country, in quotes",
    )
    crisis: Crisis | None = Field(default=None, description="Crisis line of the country")
    paper: Literal["letter", "a4"] = Field(
        default="letter", description="Paper of the country: `letter` or `a4`"
    )
    logo: str | None = Field(
        default=None,
        pattern=r"^[\w./-]+\.(svg|png)$",
        description="a picture beside this file, ending in .svg or .png",
    )
    report: str | None = Field(
        default=None,
        pattern=r"^(mailto:\S+@\S+|https://\S+)$",
        description="mailto: or https: address to report a mistake",
    )
    unfinished: Text | None = UNFINISHED

    def by_language(self) -> dict[str, dict[str, str]]:
        """Return the fields that hold a text for each language, by its code."""
        fields = {"name": self.name, "hours": self.hours, "after_hours": self.after_hours}
        return {name: words for name, words in fields.items() if isinstance(words, dict)}

    def lines(self, code: str) -> ClinicLines:
        """Return what the clinic says of itself in a language."""

        def line(words: str | dict[str, str] | None) -> str | None:
            return words.get(code) if isinstance(words, dict) else words

        return ClinicLines(line(self.name), self.phone, line(self.hours), line(self.after_hours))


# Stands for a clinic.yml that cannot be read. Its number is no number: nothing is built with it.
UNKNOWN_CLINIC = Clinic(emergency="00")


class Packet(Record):
    """One entry of docs/packets.yml: handouts that a nurse hands out together."""

    title: Texts = Field(description="What the set is called, by language code")
    handouts: list[Text] = Field(
        min_length=2, description="Ids of the handouts, in the order in which they lie"
    )
    teach_back: bool = Field(
        default=False,
        description="true: its cover shows the questions of teach_back.yml for the nurse to ask",
    )


class Withdrawal(Record):
    """Why a handout was taken back, and what to read instead: what its notice says."""

    on: date = Field(description="Day of the withdrawal, written as 2026-11-22")
    title: Texts = Field(
        default={},
        description=(
            "What it was called, by language code; not needed while its file is still there"
        ),
    )
    reason: Texts = Field(description="Why, in one or two plain sentences, by language code")
    instead: list[Text] = Field(default=[], description="Ids of the handouts to read instead")


class Moves(Record):
    """docs/moved.yml: where published addresses went, and which handouts were withdrawn."""

    moved: dict[str, Text] = Field(
        default={},
        description=(
            "Old to new: a handout's id, packets/<id>, another address of the site, or a "
            "handout's heading as id#heading"
        ),
    )
    withdrawn: dict[str, Withdrawal] = Field(
        default={}, description="Handouts that were withdrawn, by id"
    )


@dataclass(frozen=True)
class Logo:
    """The clinic's logo: its file name on the site, and what is in it."""

    name: str
    data: bytes
