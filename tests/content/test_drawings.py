"""The drawings in docs/ do nothing."""

from __future__ import annotations

from handouts.loading import svg
from support.docs import about
from support.project import ROOT

pytestmark = about("pictures")

# Drawings -----------------------------------------------------------------------------------------


def test_the_drawings_as_shipped_are_plain():
    drawings = sorted((ROOT / "docs/pictures").glob("*.svg"))
    assert drawings
    assert [
        problem
        for path in drawings
        for problem in svg.check(path.read_text(encoding="utf-8"), path.name)
    ] == []
