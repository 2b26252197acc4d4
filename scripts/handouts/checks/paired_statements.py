"""Rules for words that may not stand without others, such as a hope without its warning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from itertools import compress
from pathlib import PurePosixPath

from handouts.checks.context import CheckContext, CheckedPage
from handouts.checks.lookups import block_place, key_place, page_place
from handouts.model.base import comparable
from handouts.model.data_files import SEARCH, Pair
from handouts.model.front_matter import HandoutWords, Words
from handouts.model.language import Language
from handouts.pages.article import Block
from handouts.problems import Problem

_HEADING = re.compile("h[1-6]")


def check_front_matter_pairs(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Keep pairs together in the title, the summary and each change.

    Lists and the feed show each of these without the others.
    """
    language, words = context.language, page.words
    if not isinstance(words, Words):
        return
    place = partial(key_place, page.source)
    yield from check_pairs(language, words.title, partial(place, "title"), name=True)
    yield from check_pairs(language, words.summary, partial(place, "summary"))
    for number, change in enumerate(words.changes if isinstance(words, HandoutWords) else []):
        yield from check_pairs(language, change.what, partial(place, "changes", number, "what"))


def check_search_pairs(context: CheckContext) -> Iterator[Problem]:
    """Keep pairs together in each entry of search.yml."""
    language = context.language
    for page, texts in language.search.items():
        for number, text in enumerate(texts):
            place = partial(context.library.entry_place, language.file(SEARCH), page, number)
            yield from check_pairs(language, text, place, name=True)


def check_section_pairs(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Keep pairs together in each section.

    Of a handout, title and summary are checked alone, and so are a term and its definition. A plain
    page may link to a handout by its title, which is a name.
    """
    language, source = context.language, page.source
    titles = {} if page.is_handout else _titles(language)
    if page.is_handout:
        blocks = [block for block in page.blocks if block.part and block.kind not in ("dt", "dd")]
        place = partial(block_place, language, source)
    else:
        blocks = list(page.blocks)
        place = partial(page_place, source)
    for section in sections(blocks):
        texts = [
            block.text if page.is_handout else _without_titles(titles, block) for block in section
        ]
        for pair in split_pairs(language.pairs, "\n".join(texts)):
            hopes = (contains(pair.when[0], text) for text in texts)
            hope = next(compress(section, hopes))
            yield Problem(*place(hope), _message(pair))


def _titles(language: Language) -> dict[str, str]:
    """Return the title of each handout by its id, also of those that were withdrawn.

    What links to these goes on to name them, and nothing may stand in the way of taking a
    dangerous page down at once.
    """
    return {notice.id: notice.title for notice in language.notices} | {
        handout.id: handout.title for handout in language.handouts
    }


def _without_titles(titles: dict[str, str], block: Block) -> str:
    """Return the words of a block without the titles of the handouts that it links to."""
    text = block.text
    for target in block.links:
        text = text.replace(titles.get(PurePosixPath(target.partition("#")[0]).stem, ""), "", 1)
    return text


def check_pairs(
    language: Language, text: str, place: Callable[[], tuple[str, int]], *, name: bool = False
) -> Iterator[Problem]:
    """Yield the pairs that `text` splits, as Problems at the file and line that `place` returns.

    To find the place takes longer than the check, so `place` is called only where it is needed.
    `name`: the text is a name, such as a title. It may name a medicine, which alone is no hope.
    """
    pairs = [pair for pair in language.pairs if len(pair.when) > 1] if name else language.pairs
    for pair in split_pairs(pairs, text):
        yield Problem(*place(), _message(pair))


def sections(blocks: Iterable[Block]) -> Iterator[tuple[Block, ...]]:
    """Yield what stands above all headings, then each heading with the blocks up to the next."""
    section: list[Block] = []
    for block in blocks:
        if _HEADING.fullmatch(block.kind):
            yield tuple(section)
            section = []
        section.append(block)
    yield tuple(section)


def section_text(section: Iterable[Block]) -> str:
    """Return the words of a section, a line for each block, so that no phrase spans two blocks."""
    return "\n".join(block.text for block in section)


def carries_warning(pairs: Iterable[Pair], text: str) -> bool:
    """Return whether a text holds part of a pair's warning together with what it is about."""
    return any(
        any(contains(words, text) for words in pair.when)
        and any(contains(words, text) for words in pair.then)
        for pair in pairs
    )


def split_pairs(pairs: Iterable[Pair], text: str) -> Iterator[Pair]:
    """Yield the pairs of which this text shows only half, or the warning too late.

    The text is a section, or what is shown alone, such as a title. Where the warning comes first,
    all of it stands before the words under `when` are complete.
    """
    for pair in pairs:
        if _position(pair.when[0], text) < 0:
            continue
        hopes = [_position(words, text) for words in pair.when]
        if min(hopes) < 0 or any(contains(words, text) for words in pair.unless):
            continue
        warnings = [_position(words, text) for words in pair.then]
        if min(warnings) < 0 or (pair.warning_first and max(warnings) > max(hopes)):
            yield pair


def contains(words: str, text: str) -> bool:
    """Return whether a text holds these words, or words that begin with them."""
    return _position(words, text) >= 0


def _message(pair: Pair) -> str:
    hope, warning = ", ".join(pair.when), ", ".join(pair.then)
    order = " before it" if pair.warning_first else ""
    return f"“{hope}” may not stand without “{warning}”{order}: {pair.why}"


def _position(words: str, text: str) -> int:
    """Return where a text first holds these words, or words that begin with them; -1 if nowhere."""
    words, folded = _folded(words), _folded(text)
    if words not in folded:  # usual, and ten times faster to tell than by a pattern
        return -1
    match = re.search(rf"(?<!\w){re.escape(words)}", folded)
    return match.start() if match else -1


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    return comparable(text).lower()
