"""A handout in a list, and the links to its sheets."""

from __future__ import annotations

from html import escape
from typing import Any

from handouts.model.addresses import SHEETS, link_from_home
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout


def listing(library: Library, language: Language, handout: Handout) -> dict[str, Any]:
    """Return the data of a handout in a list."""
    return {
        "title": escape(handout.title),
        "summary": escape(handout.summary),
        "link": link_from_home(language, library.address(handout)),
        "sheets": sheet_links(library, language, handout),
    }


def sheet_links(library: Library, language: Language, handout: Handout) -> list[dict[str, str]]:
    """Return the links to the sheets of a handout, in the order in which lists show them."""
    return [
        {
            "paper": paper,
            "print": print,
            "link": link_from_home(language, library.sheet(handout, paper, print)),
        }
        for paper, print in SHEETS
    ]
