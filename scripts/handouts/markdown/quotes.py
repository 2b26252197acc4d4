"""Straight marks that are no quotes: feet and inches, and letters left out at a word's start.

Python-Markdown's smarty reads every straight mark as a quote. What is no quote is escaped, or
written as an apostrophe, before it sees the text.
"""

from __future__ import annotations

import re

# What is no text: code, addresses and attributes.
NO_TEXT = re.compile(r"(`[^`\n]*`|\]\((?:[^()\n]|\([^()\n]*\))*\)|<[a-z]+:[^>\n]*>|\{[^}\n]*\})")
_FEET = re.compile(r"(?<=\d)'(?= ?\d{1,2}(?!\d))")
_MARK = re.compile(r"(?<![\\\w])[\"']|(?<=[^\W\d])[\"']|(?<=\d)[\"'](?!\w)")
# English words that begin with an apostrophe, and the n of rock 'n' roll.
_LEFT_OUT = re.compile(
    r"(?<![\w'’])'(?=(?:tis|twas|twere|twill|til|till|em|cause|cos|cuz|bout|round|neath)\b(?!'))",
    re.I,
)
_AND = re.compile(r"(?<![\w'’])'n'(?!\w)", re.I)


def keep_marks(text: str, language: str) -> str:
    """Return Markdown in which feet, inches and apostrophes are not taken for quotes."""
    if "'" not in text and '"' not in text:
        return text
    return "\n".join(
        _kept_in_line(line, language) if "'" in line or '"' in line else line
        for line in text.split("\n")
    )


def _kept_in_line(line: str, language: str) -> str:
    opened = {"'": False, '"': False}  # whether a quote was opened and not closed yet
    is_english = language.partition("-")[0] == "en"

    def kept(text: str) -> str:
        if is_english:
            text = _AND.sub("’n’", _LEFT_OUT.sub("’", text))
        return _MARK.sub(lambda match: _kept(match, opened), _FEET.sub(r"\\'", text))

    pieces = enumerate(NO_TEXT.split(line))
    return "".join(piece if index % 2 else kept(piece) for index, piece in pieces)


def _kept(match: re.Match[str], opened: dict[str, bool]) -> str:
    """Return a mark, escaped where it stands after a number and closes no quote."""
    mark, before = match[0], match.string[: match.start()]
    if before[-1:].isdigit() and not opened[mark]:
        return f"\\{mark}"
    after = match.string[match.end() : match.end() + 1]
    opened[mark] = bool(after.strip()) and not (
        before[-1:].isalnum() or before[-1:] in tuple(".,!?…")
    )
    return mark
