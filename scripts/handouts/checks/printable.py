"""The rule for letters that no font of the language has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.context import CheckContext, CheckedPage
from handouts.checks.lookups import block_place, source_of_block
from handouts.model.data_files import REFERENCES
from handouts.model.fonts import missing_characters, missing_message
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Source
from handouts.pages.article import Article, Block
from handouts.problems import Problem

SCRIPT = 10  # letters of a page that the font lacks; more are no slips, but another script


def check_letters(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Write only letters and signs that the fonts of the language have."""
    library, language = context.library, context.language
    fonts = language.file("fonts")
    if not any(path.startswith(fonts) for path in library.unread):
        yield from unprintable_letters(library, language, page.source, page.article, page.blocks)


def unprintable_letters(
    library: Library,
    language: Language,
    source: Source,
    article: Article,
    blocks: tuple[Block, ...],
) -> Iterator[Problem]:
    """Yield the letters of a handout that no font of its language has, at each place.

    A script that the fonts lack altogether is reported only where it begins.
    """
    fonts = language.fonts
    if not (missing := set(missing_characters("".join(set(article.text())), fonts))):
        return
    reported: set[str] = set()
    for block in blocks:
        if letters := [char for char in dict.fromkeys(block.text) if char in missing]:
            reported.update(letters)
            if "///" in block.text:  # a block that was not rendered: another rule reports it
                continue
            path, line = block_place(language, source, block)
            if block.part:
                file = source_of_block(language, source, block)
                lines = file.body.split("\n")[line - file.body_line :]
                line += next((number for number, text in enumerate(lines) if letters[0] in text), 0)
            yield Problem(path, line, _message(letters))
        if len(reported) > SCRIPT:
            return
    for id in dict.fromkeys(id for block in blocks for id in block.cites):
        reference = library.references.get(id)
        if reference and (letters := missing_characters(reference.publisher, fonts)):
            yield Problem(*library.place(REFERENCES, id), _message(letters))
            reported.update(letters)
    remaining = sorted(missing - reported)
    if letters := [char for char in remaining if char in source.body]:
        yield Problem(source.path, source.line_at(re.escape(letters[0])), _message(letters))
    elif remaining:
        yield unprintable_label(language, remaining)


def unprintable_label(language: Language, letters: list[str]) -> Problem:
    """Return the Problem of letters that stand in no page of a language but in its labels."""
    message = f"{missing_message(letters)}, which stands in words.yml or clinic.yml."
    return Problem(language.file("words.yml"), 0, message)


def _message(letters: list[str]) -> str:
    return f"{missing_message(letters)}. Use other words or signs."
