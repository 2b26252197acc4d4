"""Rules for docs/codes.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handouts.checks.lookups import absence_hint, lacks_handout, meant_name, no_language
from handouts.model.codes import Category, Code, Subtopic, normalize_code
from handouts.model.data_files import CODES, LEDGER
from handouts.model.library import Library
from handouts.problems import Problem


def check_code_systems(library: Library) -> Iterator[Problem]:
    """Write the pattern of each code system as a regular expression."""
    for id, system in library.codes.systems.items():
        try:
            re.compile(system.pattern)
        except re.error as error:
            message = f"This pattern is not a regular expression ({error})."
            yield _problem(library, "systems", id, "pattern", message=message)


def check_code_notes(library: Library) -> Iterator[Problem]:
    """Write each note of codes in every language, and keep only notes that a code has."""
    codes = [edition.code for edition in library.site.editions]
    for id, sentences in library.codes.notes.items():
        for code in codes:
            if code not in sentences:
                message = (
                    f"The note {id} has no sentence in the language {code}. Add a line `{code}: …`."
                )
                yield _problem(library, "notes", id, message=message)
        for code in sentences.keys() - set(codes):
            yield _problem(library, "notes", id, code, message=no_language(library, code))
        if all(code.note != id for code in library.codes.codes):
            message = f"No code has the note {id}. Delete it, or write `note: {id}` below a code."
            yield _problem(library, "notes", id, message=message)


def check_codes(library: Library) -> Iterator[Problem]:
    """Name a system, a handout and a note that exist for each code, and list each code once."""
    notes = library.codes.notes
    for number, code in enumerate(library.codes.codes):
        yield from _system_problems(library, "codes", number, code)
        if lacks_handout(library, code.answer):
            message = f"No handout is called {code.answer}.{_other_answer(library, code)}"
            yield _problem(library, "codes", number, "answer", message=message)
        if code.note and code.note not in notes:
            message = f"No note is called {code.note}. The notes are: {', '.join(notes) or 'none'}."
            yield _problem(library, "codes", number, "note", message=message)
    yield from _duplicates(library, "codes", "categories")


def check_code_categories(library: Library) -> Iterator[Problem]:
    """List under each category all codes below it, which have one answer and one note."""
    codes = library.codes.codes
    listed = {(code.system, code.code): code for code in codes}
    for number, category in enumerate(library.codes.categories):
        yield from _system_problems(library, "categories", number, category)
        prefix = normalize_code(category.code)
        for index, inner in enumerate(category.codes):
            key = ("categories", number, "codes", index)
            if (category.system, inner) not in listed:
                message = (
                    f"{inner} is not listed under `codes`, so {category.code} may not be "
                    "answered. Delete the category."
                )
                yield _problem(library, *key, message=message)
            if not normalize_code(inner).startswith(prefix):
                message = f"{inner} does not stand below {category.code}."
                yield _problem(library, *key, message=message)
        for code in codes:
            if (
                code.system == category.system
                and normalize_code(code.code).startswith(prefix)
                and code.code not in category.codes
            ):
                message = f"{code.code} is listed and stands below {category.code}. Add it here."
                yield _problem(library, "categories", number, "codes", message=message)
        answers = {
            (entry.answer, entry.note)
            for inner in category.codes
            if (entry := listed.get((category.system, inner)))
        }
        if len(answers) > 1:
            message = (
                f"The codes below {category.code} do not all have one answer and note. "
                "Delete the category."
            )
            yield _problem(library, "categories", number, "code", message=message)


def check_subtopics(library: Library) -> Iterator[Problem]:
    """Name a system, a handout and one of its headings for each subtopic, and list each once."""
    handouts = library.languages[0].by_id
    for number, subtopic in enumerate(library.codes.subtopics):
        yield from _system_problems(library, "subtopics", number, subtopic)
        if lacks_handout(library, subtopic.answer):
            message = f"No handout is called {subtopic.answer}.{_other_part(library, subtopic)}"
            yield _problem(library, "subtopics", number, "answer", message=message)
        handout = handouts.get(subtopic.answer)
        if handout and subtopic.part not in {part.id for part in handout.parts}:
            cure = meant_name(subtopic.part, handout.headings, "headings")
            message = f"The handout {handout.id} has no heading with the id {subtopic.part}. {cure}"
            yield _problem(library, "subtopics", number, "part", message=message)
    yield from _duplicates(library, "subtopics")


def _problem(library: Library, *key: str | int, message: str) -> Problem:
    return Problem(*library.place(CODES, *key), message)


def _system_problems(
    library: Library, under: str, number: int, entry: Code | Category | Subtopic
) -> Iterator[Problem]:
    """Yield whether an entry names a system that exists and looks like one of its codes."""
    systems = library.codes.systems
    if entry.system not in systems:
        message = (
            f"No system is called {entry.system}. The systems are: {', '.join(systems) or 'none'}."
        )
        yield _problem(library, under, number, "system", message=message)
        return
    try:
        pattern = re.compile(systems[entry.system].pattern)
    except re.error:
        return  # check_code_systems reports it
    if not pattern.fullmatch(normalize_code(entry.code)):
        message = f"{entry.code} does not look like a code of {entry.system}: {pattern.pattern}"
        yield _problem(library, under, number, "code", message=message)
    elif entry.code != entry.code.upper():
        message = f"Write {entry.code.upper()} in capitals: pages show the code as it stands here."
        yield _problem(library, under, number, "code", message=message)


def _other_answer(library: Library, code: Code) -> str:
    """Return what to write where the handout that answers a code was withdrawn, with all of it.

    Sentences with a space in front of them; see `absence_hint` for any other handout. Another
    answer for one code of a category is one for all, and what hangs on a code goes with it.
    """
    if not (withdrawn := library.moves.withdrawn.get(code.answer)):
        return absence_hint(library, code.answer)
    codes = library.codes
    above = [
        category
        for category in codes.categories
        if category.system == code.system and code.code in category.codes
    ]
    cure = f" It was withdrawn: choose another handout{_examples(withdrawn.instead)}"
    if above:
        cure += f", the same for all codes below {' and '.join(each.code for each in above)}"
    if connect_addresses(library, code) & (library.ledger or {}).keys():
        return f"{cure}. The code itself stays: its addresses stand in {LEDGER}."
    goes = [
        f"the category {each.code} ({_line(library, 'categories', codes.categories.index(each))})"
        for each in above
    ]
    notes = {each.note for each in codes.codes if each.answer != code.answer}
    if code.note in codes.notes and code.note not in notes:
        goes.append(f"the note {code.note} ({_line(library, 'notes', code.note)})")
    return f"{cure}. Or delete the code{', and with it ' * bool(goes)}{' and '.join(goes)}."


def _other_part(library: Library, subtopic: Subtopic) -> str:
    """Return what to write where the handout that tells a subtopic was withdrawn.

    Sentences with a space in front of them; see `absence_hint` for any other handout.
    """
    if not (withdrawn := library.moves.withdrawn.get(subtopic.answer)):
        return absence_hint(library, subtopic.answer)
    handouts = library.languages[0].by_id
    headings = [
        f"those of {id} are {', '.join(handouts[id].headings)}"
        for id in withdrawn.instead
        if id in handouts
    ]
    return (
        f" It was withdrawn: choose another handout{_examples(withdrawn.instead)}, and under "
        f"`part` one of its headings{': ' * bool(headings)}{'; '.join(headings)}. Or delete this "
        "entry."
    )


def _examples(ids: list[str]) -> str:
    return f", such as {', '.join(ids)}" if ids else ""


def _line(library: Library, *key: str | int) -> str:
    path, line = library.place(CODES, *key)
    return f"{path}:{line}"


def connect_addresses(library: Library, *entries: Code | Category) -> set[str]:
    """Return the addresses of the answers to codes, in every language."""
    return {
        library.connect(language, entry.system, entry.code, form)
        for language in library.languages
        for entry in entries
        for form in ("json", "xml")
    }


def _duplicates(library: Library, *lists: str) -> Iterator[Problem]:
    """Yield the codes that these lists of codes.yml, read as one, hold a second time."""
    entries: dict[str, Sequence[Code | Category | Subtopic]] = {
        "codes": library.codes.codes,
        "categories": library.codes.categories,
        "subtopics": library.codes.subtopics,
    }
    earlier: set[tuple[str, str]] = set()
    for under in lists:
        for number, entry in enumerate(entries[under]):
            key = (entry.system, normalize_code(entry.code))
            if key in earlier:
                message = f"{entry.code} stands here twice. Keep one."
                yield _problem(library, under, number, "code", message=message)
            earlier.add(key)
