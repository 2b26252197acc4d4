"""The list of PDFs to make: each handout in each form, the packets, the booklet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from handouts.model.language import Language
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
    teach_back: bool = False  # whether the cover shows what a nurse asks

    @property
    def changed(self) -> date | None:
        """Return the day of its newest change; None where it shows a draft."""
        days = [handout.changed for handout, _ in self.handouts]
        dated = [day for day in days if day]
        return max(dated) if len(dated) == len(days) else None


def jobs(library: Library, language: Language, articles: dict[str, Article]) -> Iterator[Job]:
    """Yield every PDF of a language: each handout in each form, the packets, the booklet.

    `articles` are by id; handouts without one are left out.
    """
    pairs = [
        (handout, articles[handout.id]) for handout in language.handouts if handout.id in articles
    ]
    for handout, article in pairs:
        for sheet in library.summaries[handout].sheets:
            pair, form, title = (handout, article), "sheet", handout.title
            yield Job(sheet.address, language, (pair,), sheet.paper, sheet.print, form, title)
    for collection in library.collections(language):
        members = tuple(
            (handout, articles[handout.id])
            for handout in collection.handouts
            if handout.id in articles
        )
        for paper, address in collection.addresses.items() if members else ():
            form, title = collection.form, collection.title
            asks = collection.teach_back
            yield Job(address, language, members, paper, "standard", form, title, asks)
