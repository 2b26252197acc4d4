"""The data of the page on which a clinic makes packets, and of the page of each packet."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from handouts.model.addresses import link_from_home, part_address
from handouts.model.language import Language, fill
from handouts.model.library import Library
from handouts.model.pages import ID, Collection, Handout
from handouts.model.review_status import lacks_translation_review, review_of_all


def packet_context(library: Library, language: Language) -> dict[str, Any]:
    """Return what a packet is made from; empty where a language has no page for it.

    `link` leads to that page. `editions` holds for each language its labels and its handouts, that
    of the page first, `sets` the packets of packets.yml. `help` is the id of the handout on when to
    get help, on which the cards stand; `help_first` says that it comes first. `moved` and
    `withdrawn` say what became of ids that a kept link may name.
    """
    if not (maker := language.packet_maker):
        return {}
    help_page = language.help_page
    others = [other for other in library.languages if other is not language and other.handouts]
    moved = library.moves.moved.items()
    return {
        "title": escape(maker.words.title),
        "link": link_from_home(language, library.address(maker)),
        "help": help_page.id if help_page else "",
        "help_first": escape(fill(language.labels["packet_help_first"], title=help_page.title))
        if help_page
        else "",
        "review": escape(" ".join(_review(language, others))),
        "papers": library.papers,
        "editions": [_edition(library, language, other) for other in (language, *others)],
        "sets": [
            packet_set(library, language, collection)
            for collection in library.collections(language)
            if collection.form == "packet"
        ],
        "clinic": escape("\n".join(_clinic_lines(library, language))),
        "moved": " ".join(f"{old}={new}" for old, new in moved if ID.fullmatch(old)),
        "withdrawn": " ".join(id for id in library.moves.withdrawn if ID.fullmatch(id)),
    }


def _review(language: Language, others: list[Language]) -> Iterator[str]:
    """Yield who reviewed what can be in a packet: handouts, and their translations by language."""
    yield review_of_all(language, language.handouts)
    for each in (language, *others):
        if any(lacks_translation_review(handout) for handout in each.handouts):
            yield f"{each.interface.language}: {language.labels['translation_review_none']}"


def packet_set(library: Library, language: Language, collection: Collection) -> dict[str, Any]:
    """Return a packet of packets.yml: its page, its handouts, its PDFs, and the link to change it.

    What follows the # of that link holds ids only, and no server sees it.
    """
    maker = library.address(language.packet_maker) if language.packet_maker else ""
    choice = f"with={','.join(handout.id for handout in collection.handouts)}"
    return {
        "title": escape(collection.title),
        "link": link_from_home(language, library.packet_page(language, collection.id)),
        "choice": part_address("", choice),
        "maker": link_from_home(language, part_address(maker, choice)),
        "handouts": [
            {
                "title": escape(handout.title),
                "summary": escape(handout.summary),
                "link": link_from_home(language, library.address(handout)),
            }
            for handout in collection.handouts
        ],
        "sheets": [
            {"paper": paper, "print": "standard", "link": link_from_home(language, address)}
            for paper, address in collection.addresses.items()
        ],
    }


def _edition(library: Library, language: Language, own: Language) -> dict[str, Any]:
    """Return what a packet in a language needs; links are those of a page in `language`."""
    return {
        "code": own.code,
        "direction": own.direction,
        "name": escape(own.interface.language),
        "library": escape(own.edition.name),
        "labels": {key: escape(words) for key, words in own.labels.items()},
        "review": escape(review_of_all(own, own.handouts)),
        "elsewhere": escape(
            fill(own.labels["packet_cards_page"], title=own.labels["packet_cards"])
        ),
        "way": escape(fill(own.labels["packet_cards_handout"], title=own.help_page.title))
        if own.help_page
        else "",
        "handouts": [
            {
                "id": handout.id,
                "title": escape(title_in_packet(own, handout)),
                "script": link_from_home(language, library.packet_script(handout)),
            }
            for handout in own.handouts
        ],
    }


def title_in_packet(language: Language, handout: Handout) -> str:
    """Return the title of a handout, with what happens to worksheets in a packet."""
    if handout.facts.kind != "worksheet":
        return handout.title
    return fill(language.labels["packet_worksheet"], title=handout.title)


def _clinic_lines(library: Library, language: Language) -> list[str]:
    """Return what clinic.yml says of the clinic, in lines that a reader may change."""
    clinic = library.clinic.lines(language.code)
    phone = " · ".join(filter(None, (clinic.phone, clinic.hours)))
    after_hours = (
        f"{language.labels['sheet_after_hours']}: {clinic.after_hours}"
        if clinic.after_hours
        else ""
    )
    return list(filter(None, (clinic.name, phone, after_hours)))
