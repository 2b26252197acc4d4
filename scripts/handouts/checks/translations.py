"""Rules for translations: one that is up to date has the numbers and sources of its original."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from handouts.checks.context import CheckContext
from handouts.checks.lookups import key_place, version_files
from handouts.model.front_matter import Translation
from handouts.model.pages import CITED, Handout
from handouts.problems import Problem

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# What holds digits and says none: citations, targets of links, ids, numbers of steps, blocks.
_UNSPOKEN = re.compile(r"\[\^[^\]]*\]|(?<=\])\([^)]*\)|\{[^}\n]*\}|^\s*\d+\.\s|^///.*$", re.M)


def check_translated(context: CheckContext) -> Iterator[Problem]:
    """Say which version of its original a translation says."""
    for handout in context.language.handouts:
        words, original = handout.words, handout.original
        files = version_files(context.library, context.language, handout)
        if not isinstance(words, Translation) or words.translated or not original:
            continue
        if not context.library.unknown(*files):
            yield Problem(
                *key_place(handout.source, "translated"),
                f"Nothing says which words of {original.source.path} this page says. If it says "
                f"all that stands there now, write on top: translated: {original.version}",
            )


def check_translated_parts(context: CheckContext) -> Iterator[Problem]:
    """Say in each part the numbers of the original, and cite its sources there.

    What is told to be behind its original is not compared: a correction waits for no translator.
    """
    for handout in context.language.handouts:
        original = handout.original
        files = version_files(context.library, context.language, handout)
        if not original or handout.behind or context.library.unknown(*files):
            continue
        translated = {id: (line, text) for id, line, text in _parts(handout)}
        for id, _, text in _parts(original):
            line, words = translated.get(id, (0, text))
            for message in (
                _difference("says", Counter(_numbers(text)), Counter(_numbers(words))),
                _difference("cites", Counter(CITED.findall(text)), Counter(CITED.findall(words))),
            ):
                if message:
                    yield Problem(handout.source.path, line, message)


def _parts(handout: Handout) -> Iterator[tuple[str, int, str]]:
    """Yield the id, the line and the text of each part, and of title and summary on top."""
    source = handout.source
    lines = source.body.split("\n")
    heads = [part for part in handout.parts if part.level == 2]
    ends = [*(part.line for part in heads[1:]), source.body_line + len(lines)]
    yield "", key_place(source, "summary")[1], f"{handout.title}\n{handout.summary}"
    for part, end in zip(heads, ends, strict=True):
        text = lines[part.line - source.body_line : end - source.body_line]
        yield part.id, part.line, "\n".join(text)


def _numbers(text: str) -> list[str]:
    return [number.replace(",", ".") for number in _NUMBER.findall(_UNSPOKEN.sub(" ", text))]


def _difference(verb: str, original: Counter[str], translation: Counter[str]) -> str:
    """Return the sentence about what only one of both holds; empty where they are the same."""
    missing = ", ".join((original - translation).elements())
    extra = ", ".join((translation - original).elements())
    if not missing and not extra:
        return ""
    if missing and extra:
        sentence = f"The original {verb} {missing} in this part, and the translation {extra}."
    elif missing:
        sentence = f"The original {verb} {missing} in this part, and the translation does not."
    else:
        sentence = f"The translation {verb} {extra} in this part, and the original does not."
    return f"{sentence} Make both say the same."
