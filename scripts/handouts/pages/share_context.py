"""What the page for clinics is given: the links and lines that they copy."""

from __future__ import annotations

from html import escape
from typing import Any

from handouts.model.addresses import SHEETS, link_from_home
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout
from handouts.model.review_status import review_notice, translation_notice


def share_context(library: Library, language: Language) -> list[dict[str, Any]]:
    """What a clinic copies, by shelf: of each handout, in this language and then in the others, the link to every form of
    it with the line that announces it in a visit summary, the drawing of its code, and its plain text."""
    found = []
    for id, name in language.interface.categories.items():
        handouts = []
        for original in library.languages[0].handouts:
            if original.facts.category == id:
                everywhere = [
                    (other, one)
                    for other, one in library.others(original)
                    if isinstance(one, Handout)
                ]
                editions = sorted(everywhere, key=lambda pair: pair[0] is not language)
                handouts.append(
                    {
                        "id": original.id,
                        "title": escape(editions[0][1].title),
                        "code": editions[0][0].code,
                        "editions": [
                            _edition(library, language, other, one) for other, one in editions
                        ],
                    }
                )
        if handouts:
            found.append({"id": id, "title": escape(name), "handouts": handouts})
    return found


def _edition(library: Library, language: Language, other: Language, one: Handout) -> dict[str, Any]:
    """A handout in one language, with words in that language, since its patients read them."""
    say = other.say
    forms = [("page", library.address(one), other.announced(one))]
    for paper, print in SHEETS:
        forms.append(
            (
                f"{print}-{paper}",
                library.sheet(one, paper, print),
                other.announced(one, paper, print),
            )
        )
    return {
        "code": other.code,
        "direction": other.direction,
        "name": escape(other.interface.language),
        "title": escape(one.title),
        "review": escape(
            " ".join(filter(None, (review_notice(other, one), translation_notice(other, one))))
        ),
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
            "words": escape(say["share_text"]),
            "link": link_from_home(language, library.text(one)),
        },
        "qr": {
            "words": escape(say["share_qr"]),
            "link": link_from_home(language, library.code(one)),
        }
        if library.site.url
        else {},
    }
