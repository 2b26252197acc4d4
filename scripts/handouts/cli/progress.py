"""What a long command is doing, and how far it is.

On a terminal one line that is written over; elsewhere, as in a log, a line now and then.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import TextIO

Show = Callable[[str, int, int], None]  # what is being done, how many are done, of how many
INTERVAL = 0.1  # seconds between two states on a terminal: more often nobody reads
PAUSE = 10.0  # seconds between two lines in a log


def no_progress(task: str, done: int = 0, total: int = 0) -> None:
    """Show nothing."""


@contextlib.contextmanager
def shown(quiet: bool = False, to: TextIO | None = None) -> Iterator[Show]:
    """Yield what shows how far the work inside is; with `quiet` it shows nothing.

    On a terminal the line is gone afterwards.
    """
    stream = to or sys.stderr
    if quiet:
        yield no_progress
    elif stream.isatty():
        try:
            yield _Line(stream, INTERVAL, "\r\033[K", "")
        finally:
            print("\r\033[K", end="", file=stream, flush=True)
    else:
        yield _Line(stream, PAUSE, "", "\n")


class _Line:
    """Writes states of the work, not more often than every `interval` seconds."""

    def __init__(self, stream: TextIO, interval: float, before: str, after: str) -> None:
        self.stream, self.interval, self.before, self.after = stream, interval, before, after
        self.next_at = time.monotonic() + interval

    def __call__(self, task: str, done: int = 0, total: int = 0) -> None:
        moment = time.monotonic()
        if moment < self.next_at:
            return
        self.next_at = moment + self.interval
        state = f"{task}: {done} of {total}" if total else f"{task} …"
        print(f"{self.before}{state}", end=self.after, file=self.stream, flush=True)
