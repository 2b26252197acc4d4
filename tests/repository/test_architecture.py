"""The rooms of scripts/handouts: each imports only what is below it, and nothing imports in a
circle."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

from support.project import ROOT

PACKAGE = ROOT / "scripts/handouts"
ORDER = "problems, system, model, loading, pages markdown, site checks, outputs, build, cli"
LEVEL = {room: level for level, rooms in enumerate(ORDER.split(", ")) for room in rooms.split()}
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in PACKAGE.rglob("*.py")
    if path.stem != "__init__"
}


def imports(path: Path) -> set[str]:
    """Return the modules of ours that a module imports, wherever in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not any(node.level for node in nodes), "imports are written from handouts on"
    names = {(f"{node.module}", alias.name) for node in nodes for alias in node.names}
    ours = {(module[9:], name) for module, name in names if f"{module}.".startswith("handouts.")}
    return {inner if inner in MODULES else f"{inner}.{name}".strip(".") for inner, name in ours}


IMPORTS = {module: imports(path) for module, path in MODULES.items()}


def test_a_room_imports_only_rooms_below_it() -> None:
    pairs = [(module, target) for module, targets in IMPORTS.items() for target in targets]
    rooms = [
        (module, target, module.split(".")[0], target.split(".")[0]) for module, target in pairs
    ]
    upward = [
        (module, target)
        for module, target, room, other in rooms
        if room != other and LEVEL[other] >= LEVEL[room]
    ]
    assert upward == []


def test_nothing_imports_in_a_circle() -> None:
    TopologicalSorter(IMPORTS).prepare()  # raises CycleError, which names the circle
