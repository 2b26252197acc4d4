"""The same work on many values, side by side on all processor cores."""

from __future__ import annotations

import ctypes
import errno
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

PR_SET_PDEATHSIG = 1  # linux/prctl.h
_orders: list[
    tuple[Callable[[Any], Any], Sequence[Any]]
] = []  # what copies of this process are to do, and on what: the last


def each(work: Callable[[T], R], things: Sequence[T]) -> Iterator[R]:
    """What `work` makes of each thing, in their order. It must leave nothing behind but files and what it returns.

    On Linux in copies of this process, which have all that was read and load nothing; what they return is sent back, so
    it must be plain data. A copy takes along only the thread that made it, so where others run (Typst keeps some, once it
    was called), and on other systems, it is done in threads. Raises what `work` raises, and OSError (ENOMEM) where a copy
    was ended from outside.
    """
    many = min(len(things), os.cpu_count() or 1)
    if many < 2:
        yield from map(work, things)
    elif sys.platform == "linux" and sum(1 for _ in Path("/proc/self/task").iterdir()) == 1:
        yield from _copies(work, things, many)
    else:
        with ThreadPoolExecutor(many) as threads:
            yield from threads.map(work, things)


def _copies(work: Callable[[T], R], things: Sequence[T], many: int) -> Iterator[R]:
    _orders.append((work, things))
    try:
        with ProcessPoolExecutor(
            many, multiprocessing.get_context("fork"), _settled, (os.getpid(),)
        ) as pool:
            yield from pool.map(_done, range(len(things)))
    except BrokenProcessPool:
        raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)) from None
    finally:
        _orders.pop()


def _settled(parent: int) -> None:
    """Let a copy end when the process does that made it, however that is, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we could ask to be told
        os._exit(1)


def _done(number: int) -> Any:
    work, things = _orders[-1]
    return work(things[number])
