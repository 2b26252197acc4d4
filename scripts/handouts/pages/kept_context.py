"""The data of the list of what a reader kept on a device."""

from __future__ import annotations

from html import escape
from typing import Any

from handouts.model.addresses import link_from_home
from handouts.model.language import Language
from handouts.model.library import Library

# The page, in docs, that says what the site keeps, and so lists it.
PRIVACY = "about/privacy"


def kept_context(library: Library, language: Language) -> dict[str, Any]:
    """Return the page that lists what is kept, and the worksheets of all languages.

    Those of this language stand first. `link` is empty where this language has no such page, and
    all of it where nothing can be kept: without a worksheet and without a page of help.
    """
    page = next((page for page in language.pages if page.address == PRIVACY), None)
    sheets = [
        {
            "id": handout.id,
            "title": escape(handout.title),
            "link": link_from_home(language, library.address(handout)),
            "code": other.code,
            "name": escape(other.interface.language),
        }
        for other in sorted(library.languages, key=lambda other: other is not language)
        for handout in other.handouts
        if handout.facts.kind == "worksheet"
    ]
    if not page or not (sheets or language.help_page):
        return {}
    return {"link": link_from_home(language, library.address(page)), "sheets": sheets}
