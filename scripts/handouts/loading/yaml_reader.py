"""Read YAML strictly, with the place of every key, as far as it can be read.

MkDocs drops broken front matter without a message, and YAML turns `no` into false. So everything
that people write in YAML is read here, and each error becomes a Problem at its line.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import yaml

from handouts.loading import characters, yaml_errors
from handouts.model.base import KEEP_LINES, PLAIN_SPACE, KeyPath, Places
from handouts.problems import Problem, Refused

LEVELS = 6  # in which a mistake is looked for; people write four
# Levels inside one another; people need four, and tens of thousands make the YAML library crash.
DEEPEST = 50
_NO_BREAK = re.compile(r"(?:[ -]*[\w-]+:\xa0|[ -]*\xa0)")
# How an entry starts on the outermost level: with a key, perhaps in quotes, or as a list item.
_KEY = r"""(?:"[^"\n]*"|'[^'\n]*'|[^\s#"'\[\]{},&*!|>%@`?:-][^\n:#]*|-[^\s:#][^\n:#]*):"""
_ENTRY = re.compile(rf"^(?:{_KEY}(?=\s|$)|-(?=\s|$))", re.M)
_HEAD = re.compile(rf"{_KEY}[ ]*(?:#.*)?")
_ITEM = re.compile(r"-[ ]+")
_NAMES = re.compile(r"^[\"']?([\w-]+)", re.M)
# A number as people write it; YAML also reads 010 as 8 and 1:30 as 90.
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_OPENING = (
    yaml.FlowSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.BlockMappingStartToken,
)
# What may be an anchor, an alias or a tag, or too deep: each level takes a column or a bracket.
_SUSPICIOUS = re.compile(rf"(?:^|[\s\[{{,])[&*!]|^[ ?:-]{{{DEEPEST // 2}}}", re.M)
# A line end or another sign that nobody means who writes a backslash between double quotes.
_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*(\\[0abefnrtvNLP])")
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_COMMENT = re.compile(r"[ \t]+#.*")
_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)


@dataclass(frozen=True)
class YamlContent:
    """What a YAML text holds as far as it can be read, and its Problems."""

    data: Any
    places: Places
    problems: tuple[Problem, ...] = ()
    # Keys whose value could not be read; the empty key stands for all. They get no other Problem.
    unsure: frozenset[KeyPath] = frozenset()


def parse(text: str, name: str, first_line: int = 1) -> tuple[Any, Places]:
    """Return what YAML `text` holds, and the place of every key and item.

    Raises Refused with plain sentences.
    """
    content = read_entries(text, name, first_line)
    if content.problems:
        raise Refused(content.problems)
    return content.data, content.places


def read_entries(text: str, name: str, first_line: int = 1) -> YamlContent:
    """Return what YAML `text` holds, as far as it can be read.

    An entry that cannot be read is a Problem and left out; all others are read.
    """
    text, blanks, is_indent_changed = _normalize_spaces(text, name, first_line)
    try:
        unreadable = locate(text, lambda piece, ahead: _unreadable(piece, name, first_line + ahead))
    except Refused as refused:  # where an entry ends is not known
        return YamlContent(None, {}, (*blanks, *refused.problems), frozenset({()}))
    aside: set[KeyPath] = set()
    if unreadable:
        entries = split_entries(text)
        broken = [
            entry
            for ahead, entry in entries
            if len(entries) == 1 or _unreadable(entry, name, first_line + ahead)
        ]
        aside = {(word,) for entry in broken for word in _NAMES.findall(entry)}
        text = "".join(
            "\n" * entry.count("\n") if entry in broken else entry for _, entry in entries
        )
        if is_indent_changed:
            unreadable = []  # the sign at the start of a line may be the cause
        if not broken or _unreadable(text, name, first_line):
            return YamlContent(None, {}, (*blanks, *unreadable), frozenset({()}))
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        places: Places = {}
        unsure: set[KeyPath] = set()
        if node is None:
            return YamlContent(
                None if not aside else {}, places, (*blanks, *unreadable), frozenset(aside)
            )
        problems = [
            *blanks,
            *unreadable,
            *_collect_places(node, (), places, unsure, name, first_line),
        ]
        problems += _check_words(node, text.split("\n"), name, first_line)
        data = _construct(loader, node, (), places, unsure, problems, name)
        return YamlContent(data, places, tuple(problems), frozenset(aside | unsure))
    finally:
        loader.dispose()


