"""Rules for Markdown: signs that would be shown as they stand, and what a page may not hold."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from functools import partial

from handouts.checks import list_syntax, plain_text, unsupported_syntax
from handouts.checks.block_calls import block_problems, lacks_crisis_line
from handouts.checks.context import CheckContext, CheckedPage, definition_sources
from handouts.checks.lookups import source_of_block
from handouts.checks.unsupported_syntax import INLINE_CODE
from handouts.model.base import NO_BREAK_SPACES, PLAIN_SPACE, TYPED
from handouts.model.data_files import CLINIC, REFERENCES, file_beside
from handouts.model.includes import PHONE
from handouts.model.pages import CITED, Source
from handouts.pages.article import Block
from handouts.problems import Problem

_NOTE = re.compile(r" {0,3}\[\^[^\]]*\]:")
_NO_CITATION = re.compile(r"\[\^[^\]\n]*\s[^\]\n]*\]|\[\^\s*\]|\^\[")
_CITED_HEADING = re.compile(r"#.*\[\^")
_CITED_LINK = re.compile(r"(?<!!)\[[^\[\]]*\[\^[^\]]*\][^\[\]]*\]\(")
_INNER_HEADING = re.compile(r"^[ \t]*(?:(?:>|[-*+]|\d+[.)])[ \t]*)+#{1,6}[ \t]")
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
# Signs that remain in rendered words, and what to write instead.
_REMAINING = (
    (
        "](",
        "These signs make no link: ](. Write [words](page.md), "
        "with no space in the address and none before the bracket.",
    ),
    ("][", "These signs make no link: ][. Write [words](page.md)."),
    ("**", "These stars make nothing bold: **. Write them right before and right after the words."),
    (
        "|",
        "This bar makes no table: |. "
        "A table has an empty line above it, and a line of | --- | below its head.",
    ),
)

_PHOTO = "A photo cannot be printed here. Call a drawing by its name: /// picture | name"
_EMAIL = re.compile(r"<([^\s@<>]+@[^\s@<>]+)>")
_BRACKETS = re.compile(r"(?<!\^)\[([^\[\]\s^][^\[\]\n]{0,80})\](?![\[(])")

COLUMNS = 4
_BRACES = re.compile(r"\{[^}\n]*\}")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")


# Rules -------------------------------------------------------------------------------------------


def check_sources(context: CheckContext) -> Iterator[Problem]:
    """Write only Markdown that a page may hold, on pages and care cards."""
    language = context.language
    for page in (*language.all_pages, *language.cards.values(), *language.drafts):
        yield from _source_problems(context, page.source)


def check_definitions(context: CheckContext) -> Iterator[Problem]:
    """Write only Markdown that a page may hold, in the definitions of the word list."""
    for source in definition_sources(context):
        yield from _source_problems(context, source)


def check_rendered_signs(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Write no signs that readers of the finished page would see.

    Title and summary of a handout are plain words, which have a rule of their own.
    """
    for block in page.article.blocks():
        is_title = page.is_handout and not block.part
        if is_title or block.kind == "dt" or (block.card and block.kind == "h3"):
            continue  # plain words
        if "///" in block.text:
            continue  # a block that does not exist: another rule reports it
        source = source_of_block(context.language, page.source, block)
        for sign, message in (*_REMAINING, *_remaining_brackets(context, block.text, source)):
            if sign in block.text:
                start = source.line_of(block.text) - source.body_line
                lines = source.body.split("\n")[start:]
                line = next((number for number, text in enumerate(lines) if sign in text), 0)
                yield Problem(source.path, source.body_line + start + line, message)
                break


def _remaining_brackets(
    context: CheckContext, text: str, source: Source
) -> Iterator[tuple[str, str]]:
    """Yield words in square brackets that readers would see, and what to write instead."""
    for match in _BRACKETS.finditer(text):
        if f"\\[{match[1]}\\]" in source.body:
            continue  # written so on purpose
        if match[1] in context.library.references:
            yield (
                match[0],
                f"This names no source, and would be shown: {match[0]} Write [^{match[1]}].",
            )
        elif not unsupported_syntax.foreign_sign(match[0]):
            yield (
                match[0],
                f"These brackets make nothing and would be shown: {match[0]} Write [^id] for a "
                "source, [words](page.md) for a link, or round brackets.",
            )


