"""Read a Markdown file: its front matter and its body."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from handouts.loading import text_file, validation, yaml_reader
from handouts.loading.headings import check_order, read_parts
from handouts.loading.text_file import LARGEST_PAGE
from handouts.model.base import Model, Record
from handouts.model.front_matter import Dated, Original, Translation
from handouts.model.pages import ID, PARTS, Draft, Handout, Source
from handouts.problems import Problem, Refused


def split(path: Path, name: str) -> tuple[str, int, str, int]:
    """A file's front matter and body, each with its first line. Raises Refused where there is no front matter."""
    return _split(text_file.text_of(path, name, LARGEST_PAGE), name)


def _split(text: str, name: str) -> tuple[str, int, str, int]:
    found = re.match(r"---[ ]*\n(.*?\n|)---[ ]*(?:\n|$)", text, re.S)
    if not found:
        at = "The closing --- is missing" if text.startswith("---") else "Front matter is missing"
        raise Refused(
            [Problem(name, 1, f"{at}. Start the file with ---, `key: value` lines, and --- again.")]
        )
    front = found.group(1)
    return front, 2, text[found.end() :], front.count("\n") + 3


def draft(
    model: type[Record], path: Path, name: str, kind: str = ""
) -> tuple[Draft, list[Problem]]:
    """What a file holds as far as it can be read, and every Problem in it. Raises Refused where nothing is certain.

    A handout's kind is `kind`, or what it says itself. Only a handout has parts to be looked at.
    """
    text, problems = text_file.visible(path, name, LARGEST_PAGE)
    try:
        front, first, body, body_line = _split(text, name)
    except Refused as refused:
        raise Refused([*problems, *refused.problems]) from None
    found = yaml_reader.rough(front, name, first)
    words = None
    try:
        words = validation.held(
            model, found if found.data is not None else replace(found, data={}), name, first
        )
    except Refused as refused:
        problems.extend(refused.problems)
    source = Source(name, body, body_line, found.lines)
    if not issubclass(model, Dated):
        return Draft(source, words, ()), problems
    if not kind and isinstance(found.data, dict) and ("kind",) not in found.unsure:
        kind = str(found.data.get("kind"))
    parts, wrong = read_parts(body, body_line, name)
    unordered = check_order(parts, kind, name, body_line) if kind in PARTS else []
    problems += [*wrong, *unordered]
    return Draft(
        source,
        words,
        None if wrong else tuple(parts),
        kind if kind in PARTS and not unordered else "",
    ), problems


def read_words(model: type[Model], path: Path, name: str) -> tuple[Model, Source]:
    """Front matter of the file as a `model`, and its body. Raises Refused."""
    found, problems = draft(model, path, name)
    if problems or not isinstance(found.words, model):
        raise Refused(problems)
    return found.words, found.source


def read(path: Path, name: str, language: str, original: Handout | None = None) -> Handout:
    """The handout in this file. Raises Refused with every Problem in front matter and parts.

    `original` is the same handout in the library's first language; without it this file is that original.
    """
    misnamed = Problem(
        name,
        0,
        "A handout's file name is its address for ever: small letters, digits and single hyphens.",
    )
    problems = [] if ID.fullmatch(path.stem) else [misnamed]
    try:
        found, wrong = draft(
            Translation if original else Original,
            path,
            name,
            original.facts.kind if original else "",
        )
    except Refused as refused:
        raise Refused([*problems, *refused.problems]) from None
    problems += wrong
    facts = original.facts if original else found.words
    if problems or not isinstance(found.words, Dated) or not isinstance(facts, Original):
        raise Refused(problems)
    return Handout(
        path.stem, language, found.words, facts, found.source, found.parts or (), original=original
    )
