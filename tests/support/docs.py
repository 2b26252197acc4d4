"""The library in docs/, whatever it is about: what tests/content needs to know before it is read."""

from __future__ import annotations

import pytest
import yaml

from support.project import ROOT


def find_withdrawn() -> frozenset[str]:
    """Return the ids of handouts that were withdrawn: an urgent correction must not wait for the tests of its page."""
    path = ROOT / "docs/moved.yml"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return frozenset((yaml.safe_load(text) or {}).get("withdrawn") or {})


WITHDRAWN = find_withdrawn()


def about(*files: str) -> pytest.MarkDecorator:
    """Skip tests that are about files of docs/ which are gone, as they are when another library was put in their place."""
    missing = [file for file in files if not (ROOT / "docs" / file).exists()]
    return pytest.mark.skipif(
        bool(missing), reason=f"docs/{missing[0] if missing else ''} is gone, and this is about it"
    )
