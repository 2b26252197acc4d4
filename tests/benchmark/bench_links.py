"""How fast links are checked on a thousand pages, beside another checker: python3 scripts test -s
tests/benchmark/bench_links.py

Run only when asked for: it takes a minute, and its numbers mean something only on a machine that
does nothing else.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.model.addresses import NOT_FOUND
from handouts.model.library import Library
from handouts.site import link_check, resolve
from handouts.site.built_site import Built
from handouts.site.extract.content import Content
from support.programs import lychee

PAGES, TIMES, BOUND = 1000, 3, 2.0
pytestmark = pytest.mark.timeout(0)


class WithoutPdfs(Built):
    """A site whose PDFs are there and not read."""

    def content(self, file: str) -> Content:
        return Content() if file.endswith(".pdf") else super().content(file)


def thousandfold(built: Built, url: str, to: Path, pages: int) -> Path:
    """The site in the folder `to`, with so many copies of itself below it that it has at least so
    many pages, each right."""
    count = -(-pages // sum(file.endswith(".html") for file in built.files))
    for copy in ("", *(f"copy{number}/" for number in range(1, count))):
        for file in built.files - ({NOT_FOUND, "robots.txt"} if copy else set()):
            path = to / copy / file
            path.parent.mkdir(parents=True, exist_ok=True)
            if file.endswith((".html", ".json", ".xml", ".js")):
                path.write_bytes(built.data(file).replace(url.encode(), f"{url}{copy}".encode()))
            else:
                os.link(built.folder / file, path)
    home = to / "index.html"
    links = "".join(f'<a href="copy{number}/">x</a>' for number in range(1, count))
    home.write_text(
        re.sub("</body>", f"{links}</body>", home.read_text(encoding="utf-8")), encoding="utf-8"
    )
    return to


def seconds_of_fastest(work: Callable[[], object]) -> float:
    """Seconds that the fastest of a few runs takes."""
    took = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return min(took)


def measured(
    library: Library, built: Built, domain: Path, pages: int = PAGES
) -> tuple[float, float]:
    """Seconds that our check and lychee take for all files but PDFs of the same thousand pages."""
    url = library.site.url
    folder = thousandfold(built, url, domain / url.split("/", 3)[3], pages)

    def ours() -> None:
        resolve._resolve_in_folder.cache_clear()
        assert list(link_check.check(library, WithoutPdfs(folder))) == []

    def theirs() -> None:
        assert (
            lychee(folder, url, domain, "html,css,json,xml,svg,js,txt").returncode == 0
        )  # all that ours reads

    return seconds_of_fastest(ours), seconds_of_fastest(theirs)


def test_a_thousand_pages_take_at_most_twice_the_time_of_another_checker(built_library, tmp_path):
    library, built = built_library
    ours, theirs = measured(library, built, tmp_path)
    print(
        f"\n{PAGES} pages, all but PDFs: ours {ours:.2f} s, lychee {theirs:.2f} s, "
        f"{ours / theirs:.2f} times its time"
    )
    assert ours <= BOUND * theirs


def test_pdfs_are_read_once(built_library, tmp_path):
    _, built = built_library
    pdfs = sorted(file for file in built.files if file.endswith(".pdf"))

    def read() -> Built:
        site = Built(built.folder, tmp_path / "pdfs.json")
        for file in pdfs:
            site.content(file)
        site.save_pdf_cache()
        return site

    start = time.perf_counter()
    read()
    first = time.perf_counter() - start
    again = seconds_of_fastest(read)
    print(f"\n{len(pdfs)} PDFs: {first:.2f} s to read, {again:.2f} s when known")
    assert again < first
