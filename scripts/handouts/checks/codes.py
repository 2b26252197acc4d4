"""Rules for docs/codes.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.lookups import gone, lacks_handout
from handouts.model.codes import Category, Code, Subtopic, bare
from handouts.model.data_files import CODES
from handouts.model.library import Library
from handouts.problems import Problem


def check_codes(library: Library) -> Iterator[Problem]:
    """Each code names a system and a handout that exist, stands once and looks like its system's; categories are whole."""
    codes = library.codes
    handouts = library.languages[0].by_id
    tongues = [edition.code for edition in library.site.editions]
    patterns: dict[str, re.Pattern[str]] = {}

    def say(*where_and_message: str | int) -> Problem:
        *where, message = where_and_message
        return Problem(CODES, library.codes_lines.get(tuple(where), 0), str(message))

    for id, system in codes.systems.items():
        try:
            patterns[id] = re.compile(system.pattern)
        except re.error as error:
            yield say(
                "systems", id, "pattern", f"This pattern is not a regular expression ({error})."
            )
    for id, sentences in codes.notes.items():
        for tongue in tongues:
            if tongue not in sentences:
                yield say(
                    "notes",
                    id,
                    f"The note {id} has no sentence in the language {tongue}. Add a line `{tongue}: …`.",
                )
        for tongue in sentences.keys() - set(tongues):
            yield say(
                "notes",
                id,
                tongue,
                f"No language has the code {tongue}. The languages are: {', '.join(tongues)}.",
            )
        if all(code.note != id for code in codes.codes):
            yield say(
                "notes",
                id,
                f"No code has the note {id}. Delete it, or write `note: {id}` below a code.",
            )

    def placed(
        under: str, number: int, one: Code | Category | Subtopic, seen: set[tuple[str, str]]
    ) -> Iterator[Problem]:
        if one.system not in codes.systems:
            yield say(
                under,
                number,
                "system",
                f"No system is called {one.system}. The systems are: {', '.join(codes.systems) or 'none'}.",
            )
        elif one.system in patterns and not patterns[one.system].fullmatch(bare(one.code)):
            yield say(
                under,
                number,
                "code",
                f"{one.code} does not look like a code of {one.system}: {patterns[one.system].pattern}",
            )
        if (one.system, bare(one.code)) in seen:
            yield say(under, number, "code", f"{one.code} stands here twice. Keep one.")
        seen.add((one.system, bare(one.code)))

    def answered(under: str, number: int, id: str) -> Iterator[Problem]:
        if lacks_handout(library, id):
            yield say(under, number, "answer", f"No handout is called {id}.{gone(library, id)}")

    seen: set[tuple[str, str]] = set()
    for number, code in enumerate(codes.codes):
        yield from placed("codes", number, code, seen)
        yield from answered("codes", number, code.answer)
        if code.note and code.note not in codes.notes:
            yield say(
                "codes",
                number,
                "note",
                f"No note is called {code.note}. The notes are: {', '.join(codes.notes) or 'none'}.",
            )
    listed = {(code.system, code.code): code for code in codes.codes}
    for number, category in enumerate(codes.categories):
        yield from placed("categories", number, category, seen)
        for place, inner in enumerate(category.codes):
            if (category.system, inner) not in listed:
                message = f"{inner} is not listed under `codes`, so {category.code} may not be answered. Delete the category."
                yield say("categories", number, "codes", place, message)
            if not bare(inner).startswith(bare(category.code)):
                yield say(
                    "categories",
                    number,
                    "codes",
                    place,
                    f"{inner} does not stand below {category.code}.",
                )
        for code in codes.codes:
            if (
                code.system == category.system
                and bare(code.code).startswith(bare(category.code))
                and code.code not in category.codes
            ):
                yield say(
                    "categories",
                    number,
                    "codes",
                    f"{code.code} is listed and stands below {category.code}. Add it here.",
                )
        starts = {
            (one.answer, one.note)
            for inner in category.codes
            if (one := listed.get((category.system, inner)))
        }
        if len(starts) > 1:
            yield say(
                "categories",
                number,
                "code",
                f"The codes below {category.code} do not all have one answer and note. Delete the category.",
            )
    asked: set[tuple[str, str]] = set()
    for number, subtopic in enumerate(codes.subtopics):
        yield from placed("subtopics", number, subtopic, asked)
        yield from answered("subtopics", number, subtopic.answer)
        if (told := handouts.get(subtopic.answer)) and subtopic.part not in {
            part.id for part in told.parts
        }:
            yield say(
                "subtopics",
                number,
                "part",
                f"The handout {told.id} has no heading with the id {subtopic.part}.",
            )
