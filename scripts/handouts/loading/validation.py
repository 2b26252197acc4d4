"""Check data against its schema: each error becomes a sentence at the place of its key."""

from __future__ import annotations

import difflib
import re
import types
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial, reduce
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from handouts.loading.layers import overlay
from handouts.loading.text_file import text_of
from handouts.loading.yaml_reader import YamlContent, read_entries
from handouts.model.base import VISIBLE, Content, Model, Place, Places, nearest_place
from handouts.model.data_files import TAG
from handouts.model.front_matter import BY_LANGUAGE, OF_PAPER
from handouts.problems import Problem, Refused


def validate(model: type[Content], content: YamlContent, start: Place) -> Content:
    """Return the content of a file, which starts at `start`, as a `model`.

    Raises Refused with every Problem in it, those of reading too.
    """
    problems = list(content.problems)
    if () not in content.unsure:
        if isinstance(content.data, dict):
            try:
                record = model.model_validate(content.data)
            except ValidationError as error:
                problems.extend(_problems(model, error, content, start))
        else:
            problems.append(Problem(*start, "Write `key: value` lines here."))
    if problems or () in content.unsure:
        raise Refused(problems)
    return record


def _without_errors(empty: Content, content: YamlContent) -> Content:
    """Return what a file holds, with the field of `empty` for each that is wrong or unknown."""
    model, values = type(empty), empty.model_dump(exclude_unset=True)
    data = dict(content.data) if isinstance(content.data, dict) else {}
    unsure = {where[:1] for where in content.unsure}
    try:
        model.model_validate(data)
    except ValidationError as error:
        unsure |= {detail["loc"][:1] for detail in error.errors(include_url=False)}
    return model.model_validate(values | {key: data[key] for key in data if (key,) not in unsure})


def _problems(
    model: type[BaseModel], error: ValidationError, content: YamlContent, start: Place
) -> Iterator[Problem]:
    """Yield a Problem for each error, but for those inside values that could not be read."""
    errors = error.errors(include_url=False, include_context=True)
    intended = {
        (*detail["loc"][:-1], _closest_field(model, detail["loc"]))
        for detail in errors
        if detail["type"] == "extra_forbidden"
    }
    for detail in errors:
        where = tuple(part for part in detail["loc"] if not str(part).startswith(TAG))
        if detail["type"] == "missing" and where in intended:
            continue  # its key is misspelled, which is a Problem already
        if any(where[:n] in content.unsure for n in range(len(where) + 1)):
            continue
        place = nearest_place(content.places, where, start)
        yield Problem(*place, _sentence(model, where, detail))


def read(model: type[Content], root: Path, *names: str) -> tuple[Content, Places]:
    """Return a YAML file as a `model`, with the places of its keys. Raises Refused.

    Of several names each file is laid over the one before.
    """
    content, start = _read_layers(root, names, _nested(model))
    if content.data is None:
        content = replace(content, data={})
    return validate(model, content, start), content.places


def read_certain(empty: Content, root: Path, *names: str) -> tuple[Content, Places, list[Problem]]:
    """Return a YAML file as `read` does, and its Problems, where `read` raises them.

    What is wrong in a field on top leaves all others as they are; `empty` stands for it.
    """
    model = type(empty)
    try:
        content, start = _read_layers(root, names, _nested(model))
    except Refused as refused:  # a file is missing or no text
        return empty, {}, refused.problems
    if content.data is None:
        content = replace(content, data={})
    try:
        return validate(model, content, start), content.places, []
    except Refused as refused:
        return _without_errors(empty, content), content.places, refused.problems


def _read_layers(
    root: Path, names: Sequence[str], nested: Collection[str]
) -> tuple[YamlContent, Place]:
    """Return what files hold together, and where a Problem of the whole stands."""
    contents = {name: read_entries(text_of(root / name, name), name) for name in names}
    odd = (name for name, each in contents.items() if not isinstance(each.data, dict | None))
    content = reduce(partial(overlay, nested=nested), contents.values())
    return content, (next(odd, names[0]), 1)


def _nested(model: type[BaseModel]) -> set[str]:
    """Return the fields of a file that hold entries themselves: mappings, and lists of records."""

    def holds_entries(annotation: Any) -> bool:
        arguments = get_args(annotation)
        return get_origin(annotation) is dict or (
            get_origin(annotation) is list
            and isinstance(arguments[0], type)
            and issubclass(arguments[0], BaseModel)
        )

    return {name for name, field in model.model_fields.items() if holds_entries(field.annotation)}


