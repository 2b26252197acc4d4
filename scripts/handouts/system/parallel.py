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
# What copies of this process are to do, and on which items; the last entry counts.
_orders: list[tuple[Callable[[Any], Any], Sequence[Any]]] = []


def map_parallel(work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
    """Yield what `work` returns for each item, in their order.

    `work` must leave nothing behind but files and what it returns. On Linux it runs in copies of
    this process, which have all that was read and load nothing; what they return is sent back, so
    it must be plain data. A copy takes along only the thread that made it, so where other threads
    run (Typst keeps some, once it was called), and on other systems, it runs in threads. Raises
    what `work` raises, and OSError (ENOMEM) where a copy was ended from outside.
    """
    workers = min(len(items), os.cpu_count() or 1)
    if workers < 2:
        yield from map(work, items)
    elif sys.platform == "linux" and sum(1 for _ in Path("/proc/self/task").iterdir()) == 1:
        yield from _map_in_copies(work, items, workers)
    else:
        with ThreadPoolExecutor(workers) as threads:
            yield from threads.map(work, items)


def _map_in_copies(work: Callable[[T], R], items: Sequence[T], workers: int) -> Iterator[R]:
    _orders.append((work, items))
    pool = ProcessPoolExecutor(
        workers, multiprocessing.get_context("fork"), _prepare_copy, (os.getpid(),)
    )
    waits = True
    try:
        yield from pool.map(_run_item, range(len(items)))
    except BrokenProcessPool:
        raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)) from None
    except (KeyboardInterrupt, GeneratorExit):
        # Nobody wants the rest, and whoever stops a command waits for nothing.
        waits = False
        raise
    finally:
        pool.shutdown(waits, cancel_futures=True)
        _orders.pop()


def _prepare_copy(parent: int) -> None:
    """Let a copy end when its parent process ends, for whatever reason, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the call above
        os._exit(1)


def _run_item(number: int) -> Any:
    work, items = _orders[-1]
    return work(items[number])
