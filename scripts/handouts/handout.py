"""Handout: one page in one language, read and valid.

The models below are the schema of the front matter: they check it, give editors a JSON Schema, and make the field
table in CONTRIBUTING. What is not language (order, kind, dates, audience) stands in the page of the original language
only; a translation carries words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from . import record
from .problem import Problem, Refused

Text = Annotated[str, Field(min_length=1, pattern=record.VISIBLE)]
Version = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d · [0-9a-f]{6}$")]  # date and fingerprint
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{6}$")]  # what stands for words
Kind = Literal["handout", "worksheet", "words"]

KEY_POINTS, ACTIONS, HELP, QUESTIONS = "key-points", "what-you-can-do", "when-to-get-help", "questions-to-ask"
WORDS, SOURCES = "words", "sources"
TOP = "top"  # in a translation's ledger: title and summary, which stand above the first part

# The parts of each kind of page, in order; `None` stands for the matter itself, sections with ids of their own. Where it
# is the point of the page, when to get help may come right after the key points.
PARTS: dict[str, tuple[str | None, ...]] = {
    "handout": (KEY_POINTS, None, ACTIONS, HELP, QUESTIONS),
    "worksheet": (KEY_POINTS, None, HELP),
    "words": (KEY_POINTS, WORDS),
}
WEB = r"https?://[\w.-]+(:\d+)?([/?#][^\s<>\"]*)?"  # a whole web address
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEADING = re.compile(r"^(#{1,6})[ \t]*(.*?)[ \t]*(?:\{[ \t]*#([^\s}]+)[ \t]*\})?[ \t]*#*$")
_WIDE = f"[{record.NO_BREAK_SPACES}]"
_SPACED_HEADING = re.compile(rf"#{{1,6}}(?:[ \t]*{_WIDE}|.*{_WIDE}[ \t]*\{{|.*\{{[^}}]*{_WIDE})")
_UNDERLINE = re.compile(r"^(=+|-+)[ \t]*$")
CITATION = re.compile(r"\[\^([^\]]*)\]")  # as it is meant, also where the id is not one
_LINK = re.compile(r"(?<=\])\([^)]*\)|\{[^}\n]*\}")


class Review(record.Record):
    """A clinician's review. Leave it out until one has taken place."""

    who: Text = Field(description="Name of the clinician")
    role: Text = Field(description="What the clinician is, for example: rheumatologist")
    on: date = Field(description="Day of the review, written as 2026-11-22")
    version: Version = Field(description="the version that was reviewed, as the foot of the sheet prints it: 2026-11-22 · 3fa92c")


class TranslationReview(Review):
    """A translator's review, which is no clinician's. Leave it out until one has taken place."""

    who: Text = Field(description="Name of the translator")
    role: Text = Field(description="What the person is, for example: certified medical translator")


class Change(record.Record):
    """A change that readers of an older sheet should know of."""

    on: date = Field(description="Day of the change, written as 2026-11-22")
    what: Text = Field(max_length=200, description="What changed, in one plain sentence")
    matters: bool = Field(description="true where a patient should do something differently")


class Words(record.Record):
    """What every page carries in every language."""

    title: Text = Field(max_length=80, description="The page's heading, short and plain")
    summary: Text = Field(max_length=240, description="One sentence: what the page will do for the reader")
    search: list[Text] = Field(default=[], description="What people type when they look for this page: lay words, questions, misspellings")


class Dated(Words):
    """What a handout carries in every language beside its words: how fresh they are."""

    changed: date = Field(description="Day of the last change to the words, written as 2026-11-22")
    fingerprint: Digest = Field(
        description="six letters and digits in quotes that stand for the words; `python3 scripts stamp` writes them"
    )
    changes: list[Change] = Field(
        default=[], description="What changed since older sheets were printed, newest first: `on`, `what`, `matters`"
    )


