"""The data of the page for clinics: the links and lines that they copy."""

from __future__ import annotations

from html import escape
from typing import Any

from handouts.model.addresses import SHEETS, link_from_home
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout
from handouts.model.review_status import review_notice, translation_notice


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
                    (other, handout)
                    for other, handout in library.others(original)
                    if isinstance(handout, Handout)
                ]
                editions.sort(key=lambda edition: edition[0] is not language)
                handouts.append(
                    {
                        "id": original.id,
                        "title": escape(editions[0][1].title),
                        "code": editions[0][0].code,
                        "editions": [
                            _edition(library, language, other, handout)
                            for other, handout in editions
                        ],
                    }
                )
        if handouts:
            categories.append({"id": id, "title": escape(name), "handouts": handouts})
    return categories


def _edition(
    library: Library, language: Language, other: Language, handout: Handout
) -> dict[str, Any]:
    """Return a handout with words in its own, the other language, which its patients read."""
    forms = [("page", library.address(handout), other.announced(handout))]
    for paper, print in SHEETS:
        sheet, line = library.sheet(handout, paper, print), other.announced(handout, paper, print)
        forms.append((f"{print}-{paper}", sheet, line))
    notices = (review_notice(other, handout), translation_notice(other, handout))
    return {
        "code": other.code,
        "direction": other.direction,
        "name": escape(other.interface.language),
        "title": escape(handout.title),
        "review": escape(" ".join(filter(None, notices))),
        "forms": [
            {
                "form": form,
                "line": escape(line),
                "link": link_from_home(language, address),
                "url": library.absolute(address),
            }
            for form, address, line in forms
        ],
        "text": {
            "words": escape(other.say["share_text"]),
            "link": link_from_home(language, library.text(handout)),
        },
        "qr": {
            "words": escape(other.say["share_qr"]),
            "link": link_from_home(language, library.code(handout)),
        }
        if library.site.url
        else {},
    }
