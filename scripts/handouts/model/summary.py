"""What outputs say of a handout: its addresses, sheets, sentences, codes and sources."""

from __future__ import annotations

from dataclasses import dataclass

from handouts.model.addresses import Addresses
from handouts.model.codes import Code, Codes
from handouts.model.data_files import Reference
from handouts.model.includes import expand_includes
from handouts.model.language import Language
from handouts.model.pages import CITED, Handout
from handouts.model.review_status import review_notice, translation_notice


@dataclass(frozen=True)
class SheetLink:
    """A printed form of a handout: where it is, and the line that announces it."""

    paper: str
    print: str
    address: str
    url: str
    announcement: str


@dataclass(frozen=True, eq=False)
class HandoutSummary:
    """What outputs say of one handout in one language; `Library.summaries` has all of them.

    A `url` is a full address: empty while the site's own address is not known. Days are written as
    the language writes them in a sentence.
    """

    handout: Handout
    language: Language
    id: str
    title: str
    summary: str
    version: str
    address: str
    url: str
    announcement: str  # in a visit summary, as a page
    sheets: tuple[SheetLink, ...]  # in the order in which lists show them
    text_address: str
    qr_address: str  # of the drawing
    qr_target: str  # full address that the code on sheets opens, or ""
    review: str  # who reviewed this version, or that nobody has
    translation_review: str  # who reviewed this translation, or that nobody has; "" of an original
    changed: str
    gathered: str
    due: str
    codes: tuple[Code, ...]  # for which a reader starts here
    sources: dict[str, Reference]  # cited here, by id, in the order of first use
    teach_back: tuple[str, ...]  # what a nurse asks, and this handout answers

    @property
    def review_line(self) -> str:
        """Return both sentences on reviews as one text."""
        return " ".join(filter(None, (self.review, self.translation_review)))


def summarize(
    addresses: Addresses,
    codes: Codes,
    references: dict[str, Reference],
    language: Language,
    handout: Handout,
) -> HandoutSummary:
    """Return the summary of a handout. Its cards and word list count among what it cites."""
    cited = dict.fromkeys(CITED.findall(expand_includes(language, handout.source.body, references)))
    return HandoutSummary(
        handout=handout,
        language=language,
        id=handout.id,
        title=handout.title,
        summary=handout.summary,
        version=handout.version,
        address=addresses.address(handout),
        url=addresses.url(handout),
        announcement=language.announcement(handout),
        sheets=tuple(
            SheetLink(
                paper,
                print,
                address := addresses.sheet(handout, paper, print),
                addresses.absolute(address),
                language.announcement(handout, paper, print),
            )
            for paper, print in addresses.sheet_forms
        ),
        text_address=addresses.text(handout),
        qr_address=addresses.qr_drawing(handout),
        qr_target=addresses.qr_target(handout),
        review=review_notice(language, handout),
        translation_review=translation_notice(language, handout),
        changed=language.day(handout.changed) if handout.changed else "",
        gathered=language.day(handout.facts.sources_gathered),
        due=language.day(handout.facts.next_check_due),
        codes=tuple(code for code in codes.codes if code.answer == handout.id),
        sources={id: references[id] for id in cited if id in references},
        teach_back=tuple(language.teach_back.get(handout.id, ())),
    )