class Original(Dated):
    """Front matter of a handout in the library's first language."""

    kind: Kind = Field(description="Which parts the page must have: `handout`, `worksheet` or `words`")
    category: Text = Field(description="The shelf it stands on, an id from `categories` in words.yml")
    audience: Text = Field(description="Whom it is for, an id from `audiences` in words.yml")
    order: int = Field(ge=0, description="Place in lists: smaller numbers first")
    sources_gathered: date = Field(description="Day on which the facts and sources were gathered")
    next_check_due: date = Field(description="Day by which the facts should be checked again")
    review: Review | None = Field(default=None, description="Who reviewed it, once a clinician has: `who`, `role`, `on`, `version`")


class Translation(Dated):
    """Front matter of a handout in any other language."""

    translated_from: Version = Field(description="the version of the original that was translated: 2026-11-22 · 3fa92c")
    translated_parts: dict[str, Digest] = Field(
        default={}, description="what stands for each part of that original; `python3 scripts translated` writes it"
    )
    translation_review: TranslationReview | None = Field(
        default=None, description="Who reviewed the translation, once a translator has: `who`, `role`, `on`, `version`"
    )


URGENT, CRISIS = 2, 4  # levels of care cards: from the first on, search shows them; the other has a look of its own


class CardWords(record.Record):
    """Front matter of a care card."""

    title: Text = Field(description="The call to action, ending in “if:”")
    level: int = Field(ge=1, le=4, description="How urgent: 1 next visit, 2 today, 3 emergency, 4 crisis line")
    medicines: list[Text] = Field(default=[], description="Medicines that it is for: a page that names one must show it")


@dataclass(frozen=True)
class Part:
    """A heading of the body: its id, words, level (2 to 6) and line in the file."""

    id: str
    title: str
    level: int
    line: int


@dataclass(frozen=True)
class Source:
    """A text file with front matter, as it was written: the ground under handouts, cards and plain pages."""

    path: str  # relative to the project, with forward slashes
    body: str
    body_line: int  # line of the file on which the body starts
    lines: record.Lines

    def line_of(self, words: str) -> int:
        """The line on which `words` of the finished page were written; the body's first line if they are not found.

        Compares words only, so citations, links, bold and curly quotes in between do not matter.
        """
        wanted = _plain(words)
        if not wanted:
            return self.body_line
        sought = wanted[:8]
        flow = [
            (word, number)
            for number, line in enumerate(self.body.split("\n"), self.body_line)
            for word in _plain(_LINK.sub(" ", CITATION.sub(" ", line)))
        ]
        for size in range(len(sought), 0, -1):
            for at in range(len(flow) - size + 1):
                if [word for word, _ in flow[at : at + size]] == sought[:size]:
                    return flow[at][1]
        return self.body_line

    def line_at(self, pattern: str) -> int:
        """The line of the first match of the regular expression `pattern` in the body, else the body's first line."""
        found = re.search(pattern, self.body)
        return self.body_line + (self.body.count("\n", 0, found.start()) if found else 0)


@dataclass(frozen=True, eq=False)
class Handout:
    """One structured page in one language. One that exists has valid front matter, and its parts in order.

    `facts` is the front matter of the original page: where order, kind, dates and audience come from. A translation also
    knows its `original`, and the ids of the parts in which it is `behind` it; the Library fills them in.
    """

    id: str
    language: str
    words: Dated
    facts: Original
    source: Source
    parts: tuple[Part, ...]
    version: str = ""  # date and fingerprint of its words; filled in by the Library, which knows cards and sources
    original: Handout | None = None
    behind: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.words.title

    @property
    def summary(self) -> str:
        return self.words.summary

    @property
    def changed(self) -> date:
        return self.words.changed

    @property
    def helps_first(self) -> bool:
        """Whether this is the page for the fridge door, where when to get help comes right after the key points."""
        return [part.id for part in self.parts if part.level == 2][:2] == [KEY_POINTS, HELP]

    @property
    def review_state(self) -> Literal["none", "current", "changed"]:
        """Whether a clinician reviewed it: nobody did, this very version, or an older one.

        A translation shares the review of its original, as long as it is not behind it.
        """
        if not self.facts.review:
            return "none"
        reviewed = self.original or self
        return "current" if self.facts.review.version == reviewed.version and not self.behind else "changed"


