"""The schemas of front matter, the lines on top of a page.

They check it, give editors a JSON Schema, and make the field table in .github/guide/. What is not
language (order, kind, dates, audience) stands in the page of the original language only; a
translation carries words.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from handouts.model.base import VISIBLE, Record

Text = Annotated[str, Field(min_length=1, pattern=VISIBLE)]
# What messages about a field follow from, beside its type.
BY_LANGUAGE = "a text for each language, by its code"
OF_PAPER = "copied from paper, where it begins with a day"
Texts = Annotated[dict[str, Text], BY_LANGUAGE]
# As pages and sheets print it: a day or the word for a draft, and what stands for the words.
# Whoever copies them from paper may type other signs between them.
Version = Annotated[str, Field(pattern=r"^(.*[^0-9A-Za-z])?[0-9A-Fa-f]{6}$"), OF_PAPER]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{6}$")]  # what stands for words
Replaced = Annotated[
    Digest | None,
    Field(
        description=(
            "on a clinic's own page, six letters and digits in quotes for the words of the "
            "library's page in whose place it stands; the check tells them"
        )
    ),
]
Kind = Literal["handout", "worksheet", "words", "clinic"]


def digits(version: str) -> str:
    """Return what stands for the words in a version as sheets print it."""
    return version[-6:].lower()


UNFINISHED = Field(
    default=None,
    description="What must still be written before anything is published; delete it when it is",
)


class Review(Record):
    """A clinician's review. Leave it out until one has taken place."""

    who: Text = Field(description="Name of the clinician")
    role: Text = Field(description="What the clinician is, for example: family doctor")
    on: date = Field(description="Day of the review, written as 2026-11-22")
    sheet: Version = Field(
        description=(
            "the version that was reviewed, as the foot of the sheet prints it: 2026-11-22 · 3fa92c"
        )
    )

    retired: ClassVar[dict[str, str]] = {"version": "`version` is called `sheet` now. Rename it."}


class TranslationReview(Review):
    """A translator's review, which is no clinician's. Leave it out until one has taken place."""

    who: Text = Field(description="Name of the translator")
    role: Text = Field(description="What the person is, for example: certified medical translator")


class Change(Record):
    """A change that readers of an older sheet should know of."""

    on: date = Field(description="Day of the change, written as 2026-11-22")
    what: Text = Field(max_length=200, description="What changed, in one plain sentence")
    matters: bool = Field(description="true where a patient should do something differently")


class Words(Record):
    """What every page carries in every language."""

    title: Text = Field(max_length=80, description="The page's heading, short and plain")
    summary: Text = Field(
        max_length=240, description="One sentence: what the page will do for the reader"
    )
    unfinished: Text | None = UNFINISHED
    replaces: Replaced = None

    retired: ClassVar[dict[str, str]] = {
        "search": (
            "Words for the search stand in search.yml of the language, under the page's id. "
            "Move them there."
        )
    }


class HandoutWords(Words):
    """What a handout carries in every language beside its words."""

    changes: list[Change] = Field(
        default=[],
        description=(
            "What changed since older sheets were printed, newest first: `on`, `what`, `matters`"
        ),
    )

    retired: ClassVar[dict[str, str]] = Words.retired | {
        "changed": "The day of a version is in docs/versions.txt, which `date` writes. Delete it.",
        "fingerprint": "Nobody writes `fingerprint` any more. Delete it.",
    }


class Original(HandoutWords):
    """Front matter of a handout in the library's first language."""

    kind: Kind = Field(
        description=(
            "Which parts the page must have: `handout`, `worksheet`, `words`, or `clinic` for a "
            "page about the clinic itself"
        )
    )
    shape: Literal["page", "card"] = Field(
        default="page",
        description=(
            "`card` for a worksheet that is printed as a card to cut out and fold: each section of "
            "your own is a panel of it"
        ),
    )
    category: Text = Field(
        description="The shelf it stands on, an id from `categories` in words.yml"
    )
    audience: Text = Field(description="Whom it is for, an id from `audiences` in words.yml")
    order: int = Field(ge=0, description="Place in lists: smaller numbers first")
    sources_gathered: date = Field(
        description=(
            "Day on which the facts and sources were gathered; on a page about the clinic, when "
            "somebody last looked whether it is still so"
        )
    )
    next_check_due: date = Field(
        description="Day by which that should be done again; `check` tells when it is past"
    )
    review: Review | None = Field(
        default=None,
        description="Who reviewed it, once a clinician has: `who`, `role`, `on`, `sheet`",
    )


class Translation(HandoutWords):
    """Front matter of a handout in any other language."""

    # Without it the check tells the version that the original has now, which a schema cannot know.
    translated: Version | None = Field(
        default=None,
        description=(
            "the version of the original that it says, as its page and its sheet print it: "
            "2026-11-22 · 3fa92c"
        ),
    )
    translation_review: TranslationReview | None = Field(
        default=None,
        description=(
            "Who reviewed the translation, once a translator has: `who`, `role`, `on`, `sheet`"
        ),
    )

    retired: ClassVar[dict[str, str]] = HandoutWords.retired | {
        "translated_from": "`translated_from` is called `translated` now. Rename it.",
        "translated_parts": "Nobody writes `translated_parts` any more. Delete it.",
    }


class CardWords(Record):
    """Front matter of a care card."""

    title: Text = Field(description="The call to action, ending in “if:”")
    level: int = Field(
        ge=1, le=4, description="How urgent: 1 next visit, 2 today, 3 emergency, 4 crisis line"
    )
    medicines: list[Text] = Field(
        default=[], description="Medicines that it is for: a page that names one must show it"
    )
    band: bool = Field(
        default=False,
        description="true for an item of the help band, which stands where no full cards do",
    )
    titles: dict[str, Text] = Field(
        default={},
        description=(
            "Of an item of the help band: its call to action for other readers, by the name that "
            "a page gives them, as in `/// band | school`"
        ),
    )
    unfinished: Text | None = UNFINISHED
    translated: Digest | None = Field(
        default=None,
        description=(
            "in a translation, six letters and digits in quotes for the words of the original that "
            "it says; the check tells them"
        ),
    )
    replaces: Replaced = None


def field_table() -> str:
    """Return the fields of a handout's front matter as a Markdown table, for the guide.

    The columns are name, whether needed, and meaning.
    """
    rows = ["| Field | Needed | What it is |", "| --- | --- | --- |"]
    for model, under in ((Original, ""), (Review, "review.")):
        for name, field in model.model_fields.items():
            needed = "no" if not field.is_required() else "with `review`" if under else "yes"
            meaning = field.description or ""
            rows.append(f"| `{under}{name}` | {needed} | {meaning[:1].upper()}{meaning[1:]} |")
    return "\n".join(rows) + "\n"
