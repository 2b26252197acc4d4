"""What the tests share: small libraries drawn in a temporary folder, and the real one, built once."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import http.server
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import coverage
import pytest
import yaml

from handouts.build import pipeline
from handouts.cli import edit
from handouts.cli.benchmark import sample_library
from handouts.loading import library_loader, settings
from handouts.model.library import Library
from handouts.problems import Problem, Refused
from handouts.site.built_site import Built
from handouts.system import files

ROOT = Path(__file__).resolve().parents[1]
# What was withdrawn from the real library: an urgent correction must not wait for the tests of a page that is gone.
WITHDRAWN = frozenset(
    (yaml.safe_load((ROOT / "docs/moved.yml").read_text(encoding="utf-8")) or {}).get("withdrawn")
    or {}
)
TODAY = date(2026, 11, 22)


def at_hand(program: str) -> bool:
    """Whether tests may use a program. Where all tests must run, as on a build server, REQUIRE_BROWSER says so: then they use it,
    and fail where it is missing, since nobody there would see that they were skipped."""
    return bool(shutil.which(program) or os.environ.get("REQUIRE_BROWSER"))


def needs(program: str) -> pytest.MarkDecorator:
    """Skips a test on a computer that lacks a program, which is no Python package."""
    return pytest.mark.skipif(not at_hand(program), reason=f"{program} is not installed")


# A library on another subject: the machine must not know what it is about.
CONFIG = f"""\
site_name: Garden hands
site_url: !ENV [SITE_URL, ""]
docs_dir: docs/en
site_dir: site-preview
extra: {{library: garden-hands}}
theme:
  name: material
  custom_dir: {ROOT / "overrides"}
  language: en
  font: false
  favicon: assets/favicon.svg
extra_css: [assets/style.css]
plugins: {{}}
hooks: ["{(ROOT / "scripts" / "hooks.py").as_posix()}"]
exclude_docs: |
  /cards/
  /fonts/
  *.yml
  *.txt
strict: true
validation: {{omitted_files: ignore, absolute_links: relative_to_docs, links: {{anchors: warn, unrecognized_links: warn}}}}
"""
SOURCES = """\
soil-2020:
  publisher: Journal of Soil & Skin
  title: Sand, clay and cracks
  year: 2020
  url: https://soil.example/sand
  doi: 10.1000/soil
  read: In full
  trust: high
  why: Measured in forty gardens.
glove-notes:
  publisher: Glove Club
  title: Notes on gloves
  title_confirmed: false
  url: https://gloves.example/notes
  read: First page
  trust: low
  why: Tips from members.
"""
GLOSSARY = """\
chilblain:
  definition: A sore, itchy patch that comes after cold.
  search: [itchy toes]
  cites: [soil-2020]
barrier cream:
  definition: A cream that keeps water out.
  treatment: true
  forms: [barrier creams]
  cites: [glove-notes]
"""
CARD = """\
---
title: "Call {emergency} if:"
level: 3
---

- your hand turns white and stays white [^soil-2020]
"""
HANDOUT = """\
---
title: Dry garden hands
summary: See why soil dries your hands and what helps.
kind: handout
category: daily-care
audience: everyone
order: 10
search: [cracked fingers]
changed: 2026-11-01
fingerprint: "000000"
sources_gathered: 2026-10-01
next_check_due: 2027-10-01
---

## Key points { #key-points }

- Soil dries skin. [^soil-2020]
- Gloves help. [^glove-notes][^soil-2020]
- A cream may help too. [^glove-notes]

## Why does soil dry skin? { #why }

Clay takes up water, so your skin dries out. [^soil-2020]

## What helps? { #what-helps }

| Glove | Good for |
| --- | --- |
| Wool | Cold days |
| Rubber | Wet soil |

