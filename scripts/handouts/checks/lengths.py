"""Rules for the length of sentences, blocks and lists, and for how many a part holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from handouts.checks import readability
from handouts.checks.context import CheckContext, CheckedPage
from handouts.checks.lookups import block_place
from handouts.checks.paired_statements import carries_warning, contains
from handouts.markdown.extension import render
from handouts.model.base import TYPED
from handouts.model.language import fill
from handouts.model.pages import (
    ACTIONS,
    BAND,
    CARD_CALL,
    CRISIS,
    HELP,
    KEY_POINTS,
    QUESTIONS,
    Card,
    Part,
    Source,
    urgency,
)
from handouts.pages.article import Block, fragment
from handouts.problems import Problem

SENTENCE, PARAGRAPH, LIST = 20, 3, 7  # words, sentences, items
# Sentences of an item that carries the warning of a pair, which is never cut short to fit.
WARNING = 5
# Words of the help band; a translation may need a fifth more. It stands on most sheets: so long, it
# holds every sign that the full cards hold, and leaves each sheet on its two sides (measured).
BAND_WORDS, TRANSLATED_BAND_WORDS = 110, 132
BAND_LEVELS = [3, 2, 1]
KEY_POINT, KEY_POINTS_RANGE = 15, (3, 5)
SECTIONS, ACTIONS_RANGE, QUESTIONS_RANGE = (2, 5), (3, 5), (3, 5)
_READ = ("p", "li", "dd", "td", "figcaption")


def check_sentence_lengths(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Write sentences of at most SENTENCE words, but for the help band, whose words are counted."""
    band = {card.id for card in context.language.band}
    for block in page.blocks:
        if block.kind not in _READ or not block.part or block.card in band:
            continue
        for sentence in readability.sentences(block.text):
            if (count := _length(context, sentence)) > SENTENCE:
                yield _block_problem(
                    context,
                    page,
                    block,
                    f"A sentence has {count} words; the limit is {SENTENCE}: "
                    f"“{_start(sentence)}”. Make it two.",
                )