def check_indented_lines(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Start lines at the left: four spaces make code."""
    for element in page.article.root.iter("pre"):
        sections = element.iterancestors("section")
        card = next((section.get("aria-labelledby") or "" for section in sections), "")
        block = Block("", card, "pre", "".join(map(str, element.itertext())), (), ())
        source = source_of_block(context.language, page.source, block)
        yield Problem(
            source.path,
            source.line_of(block.text),
            "A line that starts with four spaces is shown as it stands. Start it at the left.",
        )


# One source --------------------------------------------------------------------------------------


def _source_problems(context: CheckContext, source: Source) -> Iterator[Problem]:
    """Yield what is wrong with the Markdown of one file."""
    lines = source.body.split("\n")
    for number, line in enumerate(lines):
        problem_at = partial(Problem, source.path)
        above = lines[number - 1] if number else ""
        text = line.translate(TYPED) if line.startswith("///") else line
        messages = itertools.chain(
            _sign_messages(line),
            unsupported_syntax.messages(line),
            _block_line_messages(line, above),
            [PLAIN_SPACE] if text != line else [],
            _citation_messages(context, text, source.path),
            *(rule(context, text) for rule in _LINE_RULES),
        )
        for message in messages:
            yield problem_at(source.body_line + number, message)
        if _RULE.fullmatch(line) and "|" in above:
            for offset, message in _table_messages(lines, number):
                yield problem_at(source.body_line + number + offset, message)
    for number, message in list_syntax.messages(source.body):
        yield Problem(source.path, source.body_line + number, message)
    yield from block_problems(context, source)


def _sign_messages(text: str) -> Iterator[str]:
    """Yield what is wrong with the signs of a line."""
    if _NOTE.match(text):
        yield (
            "Notes are made from docs/sources.yml. "
            "Add the source there, cite it as [^id], and delete this line."
        )
    elif match := _NO_CITATION.search(text):
        yield (
            f"This is no citation: {match.group()}. "
            "Write [^id], an id from docs/sources.yml, without spaces."
        )
    if _CITED_HEADING.match(text):
        yield "A heading cannot hold a citation. Cite the source in the text below it."
    elif _CITED_LINK.search(text):
        yield "A citation cannot stand inside a link. Write it after the link."
    for sign, message in _SIGNS:
        if sign.search(text):
            yield message


def _block_line_messages(text: str, above: str) -> Iterator[str]:
    """Yield what is wrong with what follows a block's name, on its line and on the next."""
    match = _OPENED.match(text)
    if match and match[1] in ("glossary", "bibliography") and match[2]:
        yield f"Nothing may follow this name. Write: /// {match[1]}"
    if _OPENED.match(above) and re.match(r" {4}|\t", text):
        yield "The line below /// cannot start with four spaces. Start it at the left."


# Tables ------------------------------------------------------------------------------------------


def _table_messages(lines: list[str], rule: int) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with a table, each with its distance in lines from the rule.

    `rule` is the index of the table's rule, the line under its head.
    """
    columns, head = _cells(lines[rule]), _cells(lines[rule - 1])
    if rule > 1 and lines[rule - 2].strip():
        yield -1, "An empty line must stand above a table."
    if columns != head:
        yield (
            0,
            f"The line under the head has {_cell_count(columns)}; the head has {head}. "
            "Write | --- | for each.",
        )
    rows = list(
        itertools.takewhile(
            lambda text: text.strip() and not text.startswith("///"), lines[rule + 1 :]
        )
    )
    for offset, text in enumerate(rows, 1):
        if (count := _cells(text)) != head:
            yield (
                offset,
                f"This row has {_cell_count(count)}; the head has {head}. "
                "Write as many, some of them empty.",
            )
    if not rows:
        yield 0, "This table has no rows. Write them below, or delete it."


def _cells(row: str) -> int:
    bare = re.sub(r"`[^`]*`", "", row).strip()
    return len(_CELL.split(bare.removeprefix("|").removesuffix("|"))) if bare else 0


def _cell_count(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


def _table_rule_messages(_: CheckContext, text: str) -> Iterator[str]:
    if not _RULE.fullmatch(text):
        return
    if ":" in text:
        yield "Leave the colons out of the line under a table's head: columns are not aligned."
    if text.strip().strip("|").count("|") >= COLUMNS:
        yield f"A table may have at most {COLUMNS} columns; more do not fit on a sheet."


# Lines -------------------------------------------------------------------------------------------


def _citation_messages(context: CheckContext, text: str, path: str) -> Iterator[str]:
    library = context.library
    file = file_beside(path, REFERENCES)
    for id in CITED.findall(text):
        if id not in library.references and not library.unknown(REFERENCES):
            yield f"No source is called {id}. Add it to {file} or correct the name."


def _html_messages(_: CheckContext, text: str) -> Iterator[str]:
    tag = plain_text.tag(INLINE_CODE.sub("", text))
    if address := _EMAIL.fullmatch(tag):
        yield f"Write [words](mailto:{address[1]}) for an e-mail address, not {tag}."
    elif re.match(r"<img\b", tag, re.I):
        yield _PHOTO
    elif tag:
        yield f"Pages hold no HTML: {tag} would be shown as it stands. Use Markdown."


def _brace_messages(_: CheckContext, text: str) -> Iterator[str]:
    match = _BRACES.search(PHONE.sub("", INLINE_CODE.sub("", text)))
    if match and not text.startswith("#"):
        yield f"Only a heading may hold braces, for its id. Leave out {match.group()}."


def _crisis_line_messages(context: CheckContext, text: str) -> Iterator[str]:
    if "{crisis" in text and PHONE.search(text) and lacks_crisis_line(context):
        yield (
            f"{CLINIC} has no crisis line for {context.language.code}. "
            "Add it there under `crisis`, or leave these words out."
        )


def _image_messages(_: CheckContext, text: str) -> Iterator[str]:
    for alternative in _IMAGE.findall(text):
        if alternative.strip():
            yield _PHOTO
        else:
            yield "This picture has no alternative text. Write what it shows: ![…](…)."


def _slash_messages(_: CheckContext, text: str) -> Iterator[str]:
    if re.match(r"[ \t]+///|////", text):
        yield "Start this line with three slashes and no space before them: ///"


_LINE_RULES: tuple[Callable[[CheckContext, str], Iterator[str]], ...] = (
    _html_messages,
    _brace_messages,
    _crisis_line_messages,
    _table_rule_messages,
    _image_messages,
    _slash_messages,
)
