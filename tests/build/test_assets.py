"""Style sheets and scripts of a built site: a page loads few files."""

from __future__ import annotations

import tomllib

from handouts.build import assets
from support.project import ROOT

FOLDER = ROOT / "overrides/assets"
BUNDLES = tomllib.loads((FOLDER / assets.BUNDLES).read_text(encoding="utf-8"))


def test_a_page_loads_few_files(built_library):
    """Two style sheets, the theme's and ours, and at most five scripts: whoever splits a file joins
    it again."""
    _, built = built_library
    for file in (file for file in built.files if file.endswith(".html")):
        page = built.tree(file)
        assert (
            len(page.xpath("//link[@rel='stylesheet']")) == 2
            and len(page.xpath("//script[@src]")) <= 5
        ), file
    assert {
        file for file in built.files if file.startswith("assets/") and file.count("/") == 1
    } == {
        *(f"assets/{name}" for name in BUNDLES if name != "a4.css"),  # only where paper is A4
        "assets/favicon.svg",
        "assets/favicon.ico",
        "assets/share-image.png",
        "assets/touch-icon.png",
    }
