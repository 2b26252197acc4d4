"""MkDocs, in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

from handouts.model.addresses import SITEMAP
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.settings import PART, PURPOSE, Edition
from handouts.problems import Problem, trouble
from handouts.system.files import PATIENCE


def build_pages(generator: str, whole: Library, language: Language, to: Path) -> list[Problem]:
    """Let a generator make the pages of one language in a process of its own; what it complained about."""
    edition = language.edition
    if not find_spec(generator):
        return [
            Problem(
                "pyproject.toml",
                0,
                f"{generator} is not installed. It is among the packages for developers.",
            )
        ]
    config = whole.root / edition.config
    environment = os.environ | {PURPOSE: PART, "NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": "0"}
    with subprocess.Popen(
        [sys.executable, "-m", generator, "build", "--config-file", str(config), "--site-dir", str(to)],
        cwd=whole.root, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8", errors="replace",
    ) as running:  # fmt: skip
        # It waits for words from us that never come, and ends when we end, however that is: see hooks.py.
        limit = threading.Timer(PATIENCE, running.kill)
        limit.start()
        assert running.stdout
        lines = [line.strip() for line in running.stdout]
        running.wait()
        limit.cancel()
        limit.join()
    if running.returncode == 0:
        (to / f"{SITEMAP}.gz").unlink(missing_ok=True)  # nothing asks for it
        return []
    told = [found for line in lines if (found := re.match(r"(?:WARNING|ERROR)\s+-\s+(.*)", line))]
    words = [found.group(1) for found in told] or [
        _plain(generator, whole.root, [line for line in lines if line])
    ]
    return [_told(edition, config.name, sentence) for sentence in words]


def _plain(generator: str, root: Path, lines: list[str]) -> str:
    """The end of what a generator printed when it broke off, as a sentence."""
    last = lines[-1] if lines else "it was ended from outside, or there was not enough memory"
    if found := re.match(r"\w*Error: \[Errno (\d+)\] [^:]*", last):
        return trouble(OSError(int(found[1]), os.strerror(int(found[1]))), root).message
    return f"{generator} could not make the pages: {last.rstrip('.')}."


def _told(edition: Edition, config: str, sentence: str) -> Problem:
    """What a generator said, as a Problem of the file that it names."""
    found = re.search(r"Doc file '([^']+)'", sentence)
    return Problem(f"{edition.docs}/{found.group(1)}" if found else config, 0, sentence)
