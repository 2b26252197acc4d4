"""Programs that are no Python packages, and tests may need."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def is_installed(program: str) -> bool:
    """Tell whether tests may use a program.

    Where all tests must run, as on a build server, REQUIRE_BROWSER says so: then tests use every
    program, and fail where it is missing, since nobody there would see that they were skipped.
    """
    return bool(shutil.which(program) or os.environ.get("REQUIRE_BROWSER"))


def needs(program: str) -> pytest.MarkDecorator:
    """Skip a test on a computer that lacks a program."""
    return pytest.mark.skipif(not is_installed(program), reason=f"{program} is not installed")


def lychee(
    folder: Path, url: str, domain: Path, endings: str = "html,css", *options: str
) -> subprocess.CompletedProcess[str]:
    """Run another link checker on a site, laid out below `domain` as it will stand on the web.

    Behind the # of the page for packets stand the handouts that its script is to choose, such as
    `#with=dry-hands`. That is no place on the page, and no browser looks for one.
    """
    path = url.split("/", 3)[3]
    if not (domain / path).exists():
        shutil.copytree(folder, domain / path)
    program = Path(sys.executable).with_name("lychee" + (".exe" if os.name == "nt" else ""))
    return subprocess.run(
        [program, "--offline", "--include-fragments", "--no-progress", "--index-files",
         "index.html", "--root-dir", domain,
         "--remap", f"{url} {(domain / path).as_uri()}/", "--extensions", endings,
         "--exclude", "/for-clinics/packet(/|/index\\.html)?#with=", *options,
         domain / path],
        capture_output=True, text=True, cwd=domain, timeout=120,
    )  # fmt: skip
