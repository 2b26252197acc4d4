"""Rules for signs that mean something in other Markdowns, and would be shown here as they stand."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from handouts.loading import characters
from handouts.model.pages import CITED

INLINE_CODE = re.compile(r"`[^`\n]*`")
_WRITE_WORDS = "Write it in words"
_LINK = "Write [words](page.md)"
_BOLD = "For words that matter write **bold**"
# What other Markdowns make something of, and what to write here.
_SIGNS = (
    (re.compile(r"\[![A-Za-z]+\][+-]?"), "Write a heading, or **bold** words"),
    (re.compile(r"^[ \t]*(?:!!!|\?\?\?)\+?"), "Write a heading, or **bold** words"),
    (re.compile(r"^[ \t]*:::+"), "Write a heading, or **bold** words"),
    (re.compile(r"^[ \t]*\.\. [\w-]+::"), "Write a heading, or **bold** words"),
    (re.compile(r"~~|(?<![\w~])~(?=[^\s~\d])|(?<=\w)~\w+~"), _WRITE_WORDS),
    (re.compile(r"==+(?=\w)|(?<=\w)==+|^==+(?= )"), _BOLD),
    (re.compile(r"\+\+(?=\w)[^+\n]*\w\+\+"), _BOLD),
    (re.compile(r"(?<=[^\W_])\^[^\s^\[\]]+\^"), _WRITE_WORDS),
    (re.compile(r"!?\[\[[^\]\n]*\]?\]?"), _LINK),
    (re.compile(r"\[[^\]\[\n]+\][ \t]+\((?:https?:|[^)\s]*(?:\.md|#))[^)\s]*\)"), _LINK),
    (re.compile(r"\([^()\n]+\)\[(?:https?:|[^\]\s]*\.md)[^\]\s]*\]"), _LINK),
    (re.compile(r"\[-?@[\w:-]+\]"), "Write [^id], an id from docs/sources.yml"),
    (re.compile(r"(?<![\w:/]):[a-z][a-z0-9_+-]*:(?![\w:/])"), _WRITE_WORDS),
    (re.compile(r"^[ \t]*\*\[[^\]\n]*\]:"), "Explain the word in the word list"),
    (re.compile(r"^[ \t]*\[\[?(?:TOC|_TOC_)\]?\]", re.I), "The list of contents is made for you"),
    (re.compile(r"\$\$|(?<![\w$])\$(?=[^\s\d$])[^$\n]*\$"), _WRITE_WORDS),
    (re.compile(r"(?<=[\w,;]) ?--(?= ?[\w,;])"), "Write – or a comma"),
    (re.compile(r"^[ \t]*[-*+][ \t]+\[[-/*.✓✔✗✘xX]\]"), "A box to tick is - [ ]"),
)
# What a text with any of these signs, or with one written by its name, holds somewhere.
_MAY_BE_SIGN = re.compile(r"[\[:~^$&]|!!!|\?\?\?|==|\+\+|--")
_TABLE_RULE = re.compile(r"(?=.*-)[\s|:-]+")
_BACKSLASH = re.compile(r"\\.?")
_ESCAPE = re.compile(r"\\[\\`*_{}\[\]()>#+.!|\"'-]")
_STAR = re.compile(r"\d\*(?=\d)")
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")
_ESCAPED = re.compile(r"\\(.)")


def messages(line: str) -> Iterator[str]:
    """Yield what is wrong with a line of Markdown, a sentence or two for each sign."""
    text = INLINE_CODE.sub("", line)
    if _MAY_BE_SIGN.search(text) and not _TABLE_RULE.fullmatch(text):
        for sign, advice in _SIGNS:
            if match := sign.search(text):
                yield f"This makes nothing here: {match[0].strip()[:40]} {advice}."
    if match := _BACKSLASH.search(_ESCAPE.sub("", text)):
        yield f"This backslash would be shown: {match[0].strip()} Leave it out."
    if _STAR.search(text):
        yield "Stars between numbers would be lost. Write × for times."
    for reference in dict.fromkeys(_REFERENCE.findall(text)):
        yield from _reference_messages(reference)
    yield from _citation_messages(line, text)


def foreign_sign(text: str) -> str:
    """Return the first sign in plain words that Markdowns or HTML read as another; else ""."""
    if not _MAY_BE_SIGN.search(text):
        return ""
    matches = (sign.search(text) for sign, _ in (*_SIGNS, (_REFERENCE, "")))
    return next((match[0].strip() for match in matches if match), "")


def _reference_messages(reference: str) -> Iterator[str]:
    """Yield what is wrong with a sign that is written by its name or number, such as &nbsp;."""
    char = html.unescape(reference)
    if char == reference:
        yield f"{reference} stands for no sign and would be shown. Write the sign itself."
    elif not char or any(characters.describe(char)) or characters.is_mark(char):
        yield f"{reference} stands for what nobody sees, or for a part of a letter. Delete it."


def _citation_messages(line: str, text: str) -> Iterator[str]:
    """Yield a sentence where signs look like a citation on the page and are none."""
    citations = re.findall(r"(?<!\\)\[\^[^\]\s\\]+\]", text)
    if len(CITED.findall(_ESCAPED.sub(r"\1", html.unescape(line)))) > len(citations):
        yield "This looks like a citation and is none. Write [^id], without \\, & or `."
