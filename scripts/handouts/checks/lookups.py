"""Where words were written, and what became of a handout."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from handouts.model.data_files import MOVES, REFERENCES
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout, Source
from handouts.pages.article import Block


def lacks_handout(library: Library, id: str) -> bool:
    """Return whether it is certain that the first language has no handout of this id."""
    first = library.languages[0]
    return id not in first.by_id and not library.unknown(first.file(f"handouts/{id}.md"))


def meant_name(name: str, names: Collection[str], kind: str) -> str:
    """Return which of several names was probably meant, or all of them: a sentence.

    `kind` says in the plural what they are names of, such as handouts.
    """
    similar = difflib.get_close_matches(name, names, 1)
    if similar:
        return f"Did you mean {similar[0]}?"
    return f"The {kind} are: {', '.join(names) or 'none'}."


def no_language(library: Library, code: str) -> str:
    """Return the sentences about a code of no language of the library."""
    codes = ", ".join(edition.code for edition in library.site.editions)
    return f"The library has no language {code}. The languages are: {codes}."


def absence_hint(library: Library, id: str) -> str:
    """Return what to write instead of a handout that was withdrawn, or published and is gone.

    A sentence with a space in front of it; empty for any other id.
    """
    if withdrawn := library.moves.withdrawn.get(id):
        examples = ", ".join(withdrawn.instead)
        example = f", such as {examples}" if examples else ""
        return f" It was withdrawn: take this away, or choose another handout{example}."
    is_published = library.addresses_of_name(id)[0][0] in (library.ledger or {})
    if is_published and lacks_handout(library, id):
        return f" It was published: say in {MOVES} where it went, and this line follows."
    return ""


def key_place(source: Source, *key: str | int) -> tuple[str, int]:
    """Return the file and the line of a key of the front matter."""
    return source.places.get(key, (source.path, 1))


def words_place(source: Source, words: str) -> tuple[str, int]:
    """Return the file and the line in which words were written."""
    return source.path, source.line_of(words)


def page_place(source: Source, block: Block) -> tuple[str, int]:
    """Return the file and the line in which a block of a plain page was written."""
    return words_place(source, block.text)


def block_place(language: Language, source: Source, block: Block) -> tuple[str, int]:
    """Return the file and the line in which a block of this source's article was written."""
    if not block.part:
        return key_place(source, "title" if block.kind == "h1" else "summary")
    source = source_of_block(language, source, block)
    return source.path, source.line_of(block.text)


def source_of_block(language: Language, page: Source, block: Block) -> Source:
    """Return the file that a block of a page was written in: the page, a card or the word list."""
    if block.card in language.cards:
        return language.cards[block.card].source
    if block.kind not in ("dd", "dt") or not language.terms:
        return page
    return next(
        (source for source in language.word_lists[::-1] if source.holds(block.text)),
        language.word_lists[0],
    )


def version_files(library: Library, language: Language, handout: Handout) -> set[str]:
    """Return the files that a handout's version stands for, and that of its original."""
    files = {REFERENCES} | language.source_files(handout.source)
    if handout.original:
        files |= library.languages[0].source_files(handout.original.source)
    return files
