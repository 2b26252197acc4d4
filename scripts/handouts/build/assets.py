"""Assets: style sheets and scripts as readers load them, joined from their parts and minified.

A generator copies the parts as they are. bundles.toml beside them lists the parts of each file, in
their order.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import rjsmin

BUNDLES = "bundles.toml"

_GAP = r"(?>\s|/\*.*?\*/)"  # atomic: a comment must not reach to the end of the next one
_CSS = re.compile(
    rf"""
    (?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^"')]*\))  # stays as it is
    |{_GAP}*(?:;{_GAP}*)?(?P<end>\}}){_GAP}*
    |{_GAP}*(?P<sign>[{{;,]){_GAP}*
    |(?P<colon>:){_GAP}+  # but not before it: `a :hover` is not `a:hover`
    |(?P<space>{_GAP}+)
    """,
    re.S | re.X,
)
# The policy forbids the drawings inside the theme's style sheet; browsers may still load them.
_DRAWING = re.compile(r"""url\(\s*(["']?)data:(?:(?!\1\)).)*\1\s*\)""", re.S)
_NO_DRAWING = "linear-gradient(#0000,#0000)"


def finish(folder: Path) -> None:
    """Join and minify the files of every `assets` folder below `folder`, and delete the parts."""
    for bundles in folder.rglob(f"assets/{BUNDLES}"):
        _join(bundles)
    for path in folder.rglob("assets/*.js"):
        _rewrite(path, rjsmin.jsmin(path.read_text(encoding="utf-8"), keep_bang_comments=True))
    for path in folder.rglob("assets/**/*.css"):
        _rewrite(path, _DRAWING.sub(_NO_DRAWING, path.read_text(encoding="utf-8")))


def minify_css(text: str) -> str:
    """Return a style sheet without comments and without white space that has no meaning."""

    def shorten(match: re.Match[str]) -> str:
        if space := match["space"]:
            # A comment alone still keeps two words apart, and is no space: `a/**/.b`.
            return " " if space[0].isspace() or space[-1].isspace() else "/**/"
        return match["text"] or match["end"] or match["sign"] or match["colon"]

    return _CSS.sub(shorten, text).strip()


def _join(bundles: Path) -> None:
    """Write each file that `bundles` lists, and delete the parts and the list."""
    folder = bundles.parent
    parts: dict[str, list[str]] = tomllib.loads(bundles.read_text(encoding="utf-8"))
    for name, files in parts.items():
        text = "\n".join((folder / file).read_text(encoding="utf-8") for file in files)
        _rewrite(folder / name, minify_css(text) if name.endswith(".css") else _in_function(text))
    for path in {bundles, *(folder / file for files in parts.values() for file in files)}:
        path.unlink()


def _in_function(script: str) -> str:
    """Wrap a script so that its parts share names with each other and with nothing else."""
    return f'(function () {{\n"use strict";\n{script}}})();\n'


def _rewrite(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
