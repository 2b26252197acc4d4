"""What a file of the site holds for the link checks: links, places, translations."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple


class LinkKind(Enum):
    """What becomes of an address."""

    REFERENCE = auto()  # nobody opens it by itself: data, or the canonical address of a page
    HYPERLINK = auto()  # a reader can follow it
    RESOURCE = auto()  # the browser fetches it unasked, as pictures and style sheets
    REDIRECT = auto()  # the browser goes there unasked
    ABSOLUTE = auto()  # it is read away from the site, where only a full address will do


class Link(NamedTuple):
    """An address in a file of the site: the file, the address as it is written, and its kind."""

    origin: str
    target: str
    kind: LinkKind = LinkKind.REFERENCE

    @property
    def is_fetched(self) -> bool:
        """Whether the browser asks for it without a reader's doing."""
        return self.kind is LinkKind.RESOURCE or self.kind is LinkKind.REDIRECT

    @property
    def is_followed(self) -> bool:
        """Whether a reader reaches the target by it."""
        return self.kind is LinkKind.HYPERLINK or self.kind is LinkKind.REDIRECT


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
