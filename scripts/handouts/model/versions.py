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
    """Return six hex digits that stand for a handout's words and the sources it cites.

    Clinic, address and template do not count.
    """
    text = whole(language, handout.source.body)
    sources = [references[id] for id in dict.fromkeys(CITED.findall(text)) if id in references]
    cited = [
        reference.model_dump(include={"publisher", "year", "url", "doi", "link"})
        for reference in sources
    ]
    pictures = [
        language.pictures[id].model_dump() for id in DRAWN.findall(text) if id in language.pictures
    ]
    return _digest([handout.title, handout.summary, text.split(), cited, *pictures])


def parts(language: Language, handout: Handout) -> dict[str, str]:
    """Return six hex digits for the words of each part of a handout, by id.

    Title and summary come first, then each section. What a part calls by name (care cards, word
    list, drawings) belongs to it. Sources do not: all languages share them.
    """
    lines = handout.source.body.split("\n")
    heads = [part for part in handout.parts if part.level == 2]
    ends = [part.line for part in heads[1:]] + [handout.source.body_line + len(lines)]
    digests = {TOP: _digest([handout.title, handout.summary])}
    for part, end in zip(heads, ends, strict=True):
        text = "\n".join(
            lines[part.line - handout.source.body_line : end - handout.source.body_line]
        )
        pictures = [
            language.pictures[id].model_dump()
            for id in DRAWN.findall(text)
            if id in language.pictures
        ]
        digests[part.id] = _digest([whole(language, text).split(), *pictures])
    return digests


def behind(translation: Handout, digests: dict[str, str]) -> tuple[str, ...]:
    """Return the ids of the parts in which a translation does not show what its original says.

    They are in the original's order. `digests` is what `parts` returns for the original. A
    translation without a ledger is behind everywhere, unless it was made from the original's
    present version.
    """
    words, original = translation.words, translation.original
    assert isinstance(words, Translation) and original
    if not words.translated_parts:
        return () if words.translated_from == original.version else tuple(digests)
    changed = [id for id, digest in digests.items() if words.translated_parts.get(id) != digest]
    return (*changed, *(id for id in words.translated_parts if id not in digests))


def _digest(words: object) -> str:
    return hashlib.sha256(
        json.dumps(words, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()[:6]


def version(language: Language, handout: Handout, references: dict[str, Reference]) -> str:
    """Return the version as sheets print it: the day of the last change and the fingerprint."""
    return f"{handout.changed.isoformat()} · {fingerprint(language, handout, references)}"
