"""A rule for own words: no page repeats the text that the library started from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from handouts.checks.context import CheckContext, CheckedPage
from handouts.checks.lookups import source_of_block, words_place
from handouts.problems import Problem

RUN = 8  # words
_WORD = re.compile(r"[a-z']+")


def check_own_words(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Repeat no RUN words in a row of the text whose hashes docs/starting_text.txt holds."""
    if not context.library.starting_text:
        return
    for block in page.blocks:
        words = _WORD.findall(block.text.replace("’", "'").lower())
        for start in range(len(words) - RUN + 1):
            run = " ".join(words[start : start + RUN])
            if digest(run) in context.library.starting_text:
                source = source_of_block(context.language, page.source, block)
                yield Problem(
                    *words_place(source, block.text),
                    f"These words are those of the text that this library started from: “{run}”. "
                    "Write your own.",
                )
                break


def digest(run: str) -> str:
    """Return what docs/starting_text.txt holds of a run: 16 hex digits of its SHA-256."""
    return hashlib.sha256(run.encode()).hexdigest()[:16]
