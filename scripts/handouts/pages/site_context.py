"""What every page of a language is given. Templates hold no medicine and make no decisions.

Links are relative to the root of the page's own language; a template puts the way there in front of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

from handouts.model.addresses import BOUND, SHEETS, link_from_home
from handouts.model.language import Language, fill
from handouts.model.library import Library
from handouts.model.pages import Handout
from handouts.model.settings import PURPOSE
from handouts.pages.connect_context import connect_context
from handouts.pages.listing import listing
from handouts.pages.share_context import share_context

# Content-Security-Policy of every built page: its own files, nothing inline, nothing from elsewhere, no form that is sent.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)


def of_site(library: Library, language: Language) -> dict[str, Any]:
    """What every page of a language needs: words, the way around, the clinic."""
    pages = {one.address: one for one in language.pages}
    clinic = library.clinic
    return {
        "labels": {key: escape(words) for key, words in language.say.items()},
        "library": library.site.id,
        "policy": "" if os.environ.get(PURPOSE) == "serve" else POLICY,
        "navigation": [
            {
                "title": escape(language.say[key]),
                "link": link_from_home(language, library.address(pages[address])),
            }
            for key, address in NAVIGATION
            if address in pages
        ],
        "clinic": {
            key: escape(value)
            for key, value in clinic.model_dump(exclude={"crisis"}).items()
            if value
        },
        "categories": [
            {
                "id": id,
                "title": escape(name),
                "handouts": [
                    listing(library, language, one)
                    for one in language.handouts
                    if one.facts.category == id
                ],
            }
            for id, name in language.interface.categories.items()
        ],
        "collections": _bound(library, language),
        "share": share_context(library, language),
        "sheet_forms": [{"paper": paper, "print": print} for paper, print in SHEETS],
        "help": _help(library, language),
        "untranslated": {
            "code": library.languages[0].code,
            "handouts": [listing(library, language, one) for one in library.untranslated(language)],
        },
        "connect": connect_context(library, language),
        "pages": _pages(library),
        "feed": {
            "title": escape(fill(language.say["feed_title"], name=language.edition.name)),
            "link": link_from_home(language, library.feed(language)),
        }
        if library.site.url
        else None,
        "not_found": [
            {
                "code": other.code,
                "direction": other.direction,
                "title": escape(other.say["not_found_title"]),
                "words": escape(other.say["not_found"]),
                "home": escape(other.say["home"]),
                "link": link_from_home(language, library.home(other)),
            }
            for other in library.languages
        ],
        "direction": language.direction,
        "font": len(library.fonts(language)) > 1,
    }


# The pages that the bottom of every page leads to: label, and address in docs.
NAVIGATION = (
    ("all_sheets", "sheets"),
    ("for_clinics", "for-clinics/index"),
    ("about", "about/index"),
    ("accessibility", "about/accessibility"),
    ("privacy", "about/privacy"),
)


def _pages(library: Library) -> list[dict[str, Any]]:
    """Every page of the site, in all languages, with its full address; none while the site's own is not known."""
    if not library.site.url:
        return []
    return [
        {
            "url": escape(library.absolute(library.address(one))),
            "changed": library.updated(language, one),
            "translations": [
                {"code": other.code, "url": escape(library.absolute(library.address(page)))}
                for other, page in library.others(one)
            ],
        }
        for language in library.languages
        for one in language.all_pages
    ]


def _bound(library: Library, language: Language) -> list[dict[str, Any]]:
    """The packets and the booklet: what each is called, what is in it, where its PDFs are."""
    if len(language.handouts) < 2:
        return []

    def listed(title: str, inside: list[Handout], address: Callable[[str], str]) -> dict[str, Any]:
        return {
            "title": escape(title),
            "titles": [escape(one.title) for one in inside],
            "sheets": [
                {
                    "paper": paper,
                    "print": "standard",
                    "link": link_from_home(language, address(paper)),
                }
                for paper in BOUND
            ],
        }

    found = [
        listed(packet.title[language.code], inside, partial(library.packet, language, id))
        for id, packet in library.packets.items()
        if (inside := library.packed(language, packet))
    ]
    if library.has_booklet(language):
        found.append(
            listed(
                fill(language.say["booklet_title"], name=language.edition.name),
                [],
                partial(library.booklet, language),
            )
        )
    return found


def _help(library: Library, language: Language) -> dict[str, str]:
    """The way to the page for the fridge door, where there is one, and to the emergency number."""
    found = next((one for one in language.handouts if one.helps_first), None)
    if not found:
        return {}
    number = library.clinic.emergency
    return {
        "title": escape(found.title),
        "link": link_from_home(language, library.address(found)),
        "number": number.replace(" ", ""),
        "call": escape(fill(language.say["help_call"], emergency=number)),
    }
