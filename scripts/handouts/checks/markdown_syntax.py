"""Signs written down that make nothing, so that a reader would see them, or that make what a page may not hold."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

from handouts.checks import plain_text
from handouts.model.base import NO_BREAK_SPACES, PLAIN_SPACE, TYPED
from handouts.model.data_files import BOOKS, CLINIC, DRAWINGS
from handouts.model.includes import PHONE
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import CITED, Source
from handouts.pages.article import Article, Block
from handouts.problems import Problem

_NOTE = re.compile(r" {0,3}\[\^[^\]]*\]:")
_NO_CITATION = re.compile(r"\[\^[^\]\n]*\s[^\]\n]*\]|\[\^\s*\]|\^\[")
_CITED_HEADING = re.compile(r"#.*\[\^")
_CITED_LINK = re.compile(r"(?<!!)\[[^\[\]]*\[\^[^\]]*\][^\[\]]*\]\(")
_INNER_HEADING = re.compile(r"^[ \t]*(?:>|[-*+]|\d+[.)])[ \t>]*#{1,6}[ \t]")
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)")
_BULLET = re.compile(
    rf"^[ \t]*(?:[•‣◦▪●○■□⁃]|[·∙](?=\s)|[-*+](?=[{NO_BREAK_SPACES}])|-(?=[^\W\d_]))"
)
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
    (
        "](",
        "These signs make no link: ](. Write [words](page.md), with no space in the address and none before the bracket.",
    ),
    ("][", "These signs make no link: ][. Write [words](page.md)."),
    ("**", "These stars make nothing bold: **. Write them right before and right after the words."),
    (
        "|",
        "This bar makes no table: |. A table has an empty line above it, and a line of | --- | below its head.",
    ),
)

COLUMNS = 4
INLINE_CODE = re.compile(r"`[^`\n]*`")
_BRACES = re.compile(r"\{[^}\n]*\}")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_BLOCK = re.compile(r"^///[ \t]*([^|]*?)[ \t]*(?:\|[ \t]*(.*?))?[ \t]*$")
BLOCKS = ("card", "picture", "glossary", "bibliography", "write", "feed")


def of_source(source: Source) -> Iterator[Problem]:
    """What is wrong with the signs of one file, by its lines."""
    lines = source.body.split("\n")
    for number, text in enumerate(lines):

        def say(message: str, ahead: int = 0, number: int = number) -> Problem:
            return Problem(source.path, source.body_line + number + ahead, message)

        above = lines[number - 1] if number else ""
        if _NOTE.match(text):
            yield say(
                "Notes are made from docs/sources.yml. Add the source there, cite it as [^id], and delete this line."
            )
        elif found := _NO_CITATION.search(text):
            yield say(
                f"This is no citation: {found.group()}. Write [^id], an id from docs/sources.yml, without spaces."
            )
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
        yield (
            0,
            f"The line under the head has {columns} cell{'s' * (columns != 1)}; the head has {head}. Write | --- | for each.",
        )
    rows = list(
        itertools.takewhile(
            lambda text: text.strip() and not text.startswith("///"), lines[rule + 1 :]
        )
    )
    for ahead, text in enumerate(rows, 1):
        if (count := _cells(text)) != head:
            yield (
                ahead,
                f"This row has {count} cell{'s' * (count != 1)}; the head has {head}. Write as many, some of them empty.",
            )
    if not rows:
        yield 0, "This table has no rows. Write them below, or delete it."


def _cells(row: str) -> int:
    bare = re.sub(r"`[^`]*`", "", row).strip()
    return len(_CELL.split(bare.removeprefix("|").removesuffix("|"))) if bare else 0


def left_over(
    article: Article, written_in: Callable[[Block], Source], title: bool = False
) -> Iterator[Problem]:
    """Signs that readers of the finished article would see, and lines that are shown as they stand.

    `written_in` gives the file that a block stands in. `title`: title and summary stand above the first heading; see plain_text.py.
    """
    for block in article.blocks():
        if (title and not block.part) or block.kind == "dt" or (block.card and block.kind == "h3"):
            continue  # plain words
        source = written_in(block)
        lines = source.body.split("\n")
        for sign, sentence in _LEFT:
            if (
                sign in block.text and "///" not in block.text
            ):  # blocks that do not exist are told as such
                near = source.line_of(block.text) - source.body_line
                line = next(
                    (number for number, text in enumerate(lines[near:], near) if sign in text), near
                )
                yield Problem(source.path, source.body_line + line, sentence)
                break
    for element in article.root.iter("pre"):
        card = next(
            (up.get("aria-labelledby") or "" for up in element.iterancestors("section")), ""
        )
        block = Block("", card, "pre", "".join(map(str, element.itertext())), (), ())
        source = written_in(block)
        line = source.line_of(block.text)
        yield Problem(
            source.path,
            line,
            "A line that starts with four spaces is shown as it stands. Start it at the left.",
        )


def check_source(library: Library, language: Language, source: Source) -> Iterator[Problem]:
    """Citations, raw HTML, tables, pictures and blocks of one file."""
    yield from of_source(source)
    open_blocks: list[tuple[str, int]] = []
    for line, written in enumerate(source.body.split("\n"), source.body_line):
        text = written.translate(TYPED) if written.startswith("///") else written
        if text != written:
            yield Problem(source.path, line, PLAIN_SPACE)
        for id in CITED.findall(text):
            if id not in library.references and not library.unknown(BOOKS):
                yield Problem(
                    source.path,
                    line,
                    f"No source is called {id}. Add it to docs/sources.yml or correct the name.",
                )
        if tag := plain_text.tag(INLINE_CODE.sub("", text)):
            yield Problem(
                source.path,
                line,
                f"Pages hold no HTML: {tag} would be shown as it stands. Use Markdown.",
            )
        if not text.startswith("#") and (
            found := _BRACES.search(PHONE.sub("", INLINE_CODE.sub("", text)))
        ):
            yield Problem(
                source.path,
                line,
                f"Only a heading may hold braces, for its id. Leave out {found.group()}.",
            )
        if "{crisis" in text and PHONE.search(text) and _lacks_line(library, language):
            yield Problem(
                source.path,
                line,
                f"{CLINIC} has no crisis line for {language.code}. Add it there under `crisis`, or leave these words out.",
            )
        if _RULE.fullmatch(text) and ":" in text:
            yield Problem(
                source.path,
                line,
                "Leave the colons out of the line under a table's head: columns are not aligned.",
            )
        if _RULE.fullmatch(text) and text.strip().strip("|").count("|") >= COLUMNS:
            yield Problem(
                source.path,
                line,
                f"A table may have at most {COLUMNS} columns; more do not fit on a sheet.",
            )
        for alternative in _IMAGE.findall(text):
            if not alternative.strip():
                yield Problem(
                    source.path,
                    line,
                    "This picture has no alternative text. Write what it shows: ![…](…).",
                )
            else:
                yield Problem(
                    source.path,
                    line,
                    "A photo cannot be printed here. Call a drawing by its name: /// picture | name",
                )
        if re.match(r"[ \t]+///|////", text):
            yield Problem(
                source.path,
                line,
                "Start this line with three slashes and no space before them: ///",
            )
        elif text.startswith("///") and (found := _BLOCK.match(text)):
            name, argument = found.groups()
            if not name:
                if not open_blocks:
                    yield Problem(
                        source.path,
                        line,
                        "This /// closes nothing. Delete it, or write the block's name.",
                    )
                else:
                    open_blocks.pop()
                continue
            open_blocks.append((name, line))
            if name not in BLOCKS:
                yield Problem(
                    source.path,
                    line,
                    f"There is no block called {name}. The blocks are: {', '.join(BLOCKS)}.",
                )
            elif name == "card" and not argument:
                yield Problem(
                    source.path,
                    line,
                    f"Say which care card: /// card | {next(iter(language.cards), 'name')}",
                )
            elif (
                name == "card"
                and argument not in language.cards
                and not library.unknown(language.file(f"cards/{argument}.md"))
            ):
                cards = ", ".join(language.cards) or "none"
                yield Problem(
                    source.path,
                    line,
                    f"There is no care card called {argument}. The cards are: {cards}.",
                )
            elif name == "picture" and _lacks(library, language, argument or ""):
                known = (
                    ", ".join(id for id in language.pictures if id in library.drawings) or "none"
                )
                yield Problem(
                    source.path, line,
                    f"There is no picture called {argument}: it needs docs/pictures/{argument}.svg and its words in "
                    f"{language.file('pictures.yml')}. The pictures are: {known}.",
                )  # fmt: skip
            elif name == "write" and not re.fullmatch(r"[1-9]|1\d|20", argument or ""):
                yield Problem(
                    source.path, line, "Say how many lines to write on, from 1 to 20: /// write | 2"
                )
    for name, line in open_blocks:
        yield Problem(
            source.path, line, f"The block {name} is never closed. Add a line with /// below it."
        )


def _lacks_line(library: Library, language: Language) -> bool:
    """Whether it is certain that the clinic has no crisis line in this language."""
    crisis = library.clinic.crisis
    return not library.unknown(CLINIC) and (crisis is None or language.code not in crisis.lines)


def _lacks(library: Library, language: Language, picture: str) -> bool:
    """Whether it is certain that there is no such drawing, or none with words in this language."""
    words, drawn = language.file("pictures.yml"), f"{DRAWINGS}/{picture}.svg"
    return (picture not in language.pictures and not library.unknown(words)) or (
        picture not in library.drawings and not library.unknown(drawn)
    )
