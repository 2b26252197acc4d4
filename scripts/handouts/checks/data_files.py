"""Rules for the data files: clinic, packets, drawings, interface labels and the word list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from handouts.checks.context import CheckContext
from handouts.checks.drawings import check_label_widths, check_looks
from handouts.checks.lookups import absence_hint, lacks_handout, meant_name, no_language
from handouts.checks.paired_statements import check_pairs
from handouts.loading import svg as loading_svg
from handouts.model.data_files import CLINIC, DRAWINGS, LABEL, MOVES, PACKETS, SEARCH, file_beside
from handouts.model.language import LABELS, Language
from handouts.model.library import Library
from handouts.model.pages import ID, URGENT
from handouts.problems import Problem

# What is filled in: {count}, and not {{ }}, which stands for braces.
PLACEHOLDER = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
# The width and the height of a drawing that begins at 0 0, as those do that can be marked.
_VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def check_crisis_line(library: Library) -> Iterator[Problem]:
    """Write the crisis line of the clinic's country, in languages of the site."""
    clinic = library.clinic
    if not clinic.crisis or library.unknown(CLINIC):
        return
    if clinic.crisis.emergency != clinic.emergency:
        calls = ", ".join(dict.fromkeys(line.call for line in clinic.crisis.lines.values()))
        place = library.place(CLINIC, "crisis", "emergency")
        cure = f"line and its words under `lines`, then {clinic.emergency} here."
        clinic_place = library.place(CLINIC, "emergency")
        if clinic_place[0] != place[0]:  # the clinic leaves the library's file as it is
            place = clinic_place
            cure = f'line and its words under `crisis` here, with emergency: "{clinic.emergency}"'
        yield Problem(
            *place,
            f"The crisis line {calls} belongs to a country whose emergency number is "
            f"{clinic.crisis.emergency}, and yours is {clinic.emergency}. Write your country's "
            f"{cure}",
        )
    for code in clinic.crisis.lines.keys() - {edition.code for edition in library.site.editions}:
        place = library.place(CLINIC, "crisis", "lines", code)
        yield Problem(*place, no_language(library, code))


def check_clinic_languages(library: Library) -> Iterator[Problem]:
    """Write what the clinic says of itself once for all languages, or in each of them."""
    codes = [edition.code for edition in library.site.editions]
    for field, words in library.clinic.by_language().items():
        for code in words.keys() - {*codes}:
            place = library.place(CLINIC, field, code)
            yield Problem(*place, no_language(library, code))
        for code in codes:
            if code not in words:
                message = f"`{field}` says nothing in {code}. Add a line `{code}: …` under it."
                yield Problem(*library.place(CLINIC, field), message)


def check_packets(library: Library) -> Iterator[Problem]:
    """Name in packets only handouts that exist, and name each packet in every language."""
    for id, packet in library.packets.items():
        if not ID.fullmatch(id):
            yield Problem(
                *library.place(PACKETS, id),
                f"A packet's id is its address for ever: small letters, digits, hyphens, not {id}.",
            )
        for handout_id in packet.handouts:
            if (
                handout_id not in library.moves.withdrawn
                and not library.unknown(MOVES)
                and lacks_handout(library, handout_id)
            ):
                names = library.languages[0].by_id
                hint = absence_hint(library, handout_id) or (
                    f" {meant_name(handout_id, names, 'handouts')}"
                )
                yield Problem(
                    *library.place(PACKETS, id, "handouts"),
                    f"The packet {id} names a handout {handout_id} that does not exist.{hint}",
                )
        for edition in library.site.editions:
            if edition.code not in packet.title:
                yield Problem(
                    *library.place(PACKETS, id, "title"),
                    f"The packet {id} has no name for the language {edition.code}. "
                    "Add it under `title`.",
                )


def check_drawings(library: Library) -> Iterator[Problem]:
    """Keep drawings safe and plain, with a word for each label in every language they show."""
    families = list(
        dict.fromkeys(font.name for language in library.languages for font in language.fonts)
    )
    for id, svg in library.drawings.items():
        path = library.file(f"{DRAWINGS}/{id}.svg")
        if library.unknown(path):
            continue
        unsafe = list(loading_svg.check(svg, path))
        yield from unsafe or check_looks(svg, path, families)
        labels = set(LABEL.findall(svg))
        for language in library.languages:
            if id in language.pictures:
                words = language.pictures[id].labels.keys()
                place = library.place(language.file("pictures.yml"), id)
                for label in sorted(labels - words):
                    message = f"The drawing {id} shows a label {label}: add its word."
                    yield Problem(*place, message)
                for label in sorted(words - labels):
                    message = f"The drawing {id} has no label {label}. Delete the word."
                    yield Problem(*place, message)
                written = language.pictures[id].labels
                for message in () if unsafe else check_label_widths(svg, written, language.fonts):
                    yield Problem(*place, f"In the drawing {id} {message}")
                yield from _marks(library, language, id, svg)
    for language in library.languages:
        for id in language.pictures.keys() - library.drawings.keys():
            place = library.place(language.file("pictures.yml"), id)
            drawing = file_beside(place[0], f"{DRAWINGS}/{id}.svg")
            yield Problem(
                *place, f"There is no drawing {drawing} for these words. Add it, or delete them."
            )


