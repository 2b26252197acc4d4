"""Artefact: what search looks through, one classic script per language, loaded when the search box gets focus.

It holds no sentence of an article but those of the care cards, which are shown whole: titles, summaries and headings,
hidden words, and single words of each article in the order of the alphabet, as often as they stand there. So no result
can show half of what belongs together.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from . import article, markup
from .article import Article
from .handout import Handout, Page
from .library import Language, Library

URGENT = 2  # care cards from this level on are shown above the results when a question holds a word that means danger
MOST = 4  # times that a word of an article is counted
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def index(library: Library, language: Language, articles: dict[str, Article]) -> tuple[str, bytes]:
    """Address and bytes of a language's index: `var handoutIndex = {handouts, pages, idle, faint, alike, danger}`."""
    idle = language.say["search_idle"].split()
    seen = Counter(head for one in language.handouts for head in set(_heads(articles[one.id])))
    common = {head for head, times in seen.items() if times > max(2, len(language.handouts) / 2)}  # "Key points" tells no page from another
    data = {
        "handouts": [_handout(library, language, one, articles[one.id], common, set(idle)) for one in language.handouts],
        "pages": [_listed(library, language, one) for one in language.pages if one.address != "index"],
        "idle": idle,
        "faint": language.say["search_faint"].split(),
        "alike": [[words.strip() for words in line.split(",")] for line in language.say["search_alike"].splitlines()],
        "danger": {
            "words": [words.strip() for words in language.say["search_danger"].split(",")],
            "cards": _cards(library, language),
            "help": next((_link(library, language, one) for one in language.handouts if one.helps_first), ""),
        },
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return library.search_index(language), f"var handoutIndex={text};\n".encode()


def _link(library: Library, language: Language, one: Handout | Page) -> str:
    return library.address(one).removeprefix(language.edition.root)


def _listed(library: Library, language: Language, one: Handout | Page) -> dict[str, Any]:
    return {
        "title": one.words.title,
        "summary": one.words.summary,
        "link": _link(library, language, one),
        "words": one.words.search,
    }


def _heads(page: Article) -> list[str]:
    return [block.text for block in page.blocks() if block.kind in ("h2", "h3") and not block.card]


def _handout(library: Library, language: Language, one: Handout, page: Article, common: set[str], idle: set[str]) -> dict[str, Any]:
    blocks = [block for block in page.blocks() if not block.card]
    listed = one.facts.kind == "words"  # the word list names every word, and is the answer to none of them
    text = "\n".join(block.text for block in blocks)
    return {
        "id": one.id,
        **_listed(library, language, one),
        "heads": [head for head in _heads(page) if head not in common],
        "terms": [] if listed else _synonyms(language, text),
        "bag": sorted(language.terms) if listed else _bag(text, idle),
    }


def _bag(text: str, idle: set[str]) -> list[str]:
    """The words of a text in the order of the alphabet, each as often as it stands there, but at most MOST times."""
    return sorted(word for word, times in Counter(_words([text])).items() if word not in idle for _ in range(min(times, MOST)))


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in _WORD.findall(text.lower()) if len(word) > 2]


def _synonyms(language: Language, text: str) -> list[str]:
    """What people type for the words of the word list that stand on a page."""
    text = text.lower()
    return [
        said
        for name, term in language.terms.items()
        if any(form.lower() in text and re.search(rf"\b{re.escape(form.lower())}\b", text) for form in (name, *term.forms))
        for said in term.search
    ]


def _cards(library: Library, language: Language) -> list[dict[str, Any]]:
    """The urgent care cards, most urgent first, in their own words: `{level, title, parts: [[kind, text]]}`."""
    found = []
    for card in sorted(language.cards.values(), key=lambda one: (-one.words.level, one.id)):
        if card.words.level >= URGENT:
            shown = article.fragment(markup.rendered(library, language, f"/// card | {card.id}\n///\n"))
            title, *parts = [block for block in shown.blocks() if block.card == card.id]
            found.append({"level": card.words.level, "title": title.text, "parts": [[part.kind, part.text] for part in parts]})
    return found
