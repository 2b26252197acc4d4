"""Letters that no font of the language has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.lookups import block_place, source_of_block
from handouts.model import fonts as model_fonts
from handouts.model.data_files import BOOKS
from handouts.model.fonts import lacking
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Source
from handouts.pages.article import Article, Block
from handouts.problems import Problem

SCRIPT = 10  # letters of a page that the font lacks; more are no slips, but another script


def unprintable(
    library: Library,
    language: Language,
    source: Source,
    article: Article,
    blocks: tuple[Block, ...],
) -> Iterator[Problem]:
    """The letters of a handout that no font of its language has, at each place; a whole foreign script only at the first."""
    fonts = library.fonts(language)
    if not (missing := set(lacking("".join(set(article.text())), fonts))):
        return
    told: set[str] = set()
    for block in blocks:
        if found := [char for char in dict.fromkeys(block.text) if char in missing]:
            told.update(found)
            if "///" in block.text:  # told by itself
                continue
            path, line = block_place(language, source, block)
            if block.part:
                file = source_of_block(language, source, block)
                ahead = file.body.split("\n")[line - file.body_line :]
                line += next((number for number, text in enumerate(ahead) if found[0] in text), 0)
            yield Problem(
                path, line, f"{model_fonts.unprintable(found)}. Use other words or signs."
            )
        if len(told) > SCRIPT:
            return
    for id in dict.fromkeys(id for block in blocks for id in block.cites):
        one = library.references.get(id)
        if one and (found := lacking(one.publisher, fonts)):
            line = library.reference_lines.get((id,), 0)
            yield Problem(
                BOOKS, line, f"{model_fonts.unprintable(found)}. Use other words or signs."
            )
            told.update(found)
    left = sorted(missing - told)
    if found := [char for char in left if char in source.body]:
        line = source.line_at(re.escape(found[0]))
        yield Problem(
            source.path, line, f"{model_fonts.unprintable(found)}. Use other words or signs."
        )
    elif left:
        yield Problem(
            language.file("words.yml"),
            0,
            f"{model_fonts.unprintable(left)}, which stands in words.yml or clinic.yml.",
        )
