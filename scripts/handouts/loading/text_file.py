"""Read bytes as text: refuse what is too large, not UTF-8, or cannot be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from handouts.loading import characters
from handouts.problems import Problem, Refused

# Bytes; the largest file that people write here is the bibliography, a tenth of this.
LARGEST = 1_000_000
# Bytes of a page; a long page has 5,000, and Markdown takes minutes for a million of some signs.
LARGEST_PAGE = 250_000
LONGEST_LINE = 10_000  # characters, for the same reason

_CONFLICT = re.compile(r"(?:<{7}|>{7})(?= |$)")
_TWO_VERSIONS = (
    "Two versions of these lines stand here, since two people changed them. Keep the right words, "
    "and delete the lines that start with <<<<<<<, ======= and >>>>>>>."
)


def text_of(path: Path, name: str, largest: int = LARGEST) -> str:
    """Return the text of a file that a person wrote.

    `name` is the name of the file in Problems. A byte-order mark and Windows line ends are accepted
    and dropped, and an accent becomes part of its letter. Raises Refused where the file is missing,
    too large, not UTF-8, or holds characters that nobody sees or that imitate others.
    """
    text, problems = visible(path, name, largest)
    if problems:
        raise Refused(problems)
    return text


def visible(path: Path, name: str, largest: int = LARGEST) -> tuple[str, list[Problem]]:
    """Return the text as `text_of` does, and the Problems of its characters.

    Those that nobody sees are left out of the text. Raises Refused for all other Problems.
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
    text = characters.normalize(re.sub(r"\r+\n|\r", "\n", text))
    if conflicts := list(_conflicts(text)):
        raise Refused([Problem(name, line, _TWO_VERSIONS) for line in conflicts])
    problems = []
    if not characters.is_plain(text):
        problems = [
            Problem(name, line, message)
            for line, content in enumerate(text.split("\n"), 1)
            for message in characters.describe(content)
        ]
        text = characters.remove_unseen(text)
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
