"""A record: a mapping written in YAML, read strictly, with the line of every key.

MkDocs swallows broken front matter without a word, and YAML turns `no` into false. So everything that people write
in YAML passes through here: a model says what is allowed, and each error becomes a Problem at the line of its key.
"""

from __future__ import annotations

import difflib
import re
import textwrap
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from .problem import Problem, Refused

LARGEST = 1_000_000  # bytes; the largest file people write here is the bibliography, a tenth of this
LARGEST_PAGE = 250_000  # bytes of a page; a long one has 5,000, and Markdown takes minutes for a million of some signs
LONGEST_LINE = 10_000  # characters, for the same reason
VISIBLE = r"\S"  # a field of words holds one at least
LEVELS = 6  # in which a mistake is looked for; people write four
DEEPEST = 50  # levels inside one another; people need four, and tens of thousands make the YAML library crash


class Record(BaseModel):
    """The base of all models that people write: unknown keys refused, no silent conversion of types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


Model = TypeVar("Model", bound=Record)
Where = tuple[str | int, ...]  # the keys that lead to a value
Lines = dict[Where, int]
# Control characters; zero-width ones, soft hyphens and tags, which hide words from checks; those that break lines only for YAML
# or turn the direction of what follows (https://trojansource.codes); private ones; and what stands for a letter that was lost.
# Marks of direction and joiners (U+200C to U+200F) stay: Persian and others are written with them.
_UNSEEN = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\ud7ff\uf900-\ufffd\U00010000-\U0010ffff]"
    r"|[\xad\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd\U000e0000-\U0010ffff]"
)
_CONFLICT = re.compile(r"(?:<{7}|>{7})(?= |$)")
_TWO_VERSIONS = (
    "Two versions of these lines stand here, since two people changed them. Keep the right words, and delete the lines "
    "that start with <<<<<<<, ======= and >>>>>>>."
)
NO_BREAK_SPACES = "\xa0\u2007\u202f"
TYPED = {ord(space): " " for space in NO_BREAK_SPACES}  # for str.translate: what was meant
PLAIN_SPACE = "This line holds a no-break space where a plain one belongs. Type the space anew."
_NO_BREAK = re.compile(r"(?:[ -]*[\w-]+:\xa0|[ -]*\xa0)")
# How an entry starts on the outermost level: with a key, perhaps in quotes, or as an item of a list.
_KEY = r"""(?:"[^"\n]*"|'[^'\n]*'|[^\s#"'\[\]{},&*!|>%@`?:-][^\n:#]*|-[^\s:#][^\n:#]*):"""
_ENTRY = re.compile(rf"^(?:{_KEY}(?=\s|$)|-(?=\s|$))", re.M)
_HEAD = re.compile(rf"{_KEY}[ ]*(?:#.*)?")
_ITEM = re.compile(r"-[ ]+")
_NAMES = re.compile(r"^[\"']?([\w-]+)", re.M)
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")  # a number as people write it; YAML also reads 010 as 8 and 1:30 as 90
_OPENING = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken, yaml.BlockSequenceStartToken, yaml.BlockMappingStartToken)
_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)


def text_of(path: Path, name: str, largest: int = LARGEST) -> str:
    """The text of a file that a person wrote. Raises Refused where it is missing, too large, not UTF-8, or holds what nobody sees.

    `name` is how Problems call the file. A byte-order mark and Windows line ends are accepted and dropped.
    """
    text, problems = visible(path, name, largest)
    if problems:
        raise Refused(problems)
    return text


