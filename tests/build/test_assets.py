"""Style sheets and scripts of a built site: a page loads few files."""

from __future__ import annotations

import tomllib
from pathlib import PurePath
from urllib.parse import urlsplit

from handouts.build import assets
from support.project import ROOT, BuiltLibrary

FOLDER = ROOT / "overrides/assets"
BUNDLES = tomllib.loads((FOLDER / assets.BUNDLES).read_text(encoding="utf-8"))


# What few pages do has a style sheet of its own, which all others need not load.
SPECIAL = ("share.css", "connect.css", "packet.css", "worksheet.css", "own-number.css", "kept.css")
# For A4 only, for worksheets, for a page that helps first, and for what is kept of them.
NOT_IN_SAMPLE = (
    *("a4.css", "worksheet.css", "worksheet.js", "own-number.css", "own-number.js"),
    *("kept.css", "kept.js"),
)


def test_a_page_loads_few_files(built_library: BuiltLibrary) -> None:
    """Two style sheets, the theme's and ours, at most one more for what few pages do, and at most
    five scripts: whoever splits a file joins it again."""
    _, built = built_library
    places = set()
    for file in (file for file in built.files if file.endswith(".html")):
        page = built.tree(file)
        links = page.xpath("//link[@rel='stylesheet']/@href")
        sheets = [PurePath(urlsplit(link).path).name for link in links]
        special = [name for name in sheets if name in SPECIAL]
        assert len(sheets) == 2 + len(special) and len(special) <= 1, file
        assert len(page.xpath("//script[@src]")) <= 5, file
        places.update((name, file) for name in special)
    for sheet, address in (
        ("packet.css", "for-clinics/packet/"),
        ("share.css", "for-clinics/share/"),
        ("connect.css", "connect/"),
    ):
        assert {file for name, file in places if name == sheet} == {
            f"{address}index.html",
            f"es/{address}index.html",
        }
    assert {
        file for file in built.files if file.startswith("assets/") and file.count("/") == 1
    } == {
        *(f"assets/{name}" for name in BUNDLES if name not in NOT_IN_SAMPLE),
        "assets/favicon.svg",
        "assets/favicon.ico",
        "assets/share-image.png",
        "assets/touch-icon.png",
    }