def _normalize_spaces(text: str, name: str, first_line: int) -> tuple[str, list[Problem], bool]:
    """Return the text with plain spaces for tabs and no-break spaces.

    Also return a Problem for each, and whether one was at the start of a line.
    """
    problems: list[Problem] = []
    lines = text.split("\n")
    is_indent_changed = False
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
        is_indent_changed = is_indent_changed or start.strip(" ") != ""
        lines[number] = start.replace("\t", "  ").replace("\xa0", " ") + re.sub(
            r"^([ -]*[\w-]+:)\xa0", r"\1 ", words.replace("\t", " ")
        )
    return "\n".join(lines), problems, is_indent_changed


def _unreadable(text: str, name: str, first_line: int) -> list[Problem]:
    """Return why YAML `text` cannot be read; nothing if it can.

    Raises Refused where looking further would crash the YAML library.
    """
    problems: list[Problem] = []
    loader = yaml.CSafeLoader(text)
    try:
        if _SUSPICIOUS.search(text) or text.count("[") + text.count("{") > DEEPEST // 2:
            problems.extend(_odd_tokens(text, name, first_line))
        if not problems:
            loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        problems.append(yaml_errors.problem_of(error, name, first_line))
    finally:
        loader.dispose()
    return problems


def check_depth(text: str, name: str) -> None:
    """Raise Refused where levels of YAML `text` stand too deep inside one another."""
    for _ in _odd_tokens(text, name, 1):
        pass


def _odd_tokens(text: str, name: str, first_line: int) -> Iterator[Problem]:
    """Yield a Problem for each anchor, alias and tag.

    Raises Refused where levels stand too deep inside one another, and yaml.MarkedYAMLError.
    """
    depth = 0
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        line = token.start_mark.line + first_line
        if depth > DEEPEST:
            raise Refused([Problem(name, line, "Too many levels stand inside one another here.")])
        if isinstance(token, (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken)):
            yield Problem(name, line, yaml_errors.SIGN)


def split_entries(text: str) -> list[tuple[int, str]]:
    """Return the entries of YAML `text` on its outermost level, with their comments.

    Each comes with the number of lines above it.
    """
    starts = [match.start() for match in _ENTRY.finditer(text)]
    if starts and not text[: starts[0]].strip():
        del starts[0]
    bounds = [0, *(start for start in starts if start), len(text)]
    return [(text.count("\n", 0, start), text[start:end]) for start, end in pairwise(bounds)]


def locate(
    text: str,
    find_problems: Callable[[str, int], list[Problem]],
    ahead: int = 0,
    levels: int = LEVELS,
) -> list[Problem]:
    """Return what `find_problems` finds in YAML `text`, in the smallest entries with a Problem.

    YAML goes on reading from a quote that is never closed to the next quote, and gives up far from
    the mistake. `find_problems` gets an entry and the number of lines above it; `ahead` is the
    number of lines above `text`, and `levels` how deep to look.
    """
    problems = find_problems(text, ahead)
    if not problems or not levels:
        return problems
    entries = split_entries(text)
    if len(entries) == 1:  # look inside it
        head, _, body = text.partition("\n")
        if item := _ITEM.match(head):
            text, skipped = " " * item.end() + text[item.end() :], 0
        elif _HEAD.fullmatch(head):
            text, skipped = body, 1
        else:
            return problems
        entries = [
            (skipped + above, entry) for above, entry in split_entries(textwrap.dedent(text))
        ]
    inner = [
        problem
        for above, entry in entries
        for problem in locate(entry, find_problems, ahead + above, levels - 1)
    ]
    return inner or problems


