"""How anything wrong is reported: a file, a line, and one plain sentence that says what to write instead."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong.

    `path` is relative to the project, with forward slashes. `line` counts from 1; 0 stands for the file as a whole.
    `message` is a sentence for a person who writes handouts: what is wrong, and what to write instead.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}"


class Refused(Exception):
    """Raised where work cannot go on; holds every Problem that was found, not just the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


_FULL = "There is no room left on the disk. Free some space, then run the same command again."
_CLOSED = "This place cannot be written or read ({reason}). Look who owns it and what may be done there, then run the same command again."
_OTHER = "The system refused to read or write here ({reason}). Mend that, then run the same command again."
_SENTENCES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: "This file would be larger than the system allows here. Raise that limit (ulimit -f), then run the same command again.",
    errno.EACCES: _CLOSED,
    errno.EPERM: _CLOSED,
    errno.EROFS: _CLOSED,
    errno.ENOMEM: "There was not enough memory, or a part of the work was ended from outside. Run the same command again.",
    errno.ETIMEDOUT: "Another command has been at work here for very long. End it, then run the same command again.",
}


def trouble(error: OSError, root: Path) -> Problem:
    """What the system refused, as a Problem of the file or folder below `root` that it was about."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    sentence = _SENTENCES.get(error.errno or 0, _OTHER).replace("{reason}", reason)
    path = Path(os.fsdecode(error.filename)) if isinstance(error.filename, (str, bytes)) else root
    return Problem(
        path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path), 0, sentence
    )


@contextmanager
def as_problems(root: Path) -> Iterator[None]:
    """Tell as Refused what the system refuses: a full disk, a folder that may not be written. Raises BrokenPipeError as it is."""
    try:
        yield
    except BrokenPipeError:
        raise  # nobody reads on what we print, as after `| head`: that is no fault of the machine's
    except OSError as error:
        raise Refused([trouble(error, root)]) from None


def tell(problems: Iterable[Problem], to: TextIO | None = None) -> int:
    """Print every Problem once, in order, and how many there are. Return the exit status: 0 for none, else 1.

    In GitHub Actions each is also an annotation on its line
    (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
    """
    to = to or sys.stderr
    found = sorted(set(problems))
    for problem in found:
        print(problem, file=to)
        if os.environ.get("GITHUB_ACTIONS") == "true":
            print(_annotation("error", problem))
    if found:
        print(
            f"{len(found)} problem{'s' if len(found) > 1 else ''} found. Nothing was published.",
            file=to,
        )
    return 1 if found else 0


def remark(notices: Iterable[Problem], to: TextIO | None = None) -> None:
    """Print what is worth knowing but stops nothing, each once, in order; in GitHub Actions also as a notice on its line."""
    for notice in sorted(set(notices)):
        print(f"Notice: {notice}", file=to or sys.stderr)
        if os.environ.get("GITHUB_ACTIONS") == "true":
            print(_annotation("notice", notice))


def _annotation(kind: str, one: Problem) -> str:
    """A Problem as a command to GitHub Actions, in whose properties a colon and a comma mean something too."""
    path = _escaped(one.path).replace(":", "%3A").replace(",", "%2C")
    return f"::{kind} file={path},line={one.line or 1}::{_escaped(one.message)}"


def _escaped(message: str) -> str:
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
