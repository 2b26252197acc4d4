"""A small library on another subject: the machine must not know what it is about, and its tests
never read docs/."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import coverage
import pytest

from handouts.build import pipeline
from handouts.checks import run as checks
from handouts.cli import edit
from handouts.loading import library_loader, settings
from handouts.model import versions
from handouts.model.library import Library
from handouts.problems import Problem, Refused
from handouts.site.built_site import Built
from handouts.system import files

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 22)
# of sites that several tests share; the server of the tests stands elsewhere
ADDRESS = "https://clinic.example/handouts/"
# What the site says of itself in the languages of the small libraries.
LABELS = {
    code: (Path(__file__).parent / f"words.{code}.yml").read_text(encoding="utf-8")
    for code in ("en", "es")
}

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
validation: {{omitted_files: ignore, absolute_links: relative_to_docs, links: {{anchors: warn, \
unrecognized_links: warn}}}}
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
SEARCH_WORDS = "dry-hands: [cracked fingers]\n"
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

# The notice of the one handout that has no translation, where add_spanish added one.
ONLY_ENGLISH = (
    "docs/es/handouts/words-to-know.md: Readers of es get in en: words-to-know. If that is meant "
    "so, there is nothing to do. Else copy docs/en/handouts/words-to-know.md to this place, "
    "translate it, and keep of its top lines only `title` and `summary`: the check tells what to "
    "add."
)


@dataclass
class Project:
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

    def line_of(self, name: str, words: str) -> int:
        """Return the number of the first line of a file that holds these words."""
        lines = (self.root / name).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if words in line)

    def date(self) -> None:
        """Publish every draft under a day, as the publishing workflow does."""
        edit.add_versions(self.root, TODAY)

    def translate(self) -> None:
        """Let each translation say that it says what its original says now, as a translator
        would."""
        first, *translations = self.library().languages
        for language in translations:
            for handout in language.handouts:
                assert handout.original
                self.mark(handout.source.path, handout.original.version)
            for id, card in language.cards.items():
                self.mark(card.source.path, versions.card_digest(first.cards[id]))

    def mark(self, name: str, version: str) -> None:
        """Write which version of the original a file says."""
        path = self.root / name
        front, body = path.read_text(encoding="utf-8")[4:].split("---\n", 1)
        front = re.sub(r"(?m)^translated:.*\n", "", front) + f'translated: "{version}"\n'
        path.write_text(f"---\n{front}---\n{body}", encoding="utf-8")

    def library(self) -> Library:
        library, problems = library_loader.read(self.root, settings.read(self.root))
        assert not problems, problems
        return library

    def reading_problems(self) -> list[Problem]:
        """Return what reading says, without the checks of what was read."""
        try:
            return library_loader.read(self.root, settings.read(self.root))[1]
        except Refused as refused:
            return refused.problems

    def problems(self) -> list[Problem]:
        """Return everything that reading and checking says."""
        try:
            library, problems = library_loader.read(self.root, settings.read(self.root))
        except Refused as refused:
            return refused.problems
        return sorted({*problems, *checks.check(library, TODAY)})

    def build(self) -> Built:
        pipeline.build(self.root, self.root / "site")
        return Built(self.root / "site")


HANDOUT_FILE = "docs/en/handouts/dry-hands.md"
PACKETS_FILE = "docs/packets.yml"


def write_project(root: Path) -> Project:
    """Write a small library into a folder, dated and without a problem."""
    project = Project(root)
    for name, text in {
        "mkdocs.yml": CONFIG,
        "docs/sources.yml": SOURCES,
        "docs/clinic.yml": 'emergency: "112"\n',
        "docs/en/words.yml": LABELS["en"],
        "docs/en/search.yml": SEARCH_WORDS,
        "docs/en/glossary.yml": GLOSSARY,
        "docs/en/cards/emergency.md": CARD,
        HANDOUT_FILE: HANDOUT,
        "docs/en/handouts/words-to-know.md": WORD_LIST,
        "docs/en/index.md": HOME,
        "docs/en/about/index.md": ABOUT,
    }.items():
        project.write(name, text)
    project.date()
    return project


def write_site(folder: Path, pages: Mapping[str, str | bytes]) -> Built:
    """Write a site by hand, file by file, and return it as it is read."""
    for name, text in pages.items():
        Project(folder).write(name, text)
    return Built(folder)


def checksums(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file in a folder, to compare folders."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def add_translation(
    project: Project, code: str, words: str, card: str, home: str, front: str, body: dict[str, str]
) -> None:
    """Add a language: one folder, one small configuration, one file of words, one handout."""
    project.write(
        f"mkdocs.{code}.yml",
        f"INHERIT: mkdocs.yml\nsite_name: {home}\ndocs_dir: docs/{code}\n"
        f"site_dir: site-preview/{code}\ntheme: {{language: {code}}}\n",
    )
    # The card's only sign must show it in the search.
    words = words.replace("alarm_words:\n  emergency: ", f"alarm_words:\n  emergency: {card}, ")
    project.write(f"docs/{code}/words.yml", words)
    project.write(
        f"docs/{code}/cards/emergency.md",
        f"---\ntitle: '{card} {{emergency}}:'\nlevel: 3\n---\n\n- {card} [^soil-2020]\n",
    )
    project.write(
        f"docs/{code}/index.md",
        f"---\ntitle: {home}\nsummary: {home}\n---\n\n- [{home}](handouts/dry-hands.md)\n",
    )
    text = (project.root / HANDOUT_FILE).read_text(encoding="utf-8").split("---\n", 2)[2]
    for old, new in body.items():
        assert old in text
        text = text.replace(old, new)
    version = next(handout.version for _, handout in project.library() if handout.id == "dry-hands")
    project.write(
        f"docs/{code}/handouts/dry-hands.md",
        f"---\n{front}\ntranslated: {version}\n---\n{text}",
    )


def add_spanish(project: Project) -> Project:
    """Add Spanish, up to date with the original."""
    body = {
        "Soil dries skin.": "La tierra seca la piel.",
        "Why does soil dry skin?": "¿Por qué la tierra seca la piel?",
        "See [the list of words](words-to-know.md#words).": "Hay más.",
    }
    add_translation(
        project,
        "es",
        LABELS["es"],
        "Llame",
        "Manos",
        "title: Manos secas\nsummary: Vea por qué la tierra le seca las manos.",
        body,
    )
    project.translate()
    project.date()
    return project


def keep_cache(project: Project, cache: Path) -> Project:
    """Let a library find what an earlier build kept: web fonts and PDFs, two thirds of a build."""
    shutil.copytree(
        cache,
        project.root / ".cache",
        copy_function=os.link,
        ignore=shutil.ignore_patterns("build.lock"),
    )
    return project


# A worksheet that is printed as a card to fold ----------------------------------------------------

CARD_PAGE = """\
---
title: A card for gloves
summary: Carry this card with you.
kind: worksheet
shape: card
category: daily-care
audience: everyone
order: 10
sources_gathered: 2026-10-01
next_check_due: 2027-10-01
---

