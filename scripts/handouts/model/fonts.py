"""Font families, and the letters that they lack.

Our own family lies in handouts/fonts/, outside what the theme publishes. A language whose letters
it lacks brings a family of its own, in the folder `fonts` beside its pages: what that family lacks,
Latin letters above all, is set in ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parents[1] / "fonts"
# CSS weights of the styles that pages are set in, by the end of their files' names.
STYLES = {"Regular": "400", "Bold": "700"}
# The letters of our own family that the web gets: European languages in Latin letters, and common
# signs. They come in two files, each loaded where a page shows one of its letters.
LATIN = (
    *range(0x20, 0x17F),
    *range(0x2010, 0x2027),
    0x2032,
    0x2033,
    0x20AC,
    0x2122,
    0x2190,
    0x2192,
    0x2212,
    0x2248,
    0x2264,
    0x2265,
    0xBD,
)


# What nearly every page of a European language shows: letters, digits, signs. The rest is rare.
COMMON = (
    *range(0x20, 0x7F),
    *(ord(char) for char in "\u00a0¡«°·»¿ÁÉÍÑÓÚÜáéíñóúü–—‘’“”•…≥"),
)
RARE = tuple(code for code in LATIN if code not in COMMON)


@dataclass(frozen=True)
class Family:
    """A font family: its name as typesetters know it, and its files, *-Regular.ttf and so on."""

    name: str
    files: tuple[Path, ...]
    # The characters of each of its files for the web, by the end of their names; all where empty.
    web_characters: tuple[tuple[str, tuple[int, ...]], ...] = (("", ()),)

    @property
    def web(self) -> dict[str, Path]:
        """Return the files that pages are set in, by CSS weight."""
        return {
            weight: path
            for path in self.files
            for style, weight in STYLES.items()
            if path.stem.endswith(f"-{style}")
        }


DEFAULT = Family(
    "Atkinson Hyperlegible Next",
    tuple(sorted(FOLDER.glob("*.ttf"))),
    (("", COMMON), ("-rare", RARE)),
)


@cache
def letters(family: Family) -> frozenset[str]:
    """Return the characters that every style of the family can draw."""
    maps = [TTFont(path, lazy=True).getBestCmap() for path in family.files]
    return frozenset(chr(code) for code in set.intersection(*(set(map_) for map_ in maps)))


def width(text: str, family: Family = DEFAULT, weight: str = "400") -> float | None:
    """Return how wide a line of text is, in heights of its letters (em), as the font's own metrics
    have it, without kerning.

    `weight` is one of CSS; None where the family lacks a letter of the text.
    """
    advances = _advances(family.web[weight])
    if not all(char in UNSEEN or char in advances for char in text):
        return None
    return sum(advances.get(char, 0) for char in text)


@cache
def _advances(path: Path) -> dict[str, float]:
    """Return how wide each letter of a font is, in em."""
    font = TTFont(path, lazy=True)
    metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
    return {chr(code): metrics[name][0] / em for code, name in font.getBestCmap().items()}


# Characters that need no glyph: spaces, and marks that only steer line breaks and direction.
UNSEEN = frozenset(
    "\t\n\r \u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u2060\ufe0e\ufe0f"
)


def missing_characters(text: str, of: Iterable[Family] = (DEFAULT,)) -> list[str]:
    """Return the characters of `text` that none of these families can draw.

    Each once, in order of appearance.
    """
    supported = UNSEEN.union(*map(letters, of))
    return list(dict.fromkeys(char for char in text if char not in supported))


def missing_message(missing: Iterable[str]) -> str:
    """Return the first sentence of a message about characters that the fonts lack."""
    return f"The font cannot print {', '.join(f'{char} (U+{ord(char):04X})' for char in missing)}"
