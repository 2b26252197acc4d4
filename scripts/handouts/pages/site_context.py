"""The data that every page of a language shares.

Templates hold no medicine and make no decisions. Links are relative to the root of the page's own
language; a template puts the path to it in front of them.
"""

from __future__ import annotations

import os
from html import escape
from typing import Any

from handouts.model.addresses import link_from_home
from handouts.model.language import Language, fill
from handouts.model.library import Library
from handouts.model.settings import PURPOSE
from handouts.pages.connect_context import connect_context
from handouts.pages.kept_context import PRIVACY, kept_context
from handouts.pages.listing import listing
from handouts.pages.packet_context import packet_context
from handouts.pages.share_context import share_context

# Content-Security-Policy of every built page: its own files, nothing inline, nothing from
# elsewhere, no form that is sent.
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
    """Return the labels, navigation, lists and clinic that every page of a language shows."""
    pages = {page.address: page for page in language.pages}
    clinic = library.clinic
    return {
        "labels": {key: escape(words) for key, words in language.labels.items()},
        "library": library.site.id,
        "policy": "" if os.environ.get(PURPOSE) == "serve" else POLICY,
        "navigation": [
            {
                "title": escape(language.labels[key]),
                "link": link_from_home(language, library.address(pages[address])),
            }
            for key, address in NAVIGATION
            if address in pages
        ],
        "clinic": {
            key: escape(value)
            for key, value in (
                clinic.model_dump(exclude={"crisis"}) | clinic.lines(language.code)._asdict()
            ).items()
            if value
        },
        "categories": [
            {
                "id": id,
                "title": escape(name),
                "handouts": [
                    listing(language, library.summaries[handout])
                    for handout in language.handouts
                    if handout.facts.category == id
                ],
            }
            for id, name in language.interface.categories.items()
        ],
        "collections": _collections(library, language),
        "share": share_context(library, language),
        "packet": packet_context(library, language),
        "sheet_forms": [{"paper": paper, "print": print} for paper, print in library.sheet_forms],
        "help": _help(library, language, language),
        "untranslated": {
            "code": library.languages[0].code,
            "handouts": [
                listing(language, library.summaries[handout])
                for handout in library.untranslated(language)
            ],
        },
        "connect": connect_context(library, language),
        "kept": kept_context(library, language),
        "pages": _pages(library),
        "feed": {
            "title": escape(fill(language.labels["feed_title"], name=language.edition.name)),
            "link": link_from_home(language, library.feed(language)),
        }
        if library.site.url
        else None,
        "share_image": library.share_image,
        "not_found": [
            {
                "code": other.code,
                "direction": other.direction,
                "title": escape(other.labels["not_found_title"]),
                "words": escape(other.labels["not_found"]),
                "home": escape(other.labels["home"]),
                "link": link_from_home(language, library.home(other)),
                "help": _help(library, language, other),
            }
            for other in library.languages
        ],
        "direction": language.direction,
        "font": len(language.fonts) > 1,
    }


# The pages that the bottom of every page leads to: label, and address in docs.
NAVIGATION = (
    ("all_sheets", "sheets"),
    ("for_clinics", "for-clinics/index"),
    ("about", "about/index"),
    ("accessibility", "about/accessibility"),
    ("privacy", PRIVACY),
)


def _pages(library: Library) -> list[dict[str, Any]]:
    """Return every page of the site in all languages; none while the site has no address."""
    if not library.site.url:
        return []
    return [
        {
            "url": escape(library.url(page)),
            "changed": library.last_change(language, page),
            "translations": [
                {"code": other.code, "url": escape(library.url(translation))}
                for other, translation in library.translations(page)
            ],
        }
        for language in library.languages
        for page in (*language.all_pages, *language.packet_pages)
    ]


def _collections(library: Library, language: Language) -> list[dict[str, Any]]:
    """Return the packets and the booklet: titles, contents, links to their PDFs."""
    if len(language.handouts) < 2:
        return []
    return [
        {
            "title": escape(collection.title),
            "page": link_from_home(language, page)
            if (page := collection.id and library.packet_page(language, collection.id))
            else "",
            "titles": [
                escape(handout.title)
                for handout in collection.handouts
                if collection.form == "packet"
            ],
            "sheets": [
                {"paper": paper, "print": "standard", "link": link_from_home(language, address)}
                for paper, address in collection.addresses.items()
            ],
        }
        for collection in library.collections(language)
    ]


def _help(library: Library, language: Language, own: Language) -> dict[str, str]:
    """Return the link to the handout of a language that helps first, with the emergency number; or
    nothing.
    """
    if not (handout := own.help_page):
        return {}
    number = library.clinic.emergency
    return {
        "title": escape(handout.title),
        "link": link_from_home(language, library.address(handout)),
        "number": number.replace(" ", ""),
        "call": escape(fill(own.labels["help_call"], emergency=number)),
    }
