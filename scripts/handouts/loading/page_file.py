"""Read a Markdown file: its front matter and its body."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from handouts.loading import text_file, validation, yaml_reader
from handouts.loading.headings import check_order, read_parts
from handouts.loading.text_file import LARGEST_PAGE
from handouts.model.base import Model, Record
from handouts.model.front_matter import HandoutWords, Original, Translation
from handouts.model.pages import ID, PARTS, Draft, Handout, Source
from handouts.problems import Problem, Refused


def split(path: Path, name: str) -> tuple[str, int, str, int]:
    """Return a file's front matter and body, each with its first line.

    Raises Refused where there is no front matter.
    """
    return _split(text_file.text_of(path, name, LARGEST_PAGE), name)


def _split(text: str, name: str) -> tuple[str, int, str, int]:
    match = re.match(r"---[ ]*\n(.*?\n|)---[ ]*(?:\n|$)", text, re.S)
    if not match:
        cause = (
            "The closing --- is missing" if text.startswith("---") else "Front matter is missing"
        )
        raise Refused(
            [
                Problem(
                    name, 1, f"{cause}. Start the file with ---, `key: value` lines, and --- again."
                )
            ]
        )
    front = match.group(1)
    return front, 2, text[match.end() :], front.count("\n") + 3


def draft(
    model: type[Record], path: Path, name: str, kind: str = ""
) -> tuple[Draft, list[Problem]]:
    """Return what a file holds as far as it can be read, and every Problem in it.

    A handout's kind is `kind`, or else its own `kind` field. Only a handout's parts are checked.
    Raises Refused where nothing is certain.
    """
    text, problems = text_file.visible(path, name, LARGEST_PAGE)
    try:
        front, first, body, body_line = _split(text, name)
    except Refused as refused:
        raise Refused([*problems, *refused.problems]) from None
    content = yaml_reader.read_entries(front, name, first)
    words = None
    try:
        words = validation.validate(
            model, content if content.data is not None else replace(content, data={}), (name, first)
        )
    except Refused as refused:
        problems.extend(refused.problems)
    source = Source(name, body, body_line, content.places)
    if not issubclass(model, HandoutWords):
        return Draft(source, words, ()), problems
    if not kind and isinstance(content.data, dict) and ("kind",) not in content.unsure:
        kind = str(content.data.get("kind"))
    parts, invalid = read_parts(body, body_line, name)
    unordered = check_order(parts, kind, name, body_line) if kind in PARTS else []
    problems += [*invalid, *unordered]
    return Draft(
        source,
        words,
        None if invalid else tuple(parts),
        kind if kind in PARTS and not unordered else "",
    ), problems


def read_words(model: type[Model], path: Path, name: str) -> tuple[Model, Source]:
    """Return the file's front matter as a `model`, and its body. Raises Refused."""
    page, problems = draft(model, path, name)
    if problems or not isinstance(page.words, model):
        raise Refused(problems)
    return page.words, page.source


def read(path: Path, name: str, id: str, language: str, original: Handout | None = None) -> Handout:
    """Return the handout with this id, which is in the file `path`.

    `original` is the same handout in the library's first language; without it this file is that
    original. Raises Refused with every Problem in front matter and parts.
    """
    misnamed = Problem(
        name,
        0,
        "A handout's file name is its address for ever: small letters, digits and single hyphens.",
    )
    reserved = Problem(
        name, 0, "The name index stands for a list of pages. Call this handout by what it is about."
    )
    problems = [] if ID.fullmatch(path.stem) else [misnamed]
    if path.stem == "index":
        problems = [reserved]
    try:
        page, invalid = draft(
            Translation if original else Original,
            path,
            name,
            original.facts.kind if original else "",
        )
    except Refused as refused:
        raise Refused([*problems, *refused.problems]) from None
    problems += invalid
    facts = original.facts if original else page.words
    if problems or not isinstance(page.words, HandoutWords) or not isinstance(facts, Original):
        raise Refused(problems)
    return Handout(
        id, language, page.words, facts, page.source, page.parts or (), original=original
    )
