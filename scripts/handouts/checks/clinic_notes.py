"""The rule for a clinic's notes on handouts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from handouts.checks.citations import Claims
from handouts.checks.context import CheckContext
from handouts.checks.lengths import PARAGRAPH, SENTENCE
from handouts.checks.lookups import lacks_handout, meant_name
from handouts.checks.paired_statements import check_pairs
from handouts.checks.readability import (
    EASE_OF_PAGE,
    GRADE_OF_PAGE,
    score_of,
    sentences,
)
from handouts.model.data_files import MOVES, NOTES
from handouts.model.fonts import missing_characters, missing_message
from handouts.model.pages import ABOUT_CLINIC, Handout
from handouts.pages.article import Block
from handouts.problems import Problem


def check_clinic_notes(context: CheckContext) -> Iterator[Problem]:
    """Write a sentence or two under a handout's id, about the clinic and not about treatments."""
    library, language = context.library, context.language
    claims = Claims(context, ABOUT_CLINIC)
    for id, note in language.clinic_notes.items():
        place = partial(library.entry_place, language.file(NOTES), id)
        is_unknown = library.unknown(MOVES, language.file(f"handouts/{id}.md"))
        handout = language.by_id.get(id)
        if not handout and lacks_handout(library, id) and id not in library.moves.withdrawn:
            if not is_unknown:
                names = meant_name(id, language.by_id, "handouts")
                yield Problem(*place(), f"No handout is called {id}. {names}")
            continue
        for message in (*_length_messages(note), *_claim_messages(claims, note)):
            yield Problem(*place(), message)
        if letters := missing_characters(note, language.fonts):
            yield Problem(*place(), f"{missing_message(letters)}. Use other words or signs.")
        if handout and context.is_complete(handout) and (message := _level(context, handout, note)):
            yield Problem(*place(), message)
        yield from check_pairs(language, note, place)


def _length_messages(note: str) -> Iterator[str]:
    texts = sentences(note)
    if len(texts) > PARAGRAPH:
        yield f"This note has {len(texts)} sentences; the limit is {PARAGRAPH}. Shorten it."
    for text in texts:
        if (count := len(text.split())) > SENTENCE:
            yield f"A sentence has {count} words; the limit is {SENTENCE}. Make it two."


def _claim_messages(claims: Claims, note: str) -> Iterator[str]:
    """Yield the claims of a note: each needs its source, which no note has."""
    for words in claims.names(note).values():
        yield (
            f"“{words}” needs its source, and a note has none. Leave it out, or write a page of "
            "your own."
        )


def _level(context: CheckContext, handout: Handout, note: str) -> str:
    """Return that a page which reads easily enough does not with this note; "" if it does."""
    blocks = context.articles[handout].blocks()
    block = Block("", "", "p", note, (), ())
    alone, both = (score_of(context.language, each) for each in (blocks, (block, *blocks)))
    if (alone.grade or 0) <= GRADE_OF_PAGE < (both.grade or 0):
        limit = f"grade {both.grade:.1f}; the limit is {GRADE_OF_PAGE}"
    elif (both.ease or EASE_OF_PAGE) < EASE_OF_PAGE <= (alone.ease or EASE_OF_PAGE):
        limit = f"an ease of {both.ease:.1f}; write {EASE_OF_PAGE:.0f} or more"
    else:
        return ""
    return f"With this note the page reads at {limit}. Use shorter words and sentences."
