"""Names tell a stranger what they stand for: a noun of the field for a value, a verb for a
function."""

from __future__ import annotations

import ast
import re
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
# Where other languages give names, in code without comments: the names stand in the groups.
COMMENT = re.compile(r"//[^\n]*|/\*[\s\S]*?\*/")
DECLARATIONS = {
    ".js": re.compile(r"\bvar\s+(\w+)|\bfunction\b([^{]*)\{"),
    ".typ": re.compile(r"\b(?:let|for)\s+([^={]*?)\s(?:=|in)\s"),
}


def names_of(path: Path) -> list[str]:
    """Return each name that a file gives to something, as often as it does."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return list(bindings(ast.parse(text)))
    matches = DECLARATIONS[path.suffix].finditer(COMMENT.sub("", text))
    groups = " ".join(group for match in matches for group in match.groups() if group)
    return re.findall(r"[A-Za-z][\w-]*", groups)


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
    names = [name for path in paths for name in names_of(path)]
    vague = [name for name in names if name.strip("_") in VAGUE]
    return len(vague) / len(names), vague


@pytest.mark.parametrize(
    "files", ["scripts/**/*.py", "scripts/**/*.typ", "overrides/**/*.js", "tests/**/*.py"]
)
def test_hardly_a_name_is_vague(files: str) -> None:
    share, vague = vague_share(sorted(ROOT.glob(files)))
    counts = ", ".join(f"{name} {count}" for name, count in Counter(vague).most_common())
    assert share < LIMIT, f"{share:.1%} of all names in {files} are vague: {counts}"


def test_vague_names_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text(
        "import re as thing\ndef said(one, page=1):\n    found = [here for here in page]\n"
    )
    assert vague_share([tmp_path / "x.py"]) == (5 / 6, ["said", "thing", "one", "found", "here"])
    (tmp_path / "x.js").write_text("/* var way = 1 */ function say(text, one) { var found = 1; }")
    assert vague_share([tmp_path / "x.js"]) == (3 / 4, ["say", "one", "found"])
    (tmp_path / "x.typ").write_text(
        "#let way(\n  // let here = 1\n  words,\n) = for one in words {}"
    )
    assert vague_share([tmp_path / "x.typ"]) == (2 / 3, ["way", "one"])
