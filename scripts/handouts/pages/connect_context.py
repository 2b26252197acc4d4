"""The data of the page /connect/: the table of clinical codes and their handouts."""

from __future__ import annotations

from html import escape
from typing import Any

from handouts.model import codes as model_codes
from handouts.model.addresses import link_from_home, part_address
from handouts.model.codes import normalize_code
from handouts.model.language import Language, fill
from handouts.model.library import Library
from handouts.model.summary import HandoutSummary
from handouts.pages.listing import listing

CONNECT = "connect"  # the page that answers codes


def connect_context(library: Library, language: Language) -> dict[str, Any]:
    """Return the map from codes to handouts; empty in a language without that page."""
    pages = [
        (other, page)
        for other in library.languages
        for page in other.pages
        if page.address == CONNECT
    ]
    if language.code not in {other.code for other, _ in pages}:
        return {}
    summaries = library.handouts_for(language)
    by_id = {summary.id: summary for summary in summaries}
    codes = library.codes
    return {
        "systems": [
            {
                "id": id,
                "name": escape(system.name),
                "oid": system.oid,
                "names": " ".join(model_codes.system_names(library.codes, id)),
                "pattern": escape(system.pattern),
                "narrower": system.narrower,
                "rows": [
                    {
                        "place": answer.row_id,
                        "code": answer.code,
                        "bare": normalize_code(answer.code),
                        "display": escape(answer.display),
                        "group": answer.group,
                        "note": answer.note,
                        "start": answer.start,
                        **_link(language, by_id[answer.start]),
                    }
                    for answer in model_codes.list_answers(library.codes)
                    if answer.system == id and answer.start in by_id
                ],
            }
            for id, system in codes.systems.items()
        ],
        "notes": [
            {"id": id, "words": escape(sentences[language.code])}
            for id, sentences in codes.notes.items()
        ],
        "handouts": [
            {
                "id": summary.id,
                "language": summary.language.code,
                **listing(language, summary),
            }
            for summary in summaries
        ],
        "subtopics": [
            {
                "code": subtopic.code,
                "display": escape(subtopic.display),
                **_link(language, by_id[subtopic.answer], subtopic.part),
            }
            for subtopic in codes.subtopics
            if subtopic.answer in by_id
        ],
        "elsewhere": {
            "url": escape(codes.elsewhere.url),
            "words": escape(fill(language.labels["connect_elsewhere"], name=codes.elsewhere.name)),
        }
        if codes.elsewhere
        else {},
        "languages_only": escape(
            fill(
                language.labels["connect_other_language"],
                languages=", ".join(other.interface.language for other, _ in pages),
            )
        ),
        "languages": [
            {
                "code": other.code,
                "name": escape(other.interface.language),
                "names": escape(f"{other.code}, {other.labels['connect_languages']}"),
                "link": link_from_home(language, library.address(page)),
            }
            for other, page in pages
        ],
    }


def _link(language: Language, summary: HandoutSummary, id: str = "") -> dict[str, str]:
    """Return the link to a handout, or to the part of it with this id, titled as they are."""
    title = next((part.title for part in summary.handout.parts if part.id == id), summary.title)
    address = part_address(summary.address, id) if id else summary.address
    return {
        "title": escape(title),
        "link": link_from_home(language, address),
        "language": summary.language.code,
    }
