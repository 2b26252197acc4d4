"""Rules for the length of sentences, paragraphs and lists, and for how many of them a part holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from handouts.checks import readability
from handouts.checks.lookups import block_place
from handouts.checks.paired_statements import carries_warning, stands
from handouts.model.base import TYPED
from handouts.model.language import Language
from handouts.model.pages import (
    ACTIONS,
    CALLED,
    CRISIS,
    HELP,
    KEY_POINTS,
    QUESTIONS,
    Part,
    Source,
    urgency,
)
from handouts.pages.article import Article, Block
from handouts.problems import Problem

SENTENCE, PARAGRAPH, LIST = 20, 3, 7  # words, sentences, items
WARNING = (
    5  # sentences of an item that carries the warning of a pair, which is never cut short to fit
)
KEY_POINT, KEY_POINTS_RANGE = 15, (3, 5)
SECTIONS, ACTIONS_RANGE, QUESTIONS_RANGE = (2, 5), (3, 5), (3, 5)


def check_lengths(
    language: Language, source: Source, article: Article, blocks: Iterable[Block]
) -> Iterator[Problem]:
    """Yield what is too long: sentences, blocks, key points, lists; percentages; care cards out of order."""

    def say(block: Block, message: str) -> Problem:
        return Problem(*block_place(language, source, block), message)

    term = ""
    for block in blocks:
        if block.kind == "dt":
            term = block.text
        if block.kind not in ("p", "li", "dd", "td", "figcaption"):
            continue
        sentences = readability.sentences(block.text)
        for sentence in sentences:
            if block.part and (count := _length(sentence)) > SENTENCE:
                yield say(
                    block,
                    f"A sentence has {count} words; the limit is {SENTENCE}: “{_start(sentence)}”. Make it two.",
                )
        limit = (
            WARNING
            if carries_warning(
                language.pairs, f"{term}: {block.text}" if block.kind == "dd" else block.text
            )
            else PARAGRAPH
        )
        if len(sentences) > limit:
            yield say(
                block,
                f"{len(sentences)} sentences stand in one block; the limit is {limit}. Split it.",
            )
        if "%" in block.text:
            yield say(block, "Say “20 in 100” instead of a percentage.")
        if (
            block.part == KEY_POINTS
            and block.kind == "li"
            and (count := _length(block.text)) > KEY_POINT
        ):
            yield say(block, f"A key point has {count} words; the limit is {KEY_POINT}.")
    for _, items in article.lists():
        if len(items) > LIST:
            line = source.line_of(items[0])
            yield Problem(
                source.path,
                line,
                f"A list of {len(items)} items; the limit is {LIST}. Make two lists.",
            )
    called = CALLED.findall(source.body.translate(TYPED))
    cards = [language.cards[name] for name in called if name in language.cards]
    shown = [
        card for card in cards if card.words.level < CRISIS
    ]  # that one stands where a page speaks of it
    if shown != sorted(shown, key=urgency):
        line = source.line_at(r"(?m)^/// card")
        yield Problem(
            source.path,
            line,
            "Care cards must stand in this order: emergency, those of a medicine, today, next visit.",
        )
    for card in language.cards.values() if shown else ():
        named = (
            (word, block)
            for word in card.words.medicines
            for block in blocks
            if not block.card and stands(word, block.text)
        )
        if card not in shown and (first := next(named, None)):
            word, block = first
            yield say(
                block,
                f"Who reads of “{word}” needs the care card {card.id}. Show it under when to get help: /// card | {card.id}",
            )


def _length(text: str) -> int:
    """How many words a text has. A phone number counts as one, however its digits are grouped."""
    return len(re.sub(r"(?<=\d)\s(?=\d)", "", text).split())


def check_counts(
    source: Source, parts: tuple[Part, ...], kind: str, blocks: Iterable[Block]
) -> Iterator[Problem]:
    """Each part holds as many things as a reader can take in. The parts are those of the kind, in order."""
    by_part: dict[str, list[Block]] = defaultdict(list)
    for block in blocks:
        by_part[block.part].append(block)
    lines = {part.id: part.line for part in parts}

    def said(part: str, what: str, count: int, limits: tuple[int, int]) -> Iterator[Problem]:
        least, most = limits
        if not least <= count <= most:
            line = lines.get(part, source.body_line)
            yield Problem(
                source.path, line, f"The number of {what} is {count}; write {least} to {most}."
            )

    yield from said(
        KEY_POINTS,
        "key points",
        sum(block.kind == "li" for block in by_part[KEY_POINTS]),
        KEY_POINTS_RANGE,
    )
    if kind == "handout":
        fixed = (KEY_POINTS, ACTIONS, HELP, QUESTIONS)
        sections = [part for part in parts if part.level == 2 and part.id not in fixed]
        yield from said(
            KEY_POINTS, "sections between key points and what to do", len(sections), SECTIONS
        )
        for id, name, limits in (
            (ACTIONS, "actions", ACTIONS_RANGE),
            (QUESTIONS, "questions", QUESTIONS_RANGE),
        ):
            yield from said(id, name, sum(block.kind == "li" for block in by_part[id]), limits)
    if HELP in lines and not CALLED.search(_of_part(source, parts, HELP).translate(TYPED)):
        yield Problem(
            source.path, lines[HELP], "Call the care cards here: /// card | name, then ///."
        )


def _of_part(source: Source, parts: tuple[Part, ...], id: str) -> str:
    """The text of a part below its heading."""
    lines = source.body.split("\n")
    heads = [part.line - source.body_line for part in parts if part.level == 2]
    start = next(part.line for part in parts if part.id == id) - source.body_line
    return "\n".join(
        lines[start + 1 : min((head for head in heads if head > start), default=len(lines))]
    )


def _start(text: str) -> str:
    words = text.split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")
