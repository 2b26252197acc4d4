"""Read YAML strictly, with the line of every key, as far as it can be read.

MkDocs swallows broken front matter without a word, and YAML turns `no` into false. So everything that people write in YAML
passes through here, and each error becomes a Problem at its line.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import yaml

from handouts.model.base import PLAIN_SPACE, Lines, Where
from handouts.problems import Problem, Refused

LEVELS = 6  # in which a mistake is looked for; people write four
DEEPEST = 50  # levels inside one another; people need four, and tens of thousands make the YAML library crash
_NO_BREAK = re.compile(r"(?:[ -]*[\w-]+:\xa0|[ -]*\xa0)")
# How an entry starts on the outermost level: with a key, perhaps in quotes, or as an item of a list.
_KEY = r"""(?:"[^"\n]*"|'[^'\n]*'|[^\s#"'\[\]{},&*!|>%@`?:-][^\n:#]*|-[^\s:#][^\n:#]*):"""
_ENTRY = re.compile(rf"^(?:{_KEY}(?=\s|$)|-(?=\s|$))", re.M)
_HEAD = re.compile(rf"{_KEY}[ ]*(?:#.*)?")
_ITEM = re.compile(r"-[ ]+")
_NAMES = re.compile(r"^[\"']?([\w-]+)", re.M)
_WHOLE = re.compile(
    r"[-+]?(0|[1-9][0-9]*)"
)  # a number as people write it; YAML also reads 010 as 8 and 1:30 as 90
_OPENING = (
    yaml.FlowSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.BlockMappingStartToken,
)
_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)


@dataclass(frozen=True)
class Rough:
    """What YAML holds as far as it can be read, and all that is wrong with the rest."""

    data: Any
    lines: Lines
    problems: tuple[Problem, ...] = ()
    # Keys that stand there with a value that could not be read; the empty one stands for the whole. More is not said of them.
    unsure: frozenset[Where] = frozenset()


def parsed(text: str, name: str, first_line: int = 1) -> tuple[Any, Lines]:
    """What YAML `text` holds, and the line of every key and item. Raises Refused with plain sentences."""
    found = rough(text, name, first_line)
    if found.problems:
        raise Refused(found.problems)
    return found.data, found.lines


def rough(text: str, name: str, first_line: int = 1) -> Rough:
    """What YAML `text` holds, as far as it can be read: an entry that cannot is told and set aside, and the others are read."""
    text, blanks, bent = _mended(text, name, first_line)
    try:
        wrong = pinned(text, lambda piece, ahead: _unreadable(piece, name, first_line + ahead))
    except Refused as refused:  # nobody can say where one entry ends
        return Rough(None, {}, (*blanks, *refused.problems), frozenset({()}))
    aside: set[Where] = set()
    if wrong:
        entries = pieces(text)
        broken = [
            entry
            for ahead, entry in entries
            if len(entries) == 1 or _unreadable(entry, name, first_line + ahead)
        ]
        aside = {(word,) for entry in broken for word in _NAMES.findall(entry)}
        text = "".join(
            "\n" * entry.count("\n") if entry in broken else entry for _, entry in entries
        )
        if bent:
            wrong = []  # what stands at the start of a line is why, or may be
        if not broken or _unreadable(text, name, first_line):
            return Rough(None, {}, (*blanks, *wrong), frozenset({()}))
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        lines: Lines = {}
        unsure: set[Where] = set()
        if node is None:
            return Rough(None if not aside else {}, lines, (*blanks, *wrong), frozenset(aside))
        problems = [*blanks, *wrong, *_walk(node, (), lines, unsure, name, first_line)]
        data = _built(loader, node, (), lines, unsure, problems, name)
        return Rough(data, lines, tuple(problems), frozenset(aside | unsure))
    finally:
        loader.dispose()


def _mended(text: str, name: str, first_line: int) -> tuple[str, list[Problem], bool]:
    """The text with plain spaces where tabs and no-break spaces stood, each told; and whether one stood at the start of a line."""
    problems: list[Problem] = []
    lines = text.split("\n")
    bent = False
    for number, line in enumerate(lines if "\t" in text or "\xa0" in text else ()):
        if "\t" in line:
            problems.append(
                Problem(name, first_line + number, "This line holds a tab. Use spaces.")
            )
        elif _NO_BREAK.match(line):
            problems.append(Problem(name, first_line + number, PLAIN_SPACE))
        else:
            continue
        words = line.lstrip()
        start = line.removesuffix(words)
        bent = bent or start.strip(" ") != ""
        lines[number] = start.replace("\t", "  ").replace("\xa0", " ") + re.sub(
            r"^([ -]*[\w-]+:)\xa0", r"\1 ", words.replace("\t", " ")
        )
    return "\n".join(lines), problems, bent


def _unreadable(text: str, name: str, first_line: int) -> list[Problem]:
    """Why YAML `text` cannot be read, if it cannot. Raises Refused where looking further would crash the YAML library."""
    problems: list[Problem] = []
    depth = 0
    loader = yaml.CSafeLoader(text)
    try:
        for token in yaml.scan(text, Loader=yaml.CSafeLoader):
            depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
            if depth > DEEPEST:
                line = token.start_mark.line + first_line
                raise Refused(
                    [Problem(name, line, "Too many levels stand inside one another here.")]
                )
            if isinstance(token, (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken)):
                problems.append(Problem(name, token.start_mark.line + first_line, _SIGN))
        if not problems:
            loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        problems.append(told(error, name, first_line))
    finally:
        loader.dispose()
    return problems


