"""Fonts: the files a language is set in, the letters they have, and the small copies for the web.

The house's own family lies beside this module, outside what the theme publishes. A language whose letters it lacks brings
a family of its own, in the folder `fonts` beside its pages: what that one lacks, Latin letters above all, is set in ours.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fontTools
from fontTools.ttLib import TTFont, TTLibError

from . import stage
from .problem import Problem, Refused

FOLDER = Path(__file__).parent / "fonts"
STYLES = {"Regular": "400", "Bold": "700"}  # those that pages are set in, by the end of their files' names; CSS weights
# The letters of our own family that the web gets: European languages in Latin letters, and common signs.
LATIN = (*range(0x20, 0x17F), *range(0x2010, 0x2027), 0x2032, 0x2033, 0x20AC, 0x2122, 0x2190, 0x2192, 0x2212, 0x2248, 0x2264, 0x2265, 0xBD)


@dataclass(frozen=True)
class Family:
    """A font family: its name as typesetters know it, and its files, which end in -Regular.ttf, -Bold.ttf and so on."""

    name: str
    files: tuple[Path, ...]
    kept: tuple[int, ...] = ()  # characters that the web gets; all of them where none are named

    @property
    def web(self) -> dict[str, Path]:
        """The files that pages are set in, by CSS weight."""
        return {weight: path for path in self.files for style, weight in STYLES.items() if path.stem.endswith(f"-{style}")}


DEFAULT = Family("Atkinson Hyperlegible Next", tuple(sorted(FOLDER.glob("*.ttf"))), LATIN)

# What fontTools raises for a file that is no font or a damaged one, found by damaging one in thousands of ways.
_BROKEN = (TTLibError, struct.error, zlib.error, AssertionError, LookupError, TypeError, ValueError, OSError)


def families(folder: Path) -> tuple[Family, ...]:
    """The families that a language is set in: its own, whose files lie in `folder`, if it has one; then the house's.

    Raises Refused where a file cannot be read, or the regular or the bold style is missing.
    """
    files = tuple(sorted(folder.glob("*.ttf")))
    return (_own(files), DEFAULT) if files else (DEFAULT,)


@cache
def _own(files: tuple[Path, ...]) -> Family:
    place = "/".join(files[0].parts[-4:-1])
    names = []
    for path in files:
        try:
            read = TTFont(path, lazy=True)
            names.append(read["name"].getBestFamilyName())
            known = read.getBestCmap()
        except _BROKEN as error:
            raise Refused([Problem(f"{place}/{path.name}", 0, f"This font cannot be read ({error}).")]) from None
        if not known:
            raise Refused([Problem(f"{place}/{path.name}", 0, "This font does not say which letters it has.")])
    one = Family(names[0] or files[0].stem, files)
    if missing := [style for style, weight in STYLES.items() if weight not in one.web]:
        wanted = ", ".join(f"{files[0].stem.split('-')[0]}-{style}.ttf" for style in missing)
        raise Refused([Problem(place, 0, f"A style of the font is missing: {wanted}.")])
    return one


@cache
def letters(one: Family) -> frozenset[str]:
    """The characters that every style of the family can draw."""
    maps = [TTFont(path, lazy=True).getBestCmap() for path in one.files]
    return frozenset(chr(code) for code in set.intersection(*(set(map_) for map_ in maps)))


# Characters that need no glyph: spaces, and marks that only steer line breaks and direction.
UNSEEN = frozenset("\t\n\r \u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u2060\ufe0e\ufe0f")


def lacking(text: str, of: Iterable[Family] = (DEFAULT,)) -> list[str]:
    """The characters of `text` that none of these families can draw, in order of appearance, each once."""
    known = UNSEEN.union(*map(letters, of))
    return list(dict.fromkeys(char for char in text if char not in known))


def unprintable(missing: Iterable[str]) -> str:
    """The sentence about characters that the fonts lack, but for what to do."""
    return f"The font cannot print {', '.join(f'{char} (U+{ord(char):04X})' for char in missing)}"


def sheet(of: tuple[Family, ...]) -> str:
    """The style sheet that sets a language in its own family; nothing where it has none."""
    if len(of) < 2:
        return ""
    faces = "".join(
        f'@font-face {{ font-family: "{of[0].name}"; font-weight: {weight}; font-style: normal; font-display: swap; '
        f'src: url("fonts/{path.stem}.woff2") format("woff2"); }}\n'
        for weight, path in of[0].web.items()
    )
    return f'{faces}:root {{ --font: "{of[0].name}", "{DEFAULT.name}"; --md-text-font: "{of[0].name}"; }}\n'


def web(of: Iterable[Family] = (DEFAULT,), kept: Path | None = None) -> dict[str, bytes]:
    """WOFF2 files by name, the same bytes every time, without the hints that screens do not use.

    Making one takes a quarter of a second, so with a folder `kept` it is made once for each font file and this module.
    """
    return {f"{path.stem}.woff2": _kept(path, one.kept, kept) for one in of for path in one.web.values()}


def _kept(path: Path, characters: tuple[int, ...], folder: Path | None) -> bytes:
    if folder is None:
        return _woff2(path, characters)
    recipe = hashlib.sha256(path.read_bytes() + Path(__file__).read_bytes() + fontTools.version.encode()).hexdigest()[:16]
    file = folder / f"{path.stem}.{recipe}.woff2"
    if file.exists():
        return file.read_bytes()
    data = _woff2(path, characters)
    folder.mkdir(parents=True, exist_ok=True)
    stage.put(file, data)
    return data


def _woff2(path: Path, characters: tuple[int, ...]) -> bytes:
    from fontTools import subset  # takes longer to load than all the rest of this house, and is seldom needed

    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl"] if characters else ["*"]
    options.recalc_timestamp = False
    font = subset.load_font(str(path), options)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=characters or font.getBestCmap())
    worker.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    return out.getvalue()