See [the list of words](words-to-know.md#words).

## What you can do { #what-you-can-do }

- [ ] Wear gloves.
- [ ] Wash off the soil.
- [ ] Rest your hands.

## When to get help { #when-to-get-help }

/// card | emergency
///

## Questions to ask { #questions-to-ask }

- Which gloves are best for me?
- Should I use a cream?
- When will my hands heal?
"""
WORD_LIST = """\
---
title: Garden words
summary: Find out what a garden word means.
kind: words
category: tools
audience: everyone
order: 20
changed: 2026-11-01
fingerprint: "000000"
sources_gathered: 2026-10-01
next_check_due: 2027-10-01
---

## Key points { #key-points }

- Look up a word here.
- Ask if a word is not here.
- Words stand from A to Z.

## Words { #words }

/// glossary
///
"""
HOME = """\
---
title: Garden hands
summary: Help for hands that work in soil.
---

## Where to start { #start }

- [My hands are dry](handouts/dry-hands.md) Start here.
"""
ABOUT = """\
---
title: About
summary: How these pages are made.
---

Every fact has a source.

/// bibliography
///
"""


@dataclass
class House:
    """A small library in a temporary folder, to be read, checked, built and broken."""

    root: Path

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a piece of a file that must be there."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def stamp(self) -> None:
        edit.stamp(self.root, TODAY)

    def library(self) -> Library:
        whole, problems = library_loader.read(self.root, settings.read(self.root))
        assert not problems, problems
        return whole

    def problems(self) -> list[Problem]:
        """Everything that reading and checking says, fingerprints aside: they change with every edit."""
        from handouts.checks import run as checks

        try:
            whole, problems = library_loader.read(self.root, settings.read(self.root))
        except Refused as refused:
            return refused.problems
        found = set(problems) | set(checks.check(whole, TODAY))
        return sorted(one for one in found if "`fingerprint:`" not in one.message)

    def build(self) -> Built:
        pipeline.build(self.root, self.root / "site")
        return Built(self.root / "site")


def garden_words(code: str) -> str:
    """The interface words of the real library in a language, with alarm words for the one care card of the small one."""
    return sample_library.with_alarms(
        (ROOT / f"docs/{code}/words.yml").read_text(encoding="utf-8"), "emergency"
    )


HANDOUT_FILE = "docs/en/handouts/dry-hands.md"


def drawn(root: Path) -> House:
    """A small library, stamped and right in every way."""
    made = House(root)
    for name, text in {
        "mkdocs.yml": CONFIG,
        "docs/sources.yml": SOURCES,
        "docs/clinic.yml": 'emergency: "112"\n',
        "docs/en/words.yml": garden_words("en"),
        "docs/en/glossary.yml": GLOSSARY,
        "docs/en/cards/emergency.md": CARD,
        HANDOUT_FILE: HANDOUT,
        "docs/en/handouts/words-to-know.md": WORD_LIST,
        "docs/en/index.md": HOME,
        "docs/en/about/index.md": ABOUT,
    }.items():
        made.write(name, text)
    made.stamp()
    return made


@pytest.fixture(scope="session")
def stamped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small library, written and stamped once for all tests, which copy it."""
    return drawn(tmp_path_factory.mktemp("stamped")).root


@pytest.fixture
def house(stamped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A small library without an address of its own, stamped and right in every way."""
    monkeypatch.delenv("SITE_URL", raising=False)
    shutil.copytree(stamped, tmp_path, dirs_exist_ok=True)
    return House(tmp_path)


def placed(folder: Path, files: Mapping[str, str | bytes]) -> Built:
    """A site that a test writes by hand, file by file."""
    for name, text in files.items():
        House(folder).write(name, text)
    return Built(folder)


def digest(folder: Path) -> dict[str, str]:
    """What stands in a folder, to be compared: the sum of each file."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def translated(
    house: House, code: str, words: str, card: str, home: str, front: str, body: dict[str, str]
) -> None:
    """One more language in the garden: one folder, one small configuration, one file of words, one handout."""
    house.write(
        f"mkdocs.{code}.yml",
        f"INHERIT: mkdocs.yml\nsite_name: {home}\ndocs_dir: docs/{code}\nsite_dir: site-preview/{code}\ntheme: {{language: {code}}}\n",
    )
    house.write(f"docs/{code}/words.yml", words)
    house.write(
        f"docs/{code}/cards/emergency.md",
        f"---\ntitle: {card} {{emergency}}\nlevel: 3\n---\n\n- {card} [^soil-2020]\n",
    )
    house.write(
        f"docs/{code}/index.md",
        f"---\ntitle: {home}\nsummary: {home}\n---\n\n- [{home}](handouts/dry-hands.md)\n",
    )
    text = (house.root / HANDOUT_FILE).read_text(encoding="utf-8").split("---\n", 2)[2]
    for old, new in body.items():
        assert old in text
        text = text.replace(old, new)
    version = next(one.version for _, one in house.library() if one.id == "dry-hands")
    house.write(
        f"docs/{code}/handouts/dry-hands.md",
        f'---\n{front}\nchanged: 2026-11-02\nfingerprint: "000000"\ntranslated_from: {version}\n---\n{text}',
    )


def in_spanish(house: House) -> House:
    """The garden in Spanish too, with the interface words of the real one."""
    words = garden_words("es")
    body = {
        "Soil dries skin.": "La tierra seca la piel.", "Why does soil dry skin?": "¿Por qué la tierra seca la piel?",
        "See [the list of words](words-to-know.md#words).": "Hay más.",
    }  # fmt: skip
    translated(
        house,
        "es",
        words,
        "Llame",
        "Manos",
        "title: Manos secas\nsummary: Vea por qué la tierra le seca las manos.",
        body,
    )
    house.stamp()
    edit.translated(house.root, [])
    return house


@pytest.fixture
def spanish(house: House) -> House:
    """The small library in two languages."""
    return in_spanish(house)


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The real library is built as it will stand on the web: with an address, below a path."""
    before = os.environ.get("SITE_URL")
    os.environ["SITE_URL"] = "https://clinic.example/handouts/"
    yield os.environ["SITE_URL"]
    if before is None:
        del os.environ["SITE_URL"]
    else:
        os.environ["SITE_URL"] = before


@pytest.fixture(scope="session")
def real(address: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, Built]:
    """The real library and its site, built once for all tests that only look, whichever worker comes first."""
    base = tmp_path_factory.getbasetemp()
    to = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "real" / "site"
    with (
        uncounted(),
        files.locked(
            to.parent.with_name("real.lock"), "Another worker is building the real library."
        ),
    ):
        made = (
            library_loader.read(ROOT, settings.read(ROOT))[0]
            if to.is_dir()
            else pipeline.build(ROOT, to)
        )
    return made, Built(to)


@contextlib.contextmanager
def uncounted() -> Iterator[None]:
    """Run without counting which lines of the machine are reached."""
    if counting := coverage.Coverage.current():
        counting.stop()
    try:
        yield
    finally:
        if counting:
            counting.start()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What counts as reached is what small libraries reach: the real one goes everywhere, at a price, and proves little."""
    for item in items:
        if "real" in getattr(item, "fixturenames", ()):
            item.add_marker("no_cover")


# Other programs ----------------------------------------------------------------------------------------------------------


def lychee(
    folder: Path, url: str, domain: Path, endings: str = "html,css", *words: str
) -> subprocess.CompletedProcess[str]:
    """Another link checker on the same site, laid out below `domain` as it will stand on the web."""
    path = url.split("/", 3)[3]
    if not (domain / path).exists():
        shutil.copytree(folder, domain / path)
    return subprocess.run(
        [Path(sys.executable).with_name("lychee" + (".exe" if os.name == "nt" else "")), "--offline", "--include-fragments", "--no-progress", "--index-files", "index.html", "--root-dir", domain,
         "--remap", f"{url} {(domain / path).as_uri()}/", "--extensions", endings, *words, domain / path],
        capture_output=True, text=True, cwd=domain, timeout=120,
    )  # fmt: skip


# A real browser ----------------------------------------------------------------------------------------------------------

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        pass


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a site on a server of this machine, below a path as on GitHub Pages."""
    above = site.parent / f"served-{os.getpid()}"
    above.mkdir()
    (above / "handouts").symlink_to(site)
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(above))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/handouts/"
    finally:  # a test that fails, too: the same site may be served again
        server.shutdown()
        server.server_close()
        (above / "handouts").unlink()
        above.rmdir()


@pytest.fixture(scope="session")
def web(real) -> Iterator[str]:
    """The real site on a server of this machine."""
    with served(real[1].folder) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("No Chromium or Chrome is installed, and REQUIRE_BROWSER asks for one.")
        pytest.skip("No Chromium or Chrome is installed.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def context(browser):
    """What all pages of a worker share that need nothing special: its processes stay, so a page costs less than half."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def screen(browser, context):
    """Makes pages of a given size and color scheme; with permissions or without scripts, in a context of their own."""
    contexts = []

    def made(
        width: int,
        height: int = 800,
        java_script_enabled: bool = True,
        permissions: tuple[str, ...] = (),
        **media: str,
    ):
        if java_script_enabled and not permissions:
            page = context.new_page()
        else:
            contexts.append(
                browser.new_context(
                    java_script_enabled=java_script_enabled, permissions=permissions
                )
            )
            page = contexts[-1].new_page()
        page.set_viewport_size({"width": width, "height": height})
        if media:
            page.emulate_media(**media)
        return page

    yield made
    for one in contexts:
        one.close()
    forget(context.pages)


def forget(pages: list) -> None:
    """Take away what pages stored, and the pages but for one of a server: while it is open, the next one finds all in place."""
    from playwright.sync_api import Error

    pages = sorted(pages, key=lambda page: page.url.startswith("http"))
    for page in pages:
        with contextlib.suppress(Error):  # a page without an address of its own stores nothing
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    for page in pages[-1:]:
        page.unroute_all(behavior="ignoreErrors")
    for page in pages[:-1]:
        page.close()


@pytest.fixture
def page(screen):
    return screen(390, 664)


def until(page, condition: str, seconds: float = 15) -> None:
    """Wait until a condition holds on the page. A browser's own way of waiting is a script that the site's policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"never came true: {condition}"
        page.wait_for_timeout(50)


def pressed(page, where: str, key: str = "Enter") -> None:
    """Press a key that leads to another page. The page that is left may never answer, and the keyboard waits for it without end."""
    from playwright.sync_api import TimeoutError as NoAnswer

    with contextlib.suppress(NoAnswer):
        page.locator(where).press(key, timeout=5000)


# A checker's view --------------------------------------------------------------------------------------------------------

# Axe looks at each text's contrast with the limit of the stricter rule (7 to 1; for large text 4.5), which holds the other one too:
# both rules side by side would look at all of it twice.
CONTRAST = {
    "ignoreUnicode": True, "ignoreLength": False, "ignorePseudo": False, "boldValue": 700, "boldTextPt": 14, "largeTextPt": 18,
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
    "resultTypes": ["violations"],
    "preload": False,
}
# Of these rules the ones that look at colors: contrast, and links that only their color tells from the words around them.
COLORS = AXE | {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "rules": {},
}
# On a phone and on a desk, in which scheme a page is looked at first; in the other one, `barriers` looks at its colors.
FIRST_SEEN = [(390, "light"), (1280, "dark")]


def asked_of_axe(page, options: dict) -> list[str]:
    """What axe, which stands on the page, finds there. It is given a time of its own: a browser's answer has none."""
    found = page.evaluate(
        "options => Promise.race([axe.run(options), new Promise((_, no) => setTimeout(no, 60000, new Error('axe did not finish')))])",
        options,
    )
    return [
        f"{one['id']}: {node['html'][:150]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


def barriers(page, scheme: str, both: bool = True) -> list[str]:
    """What axe finds on a page that is shown in a color scheme, and with `both` what it finds in the colors of the other scheme.

    A scheme gives colors and nothing else, so all other rules would say the same twice.
    """
    import axe_playwright_python

    page.evaluate(
        (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    )
    other = {"light": "dark", "dark": "light"}[scheme]
    found = [f"{scheme} {one}" for one in asked_of_axe(page, AXE)]
    if not both:
        return found
    page.emulate_media(color_scheme=other)
    found += [f"{other} {one}" for one in asked_of_axe(page, COLORS)]
    page.emulate_media(color_scheme=scheme)
    return found
