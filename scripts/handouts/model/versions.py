"""The version of a handout's words, and what a translation is behind in."""

from __future__ import annotations

import hashlib
import json

from handouts.model.data_files import Reference
from handouts.model.front_matter import Translation
from handouts.model.includes import whole
from handouts.model.language import Language
from handouts.model.pages import CITED, DRAWN, TOP, Handout


def fingerprint(language: Language, handout: Handout, references: dict[str, Reference]) -> str:
    """Six hex digits that stand for a handout's words and the sources it cites; not for clinic, address or template."""
    text = whole(language, handout.source.body)
    sources = [references[id] for id in dict.fromkeys(CITED.findall(text)) if id in references]
    cited = [one.model_dump(include={"publisher", "year", "url", "doi", "link"}) for one in sources]
    shown = [
        language.pictures[id].model_dump() for id in DRAWN.findall(text) if id in language.pictures
    ]
    return _digest([handout.title, handout.summary, text.split(), cited, *shown])


def parts(language: Language, handout: Handout) -> dict[str, str]:
    """Six hex digits for the words of each part of a handout, by id: title and summary first, then each section.

    What a part calls by name (care cards, word list, drawings) belongs to it. Sources do not: all languages share them.
    """
    lines = handout.source.body.split("\n")
    heads = [part for part in handout.parts if part.level == 2]
    ends = [part.line for part in heads[1:]] + [handout.source.body_line + len(lines)]
    found = {TOP: _digest([handout.title, handout.summary])}
    for part, end in zip(heads, ends, strict=True):
        text = "\n".join(
            lines[part.line - handout.source.body_line : end - handout.source.body_line]
        )
        shown = [
            language.pictures[id].model_dump()
            for id in DRAWN.findall(text)
            if id in language.pictures
        ]
        found[part.id] = _digest([whole(language, text).split(), *shown])
    return found


def behind(translation: Handout, now: dict[str, str]) -> tuple[str, ...]:
    """The ids of the parts in which a translation does not show what its original says now, in the original's order.

    `now` is what `parts` says of the original. A translation without a ledger is behind everywhere, unless it was made
    from the original's present version.
    """
    words, original = translation.words, translation.original
    assert isinstance(words, Translation) and original
    if not words.translated_parts:
        return () if words.translated_from == original.version else tuple(now)
    changed = [id for id, digest in now.items() if words.translated_parts.get(id) != digest]
    return (*changed, *(id for id in words.translated_parts if id not in now))


def _digest(words: object) -> str:
    return hashlib.sha256(
        json.dumps(words, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()[:6]


def version(language: Language, handout: Handout, references: dict[str, Reference]) -> str:
    """The version as sheets print it: the day of the last change and the fingerprint of the words."""
    return f"{handout.changed.isoformat()} · {fingerprint(language, handout, references)}"
