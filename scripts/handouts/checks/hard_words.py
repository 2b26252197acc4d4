"""The rule for hard words: explained in the word list, or known to everyone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks import readability
from handouts.checks.context import CheckContext, CheckedPage
from handouts.checks.lookups import block_place
from handouts.checks.plain_text import TAG
from handouts.checks.spelling import american
from handouts.model.base import comparable
from handouts.model.data_files import file_beside
from handouts.pages.article import Block
from handouts.problems import Problem

_ASIDE = re.compile(r"\(([^\W\d_](?:[^\W\d_]|[’' -]){2,40})\)")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def check_hard_words(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Explain long words, and medical words in brackets, in the word list, once a page."""
    library, language = context.library, context.language
    scale = readability.scale(language.code)
    if not language.terms or not scale or library.unknown(language.file("everyday.txt")):
        return
    listed = {
        comparable(form).lower()
        for name, term in language.terms.items()
        for form in (name, *term.forms)
    }
    everyday = set(map(comparable, language.everyday))
    single = {word for form in listed for word in form.split()} | everyday
    if language.code.split("-", 1)[0] == "en":
        single |= {american(word) for word in single}
    explained = listed | single
    reported: set[str] = set()

    word_list, everyday_list = (
        file_beside(page.source.path, language.file(name))
        for name in ("glossary.yml", "everyday.txt")
    )

    def problems(block: Block, words: str) -> Iterator[Problem]:
        if words.lower() not in reported:
            reported.add(words.lower())
            yield Problem(
                *block_place(language, page.source, block),
                f"“{words}” is not in the word list. Explain it in "
                f"{word_list}, use a plainer word, "
                f"or, if everyone knows it, add it to {everyday_list}.",
            )

    for block in page.blocks:
        if block.kind not in ("p", "li", "td", "dd") or "///" in block.text:
            continue
        text = TAG.sub(" ", comparable(block.text))  # HTML is told as such
        for aside in _ASIDE.findall(text):
            last = aside.lower().split()[-1]
            forms = {aside.lower(), last, last.removesuffix("s"), american(last)}
            if len(aside.split()) <= 3 and not forms & explained:
                yield from problems(block, aside)
        for word in WORD.findall(text):
            plain = word.lower().removesuffix("'s")
            forms = {plain, plain.removesuffix("s"), plain.removesuffix("es")}
            forms |= {american(form) for form in forms}
            if not forms & single and scale.syllables(plain) >= scale.long_word:
                yield from problems(block, word)
