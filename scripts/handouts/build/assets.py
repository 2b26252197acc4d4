"""Assets: style sheets and scripts as readers load them, joined from their parts and minified.

A generator copies the parts as they are. bundles.toml beside them lists the parts of each file, in
their order. Each address of an asset ends in a digest of its content, so that a server may let
browsers keep it for a year: what changes has another address. What all languages load has one
address for all of them.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from pathlib import Path

import rjsmin

from handouts.build.used_styles import usage, used_styles

BUNDLES = "bundles.toml"
THEME = "stylesheets"  # the folder of the theme's style sheets

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
_IN_PAGE = re.compile(rb"""(\s(?:href|src|data-search)=")([^"?#:]*\bassets/[^"?#:]+)(")""")
_IN_STYLE = re.compile(rb"""(url\(\s*["']?)([^"'()?#:]+)(["']?\s*\))""")


def finish(folder: Path) -> list[str]:
    """Join and minify the files of every `assets` folder below `folder`, and delete the parts.

    Returns the pages and style sheets in which an address has changed, not only its digest.
    """
    for bundles in folder.rglob(f"assets/{BUNDLES}"):
        _join(bundles)
    for path in folder.rglob("assets/*.js"):
        _rewrite(path, rjsmin.jsmin(path.read_text(encoding="utf-8"), keep_bang_comments=True))
    for path in folder.rglob("assets/**/*.css"):
        _rewrite(path, _DRAWING.sub(_NO_DRAWING, path.read_text(encoding="utf-8")))
    _reduce_theme(folder)
    return _add_digests(folder, _shared(folder))


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


def _reduce_theme(folder: Path) -> None:
    """Take out of the theme's style sheets what no page uses."""
    sheets = {path: path.read_text(encoding="utf-8") for path in folder.rglob("assets/**/*.css")}
    pages = (path.read_text(encoding="utf-8") for path in folder.rglob("*.html"))
    scripts = (path.read_text(encoding="utf-8") for path in folder.rglob("assets/*.js"))
    used = usage(pages, scripts)
    ours = "".join(style for path, style in sheets.items() if path.parent.name != THEME)
    for path, style in sheets.items():
        if path.parent.name == THEME:
            _rewrite(path, used_styles(style, used, ours))


def _shared(folder: Path) -> dict[Path, Path]:
    """Delete each asset of a language that the first one has too.

    Returns the first one's by the deleted ones.
    """
    first = folder / "assets"
    shared: dict[Path, Path] = {}
    for path in folder.rglob("*/assets/**/*"):
        twin = first / path.relative_to(next(up for up in path.parents if up.name == "assets"))
        if path.is_file() and twin.is_file() and twin.read_bytes() == path.read_bytes():
            shared[path] = twin
    for path in shared:
        path.unlink()
    return shared


def _add_digests(folder: Path, shared: dict[Path, Path]) -> list[str]:
    """Add a digest to each address of an asset: in style sheets first, which name fonts.

    An address of an asset in `shared` becomes that of the one in its place. Returns the files in
    which one did.
    """
    digests: dict[Path, bytes] = {}
    readdressed: set[Path] = set()

    def add(page: Path, pattern: re.Pattern[bytes]) -> None:
        def with_digest(match: re.Match[bytes]) -> bytes:
            asset, address = _asset(folder, page, match[2].decode()), match[2]
            if twin := shared.get(asset):
                readdressed.add(page)
                asset, address = twin, Path(os.path.relpath(twin, page.parent)).as_posix().encode()
            digest = digests.get(asset)
            return match[1] + address + (b"?" + digest if digest else b"") + match[3]

        data = page.read_bytes()
        if (changed := pattern.sub(with_digest, data)) != data:
            page.write_bytes(changed)

    files = [path for path in folder.rglob("assets/**/*") if path.is_file()]
    for path in sorted(files, key=lambda path: path.suffix == ".css"):
        if path.suffix == ".css":
            add(path, _IN_STYLE)
        digests[path] = hashlib.sha256(path.read_bytes()).hexdigest()[:8].encode()
    for path in folder.rglob("*.html"):
        add(path, _IN_PAGE)
    return [path.relative_to(folder).as_posix() for path in readdressed]


def _asset(folder: Path, page: Path, address: str) -> Path:
    """Return the file that an address leads to.

    The page for wrong addresses names all of it, with a path that the site may stand below.
    """
    if not address.startswith("/"):
        return Path(os.path.normpath(page.parent / address))
    parts = address.strip("/").split("/")
    paths = (folder.joinpath(*parts[start:]) for start in range(len(parts)))
    return next((path for path in paths if path.is_file()), folder)


def _rewrite(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
