"""How anything wrong is told: a file, a line, and one plain sentence that says what to write instead."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
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
            print(f"::error file={problem.path},line={problem.line or 1}::{_escaped(problem.message)}")
    if found:
        print(f"{len(found)} problem{'s' if len(found) > 1 else ''} found. Nothing was published.", file=to)
    return 1 if found else 0


def remark(notices: Iterable[Problem], to: TextIO | None = None) -> None:
    """Print what is worth knowing but stops nothing, each once, in order; in GitHub Actions also as a notice on its line."""
    for notice in sorted(set(notices)):
        print(f"Notice: {notice}", file=to or sys.stderr)
        if os.environ.get("GITHUB_ACTIONS") == "true":
            print(f"::notice file={notice.path},line={notice.line or 1}::{_escaped(notice.message)}")


def _escaped(message: str) -> str:
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
