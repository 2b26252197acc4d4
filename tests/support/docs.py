"""The library in docs/, whatever it is about: what tests/content needs to know before it is
read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from handouts.build import pipeline
from support.project import ADDRESS, ROOT, BuiltLibrary, build_once


def find_withdrawn() -> frozenset[str]:
    """Return the ids of handouts that were withdrawn: an urgent correction must not wait for the
    tests of its page."""
    path = ROOT / "docs/moved.yml"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return frozenset((yaml.safe_load(text) or {}).get("withdrawn") or {})


WITHDRAWN = find_withdrawn()


def about(*files: str) -> pytest.MarkDecorator:
    """Skip tests that are about files of docs/ which are gone, as they are when another library was
    put in their place."""
    missing = [file for file in files if not (ROOT / "docs" / file).exists()]
    return pytest.mark.skipif(
        bool(missing), reason=f"docs/{missing[0] if missing else ''} is gone, and this is about it"
    )


def missing_files(root: Path) -> list[str]:
    """Return what README and its like link to in the repository, and is not there."""
    missing = []
    for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"):
        text = re.sub(
            r"```.*?```|`[^`]*`", "", (root / name).read_text(encoding="utf-8"), flags=re.S
        )
        targets = re.findall(r"\]\((?!https?:|#)([^)]+)\)", text)
        missing += [
            f"{name}: {target}"
            for target in targets
            if not (root / target.partition("#")[0]).exists()
        ]
    return missing


def build_docs(tmp_path_factory: pytest.TempPathFactory) -> BuiltLibrary:
    """The library in docs/ and its site, built once a run."""
    return build_once(
        "docs",
        tmp_path_factory,
        ADDRESS,
        lambda folder: pipeline.build(ROOT, folder / "site"),
        ROOT,
    )
