"""Rules for lists in Markdown: each line that looks like an item is one, on the level it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

INDENT = 4  # spaces that lead into an item
LARGEST = 99  # number that a list may start with; what is larger is a year or an amount
_ITEM = re.compile(r"([-*+]|([0-9]+)\.)[ ]")
_RULE = re.compile(r"([-*_])(?:[ ]*\1){2,}[ ]*$")
_QUOTE = re.compile(r"(?:[ ]{0,3}>[ ]?)*")
_OTHER_MARK = re.compile(r"(\(?(?:\d{1,3}|[a-z]|[ivx]{2,4})\)|[a-z]\.|(?=[^0-9])\d+\.)[ ]+\S")
_BOX = re.compile(
    r"(?:\d+[.)] +\[[ xX]?\](?!\()|[-*+] +\[\](?!\()|[-*+] +\[[ xX]\](?=[^\s(])"
    r"|[-*+]\[[ xX]?\](?!\()|[-*+] +\[ {2,}\]|\[[ xX]\] )"
)
_BLOCK = re.compile(r"///|#{1,6}(?!#)|\|")

ABOVE = (
    "An empty line must stand above a list. If this is no list, move its first sign to the end of "
    "the line above."
)
KINDS = "Bullets and numbers do not mix in one list. Write an empty line above this one."
LEVEL = (
    "Start an item at the left, or with four spaces where it belongs to the item above: "
    "other spaces do not count."
)
FURTHER = "Start a further paragraph of an item with four spaces, or at the left after the list."
BOX = 'A box to tick starts a line of its own with "- [ ] ": write - [ ] and the words.'


@dataclass
class _List:
    """The items of one level that were read so far."""

    is_numbered: bool
    first: int = 0
    count: int = 0
    is_counted_up: bool = True  # 1, 2, 3; else all numbers are the same, which makes 1, 2, 3 too


def messages(body: str) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with the lists of a text, each with the index of its line."""
    levels: list[_List] = []  # of the list that is open, outermost first
    is_below_text = is_below_gap = False  # the line above is of a paragraph; it is empty
    for number, raw in enumerate(body.split("\n")):
        text = _QUOTE.sub("", raw.expandtabs(INDENT), count=1)
        line = text.lstrip(" ")
        indent = len(text) - len(line)
        if not line.strip():
            is_below_text, is_below_gap = False, True
            continue
        if _RULE.match(line) or (_BLOCK.match(line) and not indent):
            levels.clear()
            is_below_text = False
        elif match := _ITEM.match(line):
            if is_below_text:
                yield number, ABOVE
            for message in _item_messages(match, indent, levels, is_below_gap):
                yield number, message
            is_below_text = False
        elif is_below_gap and levels and 0 < indent < INDENT:
            yield number, FURTHER
        else:
            if is_below_gap and indent < INDENT:
                levels.clear()
            is_below_text = not levels
        if mark := _OTHER_MARK.match(line):
            yield number, f"This sign makes no list: {mark[1]} Write 1. or - instead."
        if _BOX.match(line):
            yield number, BOX
        is_below_gap = False


def _item_messages(
    match: re.Match[str], indent: int, levels: list[_List], is_below_gap: bool
) -> Iterator[str]:
    """Yield what is wrong with an item, and add it to its list."""
    digits = match[2]
    depth = indent // INDENT
    if indent % INDENT or depth > len(levels):
        yield LEVEL  # to which list it belongs is not known
        return
    del levels[depth + 1 :]
    is_numbered = digits is not None
    value = int(digits[:10]) if is_numbered else 0
    if depth < len(levels) and levels[depth].is_numbered != is_numbered:
        if not is_below_gap:
            yield KINDS
        del levels[depth:]
    if depth == len(levels):
        levels.append(_List(is_numbered, value))
    if is_numbered:
        yield from _number_messages(value, levels[depth])
    levels[depth].count += 1


def _number_messages(number: int, items: _List) -> Iterator[str]:
    """Yield what is wrong with the number of an item."""
    if not items.count and number > LARGEST:
        yield (
            f"This makes a list that starts with {number}. If it is no list, "
            f"write other words first, or {number}\\."
        )
    if items.count == 1:
        items.is_counted_up = number != items.first
    expected = items.first + (items.count if items.is_counted_up else 0)
    if items.count and number != expected:
        yield (
            f"This item will have the number {items.first + items.count}, not {number}. "
            "Number the items one after the other."
        )
