"""Which questions call for a care card: the rules of the search, for checks.

The search itself runs in the reader's browser (overrides/assets/js/search/text.js and danger.js);
tests/browser/test_search.py compares both. It also forgives slips, which a check must not rely on:
so whatever is matched here is matched there too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial

from handouts.checks.spelling import american

_MARKS = re.compile("[\u0300-\u036f'’]")
_LETTER, _SIGN = r"[^\W\d_]", r"[^\W_]"  # a letter; a letter or a digit
_ABBREVIATION = re.compile(rf"(?<!{_SIGN})((?:{_LETTER}\.){{2,}}{_LETTER}?)(?!{_SIGN})")
_DEGREES = re.compile(rf"°\s*[cf]?(?!{_LETTER})")
_PLAIN_WORD = re.compile(rf"{_SIGN}+")
_WORD = re.compile(rf"{_SIGN}+(?:-{_SIGN}+)*")
_JOINED = re.compile(rf"({_LETTER}{{2,}})(\d{{2,}})|(\d+)({_LETTER}{{1,3}})")
_PHRASE = re.compile(r'"([^"]*)"')
_IDLE = "\u00b7"  # an idle word keeps its form and gets this mark
_IRREGULAR = {"children": "child", "feet": "foot", "teeth": "tooth", "bled": "bleed"}


@cache  # the idle words are folded anew for each text
def fold(text: str) -> str:
    """Return small letters without accents, apostrophes and the points of abbreviations."""
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text.lower()))
    return _DEGREES.sub(" ", _ABBREVIATION.sub(lambda match: match[1].replace(".", ""), text))


def plain_words(text: str) -> list[str]:
    """Return the words of a text as they are written, folded."""
    return _PLAIN_WORD.findall(fold(text))


def _english(word: str) -> str:
    word = _IRREGULAR.get(word, word)
    if len(word) < 4:
        return word
    word = american(word)
    for pattern, replacement in (
        (r"ies$", "y"),
        (r"(ss|x|ch|sh)es$", r"\1"),
        (r"([^siu])s$", r"\1"),
        (r"(ss|[cp]t)ion$", r"\1"),
    ):
        word = re.sub(pattern, replacement, word)
    root = re.sub(r"(?:ing|([^e])ed)$", r"\1", word)
    if root != word and len(root) > 2 and re.search(r"[aeiouy]", root):
        word = re.sub(r"([^aeioulsz])\1$", r"\1", root)
    return re.sub(r"e$", "", word) if len(word) > 3 else word


_SPANISH_PRONOUN = re.compile(r"^(.{3,})(?:se|me|lo|la|le)s?$")
_SPANISH_ENDING = re.compile(
    r"^(.{3,})(?:iendo|ando|ieron|aron|amos|emos|[ai]d[ao]|aban?|ian?|[ai]?cion|[ai]miento"
    r"|[aei]r|[ae]n)$"
)


def _spanish(word: str) -> str:
    if len(word) < 4:
        return word
    word = re.sub(r"([aeiou])s$", r"\1", re.sub(r"([^aeiou])es$", r"\1", re.sub("ces$", "z", word)))
    match = _SPANISH_PRONOUN.match(word)
    if match and re.search(r"[aei]r$|ndo$", match[1]):
        word = match[1]
    word = _SPANISH_ENDING.sub(r"\1", word)
    return re.sub(r"[aeo]$", "", word) if len(word) > 3 else word


_STEMS: dict[str, Callable[[str], str]] = {"en": _english, "es": _spanish}


def stems(text: str, code: str, idle: Iterable[str]) -> list[str]:
    """Return the stems of a text in a language, in order. `idle` words (the, of) are marked.

    A word with hyphens counts as one and as its parts, and so do letters and digits in one word.
    """
    stem = _STEMS.get(code[:2], str)
    idle = set(map(fold, idle))
    sequence = []
    for word in _WORD.findall(fold(text)):
        if "-" in word:
            sequence.append(stem(word.replace("-", "")))
        for part in word.split("-"):
            joined = _JOINED.fullmatch(part)
            pieces = [piece for piece in joined.groups() if piece] if joined else [part]
            sequence += [_IDLE + piece if piece in idle else stem(piece) for piece in pieces]
    return sequence


@dataclass(frozen=True)
class Alarm:
    """One entry of `alarm_words`: what a question must hold, and what it must not."""

    words: frozenset[str]  # stems, in any order
    phrases: tuple[tuple[str, ...], ...]  # words side by side
    barred: frozenset[str]


def alarm(entry: str, code: str, idle: Iterable[str]) -> Alarm:
    """Return an entry of `alarm_words` as the search reads it."""
    phrases = tuple(tuple(plain_words(phrase)) for phrase in _PHRASE.findall(entry))
    parts = _PHRASE.sub(" ", entry).split()
    return Alarm(
        frozenset(stem for part in parts if part[0] != "-" for stem in stems(part, code, idle)),
        phrases,
        frozenset(fold(part[1:]) for part in parts if part[0] == "-"),
    )


def holds(text: str, alarms: Iterable[Alarm], code: str, idle: Iterable[str]) -> bool:
    """Return whether a question holds what one of these entries says, without any slip."""
    words, forms = plain_words(text), set(stems(text, code, idle))
    is_held = partial(_is_side_by_side, words)
    return any(
        alarm.words <= forms and all(map(is_held, alarm.phrases)) and alarm.barred.isdisjoint(words)
        for alarm in alarms
    )


def _is_side_by_side(words: list[str], phrase: tuple[str, ...]) -> bool:
    return any(tuple(words[start : start + len(phrase)]) == phrase for start in range(len(words)))
