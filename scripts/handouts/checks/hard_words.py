"""Long and medical words are explained in the word list, or known to everyone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handouts.checks import readability
from handouts.checks.lookups import block_place
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Source
from handouts.pages.article import Block
from handouts.problems import Problem

_ASIDE = re.compile(r"\(([^\W\d_](?:[^\W\d_]|[’' -]){2,40})\)")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def check_hard_words(
    library: Library, language: Language, source: Source, blocks: Iterable[Block]
) -> Iterator[Problem]:
    """Long words, and medical words in brackets, are explained in the word list or known to everyone."""
    scale = readability.scale(language.code)
    if not language.terms or not scale or library.unknown(language.file("everyday.txt")):
        return
    listed = {form.lower() for name, term in language.terms.items() for form in (name, *term.forms)}
    single = {word for form in listed for word in form.split()} | language.everyday
    told: set[str] = set()

    def say(block: Block, words: str) -> Iterator[Problem]:
        if words.lower() not in told:
            told.add(words.lower())
            yield Problem(
                *block_place(language, source, block),
                f"“{words}” is not in the word list. Explain it in {language.file('glossary.yml')}, use a plainer word, "
                f"or, if everyone knows it, add it to {language.file('everyday.txt')}.",
            )  # fmt: skip

    for block in blocks:
        if block.kind not in ("p", "li", "td", "dd") or "///" in block.text:
            continue
        text = block.text.replace("’", "'")
        for aside in _ASIDE.findall(text):
            last = aside.lower().split()[-1]
            known = listed | single
            if (
                len(aside.split()) <= 3
                and not {aside.lower(), last, last.removesuffix("s")} & known
            ):
                yield from say(block, aside)
        for word in WORD.findall(text):
            plain = word.lower().removesuffix("'s")
            forms = {plain, plain.removesuffix("s"), plain.removesuffix("es")}
            if not forms & single and scale.syllables(plain) >= scale.long_word:
                yield from say(block, word)
