"""The answers to a portal's question by clinical code: a JSON and an Atom file for each language.

Their shape is that of MedlinePlus Connect (https://medlineplus.gov/medlineplus-connect/web-service/),
whose clients read them. The page /connect/ lists the same handouts.
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

# The sheets that an answer links to, as (paper, print); the handout's page links to all.
PAPERS = (("letter", "standard"), ("letter", "large"))


def handouts(library: Library, language: Language, start: str) -> list[Handout]:
    """Return the handouts of an answer: `start`, then all others.

    `start` is in the first language where there is no translation.
    """
    in_language = [handout for handout in language.handouts if handout.id == start]
    first = in_language or [
        handout for handout in library.untranslated(language) if handout.id == start
    ]
    return [*first, *(handout for handout in language.handouts if handout.id != start)]


def files(library: Library, language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield every answer in a language as (address, bytes); none while the site has no address."""
    if not library.site.url:
        return
    # An entry is the same in every answer, but for the opening sentence that the first may have.
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
        "updated": {"_value": max(_moment(handout)["_value"] for handout in results)},
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
    """Return the first entry, with the opening sentence of this answer if there is one."""
    opening = library.codes.notes[answer.note][language.code] if answer.note else ""
    return _entry(library, language, first, opening) if opening else entries[first.id]


def _entry(library: Library, language: Language, handout: Handout, opening: str) -> dict[str, Any]:
    page = library.absolute(library.address(handout))
    return {
        "title": _text(handout.title),
        "link": [
            {
                "href": page,
                "rel": "alternate",
                "type": "text/html",
                "hreflang": handout.language,
                "title": handout.title,
            },
            *(
                {
                    "href": library.absolute(library.sheet(handout, paper, print)),
                    "rel": "enclosure",
                    "type": "application/pdf",
                    "hreflang": handout.language,
                    "title": language.say[f"print_{print}_{paper}"],
                }
                for paper, print in PAPERS
            ),
            *_sections(library, handout),
        ],
        "id": {"_value": page},
        "summary": {"_value": _paragraphs(opening, handout.summary), "type": "html"},
        "updated": _moment(handout),
    }


def _sections(library: Library, handout: Handout) -> Iterator[dict[str, str]]:
    """Yield links to the parts that answer a portal's question about a subtopic of a code.

    The relation is the address of the subtopic's own code, as RFC 4287, 4.2.7.2, allows: a client
    that knows it finds the part, and others ignore it.
    """
    titles = {part.id: part.title for part in handout.parts}
    for subtopic in library.codes.subtopics:
        if subtopic.answer == handout.id and subtopic.part in titles:
            term = library.codes.systems[subtopic.system].term
            yield {
                "href": library.absolute(library.part(handout, subtopic.part)),
                "rel": fill(term, code=subtopic.code) if term else "related",
                "type": "text/html",
                "hreflang": handout.language,
                "title": titles[subtopic.part],
            }


def _text(words: str) -> dict[str, str]:
    return {"_value": words, "type": "text"}


def _moment(handout: Handout) -> dict[str, str]:
    """Return when a handout changed, which Atom requires; of a draft, when it was researched."""
    return {"_value": atom.moment(handout.changed or handout.facts.sources_gathered)}


def _paragraphs(*texts: str) -> str:
    """Return plain texts as HTML paragraphs, since clients expect a summary to be HTML."""
    html = ""
    for text in filter(None, texts):
        paragraph = etree.Element("p")
        paragraph.text = text
        html += etree.tostring(paragraph, encoding="unicode")
    return html


def _atom(library: Library, language: Language, answer: Answer, feed: dict[str, Any]) -> bytes:
    """Return the same answer as an Atom feed (RFC 4287)."""
    root = atom.feed(feed["lang"], feed["base"])
    atom.add(root, "link", rel="self", type="application/atom+xml", href=feed["id"]["_value"])
    _add_elements(
        root, {key: value for key, value in feed.items() if isinstance(value, (dict, list))}
    )
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _add_elements(parent: etree._Element, values: dict[str, Any]) -> None:
    """Add elements from the JSON form to `parent`.

    An object with a `_value` becomes an element with that text, an object of strings alone an
    empty element.
    """
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
