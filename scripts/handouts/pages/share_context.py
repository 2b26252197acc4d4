"""The data of the page for clinics: the links and lines that they copy."""

from __future__ import annotations

from html import escape
from typing import Any

from handouts.model.addresses import link_from_home
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout
from handouts.model.summary import HandoutSummary
from handouts.pages.packet_context import title_in_packet


def share_context(library: Library, language: Language) -> list[dict[str, Any]]:
    """Return what a clinic copies of each handout, by category.

    In this language and then in the others: the link to every form of the handout with the line
    that announces it in a visit summary, its QR code, and its plain text.
    """
    categories: list[dict[str, Any]] = []
    for id, name in language.interface.categories.items():
        handouts = []
        for original in library.languages[0].handouts:
            if original.facts.category == id:
                editions = [
                    library.summaries[handout]
                    for _, handout in library.translations(original)
                    if isinstance(handout, Handout)
                ]
                editions.sort(key=lambda edition: edition.language is not language)
                handouts.append(
                    {
                        "id": original.id,
                        "title": escape(editions[0].title),
                        "packet_title": escape(
                            title_in_packet(editions[0].language, editions[0].handout)
                        ),
                        "code": editions[0].language.code,
                        "editions": [_edition(language, edition) for edition in editions],
                    }
                )
        if handouts:
            categories.append({"id": id, "title": escape(name), "handouts": handouts})
    return categories


def _edition(language: Language, summary: HandoutSummary) -> dict[str, Any]:
    """Return a handout with words in its own language, which its patients read."""
    own = summary.language
    forms = [("page", summary.address, summary.url, summary.announcement)]
    forms += (
        (f"{sheet.print}-{sheet.paper}", sheet.address, sheet.url, sheet.announcement)
        for sheet in summary.sheets
    )
    return {
        "code": own.code,
        "direction": own.direction,
        "name": escape(own.interface.language),
        "title": escape(summary.title),
        "review": escape(summary.review_line),
        "forms": [
            {
                "form": form,
                "line": escape(announcement),
                "link": link_from_home(language, address),
                "url": url,
            }
            for form, address, url, announcement in forms
        ],
        "teach_back": [escape(question) for question in summary.teach_back],
        "text": {
            "words": escape(own.labels["share_text"]),
            "link": link_from_home(language, summary.text_address),
        },
        "qr": {
            "words": escape(own.labels["share_qr"]),
            "link": link_from_home(language, summary.qr_address),
        }
        if summary.url
        else {},
    }
