"""Fonts: the files a language is set in, the letters they have, and the small copies for the web.

The files lie beside this module, outside what the theme publishes. Each family has regular, italic, bold and bold
italic. Which family a language is set in is named in FAMILIES.
"""

from __future__ import annotations

import hashlib
import io
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fontTools
from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent / "fonts"


@dataclass(frozen=True)
class Family:
    """A font family: its name as typesetters know it, and its files for the web by CSS weight and style."""

    name: str
    stem: str
    web: tuple[tuple[str, str], ...] = (("Regular", "400"), ("Bold", "700"))


DEFAULT = Family("Atkinson Hyperlegible Next", "AtkinsonHyperlegibleNext")
FAMILIES: dict[str, Family] = {}  # language code → Family, for languages that DEFAULT has no letters for


def family(language: str) -> Family:
    """The family that a language is set in."""
    return FAMILIES.get(language, DEFAULT)


@cache
def letters(one: Family) -> frozenset[str]:
    """The characters that every style of the family can draw."""
    maps = [TTFont(path, lazy=True).getBestCmap() for path in sorted(FOLDER.glob(f"{one.stem}-*.ttf"))]
    return frozenset(chr(code) for code in set.intersection(*(set(map_) for map_ in maps)))


# Characters that need no glyph: spaces, and marks that only steer line breaks and direction.
UNSEEN = frozenset("\t\n\r \u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u2060\ufe0e\ufe0f")


def lacking(text: str, language: str) -> list[str]:
    """The characters of `text` that the language's font cannot draw, in order of appearance, each once."""
    known = letters(family(language)) | UNSEEN
    return list(dict.fromkeys(char for char in text if char not in known))


def web(one: Family = DEFAULT, kept: Path | None = None) -> dict[str, bytes]:
    """WOFF2 files by name, the same bytes every time: all letters, without the hints that screens do not use.

    Making one takes a quarter of a second, so with a folder `kept` it is made once for each font file and this module.
    """
    return {f"{one.stem}-{style}.woff2": _kept(FOLDER / f"{one.stem}-{style}.ttf", kept) for style, _ in one.web}


def _kept(path: Path, folder: Path | None) -> bytes:
    if folder is None:
        return _woff2(path)
    recipe = hashlib.sha256(path.read_bytes() + Path(__file__).read_bytes() + fontTools.version.encode()).hexdigest()[:16]
    file = folder / f"{path.stem}.{recipe}.woff2"
    if file.exists():
        return file.read_bytes()
    data = _woff2(path)
    folder.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}")  # renamed when whole, so that a killed build leaves no half
    part.write_bytes(data)
    part.replace(file)
    return data


def _woff2(path: Path) -> bytes:
    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl"]
    options.recalc_timestamp = False
    font = subset.load_font(str(path), options)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=[*range(0x20, 0x17F), *range(0x2010, 0x2027), 0x2032, 0x2033, 0x20AC, 0x2122, 0x2190, 0x2192, 0x2212, 0x2248, 0x2264, 0x2265, 0xBD])
    worker.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    return out.getvalue()
