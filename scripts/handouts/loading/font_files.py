"""Read the font files that a language is set in."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

from handouts.model.fonts import DEFAULT, STYLES, Family
from handouts.problems import Problem, Refused

# What fontTools raises for a file that is no font or a damaged one, found by damaging one in thousands of ways.
_BROKEN = (
    TTLibError,
    struct.error,
    zlib.error,
    AssertionError,
    LookupError,
    TypeError,
    ValueError,
    OSError,
)


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
            raise Refused(
                [Problem(f"{place}/{path.name}", 0, f"This font cannot be read ({error}).")]
            ) from None
        if not known:
            raise Refused(
                [Problem(f"{place}/{path.name}", 0, "This font does not say which letters it has.")]
            )
    one = Family(names[0] or files[0].stem, files)
    if missing := [style for style, weight in STYLES.items() if weight not in one.web]:
        wanted = ", ".join(f"{files[0].stem.split('-')[0]}-{style}.ttf" for style in missing)
        raise Refused([Problem(place, 0, f"A style of the font is missing: {wanted}.")])
    return one
