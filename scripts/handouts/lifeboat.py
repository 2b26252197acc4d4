"""Lifeboat: the same pages by Zensical, for the day when Material for MkDocs has ended. All that we know of Zensical.

Zensical reads a configuration like MkDocs' and templates like Material's, but it calls no hooks, merges inherited lists by
appending, and has no option for where the site goes. So what the hooks hand over is written down for it in a folder of
its own: one whole configuration, and each page with its template's data on top.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from . import library, markup, site, view
from .built import Built
from .handout import Handout, Page
from .library import CATALOG, Language, Library, Notice
from .problem import Problem

_NEWS = re.compile(r"Warning: (?P<what>.+)\n[^\[\n]*\[ (?P<file>\S+?):\d+:\d+ \]")  # a complaint, and the page that it is about
_COLORS = re.compile(r"\x1b\[[0-9;]*m")


def pages(whole: Library, language: Language, to: Path) -> list[Problem]:
    """Let Zensical make the pages of one language in the folder `to`, which must not exist; what it complained about."""
    folder = to.with_name(to.name + ".zensical")  # both its sources and what it makes must lie below its configuration
    try:
        done = subprocess.run(
            [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", str(_written(whole, language, folder))],
            cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", errors="replace",
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONHASHSEED": "0"},
        )  # fmt: skip
        if done.returncode:
            said = _COLORS.sub("", done.stdout + done.stderr)
            told = [Problem(language.file(one["file"]), 0, f"Zensical says: {one['what']}.") for one in _NEWS.finditer(said)]
            return told or [Problem(language.edition.config, 0, f"Zensical says: {(said.strip().splitlines() or ['nothing'])[-1]}")]
        made = folder / "site"
        (made / "search.json").unlink()  # its own search; ours is made from the finished pages
        made.rename(to)
        return []
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _written(whole: Library, language: Language, folder: Path) -> Path:
    """Write all that Zensical needs for one language into `folder`; the path of its configuration."""
    shutil.copytree(whole.root / language.edition.docs, folder / "docs")
    withdrawn = [one for one in language.notices if one.source.body]  # still there, and linked to; their notices are made later
    everything: tuple[Handout | Page | Notice, ...] = (*language.all_pages, *withdrawn)
    for one in everything:
        data = json.dumps(view.of_page(whole, language, one), ensure_ascii=False)  # JSON is YAML
        path = folder / "docs" / Path(one.source.path).relative_to(language.edition.docs)
        path.write_text(f"---\n{data}\n---\n{markup.source(one)}", encoding="utf-8")
    config = site.resolved(whole.root, language.edition)
    config.pop("hooks", None)
    config |= {"docs_dir": "docs", "site_dir": "site", "site_url": whole.absolute(whole.home(language)) or None}
    config["theme"] |= {"custom_dir": str(whole.root / config["theme"]["custom_dir"]), "variant": "classic"}
    config["extra"] |= {"view": view.of_site(whole, language)}
    config["markdown_extensions"] = {__name__: {"root": str(whole.root), "language": language.code}}
    path = folder / "mkdocs.yml"
    path.write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")
    return path


def lost(old: Built, new: Built) -> Iterator[str]:
    """What must be the same whoever made the pages, and is not: addresses, articles but for white space, PDFs, catalogue.

    The theme's own style sheets may have other names.
    """
    for words, files in (("Only in", old.files - new.files), ("Not in", new.files - old.files)):
        if told := sorted(file for file in files if "assets/stylesheets/" not in file):
            yield f"{words} {old.folder.name}/: {', '.join(told)}"
    for file in sorted(old.files & new.files):
        one, two = old.data(file), new.data(file)
        if file.endswith(".html"):
            one, two = _article(one), _article(two)
        elif not file.endswith(".pdf") and not file.endswith(CATALOG):
            continue
        if one != two:
            yield f"Not the same: {file}"


def strange(old: Built, new: Built) -> Iterator[str]:
    """What differs around the articles: each piece of HTML that more pages have than before, or fewer, and other files."""
    less, more = Counter[str](), Counter[str]()
    for file in sorted(old.files & new.files):
        if file.endswith(".html"):
            one, two = _pieces(old.data(file)), _pieces(new.data(file))
            less.update(one - two)
            more.update(two - one)
        elif not file.endswith(".pdf") and old.data(file) != new.data(file):
            yield f"Not the same: {file}"
    for sign, pieces in (("-", less), ("+", more)):
        for piece, count in pieces.most_common():
            yield f"{sign} {count} × {piece[:160]}"


def _article(page: bytes) -> bytes:
    found = re.search(rb"<article[^>]* data-handout=.*?</article>", page, re.S) or re.search(rb"<main.*?</main>", page, re.S)
    return b" ".join((found.group() if found else page).split())


def _pieces(page: bytes) -> Counter[str]:
    """A page's tags and runs of words; the way up to the site's root left out, which is as long as the page is deep."""
    text = re.sub(r"\s+", " ", page.decode().replace("../", ""))
    return Counter(piece for found in re.split(r"(<[^>]*>)", text) if (piece := found.strip()))


@cache
def _read(root: str) -> Library:
    return library.read(Path(root), site.read(Path(root)))[0]


def makeExtension(root: str, language: str) -> markup.HandoutMarkup:  # noqa: N802 (the name is Python-Markdown's)
    """Our Markdown, by the name of this module: for a generator that can be told names only, not given what is read."""
    whole = _read(root)
    return markup.HandoutMarkup(whole, whole.language(language))