## Key points { #key-points }

- Carry it with you.
- Show it to others.
- Wear gloves.

## Gloves

## When to get help { #when-to-get-help }

/// card | emergency
///
"""


def card_page(count: int) -> str:
    """Return a card with this many sections."""
    section = """\
## Gloves{0} {{ #gloves-{0} }}

/// write | 1

- [ ] Worn{0} on:

///

Wash{0} them. [^soil-2020]

"""
    sections = "".join(section.format(number) for number in range(1, count + 1))
    return CARD_PAGE.replace("## Gloves\n\n", sections)


# Sites that several tests look at -----------------------------------------------------------------


class BuiltLibrary(NamedTuple):
    """A library and its site, as they are read."""

    library: Library
    site: Built


def build_once(
    name: str,
    factory: pytest.TempPathFactory,
    url: str,
    make: Callable[[Path], object],
    root: Path | None = None,
) -> BuiltLibrary:
    """Let the first worker that comes build a library into a folder for all of them, at the address
    `url`; return what it is.

    The library is read from `root`, if it does not lie in that folder.
    """
    base = factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / name
    with (
        pytest.MonkeyPatch.context() as patch,
        files.file_lock(folder.with_name(f"{name}.lock"), "Another worker is building."),
    ):
        patch.setenv("SITE_URL", url)
        if not (folder / "site").is_dir():
            with no_coverage() if root else contextlib.nullcontext():
                make(folder)
        library, problems = library_loader.read(root or folder, settings.read(root or folder))
    assert not problems, problems
    return BuiltLibrary(library, Built(folder / "site"))


@contextlib.contextmanager
def no_coverage() -> Iterator[None]:
    """Run without counting which lines of the machine are reached."""
    if counter := coverage.Coverage.current():
        counter.stop()
    try:
        yield
    finally:
        if counter:
            counter.start()
