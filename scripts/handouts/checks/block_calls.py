"""Rules for the blocks that a page calls: their names, their arguments, their ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.context import CheckContext
from handouts.model.base import TYPED
from handouts.model.data_files import CLINIC, DRAWINGS, file_beside
from handouts.model.pages import Source
from handouts.problems import Problem

_BLOCKS = ("card", "band", "picture", "glossary", "bibliography", "write", "feed")
_BLOCK = re.compile(r"^///[ \t]*([^|]*?)[ \t]*(?:\|[ \t]*(.*?))?[ \t]*$")


def block_problems(context: CheckContext, source: Source) -> Iterator[Problem]:
    """Yield what is wrong with the blocks of a file: names, arguments, ends."""
    open_blocks: list[tuple[str, int]] = []
    for line, text in enumerate(source.body.split("\n"), source.body_line):
        if not text.startswith("///") or text.startswith("////"):
            continue
        match = _BLOCK.match(text.translate(TYPED))
        if not match:
            continue
        name, argument = match.groups()
        if name:
            open_blocks.append((name, line))
            if message := _block_message(context, source.path, name, argument):
                yield Problem(source.path, line, message)
        elif open_blocks:
            open_blocks.pop()
        else:
            message = "This /// closes nothing. Delete it, or write the block's name."
            yield Problem(source.path, line, message)
    for name, line in open_blocks:
        message = f"The block {name} is never closed. Add a line with /// below it."
        yield Problem(source.path, line, message)


def _block_message(context: CheckContext, path: str, name: str, argument: str | None) -> str:
    """Return what is wrong with the name or the argument of a block in `path`; "" if nothing is."""
    language = context.language
    match name:
        case _ if name not in _BLOCKS:
            return f"There is no block called {name}. The blocks are: {', '.join(_BLOCKS)}."
        case "card" if not argument:
            return f"Say which care card: /// card | {next(iter(language.cards), 'name')}"
        case "card" if _lacks_card(context, argument or ""):
            cards = ", ".join(language.cards) or "none"
            return f"There is no care card called {argument}. The cards are: {cards}."
        case "band" if argument and _lacks_titles(context, argument):
            return (
                f"The help band has no headings for {argument}. Write them in its three cards, "
                f"under titles: {{{argument}: …}}"
            )
        case "picture" if _lacks_picture(context, argument or ""):
            return _picture_message(context, path, argument or "")
        case "write" if not re.fullmatch(r"[1-9]|1\d|20", argument or ""):
            return "Say how many lines to write on, from 1 to 20: /// write | 2"
    return ""


def _picture_message(context: CheckContext, path: str, id: str) -> str:
    """Return what a picture that a page in `path` calls needs: its drawing, or the words in it."""
    language, drawings = context.language, context.library.drawings
    drawing = context.library.file(f"{DRAWINGS}/{id}.svg")
    if id in drawings:
        words = file_beside(drawing, file_beside(path, language.file("pictures.yml")))
        return (
            f"{drawing} has no words. Write them into {words}: a line `{id}:`, and below it, two "
            "spaces further in, `alt: …`, which says what is seen."
        )
    drawing, words = (file_beside(path, name) for name in (drawing, language.file("pictures.yml")))
    pictures = ", ".join(id for id in language.pictures if id in drawings) or "none"
    return (
        f"There is no picture called {id}: it needs {drawing} and its words in {words}. "
        f"The pictures are: {pictures}."
    )


def lacks_crisis_line(context: CheckContext) -> bool:
    """Return whether it is certain that the clinic has no crisis line in this language."""
    crisis, code = context.library.clinic.crisis, context.language.code
    return not context.library.unknown(CLINIC) and (crisis is None or code not in crisis.lines)


def _lacks_titles(context: CheckContext, readers: str) -> bool:
    """Return whether some item of the help band has no heading for these readers."""
    return any(readers not in card.words.titles for card in context.language.band)


def _lacks_card(context: CheckContext, id: str) -> bool:
    """Return whether it is certain that there is no such care card."""
    language = context.language
    file = language.file(f"cards/{id}.md")
    return id not in language.cards and not context.library.unknown(file)


def _lacks_picture(context: CheckContext, id: str) -> bool:
    """Return whether it is certain that there is no such drawing, or none with words."""
    library, language = context.library, context.language
    words, drawing = language.file("pictures.yml"), f"{DRAWINGS}/{id}.svg"
    return (id not in language.pictures and not library.unknown(words)) or (
        id not in library.drawings and not library.unknown(drawing)
    )
