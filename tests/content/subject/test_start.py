"""`start` takes away all that this repository says of its subject."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from handouts.cli import main
from handouts.loading import library_loader, settings
from support.docs import missing_targets
from support.programs import needs
from support.project import ROOT

# The name and the disease, other names of it, and medicines; as pages, addresses and ids have them.
NAMES = (
    "calcinosis|dermatomyositis|dermatomiositis|myositis|miositis|jdm|dmj|scleroderma|esclerodermia|lupus|raynaud|warfarin|warfarina|"
    "steroids?|prednis\\w+|ivig|methotrexate|metotrexato|thiosulfate|tiosulfato|probenecid|diltiazem|colchicine|colchicina|rituximab|"
    "minocycline|ceftriaxone|mycophenolate|infliximab|jak|calcium|calcio|cellulitis|lifeline|988"
)
PATTERN = re.compile(rf"(?<![a-z]){NAMES.join(('(?:', ')'))}(?![a-z])", re.I)
NO_TEXT = re.compile(r"requirements.*\.txt|.*\.(ttf|png|ico)")


@needs("git")
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
def test_nothing_but_the_history_of_the_machine_names_the_old_subject(
    tmp_path, monkeypatch, capsys
):
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = [name for name in done.stdout.decode().split("\0") if (ROOT / name).is_file()]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    monkeypatch.setattr("handouts.cli.project.ROOT", tmp_path)
    words = (
        "start --languages en,es --name Walks --name Paseos --id hill-walks --emergency 112 "
        "--crisis-call 116123 --crisis-hours always --crisis-hours siempre --yes"
    )
    assert main.main(words.split()) == 0
    library, problems = library_loader.read(tmp_path, settings.read(tmp_path))
    assert not problems and library.site.name == "Walks"
    assert mentions(tmp_path) == []
    assert missing_targets(tmp_path) == []
    assert not (tmp_path / Path(__file__).relative_to(ROOT)).exists()


def mentions(root: Path) -> list[str]:
    """Return where the old subject is named, line by line."""
    lines = []
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not NO_TEXT.fullmatch(name):
            text = f"{name}\n{path.read_text(encoding='utf-8')}"
            lines += [
                f"{name}: {match[0]} in {line[:120]}"
                for line in text.splitlines()
                for match in PATTERN.finditer(line)
                if not (name.startswith("tests/unit/") and match[0] == "988")  # any number
            ]
    return lines
