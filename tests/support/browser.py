"""What tests do with a browser: serve a site, wait, press keys, and ask axe for barriers."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from playwright.sync_api import Page

# The first is the engine without a window: it loads a page in two thirds of the time.
PROGRAMS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking",
    "--font-render-hinting=none",  # else the shell rounds widths of letters: sheets come out longer
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


class OpenPage(Protocol):
    """Opens a page of a given size and color scheme."""

    def __call__(
        self,
        width: int,
        height: int = 800,
        *,
        java_script_enabled: bool = True,
        permissions: tuple[str, ...] = (),
        **media: str,
    ) -> Page: ...


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files as a host does, over lasting connections, with files beside the pages kept for a
    while; prints nothing."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        """Let a browser keep all but pages: what many pages share is fetched once, by readers and
        by tests."""
        if not self.path.partition("#")[0].endswith(("/", ".html")):
            self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, *words: object) -> None:
        """Print nothing."""


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """Serve a site on this machine, below a path as on GitHub Pages, and yield its address."""
    parent = site.parent / f"served-{os.getpid()}"
    parent.mkdir()
    (parent / "handouts").symlink_to(site)
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(QuietHandler, directory=str(parent))
    )
    # Asked at short intervals whether it shall end: the standard half second would be waited for.
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/handouts/"
    finally:  # also after a test that fails: the same site may be served again
        server.shutdown()
        server.server_close()
        (parent / "handouts").unlink()
        parent.rmdir()


def wait_until(page: Page, condition: str, seconds: float = 15) -> None:
    """Wait until a condition holds on the page. A browser's own way of waiting is a script that the
    site's policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"never came true: {condition}"
        page.wait_for_timeout(20)


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Press a key that leads to another page. The page before may never answer, and the keyboard
    waits for it without end."""
    from playwright.sync_api import TimeoutError as NoAnswer

    with contextlib.suppress(NoAnswer):
        page.locator(selector).press(key, timeout=5000)


def close_pages(pages: list[Page]) -> None:
    """Clear what pages stored, and close them but for one that a server sent: beside it, the next
    one opens in half the time."""
    from playwright.sync_api import Error

    pages = sorted(pages, key=lambda page: page.url.startswith("http"))
    for page in pages:
        with contextlib.suppress(Error):  # a page without an address of its own stores nothing
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    for page in pages[-1:]:
        page.unroute_all(behavior="ignoreErrors")
    for page in pages[:-1]:
        page.close()


# Barriers -----------------------------------------------------------------------------------------

# Axe looks at each text's contrast with the limit of the stricter rule (7 to 1; for large text
# 4.5), which holds the other one too: both rules side by side would look at all of it twice.
CONTRAST = {
    "ignoreUnicode": True, "ignoreLength": False, "ignorePseudo": False, "boldValue": 700,
    "boldTextPt": 14, "largeTextPt": 18,
    "contrastRatio": {"normal": {"expected": 7}, "large": {"expected": 4.5}},
    "pseudoSizeThreshold": 0.25, "shadowOutlineEmMax": 0.1, "textStrokeEmMin": 0.03,
}  # fmt: skip
AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
    "checks": {"color-contrast": {"options": CONTRAST}},
    "resultTypes": ["violations", "incomplete"],
    "preload": False,
}
# Of these rules the ones that look at colors: contrast, and links that only their color tells from
# the words around them.
COLOR_RULES = ["color-contrast", "link-in-text-block"]
COLORS = AXE | {"runOnly": {"type": "rule", "values": COLOR_RULES}, "rules": {}}
WITHOUT_COLORS = AXE | {"rules": AXE["rules"] | {rule: {"enabled": False} for rule in COLOR_RULES}}
# The widths of a phone and a desk, and the scheme that a page is checked in first; in the other
# one, `find_barriers` checks its colors.
SCREENS = [(390, "light"), (1280, "dark")]


def unfold(page: Page) -> None:
    """Open all that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")


def run_axe(page: Page, options: dict[str, Any], parts: str = "document") -> list[str]:
    """Run axe, which was loaded into the page, on the parts that a script gives.

    It gets a time limit of its own: a browser's answer has none.
    """
    result = page.evaluate(
        f"options => Promise.race([axe.run({parts}, options), new Promise((_, no) => "
        "setTimeout(no, 60000, new Error('axe did not finish')))])",
        options,
    )
    violations = [(rule["id"], node) for rule in result["violations"] for node in rule["nodes"][:3]]
    # Words in the very color of their ground: axe leaves them to a person to look at.
    unreadable = [
        (rule["id"], node)
        for rule in result["incomplete"]
        for node in rule["nodes"]
        if any((check["data"] or {}).get("messageKey") == "equalRatio" for check in node["any"])
    ]
    return [f"{rule}: {node['html'][:150]}" for rule, node in violations + unreadable]


def find_barriers(page: Page, scheme: str, colors: bool = True) -> list[str]:
    """Return what axe finds on a page in a color scheme, and with `colors` what it finds in the
    colors of both schemes.

    All that is folded is unfolded first: axe passes over it, and readers do not. A scheme gives
    colors and nothing else, so all other rules would say the same twice.
    """
    import axe_playwright_python

    unfold(page)
    page.evaluate(
        (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    )
    if not colors:
        return run_axe(page, WITHOUT_COLORS)
    barriers = [f"{scheme} {barrier}" for barrier in run_axe(page, AXE)]
    other = {"light": "dark", "dark": "light"}[scheme]
    page.emulate_media(color_scheme=other)
    barriers += [f"{other} {barrier}" for barrier in run_axe(page, COLORS)]
    page.emulate_media(color_scheme=scheme)
    return barriers
