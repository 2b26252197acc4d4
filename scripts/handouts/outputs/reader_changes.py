"""What readers will see changed between two states of a library, page by page."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from handouts.checks.context import render
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout, Page


@dataclass(frozen=True)
class PageChange:
    """A page whose words changed: pieces of it as they were, and as they are."""

    path: str
    title: str
    language: str
    state: str  # "new", "gone" or "changed"
    pieces: tuple[tuple[str, str], ...] = ()  # before and now; "" where there is none


def changes(before: Library, after: Library) -> Iterator[PageChange]:
    """Yield each handout and plain page that reads differently, cards and word lists included."""
    moved = after.moves.moved
    old = {(code, moved.get(name, name)): page for (code, name), page in _pages(before).items()}
    new = _pages(after)
    for key, (library, language, page) in new.items():
        path, title = page.source.path, page.words.title
        if key not in old:
            yield PageChange(path, title, language.code, "new")
            continue
        pieces = tuple(_pieces(_texts(*old[key]), _texts(library, language, page)))
        if pieces:
            yield PageChange(path, title, language.code, "changed", pieces)
    for key, (_, language, page) in old.items():
        if key not in new:
            yield PageChange(page.source.path, page.words.title, language.code, "gone")


def to_markdown(page_changes: list[PageChange]) -> str:
    """Return the changes as Markdown, for the summary of a pull request."""
    if not page_changes:
        return "Readers will see no words changed.\n"
    lines = ["## What readers will see changed", ""]
    for change in page_changes:
        state = "" if change.state == "changed" else f" ({change.state})"
        lines += [f"### {_escaped(change.title)}{state}", "", f"`{change.path}`", ""]
        for before, after in change.pieces:
            lines += [f"- Before: {_escaped(before)}" if before else "- New:"]
            lines += [f"  Now: {_escaped(after)}" if after else "  Now: nothing."]
        lines.append("")
    return "\n".join(lines)


def _pages(
    library: Library,
) -> dict[tuple[str, str], tuple[Library, Language, Handout | Page]]:
    """Return every page by language and name."""
    return {
        (language.code, _name(page)): (library, language, page)
        for language in library.languages
        for page in language.all_pages
    }


def _name(page: Handout | Page) -> str:
    return page.id if isinstance(page, Handout) else page.address


def _texts(library: Library, language: Language, page: Handout | Page) -> list[str]:
    """Return the title, the message and every block of a page."""
    blocks = render(library, language, page).blocks()
    return [page.words.title, page.words.summary, *(block.text for block in blocks)]


def _pieces(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if kind != "equal":
            yield " / ".join(before[old_start:old_end]), " / ".join(after[new_start:new_end])


def _escaped(text: str) -> str:
    """Return words of a page without what Markdown or GitHub would read as a sign."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|~@" else sign for sign in text)
