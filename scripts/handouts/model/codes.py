"""Clinical codes: the schema of docs/codes.yml, and which handout answers a code."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field

from handouts.model.base import Record
from handouts.model.front_matter import Text, Texts


@dataclass(frozen=True)
class Answer:
    """What answers one code, or one category all of whose codes are listed."""

    system: str  # id
    code: str
    display: str
    start: str  # id of the handout to start with
    note: str  # id of the sentence that the answer opens with, or nothing
    group: bool  # a category: it stands for all codes below it

    @property
    def row_id(self) -> str:
        """Return the id of its row on the page."""
        return f"{self.system}-{self.code}".lower()


def list_answers(codes: Codes) -> list[Answer]:
    """Return every answered code, system by system, each category before the first of its codes."""
    result: list[Answer] = []
    waiting = sorted(codes.categories, key=lambda category: len(normalize_code(category.code)))
    for code in (code for system in codes.systems for code in codes.codes if code.system == system):
        groups = [
            category
            for category in waiting
            if category.system == code.system and code.code in category.codes
        ]
        for group in groups:
            waiting.remove(group)
        entries: list[Code | Category] = [*groups, code]
        result.extend(
            Answer(
                code.system,
                entry.code,
                entry.display or "",
                code.answer,
                code.note or "",
                isinstance(entry, Category),
            )
            for entry in entries
        )
    return result


def system_names(codes: Codes, system: str) -> list[str]:
    """Return what portals call a system of codes, without points, hyphens and capitals."""
    record = codes.systems[system]
    labels = (record.name, record.oid, record.uri, *record.names)
    return list(
        dict.fromkeys("".join(char for char in name.lower() if char.isalnum()) for name in labels)
    )


class System(Record):
    """A system of clinical codes."""

    name: Text = Field(description="Its usual name")
    oid: str = Field(
        pattern=r"^[0-9]+(\.[0-9]+)+$", description="its object identifier, numbers and points"
    )
    uri: str = Field(pattern=r"^https?://\S+$", description="the address that FHIR names it by")
    names: list[Text] = Field(
        default=[],
        description=(
            "Other names that portals call it by; points, hyphens and capitals do not count"
        ),
    )
    pattern: Text = Field(
        default="[A-Z0-9-]+",
        description="How its codes look without their points, in capitals, as a regular expression",
    )
    narrower: bool = Field(
        default=False,
        description=(
            "true: a longer code that begins with a listed one is narrower, and answered too"
        ),
    )
    openemr: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9-]+$",
        description="what the record system OpenEMR calls it, in the names of its education files",
    )
    term: str | None = Field(
        default=None,
        pattern=r"^https?://\S*\{code\}\S*$",
        description="the address that names one of its codes, with {code} in it",
    )


class Code(Record):
    """A clinical code, and the handout that a reader with this code starts with."""

    system: Text = Field(description="Id of a system above")
    code: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$",
        description="letters, digits, points and hyphens, in quotes where it is only digits",
    )
    display: Text | None = Field(
        default=None,
        description="Its name in the system; not for SNOMED CT, whose names are licensed",
    )
    answer: Text = Field(description="Id of the handout to start with")
    note: Text | None = Field(
        default=None, description="Id of the sentence under `notes` that the answer opens with"
    )
    subject: bool = Field(
        default=False,
        description="true: every handout is about it; search engines are told",
    )


class Category(Record):
    """A code that stands for all codes below it. It is answered since each of them is listed."""

    system: Text = Field(description="Id of a system above")
    code: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$",
        description="the category’s code, without a hyphen at its end",
    )
    display: Text | None = Field(default=None, description="Its name in the system")
    codes: list[Text] = Field(
        min_length=1, description="Every code below it, as the system has them"
    )


class Subtopic(Record):
    """What a portal may ask of a code, such as treatment, and the part that answers it."""

    system: Text = Field(description="Id of a system above")
    code: str = Field(pattern=r"^[A-Za-z0-9]+$", description="the code of the question")
    display: Text = Field(description="Its name in the system")
    answer: Text = Field(description="Id of the handout that tells it")
    part: Text = Field(description="Id of the heading, the word after #")


class Elsewhere(Record):
    """Where to ask when we have no answer. It is told the code when a reader follows the link."""

    name: Text = Field(description="What it is called")
    url: str = Field(
        pattern=r"^https://[^\s?#]+$",
        description="the address that takes the same parameters, without them",
    )


class Codes(Record):
    """docs/codes.yml: which handout answers which clinical code."""

    systems: dict[str, System] = Field(
        default={}, description="The systems that the codes belong to"
    )
    notes: dict[str, Texts] = Field(
        default={}, description="Sentences that an answer opens with, by language code"
    )
    codes: list[Code] = Field(default=[], description="The codes")
    categories: list[Category] = Field(
        default=[], description="Codes that stand for all codes below them, where all are listed"
    )
    subtopics: list[Subtopic] = Field(
        default=[],
        description="Questions about a code, and the part of a handout that answers them",
    )
    elsewhere: Elsewhere | None = Field(
        default=None, description="Where to send a reader for whose code there is no handout"
    )


def normalize_code(code: str) -> str:
    """Return a clinical code as codes are compared: in capitals, without points."""
    return code.upper().replace(".", "")
