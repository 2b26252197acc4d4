"""The search index: a classic script per language, loaded when the search box gets focus.

It holds titles, summaries, headings, hidden search words, care cards, and the text of each article
by section. A result shows a paragraph, list item or row of it whole, and with it the others of its
section without which it would be half of what belongs together. Of the word list it holds terms.

In a large library it is split. The first part answers most questions; it lacks the text of the
articles, which is in further parts, loaded after the first answers.
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

from handouts.checks import paired_statements
from handouts.markdown import extension
from handouts.markdown.preprocessor import WORD_JOINER
from handouts.model.addresses import link_from_home
from handouts.model.data_files import Pair
from handouts.model.language import Language, fill
from handouts.model.library import Library
from handouts.model.pages import CRISIS, URGENT, Handout, Page
from handouts.model.summary import HandoutSummary
from handouts.pages import article
from handouts.pages.article import BLOCKS, Article, Block

# Bytes of a part, compressed: with the script (5 KB) below 60 KB, even where a server compresses
# less well than zlib.
LIMIT = 46_000
_TEXT = ("bag", "sections")  # what an entry holds of the article itself
_NO_ANSWERS = "questions-to-ask"  # the part whose sentences ask


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
        _handout(library.summaries[handout], articles[handout.id], common)
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
            "signs": language.interface.signs(),
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
    texts, headers = (
        [
            {key: handout[key] for key in handout if (key in _TEXT) == is_text}
            for handout in handouts
        ]
        for is_text in (True, False)
    )
    word_parts = _split_words(texts)
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


def _handout(summary: HandoutSummary, article: Article, common: set[str]) -> dict[str, Any]:
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
        **(
            {"bag": sorted(language.terms)}
            if is_word_list
            else {"sections": list(_sections(language.pairs, blocks))}
        ),
    }


def _sections(pairs: Iterable[Pair], blocks: Iterable[Block]) -> Iterator[list[Any]]:
    """Yield each section as `[part, texts]` or `[part, texts, companions]`.

    `part` is the id of the heading to link to, "" where no text answers anything. The first text is
    the heading. `companions` holds, by the number of a text, the numbers of those to show with it.
    """
    for section in paired_statements.sections(blocks):
        texts = list(_texts(section))
        if not texts:
            continue
        part = section[0].part if section[0].part != _NO_ANSWERS else ""
        companions = {
            number: others
            for number in range(1, len(texts))
            if part and (others := _companions(pairs, texts, number))
        }
        yield [part, texts, companions] if companions else [part, texts]


def _texts(section: Iterable[Block]) -> Iterator[str]:
    """Yield the texts of a section; the cells of a row are one text.

    A row of a body is a head and its cells, so of several heads in a row the last begins the next.
    """
    row: list[Block] = []
    for block in section:
        cells = [cell for cell in row if cell.kind == "td"]
        begins = len(row) - 1 if block.kind == "td" and not cells else len(row)
        if row and (block.kind != "th" or cells) and (block.kind != "td" or not cells):
            if begins:
                yield ": ".join(cell.text for cell in row[:begins])
            row = row[begins:]
        if block.kind in ("th", "td"):
            row.append(block)
        else:
            yield block.text
    if row:
        yield ": ".join(cell.text for cell in row)


def _companions(pairs: Iterable[Pair], texts: list[str], number: int) -> list[int]:
    """Return the numbers of the texts of a section without which one says half of a pair.

    The heading, which is always shown, is not among them.
    """
    shown = {0, number}

    def split() -> Pair | None:
        text = "\n".join(texts[at] for at in sorted(shown))
        return next(paired_statements.split_pairs(pairs, text), None)

    while pair := split():
        companions = {
            at
            for at, text in enumerate(texts)
            if any(paired_statements.contains(words, text) for words in pair.then)
        }
        if companions <= shown:
            shown = set(range(len(texts)))
            break
        shown |= companions
    return sorted(shown - {0, number})


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

    Each is `{level, alarms, status, more, line, title, parts: [[kind, runs]]}`. Line, title, runs
    are lists of texts, and of `[text, target]` where a number can be called. `status` is what a
    screen reader says when the card appears. With `more`, the page on when to get help has more
    about it. The line is the answer in short, empty for most cards.
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
                "alarms": library.alarms(language, id),
                "status": status.get(card.words.level, labels["search_alarm_emergency"]),
                "more": card.words.level < CRISIS,
                "line": _line(library, language, id),
                "title": title[1],
                "parts": [part for part in parts if part[1]],
            }
        )
    return cards


def _line(library: Library, language: Language, id: str) -> list[str | tuple[str, str]]:
    """Return the line of a card that stands above all cards, as runs."""
    text = fill(language.interface.alarm_lines.get(id, ""), **library.phones(language))
    root = article.fragment(extension.render(library, language, text)).root
    return [run for block in root.iter("p") for run in _runs_of(block)]


def _runs_of(block: etree._Element) -> list[str | tuple[str, str]]:
    """Return the text runs of a block, without empty ones and without what only Markdown needs."""
    runs = [
        run if isinstance(run, tuple) else run.replace(WORD_JOINER, "")
        for run in article.runs(block)
    ]
    return [run for run in runs if isinstance(run, tuple) or run.strip()]
