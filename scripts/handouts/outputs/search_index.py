"""The search index: a classic script per language, loaded when the search box gets focus.

It holds titles, summaries, headings, hidden search words, and the single words of each article in
alphabetical order, as often as they occur. Of the sentences it holds only those of care cards,
which are shown complete: so no result can show half of what belongs together.

In a large library it is split. The first part answers most questions; it lacks the single words of
the articles, which are in further parts, loaded after the first answers.
"""

from __future__ import annotations

import itertools
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from handouts.markdown import extension
from handouts.markdown.preprocessor import WORD_JOINER
from handouts.model.addresses import link_from_home
from handouts.model.language import Language, fill
from handouts.model.library import Library
from handouts.model.pages import CRISIS, URGENT, Handout, Page
from handouts.model.summary import HandoutSummary
from handouts.pages import article
from handouts.pages.article import BLOCKS, Article

# Bytes of a part, compressed: with the script (5 KB) below 60 KB, even where a server compresses
# less well than zlib.
LIMIT = 46_000
MAX_COUNT = 4  # times that a word of an article is counted
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def index(
    library: Library, language: Language, articles: dict[str, Article]
) -> list[tuple[str, bytes]]:
    """Return a language's index as (address, bytes), in one or several parts.

    The first is `var handoutIndex = {src, from, handouts, pages, idle, faint, alike, danger}`,
    where `src` lists the further parts: each `{from, handouts}`, whose `handouts` add to the
    handouts from that number on. Merged in order, the parts hold what a single file would.
    """
    idle = language.labels["search_idle"].split()
    heading_counts = Counter(
        head for handout in language.handouts for head in set(_headings(articles[handout.id]))
    )
    # A heading of most pages, such as "Key points", distinguishes none of them.
    common = {
        head for head, times in heading_counts.items() if times > max(2, len(language.handouts) / 2)
    }
    handouts = [
        _handout(library.summaries[handout], articles[handout.id], common, set(idle))
        for handout in language.handouts
    ]
    help_page = language.help_page
    shared = {
        "pages": [
            _page(language, page, link_from_home(language, library.address(page)))
            for page in language.pages
            if page.address != "index"
        ],
        "idle": idle,
        "faint": language.labels["search_faint"].split(),
        "alike": [
            [words.strip() for words in line.split(",")]
            for line in language.labels["search_alike"].splitlines()
        ],
        "danger": {
            "cards": _cards(library, language),
            "help": link_from_home(language, library.address(help_page)) if help_page else "",
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
    """Return the parts of an index that is too large for one.

    `first_part` makes the first of them from the number of parts and its entries.
    """
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
    """Return further parts with all these entries, as few as the limit allows."""
    for runs in _runs(handouts):
        parts = [_further_part(*run) for run in runs]
        if all(map(_fits, parts)):
            break
    return parts


def _runs(handouts: list[dict[str, Any]]) -> Iterator[list[tuple[int, list[dict[str, Any]]]]]:
    """Yield the handouts as one run, as two, as three, until each is alone.

    A run is (number of its first handout, handouts).

    Runs are equally long, not filled up to the limit: so another zlib, whose output differs a
    little in size, makes the same parts.
    """
    total = len(handouts)
    for count in range(1, max(1, total) + 1):
        cuts = [total * number // count for number in range(count + 1)]
        yield [(start, handouts[start:end]) for start, end in itertools.pairwise(cuts)]


def _further_part(start: int, handouts: list[dict[str, Any]]) -> bytes:
    return _script({"from": start, "handouts": handouts})


def _script(data: dict[str, Any]) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"var handoutIndex={text};\n".encode()


def _fits(data: bytes) -> bool:
    return len(zlib.compress(data, 6)) <= LIMIT


def _page(language: Language, page: Handout | Page, link: str) -> dict[str, Any]:
    return {
        "title": page.words.title,
        "summary": page.words.summary,
        "link": link,
        "words": language.search_words(page),
    }


def _headings(article: Article) -> list[str]:
    return [
        block.text for block in article.blocks() if block.kind in ("h2", "h3") and not block.card
    ]


def _handout(
    summary: HandoutSummary, article: Article, common: set[str], idle: set[str]
) -> dict[str, Any]:
    handout, language = summary.handout, summary.language
    blocks = [block for block in article.blocks() if not block.card]
    # The word list contains every term, but must not be the result for them.
    is_word_list = handout.facts.kind == "words"
    text = "\n".join(block.text for block in blocks)
    return {
        "id": handout.id,
        **_page(language, handout, link_from_home(language, summary.address)),
        "heads": [head for head in _headings(article) if head not in common],
        "terms": [] if is_word_list else _synonyms(language, text),
        "bag": sorted(language.terms) if is_word_list else _bag(text, idle),
    }


def _bag(text: str, idle: set[str]) -> list[str]:
    """Return the words of a text in alphabetical order, each at most MAX_COUNT times."""
    words = (word for word in _WORD.findall(text.lower()) if len(word) > 2)
    return sorted(
        word
        for word, times in Counter(words).items()
        if word not in idle
        for _ in range(min(times, MAX_COUNT))
    )


def _synonyms(language: Language, text: str) -> list[str]:
    """Return the search words of the glossary terms that occur in a text."""
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
    """Return the urgent care cards with their text, in the order of their alarm words.

    Each is `{level, alarms, status, more, title, parts: [[kind, runs]]}`. Title and runs are lists
    of texts, and of `[text, target]` where a number can be called. `status` is what a screen reader
    says when the card appears. With `more`, the page on when to get help has more about it.
    """
    labels, phones = language.labels, library.phones(language, linked=False)
    calm = fill(
        labels["search_alarm_crisis"], crisis=phones["crisis"], hours=phones["crisis_hours"]
    )
    status = {URGENT: labels["search_alarm_today"], CRISIS: calm}
    cards = []
    for id in language.interface.alarm_words:
        if not (card := language.cards.get(id)) or card.words.level < URGENT:
            continue
        root = article.fragment(extension.render(library, language, f"/// card | {id}\n///\n")).root
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
    """Return the text runs of a block, without empty ones and without what only Markdown needs."""
    runs = [
        run if isinstance(run, tuple) else run.replace(WORD_JOINER, "")
        for run in article.runs(block)
    ]
    return [run for run in runs if isinstance(run, tuple) or run.strip()]
