"""What each part of a build costs: time, processor time, memory."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]


@dataclass
class Cost:
    """What a part of a build costs.

    Seconds on the clock, seconds of all processors, and MB of the largest process (None: not
    known).
    """

    seconds: float = 0.0
    cpu: float = 0.0
    memory: float | None = None


@dataclass
class Clock:
    """What each part of a build cost, in order.

    `show` is told what is being done, and where many are to be made, how many are, of how many.
    """

    parts: dict[str, Cost] = field(default_factory=dict)
    show: Callable[[str, int, int], None] = lambda task, done, total: None

    @contextlib.contextmanager
    def time(self, part: str) -> Iterator[None]:
        """Add what happens inside to the cost of a part."""
        self.show(part, 0, 0)
        start, cpu = time.perf_counter(), _cpu()
        try:
            yield
        finally:
            cost = self.parts.setdefault(part, Cost())
            cost.seconds += time.perf_counter() - start
            cost.cpu += _cpu() - cpu

    def add(self, part: str, inside: Mapping[str, Cost]) -> None:
        """Add the cost of steps inside a part.

        They may have run in several processes at once, each with a clock of its own.
        """
        for name, cost in inside.items():
            total = self.parts.setdefault(f"{part}: {name}", Cost())
            total.seconds += cost.seconds
            total.cpu += cost.cpu


def _cpu() -> float:
    """Return the processor seconds of this process and of those that it has waited for."""
    return sum(os.times()[:4])


def _memory() -> float | None:
    """Return the peak MB of the largest of this process and those it waited for.

    None where the system cannot say.
    """
    if resource is None:
        return None
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB elsewhere: getrusage(2)
    return (
        max(
            resource.getrusage(who).ru_maxrss
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        * unit
        / 1e6
    )


Costs = tuple[dict[str, Cost], Cost]  # of each part, and of all together


def measure(work: Callable[[Clock], object]) -> Costs:
    """Run `work` in this process and return what it cost."""
    clock, total = Clock(), Clock()
    with total.time("all"):
        work(clock)
    cost = total.parts["all"]
    cost.memory = _memory()
    return clock.parts, cost
