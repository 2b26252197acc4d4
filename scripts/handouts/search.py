"""Artefact: what search looks through, one classic script per language, loaded when the search box gets focus.

It holds no sentence of an article: only titles, summaries and headings, which are shown or open to all, and hidden
words. So no result can show half of what belongs together.
"""

from __future__ import annotations

import json
import re

from .article import Article
from .handout import Handout
from .library import Language, Library


def index(library: Library, language: Language, articles: dict[str, Article]) -> tuple[str, bytes]:
    """Address and bytes of a language's index: `var handoutIndex = {handouts: […], idle: […]}`."""
    root = language.edition.root
    found = [
        {
            "id": one.id,
            "title": one.title,
            "summary": one.summary,
            "link": library.address(one).removeprefix(root),
            "heads": " ".join(block.text for block in articles[one.id].blocks() if block.kind in ("h2", "h3") and not block.card),
            "words": " ".join([*one.words.search, *_synonyms(language, one)]),
        }
        for one in language.handouts
    ]
    idle = language.say.get("search_idle", "").split()
    data = json.dumps({"handouts": found, "idle": idle}, ensure_ascii=False, separators=(",", ":"))
    return library.search_index(language), f"var handoutIndex={data};\n".encode()


def _synonyms(language: Language, one: Handout) -> list[str]:
    """What people type for the words of the word list that stand in a page's title, summary or headings."""
    text = " ".join([one.title, one.summary, *(part.title for part in one.parts)]).lower()
    return [
        said
        for name, term in language.terms.items()
        if any(re.search(rf"\b{re.escape(form.lower())}\b", text) for form in (name, *term.forms))
        for said in term.search
    ]
