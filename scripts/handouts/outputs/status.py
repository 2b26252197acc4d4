"""The library at a glance, for whoever runs it: each handout beside its limits, and what is due.

It is printed, or written as a page that is not published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import jinja2

from handouts.checks import readability
from handouts.checks.context import render
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout

TEMPLATE = Path(__file__).with_name("status.html")
SIDES = 2  # of a standard sheet


@dataclass(frozen=True)
class HandoutStatus:
    """One handout in one language."""

    id: str
    title: str
    reading: float | None  # grade or ease, by the scale of its language
    words: int  # that reading scales count
    sides: int | None  # of its standard sheet on letter paper; None before it is built
    pictures: int
    review: str  # "none", "current" or "changed"
    due: date
    is_overdue: bool
    is_draft: bool
    behind: tuple[str, ...]
    low_trust: tuple[str, ...]  # ids of its sources that can be relied on least
    unconfirmed: tuple[str, ...]  # ids of its sources whose title was inferred

    @property
    def remarks(self) -> list[str]:
        """Return what is worth a look, as short phrases."""
        remarks = ["draft"] if self.is_draft else []
        if self.review == "changed":
            remarks.append("changed since its review")
        if self.is_overdue:
            remarks.append("facts due")
        if self.behind:
            remarks.append(f"behind in {', '.join(self.behind)}")
        if self.sides and self.sides > SIDES:
            remarks.append(f"{self.sides} sides")
        return remarks


@dataclass(frozen=True)
class LanguageStatus:
    """The handouts of a language, and the limits that they keep."""

    code: str
    name: str
    scale: str  # "grade", "ease" or "" where its language has no scale
    limit: float  # of a page: the highest grade, or the lowest ease
    handouts: list[HandoutStatus]
    missing: list[str]  # ids of handouts that it lacks

    @property
    def mean_reading(self) -> float | None:
        """Return the mean of what its handouts score; None without a scale."""
        scores = [each.reading for each in self.handouts if each.reading is not None]
        return sum(scores) / len(scores) if scores else None

    def count(self, state: str) -> int:
        """Return how many handouts have a review in this state."""
        return sum(each.review == state for each in self.handouts)


def status(
    library: Library, today: date, sides: Mapping[tuple[str, str], int]
) -> list[LanguageStatus]:
    """Return the status of each language.

    `sides` are how many each standard sheet has, by language code and id, as far as is known.
    """
    return [_language_status(library, language, today, sides) for language in library.languages]


def _language_status(
    library: Library, language: Language, today: date, sides: Mapping[tuple[str, str], int]
) -> LanguageStatus:
    scales = {
        "en": ("grade", readability.GRADE_OF_PAGE),
        "es": ("ease", readability.EASE_OF_PAGE),
    }
    scale, limit = scales.get(language.code.split("-")[0], ("", 0.0))
    return LanguageStatus(
        code=language.code,
        name=language.interface.language,
        scale=scale,
        limit=limit,
        handouts=[
            _handout_status(
                library, language, handout, today, sides.get((language.code, handout.id))
            )
            for handout in language.handouts
        ],
        missing=[handout.id for handout in library.untranslated(language)],
    )


def _handout_status(
    library: Library, language: Language, handout: Handout, today: date, sides: int | None
) -> HandoutStatus:
    article = render(library, language, handout)
    blocks, sources = article.blocks(), library.summaries[handout].sources
    score = readability.score_of(language, blocks)
    return HandoutStatus(
        id=handout.id,
        title=handout.title,
        reading=score.grade if score.grade is not None else score.ease,
        words=len(readability.running_text(blocks).split()),
        sides=sides,
        pictures=len(article.pictures()),
        review=handout.review_state,
        due=handout.facts.next_check_due,
        is_overdue=handout.facts.next_check_due < today,
        is_draft=handout.published is None,
        behind=handout.behind,
        low_trust=tuple(id for id, source in sources.items() if source.trust == "low"),
        unconfirmed=tuple(id for id, source in sources.items() if not source.title_confirmed),
    )


def to_text(languages: Iterable[LanguageStatus]) -> str:
    """Return the status as a table for a terminal, with a line for the whole of each language."""
    lines = []
    for language in languages:
        width = max((len(each.id) for each in language.handouts), default=0)
        head = f"{language.name}: {len(language.handouts)} handouts"
        columns = f"{language.scale or '-':>6} words sides pictures weak unsure  review   due"
        lines += [f"{head:<{width + 2}} {columns}"]
        for each in language.handouts:
            reading = "-" if each.reading is None else f"{each.reading:.1f}"
            remarks = "; ".join(each.remarks)
            counts = (
                f"{each.words:>5} {each.sides or '-':>5} {each.pictures:>8}"
                f" {len(each.low_trust):>4} {len(each.unconfirmed):>6}"
            )
            line = f"  {each.id:<{width}} {reading:>6} {counts}  {each.review:<8} {each.due}"
            lines.append(f"{line}  {remarks}".rstrip())
        if (mean := language.mean_reading) is not None:
            bound = "at most" if language.scale == "grade" else "at least"
            lines.append(
                f"  Mean {language.scale} {mean:.1f}; of a page {bound} {language.limit:.1f}."
            )
        lines.append(
            f"  Reviewed by a clinician: {language.count('current')} of {len(language.handouts)}."
        )
        if language.missing:
            lines.append(f"  Not in this language: {', '.join(language.missing)}.")
        lines.append("")
    lines.append("weak: sources of low trust; unsure: sources whose title was not confirmed.\n")
    return "\n".join(lines)


def to_page(name: str, today: date, languages: list[LanguageStatus]) -> str:
    """Return the status as an HTML page that needs nothing beside it."""
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(
        name=name, today=today.isoformat(), languages=languages, limit_sides=SIDES
    )
