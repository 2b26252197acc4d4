"""What the page /connect/ is given: the table of clinical codes and their handouts."""

from __future__ import annotations

from html import escape
from typing import Any

from handouts.model import codes as model_codes
from handouts.model.addresses import link_from_home
from handouts.model.codes import bare
from handouts.model.language import Language, fill
from handouts.model.library import Library
from handouts.model.pages import Handout
from handouts.pages.listing import listing

CONNECT = "connect"  # the page that answers codes


def connect_context(library: Library, language: Language) -> dict[str, Any]:
    """The map from codes to handouts, for the page that answers them; nothing where there is no such page."""
    here = [
        (other, page)
        for other in library.languages
        for page in other.pages
        if page.address == CONNECT
    ]
    if language.code not in {other.code for other, _ in here}:
        return {}
    shown = [*language.handouts, *library.untranslated(language)]
    known = {one.id: one for one in shown}
    codes = library.codes
    return {
        "systems": [
            {
                "id": id,
                "name": escape(system.name),
                "oid": system.oid,
                "names": " ".join(model_codes.names(library.codes, id)),
                "pattern": escape(system.pattern),
                "narrower": system.narrower,
                "rows": [
                    {
                        "place": answer.place,
                        "code": answer.code,
                        "bare": bare(answer.code),
                        "display": escape(answer.display),
                        "group": answer.group,
                        "note": answer.note,
                        "start": answer.start,
                        **_leads(library, language, known[answer.start]),
                    }
                    for answer in model_codes.answers(library.codes)
                    if answer.system == id and answer.start in known
                ],
            }
            for id, system in codes.systems.items()
        ],
        "notes": [
            {"id": id, "words": escape(sentences[language.code])}
            for id, sentences in codes.notes.items()
        ],
        "handouts": [
            {"id": one.id, "language": one.language, **listing(library, language, one)}
            for one in shown
        ],
        "subtopics": [
            {
                "code": one.code,
                "display": escape(one.display),
                **_leads(library, language, known[one.answer], one.part),
            }
            for one in codes.subtopics
            if one.answer in known
        ],
        "elsewhere": {
            "url": escape(codes.elsewhere.url),
            "words": escape(fill(language.say["connect_elsewhere"], name=codes.elsewhere.name)),
        }
        if codes.elsewhere
        else {},
        "languages": [
            {
                "code": other.code,
                "name": escape(other.interface.language),
                "names": escape(f"{other.code}, {other.say['connect_languages']}"),
                "link": link_from_home(language, library.address(page)),
            }
            for other, page in here
        ],
    }


def _leads(library: Library, language: Language, one: Handout, part: str = "") -> dict[str, str]:
    """A handout, or a part of it, as a link with its own words."""
    title = next((each.title for each in one.parts if each.id == part), one.title)
    address = library.part(one, part) if part else library.address(one)
    return {
        "title": escape(title),
        "link": link_from_home(language, address),
        "language": one.language,
    }
