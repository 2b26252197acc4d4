"""Advisories: what is worth knowing and must not stop an urgent correction."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from handouts.checks.lookups import key_place, version_files
from handouts.checks.redirects import page_addresses
from handouts.checks.translation_notices import (
    outdated_cards,
    outdated_translations,
    untranslated_handouts,
    untranslated_hours,
    untranslated_notes,
    untranslated_pairs,
    untranslated_questions,
)
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
    library_file,
)
from handouts.model.front_matter import CardWords, Translation, Words, digits
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import CITATION, Handout
from handouts.model.version_ledger import VERSIONS
from handouts.model.versions import text_digest
from handouts.problems import Problem

# Labels that hold what people type, and are not shown.
_TYPED = frozenset(("search_idle", "search_faint", "search_alike"))


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
        fingerprints = {handout.fingerprint, *(version.words for version in versions)}
        if review and digits(review.sheet) not in fingerprints:
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
    addresses = page_addresses(library) | (library.ledger or {}).keys()
    roots = {language.code: language.edition.root for language in library.languages}
    for (code, id), versions in library.versions.items() if library.ledger else ():
        if code in roots and f"{roots[code]}handouts/{id}/" not in addresses and not library.unread:
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