def visible(path: Path, name: str, largest: int = LARGEST) -> tuple[str, list[Problem]]:
    """As `text_of`, but what nobody sees is left out and told, and the rest of the text is there all the same."""
    try:
        data = path.read_bytes()
    except IsADirectoryError:
        raise Refused([Problem(name, 0, "This is a folder, and a file should stand here. Rename the folder.")]) from None
    except FileNotFoundError:
        raise Refused([Problem(name, 0, "This file is missing. Write it, or bring it back from an earlier version.")]) from None
    except OSError as error:
        raise Refused([Problem(name, 0, f"This file cannot be read ({error.strerror}).")]) from None
    if len(data) > largest:
        raise Refused([Problem(name, 0, f"This file has {len(data):,} bytes; at most {largest:,} are read. Make it shorter.")])
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:200].count(b"\0") > len(data[:200]) // 3:
        raise Refused([Problem(name, 0, "This file is saved as UTF-16 or is no text at all. Save it with the encoding UTF-8.")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused([Problem(name, line, "This line is not UTF-8. Save the file with the encoding UTF-8.")]) from None
    text = re.sub(r"\r*\n|\r", "\n", text)
    if conflicts := list(_conflicts(text)):
        raise Refused([Problem(name, line, _TWO_VERSIONS) for line in conflicts])
    problems = []
    if _UNSEEN.search(text):
        for line, one in enumerate(text.split("\n"), 1):
            problems += [
                Problem(name, line, f"This line holds a character that cannot be seen (U+{ord(bad):04X}). Delete it.")
                for bad in dict.fromkeys(_UNSEEN.findall(one))
            ]
        text = _UNSEEN.sub("", text)
    if len(text) > LONGEST_LINE:
        for line, one in enumerate(text.split("\n"), 1):
            if len(one) > LONGEST_LINE:
                raise Refused([Problem(name, line, f"This line has {len(one):,} characters; at most {LONGEST_LINE:,} are read. Break it.")])
    return text, problems


def _conflicts(text: str) -> Iterator[int]:
    """The lines at which git left two versions of what two people changed: at <<<<<<<, or at >>>>>>> where only that is left."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        if found := _CONFLICT.match(line):
            begins = found[0] == "<<<<<<<"
            if begins or not inside:
                yield number
            inside = begins


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
        broken = [entry for ahead, entry in entries if len(entries) == 1 or _unreadable(entry, name, first_line + ahead)]
        aside = {(word,) for entry in broken for word in _NAMES.findall(entry)}
        text = "".join("\n" * entry.count("\n") if entry in broken else entry for _, entry in entries)
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
            problems.append(Problem(name, first_line + number, "This line holds a tab. Use spaces."))
        elif _NO_BREAK.match(line):
            problems.append(Problem(name, first_line + number, PLAIN_SPACE))
        else:
            continue
        words = line.lstrip()
        start = line.removesuffix(words)
        bent = bent or start.strip(" ") != ""
        lines[number] = start.replace("\t", "  ").replace("\xa0", " ") + re.sub(r"^([ -]*[\w-]+:)\xa0", r"\1 ", words.replace("\t", " "))
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
                raise Refused([Problem(name, line, "Too many levels stand inside one another here.")])
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


def pinned(text: str, wrong: Callable[[str, int], list[Problem]], ahead: int = 0, levels: int = LEVELS) -> list[Problem]:
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
    inner = [problem for above, entry in entries for problem in pinned(entry, wrong, ahead + above, levels - 1)]
    return inner or found


def nearest(lines: Lines, key: tuple[str | int, ...]) -> int:
    """The line of a key, or of the innermost that it stands under; 0 where none is known."""
    return next((lines[key[:size]] for size in range(len(key), 0, -1) if key[:size] in lines), 0)


def _walk(node: yaml.Node, where: Where, lines: Lines, unsure: set[Where], name: str, first: int) -> Iterator[Problem]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            line = key.start_mark.line + first
            if not isinstance(key, yaml.ScalarNode):
                yield Problem(name, line, "A key must be one word, as in `title: …`.")
                continue
            here = (*where, key.value)
            if here in lines:
                yield Problem(name, line, f"`{key.value}` stands here twice; the first is on line {lines[here]}. Keep one.")
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
    loader: yaml.CSafeLoader, node: yaml.Node, where: Where, lines: Lines, unsure: set[Where], problems: list[Problem], name: str
) -> Any:
    """Plain data from a node. Keys stay as written: `no:` is the word no, never false. Of two keys the first counts."""
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value not in found:
                found[key.value] = _built(loader, value, (*where, key.value), lines, unsure, problems, name)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_built(loader, value, (*where, index), lines, unsure, problems, name) for index, value in enumerate(node.value)]
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


def held(model: type[Model], found: Rough, name: str, first_line: int = 1) -> Model:
    """What was read as a `model`. Raises Refused with every Problem in it, those of reading too."""
    problems = list(found.problems)
    if () not in found.unsure:
        if isinstance(found.data, dict):
            try:
                made = model.model_validate(found.data)
            except ValidationError as error:
                problems.extend(_wrong(model, error, found, name, first_line))
        else:
            problems.append(Problem(name, first_line, "Write `key: value` lines here."))
    if problems:
        raise Refused(problems)
    return made


def _wrong(model: type[BaseModel], error: ValidationError, told: Rough, name: str, first_line: int) -> Iterator[Problem]:
    found = error.errors(include_url=False, include_context=True)
    meant = {(*one["loc"][:-1], _meant(model, one["loc"])) for one in found if one["type"] == "extra_forbidden"}
    for one in found:
        where = one["loc"]
        if one["type"] == "missing" and where in meant:
            continue  # it is there, misspelled, which is told
        if any(where[:n] in told.unsure for n in range(len(where) + 1)):
            continue
        line = next((told.lines[where[:n]] for n in range(len(where), 0, -1) if where[:n] in told.lines), first_line)
        yield Problem(name, line, _sentence(model, where, one))


def read(model: type[Model], path: Path, name: str) -> tuple[Model, Lines]:
    """A whole YAML file as a `model`, with the lines of its keys. Raises Refused."""
    found = rough(text_of(path, name), name)
    return held(model, found if found.data is not None else replace(found, data={}), name), found.lines


def read_each(model: type[Model], path: Path, name: str) -> tuple[dict[str, Model], Lines]:
    """A YAML file that maps ids to records of one `model`, in the file's order. Raises Refused with all Problems."""
    found = rough(text_of(path, name), name)
    lines, problems = found.lines, list(found.problems)
    records: dict[str, Model] = {}
    if isinstance(found.data, dict):
        for key, value in found.data.items():
            if not key.strip():
                problems.append(Problem(name, lines[(key,)], "This entry has no name. Write one before the colon."))
                continue
            inner = {where[1:]: line for where, line in lines.items() if where[0] == key and len(where) > 1}
            unsure = frozenset(where[1:] for where in found.unsure if where[:1] == (key,))
            try:
                records[key] = held(model, Rough(value, inner, unsure=unsure), name, lines[(key,)])
            except Refused as refused:
                problems.extend(refused.problems)
    elif found.data is not None:
        problems.append(Problem(name, 1, "Each entry starts with its id and a colon, at the start of the line."))
    if problems:
        raise Refused(problems)
    return records, lines


def _sentence(model: type[BaseModel], where: tuple[str | int, ...], error: ErrorDetails) -> str:
    key = ".".join(str(part) for part in where)
    owner = _owner(model, where[:-1])
    field = owner.model_fields.get(str(where[-1])) if owner and where else None
    if error["input"] is None and error["type"] != "extra_forbidden":
        return f"`{key}` is empty. Write something there or delete the line."
    match error["type"]:
        case "missing":
            meaning = f" ({field.description})" if field and field.description else ""
            return f"`{key}` is missing. Add a line `{where[-1]}: …`{meaning}."
        case "extra_forbidden":
            near, known = _meant(model, where), list(owner.model_fields) if owner else []
            return f"`{key}` is not a field here. " + (f"Did you mean `{near}`?" if near else f"The fields are: {', '.join(known)}.")
        case "string_type":
            return f"`{key}` must be text. Put it in quotes."
        case "date_type" if isinstance(error["input"], str) and re.fullmatch(r"\d{4}-\d\d-\d\d", error["input"]):
            return f"`{key}` must be a date, written without quotes: {error['input']}."
        case "date_type" | "date_from_datetime_inexact" | "date_parsing":
            return f"`{key}` must be a date, written as 2026-11-22."
        case "int_type":
            return f"`{key}` must be a whole number."
        case "bool_type":
            return f"`{key}` must be true or false."
        case "list_type" | "tuple_type":
            return f"`{key}` must be a list: each item on a line of its own that starts with `- `."
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"`{key}` must hold `key: value` lines of its own."
        case "literal_error":
            return f"`{key}` must be one of: {error['ctx']['expected']}."
        case "string_too_short" | "too_short":
            return f"`{key}` is empty. Write something there or delete the line."
        case "string_too_long":
            return f"`{key}` is too long; the limit is {error['ctx']['max_length']} characters."
        case "string_pattern_mismatch" if error["ctx"]["pattern"] == VISIBLE:
            return f"`{key}` is empty. Write something there or delete the line."
        case "greater_than_equal":
            return f"`{key}` must be {error['ctx']['ge']} or more."
        case "less_than_equal":
            return f"`{key}` must be {error['ctx']['le']} or less."
        case "too_long":
            return f"`{key}` has too many items; the limit is {error['ctx']['max_length']}."
        case "string_pattern_mismatch":
            said = field.description if field and field.description else f"the pattern {error['ctx']['pattern']}"
            return f"`{key}` is not written as it should be: {said.rstrip('.')}."
    return f"`{key}`: {error['msg'].removeprefix('Value error, ')}."


def _meant(model: type[BaseModel], where: tuple[str | int, ...]) -> str:
    """The field that an unknown key was probably meant to be, or nothing."""
    owner = _owner(model, where[:-1])
    return next(iter(difflib.get_close_matches(str(where[-1]), list(owner.model_fields) if owner else [], 1)), "")


def _owner(model: Any, where: tuple[str | int, ...]) -> type[BaseModel] | None:
    """The model that the key path `where` leads into, through lists and optional fields."""
    for part in (part for part in where if isinstance(part, str)):
        if get_origin(model) is dict:
            model = get_args(model)[1]
            continue
        if not (isinstance(model, type) and issubclass(model, BaseModel)) or part not in model.model_fields:
            return None
        model = model.model_fields[part].annotation
        while get_origin(model) in (Union, types.UnionType, list, tuple):
            model = next(one for one in get_args(model) if one is not type(None))
    return model if isinstance(model, type) and issubclass(model, BaseModel) else None