def _collect_places(
    node: yaml.Node, where: KeyPath, places: Places, unsure: set[KeyPath], name: str, first: int
) -> Iterator[Problem]:
    """Add the place of every key to `places`, and yield the Problems of keys."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            line = key.start_mark.line + first
            if not isinstance(key, yaml.ScalarNode):
                yield Problem(name, line, "A key must be one word, as in `title: …`.")
                continue
            path = (*where, key.value)
            if path in places:
                yield Problem(
                    name,
                    line,
                    f"`{key.value}` stands here twice; the first is on line {places[path][1]}. "
                    "Keep one.",
                )
                if isinstance(value, yaml.ScalarNode):
                    unsure.add(path)  # which of the two will stay is not known
                continue
            places[path] = name, line
            yield from _collect_places(value, path, places, unsure, name, first)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            path = (*where, index)
            places[path] = name, value.start_mark.line + first
            yield from _collect_places(value, path, places, unsure, name, first)


def _check_words(node: yaml.Node, raw: list[str], name: str, first: int) -> Iterator[Problem]:
    """Yield a Problem for words that YAML does not read as they were written.

    `raw` holds the lines of the text.
    """
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _check_words(value, raw, name, first)
            if isinstance(value, yaml.ScalarNode):
                yield from _check_comment_below(value, key.start_mark.column, raw, name, first)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _check_words(value, raw, name, first)
            if isinstance(value, yaml.ScalarNode):
                column = node.start_mark.column
                yield from _check_comment_below(value, column, raw, name, first)
    elif isinstance(node, yaml.ScalarNode) and node.style not in ("|", ">"):
        start, end = node.start_mark, node.end_mark
        behind = raw[end.line][end.column :] if end.line < len(raw) else ""
        if _is_words(node) and (comment := _COMMENT.match(behind)):
            yield Problem(name, end.line + first, _cut_off(comment.group().strip()))
        if node.style != '"':
            return
        for number in range(start.line, end.line + 1):
            for sign in _ESCAPE.findall(raw[number]):
                message = (
                    f"Between double quotes YAML reads {sign} as another sign. "
                    "Leave it out, or use single quotes."
                )
                yield Problem(name, number + first, message)
        if not _ESCAPE.search("".join(raw[start.line : end.line + 1])):
            for message in characters.describe(characters.normalize(node.value)):
                yield Problem(name, start.line + first, message)


def _check_comment_below(
    node: yaml.ScalarNode, column: int, raw: list[str], name: str, first: int
) -> Iterator[Problem]:
    """Yield a Problem where words go on in the next line, but YAML takes them for a comment.

    `column` is that of the key or list item, to the left of which no value goes on.
    """
    number = node.end_mark.line + 1
    while number < len(raw) and not raw[number].strip():
        number += 1
    if node.style in ("|", ">") or not _is_words(node) or number >= len(raw):
        return
    line = raw[number]
    if line.lstrip(" ").startswith("#") and len(line) - len(line.lstrip(" ")) > column:
        yield Problem(name, number + first, _cut_off(line.strip()))


def _cut_off(words: str) -> str:
    return (
        f"YAML does not read what follows a space and #: {words}. "
        "Put the whole text in quotes, or write a remark on a line of its own, at the left."
    )


def _is_words(node: yaml.ScalarNode) -> bool:
    """Say whether a value is text, or nothing, as where all of it follows a #."""
    return node.tag == "tag:yaml.org,2002:str" or not node.value


def _construct(
    loader: yaml.CSafeLoader,
    node: yaml.Node,
    where: KeyPath,
    places: Places,
    unsure: set[KeyPath],
    problems: list[Problem],
    name: str,
) -> Any:
    """Return plain data from a node.

    Keys stay as written: `no:` is the word no, never false. Of two equal keys the first counts.
    """
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value not in mapping:
                mapping[key.value] = _construct(
                    loader, value, (*where, key.value), places, unsure, problems, name
                )
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [
            _construct(loader, value, (*where, index), places, unsure, problems, name)
            for index, value in enumerate(node.value)
        ]
    if node.tag == "tag:yaml.org,2002:int" and not _INTEGER.fullmatch(node.value):
        return node.value
    try:
        value = loader.construct_object(node)
        if not isinstance(value, str):
            return value
        value = characters.remove_unseen(characters.normalize(value))
        return value if where in KEEP_LINES else _SPACES.sub(" ", value).strip(" ")
    except yaml.MarkedYAMLError as error:
        message = yaml_errors.sentence_of(error)
    except (ValueError, OverflowError):
        message = f"There is no such date or number: {node.value[:40]}. Write a date as 2026-11-22."
    problems.append(Problem(*places.get(where, (name, 1)), message))
    unsure.add(where)
    return None
