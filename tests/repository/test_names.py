"""Names tell a stranger what they stand for: a noun of the field for a value, a verb for a
function."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.project import ROOT

VAGUE = frozenset(
    """one ones found whole made said told there here kept held bent mended pinned rough shelf say
    wrong meant named given taken asked wanted known seen shown drawn done gone left rest some
    others olds news thing things stuff many most more least stands leads now then such own way
    ways""".split()
)
LIMIT = 0.01  # of all bindings; in MkDocs, Pelican, httpx and peps it is 0.003 to 0.005


def bindings(tree: ast.AST) -> Iterator[str]:
    """Yield each name that code gives to something, as often as it does."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                yield name
            case ast.alias(asname=str(name)):
                yield name


def vague_share(paths: list[Path]) -> tuple[float, list[str]]:
    """Return the share of vague names among all bindings, and the names."""
    names = [name for path in paths for name in bindings(ast.parse(path.read_text("utf-8")))]
    vague = [name for name in names if name.strip("_") in VAGUE]
    return len(vague) / len(names), vague


@pytest.mark.parametrize("folder", ["scripts", "tests"])
def test_hardly_a_name_is_vague(folder: str) -> None:
    share, vague = vague_share(sorted((ROOT / folder).rglob("*.py")))
    counts = ", ".join(f"{name} {count}" for name, count in Counter(vague).most_common())
    assert share < LIMIT, f"{share:.1%} of all names in {folder}/ are vague: {counts}"


def test_vague_names_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text(
        "import re as thing\ndef said(one, page=1):\n    found = [here for here in page]\n"
    )
    assert vague_share([tmp_path / "x.py"]) == (5 / 6, ["said", "thing", "one", "found", "here"])
