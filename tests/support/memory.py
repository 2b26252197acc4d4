"""What is done once for all tests of a process: most of them change one file of the same small
library, and what is read and rendered of its other files stays the same."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from handouts.checks import context, list_syntax, plain_text, unsupported_syntax
from handouts.loading import characters, settings, text_file, validation, yaml_reader
from handouts.loading.yaml_reader import YamlContent
from handouts.markdown import extension
from handouts.model.base import Place
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout, Part
from handouts.pages import article
from handouts.problems import Problem

Load = Callable[[str, str], Any]
Visible = Callable[[Path, str, int], tuple[str, list[Problem]]]
Render = Callable[[Library, Language, str], str]
Validate = Callable[[type[Any], YamlContent, Place], Any]
# What a page shows of its library and language, beside its own words.
OF_LIBRARY = ("site", "references", "clinic", "drawings", "moves")
OF_LANGUAGE = ("edition", "interface", "pictures", "terms", "cards", "clinic_notes")
CALLS = {  # what shows some of it; a text without that hangs on none of it
    "drawings": r"/// picture",
    "pictures": r"/// picture",
    "cards": r"///\s*(card|band)",
    "terms": r"///\s*glossary",
    "references": r"\[\^|///\s*(card|band|glossary|bibliography)",
    "clinic_notes": r"\{handout: ",
}
OF_ANOTHER = ("id", "language")  # and its first heading


@contextmanager
def work_done_once() -> Iterator[None]:
    """Do once what the words of a file decide alone, as long as this lasts, and remember it for the
    next time. Nobody changes what was read."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name, function in _replacements():
            patch.setattr(module, name, function)
        yield


@cache
def _replacements() -> list[tuple[ModuleType, str, Callable[..., Any]]]:
    """Return what takes the place of each function that does work once, with its memory."""
    read_entries = cache(yaml_reader.read_entries)
    return [
        (yaml_reader, "read_entries", read_entries),
        (validation, "read_entries", read_entries),
        (characters, "normalize", cache(characters.normalize)),
        (characters, "is_plain", cache(characters.is_plain)),
        (validation, "validate", validate_once(validation.validate)),
        (plain_text, "markup_messages", listed_once(plain_text.markup_messages)),
        (list_syntax, "messages", listed_once(list_syntax.messages)),
        (unsupported_syntax, "messages", listed_once(unsupported_syntax.messages)),
        (extension, "render", remember(extension.render)),
        (context, "fragment", cache(article.fragment)),
        (settings, "_load", config_once(settings._load)),
        (text_file, "visible", visible_once(text_file.visible)),
    ]


def listed_once(messages: Callable[[str], Iterator[Any]]) -> Callable[[str], tuple[Any, ...]]:
    """Return `messages` of a text, which then looks at each text once."""
    return cache(lambda text: tuple(messages(text)))


def config_once(load: Load) -> Load:
    """Return `load`, which then reads each configuration once for each address of the site: no
    other variable stands in those of the tests."""
    read = cache(lambda text, name, site_url: load(text, name))
    return lambda text, name: deepcopy(read(text, name, os.environ.get("SITE_URL")))


def visible_once(visible: Visible) -> Visible:
    """Return `visible`, which then looks at each text once; each file is read every time."""
    memory: dict[tuple[bytes, str, int], tuple[str, list[Problem]]] = {}

    def text_of_file(path: Path, name: str, largest: int) -> tuple[str, list[Problem]]:
        try:
            key = path.read_bytes(), name, largest
        except OSError:
            return visible(path, name, largest)
        if key not in memory:
            memory[key] = visible(path, name, largest)
        text, problems = memory[key]
        return text, list(problems)

    return text_of_file


def validate_once(validate: Validate) -> Validate:
    """Return `validate`, which then makes one record of the same data; `remember` compares records,
    and most are the same object."""
    memory: dict[tuple[type[Any], int], tuple[Any, Any]] = {}

    def record_of(model: type[Any], content: YamlContent, start: Place) -> Any:
        key = model, id(content.data)
        if content.problems or content.unsure or key not in memory:
            memory[key] = content.data, validate(model, content, start)  # so the id stays its own
        return memory[key][1]

    return record_of


def remember(render: Render) -> Render:
    """Return `render`, which then does the same work once.

    It gets a library that holds nothing but what is compared. So what it returns cannot follow from
    anything else: where it reads more, it fails.
    """
    memory: dict[str, list[tuple[list[Any], str]]] = {}

    def render_once(library: Library, language: Language, text: str) -> str:
        match = re.match(r"\{handout: ([a-z0-9-]+)\}", text)
        own_id = match[1] if match else ""
        hidden = {name for name, call in CALLS.items() if not re.search(call, text)}
        of_library = [name for name in OF_LIBRARY if name not in hidden]
        of_language = [name for name in OF_LANGUAGE if name not in hidden]
        handouts = tuple(_reduced(handout, own_id) for handout in language.handouts)
        editions = [other.edition for other in library.languages]
        key = [
            *map(_values, handouts),
            *(getattr(language, name) for name in of_language),
            *(getattr(library, name) for name in of_library),
            editions,
        ]
        memories = memory.setdefault(text, [])
        for other, rendered in memories:
            if key == other:
                return rendered
        visible = replace(_only(language, *of_language), handouts=handouts)
        languages = tuple(
            visible if other.edition == language.edition else _only(other, "edition")
            for other in library.languages
        )
        rendered = render(replace(_only(library, *of_library), languages=languages), visible, text)
        memories.append((key, rendered))
        return rendered

    return render_once


def _only(record: Any, *names: str) -> Any:
    """Return a record with nothing in its other fields: what reads them fails."""
    hidden = {field.name: None for field in fields(record) if field.name not in names}
    return replace(record, **hidden)


def _reduced(handout: Handout, own_id: str) -> Handout:
    """Return a handout without its words, which are the text; another one as others name it."""
    if handout.id != own_id:
        headings = tuple(Part(id, "", 2, 0) for id in handout.headings[:1])
        return replace(_only(handout, *OF_ANOTHER), parts=headings)
    original = handout.original and _only(handout.original, *vars(handout).keys() - {"source"})
    return replace(_only(handout, *vars(handout).keys() - {"source"}), original=original)


def _values(handout: Handout) -> dict[str, Any]:
    """Return what a handout holds, to be compared: two handouts are never equal."""
    return vars(handout) | {"original": handout.original and _values(handout.original)}
