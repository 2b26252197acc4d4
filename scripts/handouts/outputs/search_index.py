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
MOST = 4  # times that a word of an article is counted
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def index(
    library: Library, language: Language, articles: dict[str, Article]
) -> list[tuple[str, bytes]]:
    """Addresses and bytes of a language's index: `var handoutIndex = {src, from, handouts, pages, idle, faint, alike, danger}`.

    It is one file, or a first part that names the further ones under `src`: each `{from, handouts}`, where `handouts` adds
    to the handouts from that number on. Added up in order, the parts hold what the one file would.
    """
    idle = language.say["search_idle"].split()
    seen = Counter(head for one in language.handouts for head in set(_heads(articles[one.id])))
    common = {
        head for head, times in seen.items() if times > max(2, len(language.handouts) / 2)
    }  # "Key points" tells no page from another
    handouts = [
        _handout(library, language, one, articles[one.id], common, set(idle))
        for one in language.handouts
    ]
    rest = {
        "pages": [
            _listed(library, language, one) for one in language.pages if one.address != "index"
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
                (_link(library, language, one) for one in language.handouts if one.helps_first), ""
            ),
        },
    }

    def first(number: int, most: list[dict[str, Any]]) -> bytes:
        names = [
            library.search_index(language, part).removeprefix(language.edition.root)
            for part in range(2, number + 1)
        ]
        return _script({"src": names, "from": 0, "handouts": most, **rest})

    parts = [first(1, handouts)]
    if not _fits(parts[0]):
        parts = _split(handouts, first)
    return [(library.search_index(language, number), data) for number, data in enumerate(parts, 1)]


def _split(
    handouts: list[dict[str, Any]], first: Callable[[int, list[dict[str, Any]]], bytes]
) -> list[bytes]:
    """The parts of an index that is too large for one; `first` makes the first part of their number and what it holds."""
    bags = _cut([{"bag": one["bag"]} for one in handouts])
    heads = [{key: value for key, value in one.items() if key != "bag"} for one in handouts]
    for runs in _runs(heads):
        start = first(len(runs) + len(bags), runs[0][1])
        more = [_more(*run) for run in runs[1:]]
        if all(map(_fits, (start, *more))):
            break
    return [start, *more, *bags]


def _cut(handouts: list[dict[str, Any]]) -> list[bytes]:
    """Further parts that hold all these, as few as fit."""
    for runs in _runs(handouts):
        parts = [_more(*run) for run in runs]
        if all(map(_fits, parts)):
            break
    return parts


def _runs(handouts: list[dict[str, Any]]) -> Iterator[list[tuple[int, list[dict[str, Any]]]]]:
    """All in one run, in two, in three, each run with its first number, to the one that is left when each is alone.

    Runs are equally long, not filled to the brim: so that another zlib, which packs a little otherwise, makes the same parts.
    """
    whole = len(handouts)
    for many in range(1, max(1, whole) + 1):
        cuts = [whole * number // many for number in range(many + 1)]
        yield [(start, handouts[start:end]) for start, end in itertools.pairwise(cuts)]


def _more(start: int, handouts: list[dict[str, Any]]) -> bytes:
    return _script({"from": start, "handouts": handouts})


def _script(data: dict[str, Any]) -> bytes:
    return f"var handoutIndex={json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n".encode()


def _fits(data: bytes) -> bool:
    return len(zlib.compress(data, 6)) <= LIMIT


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


def _handout(
    library: Library,
    language: Language,
    one: Handout,
    page: Article,
    common: set[str],
    idle: set[str],
) -> dict[str, Any]:
    blocks = [block for block in page.blocks() if not block.card]
    listed = (
        one.facts.kind == "words"
    )  # the word list names every word, and is the answer to none of them
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
    return sorted(
        word
        for word, times in Counter(_words([text])).items()
        if word not in idle
        for _ in range(min(times, MOST))
    )


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in _WORD.findall(text.lower()) if len(word) > 2]


def _synonyms(language: Language, text: str) -> list[str]:
    """What people type for the words of the word list that stand on a page."""
    text = text.lower()
    return [
        said
        for name, term in language.terms.items()
        if any(
            form.lower() in text and re.search(rf"\b{re.escape(form.lower())}\b", text)
            for form in (name, *term.forms)
        )
        for said in term.search
    ]


def _cards(library: Library, language: Language) -> list[dict[str, Any]]:
    """The urgent care cards in the order of their alarm words, in their own words.

    Each is `{level, alarms, status, more, title, parts: [[kind, runs]]}`. Title and runs are lists of words, and of
    `[words, target]` where a number can be called. `status` is what a screen reader says when the card appears. With
    `more`, the page on when to get help tells more about it.
    """
    say, phones = language.say, library.phones(language, linked=False)
    calm = fill(say["search_alarm_crisis"], crisis=phones["crisis"], hours=phones["crisis_hours"])
    status = {URGENT: say["search_alarm_today"], CRISIS: calm}
    found = []
    for id in language.interface.alarm_words:
        if not (card := language.cards.get(id)) or card.words.level < URGENT:
            continue
        shown = article.fragment(
            extension.rendered(library, language, f"/// card | {id}\n///\n")
        ).root
        section = shown.find("section")
        title, *parts = (
            [(one.tag, _runs_of(one)) for one in section.iter(*BLOCKS)]
            if section is not None
            else []
        )
        found.append({
            "level": card.words.level,
            "alarms": language.interface.alarms(id),
            "status": status.get(card.words.level, say["search_alarm_emergency"]),
            "more": card.words.level < CRISIS,
            "title": title[1],
            "parts": [part for part in parts if part[1]],
        })  # fmt: skip
    return found


def _runs_of(block: etree._Element) -> list[str | tuple[str, str]]:
    """What a block of a card says, without empty words and what only Markdown needs."""
    runs = [one if isinstance(one, tuple) else one.replace(GLUE, "") for one in article.runs(block)]
    return [one for one in runs if isinstance(one, tuple) or one.strip()]
