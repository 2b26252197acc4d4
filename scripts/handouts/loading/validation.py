"""Check data against its schema: each error becomes a sentence at the line of its key."""

from __future__ import annotations

import difflib
import re
import types
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from handouts.loading.text_file import text_of
from handouts.loading.yaml_reader import YamlContent, read_entries
from handouts.model.base import VISIBLE, Content, Lines, Model
from handouts.problems import Problem, Refused


def validate(model: type[Content], content: YamlContent, name: str, first_line: int = 1) -> Content:
    """Return the content of a file as a `model`.

    Raises Refused with every Problem in it, those of reading too.
    """
    problems = list(content.problems)
    if () not in content.unsure:
        if isinstance(content.data, dict):
            try:
                record = model.model_validate(content.data)
            except ValidationError as error:
                problems.extend(_problems(model, error, content, name, first_line))
        else:
            problems.append(Problem(name, first_line, "Write `key: value` lines here."))
    if problems:
        raise Refused(problems)
    return record


def _problems(
    model: type[BaseModel], error: ValidationError, content: YamlContent, name: str, first_line: int
) -> Iterator[Problem]:
    """Yield a Problem for each error, but for those inside values that could not be read."""
    errors = error.errors(include_url=False, include_context=True)
    intended = {
        (*detail["loc"][:-1], _closest_field(model, detail["loc"]))
        for detail in errors
        if detail["type"] == "extra_forbidden"
    }
    for detail in errors:
        where = detail["loc"]
        if detail["type"] == "missing" and where in intended:
            continue  # its key is misspelled, which is a Problem already
        if any(where[:n] in content.unsure for n in range(len(where) + 1)):
            continue
        line = next(
            (
                content.lines[where[:n]]
                for n in range(len(where), 0, -1)
                if where[:n] in content.lines
            ),
            first_line,
        )
        yield Problem(name, line, _sentence(model, where, detail))


def read(model: type[Content], path: Path, name: str) -> tuple[Content, Lines]:
    """Return a YAML file as a `model`, with the lines of its keys. Raises Refused."""
    content = read_entries(text_of(path, name), name)
    return validate(
        model, content if content.data is not None else replace(content, data={}), name
    ), content.lines


def read_each(model: type[Model], path: Path, name: str) -> tuple[dict[str, Model], Lines]:
    """Return a YAML file that maps ids to records of one `model`, in the file's order.

    Raises Refused with all Problems.
    """
    content = read_entries(text_of(path, name), name)
    lines, problems = content.lines, list(content.problems)
    records: dict[str, Model] = {}
    if isinstance(content.data, dict):
        for key, value in content.data.items():
            if not key.strip():
                problems.append(
                    Problem(
                        name, lines[(key,)], "This entry has no name. Write one before the colon."
                    )
                )
                continue
            inner = {
                where[1:]: line
                for where, line in lines.items()
                if where[0] == key and len(where) > 1
            }
            unsure = frozenset(where[1:] for where in content.unsure if where[:1] == (key,))
            try:
                records[key] = validate(
                    model, YamlContent(value, inner, unsure=unsure), name, lines[(key,)]
                )
            except Refused as refused:
                problems.extend(refused.problems)
    elif content.data is not None:
        problems.append(
            Problem(name, 1, "Each entry starts with its id and a colon, at the start of the line.")
        )
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
        case "extra_forbidden" if sentence := getattr(owner, "retired", {}).get(where[-1]):
            return str(sentence)
        case "extra_forbidden":
            near, fields = _closest_field(model, where), list(owner.model_fields) if owner else []
            return f"`{key}` is not a field here. " + (
                f"Did you mean `{near}`?" if near else f"The fields are: {', '.join(fields)}."
            )
        case "string_type":
            return f"`{key}` must be text. Put it in quotes."
        case "date_type" if isinstance(error["input"], str) and re.fullmatch(
            r"\d{4}-\d\d-\d\d", error["input"]
        ):
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
            rule = (
                field.description
                if field and field.description
                else f"the pattern {error['ctx']['pattern']}"
            )
            return f"`{key}` is not written as it should be: {rule.rstrip('.')}."
    return f"`{key}`: {error['msg'].removeprefix('Value error, ')}."


def _closest_field(model: type[BaseModel], where: tuple[str | int, ...]) -> str:
    """Return the field that an unknown key was probably intended to be, or nothing."""
    owner = _owner(model, where[:-1])
    return next(
        iter(
            difflib.get_close_matches(str(where[-1]), list(owner.model_fields) if owner else [], 1)
        ),
        "",
    )


def _owner(model: Any, where: tuple[str | int, ...]) -> type[BaseModel] | None:
    """Return the model that the key path `where` leads into, through lists and optional fields."""
    for part in (part for part in where if isinstance(part, str)):
        if get_origin(model) is dict:
            model = get_args(model)[1]
            continue
        if (
            not (isinstance(model, type) and issubclass(model, BaseModel))
            or part not in model.model_fields
        ):
            return None
        model = model.model_fields[part].annotation
        while get_origin(model) in (Union, types.UnionType, list, tuple):
            model = next(argument for argument in get_args(model) if argument is not type(None))
    return model if isinstance(model, type) and issubclass(model, BaseModel) else None