def _marks(library: Library, language: Language, id: str, svg: str) -> Iterator[Problem]:
    """Yield what is wrong with what a language lets readers mark on a drawing.

    What is kept of a mark is the same in all languages: so are the ids of its meanings and the
    places.
    """
    picture, original = language.pictures[id], library.languages[0].pictures.get(id)
    place = library.place(language.file("pictures.yml"), id)
    if picture.places and not picture.marks:
        yield Problem(*place, f"Nothing says what a mark on {id} means. Write it under `marks`.")
    letters = [word[0].upper() for word in picture.marks.values()]
    if len(set(letters)) < len(letters):
        yield Problem(*place, f"Two marks on {id} begin with one letter. Choose words that do not.")
    if picture.marks and not (box := _VIEW_BOX.search(svg)):
        yield Problem(*place, f'A drawing to mark starts at 0 0: give {id} a viewBox="0 0 …".')
        return
    width, height = map(float, box.groups()) if picture.marks and box else (0.0, 0.0)
    for name, (x, y) in picture.places.items() if picture.marks else ():
        if not (0 <= x <= width and 0 <= y <= height):
            yield Problem(
                *place,
                f"“{name}” is no place in the drawing {id}, which is {width:g} by {height:g}.",
            )
    if original and (
        list(picture.marks) != list(original.marks)
        or list(picture.places.values()) != list(original.places.values())
    ):
        first = library.languages[0].file("pictures.yml")
        yield Problem(
            *place, f"Write the same `marks` and the numbers of the same `places` as {first} has."
        )


def check_search_words(context: CheckContext) -> Iterator[Problem]:
    """Write what people type under a handout's id, or under the address of another page."""
    library, language = context.library, context.language
    path = language.file(SEARCH)
    pages = {
        *language.by_id,
        *(page.address for page in language.pages),
        *library.moves.withdrawn,
    }
    for name in language.search.keys() - pages:
        files = (language.file(f"{name}.md"), language.file(f"handouts/{name}.md"))
        if library.unknown(MOVES, *files):
            continue
        yield Problem(
            *library.entry_place(path, name),
            f"No page in {language.file('')} is called {name}. Write a handout's id, or another "
            "page's address such as about/index.",
        )


def check_interface(context: CheckContext) -> Iterator[Problem]:
    """Write every label that site and sheets show, each category and audience, and alarm words."""
    yield from interface(context.library, context.language)


def interface(library: Library, language: Language) -> Iterator[Problem]:
    """Yield what is wrong with words.yml of a language, and the pairs that its word list splits."""
    yield from _labels(library, language)
    yield from _categories_and_audiences(library, language)
    yield from _alarm_words(library, language)
    if len(language.interface.months) not in (0, 12):
        yield Problem(
            *library.place(language.file("words.yml"), "months"),
            f"`months` has {len(language.interface.months)} names; write twelve, or leave it out.",
        )
    for name, term in language.terms.items():
        text = f"{name}: {term.definition}"
        place = partial(library.place, language.file("glossary.yml"), name)
        yield from check_pairs(language, text, place)


def _labels(library: Library, language: Language) -> Iterator[Problem]:
    """Yield labels that are missing, unused, or have a placeholder that nothing fills in."""
    original, labels = library.languages[0].interface.words, language.interface.words
    path = language.file("words.yml")
    for key in LABELS.keys() - labels.keys():
        hint = (
            f"The first language says: {original[key]}"
            if key in original
            else "Site or sheets show it: write what it says."
        )
        yield Problem(path, 0, f"`{key}` is missing under `words`. {hint}")
    for key in LABELS.keys() & labels.keys():
        for name in sorted(set(PLACEHOLDER.findall(labels[key])) - set(LABELS[key])):
            message = f"`{key}` under `words` holds {{{name}}}, which nothing fills in."
            yield Problem(*library.place(path, "words", key), message)
    for key in labels.keys() - LABELS.keys():
        yield Problem(
            *library.place(path, "words", key),
            f"`{key}` under `words` is used nowhere. "
            "Delete it, or add it to scripts/handouts/model/labels.txt.",
        )


def _categories_and_audiences(library: Library, language: Language) -> Iterator[Problem]:
    """Yield categories and audiences that only this language has, or only the first one."""
    original, interface = library.languages[0].interface, language.interface
    path, first = language.file("words.yml"), library.languages[0].file("words.yml")
    for under, originals, names in (
        ("categories", original.categories, interface.categories),
        ("audiences", original.audiences, interface.audiences),
    ):
        for key in originals.keys() - names.keys():
            yield Problem(
                file_beside(library.place(first, under, key)[0], path),
                0,
                f"`{key}` is missing under `{under}`. The first language says: {originals[key]}",
            )
        for key in names.keys() - originals.keys():
            message = f"`{key}` under `{under}` is used nowhere. Delete it."
            yield Problem(*library.place(path, under, key), message)


def _alarm_words(library: Library, language: Language) -> Iterator[Problem]:
    """Yield urgent care cards without alarm words, and alarm words that lead to no card."""
    path, interface = language.file("words.yml"), language.interface

    def problem(message: str, *card: str) -> Problem:
        return Problem(*library.place(path, "alarm_words", *card), message)

    for id in interface.alarm_words:
        if id not in language.cards and not library.unknown(language.file(f"cards/{id}.md")):
            cards = ", ".join(language.cards) or "none"
            yield problem(f"There is no care card called {id}. The cards are: {cards}.", id)
        for entry in interface.alarms(id):
            if entry.count('"') % 2:
                yield problem(
                    f"A quote is missing in: {entry}. "
                    'Write "words that stand side by side" in two quotes.',
                    id,
                )
            elif not re.search(r'(?<![\w"-])[\w"]', entry):
                yield problem(
                    f"{entry} says only what must not be typed. Write what people type before it.",
                    id,
                )
    for id, card in language.cards.items():
        needs_alarms = card.words.level >= URGENT and not card.words.band
        if needs_alarms and not interface.alarms(id):
            yield problem(
                f"The care card {id} has no alarm words. Write what people type who need it: "
                f"a line `{id}: …` under `alarm_words`."
            )
