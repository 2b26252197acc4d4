"""Read the headings of a page: their ids, and the parts that its kind must have, in order."""

from __future__ import annotations

import difflib
import re
import unicodedata

from handouts.model.base import NO_BREAK_SPACES, PLAIN_SPACE, TYPED, Place
from handouts.model.pages import HELP, ID, PARTS, SOURCES, TOP, Part
from handouts.problems import Problem

_HEADING = re.compile(r"^(#{1,6})[ \t]*(.*?)[ \t]*(?:\{[ \t]*#([^\s}]+)[ \t]*\})?[ \t]*#*$")
_WIDE = f"[{NO_BREAK_SPACES}]"
_SPACED_HEADING = re.compile(rf"#{{1,6}}(?:[ \t]*{_WIDE}|.*{_WIDE}[ \t]*\{{|.*\{{[^}}]*{_WIDE})")
_UNDERLINE = re.compile(r"^(=+|-+)[ \t]*$")


def read_parts(body: str, first_line: int, name: str) -> tuple[list[Part], list[Problem]]:
    """Return the parts of a body that starts on `first_line`, and every Problem in its headings."""
    parts: list[Part] = []
    problems: list[Problem] = []
    line_of: dict[str, int] = {}
    level = 1
    above = ""
    started = False
    for line, raw in enumerate(body.split("\n"), first_line):
        text = raw
        if _SPACED_HEADING.match(raw):
            problems.append(Problem(name, line, PLAIN_SPACE))
            text = raw.translate(TYPED)
        match = _HEADING.match(text)
        if above.strip() and _UNDERLINE.match(text):
            problems.append(
                Problem(
                    name,
                    line,
                    "This line makes a heading of the line above. Start headings with ##.",
                )
            )
        if text.strip() and not match and not started:
            problems.append(
                Problem(name, line, "Words stand above the first heading. Move them below it.")
            )
        started = started or bool(text.strip())
        above = text
        if not match:
            continue
        signs, title, id = match.groups()
        if len(signs) == 1:
            problems.append(
                Problem(name, line, "The page's heading is its `title`. Start sections with ##.")
            )
            continue
        if not id:
            bare = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
            slug = "-".join(re.findall(r"[a-z0-9]+", bare.lower())) or "a-name"
            problems.append(
                Problem(name, line, f"Give this heading a fixed id: {signs} {title} {{ #{slug} }}")
            )
            parts.append(Part("", title, len(signs), line))
            level = len(signs)
            continue
        if not ID.fullmatch(id):
            problems.append(
                Problem(
                    name,
                    line,
                    f"The id #{id} may hold only small letters, digits and single hyphens.",
                )
            )
        if id in line_of:
            problems.append(
                Problem(
                    name,
                    line,
                    f"The id #{id} stands on line {line_of[id]} too. Give each heading its own.",
                )
            )
        if id in (SOURCES, TOP, "title"):
            problems.append(
                Problem(name, line, f"The id #{id} is made by the site. Choose another.")
            )
        if not title:
            problems.append(Problem(name, line, "This heading has no words."))
        if len(signs) > level + 1:
            problems.append(
                Problem(
                    name,
                    line,
                    f"A heading with {'#' * (level + 1)} must stand before one with {signs}.",
                )
            )
        line_of.setdefault(id, line)
        level = len(signs)
        parts.append(Part(id, title, level, line))
    return parts, problems


def _missing_part(
    id: str, order: tuple[str | None, ...], top: list[Part], others: list[Part], place: Place
) -> Problem:
    """Return what to write where a part is missing: at the heading that may be meant, if any.

    That is one of `others` with an id like it, or the first or the last of all headings.
    """
    similar = difflib.get_close_matches(id, [part.id for part in others], 1, 0.7)
    end = {order[0]: top[:1], order[-1]: top[-1:]}.get(id, [])
    for part in others:
        if part.id in similar or (not similar and part in end):
            return Problem(
                place[0],
                part.line,
                f"The part #{id} is missing. Add a heading for it; or, if it is this part, write: "
                f"## {part.title} {{ #{id} }}",
            )
    return Problem(*place, f"A part is missing. Add a heading: ## … {{ #{id} }}")


def check_order(parts: list[Part], kind: str, name: str, first_line: int) -> list[Problem]:
    """Return the problems in the order of parts.

    Every part of PARTS[kind] must be present, in order, and the main matter in its place.
    """
    top = [part for part in parts if part.level == 2]
    if not all(part.id for part in top):
        return []  # a heading without an id may be the part that seems to be missing
    order = PARTS[kind]
    if HELP in order and top and top[0].id == HELP:
        # The page for the fridge door: what to do comes first, and why it matters after it.
        order = (HELP, *(id for id in order if id != HELP))
    fixed = {id for id in order if id}
    present = {part.id for part in top}
    if missing := [id for id in order if id and id not in present]:
        movable = [part for part in top if part.id not in fixed]
        return [_missing_part(id, order, top, movable, (name, first_line)) for id in missing]
    problems = []
    if None in order and not any(part.id not in fixed for part in top):
        problems.append(
            Problem(
                name, top[0].line, "The matter itself is missing: a section after the key points."
            )
        )
    index_of = {id: index for index, id in enumerate(order)}
    middle = index_of.get(None, -1)
    last = -1
    for part in top:
        if part.id not in fixed and None not in order:
            problems.append(
                Problem(name, part.line, f"A page of kind {kind} has no section #{part.id}.")
            )
            continue
        index = index_of[part.id] if part.id in fixed else middle
        if index < last:
            before = order[last] or "the matter itself"
            problems.append(
                Problem(name, part.line, f"#{part.id} must stand before {before}. Move it up.")
            )
        last = max(last, index)
    return problems
