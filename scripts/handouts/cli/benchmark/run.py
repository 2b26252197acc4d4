"""The verb that builds sample libraries and prints what each part costs."""

from __future__ import annotations

import argparse
import datetime
import gzip
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from handouts.build import pipeline
from handouts.cli import edit, project
from handouts.cli.benchmark import sample_library
from handouts.cli.benchmark.sample_library import ADDRESS
from handouts.system import stopwatch
from handouts.system.stopwatch import Clock, Cost, Costs

# Bytes of a published GitHub Pages site at most: docs.github.com/pages, "GitHub Pages limits".
LIMIT = 1_000_000_000
MEMORY = 1_000  # MB of the largest process of a build


def measure_site(folder: Path) -> tuple[int, int, int]:
    """Return the bytes of a site, of the median handout's page and of what search loads first.

    The last two are compressed.
    """
    pages = sorted(_compressed(path) for path in folder.glob("handouts/*/index.html"))
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    script = _compressed(folder / "assets/search.js")
    return (
        size,
        pages[len(pages) // 2],
        script + max(map(_compressed, folder.glob("search-index*.js"))),
    )


def report_lines(
    count: int,
    small_count: int,
    cold: dict[int, Cost],
    again: Cost,
    plain: Cost,
    sizes: dict[int, tuple[int, int, int]],
) -> Iterator[str]:
    """Yield a line for each cost that has a limit: the cost and the limit.

    `cold` and `sizes` are by number of handouts; `again` is the cost after an edit, `plain` that
    of the bare build.
    """
    size, page, search = sizes[count]
    first, small = cold[count], cold[small_count]
    ms, small_ms = first.cpu / count * 1000, small.cpu / small_count * 1000
    yield f"\nFirst build: {first.seconds:.0f} s; for 1,000 handouts on two cores at most 120 s."
    memory = (
        "This system does not say how much memory was used"
        if first.memory is None
        else f"The largest process held {first.memory:.0f} MB"
    )
    yield f"{memory}; at most {MEMORY:,}."
    by_cpu, by_clock = again.cpu / plain.cpu, again.seconds / plain.seconds
    yield (
        f"After one edit: {by_cpu:.2f} × the processor time of the bare build,"
        f" {by_clock:.2f} × its time on the clock; at most 2."
    )
    yield (
        f"A handout costs {ms:.0f} ms of processor; among {small_count:,}, {small_ms:.0f} ms:"
        f" {ms / small_ms:.2f} ×, at most 1.25."
    )
    small_page = sizes[small_count][1]
    yield (
        f"A page: {page / 1000:.1f} KB compressed;"
        f" among {small_count:,}: {small_page / 1000:.1f} KB."
    )
    yield f"Search loads {search / 1000:.0f} KB compressed, largest part and script; at most 60."
    yield f"The site: {size / 1e6:.0f} MB; GitHub Pages takes {LIMIT / 1e6:.0f}."


def _compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6, mtime=0))


def run_bench(arguments: argparse.Namespace) -> int:
    """Build sample libraries and print what each cost. Return the exit status.

    Each is built in a process of its own, so that none pays or saves for another.
    """
    os.environ["SITE_URL"] = ADDRESS
    count = max(10, arguments.handouts)
    small_count = min(100, count)
    with tempfile.TemporaryDirectory() as folder:
        cold, sizes = {}, {}
        for size in sorted({small_count, count}):
            root = Path(folder) / str(size)
            sample_library.library(root, project.ROOT, size)
            edit.add_versions(root, datetime.date(2026, 11, 1))
            cold[size] = _run_in_process(
                _build_library, root, f"{size:,} handouts, built for the first time"
            )
            sizes[size] = measure_site(root / "site")
        sample_library.edit(root)
        edit.add_versions(root, datetime.date(2026, 11, 2))
        again = _run_in_process(
            _build_library, root, f"{count:,} handouts, built again after one edit"
        )
        plain = _run_in_process(
            _build_bare,
            sample_library.bare(Path(folder) / "bare", root),
            "The same pages by MkDocs and its theme alone",
        )
    for line in report_lines(count, small_count, cold, again, plain, sizes):
        print(line)
    return 0


def _run_in_process(work: Callable[[Path], Costs], path: Path, title: str) -> Cost:
    """Do some work in a process of its own, print the cost of each part, and return the total."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        parts, total = pool.submit(work, path).result()
    print(f"\n{title}\n{'seconds':>9}{'of all cores':>14}")
    for part, cost in (*parts.items(), ("all", total)):
        print(f"{cost.seconds:9.1f}{cost.cpu:14.1f}  {part}", flush=True)
    return total


def _build_library(root: Path) -> Costs:
    return stopwatch.measure(lambda clock: pipeline.build(root, root / "site", clock))


def _build_bare(config: Path) -> Costs:
    words = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(config)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}

    def build(clock: Clock) -> None:
        with clock.time("pages"):
            subprocess.run(words, env=environment, check=True)

    return stopwatch.measure(build)