def check_block_lengths(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Write blocks of at most PARAGRAPH sentences, or WARNING where one carries a warning."""
    term = ""
    for block in page.blocks:
        if block.kind == "dt":
            term = block.text
        if block.kind not in _READ:
            continue
        text = f"{term}: {block.text}" if block.kind == "dd" else block.text
        limit = WARNING if carries_warning(context.language.pairs, text) else PARAGRAPH
        count = len(readability.sentences(block.text))
        if count > limit:
            message = f"{count} sentences stand in one block; the limit is {limit}. Split it."
            yield _block_problem(context, page, block, message)


def check_percentages(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Write shares as a number of people or things, such as 20 in 100."""
    for block in page.blocks:
        if block.kind in _READ and "%" in block.text:
            message = "Say “20 in 100” instead of a percentage."
            yield _block_problem(context, page, block, message)


def check_key_point_lengths(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Write key points of at most KEY_POINT words."""
    for block in page.blocks:
        if block.part == KEY_POINTS and block.kind == "li":
            count = _length(context, block.text)
            if count > KEY_POINT:
                message = f"A key point has {count} words; the limit is {KEY_POINT}."
                yield _block_problem(context, page, block, message)


def check_list_lengths(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Write lists of at most LIST items."""
    for _, items in page.article.lists():
        if len(items) > LIST:
            yield Problem(
                page.source.path,
                page.source.line_of(items[0]),
                f"A list of {len(items)} items; the limit is {LIST}. Make two lists.",
            )


def check_card_order(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Show care cards with the most urgent first, in each part of a page."""
    for part in page.source.body.translate(TYPED).split("\n## "):
        cards = _ordered_cards(context, part)
        if cards != sorted(cards, key=urgency):
            yield Problem(
                page.source.path,
                page.source.line_at(rf"(?m)^/// card.*\b{cards[0].id}\b"),
                "Care cards must stand in this order: "
                "emergency, those of a medicine, today, next visit.",
            )


def check_medicine_cards(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Show the care card of each medicine that the page names, if it shows cards or the band."""
    cards = _ordered_cards(context, page.source.body)
    shows_help = cards or BAND.search(page.source.body.translate(TYPED))
    for card in context.language.cards.values() if shows_help else ():
        mentions = (
            (word, block)
            for word in card.words.medicines
            for block in page.blocks
            if not block.card and contains(word, block.text)
        )
        if card not in cards and (mention := next(mentions, None)):
            word, block = mention
            yield _block_problem(
                context,
                page,
                block,
                f"Who reads of “{word}” needs the care card {card.id}. "
                f"Show it under when to get help: /// card | {card.id}",
            )


def check_counts(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Write as many key points, sections, actions and questions as a reader can take in."""
    if page.parts is None or not page.kind:
        return
    items: dict[str, int] = defaultdict(int)
    for block in page.blocks:
        items[block.part] += block.kind == "li"
    counts = [(KEY_POINTS, "key points", items[KEY_POINTS], KEY_POINTS_RANGE)]
    if page.kind == "handout":
        fixed = (KEY_POINTS, ACTIONS, HELP, QUESTIONS)
        sections = sum(part.level == 2 and part.id not in fixed for part in page.parts)
        counts += [
            (KEY_POINTS, "sections between key points and what to do", sections, SECTIONS),
            (ACTIONS, "actions", items[ACTIONS], ACTIONS_RANGE),
            (QUESTIONS, "questions", items[QUESTIONS], QUESTIONS_RANGE),
        ]
    lines = {part.id: part.line for part in page.parts}
    for part, label, count, (minimum, maximum) in counts:
        if not minimum <= count <= maximum:
            yield Problem(
                page.source.path,
                lines.get(part, page.source.body_line),
                f"The number of {label} is {count}; write {minimum} to {maximum}.",
            )


def check_cards_are_called(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Call care cards under when to get help."""
    if page.parts is None or not page.kind:
        return
    for part in page.parts:
        if part.id == HELP:
            text = _text_of_part(page.source, page.parts, part)
            if not (CARD_CALL.search(text := text.translate(TYPED)) or BAND.search(text)):
                yield Problem(
                    page.source.path,
                    part.line,
                    "Call the care cards here: /// card | name, then ///. "
                    "Or call the help band: /// band, then ///.",
                )


def check_band_calls(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Call the help band whole, and beside it no card that says the same at length."""
    called = _ordered_cards(context, page.source.body)
    shows_band = BAND.search(page.source.body.translate(TYPED))
    for card in called:
        place = page.source.path, page.source.line_at(rf"(?m)^/// card.*\b{card.id}\b")
        if card.words.band:
            yield Problem(*place, f"{card.id} is part of the help band. Call all of it: /// band")
        elif shows_band and not card.words.medicines:
            yield Problem(
                *place, f"The help band says in short what the card {card.id} says. Show only one."
            )


def check_band(context: CheckContext) -> Iterator[Problem]:
    """Write one item of the help band for each urgency, of at most BAND_WORDS words in all."""
    library, language = context.library, context.language
    callers = [page for page in language.handouts if BAND.search(page.source.body)]
    if library.unread or not (callers or language.band):
        return
    levels = [card.words.level for card in language.band]
    if levels != BAND_LEVELS:
        path = language.band[0].source.path if language.band else callers[0].source.path
        yield Problem(
            path,
            1 if language.band else callers[0].source.line_at(rf"(?m){BAND.pattern}"),
            "The help band has items of these levels: "
            f"{', '.join(map(str, levels)) or 'none'}. Write three cards with `band: true`, "
            "one each of level 3 (emergency), 2 (today) and 1 (next visit).",
        )
        return
    limit = BAND_WORDS if language is library.languages[0] else TRANSLATED_BAND_WORDS
    blocks = fragment(render(library, language, "/// band\n///\n")).blocks()
    # As word processors count: what a no-break space joins, such as a number and its unit, is one.
    count = sum(len(block.text.split(" ")) for block in blocks)
    if count > limit:
        yield Problem(
            language.band[0].source.path,
            language.band[0].source.body_line,
            f"The help band has {count} words in its three cards; the limit is {limit}. "
            "Keep every sign, and make the wording shorter.",
        )


def _block_problem(context: CheckContext, page: CheckedPage, block: Block, message: str) -> Problem:
    return Problem(*block_place(context.language, page.source, block), message)


def _ordered_cards(context: CheckContext, text: str) -> list[Card]:
    """Return the care cards that a text calls, but for that of a crisis, which has no order."""
    cards = context.language.cards
    names = CARD_CALL.findall(text.translate(TYPED))
    called = [cards[name] for name in names if name in cards]
    return [card for card in called if card.words.level < CRISIS]


def _length(context: CheckContext, text: str) -> int:
    """Return how many words a text has. A phone number is a single word, in whatever groups.

    How to reach the crisis line counts as if it had one number to call and to text: a clinic with
    two numbers may not have to write the library's sentences anew.
    """
    line = context.crisis_line
    if line and line in text:
        shortest = fill(context.language.labels["crisis_same"], number="0")
        text = text.replace(line, shortest)
    return len(re.sub(r"(?<=\d)\s(?=\d)", "", text).split())


def _text_of_part(source: Source, parts: tuple[Part, ...], part: Part) -> str:
    """Return the text of a part below its heading."""
    lines = source.body.split("\n")
    headings = [each.line - source.body_line for each in parts if each.level == 2]
    start = part.line - source.body_line
    end = min((line for line in headings if line > start), default=len(lines))
    return "\n".join(lines[start + 1 : end])


def _start(text: str) -> str:
    words = text.split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")
