"""Numbers and their units: "38 °C" never parts at the end of a line."""

from __future__ import annotations

import re

from handouts.markdown.quotes import NO_TEXT

# A unit is a sign after a number and a space (BIPM, The International System of Units, 5.4.3). Left
# out are signs that are also words in some language, such as l, s and h.
_UNIT = re.compile(r"(?<=\d)[ \u00a0](?=(?:°[CF]?|%|[kcmµ]?m|[kmµ]?g|[md]?L|m[lL]|min|kcal)(?!\w))")


def keep_units(text: str) -> str:
    """Return Markdown in which a no-break space (U+00A0) stands between a number and its unit."""
    if not _UNIT.search(text):
        return text
    return "\n".join(
        "".join(
            piece if index % 2 else _UNIT.sub("\u00a0", piece)
            for index, piece in enumerate(NO_TEXT.split(line))
        )
        for line in text.split("\n")
    )
