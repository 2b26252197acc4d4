"""Words that may not stand without others, such as a hope without its warning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial

from handouts.checks.lookups import key_place
from handouts.model.data_files import Pair
from handouts.model.front_matter import Dated, Words
from handouts.model.language import Language
from handouts.model.pages import Source
from handouts.pages.article import Block
from handouts.problems import Problem

_HEADING = re.compile("h[1-6]")


def check_front_matter_pairs(language: Language, words: Words, source: Source) -> Iterator[Problem]:
    """Title, summary and each search word are shown alone in lists, so each keeps its pairs together by itself."""
    yield from check_pairs(language, words.title, partial(key_place, source, "title"), name=True)
    yield from check_pairs(language, words.summary, partial(key_place, source, "summary"))
    for number, change in enumerate(
        words.changes if isinstance(words, Dated) else []
    ):  # shown alone in the feed
        yield from check_pairs(
            language, change.what, partial(key_place, source, "changes", number, "what")
        )
    for number, text in enumerate(words.search):
        yield from check_pairs(
            language, text, partial(key_place, source, "search", number), name=True
        )


def sections(blocks: Iterable[Block]) -> Iterator[tuple[Block, ...]]:
    """Each heading with the blocks below it, up to the next heading of any level; first what stands above all headings."""
    section: list[Block] = []
    for block in blocks:
        if _HEADING.fullmatch(block.kind):
            yield tuple(section)
            section = []
        section.append(block)
    yield tuple(section)


def section_text(section: Iterable[Block]) -> str:
    """The words of a section, one line for each block, so that no phrase runs from one block into the next."""
    return "\n".join(block.text for block in section)


def pairs_of_sections(
    language: Language, blocks: Iterable[Block], place: Callable[[Block], tuple[str, int]]
) -> Iterator[Problem]:
    """The pairs that a section splits, each told at the first block that names the treatment."""
    for section in sections(blocks):
        for pair in split_pairs(language.pairs, section_text(section)):
            hope = next(block for block in section if stands(pair.when[0], block.text))
            yield Problem(*place(hope), _split(pair))


def carries_warning(pairs: Iterable[Pair], text: str) -> bool:
    """Whether a text holds part of a pair's warning together with what the warning is about."""
    return any(
        any(stands(words, text) for words in pair.when)
        and any(stands(words, text) for words in pair.then)
        for pair in pairs
    )


def check_pairs(
    language: Language, text: str, place: Callable[[], tuple[str, int]], *, name: bool = False
) -> Iterator[Problem]:
    """The pairs that `text` splits. `place` finds file and line, which takes longer than the check, so only when needed.

    `name`: the text is a name, such as a title. It may name a medicine, which alone is no hope.
    """
    for pair in split_pairs(
        [pair for pair in language.pairs if len(pair.when) > 1] if name else language.pairs, text
    ):
        yield Problem(*place(), _split(pair))


def _split(pair: Pair) -> str:
    first = " before it" if pair.warning_first else ""
    return f"“{', '.join(pair.when)}” may not stand without “{', '.join(pair.then)}”{first}: {pair.why}"


def split_pairs(pairs: Iterable[Pair], text: str) -> Iterator[Pair]:
    """The pairs of which this text shows only half, or the warning last where it must come first.

    The text is a section, or what is shown alone, such as a title. Where the warning comes first, all of it stands before
    the words under `when` are complete.
    """
    for pair in pairs:
        if _position(pair.when[0], text) < 0:
            continue
        hopes = [_position(words, text) for words in pair.when]
        if min(hopes) < 0 or any(stands(words, text) for words in pair.unless):
            continue
        warnings = [_position(words, text) for words in pair.then]
        if min(warnings) < 0 or (pair.warning_first and max(warnings) > max(hopes)):
            yield pair


def stands(words: str, text: str) -> bool:
    return _position(words, text) >= 0


def _position(words: str, text: str) -> int:
    """Where a text first holds these words, or words that begin with them; -1 where it does not."""
    words, folded = words.lower(), _lowered(text)
    if (
        words not in folded
    ):  # most are not, which a plain look tells ten times faster than a pattern
        return -1
    found = re.search(rf"(?<!\w){re.escape(words)}", folded)
    return found.start() if found else -1


@lru_cache(maxsize=256)
def _lowered(text: str) -> str:
    return re.sub(r"[‘’]", "'", text.lower())
