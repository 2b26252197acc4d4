"""The door: python3 scripts on a machine where nothing is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

STUB = "def main(words):\n    import sys\n    print('verbs', *words, sys.prefix)\n    return 3\n"


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A project with the real door, an empty lock, and a command that only says that it was reached."""
    project = tmp_path / "a project with spaces"
    (project / "scripts/handouts").mkdir(parents=True)
    shutil.copy(ROOT / "scripts/__main__.py", project / "scripts")
    for name in ("__init__.py", "stage.py"):
        shutil.copy(ROOT / "scripts/handouts" / name, project / "scripts/handouts")
    (project / "scripts/handouts/command.py").write_text(STUB)
    (project / "requirements.txt").write_text("")
    return project


def outside() -> str:
    """The Python that the tests' own environment was made from."""
    return getattr(sys, "_base_executable", sys.executable)


def run(project: Path, *words: str, code: str = "") -> subprocess.CompletedProcess[str]:
    command = [outside(), "-c", code] if code else [outside(), str(project / "scripts"), *words]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL"))}
    environment["PIP_NO_INDEX"] = "1"  # these tests install nothing, and ask nobody
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)


def test_the_first_run_makes_the_environment_and_hands_over(bare):
    first = run(bare, "build", "--timings")
    assert first.returncode == 3, first.stderr
    assert first.stdout == f"verbs build --timings {bare / '.venv'}\n"
    assert first.stderr == "Setting up .venv, once; this takes about a minute.\n"
    second = run(bare, "check")
    assert (second.stdout, second.stderr) == (f"verbs check {bare / '.venv'}\n", "")


def test_an_interrupted_install_is_redone(bare):
    (bare / ".venv/bin").mkdir(parents=True)
    (bare / ".venv/bin/python").write_text("half")
    again = run(bare, "check")
    assert again.returncode == 3 and "Setting up .venv" in again.stderr


def test_a_changed_lock_is_noticed(bare):
    run(bare, "check")
    (bare / "requirements.txt").write_text("# another lock\n")
    assert "Setting up .venv" in run(bare, "check").stderr


def test_a_failed_install_is_one_sentence(bare):
    (bare / "requirements.txt").write_text("no-such-package-anywhere==1.0 --hash=sha256:" + "0" * 64 + "\n")
    failed = run(bare, "check")
    assert failed.returncode == 1
    assert "Setting up .venv failed: ERROR:" in failed.stderr and "run the same command again" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert not (bare / ".venv/ready").exists()


def test_a_python_without_venv_is_told_what_to_install(bare):
    code = (
        "import sys, runpy, importlib.util as u; find = u.find_spec;"
        "u.find_spec = lambda name, *rest: None if name == 'ensurepip' else find(name, *rest);"
        f"sys.argv = ['scripts', 'build']; sys.path.insert(0, {str(bare / 'scripts')!r});"
        f"runpy.run_path({str(bare / 'scripts')!r}, run_name='__main__')"
    )
    told = run(bare, code=code)
    assert told.returncode == 1
    assert told.stderr == (
        "This Python cannot make virtual environments. Install the package python3-venv (Debian, Ubuntu) and try again.\n"
    )


def test_the_lock_pins_every_package_by_hash():
    """--require-hashes needs them, and so does whoever wants to know what runs on their machine."""
    text = (ROOT / "requirements.txt").read_text()
    entries = [entry for entry in text.replace("\\\n", " ").split("\n") if entry and not entry.lstrip().startswith("#")]
    assert entries and all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    for pinned in ("mkdocs==1.6.1", "mkdocs-material==9.8.1", "pymdown-extensions==12.3"):
        assert any(entry.startswith(pinned + " ") for entry in entries)
