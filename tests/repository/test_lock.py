"""The locks: complete, so that they can be installed without resolving; and lean, so that a clinic
installs little."""

from __future__ import annotations

import importlib.metadata
import itertools
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from handouts.cli.environment import LOCK, TOOLS_LOCK
from support.project import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LEFT_OUT = set(PROJECT["tool"]["handouts"]["left-out"])
PYTHONS = [f"3.{minor}" for minor in range(11, 15)]
SYSTEMS = [
    ("linux", "Linux", "posix", "x86_64"),
    ("darwin", "Darwin", "posix", "arm64"),
    ("win32", "Windows", "nt", "AMD64"),
]


def entries(lock: str) -> list[str]:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.split("\n") if line and not line.lstrip().startswith("#")]


def pins(lock: str) -> dict[str, Requirement]:
    requirements = (
        Requirement(re.split(r"\s+--hash=", entry)[0].strip()) for entry in entries(lock)
    )
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def platforms() -> list[dict[str, str]]:
    """Return what a marker may ask, for each Python and system that the library is built on."""
    return [
        {
            **default_environment(),
            "python_version": python,
            "python_full_version": f"{python}.2",
            "sys_platform": system,
            "platform_system": name,
            "os_name": family,
            "platform_machine": machine,
        }
        for python, (system, name, family, machine) in itertools.product(PYTHONS, SYSTEMS)
    ]


def holds(requirement: Requirement, platform: dict[str, str], extras: set[str]) -> bool:
    """Say whether a requirement counts on a platform, where a package was asked for with these
    extras."""
    marker = requirement.marker
    return marker is None or any(
        marker.evaluate({**platform, "extra": extra}) for extra in {"", *extras}
    )


def missing(lock: str, direct: list[str], left_out: set[str]) -> set[str]:
    """Name what a lock lacks on some platform: what we ask for, and what its packages ask for, as
    far as that goes."""
    locked = pins(lock)
    problems = set()
    for platform in platforms():
        queue = [Requirement(text) for text in direct]
        visited = set()
        while queue:
            requirement = queue.pop()
            name = canonicalize_name(requirement.name)
            if (name, frozenset(requirement.extras)) in visited or name in left_out:
                continue
            visited.add((name, frozenset(requirement.extras)))
            pin = locked.get(name)
            version = next(iter(pin.specifier)).version if pin else ""
            if (
                not pin
                or not holds(pin, platform, set())
                or not requirement.specifier.contains(version, prereleases=True)
            ):
                where = f"{platform['sys_platform']}, Python {platform['python_version']}"
                problems.add(f"{requirement} is asked for on {where}; the lock has {pin}")
                continue
            required = (Requirement(text) for text in importlib.metadata.requires(name) or ())
            queue += [next_ for next_ in required if holds(next_, platform, requirement.extras)]
    return problems


@pytest.mark.parametrize("lock", [LOCK, TOOLS_LOCK])
def test_a_lock_pins_every_package_by_hash(lock):
    assert entries(lock) and all(
        "==" in entry and "--hash=sha256:" in entry for entry in entries(lock)
    )
    for pin in ("mkdocs==1.6.1", "mkdocs-material==9.8.1", "pymdown-extensions==12.3"):
        assert any(entry.startswith(pin + " ") for entry in entries(lock))


def test_the_lock_of_what_builds_is_complete_on_every_platform():
    assert missing(LOCK, PROJECT["project"]["dependencies"], LEFT_OUT) == set()


def test_the_lock_of_the_tools_is_complete_on_every_platform():
    direct = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    assert missing(TOOLS_LOCK, direct, set()) == set()


def test_a_package_that_is_not_in_the_lock_is_named():
    """What the two tests above rest on."""
    direct = ["mkdocs", "mkdocs-material[imaging]"]
    assert any(problem.startswith("babel") for problem in missing(LOCK, ["mkdocs-material"], set()))
    assert any(problem.startswith("cairosvg") for problem in missing(TOOLS_LOCK, direct, set()))


def test_both_locks_name_the_same_versions():
    lean, complete = pins(LOCK), pins(TOOLS_LOCK)
    assert {name: str(pin) for name, pin in lean.items()} == {
        name: str(complete[name]) for name in lean
    }
    assert set(complete) >= LEFT_OUT and not LEFT_OUT & set(lean)


def link_packages(lock: str, target: Path) -> None:
    """Put the installed packages that a lock names into another site-packages, and nothing else."""
    for name in pins(lock):
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # one for another platform
        tops = {
            Path(str(file)).parts[0]
            for file in distribution.files or ()
            if not str(file).startswith("..")
        }
        for top in tops - {"__pycache__"}:
            source, link = Path(str(distribution.locate_file(top))), target / top
            if not link.exists():
                try:
                    link.symlink_to(source, target_is_directory=source.is_dir())
                except OSError:  # Windows without the right to make links
                    (shutil.copytree if source.is_dir() else shutil.copy)(source, link)


def test_a_site_is_built_with_nothing_but_the_lean_lock(project):
    """A new release of a package may start to import what is left out: only this test would
    notice."""
    environment = project.root / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(
        subprocess.run(
            [python, "-c", where], capture_output=True, text=True, check=True
        ).stdout.strip()
    )
    link_packages(LOCK, packages)
    assert subprocess.run([python, "-c", "import babel"], capture_output=True).returncode
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]);"
        "from handouts.cli import main, project; project.ROOT = Path(sys.argv[2]); "
        "sys.exit(main.main(['build']))"
    )
    built = subprocess.run(
        [python, "-c", code, ROOT / "scripts", project.root],
        capture_output=True,
        text=True,
        cwd=project.root,
    )
    assert built.returncode == 0, built.stderr
    assert (project.root / "site/catalog.json").exists()
