"""The rule for the questions that a nurse asks back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from handouts.checks.context import CheckContext
from handouts.checks.lengths import SENTENCE
from handouts.checks.paired_statements import check_pairs
from handouts.model.data_files import MOVES, TEACH_BACK
from handouts.model.fonts import missing_characters, missing_message
from handouts.problems import Problem

QUESTIONS = 3  # of a handout: more are an exam, and a nurse has no time for them


def check_teach_back(context: CheckContext) -> Iterator[Problem]:
    """Write at most three short questions under a handout's id, each ending in a question mark."""
    library, language = context.library, context.language
    file = language.file(TEACH_BACK)
    for id, questions in language.teach_back.items():
        page = language.file(f"handouts/{id}.md")
        if (
            id not in language.by_id
            and id not in library.moves.withdrawn
            and not library.unknown(MOVES, page)
        ):
            yield Problem(
                *library.entry_place(file, id),
                f"There is no {page}. Write the id of a handout before its questions.",
            )
        if len(questions) > QUESTIONS:
            yield Problem(
                *library.entry_place(file, id),
                f"{id} has {len(questions)} questions; the limit is {QUESTIONS}. "
                "Keep those that matter most.",
            )
        for number, question in enumerate(questions):
            place = partial(library.entry_place, file, id, number)
            count = len(question.split())
            if count > SENTENCE:
                yield Problem(
                    *place(),
                    f"This question has {count} words; the limit is {SENTENCE}. Shorten it.",
                )
            if not question.rstrip().endswith(("?", "؟", "？")):
                yield Problem(*place(), "This is no question. End it with a question mark.")
            if letters := missing_characters(question, language.fonts):
                yield Problem(*place(), f"{missing_message(letters)}. Use other words or signs.")
            yield from check_pairs(language, question, place, name=True)
