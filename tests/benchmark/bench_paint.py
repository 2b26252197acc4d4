"""How long a slow phone shows nothing: python3 scripts test -s tests/benchmark/bench_paint.py

A first visit over slow 3G with a processor a quarter as fast, from a server that compresses. Run
only when asked for, on a machine that does nothing else.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import io
import statistics
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.browser import QuietHandler
from support.project import BuiltLibrary

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LIMIT = 1900  # milliseconds to the first paint of words
VISITS = 5  # the median counts
# As Lighthouse and WebPageTest mean it: 400 ms there and back, 400 kbit/s.
SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}
SLOWER = 4
PAINT = (
    "performance.getEntriesByName('first-contentful-paint').map(entry => entry.startTime)[0] || 0"
)
pytestmark = pytest.mark.timeout(0)


class Compressed(QuietHandler):
    """Sends what can be compressed as gzip, as GitHub Pages does."""

    def send_head(self) -> io.BytesIO | None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return None
        data = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix not in (".woff2", ".png"):
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return io.BytesIO(data)


@pytest.fixture
def compressed_url(built_library: BuiltLibrary) -> Iterator[str]:
    handler = functools.partial(Compressed, directory=str(built_library.site.folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def first_paint(browser: Browser, address: str) -> float:
    """Milliseconds from the request of a page to its first words, on a first visit."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW_3G)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    page.wait_for_timeout(500)
    painted = page.evaluate(PAINT)
    context.close()
    assert painted
    return float(painted)


def test_words_appear_soon_on_a_slow_phone(
    built_library: BuiltLibrary, compressed_url: str, browser: Browser
) -> None:
    library = built_library.library
    slow = {}
    for language in library.languages:
        for page in (library.home(language), library.address(language.handouts[0])):
            times = [first_paint(browser, compressed_url + page) for _ in range(VISITS)]
            median = statistics.median(times)
            print(f"\n{page or 'home'}: {median:.0f} ms ({min(times):.0f} to {max(times):.0f})")
            if median > LIMIT:
                slow[page] = times
    assert slow == {}
