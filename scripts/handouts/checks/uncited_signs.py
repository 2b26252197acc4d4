"""The rule for the signs on care cards: whoever reviews a card sees what each rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.model.includes import PHONE
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import CITATION, Card
from handouts.problems import Problem

_URGENT = (2, 3)  # levels of the cards for today and for an emergency
_ITEM = re.compile(r"^[ \t]*[-*+][ \t]+(.*(?:\n[ \t]+(?![-*+][ \t]).*)*)", re.M)


def uncited_signs(library: Library) -> Iterator[Problem]:
    """Yield the signs of urgent care cards that no source stands behind.

    A card that is unfinished says so itself. "You think it is an emergency" needs no source: what
    names the emergency in the word of the site is no sign of one.
    """
    for language in library.languages:
        for card in language.cards.values():
            if card.words.level in _URGENT and not card.words.unfinished:
                yield from _uncited(language, card)


def _uncited(language: Language, card: Card) -> Iterator[Problem]:
    body, emergency = card.source.body, language.labels["level_emergency"].lower()
    for match in _ITEM.finditer(body):
        sign = " ".join(match[1].split())
        if CITATION.search(sign) or PHONE.fullmatch(sign) or emergency in sign.lower():
            continue
        line = card.source.body_line + body.count("\n", 0, match.start(1))
        yield Problem(
            card.source.path,
            line,
            f"“{sign}” has no source. Write [^id] after it, an id from docs/sources.yml, so that "
            "whoever reviews the card sees what it rests on.",
        )
