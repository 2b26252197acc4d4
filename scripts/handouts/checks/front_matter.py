"""Rules for front matter: dates, category, audience, summary, titles."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from handouts.checks import readability
from handouts.checks.context import CheckContext, CheckedPage
from handouts.checks.lookups import key_place
from handouts.model.data_files import clinic_file, is_clinic_file
from handouts.model.front_matter import HandoutWords, Original
from handouts.model.pages import Handout
from handouts.problems import Problem

SUMMARY = 20  # words


def tomorrow() -> datetime.date:
    """Return the latest day that is today anywhere on earth: at most one later than in UTC."""
    return datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1)


def check_front_matter(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Write ids from words.yml, days that can be, and a summary of one short sentence."""
    words, interface, today = page.words, context.language.interface, context.today
    if not isinstance(words, HandoutWords):
        return

    def problem(key: str, message: str) -> Problem:
        return Problem(*key_place(page.source, key), message)

    if isinstance(words, Original):
        if words.category not in interface.categories:
            ids = ", ".join(interface.categories)
            yield problem("category", f"`category` must be one of: {ids}.")
        if words.audience not in interface.audiences:
            ids = ", ".join(interface.audiences)
            yield problem("audience", f"`audience` must be one of: {ids}.")
        if words.sources_gathered > today:
            yield problem("sources_gathered", "`sources_gathered` lies in the future.")
        if words.next_check_due <= words.sources_gathered:
            message = "`next_check_due` must be later than `sources_gathered`."
            yield problem("next_check_due", message)
        if words.review and words.review.on > today:
            yield problem("review", "`review` lies in the future.")
    if len(readability.sentences(words.summary)) != 1 or len(words.summary.split()) > SUMMARY:
        message = f"`summary` must be one sentence of at most {SUMMARY} words."
        yield problem("summary", message)


def check_titles(context: CheckContext) -> Iterator[Problem]:
    """Give each handout a title of its own."""
    titles: dict[str, Handout] = {}
    # The clinic's last: what is wrong is told where a clinic writes, and not in the library.
    handouts = sorted(context.language.handouts, key=lambda each: is_clinic_file(each.source.path))
    for handout in handouts:
        first, path = titles.setdefault(handout.title.lower(), handout), handout.source.path
        if first is not handout:
            message = f"{first.source.path} has this title too. Give each page its own."
            if is_clinic_file(path) and not is_clinic_file(first.source.path):
                name = clinic_file(first.source.path)
                message += f" If readers should see this one instead, call its file {name}."
            yield Problem(*key_place(handout.source, "title"), message)
