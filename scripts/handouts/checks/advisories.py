"""Advisories: what is worth knowing and must not stop an urgent correction."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from handouts.checks.lookups import key_place, version_files
from handouts.checks.redirects import page_addresses
from handouts.checks.uncited_signs import uncited_signs
from handouts.checks.unfinished import unfinished_files
from handouts.model.base import Place
from handouts.model.data_files import (
    CLINIC,
    CODES,
    LEDGER,
    MOVES,
    NOTES,
    PACKETS,
    TEACH_BACK,
    clinic_file,
    file_beside,
    is_clinic_file,
    library_file,
)
from handouts.model.front_matter import CardWords, Translation, Words, digits
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import CITATION, Handout, Source
from handouts.model.version_ledger import VERSIONS
from handouts.model.versions import stale_cards, stale_parts, text_digest, translated_parts
from handouts.problems import Problem

# Labels that hold what people type, and are not shown.
_TYPED = frozenset(("search_idle", "search_faint", "search_alike"))
_LISTED = 8  # handouts that a notice names


def notices(library: Library, today: datetime.date | None = None) -> Iterator[Problem]:
    """Yield every advisory: drafts, translations behind, checks due, packets, and so on.

    Dates are compared with `today`, by default the day in UTC. Without a language there is none.
    """
    if not library.languages:
        return
    yield from unfinished_files(library)
    yield from uncited_signs(library)
    yield from unpublished_drafts(library)
    yield from untranslated_handouts(library)
    yield from outdated_translations(library)
    yield from outdated_cards(library)
    yield from unknown_reviews(library)
    yield from overdue_checks(library, today)
    yield from shortened_packets(library)
    yield from unused_redirects(library)
    yield from forgotten_addresses(library)
    yield from repeated_numbers(library)
    yield from untranslated_pairs(library)
    yield from untranslated_questions(library)
    yield from untranslated_notes(library)
    yield from replaced_pages(library)
    yield from untranslated_hours(library)


def unpublished_drafts(library: Library) -> Iterator[Problem]:
    """Yield how many pages have words that are not in the ledger of versions."""
    count = sum(
        not handout.published
        and not library.unknown(VERSIONS, *version_files(library, language, handout))
        for language, handout in library
    )
    if count:
        pages = "1 page is a draft" if count == 1 else f"{count} pages are drafts"
        yield Problem(
            VERSIONS,
            0,
            f"{pages}. GitHub dates them when it publishes; there is nothing to do. Who publishes "
            "elsewhere runs: python3 scripts date",
        )


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


def unknown_reviews(library: Library) -> Iterator[Problem]:
    """Yield the reviews of words that no version of their page had, so that nobody sees them.

    It may be a draft that was read and never published, or a slip of the hand.
    """
    for language, handout in library:
        words = handout.words
        key, review = "review", handout.facts.review
        if handout.original and isinstance(words, Translation):
            key, review = "translation_review", words.translation_review
        versions = library.versions.get((language.code, handout.id), ())
        known = {handout.fingerprint, *(version.words for version in versions)}
        if review and digits(review.sheet) not in known:
            yield Problem(
                *key_place(handout.source, key, "sheet"),
                f"This page never had the version {review.sheet}, so it says that its words have "
                "changed since the review. Compare it with the foot of the sheet that was read: "
                f"today it is {handout.version}",
            )


def overdue_checks(library: Library, today: datetime.date | None = None) -> Iterator[Problem]:
    """Yield the handouts whose facts are due to be checked again."""
    for handout in overdue_handouts(library, today):
        day = handout.facts.next_check_due.isoformat()
        yield Problem(
            *key_place(handout.source, "next_check_due"),
            f"The facts were due to be checked by {day}. "
            "Then write new dates after `sources_gathered:` and `next_check_due:`.",
        )


def shortened_packets(library: Library) -> Iterator[Problem]:
    """Yield the packets that lack a handout because it was withdrawn."""
    for id, packet in library.packets.items():
        for handout_id in packet.handouts:
            if handout_id in library.moves.withdrawn:
                yield Problem(
                    *library.place(PACKETS, id),
                    f"The packet {id} is printed without {handout_id}, which was withdrawn.",
                )


def unused_redirects(library: Library) -> Iterator[Problem]:
    """Yield the entries of moved.yml for addresses that were never published."""
    for name in library.moves.moved:
        handout_id, sharp, heading = name.partition("#")
        if sharp:
            addresses = [f"{page}#{heading}" for page, *_ in library.addresses_of_name(handout_id)]
        else:
            addresses = [
                address for answers in library.addresses_of_name(name) for address in answers
            ]
        if library.ledger and not library.ledger.keys() & set(addresses):
            yield Problem(
                *library.place(MOVES, "moved", name),
                f"{name} was never published, as far as {LEDGER} knows, "
                "so nothing needs to lead on from it.",
            )


def forgotten_addresses(library: Library) -> Iterator[Problem]:
    """Yield the handouts that were published once, and that neither a page nor a ledger knows.

    A merge may have dropped their lines from the ledger of addresses; that of versions holds them.
    """
    known = page_addresses(library) | (library.ledger or {}).keys()
    roots = {language.code: language.edition.root for language in library.languages}
    for (code, id), versions in library.versions.items() if library.ledger else ():
        if code in roots and f"{roots[code]}handouts/{id}/" not in known and not library.unread:
            yield Problem(
                LEDGER,
                0,
                f"/{roots[code]}handouts/{id}/ was published on {versions[-1].day.isoformat()}, as "
                f"{VERSIONS} says, and neither this ledger nor a page knows it. Bring its lines "
                f"back from an earlier copy of this file, or say in {MOVES} where it went.",
            )


def repeated_numbers(library: Library) -> Iterator[Problem]:
    """Yield where words that are shown hold a number to call that clinic.yml is to give them.

    It may be another number by chance, 112 people, so this stops nothing.
    """
    if library.unknown(CLINIC):
        return
    for language in library.languages:
        numbers = {library.clinic.emergency: "{emergency}"}
        if line := library.clinic.crisis and library.clinic.crisis.lines.get(language.code):
            numbers[line.call] = "{crisis_call}"
            if line.text:
                numbers.setdefault(line.text, "{crisis_text}")
        pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, numbers))})(?![\w-])")
        for place, text in _page_texts(language):
            if match := pattern.search(text):
                yield Problem(
                    *place,
                    f"If {match.group()} is the number to call, write "
                    f"{numbers[match.group()]}, so that a clinic changes it in {CLINIC} only.",
                )
        for place, text in _data_texts(library, language):
            if match := pattern.search(text):
                yield Problem(
                    *place,
                    f"If {match.group()} is the number to call, leave it out: a clinic changes it "
                    f"in {CLINIC} only, and pages and cards write {numbers[match.group()]}.",
                )


def _page_texts(language: Language) -> Iterator[tuple[Place, str]]:
    """Yield each line of pages and cards, with its place."""
    for page in (*language.all_pages, *language.cards.values()):
        source = page.source
        yield key_place(source, "title"), page.words.title
        if isinstance(page.words, CardWords):
            for readers, title in page.words.titles.items():
                yield key_place(source, "titles", readers), title
        if isinstance(page.words, Words):
            yield key_place(source, "summary"), page.words.summary
        for number, text in enumerate(source.body.split("\n"), source.body_line):
            yield (source.path, number), CITATION.sub("", text)


def _data_texts(library: Library, language: Language) -> Iterator[tuple[Place, str]]:
    """Yield the words of data files that readers of a language see, with their places.

    What people type in a search is not shown.
    """
    code, labels, file = language.code, language.file("words.yml"), language.file
    for handout in language.handouts:
        for number, change in enumerate(handout.words.changes):
            yield key_place(handout.source, "changes", number, "what"), change.what
    for key, words in language.labels.items():
        if key not in _TYPED:
            yield library.place(labels, "words", key), words
    for under in ("categories", "audiences"):
        for key, words in getattr(language.interface, under).items():
            yield library.place(labels, under, key), words
    for name, term in language.terms.items():
        place = library.place(file("glossary.yml"), name, "definition")
        yield place, f"{name}: {term.definition}"
    for id, picture in language.pictures.items():
        for words in (picture.alt, *picture.labels.values()):
            yield library.place(file("pictures.yml"), id), words
    for id, words in language.clinic_notes.items():
        yield library.entry_place(file(NOTES), id), words
    for id, questions in language.teach_back.items():
        for number, question in enumerate(questions):
            yield library.entry_place(file(TEACH_BACK), id, number), question
    for id, packet in library.packets.items():
        yield library.place(PACKETS, id, "title", code), packet.title.get(code, "")
    for id, withdrawal in library.moves.withdrawn.items():
        for words in (withdrawal.title.get(code, ""), withdrawal.reason.get(code, "")):
            yield library.place(MOVES, "withdrawn", id, "reason", code), words
    for id, note in library.codes.notes.items():
        yield library.place(CODES, "notes", id, code), note.get(code, "")


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


def replaced_pages(library: Library) -> Iterator[Problem]:
    """Yield the clinic's own pages and cards that were not compared with the library's.

    Those come before what the library says, so no correction of the library reaches their readers
    by itself.
    """
    for language in library.languages:
        for page in (*language.all_pages, *language.cards.values()):
            source, replaced = page.source, library.replaced.get(page.source.path)
            digest = text_digest(replaced.body) if replaced else ""
            if not digest or page.words.replaces == digest:
                continue
            name = library_file(source.path)
            if isinstance(page, Handout):
                name = language.file(f"handouts/{page.id}.md")
            state = "has changed since" if page.words.replaces else "stands behind it"
            yield Problem(
                *key_place(source, "replaces"),
                f"Readers see this page and not {name}, which {state}. Take over what they need "
                f'from there, then write: replaces: "{digest}"',
            )


def overdue_handouts(library: Library, today: datetime.date | None = None) -> list[Handout]:
    """Return the first language's handouts whose facts were to be checked before `today`.

    `today` is by default the day in UTC.
    """
    today = today or datetime.datetime.now(datetime.UTC).date()
    if not library.languages:
        return []
    handouts = library.languages[0].handouts
    return [handout for handout in handouts if handout.facts.next_check_due < today]
