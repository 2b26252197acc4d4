"""Which PDFs there are: each handout in each form, the packets, the booklet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handouts.model.addresses import BOUND, SHEETS
from handouts.model.language import Language, fill
from handouts.model.library import Library
from handouts.model.pages import Handout
from handouts.pages.article import Article


@dataclass(frozen=True)
class Job:
    """A PDF to make: what is set, in which form, and the Problem's place if it cannot be."""

    address: str
    language: Language
    handouts: tuple[tuple[Handout, Article], ...]
    paper: str
    print: str
    form: str  # "sheet", "packet" or "booklet"
    title: str


def jobs(library: Library, language: Language, articles: dict[str, Article]) -> Iterator[Job]:
    """Every PDF of a language: each handout in each form, the packets, the booklet. `articles` are keyed by id."""
    here = [(one, articles[one.id]) for one in language.handouts if one.id in articles]
    for one, article in here:
        for paper, print in SHEETS:
            yield Job(
                library.sheet(one, paper, print),
                language,
                ((one, article),),
                paper,
                print,
                "sheet",
                one.title,
            )
    for id, packet in library.packets.items():
        inside = tuple(
            (one, articles[one.id])
            for one in library.packed(language, packet)
            if one.id in articles
        )
        for paper in BOUND if inside else ():
            yield Job(
                library.packet(language, id, paper),
                language,
                inside,
                paper,
                "standard",
                "packet",
                packet.title[language.code],
            )
    for paper in BOUND if library.has_booklet(language) else ():
        title = fill(language.say["booklet_title"], name=language.edition.name)
        yield Job(
            library.booklet(language, paper),
            language,
            tuple(here),
            paper,
            "standard",
            "booklet",
            title,
        )
