"""The rule for example text: what `new` wrote and nobody replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial

from handouts.checks import readability
from handouts.checks.context import CheckContext, CheckedPage
from handouts.checks.data_files import PLACEHOLDER
from handouts.checks.hard_words import WORD
from handouts.checks.lookups import block_place, key_place
from handouts.model.front_matter import Words
from handouts.model.pages import CITED, PARTS
from handouts.problems import Problem

_FIXED = frozenset(id for parts in PARTS.values() for id in parts if id)
_HEADING_ID = re.compile(r"^##.*#([a-z0-9-]+)")


def check_example_text(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Replace each sentence and each heading id that `new` wrote as an example."""
    words, source, language = page.words, page.source, context.language
    if not isinstance(words, Words):
        return
    example = _example(language.labels["new_page"])
    texts = [(words.summary, partial(key_place, source, "summary"))]
    texts += [
        (block.text, partial(block_place, language, source, block))
        for block in page.blocks
        if block.part
    ]
    for text, place in texts:
        sentences = readability.sentences(text)
        if sentence := next((each for each in sentences if _folded(each) in example), ""):
            yield Problem(*place(), f"This is still the example: “{sentence}” Write your own.")
    for part in page.parts or ():
        if f"#{part.id}" in example:
            yield Problem(
                source.path,
                part.line,
                f"The id #{part.id} is still the example's, and an id is for ever. "
                "Write one that says what stands here.",
            )


@cache
def _example(page: str) -> frozenset[str]:
    """Return the sentences and heading ids of the example, but for ids that every handout has."""
    example: set[str] = set()
    for line in page.split("\n"):
        heading = _HEADING_ID.search(line)
        if heading and heading[1] in _FIXED:
            continue
        text = PLACEHOLDER.sub("", CITED.sub("", line))
        sentences = map(_folded, readability.sentences(text))
        example.update(sentence for sentence in sentences if sentence.count(" ") > 1)
        if heading:
            example.add(f"#{heading[1]}")
    return frozenset(example)


def _folded(text: str) -> str:
    """Return the words of a text in small letters, without signs and without a key before them."""
    return " ".join(WORD.findall(re.sub(r"^[a-z_]+:", "", text).lower()))
