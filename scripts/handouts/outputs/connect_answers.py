"""The answers to a portal's question by clinical code: a JSON and an Atom file for each language.

Their shape is that of MedlinePlus Connect (https://medlineplus.gov/medlineplus-connect/web-service/),
whose clients read them. The page /connect/ starts with the same handout, and lists all of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

from handouts.model.addresses import part_address
from handouts.model.codes import Answer, Codes, System, list_answers
from handouts.model.language import Language, fill
from handouts.model.library import Library
from handouts.model.pages import Handout
from handouts.model.summary import HandoutSummary
from handouts.outputs import atom

MAX_ENTRIES = 3  # of an answer, as MedlinePlus Connect gives: clients list all of them


def files(library: Library, language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield every answer in a language as (address, bytes); none while the site has no address."""
    if not library.site.url:
        return
    # An entry is the same in every answer in which it is not the first.
    entries = {
        summary: _entry(library.codes, language, summary, [summary])
        for summary in library.handouts_for(language)
    }
    for answer in list_answers(library.codes):
        feed = _feed(library, language, answer, entries)
        data = json.dumps({"feed": feed}, ensure_ascii=False, separators=(",", ":"))
        yield library.connect(language, answer.system, answer.code, "json"), f"{data}\n".encode()
        yield library.connect(language, answer.system, answer.code, "xml"), _atom(feed)


def _feed(
    library: Library,
    language: Language,
    answer: Answer,
    entries: dict[HandoutSummary, dict[str, Any]],
) -> dict[str, Any]:
    """Return an answer: the handout to start with, in whatever language, then the language's own.

    It has at most MAX_ENTRIES. The first links to the parts of all handouts that answer a question
    about a code. `entries` are those of `Library.handouts_for`.
    """
    system = library.codes.systems[answer.system]
    start = next(summary for summary in entries if summary.id == answer.start)
    further = [
        summary for summary in entries if summary.language is language and summary is not start
    ][: MAX_ENTRIES - 1]
    words = language.labels["connect_results_group" if answer.group else "connect_results"]
    opening = library.codes.notes[answer.note][language.code] if answer.note else ""
    first = _entry(library.codes, language, start, list(entries), opening)
    return {
        "base": library.site.url,
        "lang": language.code,
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "title": _text(language.edition.name),
        "updated": max(
            (_moment(summary.handout) for summary in (start, *further)),
            key=lambda moment: moment["_value"],
        ),
        "id": {
            "_value": library.absolute(library.connect(language, answer.system, answer.code, "xml"))
        },
        "author": {
            "name": {"_value": library.author(language)},
            "uri": {"_value": library.absolute(library.home(language))},
        },
        "subtitle": _text(fill(words, system=system.name, code=answer.code)),
        "category": [
            {"scheme": "mainSearchCriteria.v.c", "term": answer.code},
            {"scheme": "mainSearchCriteria.v.cs", "term": _system_name(system)},
            {"scheme": "mainSearchCriteria.v.dn", "term": answer.display},
            {"scheme": "informationRecipient", "term": "PAT"},
            {"scheme": "informationRecipient.languageCode.c", "term": language.code},
        ],
        "entry": [first, *(entries[summary] for summary in further)],
    }


def _entry(
    codes: Codes,
    language: Language,
    summary: HandoutSummary,
    parts_of: list[HandoutSummary],
    opening: str = "",
) -> dict[str, Any]:
    """Return the entry of a handout, with links to the parts of these that answer a question.

    `opening` is the first sentence of its summary, or "".
    """
    code = summary.language.code
    return {
        "title": _text(summary.title),
        "link": [
            {
                "href": summary.url,
                "rel": "alternate",
                "type": "text/html",
                "hreflang": code,
                "title": summary.title,
            },
            *(
                {
                    "href": sheet.url,
                    "rel": "enclosure",
                    "type": "application/pdf",
                    "hreflang": code,
                    "title": language.labels[f"print_{sheet.print}_{sheet.paper}"],
                }
                for sheet in summary.sheets
                if sheet.paper == summary.sheets[0].paper  # the handout's page links to all
            ),
            *_sections(codes, parts_of),
        ],
        "id": {"_value": summary.url},
        "summary": {
            "_value": _paragraphs(
                opening, summary.summary, summary.review, summary.translation_review
            ),
            "type": "html",
        },
        "updated": _moment(summary.handout),
    }


def _sections(codes: Codes, summaries: list[HandoutSummary]) -> Iterator[dict[str, str]]:
    """Yield links to the parts of handouts that answer a portal's question about a subtopic.

    The relation is the address of the subtopic's own code, as RFC 4287, 4.2.7.2, allows: a client
    that knows it finds the part, and others ignore it.
    """
    by_id = {summary.id: summary for summary in summaries}
    for subtopic in codes.subtopics:
        summary = by_id.get(subtopic.answer)
        titles = {part.id: part.title for part in summary.handout.parts} if summary else {}
        if summary and subtopic.part in titles:
            term = codes.systems[subtopic.system].term
            yield {
                "href": part_address(summary.url, subtopic.part),
                "rel": fill(term, code=subtopic.code) if term else "related",
                "type": "text/html",
                "hreflang": summary.language.code,
                "title": titles[subtopic.part],
            }


def _system_name(system: System) -> str:
    """Return what a system is called in an answer: as MedlinePlus Connect does, by a short name."""
    return next(iter(system.names), system.oid)


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


def _atom(feed: dict[str, Any]) -> bytes:
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
