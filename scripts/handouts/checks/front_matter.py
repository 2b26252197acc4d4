"""Rules for front matter: dates, category, audience, summary, fingerprint."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from handouts.checks import readability
from handouts.checks.lookups import key_place
from handouts.model.data_files import BOOKS
from handouts.model.front_matter import Dated, Original
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout, Source
from handouts.model.versions import fingerprint
from handouts.problems import Problem

SUMMARY = 20


def tomorrow() -> datetime.date:
    """Return the last day that may be called today: where the date line is behind us, it is a day later."""
    return datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(
        days=1
    )  # the date line is behind us


def check_front_matter(
    language: Language, words: Dated, source: Source, today: datetime.date
) -> Iterator[Problem]:
    """Yield what is wrong with a handout's front matter: unknown ids, days that cannot be, a long summary."""

    def say(key: str, message: str) -> Problem:
        return Problem(*key_place(source, key), message)

    if isinstance(facts := words, Original):
        if facts.category not in language.interface.categories:
            yield say(
                "category",
                f"`category` must be one of: {', '.join(language.interface.categories)}.",
            )
        if facts.audience not in language.interface.audiences:
            yield say(
                "audience", f"`audience` must be one of: {', '.join(language.interface.audiences)}."
            )
        if facts.sources_gathered > today:
            yield say("sources_gathered", "`sources_gathered` lies in the future.")
        if facts.next_check_due <= facts.sources_gathered:
            yield say("next_check_due", "`next_check_due` must be later than `sources_gathered`.")
        if facts.review and facts.review.on > today:
            yield say("review", "`review` lies in the future.")
    if words.changed > today:
        yield say("changed", "`changed` lies in the future.")
    if len(readability.sentences(words.summary)) != 1 or len(words.summary.split()) > SUMMARY:
        yield say("summary", f"`summary` must be one sentence of at most {SUMMARY} words.")


def check_fingerprint(library: Library, language: Language, handout: Handout) -> Iterator[Problem]:
    """The fingerprint stands for the words as they are now."""
    now = fingerprint(language, handout, library.references)
    if handout.words.fingerprint != now and not library.unknown(
        *version_files(library, language, handout)
    ):
        yield Problem(
            *key_place(handout.source, "fingerprint"),
            f'The words have changed. Write today’s date after `changed:` and "{now}" after `fingerprint:`, or run: python3 scripts stamp',
        )


def version_files(library: Library, language: Language, handout: Handout) -> set[str]:
    """The files that a handout's version stands for, and that of its original."""
    found = {BOOKS} | language.shown_from(handout.source)
    return (
        found | library.languages[0].shown_from(handout.original.source)
        if handout.original
        else found
    )
