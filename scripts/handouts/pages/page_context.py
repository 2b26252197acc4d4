"""The data of the template of a page."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from handouts.model.addresses import link_from_home
from handouts.model.language import Language, fill
from handouts.model.library import Library
from handouts.model.pages import PACKET_MAKER, PACKET_PAGES, AnyPage, Handout, Notice, Page
from handouts.model.summary import HandoutSummary
from handouts.pages.connect_context import CONNECT
from handouts.pages.kept_context import PRIVACY
from handouts.pages.listing import sheet_links
from handouts.pages.packet_context import packet_set
from handouts.pages.structured_data import script_json, site_data, structured_data

# Pages that a template adds something to.
_KINDS = {
    "index": "home",
    "sheets": "sheets",
    CONNECT: "connect",
    "for-clinics/share": "share",
    PACKET_MAKER: "packet",
    PRIVACY: "privacy",
}


def of_page(library: Library, language: Language, page: AnyPage) -> dict[str, Any]:
    """Return the data of a page: its words, escaped, and its translations."""
    translations = library.translations(page)
    title, summary, kind = _headline(language, page)
    data: dict[str, Any] = {
        "title": escape(title),
        "description": escape(summary),
        "kind": kind,
        "address": library.url(page),
        "translations": [
            {
                "code": other.code,
                "locale": escape(other.labels["locale"]),
                "name": escape(other.interface.language),
                "link": link_from_home(language, library.address(translation)),
                "url": library.url(translation),
            }
            for other, translation in translations
        ],
        "missing_translations": [
            {"code": other.code, "words": escape(other.labels["language_missing"])}
            for other in library.languages
            if other.code not in {translated.code for translated, _ in translations}
        ],
    }
    if isinstance(page, Notice):
        return data | _notice(library, language, page)
    if isinstance(page, Page):
        site = site_data(library, language) if kind == "home" else {}
        packets = {
            f"{PACKET_PAGES}{collection.id}": packet_set(library, language, collection)
            for collection in (
                library.collections(language) if page in language.packet_pages else ()
            )
        }
        return data | {
            "summary": escape(summary),
            "structured_data": script_json(site),
            "packet": packets.get(page.address, {}),
        }
    return data | _handout(library, library.summaries[page])


def _headline(language: Language, page: AnyPage) -> tuple[str, str, str]:
    """Return the title of a page, its summary, and the kind of page that templates know."""
    if isinstance(page, Notice):
        title = fill(language.labels["withdrawn_title"], title=page.title)
        return title, fill(language.labels["withdrawn_on"], on=language.day(page.on)), "page"
    return page.words.title, page.words.summary, _kind(language, page)


def _kind(language: Language, page: Handout | Page) -> str:
    if isinstance(page, Handout):
        return page.facts.kind
    return "packet_set" if page in language.packet_pages else _KINDS.get(page.address, "page")


def _notice(library: Library, language: Language, notice: Notice) -> dict[str, Any]:
    """Return why a handout was withdrawn, and the handouts to read instead."""
    first = library.languages[0].code
    return {
        "notice": notice.id,
        "reason": escape(notice.reason),
        "original": {
            "code": first,
            "reason": escape(library.moves.withdrawn[notice.id].reason.get(first, "")),
        },
        "replacements": [
            {
                "title": escape(handout.title),
                "link": link_from_home(language, library.address(handout)),
                "code": handout.language,
            }
            for handout in notice.instead
        ],
    }


def _handout(library: Library, summary: HandoutSummary) -> dict[str, Any]:
    """Return what only handouts show: review, dates, sheets, code, changes."""
    handout, language = summary.handout, summary.language
    changes = [change.model_dump(mode="json") for change in handout.words.changes]
    return {
        "handout": handout.id,
        "is_help": handout == language.help_page,
        "is_card": handout.facts.shape == "card",
        "audience": escape(language.interface.audiences[handout.facts.audience]),
        "version": handout.version,
        "review": escape(summary.review),
        "translation": escape(summary.translation_review),
        "changed": handout.changed.isoformat() if handout.changed else "",
        "gathered": handout.facts.sources_gathered.isoformat(),
        "due": handout.facts.next_check_due.isoformat(),
        "dates": {
            "changed": escape(summary.changed),
            "gathered": escape(summary.gathered),
            "due": escape(summary.due),
        },
        "overdue": escape(fill(language.labels["overdue"], day=summary.due)),
        "sheets": sheet_links(language, summary),
        "version_mark": handout.version_mark,
        "qr": link_from_home(language, summary.qr_address) if summary.url else "",
        "structured_data": script_json(structured_data(library, summary)),
        "changes": escape(json.dumps(changes, ensure_ascii=False, separators=(",", ":"))),
    }
