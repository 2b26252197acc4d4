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
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from handouts.build import pipeline
from handouts.cli import edit, project
from handouts.cli.benchmark import sample_library
from handouts.cli.benchmark.sample_library import ADDRESS
from handouts.system import stopwatch
from handouts.system.stopwatch import Clock, Cost, Costs

# Bytes of a published GitHub Pages site at most: docs.github.com/pages, "GitHub Pages limits".
LIMIT = 1_000_000_000
MEMORY = 1_000  # MB of the largest process of a build


# Bytes of script and style of the page for packets, compressed, beside the words of handouts: a
# clinic may open it over a phone's connection.
PACKET_CODE = 8_000


class Sizes(NamedTuple):
    """The bytes of a built site."""

    site: int
    page: int  # the median handout's page, compressed
    search: int  # what search loads before its first answer, compressed
    packet_code: int  # script and style of the page for packets, compressed
    packet_words: int  # the scripts with the words of handouts for packets, all of them
    packet_script: int  # the median one of these, compressed


def measure_site(folder: Path) -> Sizes:
    """Return the bytes of a site and of what readers load."""
    scripts = sorted(folder.rglob("*.packet.js"))
    return Sizes(
        site=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        page=_median(folder.glob("handouts/*/index.html")),
        search=_compressed(folder / "assets/search.js")
        + max(map(_compressed, folder.glob("search-index*.js"))),
        packet_code=sum(
            _compressed(folder / "assets" / name)
            for name in ("packet.js", "packet.css", "clipboard.js")
        ),
        packet_words=sum(path.stat().st_size for path in scripts),
        packet_script=_median(scripts),
    )


def _median(paths: Iterable[Path]) -> int:
    """Return the bytes of the median one of some files, compressed."""
    sizes = sorted(map(_compressed, paths))
    return sizes[len(sizes) // 2]


def report_lines(
    count: int,
    small_count: int,
    cold: dict[int, Cost],
    again: Cost,
    plain: Cost,
    sizes: dict[int, Sizes],
) -> Iterator[str]:
    """Yield a line for each cost that has a limit: the cost and the limit.

    `cold` and `sizes` are by number of handouts; `again` is the cost after an edit, `plain` that
    of the bare build.
    """
    size = sizes[count]
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
    yield (
        f"A page: {size.page / 1000:.1f} KB compressed;"
        f" among {small_count:,}: {sizes[small_count].page / 1000:.1f} KB."
    )
    yield (
        f"Search loads {size.search / 1000:.0f} KB compressed, largest part and script; at most 60."
    )
    yield (
        f"The page for packets loads {size.packet_code / 1000:.1f} KB of script and style"
        f" compressed, at most {PACKET_CODE / 1000:.0f}, and {size.packet_script / 1000:.1f} KB for"
        f" each handout."
    )
    yield (
        f"Packet scripts are {size.packet_words / 1e6:.1f} MB,"
        f" {size.packet_words / size.site * 100:.1f} % of the site."
    )
    yield f"The site: {size.site / 1e6:.0f} MB; GitHub Pages takes {LIMIT / 1e6:.0f}."


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
