"""How problems are reported: a file, a line, and a sentence that says what to write instead."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO


@dataclass(frozen=True, order=True)
class Problem:
    """A mistake in a file.

    `path` is relative to the project, with forward slashes. `line` counts from 1; 0 stands for the
    file itself. `message` is a sentence for a person who writes handouts: what is wrong, and what
    to write instead.
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


# Where the first sentence of a message ends: not inside quotes, which may hold sentences.
_SENTENCE_END = re.compile(r"(?<=[.:”])(?<!…”) (?=[A-Z][^“”]*(?:“[^”]*”[^“”]*)*$)")
_FULL = "There is no room left on the disk. Free some space, then run the same command again."
_CLOSED = (
    "This place cannot be written or read ({reason}). Look who owns it and what may be done there, "
    "then run the same command again."
)
_OTHER = (
    "The system refused to read or write here ({reason}). Mend that, then run the same command "
    "again."
)
_SENTENCES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: (
        "This file would be larger than the system allows here. Raise that limit (ulimit -f), then "
        "run the same command again."
    ),
    errno.EACCES: _CLOSED,
    errno.EPERM: _CLOSED,
    errno.EROFS: _CLOSED,
    errno.ENOMEM: (
        "There was not enough memory, or a part of the work was ended from outside. Run the same "
        "command again."
    ),
    errno.ETIMEDOUT: (
        "Another command has been at work here for very long. End it, then run the same command "
        "again."
    ),
}


def system_problem(error: OSError, root: Path) -> Problem:
    """Return what the system refused as a Problem.

    Its path is the file or folder that the error names, relative to `root` where it is below it.
    """
    reason = os.strerror(error.errno) if error.errno else str(error)
    sentence = _SENTENCES.get(error.errno or 0, _OTHER).replace("{reason}", reason)
    path = Path(os.fsdecode(error.filename)) if isinstance(error.filename, (str, bytes)) else root
    return Problem(
        path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path), 0, sentence
    )


@contextmanager
def as_problems(root: Path) -> Iterator[None]:
    """Turn what the system refuses into Refused: a full disk, a folder that may not be written.

    Raises BrokenPipeError as it is.
    """
    try:
        yield
    except BrokenPipeError:
        raise  # nobody reads on what we print, as after `| head`: that is no fault of the machine's
    except OSError as error:
        raise Refused([system_problem(error, root)]) from None


def print_problems(
    problems: Iterable[Problem], to: TextIO | None = None, outcome: str = "Nothing was published."
) -> int:
    """Print every Problem once, in order, how many there are, and what became of the work.

    Return the exit status: 0 for none, else 1. In GitHub Actions each is also an annotation on its
    line (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
    """
    to = to or sys.stderr
    unique = sorted(set(problems))
    for problem in unique:
        print(_colored(problem) if _has_colors(to) else problem, file=to)
        if os.environ.get("GITHUB_ACTIONS") == "true":
            print(_annotation("error", problem))
    if unique:
        _add_to_summary(unique)
        noun = "problem" if len(unique) == 1 else "problems"
        print(f"{len(unique)} {noun} found. {outcome}", file=to)
    return 1 if unique else 0


def _add_to_summary(problems: list[Problem]) -> None:
    """Write all Problems into the summary of a run of GitHub Actions, which shows ten beside lines.

    Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions, "Adding
    a job summary".
    """
    if not (path := os.environ.get("GITHUB_STEP_SUMMARY")):
        return
    lines = [
        f"## To mend: {len(problems)}",
        "",
        "| Where | What to write instead |",
        "| --- | --- |",
    ]
    for problem in problems:
        place = str(problem).removesuffix(f": {problem.message}")
        message = re.sub(r"([\\`*_\[\]<>#|~@])", r"\\\1", problem.message)
        lines.append(f"| `{place}` | {message} |")
    with Path(path).open("a", encoding="utf-8") as summary:
        summary.write("\n".join(lines) + "\n")


def _has_colors(stream: TextIO) -> bool:
    """Say whether a stream shows colors: a terminal does, unless its user wants none.

    NO_COLOR is what users set (https://no-color.org).
    """
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _colored(problem: Problem) -> str:
    """Return a Problem for a terminal: its place in bold red, and the cure on lines of its own.

    A message says what is wrong in its first sentence, and then what to write instead.
    """
    place, _, _ = str(problem).partition(f": {problem.message}")
    statement, *cure = _SENTENCE_END.split(problem.message, maxsplit=1)
    lines = [
        f"\033[1;31m{place}\033[0m: {statement}",
        *(f"    \033[32m{words}\033[0m" for words in cure),
    ]
    return "\n".join(lines)


def print_notices(notices: Iterable[Problem], to: TextIO | None = None) -> None:
    """Print notices, which stop nothing, each once, in order.

    In GitHub Actions each is also a notice on its line.
    """
    for notice in sorted(set(notices)):
        print(f"Notice: {notice}", file=to or sys.stderr)
        if os.environ.get("GITHUB_ACTIONS") == "true":
            print(_annotation("notice", notice))


def _annotation(kind: str, problem: Problem) -> str:
    """Return a Problem as a command to GitHub Actions.

    In the properties of a command a colon and a comma are escaped too.
    """
    path = _escaped(problem.path).replace(":", "%3A").replace(",", "%2C")
    return f"::{kind} file={path},line={problem.line or 1}::{_escaped(problem.message)}"


def _escaped(message: str) -> str:
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
