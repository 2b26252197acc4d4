"""Marks: signs of Markdown that make nothing, so that a reader would see them, or that make what a page may not hold."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

from .article import Article, Block
from .handout import Source
from .problem import Problem
from .record import NO_BREAK_SPACES, PLAIN_SPACE

_NOTE = re.compile(r" {0,3}\[\^[^\]]*\]:")
_NO_CITATION = re.compile(r"\[\^[^\]\n]*\s[^\]\n]*\]|\[\^\s*\]|\^\[")
_CITED_HEADING = re.compile(r"#.*\[\^")
_CITED_LINK = re.compile(r"(?<!!)\[[^\[\]]*\[\^[^\]]*\][^\[\]]*\]\(")
_INNER_HEADING = re.compile(r"^[ \t]*(?:>|[-*+]|\d+[.)])[ \t>]*#{1,6}[ \t]")
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)")
_BULLET = re.compile(rf"^[ \t]*(?:[•‣◦▪●○■□⁃]|[·∙](?=\s)|[-*+](?=[{NO_BREAK_SPACES}])|-(?=[^\W\d_]))")
_TICK = re.compile(rf"^[ \t]*[-*+] +\[[{NO_BREAK_SPACES}]\]")
_SPACED = re.compile(r"\]\(\s*(?:<[^>\n]*\s|[^)\s<\"']+\s+[^)\s\"'])")
_NO_WORDS = re.compile(r"(?<![!\]])\[\s*\]\(")
_RULE = re.compile(r"(?=.*-)(?=.*\|)[\s|:-]+")
_CELL = re.compile(r"(?<!\\)\|")
_OPENED = re.compile(r"///[ \t]*([a-z]+)[ \t]*(\|.*)?$")
# What a line may not hold, and what to write instead.
_SIGNS = (
    (_INNER_HEADING, "A heading cannot stand in a list or after >. Start the line with ##."),
    (_BULLET, 'This sign makes no list. Start the line with "- ": a hyphen and a plain space.'),
    (_TICK, PLAIN_SPACE),
    (_FENCE, "Pages hold no code. Delete this line."),
    (_NO_WORDS, "This link has no words. Write them between the square brackets."),
    (_SPACED, "The address of a link cannot hold a space. Write [words](page.md)."),
)
# What is left of signs in finished words, and what to write instead.
_LEFT = (
    ("](", "These signs make no link: ](. Write [words](page.md), with no space in the address and none before the bracket."),
    ("][", "These signs make no link: ][. Write [words](page.md)."),
    ("**", "These stars make nothing bold: **. Write them right before and right after the words."),
    ("|", "This bar makes no table: |. A table has an empty line above it, and a line of | --- | below its head."),
)


def of_source(source: Source) -> Iterator[Problem]:
    """What is wrong with the signs of one file, by its lines."""
    lines = source.body.split("\n")
    for number, text in enumerate(lines):

        def say(message: str, ahead: int = 0, number: int = number) -> Problem:
            return Problem(source.path, source.body_line + number + ahead, message)

        above = lines[number - 1] if number else ""
        if _NOTE.match(text):
            yield say("Notes are made from docs/sources.yml. Add the source there, cite it as [^id], and delete this line.")
        elif found := _NO_CITATION.search(text):
            yield say(f"This is no citation: {found.group()}. Write [^id], an id from docs/sources.yml, without spaces.")
        if _CITED_HEADING.match(text):
            yield say("A heading cannot hold a citation. Cite the source in the text below it.")
        elif _CITED_LINK.search(text):
            yield say("A citation cannot stand inside a link. Write it after the link.")
        for sign, sentence in _SIGNS:
            if sign.search(text):
                yield say(sentence)
        if (found := _OPENED.match(text)) and found[1] in ("glossary", "bibliography") and found[2]:
            yield say(f"Nothing may follow this name. Write: /// {found[1]}")
        if _OPENED.match(above) and re.match(r" {4}|\t", text):
            yield say("The line below /// cannot start with four spaces. Start it at the left.")
        if _RULE.fullmatch(text) and "|" in above:
            yield from (say(message, ahead) for ahead, message in _table(lines, number))


def _table(lines: list[str], rule: int) -> Iterator[tuple[int, str]]:
    """What is wrong with a table whose rule, the line under its head, has this number; each with the lines from there."""
    columns, head = _cells(lines[rule]), _cells(lines[rule - 1])
    if rule > 1 and lines[rule - 2].strip():
        yield -1, "An empty line must stand above a table."
    if columns != head:
        yield 0, f"The line under the head has {columns} cell{'s' * (columns != 1)}; the head has {head}. Write | --- | for each."
    rows = list(itertools.takewhile(lambda text: text.strip() and not text.startswith("///"), lines[rule + 1 :]))
    for ahead, text in enumerate(rows, 1):
        if (count := _cells(text)) != head:
            yield ahead, f"This row has {count} cell{'s' * (count != 1)}; the head has {head}. Write as many, some of them empty."
    if not rows:
        yield 0, "This table has no rows. Write them below, or delete it."


def _cells(row: str) -> int:
    bare = re.sub(r"`[^`]*`", "", row).strip()
    return len(_CELL.split(bare.removeprefix("|").removesuffix("|"))) if bare else 0


def left_over(article: Article, written_in: Callable[[Block], Source], title: bool = False) -> Iterator[Problem]:
    """Signs that readers of the finished article would see, and lines that are shown as they stand.

    `written_in` gives the file that a block stands in. `title`: title and summary stand above the first heading; see plain.py.
    """
    for block in article.blocks():
        if (title and not block.part) or block.kind == "dt" or (block.card and block.kind == "h3"):
            continue  # plain words
        source = written_in(block)
        lines = source.body.split("\n")
        for sign, sentence in _LEFT:
            if sign in block.text and "///" not in block.text:  # blocks that do not exist are told as such
                near = source.line_of(block.text) - source.body_line
                line = next((number for number, text in enumerate(lines[near:], near) if sign in text), near)
                yield Problem(source.path, source.body_line + line, sentence)
                break
    for element in article.root.iter("pre"):
        card = next((up.get("aria-labelledby") or "" for up in element.iterancestors("section")), "")
        block = Block("", card, "pre", "".join(map(str, element.itertext())), (), ())
        source = written_in(block)
        line = source.line_of(block.text)
        yield Problem(source.path, line, "A line that starts with four spaces is shown as it stands. Start it at the left.")