@dataclass(frozen=True, eq=False)
class Page:
    """A page of the site that is no handout: home, about, for clinics."""

    address: str  # path below docs/<language>/ without .md, as MkDocs will serve it: "about", "index"
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
    """Return where a card stands among others: the most urgent first; of one level, those of a medicine last."""
    return -card.words.level, bool(card.words.medicines)


@dataclass(frozen=True, eq=False)
class Draft:
    """What a page's file holds as far as it could be read: the ground of a page, or all there is of one with Problems."""

    source: Source
    words: record.Record | None  # None where its front matter is wrong
    parts: tuple[Part, ...] | None  # None where its headings are wrong
    kind: str = ""  # of a handout with all parts in order; empty where they are not, or nobody knows which it needs


def split(path: Path, name: str) -> tuple[str, int, str, int]:
    """A file's front matter and body, each with its first line. Raises Refused where there is no front matter."""
    return _split(record.text_of(path, name, record.LARGEST_PAGE), name)


def _split(text: str, name: str) -> tuple[str, int, str, int]:
    found = re.match(r"---[ ]*\n(.*?\n|)---[ ]*(?:\n|$)", text, re.S)
    if not found:
        at = "The closing --- is missing" if text.startswith("---") else "Front matter is missing"
        raise Refused([Problem(name, 1, f"{at}. Start the file with ---, `key: value` lines, and --- again.")])
    front = found.group(1)
    return front, 2, text[found.end() :], front.count("\n") + 3


def draft(model: type[record.Record], path: Path, name: str, kind: str = "") -> tuple[Draft, list[Problem]]:
    """What a file holds as far as it can be read, and every Problem in it. Raises Refused where nothing is certain.

    A handout's kind is `kind`, or what it says itself. Only a handout has parts to be looked at.
    """
    text, problems = record.visible(path, name, record.LARGEST_PAGE)
    try:
        front, first, body, body_line = _split(text, name)
    except Refused as refused:
        raise Refused([*problems, *refused.problems]) from None
    found = record.rough(front, name, first)
    words = None
    try:
        words = record.held(model, found if found.data is not None else replace(found, data={}), name, first)
    except Refused as refused:
        problems.extend(refused.problems)
    source = Source(name, body, body_line, found.lines)
    if not issubclass(model, Dated):
        return Draft(source, words, ()), problems
    if not kind and isinstance(found.data, dict) and ("kind",) not in found.unsure:
        kind = str(found.data.get("kind"))
    parts, wrong = _parts(body, body_line, name)
    unordered = _order(parts, kind, name, body_line) if kind in PARTS else []
    problems += [*wrong, *unordered]
    return Draft(source, words, None if wrong else tuple(parts), kind if kind in PARTS and not unordered else ""), problems


def read_words(model: type[record.Model], path: Path, name: str) -> tuple[record.Model, Source]:
    """Front matter of the file as a `model`, and its body. Raises Refused."""
    found, problems = draft(model, path, name)
    if problems or not isinstance(found.words, model):
        raise Refused(problems)
    return found.words, found.source


def read(path: Path, name: str, language: str, original: Handout | None = None) -> Handout:
    """The handout in this file. Raises Refused with every Problem in front matter and parts.

    `original` is the same handout in the library's first language; without it this file is that original.
    """
    misnamed = Problem(name, 0, "A handout's file name is its address for ever: small letters, digits and single hyphens.")
    problems = [] if ID.fullmatch(path.stem) else [misnamed]
    try:
        found, wrong = draft(Translation if original else Original, path, name, original.facts.kind if original else "")
    except Refused as refused:
        raise Refused([*problems, *refused.problems]) from None
    problems += wrong
    facts = original.facts if original else found.words
    if problems or not isinstance(found.words, Dated) or not isinstance(facts, Original):
        raise Refused(problems)
    return Handout(path.stem, language, found.words, facts, found.source, found.parts or (), original=original)


