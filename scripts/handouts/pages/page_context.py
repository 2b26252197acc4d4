"""What the template of one page is given."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

from handouts.model.addresses import link_from_home
from handouts.model.includes import whole
from handouts.model.language import Language, fill, word_id
from handouts.model.library import Library
from handouts.model.pages import Handout, Notice, Page
from handouts.model.review_status import review_notice, translation_notice
from handouts.pages import qr_code
from handouts.pages.connect_context import CONNECT
from handouts.pages.listing import sheet_links
from handouts.pages.structured_data import script_json, structured_data

# Pages that a template adds something to.
_KINDS = {"index": "home", "sheets": "sheets", CONNECT: "connect", "for-clinics/share": "share"}


def of_page(library: Library, language: Language, one: Handout | Page | Notice) -> dict[str, Any]:
    """What one page needs: its words, escaped, and where it stands in other languages."""
    others = library.others(one)
    title, summary = (
        _told(language, one) if isinstance(one, Notice) else (one.words.title, one.words.summary)
    )
    found: dict[str, Any] = {
        "title": escape(title),
        "description": escape(summary),
        "kind": one.facts.kind
        if isinstance(one, Handout)
        else _KINDS.get(one.address, "page")
        if isinstance(one, Page)
        else "page",
        "address": library.absolute(library.address(one)),
        "translations": [
            {
                "code": other.code,
                "name": escape(other.interface.language),
                "link": link_from_home(language, library.address(two)),
                "url": library.absolute(library.address(two)),
            }
            for other, two in others
        ],
        "missing_translations": [
            {"code": other.code, "words": escape(other.say["language_missing"])}
            for other in library.languages
            if other.code not in {there.code for there, _ in others}
        ],
    }
    if isinstance(one, Notice):
        first = library.languages[0].code
        return found | {
            "notice": one.id,
            "reason": escape(one.reason),
            "original": {
                "code": first,
                "reason": escape(library.moves.withdrawn[one.id].reason.get(first, "")),
            },
            "replacements": [
                {
                    "title": escape(other.title),
                    "link": link_from_home(language, library.address(other)),
                    "code": other.language,
                }
                for other in one.instead
            ],
        }
    if isinstance(one, Page):
        found["summary"] = escape(summary)
        return found
    return found | {
        "handout": one.id,
        "audience": escape(language.interface.audiences[one.facts.audience]),
        "version": one.version,
        "review": escape(review_notice(language, one)),
        "translation": escape(translation_notice(language, one)),
        "changed": one.changed.isoformat(),
        "gathered": one.facts.sources_gathered.isoformat(),
        "due": one.facts.next_check_due.isoformat(),
        "dates": {
            "changed": escape(language.day(one.changed)),
            "gathered": escape(language.day(one.facts.sources_gathered)),
            "due": escape(language.day(one.facts.next_check_due)),
        },
        "overdue": escape(
            fill(language.say["overdue"], day=language.day(one.facts.next_check_due))
        ),
        "sheets": sheet_links(library, language, one),
        "version_mark": one.version.replace(" · ", "."),
        "qr": qr_code.inline(library.absolute(library.address(one))),
        "structured_data": script_json(structured_data(library, language, one)),
        **_explained(library, language, one),
        "changes": escape(
            json.dumps(
                [change.model_dump(mode="json") for change in one.words.changes], ensure_ascii=False
            )
        ),
    }


def _told(language: Language, one: Notice) -> tuple[str, str]:
    """The heading of a notice, and its first sentence."""
    say = language.say
    return fill(say["withdrawn_title"], title=one.title), fill(
        say["withdrawn_on"], on=language.day(one.on)
    )


def _explained(library: Library, language: Language, one: Handout) -> dict[str, Any]:
    """The words of the word list that stand on a page, with their meaning, and the way to the list itself."""
    list_ = language.list_of_words
    if not list_ or list_ is one:
        return {"terms": []}
    body = whole(language, one.source.body).lower()
    found = []
    for name, term in language.terms.items():
        # Most words are not there at all, which a plain look tells a hundred times faster than a pattern.
        near = [form for form in (name, *term.forms) if form.lower() in body]
        forms = [
            form
            for form in near
            if re.search(rf"(?<![\w-]){re.escape(form.lower())}(?![\w-])", body)
        ]
        if forms:
            found.append(
                {
                    "id": word_id(name),
                    "forms": [escape(form) for form in forms],
                    "definition": escape(term.definition),
                }
            )
    return {
        "terms": found,
        "word_list": {
            "title": escape(list_.title),
            "link": link_from_home(language, library.address(list_)),
        },
    }
