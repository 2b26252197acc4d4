"""Where words were written, and what became of a handout."""

from __future__ import annotations

from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout, Source
from handouts.pages.article import Block


def lacks_handout(library: Library, id: str) -> bool:
    """Whether it is certain that the first language has no handout of this id."""
    first = library.languages[0]
    return id not in first.by_id and not library.unknown(first.file(f"handouts/{id}.md"))


def gone(library: Library, id: str) -> str:
    """What became of a handout of this id, as a sentence with what to do and a space in front of it; nothing if nothing did."""
    if to := library.moves.moved.get(id):
        return f" It has moved: write {to}."
    if withdrawn := library.moves.withdrawn.get(id):
        others = ", ".join(withdrawn.instead)
        return f" It was withdrawn: take this away, or choose another handout{f', such as {others}' if others else ''}."
    return ""


def key_place(source: Source, *key: str | int) -> tuple[str, int]:
    """The file and the line of a key of the front matter."""
    return source.path, source.lines.get(key, 1)


def words_place(source: Source, words: str) -> tuple[str, int]:
    """The file and the line in which words were written."""
    return source.path, source.line_of(words)


def page_place(source: Source, block: Block) -> tuple[str, int]:
    """The file and the line in which a block of a plain page was written."""
    return words_place(source, block.text)


def block_place(language: Language, source: Source, block: Block) -> tuple[str, int]:
    """The file and the line in which a block of the article of this source was written."""
    if not block.part:
        return key_place(source, "title" if block.kind == "h1" else "summary")
    source = source_of_block(language, source, block)
    return source.path, source.line_of(block.text)


def source_of_block(language: Language, page: Source, block: Block) -> Source:
    """The file that a block of a page stands in: the page's own, that of the card that it belongs to, or the word list."""
    if block.card in language.cards:
        return language.cards[block.card].source
    return language.word_list if block.kind in ("dd", "dt") and language.terms else page


def key_line(handout: Handout, key: str) -> int:
    """Return the line of a key of a handout's front matter."""
    return handout.source.lines.get((key,), 1)