def _parts(body: str, first_line: int, name: str) -> tuple[list[Part], list[Problem]]:
    parts: list[Part] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    level = 1
    above = ""
    started = False
    for line, written in enumerate(body.split("\n"), first_line):
        text = written
        if _SPACED_HEADING.match(written):
            problems.append(Problem(name, line, record.PLAIN_SPACE))
            text = written.translate(record.TYPED)
        found = _HEADING.match(text)
        if above.strip() and _UNDERLINE.match(text):
            problems.append(Problem(name, line, "This line makes a heading of the line above. Start headings with ##."))
        if text.strip() and not found and not started:
            problems.append(Problem(name, line, "Words stand above the first heading. Move them below it."))
        started = started or bool(text.strip())
        above = text
        if not found:
            continue
        signs, title, id = found.groups()
        if len(signs) == 1:
            problems.append(Problem(name, line, "The page's heading is its `title`. Start sections with ##."))
            continue
        if not id:
            bare = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
            slug = "-".join(re.findall(r"[a-z0-9]+", bare.lower())) or "a-name"
            problems.append(Problem(name, line, f"Give this heading a fixed id: {signs} {title} {{ #{slug} }}"))
            parts.append(Part("", title, len(signs), line))
            level = len(signs)
            continue
        if not ID.fullmatch(id):
            problems.append(Problem(name, line, f"The id #{id} may hold only small letters, digits and single hyphens."))
        if id in seen:
            problems.append(Problem(name, line, f"The id #{id} stands on line {seen[id]} too. Give each heading its own."))
        if id in (SOURCES, TOP, "title"):
            problems.append(Problem(name, line, f"The id #{id} is made by the site. Choose another."))
        if not title:
            problems.append(Problem(name, line, "This heading has no words."))
        if len(signs) > level + 1:
            problems.append(Problem(name, line, f"A heading with {'#' * (level + 1)} must stand before one with {signs}."))
        seen.setdefault(id, line)
        level = len(signs)
        parts.append(Part(id, title, level, line))
    return parts, problems


def _order(parts: list[Part], kind: str, name: str, first_line: int) -> list[Problem]:
    """Every part of PARTS[kind] is there, in order, and the matter itself stands where it belongs."""
    top = [part for part in parts if part.level == 2]
    if not all(part.id for part in top):
        return []  # a heading without an id may be the part that seems to be missing
    wanted = PARTS[kind]
    if HELP in wanted and [part.id for part in top[:2]] == [KEY_POINTS, HELP]:
        # The page for the fridge door: what to do comes first, and why it matters after it.
        wanted = (KEY_POINTS, HELP, *(id for id in wanted if id not in (KEY_POINTS, HELP)))
    fixed = {id for id in wanted if id}
    there = {part.id for part in top}
    if missing := [id for id in wanted if id and id not in there]:
        return [Problem(name, first_line, f"A part is missing. Add a heading: ## … {{ #{id} }}") for id in missing]
    problems = []
    if None in wanted and not any(part.id not in fixed for part in top):
        problems.append(Problem(name, top[0].line, "The matter itself is missing: a section after the key points."))
    place = {id: at for at, id in enumerate(wanted)}
    middle = place.get(None, -1)
    last = -1
    for part in top:
        if part.id not in fixed and None not in wanted:
            problems.append(Problem(name, part.line, f"A page of kind {kind} has no section #{part.id}."))
            continue
        now = place[part.id] if part.id in fixed else middle
        if now < last:
            before = wanted[last] or "the matter itself"
            problems.append(Problem(name, part.line, f"#{part.id} must stand before {before}. Move it up."))
        last = max(last, now)
    return problems


def _plain(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def field_table() -> str:
    """The fields of a handout's front matter as a Markdown table, for CONTRIBUTING: name, whether needed, meaning."""
    rows = ["| Field | Needed | What it is |", "| --- | --- | --- |"]
    for model, under in ((Original, ""), (Review, "review.")):
        for name, field in model.model_fields.items():
            needed = "no" if not field.is_required() else "with `review`" if under else "yes"
            meaning = field.description or ""
            rows.append(f"| `{under}{name}` | {needed} | {meaning[:1].upper()}{meaning[1:]} |")
    return "\n".join(rows) + "\n"
