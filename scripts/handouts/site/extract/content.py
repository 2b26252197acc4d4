"""What a file of the site holds for checks: links, places, translations."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple


class Link(NamedTuple):
    """Something on the site that points somewhere: the file it stands in, and what stands there."""

    origin: str
    target: str
    fetched: bool = False  # the browser asks for it without a reader's doing
    leads: bool = False  # a reader can go this way
    full: bool = False  # it is read away from the site, where only a full address will do


class Family(NamedTuple):
    """A page and what it is said to be in other languages: its address ("" for the very page), and `(language, address)`."""

    page: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Content:
    """What checks want to know of a file. `wrong` holds whole sentences about what can be seen without looking elsewhere."""

    links: tuple[Link, ...] = ()
    places: Counter[str] = field(
        default_factory=Counter
    )  # names that a # can lead to, and how often each stands there
    language: str = ""
    families: tuple[Family, ...] = ()
    hidden: bool = (
        False  # a page that sends on, or asks search engines to leave it out: nobody has to find it
    )
    stands_in: bool = (
        False  # for a page that moved or was withdrawn: it answers for every heading that one had
    )
    wrong: tuple[str, ...] = ()


def unruled(where: str) -> str:
    """Return what to say of an address where no rule knows one."""
    return f"No rule knows {where}, so nobody checks where its address leads. Write it in another way, or add a rule to site/extract/html.py."
