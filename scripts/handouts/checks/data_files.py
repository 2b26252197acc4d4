"""Rules for packets, drawings and interface labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from handouts.checks.lookups import gone, lacks_handout, words_place
from handouts.checks.paired_statements import check_pairs
from handouts.loading import svg as loading_svg
from handouts.model.base import nearest
from handouts.model.data_files import CLINIC, DRAWINGS, LABEL, MOVES, PACKETS
from handouts.model.language import LABELS, Language
from handouts.model.library import Library
from handouts.model.pages import ID, URGENT
from handouts.problems import Problem

PLACEHOLDER = re.compile(
    r"(?<!\{)\{(\w+)\}(?!\})"
)  # what is filled in: {count}, and not {{ }}, which stands for braces


def crisis(library: Library) -> Iterator[Problem]:
    """The crisis line is that of the clinic's country, and its languages are the site's."""
    clinic, lines = library.clinic, library.lines.get(CLINIC, {})
    if not clinic.crisis:
        return
    if clinic.crisis.emergency != clinic.emergency:
        calls = ", ".join(dict.fromkeys(one.call for one in clinic.crisis.lines.values()))
        yield Problem(
            CLINIC, lines.get(("crisis", "emergency"), 0),
            f"The crisis line {calls} belongs to a country whose emergency number is {clinic.crisis.emergency}, and yours is "
            f"{clinic.emergency}. Write your country's line and its words under `lines`, then {clinic.emergency} here.",
        )  # fmt: skip
    for code in clinic.crisis.lines.keys() - {edition.code for edition in library.site.editions}:
        yield Problem(
            CLINIC, lines.get(("crisis", "lines", code), 0), f"There is no language {code} here."
        )


def check_packets(library: Library) -> Iterator[Problem]:
    """Packets name handouts that exist, and have a name in every language."""
    for id, packet in library.packets.items():
        if not ID.fullmatch(id):
            yield Problem(
                PACKETS,
                0,
                f"A packet's id is its address for ever: small letters, digits, hyphens, not {id}.",
            )
        for one in packet.handouts:
            if (
                one not in library.moves.withdrawn
                and not library.unknown(MOVES)
                and lacks_handout(library, one)
            ):
                yield Problem(
                    PACKETS,
                    0,
                    f"The packet {id} names a handout {one} that does not exist.{gone(library, one)}",
                )
        for edition in library.site.editions:
            if edition.code not in packet.title:
                yield Problem(
                    PACKETS,
                    0,
                    f"The packet {id} has no name for the language {edition.code}. Add it under `title`.",
                )


def check_drawings(library: Library) -> Iterator[Problem]:
    """Drawings are safe and plain, and every label of each has its word in every language that shows it."""
    for id, svg in library.drawings.items():
        path = f"{DRAWINGS}/{id}.svg"
        if library.unknown(path):
            continue
        yield from loading_svg.check(svg, path)
        labels = set(LABEL.findall(svg))
        for language in library.languages:
            if id in language.pictures:
                said = language.pictures[id].labels.keys()
                for label in sorted(labels - said):
                    yield Problem(
                        language.file("pictures.yml"),
                        0,
                        f"The drawing {id} shows a label {label}: add its word.",
                    )
                for label in sorted(said - labels):
                    yield Problem(
                        language.file("pictures.yml"),
                        0,
                        f"The drawing {id} has no label {label}. Delete the word.",
                    )
    for language in library.languages:
        for id in language.pictures.keys() - library.drawings.keys():
            yield Problem(
                language.file("pictures.yml"),
                0,
                f"There is no drawing docs/pictures/{id}.svg for these words.",
            )


def interface(library: Library, language: Language) -> Iterator[Problem]:
    """A language says everything that site and sheets need, names what the first one names, and explains its word list safely."""
    first, own = library.languages[0].interface, language.interface
    path = language.file("words.yml")
    for key in LABELS.keys() - own.words.keys():
        told = (
            f"The first language says: {first.words[key]}"
            if key in first.words
            else "Site or sheets show it: write what it says."
        )
        yield Problem(path, 0, f"`{key}` is missing under `words`. {told}")
    for key in LABELS.keys() & own.words.keys():
        for name in sorted(set(PLACEHOLDER.findall(own.words[key])) - set(LABELS[key])):
            yield Problem(
                path, 0, f"`{key}` under `words` holds {{{name}}}, which nothing fills in."
            )
    for key in own.words.keys() - LABELS.keys():
        yield Problem(
            path,
            0,
            f"`{key}` under `words` is used nowhere. Delete it, or add it to scripts/handouts/model/labels.txt.",
        )
    for under, theirs, ours in (
        ("categories", first.categories, own.categories),
        ("audiences", first.audiences, own.audiences),
    ):
        for key in theirs.keys() - ours.keys():
            yield Problem(
                path,
                0,
                f"`{key}` is missing under `{under}`. The first language says: {theirs[key]}",
            )
        for key in ours.keys() - theirs.keys():
            yield Problem(path, 0, f"`{key}` under `{under}` is used nowhere. Delete it.")
    yield from _alarms(library, language)
    if len(own.months) not in (0, 12):
        yield Problem(
            path, 0, f"`months` has {len(own.months)} names; write twelve, or leave it out."
        )
    for name, term in language.terms.items():
        text = f"{name}: {term.definition}"
        yield from check_pairs(language, text, partial(words_place, language.word_list, text))


def _alarms(library: Library, language: Language) -> Iterator[Problem]:
    """Each care card that search shows has its alarm words, and alarm words lead to a card."""
    path, own = language.file("words.yml"), language.interface

    def say(message: str, *card: str) -> Problem:
        return Problem(path, nearest(library.lines.get(path, {}), ("alarm_words", *card)), message)

    for id in own.alarm_words:
        if id not in language.cards and not library.unknown(language.file(f"cards/{id}.md")):
            yield say(
                f"There is no care card called {id}. The cards are: {', '.join(language.cards) or 'none'}.",
                id,
            )
        for entry in own.alarms(id):
            if entry.count('"') % 2:
                yield say(
                    f'A quote is missing in: {entry}. Write "words that stand side by side" in two quotes.',
                    id,
                )
            elif not re.search(r'(?<![\w"-])[\w"]', entry):
                yield say(
                    f"{entry} says only what must not be typed. Write what people type before it.",
                    id,
                )
    for id, card in language.cards.items():
        if card.words.level >= URGENT and not own.alarms(id):
            yield say(
                f"The care card {id} has no alarm words. Write what people type who need it: a line `{id}: …` under `alarm_words`."
            )
