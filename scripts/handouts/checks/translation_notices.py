"""Notices about translations: what one lacks, and in what it is behind its original."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.lookups import key_place, version_files
from handouts.model.data_files import (
    CLINIC,
    MOVES,
    NOTES,
    TEACH_BACK,
    clinic_file,
    file_beside,
    is_clinic_file,
)
from handouts.model.front_matter import Translation
from handouts.model.library import Library
from handouts.model.pages import Source
from handouts.model.version_ledger import VERSIONS
from handouts.model.versions import stale_cards, stale_parts, translated_parts
from handouts.problems import Problem

_LISTED = 8  # handouts that a notice names


def untranslated_handouts(library: Library) -> Iterator[Problem]:
    """Yield once for each language which handouts it lacks, since that may be meant so.

    An unfinished one is not to be translated yet, and a translation that is broken is there.
    """
    first, *translations = library.languages
    for language in translations:
        missing = [
            handout
            for handout in library.untranslated(language)
            if not handout.words.unfinished
            and not library.unknown(language.file(f"handouts/{handout.id}.md"))
        ]
        if not missing:
            continue
        path, file = missing[0].source.path, language.file(f"handouts/{missing[0].id}.md")
        ids = ", ".join(handout.id for handout in missing[:_LISTED])
        more = f" and {count} more" if (count := len(missing) - _LISTED) > 0 else ""
        yield Problem(
            clinic_file(file) if library.clinic_files else file,
            0,
            f"Readers of {language.code} get in {first.code}: {ids}{more}. If that is meant so, "
            f"there is nothing to do. Else copy {path} to this place, translate it, and keep of "
            "its top lines only `title` and `summary`: the check tells what to add.",
        )


def outdated_translations(library: Library) -> Iterator[Problem]:
    """Yield the translations that are behind their originals, cards aside."""
    first = library.languages[0]
    for language, handout in library:
        original = handout.original
        if not original or library.unknown(
            VERSIONS, MOVES, *version_files(library, language, handout)
        ):
            continue
        if not (stale := stale_parts(first, handout, library.versions)):
            continue
        if not isinstance(handout.words, Translation) or not handout.words.translated:
            continue  # which is a Problem
        path = original.source.path
        if translated_parts(first, handout, library.versions):
            message = f"This translation is behind {path} in: {', '.join(stale)}."
        else:
            message = f"No version of {path} is known by these letters and digits."
        yield _outdated(handout.source, original.source, message, original.version)


def outdated_cards(library: Library) -> Iterator[Problem]:
    """Yield the care cards that are behind those of the first language."""
    first = library.languages[0]
    for language in library.languages[1:]:
        for id, digest in stale_cards(first, language).items():
            original = first.cards[id].source
            message = f"This card is behind {original.path}."
            yield _outdated(language.cards[id].source, original, message, f'"{digest}"')


def _outdated(source: Source, original: Source, message: str, version: str) -> Problem:
    """Return what to do with a translation that does not say what its original says.

    One of the library, of a clinic's own original, stays as it is: an update would meet it.
    """
    if is_clinic_file(original.path) and not is_clinic_file(source.path):
        return Problem(
            original.path,
            1,
            f"Readers of other languages see {source.path}, which says what the library says. Copy "
            f"it to {clinic_file(source.path)}, and make that copy say what this page says. At its "
            f"top write: translated: {version}",
        )
    return Problem(
        *key_place(source, "translated"),
        f"{message} Bring it up to date, then write: translated: {version}",
    )


def untranslated_pairs(library: Library) -> Iterator[Problem]:
    """Yield the pairs of the first language that a translation lacks or orders in another way."""
    first, *translations = library.languages
    original = first.file("pairs.yml")
    for language in translations:
        file = language.file("pairs.yml")
        places = library.places.get(file, {})
        if library.unknown(file, original):
            continue
        for key, (path, _) in library.places.get(original, {}).items():
            pair = key[:1]
            if key == pair and pair not in places:
                yield Problem(
                    file_beside(path, file),
                    0,
                    f"This file lacks the pair {key[0]} of {path}, so nothing keeps its words "
                    "together in this language.",
                )
            elif key == (*pair, "warning_first") and pair in places and key not in places:
                yield Problem(
                    *places[pair],
                    f"The pair {key[0]} puts the warning first in {path}. "
                    "Write `warning_first` in this translation of it, too.",
                )


def untranslated_questions(library: Library) -> Iterator[Problem]:
    """Yield the handouts of a translation that lack questions which their originals have."""
    first, *translations = library.languages
    original = first.file(TEACH_BACK)
    for language in translations:
        file = language.file(TEACH_BACK)
        if library.unknown(file, original):
            continue
        for id, questions in first.teach_back.items():
            missing = len(questions) - len(language.teach_back.get(id, ()))
            if id in language.by_id and missing > 0:
                count = "1 question" if missing == 1 else f"{missing} questions"
                path = library.entry_place(original, id)[0]
                place = library.entry_place(file, id)
                if place[0] != file_beside(path, place[0]):  # the library's, of the clinic's own
                    place = file_beside(path, file), 0
                yield Problem(
                    *place, f"{id} lacks {count} of {path}. Translate what is missing there."
                )


def untranslated_notes(library: Library) -> Iterator[Problem]:
    """Yield the handouts of a translation on which the clinic's note is not shown."""
    first, *translations = library.languages
    original = first.file(NOTES)
    for language in translations:
        file = language.file(NOTES)
        for id in first.clinic_notes.keys() - language.clinic_notes.keys():
            if id in language.by_id and not library.unknown(file, original):
                path, _ = library.entry_place(original, id)
                yield Problem(
                    file_beside(path, file),
                    0,
                    f"This file lacks the note on {id} of {path}, so readers of {language.code} do "
                    f"not see it. Translate it: a line `{id}: …`",
                )


def untranslated_hours(library: Library) -> Iterator[Problem]:
    """Yield hours in words that stand on the sheets of several languages."""
    hours = library.clinic.hours
    if isinstance(hours, str) and re.search(r"[^\W\d_]{4}", hours) and len(library.languages) > 1:
        examples = ", ".join(f"{language.code}: …" for language in library.languages)
        yield Problem(
            *library.place(CLINIC, "hours"),
            f"“{hours}” stands on the sheets of every language. Write hours: {{{examples}}}",
        )
