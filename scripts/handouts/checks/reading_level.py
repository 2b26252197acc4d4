"""Rules for the reading level of handouts. readability.py tells where the limits come from."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.checks.context import CheckContext
from handouts.checks.readability import (
    EASE_OF_PAGE,
    GRADE_OF_LIBRARY,
    GRADE_OF_PAGE,
    Score,
    score_of,
)
from handouts.model.pages import Handout
from handouts.problems import Problem


def check_reading_level(context: CheckContext) -> Iterator[Problem]:
    """Write handouts that read no harder than a page may."""
    for handout, score in _scores(context):
        path, line = handout.source.path, handout.source.body_line
        if score.grade is not None and score.grade > GRADE_OF_PAGE:
            yield Problem(
                path,
                line,
                f"This page reads at grade {score.grade:.1f}; the limit is {GRADE_OF_PAGE}. "
                "Use shorter words and sentences.",
            )
        if score.ease is not None and score.ease < EASE_OF_PAGE:
            yield Problem(
                path,
                line,
                f"This page has a reading ease of {score.ease:.1f} (Fernández-Huerta); "
                f"write {EASE_OF_PAGE:.0f} or more. Use shorter words and sentences.",
            )


def check_mean_reading_level(context: CheckContext) -> Iterator[Problem]:
    """Write handouts that on average read no harder than the library may."""
    library, language = context.library, context.language
    handouts = language.file("handouts/")
    if any(path.startswith(handouts) for path in library.unread) or not all(
        context.is_complete(handout) for handout in language.handouts
    ):
        return  # the mean of a part is not that of the library
    grades = [score.grade for _, score in _scores(context) if score.grade is not None]
    if grades and (mean := sum(grades) / len(grades)) > GRADE_OF_LIBRARY:
        yield Problem(
            language.file("handouts"),
            0,
            f"The handouts read at grade {mean:.2f} on average; "
            f"the limit is {GRADE_OF_LIBRARY}. Make the hardest pages plainer.",
        )


def _scores(context: CheckContext) -> Iterator[tuple[Handout, Score]]:
    """Yield each handout with its score, but for those of which a word could not be read."""
    for handout in context.language.handouts:
        if context.is_complete(handout):
            blocks = context.articles[handout].blocks()
            yield handout, score_of(context.language, blocks)
