"""The browsers of `test --engines`: one that is not installed is named, and every room of tests is
run by a command."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from support.project import ROOT

MISSING = (
    "chromium: chromedriver is not installed",
    "firefox: firefox-esr or firefox is not installed",
    "webkit: WebKitWebDriver is not installed",
)


@pytest.mark.parametrize(
    ("required", "status", "summary"), [("", 0, "3 skipped"), ("1", 1, "3 errors")]
)
def test_a_browser_that_is_not_installed_is_named(tmp_path: Path, required, status, summary):
    """Elsewhere its tests are left out; on a build server they fail."""
    (tmp_path / "test_window.py").write_text("def test_window(window): pass\n")
    environment = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rsE", "-p", "engines.conftest", "-c",
         ROOT / "pyproject.toml", tmp_path],
        env=environment | {"PATH": str(tmp_path), "REQUIRE_BROWSER": required},
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == status, done.stdout + done.stderr
    assert summary in done.stdout
    assert [line for line in MISSING if line not in done.stdout] == []


def test_every_room_of_tests_is_run_by_a_command():
    """`test` runs all but the engines, which have a command of their own."""
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    rooms = {path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/*/test_*.py")}
    assert rooms == {*options["pytest"]["ini_options"]["testpaths"], "tests/engines"}
