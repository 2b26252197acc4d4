"""Characters that hide, join or imitate others, so that words are not what they seem to be.

Readers cannot tell them apart, but checks can: a pair of words, a medicine or a citation would pass
unseen. So text is read in one normal form, NFC (https://unicode.org/reports/tr15/), and what has
another form all the same is reported, after the advice of https://unicode.org/reports/tr39/.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Control characters; zero-width ones, soft hyphens, fillers, variation selectors and tags, which
# hide words from checks; those that break lines only for YAML or turn the direction of what
# follows (https://trojansource.codes); private ones; and what stands for a letter that was lost.
UNSEEN = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\ud7ff\uf900-\ufffd\U00010000-\U0010ffff]"
    r"|[\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2028-\u202e\u2060-\u206f\u2800"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffd\U000e0000-\U0010ffff]"
)
# Joiners and marks of direction, with which Arabic and Indic scripts are written.
_JOINER = re.compile("[\u061c\u200c-\u200f]")
_JOINED_SCRIPTS = "\u0590-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufefc"
_JOINED = re.compile(f"[{_JOINED_SCRIPTS}]")
_BETWEEN_LETTERS = re.compile(
    f"(?<=[^\\W{_JOINED_SCRIPTS}])[\u061c\u200c-\u200f]+(?=[^\\W{_JOINED_SCRIPTS}])"
)
# Ligatures, wide, mathematical, raised, circled and other forms of plain letters and digits.
_FORM = re.compile(
    "[\u017f\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1d6a\u1d78-\u1dbf\u2071\u207f\u2090-\u209c"
    "\u210a-\u2115\u2118-\u211d\u2124\u2128\u212c-\u2134\u2139\u2145-\u2149\u2160-\u217f"
    "\u2460-\u24ea\ufb00-\ufb06\ufb13-\ufb17\ufb50-\ufbb1\ufbd3-\ufd3d\ufe54-\ufe6b\ufe70-\ufefc"
    "\uff01-\uff5e\U0001d400-\U0001d7ff\U0001f100-\U0001f189\U0001fbf0-\U0001fbf9]"
)
_SEVERAL_FORMS = re.compile(rf"{_FORM.pattern}+")
# A stroke through a letter, and other marks that belong to no letter of any alphabet.
_STROKE = re.compile("[\u0334-\u0338\u0363-\u036f\u0489\u20d0-\u20f0]")
_LATIN = "A-Za-z\xc0-\u024f\u1e00-\u1eff"
# Letters that look like Latin ones: all Cyrillic, and of Greek those that names of medicines and
# of parts of the body do not use.
_LIKE_LATIN = (
    "\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03b9\u03bf"
    "\u0400-\u052f\u0531-\u0587\u13a0-\u13ff\u1c80-\u1c88\ua4d0-\ua4ff"
)
_MIXED = re.compile(rf"[^\W\d_]*(?:[{_LATIN}][{_LIKE_LATIN}]|[{_LIKE_LATIN}][{_LATIN}])[^\W\d_]*")
_SUSPICIOUS = re.compile(
    f"{UNSEEN.pattern}|{_JOINER.pattern}|{_FORM.pattern}|{_STROKE.pattern}|[{_LIKE_LATIN}]"
)


def normalize(text: str) -> str:
    """Return the text in normal form C, in which an accent is part of its letter."""
    return unicodedata.normalize("NFC", text)


def is_plain(text: str) -> bool:
    """Return whether a text, in normal form C, certainly holds no character to report."""
    return not _SUSPICIOUS.search(text)


def is_mark(text: str) -> bool:
    """Return whether a text starts with a mark that belongs to the letter before it."""
    return unicodedata.category(text[0]).startswith("M")


def remove_unseen(text: str) -> str:
    """Return the text without the characters that nobody sees."""
    text = _BETWEEN_LETTERS.sub("", UNSEEN.sub("", text))
    return text if _JOINED.search(text) else _JOINER.sub("", text)


def describe(line: str) -> Iterator[str]:
    """Yield what is wrong with the characters of a line in normal form C, a sentence for each."""
    joiners = _BETWEEN_LETTERS.findall(line) if _JOINED.search(line) else _JOINER.findall(line)
    for char in dict.fromkeys([*UNSEEN.findall(line), *"".join(joiners)]):
        yield f"This line holds a character that cannot be seen (U+{ord(char):04X}). Delete it."
    for form in dict.fromkeys(_SEVERAL_FORMS.findall(line)):
        yield (
            f"“{form}” looks like other characters but is not the same (U+{ord(form[0]):04X}). "
            f"Write {unicodedata.normalize('NFKC', form)}."
        )
    if match := _STROKE.search(line):
        yield (
            f"A mark stands on or through a letter here (U+{ord(match[0]):04X}). "
            "Delete it, and type the word anew."
        )
    for word in dict.fromkeys(_MIXED.findall(line)):
        yield f"“{word}” mixes letters of two alphabets that look alike. Type the word anew."
