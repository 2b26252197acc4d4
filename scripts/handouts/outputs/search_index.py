"""What search looks through, a classic script per language, loaded when the search box gets focus.

It holds no sentence of an article but those of the care cards, which are shown whole: titles, summaries and headings,
hidden words, and single words of each article in the order of the alphabet, as often as they stand there. So no result
can show half of what belongs together.

In a large library it is split by need: the first part answers most questions, with all but the single words of the articles.
These come in further parts, which are loaded behind the first answers.
"""

from __future__ import annotations

import itertools
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lxml import etree

from handouts.markdown import extension
from handouts.markdown.preprocessor import GLUE
from handouts.model.language import Language, fill
from handouts.model.library import Library
from handouts.model.pages import CRISIS, URGENT, Handout, Page
from handouts.pages import article
from handouts.pages.article import BLOCKS, Article

LIMIT = 46_000  # bytes of a part, compressed: with the script (5 KB) below 60 KB, even where a server packs worse than zlib
MAX_COUNT = 4  # times that a word of an article is counted
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def index(
    library: Library, language: Language, articles: dict[str, Article]
) -> list[tuple[str, bytes]]:
    """Addresses and bytes of a language's index: `var handoutIndex = {src, from, handouts, pages, idle, faint, alike, danger}`.

    It is one file, or a first part that names the further ones under `src`: each `{from, handouts}`, where `handouts` adds
    to the handouts from that number on. Added up in order, the parts hold what the one file would.
    """
    idle = language.say["search_idle"].split()
    heading_counts = Counter(
        head for handout in language.handouts for head in set(_headings(articles[handout.id]))
    )
    common = {
        head for head, times in heading_counts.items() if times > max(2, len(language.handouts) / 2)
    }  # "Key points" tells no page from another
    handouts = [
        _handout(library, language, handout, articles[handout.id], common, set(idle))
        for handout in language.handouts
    ]
    shared = {
        "pages": [
            _summary(library, language, page) for page in language.pages if page.address != "index"
        ],
        "idle": idle,
        "faint": language.say["search_faint"].split(),
        "alike": [
            [words.strip() for words in line.split(",")]
            for line in language.say["search_alike"].splitlines()
        ],
        "danger": {
            "cards": _cards(library, language),
            "help": next(
                (
                    _link(library, language, handout)
                    for handout in language.handouts
                    if handout.helps_first
                ),
                "",
            ),
        },
    }

    def first_part(number: int, entries: list[dict[str, Any]]) -> bytes:
        names = [
            library.search_index(language, part).removeprefix(language.edition.root)
            for part in range(2, number + 1)
        ]
        return _script({"src": names, "from": 0, "handouts": entries, **shared})

    parts = [first_part(1, handouts)]
    if not _fits(parts[0]):
        parts = _split(handouts, first_part)
    return [(library.search_index(language, number), data) for number, data in enumerate(parts, 1)]


def _split(
    handouts: list[dict[str, Any]], first_part: Callable[[int, list[dict[str, Any]]], bytes]
) -> list[bytes]:
    """The parts of an index that is too large for one; `first` makes the first part of their number and what it holds."""
    word_parts = _split_words([{"bag": handout["bag"]} for handout in handouts])
    headers = [
        {key: value for key, value in handout.items() if key != "bag"} for handout in handouts
    ]
    for runs in _runs(headers):
        first = first_part(len(runs) + len(word_parts), runs[0][1])
        further = [_further_part(*run) for run in runs[1:]]
        if all(map(_fits, (first, *further))):
            break
    return [first, *further, *word_parts]


def _split_words(handouts: list[dict[str, Any]]) -> list[bytes]:
    """Further parts that hold all these, as few as fit."""
    for runs in _runs(handouts):
        parts = [_further_part(*run) for run in runs]
        if all(map(_fits, parts)):
            break
    return parts


