"""The ledger of versions, docs/versions.txt: which words of a handout were published on which day.

    LANGUAGE ID DAY.NUMBER WORDS [clinic] PART:DIGEST …

`clinic` marks what was published where docs/clinic/ holds a clinic's own words. Lines of the
original, which come with updates, may stand between these, and say nothing of the clinic's sheets.

A line holds all that is known of a version, and none is ever taken away. So two ledgers are merged
by sorting their lines together and dropping those that stand twice (`sort -u` in the C locale).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

VERSIONS = "docs/versions.txt"
HEAD = "# Days of publication, which `python3 scripts date` adds. Nobody edits or deletes a line."
_DIGEST = r"[0-9a-f]{6}"
_LINE = re.compile(
    rf"([A-Za-z0-9-]+) ([a-z0-9-]+) (\d{{4}}-\d\d-\d\d)\.(\d{{1,9}}) ({_DIGEST})"
    rf"( clinic)?((?: [a-z0-9-]+:{_DIGEST})*)"
)


@dataclass(frozen=True, order=True)
class PublishedVersion:
    """Words of a handout as they were published.

    `number` counts the versions of a handout on one day, from 1. `words` is their fingerprint.
    `parts` has six hex digits for each part of an original, by id; it is empty for a translation.
    """

    day: date
    number: int
    words: str
    parts: tuple[tuple[str, str], ...] = ()
    by_clinic: bool = False

    @property
    def release(self) -> str:
        """Return the day, with the number of a later version on the same day: paper needs both."""
        return self.day.isoformat() + (f".{self.number}" if self.number > 1 else "")


Key = tuple[str, str]  # code of the language, id of the handout
VersionLedger = Mapping[Key, tuple[PublishedVersion, ...]]  # of each handout, oldest first


def parse_line(line: str) -> tuple[Key, PublishedVersion]:
    """Return the version in a line of the ledger. Raises ValueError where it holds none."""
    match = _LINE.fullmatch(line)
    if not match:
        raise ValueError(line)
    language, id, day, number, words, clinic, digests = match.groups()
    pairs = (pair.split(":") for pair in digests.split())
    parts = tuple((part, digest) for part, digest in pairs)
    version = PublishedVersion(date.fromisoformat(day), int(number), words, parts, bool(clinic))
    return (language, id), version


def ledger_of(entries: Iterable[tuple[Key, PublishedVersion]]) -> VersionLedger:
    """Return a ledger of versions in any order.

    The same words twice in a row count once: two publications that did not know of one another
    dated them. They count under the clinic's day, which its sheets say, or else the earlier one.
    """
    versions: dict[Key, list[PublishedVersion]] = {}
    for key, version in sorted(set(entries)):
        versions.setdefault(key, []).append(version)
    return {
        key: tuple(
            min(same, key=lambda version: not version.by_clinic)
            for _, same in groupby(each, key=lambda version: version.words)
        )
        for key, each in versions.items()
    }


def published_version(
    versions: tuple[PublishedVersion, ...], words: str
) -> PublishedVersion | None:
    """Return the version under which these words are published now; None for a draft.

    It is the last one of all, or the last one by the clinic.
    """
    return next(
        (
            version
            for version in (*versions[-1:], *_last_by_clinic(versions))
            if version.words == words
        ),
        None,
    )


def _last_by_clinic(versions: tuple[PublishedVersion, ...]) -> tuple[PublishedVersion, ...]:
    return tuple(version for version in versions if version.by_clinic)[-1:]


def version_to_add(
    versions: tuple[PublishedVersion, ...], draft: PublishedVersion
) -> PublishedVersion | None:
    """Return what publishing the words of `draft` adds to the `versions` of a handout, if anything.

    Words of the original that a clinic publishes after words of its own are its last ones from then
    on: so a return to the older ones gets a new day.
    """
    if not (published := published_version(versions, draft.words)):
        return draft
    has_changed = any(version.words != draft.words for version in _last_by_clinic(versions))
    return replace(published, by_clinic=True) if draft.by_clinic and has_changed else None


def next_version(
    earlier: tuple[PublishedVersion, ...],
    day: date,
    words: str,
    parts: Mapping[str, str],
    *,
    by_clinic: bool = False,
) -> PublishedVersion:
    """Return the version that follows the `earlier` ones of a handout when it is dated on `day`.

    It is never older than the last of them, whatever a clock says.
    """
    day = max(day, *(version.day for version in earlier)) if earlier else day
    number = max((version.number for version in earlier if version.day == day), default=0) + 1
    return PublishedVersion(day, number, words, tuple(parts.items()), by_clinic)


def line_of(key: Key, version: PublishedVersion) -> str:
    """Return a version as a line of the ledger."""
    day = f"{version.day.isoformat()}.{version.number}"
    parts = (f"{part}:{digest}" for part, digest in version.parts)
    mark = ["clinic"] * version.by_clinic
    return " ".join((*key, day, version.words, *mark, *parts))


def ledger_text(lines: Iterable[str]) -> str:
    """Return the text of a ledger with these lines, sorted as `sort -u` sorts them."""
    return "".join(f"{line}\n" for line in sorted({HEAD, *lines}))
