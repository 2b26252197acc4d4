"""Style sheets and scripts as they are written: each in a bundle, one declaration a line."""

from __future__ import annotations

import re
import tomllib

import pytest

from handouts.build import assets
from support.project import ROOT

FOLDER = ROOT / "overrides/assets"
BUNDLES = tomllib.loads((FOLDER / assets.BUNDLES).read_text(encoding="utf-8"))
PARTS = [file for files in BUNDLES.values() for file in files]
STYLE_SHEETS = [file for file in PARTS if file.endswith(".css")]


def test_every_part_stands_in_a_bundle():
    """What stands in none would reach no reader."""
    files = {
        path.relative_to(FOLDER).as_posix()
        for folder in ("css", "js")
        for path in (FOLDER / folder).rglob("*.*s")
    }
    assert files == set(PARTS)


@pytest.mark.parametrize("file", STYLE_SHEETS)
def test_a_style_sheet_has_one_selector_or_declaration_a_line(file):
    text = re.sub(r"/\*.*?\*/", "", (FOLDER / file).read_text(encoding="utf-8"), flags=re.S)
    text = re.sub(r'"[^"]*"|\([^()]*(?:\([^()]*\)[^()]*)*\)', "…", text)
    pattern = re.compile(r"\s*|\s*[^{};,]+[{,]|\s*[\w-]+: [^{};]+;|\s*\}")
    assert [line for line in text.split("\n") if not pattern.fullmatch(line)] == []
