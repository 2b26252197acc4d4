"""The theme's style sheet without the rules that no page uses.

Of the theme a page uses a tenth. A rule stays if each class, id, attribute and element that its
selector names occurs on some page, or in a text of a script, which may add it. So a rule that goes
could have matched nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_TAG = re.compile(r"""<([a-z][a-z0-9-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = re.compile(r"""([a-zA-Z][\w:-]*)(?:=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_TEXT = re.compile(r""""((?:\\.|[^"\\\n])*)"|'((?:\\.|[^'\\\n])*)'""")
_NAME = re.compile(r"[A-Za-z_][\w-]*")
# The parts of a selector; what stands in parentheses may be an alternative, and is not looked at.
_PART = re.compile(
    r"""
    \.(?P<class>(?:[\w-]|\\.)+)
    |\#(?P<id>(?:[\w-]|\\.)+)
    |\[(?P<attribute>[\w-]+)(?P<match>[~|^$*]?=)?(?P<value>[^\]]*)\]
    |(?<![\w:.\#-])(?P<element>[a-zA-Z][\w-]*)
    |::?[\w-]+
    """,
    re.X,
)
_GROUPS = ("@media", "@supports", "@container", "@layer")
# A string, an escaped sign, letters that divide nothing, or a sign that may.
_PIECE = re.compile(r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\.|[^"'\\{}()\[\],;]+|.""", re.S)
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")


@dataclass
class Usage:
    """What occurs on pages, and what scripts may add."""

    classes: set[str]
    ids: set[str]
    elements: set[str]
    attributes: set[str]
    values: set[tuple[str, str]]
    added: set[str]  # any names in texts of scripts


def usage(pages: Iterable[str], scripts: Iterable[str]) -> Usage:
    """Return what occurs on pages, and the names that scripts hold as texts."""
    usage = Usage(set(), set(), set(), set(), set(), set())
    tags = {tag for page in pages for tag in _TAG.findall(page)}
    for element, attributes in tags:
        usage.elements.add(element)
        for name, *values in _ATTRIBUTE.findall(attributes):
            value = "".join(values)
            usage.attributes.add(name)
            usage.values.add((name, value))
            if name == "class":
                usage.classes.update(value.split())
            elif name == "id":
                usage.ids.add(value)
    for script in scripts:
        for texts in _TEXT.findall(script):
            usage.added.update(_NAME.findall("".join(texts)))
    return usage


def used_styles(style: str, used: Usage, others: str = "") -> str:
    """Return a style sheet without the rules, variables and animations that nothing uses.

    `others` are the style sheets beside it, which may use its variables.
    """
    style = "".join(_rules(style, used))
    while True:
        variables = {*_VARIABLE.findall(style), *_VARIABLE.findall(others)}
        shorter = "".join(_without_variables(style, variables))
        if shorter == style:
            return style
        style = shorter


def _blocks(style: str) -> Iterator[tuple[str, str | None]]:
    """Yield each statement as (head, None) and each block as (head, what is in its braces)."""
    head: list[str] = []
    body: list[str] = []
    depth = 0
    for piece in _PIECE.findall(re.sub(r"/\*.*?\*/", "", style, flags=re.S)):
        if piece == "}":
            depth -= 1
            if not depth:
                yield "".join(head).strip(), "".join(body)
                head, body = [], []
                continue
        if depth:
            body.append(piece)
        elif piece == ";" and "".join(head).count("(") == "".join(head).count(")"):
            yield "".join(head).strip(), None
            head = []
        elif piece != "{":
            head.append(piece)
        if piece == "{":
            depth += 1


def _rules(style: str, used: Usage) -> Iterator[str]:
    for head, body in _blocks(style):
        if body is None:
            yield f"{head};"
        elif head.startswith(_GROUPS):
            if inner := "".join(_rules(body, used)):
                yield f"{head}{{{inner}}}"
        elif head.startswith("@"):
            yield f"{head}{{{body}}}"
        elif selectors := [part for part in _split(head, ",") if _may_match(part, used)]:
            yield f"{','.join(selectors)}{{{body}}}"


def _may_match(selector: str, used: Usage) -> bool:
    bare = selector
    while bare != (bare := re.sub(r"\([^()]*\)", "", bare)):
        pass
    for part in _PART.finditer(bare):
        name = part["class"] or part["id"] or part["attribute"] or part["element"]
        if not name or (name := name.replace("\\", "")) in used.added:
            continue
        names = (
            used.classes
            if part["class"]
            else used.ids
            if part["id"]
            else used.attributes
            if part["attribute"]
            else used.elements
        )
        value = (part["value"] or "").strip("\"'")
        if name not in names:
            return False
        if part["match"] == "=" and (name, value) not in used.values:
            return False
    return True


def _without_variables(style: str, variables: set[str]) -> Iterator[str]:
    for head, body in _blocks(style):
        if body is None:
            yield f"{head};"
        elif head.startswith(_GROUPS):
            if inner := "".join(_without_variables(body, variables)):
                yield f"{head}{{{inner}}}"
        elif head.startswith(("@keyframes", "@-webkit-keyframes")):
            name = head.split()[-1]
            if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", style.replace(head, "")):
                yield f"{head}{{{body}}}"
        elif declarations := [
            declaration
            for declaration in _split(body, ";")
            if not declaration.startswith("--") or declaration.split(":")[0].strip() in variables
        ]:
            yield f"{head}{{{';'.join(declarations)}}}"


def _split(text: str, at: str) -> list[str]:
    """Return the pieces of a text between signs that stand in no string and no brackets."""
    pieces: list[list[str]] = [[]]
    depth = 0
    for piece in _PIECE.findall(text):
        depth += (piece in "([") - (piece in ")]")
        if piece == at and not depth:
            pieces.append([])
        else:
            pieces[-1].append(piece)
    return [joined for piece in pieces if (joined := "".join(piece).strip())]
