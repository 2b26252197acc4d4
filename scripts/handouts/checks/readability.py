"""How hard a text is to read. Each language has its own scale, or none yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from handouts.model.language import Language
from handouts.pages.article import Block

# Sixth grade is what the American Medical Association asks of patient material (Weiss, Health
# Literacy and Patient Safety, 2007); counted by Flesch-Kincaid. One page may go a little over, the
# library may not.
GRADE_OF_PAGE, GRADE_OF_LIBRARY = 6.9, 6.0
# 70 and more is "fairly easy" on the scale of Fernández Huerta (Medidas sencillas de
# lecturabilidad, Consigna 214, 1959).
EASE_OF_PAGE = 70.0

_SENTENCE_END = re.compile(r"(?<=[.!?…؟])[\"”’»)]*\s+")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Scale:
    """How a language's words are counted: by syllables, of which a hard word has `long_word`.

    `share` finds a share of people or things that is written in words, such as two in three.
    """

    syllables: Callable[[str], int]
    long_word: int
    share: re.Pattern[str]


def scale(language: str) -> Scale | None:
    """Return the scale of a language by its code; None for a language that has none yet."""
    return SCALES.get(language.split("-", 1)[0])


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, in any of our languages."""
    return [sentence for sentence in _SENTENCE_END.split(text.strip()) if sentence]


class Score(NamedTuple):
    """How hard the words are that patients read, to one decimal; None where no scale applies."""

    grade: float | None = None  # Flesch-Kincaid
    ease: float | None = None  # Fernández Huerta


def score_of(language: Language, blocks: Iterable[Block]) -> Score:
    """Return the score of an article by the scale of its language."""
    match language.code.split("-")[0]:
        case "en":
            return Score(grade=grade(running_text(blocks)))
        case "es":
            return Score(ease=ease(running_text(blocks)))
    return Score()


def running_text(blocks: Iterable[Block]) -> str:
    """Return what reading scales count, each block ended as a sentence.

    Paragraphs, list items, definitions, cells and captions count. Headings and terms are left out.
    """
    kinds = ("p", "li", "dd", "td", "figcaption")
    texts = [block.text for block in blocks if block.kind in kinds]
    return " ".join(text if text[-1] in ".!?…؟" else text.rstrip(",;:") + "." for text in texts)


# English ------------------------------------------------------------------------------------------


@cache
def _english() -> Any:
    """Return the English scales. Loading their dictionary takes longer than reading a library."""
    import scireadability

    return scireadability


def prepare(languages: Iterable[str]) -> None:
    """Load what takes long to load, so that a caller can do so while it waits for another task."""
    if any(code.split("-", 1)[0] == "en" for code in languages):
        _english()


@cache
def _english_syllables(word: str) -> int:
    return int(_english().syllable_count(word))


@cache
def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of an English text, to one decimal."""
    return round(float(_english().flesch_kincaid_grade(text)), 1)


# Spanish ------------------------------------------------------------------------------------------


_OPEN, _CLOSED, _STRESSED = "aeoáéó", "iuü", "íú"
_VOWELS = re.compile(f"[{_OPEN}{_CLOSED}{_STRESSED}]+")


@cache
def spanish_syllables(word: str) -> int:
    """Return the syllables of a Spanish word by its spelling; 1 for a word without vowels.

    Real Academia Española, Ortografía (2010), I.3.4: open vowels each make a syllable, and so does
    í or ú beside one; other closed vowels join their neighbor, two of the same do not; h does not
    part them. The u of que, qui, gue, gui is silent, and y is a vowel where none follows.
    """
    text = re.sub(r"(?<=q)u|(?<=g)u(?=[eéií])|h", "", word.lower())
    text = re.sub(f"y(?![{_OPEN}{_CLOSED}{_STRESSED}])", "i", text)
    return max(1, sum(_nuclei(group) for group in _VOWELS.findall(text)))


def _nuclei(group: str) -> int:
    """Return how many syllables a run of vowels makes."""
    if any(vowel in _OPEN for vowel in group):
        around = zip(" " + group, group, group[1:] + " ", strict=False)
        return sum(
            vowel in _OPEN or (vowel in _STRESSED and (before in _OPEN or after in _OPEN))
            for before, vowel, after in around
        )
    plain = group.translate(str.maketrans("íúü", "iuu"))
    return 1 + sum(first == second for first, second in pairwise(plain))


@cache
def ease(text: str) -> float:
    """Return the reading ease of a Spanish text by Fernández Huerta, to one decimal.

    100 is very easy, 70 fairly easy, 50 hard: 206.84 − 60 × syllables a word − 1.02 × words a
    sentence. Numbers count as words of a sentence and have no syllables.
    """
    words, parts = _LETTERS.findall(text), sentences(text)
    if not words:
        return 100.0
    syllables = sum(map(spanish_syllables, words)) / len(words)
    return round(206.84 - 60 * syllables - 1.02 * len(text.split()) / len(parts), 1)


_SHARE_EN = re.compile(
    r"\b(?:half of|(?:an?|one|two|three)[ -](?:thirds?|quarters?) of|"
    r"(?:one|two|three|four|five|six|seven|eight|nine) (?:in|out of) "
    r"(?:every )?(?:two|three|four|five|six|seven|eight|nine|ten|twenty))\b",
    re.I,
)
_SHARE_ES = re.compile(
    r"\b(?:la mitad de|(?:un|dos) tercios? de|(?:una|tres) cuartas? partes? de|"
    r"(?:una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve) "
    r"de cada (?:dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|veinte))\b",
    re.I,
)
SCALES = {
    "en": Scale(_english_syllables, 4, _SHARE_EN),
    "es": Scale(spanish_syllables, 6, _SHARE_ES),
}
