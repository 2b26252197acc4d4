"""Read bytes as text: refuse what is too large, not UTF-8, or cannot be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from handouts.problems import Problem, Refused

# Bytes; the largest file that people write here is the bibliography, a tenth of this.
LARGEST = 1_000_000
# Bytes of a page; a long page has 5,000, and Markdown takes minutes for a million of some signs.
LARGEST_PAGE = 250_000
LONGEST_LINE = 10_000  # characters, for the same reason

# Control characters; zero-width ones, soft hyphens and tags, which hide words from checks; those
# that break lines only for YAML or turn the direction of what follows (https://trojansource.codes);
# private ones; and what stands for a letter that was lost. Marks of direction and joiners (U+200C
# to U+200F) are allowed: Persian and other languages are written with them.
_UNSEEN = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\ud7ff\uf900-\ufffd\U00010000-\U0010ffff]"
    r"|[\xad\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd\U000e0000-\U0010ffff]"
)
_CONFLICT = re.compile(r"(?:<{7}|>{7})(?= |$)")
_TWO_VERSIONS = (
    "Two versions of these lines stand here, since two people changed them. Keep the right words, "
    "and delete the lines that start with <<<<<<<, ======= and >>>>>>>."
)


def text_of(path: Path, name: str, largest: int = LARGEST) -> str:
    """Return the text of a file that a person wrote.

    `name` is the name of the file in Problems. A byte-order mark and Windows line ends are accepted
    and dropped. Raises Refused where the file is missing, too large, not UTF-8, or holds characters
    that nobody sees.
    """
    text, problems = visible(path, name, largest)
    if problems:
        raise Refused(problems)
    return text


def visible(path: Path, name: str, largest: int = LARGEST) -> tuple[str, list[Problem]]:
    """Return the text as `text_of` does, and the Problems of characters that nobody sees.

    Those characters are left out of the text. Raises Refused for all other Problems.
    """
    try:
        data = path.read_bytes()
    except IsADirectoryError:
        raise Refused(
            [Problem(name, 0, "This is a folder, and a file should stand here. Rename the folder.")]
        ) from None
    except FileNotFoundError:
        raise Refused(
            [
                Problem(
                    name,
                    0,
                    "This file is missing. Write it, or bring it back from an earlier version.",
                )
            ]
        ) from None
    except OSError as error:
        raise Refused([Problem(name, 0, f"This file cannot be read ({error.strerror}).")]) from None
    if len(data) > largest:
        raise Refused(
            [
                Problem(
                    name,
                    0,
                    f"This file has {len(data):,} bytes; at most {largest:,} are read. Make it "
                    "shorter.",
                )
            ]
        )
    if (
        data.startswith((b"\xff\xfe", b"\xfe\xff"))
        or data[:200].count(b"\0") > len(data[:200]) // 3
    ):
        raise Refused(
            [
                Problem(
                    name,
                    0,
                    "This file is saved as UTF-16 or is no text at all. Save it with the "
                    "encoding UTF-8.",
                )
            ]
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(
            [Problem(name, line, "This line is not UTF-8. Save the file with the encoding UTF-8.")]
        ) from None
    text = re.sub(r"\r*\n|\r", "\n", text)
    if conflicts := list(_conflicts(text)):
        raise Refused([Problem(name, line, _TWO_VERSIONS) for line in conflicts])
    problems = []
    if _UNSEEN.search(text):
        for line, content in enumerate(text.split("\n"), 1):
            problems += [
                Problem(
                    name,
                    line,
                    f"This line holds a character that cannot be seen (U+{ord(char):04X}). "
                    "Delete it.",
                )
                for char in dict.fromkeys(_UNSEEN.findall(content))
            ]
        text = _UNSEEN.sub("", text)
    if len(text) > LONGEST_LINE:
        for line, content in enumerate(text.split("\n"), 1):
            if len(content) > LONGEST_LINE:
                raise Refused(
                    [
                        Problem(
                            name,
                            line,
                            f"This line has {len(content):,} characters; at most "
                            f"{LONGEST_LINE:,} are read. Break it.",
                        )
                    ]
                )
    return text, problems


def _conflicts(text: str) -> Iterator[int]:
    """Yield the lines at which git left two versions of what two people changed.

    They start with <<<<<<<, or with >>>>>>> where only that remains.
    """
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        if match := _CONFLICT.match(line):
            begins = match[0] == "<<<<<<<"
            if begins or not inside:
                yield number
            inside = begins
