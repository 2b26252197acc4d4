"""The terms of the word list that a page can explain where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from lxml import etree, html

from handouts.model.addresses import link_from_home
from handouts.model.language import word_id
from handouts.model.library import Library
from handouts.model.pages import Handout

# Where no term becomes a button; the same as in overrides/assets/js/handout-terms.js.
SKIPPED_TAGS = frozenset("a button sup h1 h2 h3 h4 figure".split())
SKIPPED_CLASSES = frozenset("sources review translation card summary".split())


def explained_terms(library: Library, handout: Handout, markup: str) -> dict[str, Any]:
    """Return the terms that can open on a page with this HTML, and a link to the word list.

    As the script does it: the first use of each term, the longest first ("barrier cream" before
    "cream"), outside headings, links, cards and the like.
    """
    language = library.summaries[handout].language
    glossary = language.glossary_page
    if not glossary or glossary is handout:
        return {"terms": []}
    texts = list(_texts(html.fragment_fromstring(markup, create_parent="article")))
    page = "\n".join(texts)
    apostrophe = language.interface.quotes[3]  # which Markdown wrote in place of the straight one
    forms_by_name: dict[str, list[str]] = {}
    for name, term in language.terms.items():
        forms = [form.replace("'", apostrophe) for form in (name, *term.forms)]
        if forms := _forms_in(page, forms):
            forms_by_name[name] = forms
    longest_first = sorted(forms_by_name, key=lambda name: -max(map(len, forms_by_name[name])))
    opened = {name for name in longest_first if _take(texts, forms_by_name[name])}
    return {
        "terms": [
            {
                "id": word_id(name),
                "forms": [escape(form) for form in forms],
                "definition": escape(language.terms[name].definition),
            }
            for name, forms in forms_by_name.items()
            if name in opened
        ],
        "word_list": {
            "title": escape(glossary.title),
            "link": link_from_home(language, library.summaries[glossary].address),
        },
    }


def _forms_in(text: str, forms: list[str]) -> list[str]:
    """Return the forms of a term that stand in a text as words of their own."""
    folded = text.lower()
    # Most terms are not on a page, which `in` finds a hundred times faster than a pattern.
    candidates = [form for form in forms if form.lower() in folded]
    return [form for form in candidates if _pattern([form]).search(text)]


def _take(texts: list[str], forms: list[str]) -> bool:
    """Cut the first use of a term out of the texts, and return whether there was one."""
    pattern = _pattern(sorted(forms, key=len, reverse=True))
    for index, text in enumerate(texts):
        if match := pattern.search(text):
            texts[index : index + 1] = [text[: match.start()], text[match.end() :]]
            return True
    return False


def _pattern(forms: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])", re.I)


def _texts(element: etree._Element) -> Iterator[str]:
    """Yield the texts of an element in which terms become buttons."""
    yield element.text or ""
    for child in element:
        classes = (child.get("class") or "").split()
        if (
            isinstance(child.tag, str)
            and child.tag not in SKIPPED_TAGS
            and SKIPPED_CLASSES.isdisjoint(classes)
        ):
            yield from _texts(child)
        yield child.tail or ""
