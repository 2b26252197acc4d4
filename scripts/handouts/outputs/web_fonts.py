"""Reduced WOFF2 copies of the font files, for pages, and the style sheet that names them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from pathlib import Path

import fontTools

from handouts.model.fonts import DEFAULT, Family
from handouts.system import files


def font_style_sheet(families: tuple[Family, ...]) -> str:
    """Return the style sheet for a language's own font family, or "" where it has none."""
    if len(families) < 2:
        return ""
    name = families[0].name
    faces = "".join(
        f'@font-face {{ font-family: "{name}"; font-weight: {weight}; font-style: normal;'
        f' font-display: swap; src: url("fonts/{path.stem}.woff2") format("woff2"); }}\n'
        for weight, path in families[0].web.items()
    )
    return f'{faces}:root {{ --font: "{name}", "{DEFAULT.name}"; --md-text-font: "{name}"; }}\n'


def woff2_files(
    families: Iterable[Family] = (DEFAULT,), cache_folder: Path | None = None
) -> dict[str, bytes]:
    """Return WOFF2 files by name, without hinting, which screens do not use.

    Making a file takes a quarter of a second, so with a `cache_folder` it is made anew only when
    the font or this module changes. The bytes are the same every time.
    """
    return {
        f"{path.stem}{end}.woff2": _cached(path, characters, cache_folder)
        for family in families
        for path in family.web.values()
        for end, characters in family.web_characters
    }


def _cached(path: Path, characters: tuple[int, ...], folder: Path | None) -> bytes:
    if folder is None:
        return _woff2(path, characters)
    recipe = hashlib.sha256(
        path.read_bytes()
        + Path(__file__).read_bytes()
        + f"{fontTools.version} {characters}".encode()
    ).hexdigest()[:16]
    file = folder / f"{path.stem}.{recipe}.woff2"
    if file.exists():
        return file.read_bytes()
    data = _woff2(path, characters)
    folder.mkdir(parents=True, exist_ok=True)
    files.write_atomically(file, data)
    return data


def _woff2(path: Path, characters: tuple[int, ...]) -> bytes:
    from fontTools import subset  # loaded here, since it is slow to load and seldom needed

    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = (
        ["kern", "liga", "mark", "mkmk", "ccmp", "locl"] if characters else ["*"]
    )
    options.recalc_timestamp = False
    font = subset.load_font(str(path), options)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=characters or font.getBestCmap())
    worker.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    return out.getvalue()
