"""The version of a handout's words, and what a translation is behind in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

from handouts.model.data_files import Reference
from handouts.model.front_matter import Translation, digits
from handouts.model.includes import expand_includes
from handouts.model.language import Language
from handouts.model.pages import CARD_CALL, CITED, PICTURE_CALL, TOP, Card, Handout
from handouts.model.version_ledger import VersionLedger, published_version

_ON_SCREEN = {"marks", "places"}  # what a drawing offers to mark on screen is no word of a sheet


def fingerprint(language: Language, handout: Handout, references: dict[str, Reference]) -> str:
    """Return six hex digits that stand for a handout's words and the sources it cites.

    Clinic, address and template do not count.
    """
    text = expand_includes(language, handout.source.body)
    sources = [references[id] for id in dict.fromkeys(CITED.findall(text)) if id in references]
    cited = [
        reference.model_dump(include={"publisher", "year", "url", "doi", "link"})
        for reference in sources
    ]
    pictures = [
        language.pictures[id].model_dump(exclude=_ON_SCREEN)
        for id in PICTURE_CALL.findall(text)
        if id in language.pictures
    ]
    return _digest([handout.title, handout.summary, text.split(), cited, *pictures])


def parts(language: Language, handout: Handout) -> dict[str, str]:
    """Return six hex digits for the words of each part of a handout, by id.

    Title and summary come first, then each section. The word list and drawings that a part calls
    by name belong to it. Care cards do not, which are translated on their own (`card_digest`), and
    neither do sources, which all languages share.
    """
    without_cards = replace(language, cards={})
    digests = {TOP: _digest([handout.title, handout.summary])}
    for id, text in _part_texts(handout).items():
        pictures = [
            language.pictures[id].model_dump(exclude=_ON_SCREEN)
            for id in PICTURE_CALL.findall(text)
            if id in language.pictures
        ]
        digests[id] = _digest([expand_includes(without_cards, text).split(), *pictures])
    return digests


def card_digest(card: Card) -> str:
    """Return six hex digits that stand for the words of a care card."""
    return _digest([card.words.title, *card.words.titles.values(), card.source.body.split()])


def text_digest(text: str) -> str:
    """Return six hex digits that stand for the words of a whole file."""
    return _digest(text.split())


def behind(
    first: Language, language: Language, translation: Handout, ledger: VersionLedger
) -> tuple[str, ...]:
    """Return the ids of the parts in which a translation does not show what its original says.

    They are in the original's order: those that are not translated anew, and those that show a
    care card which is not. `first` is the language of the original.
    """
    assert translation.original
    stale = set(stale_cards(first, language))
    texts = _part_texts(translation.original)
    with_stale_cards = {id for id, text in texts.items() if stale & set(CARD_CALL.findall(text))}
    own_parts = stale_parts(first, translation, ledger)
    order = dict.fromkeys((TOP, *texts, *own_parts))  # what the original lost comes last
    return tuple(id for id in order if id in own_parts or id in with_stale_cards)


def stale_parts(first: Language, translation: Handout, ledger: VersionLedger) -> tuple[str, ...]:
    """Return the ids of the parts whose own words, cards aside, are not translated anew.

    They are all parts where the version that the translation names was never published.
    """
    words, original = translation.words, translation.original
    assert isinstance(words, Translation) and original
    code = digits(words.translated or "")
    if code == original.fingerprint:
        return ()
    present = parts(first, original)
    earlier = translated_parts(first, translation, ledger)
    changed = [id for id, digest in present.items() if earlier.get(id) != digest]
    return (*changed, *(id for id in earlier if id not in present))


def translated_parts(
    first: Language, translation: Handout, ledger: VersionLedger
) -> Mapping[str, str]:
    """Return the parts of the original's version that a translation names; none if unknown."""
    assert isinstance(translation.words, Translation)
    code = digits(translation.words.translated or "")
    versions = ledger.get((first.code, translation.id), ())
    return dict(next((each.parts for each in versions if each.words == code), ()))


def stale_cards(first: Language, language: Language) -> dict[str, str]:
    """Return the care cards of a language that do not say what those of the first language say.

    They are by id, each with the digest of the card that it should say.
    """
    return {
        id: digest
        for id, card in first.cards.items()
        if id in language.cards
        and language.cards[id].words.translated != (digest := card_digest(card))
    }


def versioned(
    language: Language, handout: Handout, references: dict[str, Reference], ledger: VersionLedger
) -> Handout:
    """Return a handout with its fingerprint and its version.

    It is a draft unless the ledger has its words as its last version.
    """
    words = fingerprint(language, handout, references)
    published = published_version(ledger.get((language.code, handout.id), ()), words)
    release = published.release if published else language.labels.get("draft", "")
    return replace(handout, fingerprint=words, published=published, version=f"{release} · {words}")


def _part_texts(handout: Handout) -> dict[str, str]:
    """Return the Markdown of each part of a handout, by id."""
    lines, start = handout.source.body.split("\n"), handout.source.body_line
    heads = [part for part in handout.parts if part.level == 2]
    ends = [part.line for part in heads[1:]] + [start + len(lines)]
    return {
        part.id: "\n".join(lines[part.line - start : end - start])
        for part, end in zip(heads, ends, strict=True)
    }


def _digest(words: object) -> str:
    return hashlib.sha256(
        json.dumps(words, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()[:6]
