"""The list of PDFs to make: each handout in each form, the packets, the booklet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from handouts.model.addresses import BOUND, SHEETS
from handouts.model.language import Language, fill
from handouts.model.library import Library
from handouts.model.pages import Handout
from handouts.pages.article import Article


@dataclass(frozen=True)
class Job:
    """A PDF to make: its handouts, form and address."""

    address: str
    language: Language
    handouts: tuple[tuple[Handout, Article], ...]
    paper: str
    print: str
    form: str  # "sheet", "packet" or "booklet"
    title: str

    @property
    def changed(self) -> date | None:
        """Return the day of its newest change; None where it shows a draft."""
        days = [handout.changed for handout, _ in self.handouts]
        known = [day for day in days if day]
        return max(known) if len(known) == len(days) else None


def jobs(library: Library, language: Language, articles: dict[str, Article]) -> Iterator[Job]:
    """Yield every PDF of a language: each handout in each form, the packets, the booklet.

    `articles` are by id; handouts without one are left out.
    """
    pairs = [
        (handout, articles[handout.id]) for handout in language.handouts if handout.id in articles
    ]
    for handout, article in pairs:
        for paper, print in SHEETS:
            yield Job(
                library.sheet(handout, paper, print),
                language,
                ((handout, article),),
                paper,
                print,
                "sheet",
                handout.title,
            )
    for id, packet in library.packets.items():
        members = tuple(
            (handout, articles[handout.id])
            for handout in library.packed(language, packet)
            if handout.id in articles
        )
        for paper in BOUND if members else ():
            yield Job(
                library.packet(language, id, paper),
                language,
                members,
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
            tuple(pairs),
            paper,
            "standard",
            "booklet",
            title,
        )