def _runs(handouts: list[dict[str, Any]]) -> Iterator[list[tuple[int, list[dict[str, Any]]]]]:
    """All in one run, in two, in three, each run with its first number, to the one that is left when each is alone.

    Runs are equally long, not filled to the brim: so that another zlib, which packs a little otherwise, makes the same parts.
    """
    total = len(handouts)
    for count in range(1, max(1, total) + 1):
        cuts = [total * number // count for number in range(count + 1)]
        yield [(start, handouts[start:end]) for start, end in itertools.pairwise(cuts)]


def _further_part(start: int, handouts: list[dict[str, Any]]) -> bytes:
    return _script({"from": start, "handouts": handouts})


def _script(data: dict[str, Any]) -> bytes:
    return f"var handoutIndex={json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n".encode()


def _fits(data: bytes) -> bool:
    return len(zlib.compress(data, 6)) <= LIMIT


def _link(library: Library, language: Language, page: Handout | Page) -> str:
    return library.address(page).removeprefix(language.edition.root)


def _summary(library: Library, language: Language, page: Handout | Page) -> dict[str, Any]:
    return {
        "title": page.words.title,
        "summary": page.words.summary,
        "link": _link(library, language, page),
        "words": page.words.search,
    }


def _headings(article: Article) -> list[str]:
    return [
        block.text for block in article.blocks() if block.kind in ("h2", "h3") and not block.card
    ]


def _handout(
    library: Library,
    language: Language,
    handout: Handout,
    article: Article,
    common: set[str],
    idle: set[str],
) -> dict[str, Any]:
    blocks = [block for block in article.blocks() if not block.card]
    is_word_list = (
        handout.facts.kind == "words"
    )  # the word list names every word, and is the answer to none of them
    text = "\n".join(block.text for block in blocks)
    return {
        "id": handout.id,
        **_summary(library, language, handout),
        "heads": [head for head in _headings(article) if head not in common],
        "terms": [] if is_word_list else _synonyms(language, text),
        "bag": sorted(language.terms) if is_word_list else _bag(text, idle),
    }


def _bag(text: str, idle: set[str]) -> list[str]:
    """The words of a text in the order of the alphabet, each as often as it stands there, but at most MAX_COUNT times."""
    return sorted(
        word
        for word, times in Counter(_words([text])).items()
        if word not in idle
        for _ in range(min(times, MAX_COUNT))
    )


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in _WORD.findall(text.lower()) if len(word) > 2]


def _synonyms(language: Language, text: str) -> list[str]:
    """What people type for the words of the word list that stand on a page."""
    text = text.lower()
    return [
        synonym
        for name, term in language.terms.items()
        if any(
            form.lower() in text and re.search(rf"\b{re.escape(form.lower())}\b", text)
            for form in (name, *term.forms)
        )
        for synonym in term.search
    ]


def _cards(library: Library, language: Language) -> list[dict[str, Any]]:
    """The urgent care cards in the order of their alarm words, in their own words.

    Each is `{level, alarms, status, more, title, parts: [[kind, runs]]}`. Title and runs are lists of words, and of
    `[words, target]` where a number can be called. `status` is what a screen reader says when the card appears. With
    `more`, the page on when to get help tells more about it.
    """
    labels, phones = language.say, library.phones(language, linked=False)
    calm = fill(
        labels["search_alarm_crisis"], crisis=phones["crisis"], hours=phones["crisis_hours"]
    )
    status = {URGENT: labels["search_alarm_today"], CRISIS: calm}
    cards = []
    for id in language.interface.alarm_words:
        if not (card := language.cards.get(id)) or card.words.level < URGENT:
            continue
        root = article.fragment(
            extension.rendered(library, language, f"/// card | {id}\n///\n")
        ).root
        section = root.find("section")
        title, *parts = (
            [(element.tag, _runs_of(element)) for element in section.iter(*BLOCKS)]
            if section is not None
            else []
        )
        cards.append(
            {
                "level": card.words.level,
                "alarms": language.interface.alarms(id),
                "status": status.get(card.words.level, labels["search_alarm_emergency"]),
                "more": card.words.level < CRISIS,
                "title": title[1],
                "parts": [part for part in parts if part[1]],
            }
        )
    return cards


def _runs_of(block: etree._Element) -> list[str | tuple[str, str]]:
    """What a block of a card says, without empty words and what only Markdown needs."""
    runs = [run if isinstance(run, tuple) else run.replace(GLUE, "") for run in article.runs(block)]
    return [run for run in runs if isinstance(run, tuple) or run.strip()]
