"""A record: a mapping written in YAML, read strictly, with the line of every key.

MkDocs swallows broken front matter without a word, and YAML turns `no` into false. So everything that people write
in YAML passes through here: a model says what is allowed, and each error becomes a Problem at the line of its key.
"""

from __future__ import annotations

import difflib
import re
import types
from collections.abc import Iterator
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
DEEPEST = 50  # levels inside one another; people need four, and tens of thousands make the YAML library crash


class Record(BaseModel):
    """The base of all models that people write: unknown keys refused, no silent conversion of types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


Model = TypeVar("Model", bound=Record)
Lines = dict[tuple[str | int, ...], int]
# Control characters; zero-width ones, soft hyphens and tags, which hide words from checks; those that break lines only for YAML
# or turn the direction of what follows (https://trojansource.codes); private ones; and what stands for a letter that was lost.
# Marks of direction and joiners (U+200C to U+200F) stay: Persian and others are written with them.
_UNSEEN = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\ud7ff\uf900-\ufffd\U00010000-\U0010ffff]"
    r"|[\xad\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd\U000e0000-\U0010ffff]"
)
_NO_BREAK = re.compile(r"^(?:[ -]*[\w-]+:\xa0|[ -]*\xa0)", re.M)
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")  # a number as people write it; YAML also reads 010 as 8 and 1:30 as 90
_OPENING = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken, yaml.BlockSequenceStartToken, yaml.BlockMappingStartToken)
_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)


def text_of(path: Path, name: str, largest: int = LARGEST) -> str:
    """The text of a file that a person wrote. Raises Refused where it is missing, too large or not UTF-8.

    `name` is how Problems call the file. A byte-order mark and Windows line ends are accepted and dropped.
    """
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
    if bad := _UNSEEN.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        message = f"This line holds a character that cannot be seen (U+{ord(bad.group()):04X}). Delete it."
        raise Refused([Problem(name, line, message)])
    if len(text) > LONGEST_LINE:
        for line, one in enumerate(text.split("\n"), 1):
            if len(one) > LONGEST_LINE:
                raise Refused([Problem(name, line, f"This line has {len(one):,} characters; at most {LONGEST_LINE:,} are read. Break it.")])
    return text


def parsed(text: str, name: str, first_line: int = 1) -> tuple[Any, Lines]:
    """What YAML `text` holds, and the line of every key and item. Raises Refused with plain sentences."""
    if "\t" in text:
        line = text.count("\n", 0, text.index("\t")) + first_line
        raise Refused([Problem(name, line, "This line holds a tab. Use spaces.")])
    if bad := _NO_BREAK.search(text):
        line = text.count("\n", 0, bad.end()) + first_line
        raise Refused([Problem(name, line, "This line holds a no-break space where a plain one belongs. Type the space anew.")])
    loader = yaml.CSafeLoader(text)
    lines: Lines = {}
    problems: list[Problem] = []
    depth = 0
    try:
        for token in yaml.scan(text, Loader=yaml.CSafeLoader):
            depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
            if depth > DEEPEST:
                line = token.start_mark.line + first_line
                raise Refused([Problem(name, line, "Too many levels stand inside one another here.")])
            if isinstance(token, (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken)):
                line = token.start_mark.line + first_line
                problems.append(Problem(name, line, _SIGN))
        if problems:
            raise Refused(problems)
        node = loader.get_single_node()
        if node is None:
            return None, lines
        problems.extend(_walk(node, (), lines, name, first_line))
        if problems:
            raise Refused(problems)
        return _built(loader, node, name, first_line), lines
    except yaml.MarkedYAMLError as error:
        sentence = sentence_of(error)
        # What is never closed, or lacks its colon, is told where it starts, not where YAML gave up.
        begun = error.context_mark if sentence in (_UNCLOSED, _UNCLOSED_LIST, _NO_COLON) else None
        mark = begun or error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        raise Refused([Problem(name, line, sentence)]) from None
    finally:
        loader.dispose()


def _walk(node: yaml.Node, where: tuple[str | int, ...], lines: Lines, name: str, first: int) -> Iterator[Problem]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            line = key.start_mark.line + first
            if not isinstance(key, yaml.ScalarNode):
                yield Problem(name, line, "A key must be one word, as in `title: …`.")
                continue
            here = (*where, key.value)
            if here in lines:
                yield Problem(name, line, f"`{key.value}` stands here twice; the first is on line {lines[here]}. Keep one.")
                continue
            lines[here] = line
            yield from _walk(value, here, lines, name, first)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            here = (*where, index)
            lines[here] = value.start_mark.line + first
            yield from _walk(value, here, lines, name, first)


def _built(loader: yaml.CSafeLoader, node: yaml.Node, name: str, first: int) -> Any:
    """Plain data from a node. Keys stay as written: `no:` is the word no, never false."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: _built(loader, value, name, first) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_built(loader, value, name, first) for value in node.value]
    if node.tag == "tag:yaml.org,2002:int" and not _WHOLE.fullmatch(node.value):
        return node.value
    try:
        return loader.construct_object(node)
    except (ValueError, OverflowError):
        line = node.start_mark.line + first
        message = f"There is no such date or number: {node.value[:40]}. Write a date as 2026-11-22."
        raise Refused([Problem(name, line, message)]) from None


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


def checked(model: type[Model], data: Any, lines: Lines, name: str, first_line: int = 1) -> Model:
    """`data` as a `model`. Raises Refused with one Problem for each wrong, missing, misspelled or unknown key."""
    if not isinstance(data, dict):
        raise Refused([Problem(name, first_line, "Write `key: value` lines here.")])
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = []
        found = error.errors(include_url=False, include_context=True)
        meant = {(*one["loc"][:-1], _meant(model, one["loc"])) for one in found if one["type"] == "extra_forbidden"}
        for one in found:
            where = one["loc"]
            if one["type"] == "missing" and where in meant:
                continue  # it is there, misspelled, which is told
            line = next((lines[where[:n]] for n in range(len(where), 0, -1) if where[:n] in lines), first_line)
            problems.append(Problem(name, line, _sentence(model, where, one)))
        raise Refused(problems) from None


def read(model: type[Model], path: Path, name: str) -> tuple[Model, Lines]:
    """A whole YAML file as a `model`, with the lines of its keys. Raises Refused."""
    data, lines = parsed(text_of(path, name), name)
    return checked(model, {} if data is None else data, lines, name), lines


def read_each(model: type[Model], path: Path, name: str) -> tuple[dict[str, Model], Lines]:
    """A YAML file that maps ids to records of one `model`, in the file's order. Raises Refused with all Problems."""
    data, lines = parsed(text_of(path, name), name)
    if data is None:
        return {}, lines
    if not isinstance(data, dict):
        raise Refused([Problem(name, 1, "Each entry starts with its id and a colon, at the start of the line.")])
    records: dict[str, Model] = {}
    problems: list[Problem] = []
    for key, value in data.items():
        if not key.strip():
            problems.append(Problem(name, lines[(key,)], "This entry has no name. Write one before the colon."))
            continue
        inner = {where[1:]: line for where, line in lines.items() if where[0] == key and len(where) > 1}
        try:
            records[key] = checked(model, value, inner, name, lines[(key,)])
        except Refused as refused:
            problems.extend(refused.problems)
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
