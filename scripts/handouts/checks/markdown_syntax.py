"""Rules for Markdown: signs that would be shown as they stand, and what a page may not hold."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from functools import partial

from handouts.checks import list_syntax, plain_text, unsupported_syntax
from handouts.checks.context import CheckContext, CheckedPage, definition_sources
from handouts.checks.lookups import source_of_block
from handouts.checks.unsupported_syntax import INLINE_CODE
from handouts.model.base import NO_BREAK_SPACES, PLAIN_SPACE, TYPED
from handouts.model.data_files import CLINIC, DRAWINGS, REFERENCES, file_beside
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
_BLOCK = re.compile(r"^///[ \t]*([^|]*?)[ \t]*(?:\|[ \t]*(.*?))?[ \t]*$")
BLOCKS = ("card", "band", "picture", "glossary", "bibliography", "write", "feed")


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
    yield from _block_problems(context, source)


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
    if "{crisis" in text and PHONE.search(text) and _lacks_crisis_line(context):
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


# Blocks ------------------------------------------------------------------------------------------


def _block_problems(context: CheckContext, source: Source) -> Iterator[Problem]:
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
        case _ if name not in BLOCKS:
            return f"There is no block called {name}. The blocks are: {', '.join(BLOCKS)}."
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


def _lacks_crisis_line(context: CheckContext) -> bool:
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
