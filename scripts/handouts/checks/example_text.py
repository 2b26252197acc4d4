"""What `new` wrote as an example and nobody replaced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, partial

from handouts.checks import readability
from handouts.checks.data_files import PLACEHOLDER
from handouts.checks.hard_words import WORD
from handouts.checks.lookups import block_place, key_place
from handouts.model.front_matter import Words
from handouts.model.language import Language
from handouts.model.pages import CITED, PARTS, Part, Source
from handouts.pages.article import Block
from handouts.problems import Problem

_FIXED = frozenset(id for parts in PARTS.values() for id in parts if id)
_OWN_HEADING = re.compile(r"^##.*#([a-z0-9-]+)")


@cache
def _example(page: str) -> frozenset[str]:
    """The sentences of the page that `new` writes, and the ids of its headings, but for those that every handout has."""
    found: set[str] = set()
    for line in page.split("\n"):
        heading = _OWN_HEADING.search(line)
        if not (heading and heading[1] in _FIXED):
            text = PLACEHOLDER.sub("", CITED.sub("", line))
            found.update(
                folded
                for one in readability.sentences(text)
                if (folded := _folded(one)).count(" ") > 1
            )
            found.update([f"#{heading[1]}"] if heading else ())
    return frozenset(found)


def _folded(text: str) -> str:
    """The words of a text in small letters, without signs, and without the key that stands before them in front matter."""
    return " ".join(WORD.findall(re.sub(r"^[a-z_]+:", "", text).lower()))


def check_example_text(
    language: Language,
    words: Words,
    parts: tuple[Part, ...],
    source: Source,
    blocks: Iterable[Block],
) -> Iterator[Problem]:
    """What stands on a page as `new` wrote it was never meant for readers."""
    example = _example(language.say["new_page"])
    texts = [(words.summary, partial(key_place, source, "summary"))]
    texts += [
        (text, partial(key_place, source, "search", number))
        for number, text in enumerate(words.search)
    ]
    texts += [
        (block.text, partial(block_place, language, source, block))
        for block in blocks
        if block.part
    ]
    for text, place in texts:
        if left := next(
            (one for one in readability.sentences(text) if _folded(one) in example), ""
        ):
            yield Problem(*place(), f"This is still the example: “{left}” Write your own.")
    for part in parts:
        if f"#{part.id}" in example:
            message = f"The id #{part.id} is still the example's, and an id is for ever. Write one that says what stands here."
            yield Problem(source.path, part.line, message)
