"""The rule for signs of care cards: whoever types one into the search sees what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.context import CheckContext
from handouts.checks.lookups import key_place, words_place
from handouts.checks.search_matching import Alarm, alarm, fold, holds
from handouts.markdown import extension
from handouts.model.data_files import file_beside
from handouts.model.pages import CRISIS, URGENT, Card
from handouts.pages import article
from handouts.problems import Problem

_SHOWN = 6  # words of a long sign that a message repeats
_NUMBER = re.compile(r"(?<![\w.,\[^-])\d+(?:[.,]\d+)*(?![\w-])")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def check_card_titles(context: CheckContext) -> Iterator[Problem]:
    """End the title of a card in a colon, or what else a language has, before a list of signs."""
    titles = [card.words.title for card in context.language.cards.values()]
    example = next((title for title in titles if title.endswith(":")), "Call {emergency} if:")
    for card in context.language.cards.values():
        body, title = card.source.body.lstrip(), card.words.title
        if re.match(r"[-*+] (?!\{)", body) and re.search(r"[\w}]$", title.rstrip()):
            yield Problem(
                *key_place(card.source, "title"),
                f"The list of signs goes on from this title. End it as in: {example}",
            )


def check_band_numbers(context: CheckContext) -> Iterator[Problem]:
    """Let the help band say no number that no full card of its level says: both change together."""
    for band_card in context.language.band:
        full_cards = [
            card
            for card in context.language.cards.values()
            if card.words.level == band_card.words.level and not card.words.band
        ]
        numbers = {number for card in full_cards for number in _NUMBER.findall(card.source.body)}
        ids = ", ".join(card.id for card in full_cards)
        for number in dict.fromkeys(_NUMBER.findall(band_card.source.body)):
            if full_cards and number not in numbers:
                yield Problem(
                    *words_place(band_card.source, number),
                    f"The help band says {number}, and no full card of this level does: {ids}. "
                    "Write the same number in both.",
                )


def check_card_signs(context: CheckContext) -> Iterator[Problem]:
    """Give each sign of an urgent card alarm words, so that the search shows that card for it."""
    library, language = context.library, context.language
    code, idle = language.code, frozenset(language.labels["search_idle"].split())
    alarms = {
        id: [alarm(entry, code, idle) for entry in library.alarms(language, id)]
        for id in language.interface.alarm_words
        if id in language.cards
    }
    calls = set(library.phones(language, linked=False).values())
    for id, card in language.cards.items():
        is_urgent = URGENT <= card.words.level < CRISIS and not card.words.band
        if not is_urgent or not alarms.get(id):  # without any, another rule tells
            continue
        for sign in _items(context, card):
            if sign in calls or id in _seen(context, sign, alarms, code, idle):
                continue
            words = sign.split()
            quoted = " ".join(words[:_SHOWN]) + " …" * (len(words) > _SHOWN)
            file = file_beside(card.source.path, language.file("words.yml"))
            yield Problem(
                *words_place(card.source, sign),
                f"Whoever types “{quoted}” in the search does not see this card. Add the words of "
                f"it that people type to `{id}` under `alarm_words` in {file}, such as: "
                f"{_example(sign, idle)}",
            )


def _items(context: CheckContext, card: Card) -> Iterator[str]:
    """Yield the items of a card's lists as readers see them, without citations."""
    text = extension.render(context.library, context.language, f"/// card | {card.id}\n///\n")
    yield from (block.text for block in article.fragment(text).blocks() if block.kind == "li")


def _seen(
    context: CheckContext,
    question: str,
    alarms: dict[str, list[Alarm]],
    code: str,
    idle: frozenset[str],
) -> set[str]:
    """Return the ids of the cards that the search shows for a question, whole or in one line.

    The lines of all cards are shown where one for today is called for and has one (`linesFor` in
    overrides/assets/js/search/danger.js).
    """
    cards, lines = context.language.cards, context.language.interface.alarm_lines
    card_ids = {id for id, entries in alarms.items() if holds(question, entries, code, idle)}
    if any(id in lines and cards[id].words.level == URGENT for id in card_ids):
        card_ids |= lines.keys()
    return card_ids


def _example(sign: str, idle: frozenset[str]) -> str:
    """Return the two longest words that tell a sign from others, in its order.

    All of it, in quotes, where it has none.
    """
    marks = {fold(word) for word in idle}
    telling = [word for word in _WORD.findall(sign) if fold(word) not in marks]
    longest = sorted(telling, key=len, reverse=True)[:2]
    return " ".join(sorted(longest, key=telling.index)).lower() if telling else f'"{sign}"'
