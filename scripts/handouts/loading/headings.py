"""The headings of a page: their ids, and the parts that its kind must have, in order."""

from __future__ import annotations

import re
import unicodedata

from handouts.model.base import NO_BREAK_SPACES, PLAIN_SPACE, TYPED
from handouts.model.pages import HELP, ID, KEY_POINTS, PARTS, SOURCES, TOP, Part
from handouts.problems import Problem

_HEADING = re.compile(r"^(#{1,6})[ \t]*(.*?)[ \t]*(?:\{[ \t]*#([^\s}]+)[ \t]*\})?[ \t]*#*$")
_WIDE = f"[{NO_BREAK_SPACES}]"
_SPACED_HEADING = re.compile(rf"#{{1,6}}(?:[ \t]*{_WIDE}|.*{_WIDE}[ \t]*\{{|.*\{{[^}}]*{_WIDE})")
_UNDERLINE = re.compile(r"^(=+|-+)[ \t]*$")


def read_parts(body: str, first_line: int, name: str) -> tuple[list[Part], list[Problem]]:
    """Read the headings of a body, which starts on `first_line`: its parts, and every Problem in them."""
    parts: list[Part] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    level = 1
    above = ""
    started = False
    for line, written in enumerate(body.split("\n"), first_line):
        text = written
        if _SPACED_HEADING.match(written):
            problems.append(Problem(name, line, PLAIN_SPACE))
            text = written.translate(TYPED)
        found = _HEADING.match(text)
        if above.strip() and _UNDERLINE.match(text):
            problems.append(
                Problem(
                    name,
                    line,
                    "This line makes a heading of the line above. Start headings with ##.",
                )
            )
        if text.strip() and not found and not started:
            problems.append(
                Problem(name, line, "Words stand above the first heading. Move them below it.")
            )
        started = started or bool(text.strip())
        above = text
        if not found:
            continue
        signs, title, id = found.groups()
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
        if id in seen:
            problems.append(
                Problem(
                    name,
                    line,
                    f"The id #{id} stands on line {seen[id]} too. Give each heading its own.",
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
        seen.setdefault(id, line)
        level = len(signs)
        parts.append(Part(id, title, level, line))
    return parts, problems


def check_order(parts: list[Part], kind: str, name: str, first_line: int) -> list[Problem]:
    """Every part of PARTS[kind] is there, in order, and the matter itself stands where it belongs."""
    top = [part for part in parts if part.level == 2]
    if not all(part.id for part in top):
        return []  # a heading without an id may be the part that seems to be missing
    wanted = PARTS[kind]
    if HELP in wanted and [part.id for part in top[:2]] == [KEY_POINTS, HELP]:
        # The page for the fridge door: what to do comes first, and why it matters after it.
        wanted = (KEY_POINTS, HELP, *(id for id in wanted if id not in (KEY_POINTS, HELP)))
    fixed = {id for id in wanted if id}
    there = {part.id for part in top}
    if missing := [id for id in wanted if id and id not in there]:
        return [
            Problem(name, first_line, f"A part is missing. Add a heading: ## … {{ #{id} }}")
            for id in missing
        ]
    problems = []
    if None in wanted and not any(part.id not in fixed for part in top):
        problems.append(
            Problem(
                name, top[0].line, "The matter itself is missing: a section after the key points."
            )
        )
    place = {id: at for at, id in enumerate(wanted)}
    middle = place.get(None, -1)
    last = -1
    for part in top:
        if part.id not in fixed and None not in wanted:
            problems.append(
                Problem(name, part.line, f"A page of kind {kind} has no section #{part.id}.")
            )
            continue
        now = place[part.id] if part.id in fixed else middle
        if now < last:
            before = wanted[last] or "the matter itself"
            problems.append(
                Problem(name, part.line, f"#{part.id} must stand before {before}. Move it up.")
            )
        last = max(last, now)
    return problems
