"""A handout in a list, and the links to its sheets."""

from __future__ import annotations

from html import escape
from typing import Any

from handouts.model.addresses import link_from_home
from handouts.model.language import Language
from handouts.model.summary import HandoutSummary


def listing(language: Language, summary: HandoutSummary) -> dict[str, Any]:
    """Return the data of a handout in a list on a page in this language."""
    return {
        "title": escape(summary.title),
        "summary": escape(summary.summary),
        "link": link_from_home(language, summary.address),
        "sheets": sheet_links(language, summary),
    }


def sheet_links(language: Language, summary: HandoutSummary) -> list[dict[str, str]]:
    """Return the links to the sheets of a handout, in the order in which lists show them."""
    return [
        {
            "paper": sheet.paper,
            "print": sheet.print,
            "link": link_from_home(language, sheet.address),
        }
        for sheet in summary.sheets
    ]
