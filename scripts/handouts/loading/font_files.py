"""Read the font files that a language is set in."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

from handouts.model.fonts import DEFAULT, STYLES, Family
from handouts.problems import Problem, Refused

# What fontTools raises for a file that is no font or a damaged font: the result of damaging one in
# thousands of ways.
_FONT_ERRORS = (
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
    """Return the families that a language is set in.

    Its own comes first, if it has files in `folder`; then ours. Raises Refused where a file cannot
    be read, or the regular or the bold style is missing.
    """
    files = tuple(sorted(folder.glob("*.ttf")))
    return (_read_family(files), DEFAULT) if files else (DEFAULT,)


@cache
def _read_family(files: tuple[Path, ...]) -> Family:
    place = "/".join(files[0].parts[-4:-1])
    names = []
    for path in files:
        try:
            font = TTFont(path, lazy=True)
            names.append(font["name"].getBestFamilyName())
            characters = font.getBestCmap()
        except _FONT_ERRORS as error:
            raise Refused(
                [Problem(f"{place}/{path.name}", 0, f"This font cannot be read ({error}).")]
            ) from None
        if not characters:
            raise Refused(
                [Problem(f"{place}/{path.name}", 0, "This font does not say which letters it has.")]
            )
    family = Family(names[0] or files[0].stem, files)
    if missing := [style for style, weight in STYLES.items() if weight not in family.web]:
        file_names = ", ".join(f"{files[0].stem.split('-')[0]}-{style}.ttf" for style in missing)
        raise Refused([Problem(place, 0, f"A style of the font is missing: {file_names}.")])
    return family