def read_each(model: type[Model], root: Path, *names: str) -> tuple[dict[str, Model], Places]:
    """Return a YAML file that maps ids to records of one `model`, in the file's order.

    Of several names each file is laid over the one before. Raises Refused with all Problems.
    """
    content, start = _read_layers(root, names, ())
    places, problems = content.places, list(content.problems)
    records: dict[str, Model] = {}
    if isinstance(content.data, dict):
        for key, value in content.data.items():
            if not key.strip():
                problems.append(
                    Problem(*places[(key,)], "This entry has no name. Write one before the colon.")
                )
                continue
            inner = {
                where[1:]: place
                for where, place in places.items()
                if where[0] == key and len(where) > 1
            }
            unsure = frozenset(where[1:] for where in content.unsure if where[:1] == (key,))
            try:
                records[key] = validate(
                    model, YamlContent(value, inner, unsure=unsure), places[(key,)]
                )
            except Refused as refused:
                problems.extend(refused.problems)
    elif content.data is not None:
        problems.append(
            Problem(*start, "Each entry starts with its id and a colon, at the start of the line.")
        )
    if problems:
        raise Refused(problems)
    return records, places


def _sentence(model: type[BaseModel], where: tuple[str | int, ...], error: ErrorDetails) -> str:
    index = max((n for n, part in enumerate(where[:-1]) if isinstance(part, int)), default=-1)
    key = ".".join(str(part) for part in where[index + 1 :])  # the line says which item of a list
    owner = _owner(model, where[:-1])
    field = owner.model_fields.get(str(where[-1])) if owner and where else None
    if error["input"] is None and error["type"] == "string_type" and _is_cut(model, where):
        parent = ".".join(map(str, where[index + 1 : -1]))
        return (
            f"A comma ends a text between {{ and }}. Put each text of `{parent}` in quotes: "
            '{en: "…, …"}'
        )
    if error["input"] is None and error["type"] != "extra_forbidden":
        return f"`{key}` is empty. Write something there or delete the line."
    match error["type"]:
        case "missing":
            meaning = f" ({field.description})" if field and field.description else ""
            value = ' {en: "…"}' if _is_marked(field, BY_LANGUAGE) else " …"
            return f"`{key}` is missing. Add a line `{where[-1]}:{value}`{meaning}."
        case "extra_forbidden" if sentence := getattr(owner, "retired", {}).get(where[-1]):
            return str(sentence)
        case "extra_forbidden":
            near, fields = _closest_field(model, where), list(owner.model_fields) if owner else []
            return f"`{key}` is not a field here. " + (
                f"Did you mean `{near}`?" if near else f"The fields are: {', '.join(fields)}."
            )
        case "string_type" if isinstance(error["input"], date) and _is_marked(field, OF_PAPER):
            return _form_message(key, field, "")
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
        case "dict_type" if _is_marked(field, BY_LANGUAGE):
            return f'`{key}` must say in which language it is: {where[-1]}: {{en: "…"}}'
        case "dict_type" | "model_type" | "model_attributes_type":
            return (
                f"`{key}` must hold `key: value` lines of its own, below it and two spaces further "
                "in than it is."
            )
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
        case "string_pattern_mismatch" if "mailto:" in error["ctx"]["pattern"] and re.fullmatch(
            r"[^\s@:]+@\S+", error["input"]
        ):
            return f"`{key}` is an e-mail address: write mailto:{error['input']}"
        case "string_pattern_mismatch":
            return _form_message(key, field, error["ctx"]["pattern"])
    return f"`{key}`: {error['msg'].removeprefix('Value error, ')}."


def _is_marked(field: FieldInfo | None, mark: str) -> bool:
    """Return whether the type of a field, or one that it may have, is marked so in its schema."""
    if not field:
        return False
    is_optional = get_origin(field.annotation) in (Union, types.UnionType)
    choices = get_args(field.annotation) if is_optional else ()
    marks = (getattr(choice, "__metadata__", ()) for choice in choices)
    return mark in field.metadata or any(mark in each for each in marks)


def _form_message(key: str, field: FieldInfo | None, pattern: str) -> str:
    """Return how a text must be written that is not: what its field says, or else the pattern."""
    rule = field.description if field and field.description else f"the pattern {pattern}"
    return f"`{key}` is not written as it should be: {rule.rstrip('.')}."


def _is_cut(model: type[BaseModel], where: tuple[str | int, ...]) -> bool:
    """Return whether a key without a value is the rest of a text, which a comma in {…} cut off."""
    owner, words = _owner(model, where[:-2]), str(where[-1])
    parent = owner.model_fields.get(str(where[-2])) if owner and len(where) > 1 else None
    is_code = re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", words)
    return " " in words or (_is_marked(parent, BY_LANGUAGE) and not is_code)


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