def told(error: yaml.MarkedYAMLError, name: str, first_line: int = 1) -> Problem:
    """What is wrong, and where: what is never closed, or lacks its colon, where it starts, not where YAML gave up."""
    sentence = sentence_of(error)
    begun = error.context_mark if sentence in (_UNCLOSED, _UNCLOSED_LIST, _NO_COLON) else None
    mark = begun or error.problem_mark or error.context_mark
    return Problem(name, (mark.line if mark else 0) + first_line, sentence)


def pieces(text: str) -> list[tuple[int, str]]:
    """The entries of YAML `text` on its outermost level, comments and all, each with the number of lines above it."""
    starts = [found.start() for found in _ENTRY.finditer(text)]
    if starts and not text[: starts[0]].strip():
        del starts[0]
    bounds = [0, *(start for start in starts if start), len(text)]
    return [(text.count("\n", 0, start), text[start:end]) for start, end in pairwise(bounds)]


def pinned(
    text: str, wrong: Callable[[str, int], list[Problem]], ahead: int = 0, levels: int = LEVELS
) -> list[Problem]:
    """What `wrong` finds in YAML `text`, found in the smallest entries that are wrong by themselves.

    YAML goes on reading from a quote that is never closed to the next one, and gives up far from the mistake. `wrong` is
    given an entry and the number of lines above it.
    """
    found = wrong(text, ahead)
    if not found or not levels:
        return found
    entries = pieces(text)
    if len(entries) == 1:  # look at what stands inside it
        head, _, body = text.partition("\n")
        if item := _ITEM.match(head):
            text, skipped = " " * item.end() + text[item.end() :], 0
        elif _HEAD.fullmatch(head):
            text, skipped = body, 1
        else:
            return found
        entries = [(skipped + above, entry) for above, entry in pieces(textwrap.dedent(text))]
    inner = [
        problem
        for above, entry in entries
        for problem in pinned(entry, wrong, ahead + above, levels - 1)
    ]
    return inner or found


def _walk(
    node: yaml.Node, where: Where, lines: Lines, unsure: set[Where], name: str, first: int
) -> Iterator[Problem]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            line = key.start_mark.line + first
            if not isinstance(key, yaml.ScalarNode):
                yield Problem(name, line, "A key must be one word, as in `title: …`.")
                continue
            here = (*where, key.value)
            if here in lines:
                yield Problem(
                    name,
                    line,
                    f"`{key.value}` stands here twice; the first is on line {lines[here]}. Keep one.",
                )
                if isinstance(value, yaml.ScalarNode):
                    unsure.add(here)  # nobody can say which of the two will stay
                continue
            lines[here] = line
            yield from _walk(value, here, lines, unsure, name, first)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            here = (*where, index)
            lines[here] = value.start_mark.line + first
            yield from _walk(value, here, lines, unsure, name, first)


def _built(
    loader: yaml.CSafeLoader,
    node: yaml.Node,
    where: Where,
    lines: Lines,
    unsure: set[Where],
    problems: list[Problem],
    name: str,
) -> Any:
    """Plain data from a node. Keys stay as written: `no:` is the word no, never false. Of two keys the first counts."""
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value not in found:
                found[key.value] = _built(
                    loader, value, (*where, key.value), lines, unsure, problems, name
                )
        return found
    if isinstance(node, yaml.SequenceNode):
        return [
            _built(loader, value, (*where, index), lines, unsure, problems, name)
            for index, value in enumerate(node.value)
        ]
    if node.tag == "tag:yaml.org,2002:int" and not _WHOLE.fullmatch(node.value):
        return node.value
    try:
        return loader.construct_object(node)
    except yaml.MarkedYAMLError as error:
        message = sentence_of(error)
    except (ValueError, OverflowError):
        message = f"There is no such date or number: {node.value[:40]}. Write a date as 2026-11-22."
    problems.append(Problem(name, lines.get(where, 1), message))
    unsure.add(where)
    return None


_SIGN = "A value here starts with &, * or !. Put the value in quotes."
_UNCLOSED = "A quote is opened here and never closed."
_UNCLOSED_LIST = "A bracket is opened here and never closed, or a comma inside it is missing."
_NO_COLON = "A colon is missing here. Write `key: value`."


def sentence_of(error: yaml.MarkedYAMLError) -> str:
    """What a YAML error means, in one plain sentence."""
    said, while_ = error.problem or "", error.context or ""
    if "mapping values are not allowed" in said:
        return (
            "A colon stands where YAML does not expect it. Put the text after the first colon in quotes, "
            "or look for a missing colon or space in the line above."
        )
    if "could not find expected ':'" in said:
        return _NO_COLON
    if "scanning an alias" in while_ or "scanning an anchor" in while_ or "a tag" in while_:
        return _SIGN
    if "scanning a quoted scalar" in while_:
        return _UNCLOSED
    if "parsing a flow sequence" in while_ or "parsing a flow mapping" in while_:
        return _UNCLOSED_LIST
    if "cannot start any token" in said or "constructor" in said:
        return "A value cannot start with this sign. Put the text in quotes."
    return f"This is not readable as YAML ({said}). Look at the quotes, the colons and the spaces at the start."
