"""The page of each packet, which no file holds: what it says stands in packets.yml."""

from __future__ import annotations

from dataclasses import replace

from handouts.model.data_files import PACKETS
from handouts.model.front_matter import Words
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import PACKET_PAGES, Page, Source


def with_packet_pages(library: Library) -> Library:
    """Return the library with a page for each packet, in each language that makes packets.

    A portal may cut off what follows the # of an address, so a packet needs one without it.
    """
    languages = tuple(
        replace(language, packet_pages=tuple(_pages(library, language)))
        for language in library.languages
    )
    return replace(library, languages=languages)


def _pages(library: Library, language: Language) -> list[Page]:
    """Return the pages of the packets of a language; none where no page leads to them."""
    if not language.packet_maker:
        return []
    source = Source(library.file(PACKETS), "", 0, {})
    return [
        Page(
            f"{PACKET_PAGES}{id}",
            language.code,
            # Not validated: the rules for packets.yml tell of a title that is missing.
            Words.model_construct(
                title=packet.title.get(language.code, id),
                summary=language.labels.get("packet_set_summary", ""),
            ),
            source,
        )
        for id, packet in library.packets.items()
        if library.packet_handouts(language, packet)
    ]
