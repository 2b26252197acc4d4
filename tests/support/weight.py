"""What a first visit to a page of the library in docs/ may weigh."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from urllib.parse import urlsplit

from handouts.model.addresses import file_of
from handouts.model.pages import Handout
from handouts.site.built_site import Built

HOME, HANDOUT = 38_000, 48_000  # bytes of a first visit
WORKSHEET = 48_500  # with the script that fills it in and its looks on paper, 7 KB


def limit_of(handout: Handout | None) -> int | None:
    """Return the limit in bytes of a handout, or of a home page; the word list has none."""
    if handout is None:
        return HOME
    limits = {"worksheet": WORKSHEET, "words": None}
    return limits.get(handout.facts.kind, HANDOUT)


def files_of(built: Built, addresses: Iterable[str]) -> dict[str, int]:
    """Return the bytes of each file that was asked for, compressed as it is sent."""
    files = [file_of(urlsplit(url).path.removeprefix("/handouts/")) for url in addresses]
    return {file: sent(built.data(file)) for file in dict.fromkeys(files)}


def sent(data: bytes) -> int:
    """Return how many bytes a server sends that compresses."""
    return min(len(data), len(gzip.compress(data, 9)))
