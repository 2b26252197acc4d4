"""The answers to a portal's question by clinical code, as files, in the shape that clients of MedlinePlus Connect
read (https://medlineplus.gov/medlineplus-connect/web-service/): one JSON and one Atom file a code and language.

Which code is answered, and with what, is decided here for files and for the page /connect/ alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

from handouts.model.codes import Answer, answers
from handouts.model.language import Language, fill
from handouts.model.library import Library
from handouts.model.pages import Handout
from handouts.outputs import atom

PAPERS = (
    ("letter", "standard"),
    ("letter", "large"),
)  # the sheets that an answer names; the page has all


def handouts(library: Library, language: Language, start: str) -> list[Handout]:
    """The handouts that answer, in their order: the one to start with, in the first language if need be, then all others."""
    in_language = [handout for handout in language.handouts if handout.id == start]
    first = in_language or [
        handout for handout in library.untranslated(language) if handout.id == start
    ]
    return [*first, *(handout for handout in language.handouts if handout.id != start)]


def files(library: Library, language: Language) -> Iterator[tuple[str, bytes]]:
    """Every answer in a language as (address, bytes); none while the site's own address is not known."""
    if not library.site.url:
        return
    # An entry is the same in every answer, but for the sentence that the first one may open with.
    entries = {
        handout.id: _entry(library, language, handout, "")
        for handout in (*language.handouts, *library.untranslated(language))
    }
    for answer in answers(library.codes):
        feed = _feed(library, language, answer, entries)
        data = json.dumps({"feed": feed}, ensure_ascii=False, separators=(",", ":"))
        yield library.connect(language, answer.system, answer.code, "json"), f"{data}\n".encode()
        yield (
            library.connect(language, answer.system, answer.code, "xml"),
            _atom(library, language, answer, feed),
        )


def _feed(
    library: Library, language: Language, answer: Answer, entries: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    system = library.codes.systems[answer.system]
    results = handouts(library, language, answer.start)
    words = language.say["connect_results_group" if answer.group else "connect_results"]
    return {
        "base": library.site.url,
        "lang": language.code,
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "title": _text(language.edition.name),
        "updated": _moment(max(results, key=lambda handout: handout.changed)),
        "id": {
            "_value": library.absolute(library.connect(language, answer.system, answer.code, "xml"))
        },
        "author": {
            "name": {"_value": library.clinic.name or language.edition.name},
            "uri": {"_value": library.absolute(library.home(language))},
        },
        "subtitle": _text(fill(words, system=system.name, code=answer.code)),
        "category": [
            {"scheme": "mainSearchCriteria.v.c", "term": answer.code},
            {"scheme": "mainSearchCriteria.v.cs", "term": system.oid},
            {"scheme": "mainSearchCriteria.v.dn", "term": answer.display},
            {"scheme": "informationRecipient", "term": "PAT"},
            {"scheme": "informationRecipient.languageCode.c", "term": language.code},
        ],
        "entry": [
            _first_entry(library, language, answer, results[0], entries),
            *(entries[handout.id] for handout in results[1:]),
        ],
    }


def _first_entry(
    library: Library,
    language: Language,
    answer: Answer,
    first: Handout,
    entries: dict[str, dict[str, Any]],
) -> dict[str, Any]:
    """The entry to start with, behind the sentence that this answer opens with, if there is one."""
    opening = library.codes.notes[answer.note][language.code] if answer.note else ""
    return _entry(library, language, first, opening) if opening else entries[first.id]


def _entry(library: Library, language: Language, handout: Handout, opening: str) -> dict[str, Any]:
    page = library.absolute(library.address(handout))
    return {
        "title": _text(handout.title),
        "link": [
            {"href": page, "rel": "alternate", "type": "text/html", "hreflang": handout.language, "title": handout.title},
            *(
                {
                    "href": library.absolute(library.sheet(handout, paper, print)), "rel": "enclosure", "type": "application/pdf",
                    "hreflang": handout.language, "title": language.say[f"print_{print}_{paper}"],
                }
                for paper, print in PAPERS
            ),
            *_sections(library, handout),
        ],
        "id": {"_value": page},
        "summary": {"_value": _paragraphs(opening, handout.summary), "type": "html"},
        "updated": _moment(handout),
    }  # fmt: skip


def _sections(library: Library, handout: Handout) -> Iterator[dict[str, str]]:
    """Links to the parts that tell what a portal may ask of a code. The relation is the address of the question's own code,
    as RFC 4287, 4.2.7.2, allows; a client that knows it finds the part, and the others pass it over."""
    titles = {part.id: part.title for part in handout.parts}
    for subtopic in library.codes.subtopics:
        if subtopic.answer == handout.id and subtopic.part in titles:
            term = library.codes.systems[subtopic.system].term
            yield {
                "href": library.absolute(library.part(handout, subtopic.part)),
                "rel": fill(term, code=subtopic.code) if term else "related",
                "type": "text/html", "hreflang": handout.language, "title": titles[subtopic.part],
            }  # fmt: skip


def _text(words: str) -> dict[str, str]:
    return {"_value": words, "type": "text"}


def _moment(handout: Handout) -> dict[str, str]:
    return {"_value": atom.moment(handout.changed)}


def _paragraphs(*texts: str) -> str:
    """Plain texts as the HTML that clients expect a summary to be."""
    html = ""
    for text in filter(None, texts):
        paragraph = etree.Element("p")
        paragraph.text = text
        html += etree.tostring(paragraph, encoding="unicode")
    return html


def _atom(library: Library, language: Language, answer: Answer, feed: dict[str, Any]) -> bytes:
    """The same answer as an Atom feed (RFC 4287)."""
    root = atom.feed(feed["lang"], feed["base"])
    atom.add(root, "link", rel="self", type="application/atom+xml", href=feed["id"]["_value"])
    _add_elements(
        root, {key: value for key, value in feed.items() if isinstance(value, (dict, list))}
    )
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _add_elements(parent: etree._Element, values: dict[str, Any]) -> None:
    """Elements from the JSON form: an object with a `_value` is a text, one of strings only an empty element."""
    for key, value in values.items():
        for child in value if isinstance(value, list) else [value]:
            if "_value" in child:
                atom.add(
                    parent,
                    key,
                    child["_value"],
                    **{name: text for name, text in child.items() if name != "_value"},
                )
            elif all(isinstance(text, str) for text in child.values()):
                atom.add(parent, key, **child)
            else:
                _add_elements(atom.add(parent, key), child)
