"""What a file of the site holds for the link checks: links, places, translations."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple


class Link(NamedTuple):
    """An address in a file of the site: the file, and the address as it is written there."""

    origin: str
    target: str
    fetched: bool = False  # the browser asks for it without a reader's doing
    leads: bool = False  # a reader can go this way
    full: bool = False  # it is read away from the site, where only a full address will do


class Family(NamedTuple):
    """The translations that a file lists for a page: its address, "" for the file itself, and
    `(language, address)` of each.
    """

    page: str
    translations: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Content:
    """What the link checks read in a file.

    `places` counts the names that a # can lead to. `hidden` is a page that nobody has to find: it
    redirects, or asks search engines to leave it out. `is_stand_in` is a page in place of one that
    moved or was withdrawn, and answers for every heading of that. `problems` holds sentences about
    what is wrong in the file by itself.
    """

    links: tuple[Link, ...] = ()
    places: Counter[str] = field(default_factory=Counter)
    language: str = ""
    families: tuple[Family, ...] = ()
    hidden: bool = False
    is_stand_in: bool = False
    problems: tuple[str, ...] = ()


def missing_rule(place: str) -> str:
    """Return the sentence about an address in a place that no rule knows."""
    return (
        f"No rule knows {place}, so nobody checks where its address leads. "
        "Write it in another way, or add a rule to site/extract/html.py."
    )
