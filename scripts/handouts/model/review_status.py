"""Sentences on who reviewed a handout or its translation, and what a translation is behind in."""

from __future__ import annotations

from collections.abc import Iterable

from handouts.model.front_matter import Translation, digits
from handouts.model.language import Language, fill
from handouts.model.pages import ABOUT_CLINIC, TOP, Handout


def review_notice(language: Language, handout: Handout) -> str:
    """Return one sentence: who reviewed this version, or that nobody has, or that nobody need."""
    labels, review = language.labels, handout.facts.review
    if not review and handout.facts.kind == ABOUT_CLINIC:
        return labels["review_clinic"]
    if not review:
        return labels["review_none"]
    on = language.day(review.on)
    if handout.review_state == "changed":
        return fill(labels["review_changed"], on=on)
    if handout.original:
        return fill(labels["review_original"], who=review.who, role=review.role, on=on)
    return fill(labels["review_done"], who=review.who, role=review.role, on=on)


def review_of_all(language: Language, handouts: Iterable[Handout]) -> str:
    """Return one sentence on the review of several handouts that are given out together."""
    reviewed = any(handout.facts.review for handout in handouts)
    return language.labels["review_each" if reviewed else "review_none_of_all"]


def lacks_translation_review(handout: Handout) -> bool:
    """Return whether a handout is a translation that no translator has reviewed."""
    return isinstance(handout.words, Translation) and not handout.words.translation_review


def translation_notice(language: Language, handout: Handout) -> str:
    """Return one sentence: who reviewed this translation, or that nobody has.

    It is empty for an original.
    """
    labels, words = language.labels, handout.words
    if not isinstance(words, Translation):
        return ""
    if not (review := words.translation_review):
        return labels["translation_review_none"]
    on = language.day(review.on)
    if digits(review.sheet) != handout.fingerprint:
        return fill(labels["translation_review_changed"], on=on)
    return fill(labels["translation_review_done"], who=review.who, role=review.role, on=on)


def behind_notice(language: Language, handout: Handout) -> str:
    """Return one sentence: in which parts this translation does not show what its original says.

    It is empty where the translation is up to date.
    """
    original = handout.original
    if not original or not handout.behind:
        return ""
    heads = {TOP: language.labels["behind_top"]}
    heads |= {part.id: f"“{part.title}”" for part in (*original.parts, *handout.parts)}
    everywhere = {TOP, *(part.id for part in original.parts if part.level == 2)} <= set(
        handout.behind
    )
    parts = (
        language.labels["behind_all"]
        if everywhere
        else ", ".join(heads.get(id, id) for id in handout.behind)
    )
    return fill(language.labels["behind"], parts=parts)
