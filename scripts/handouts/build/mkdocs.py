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
from handouts.problems import Problem, system_problem
from handouts.system.files import PATIENCE


def build_pages(
    generator: str, library: Library, language: Language, folder: Path
) -> list[Problem]:
    """Let a generator make the pages of one language in `folder`, in a process of its own.

    Returns its complaints.
    """
    edition = language.edition
    if not find_spec(generator):
        return [
            Problem(
                "pyproject.toml",
                0,
                f"{generator} is not installed. It is among the packages for developers.",
            )
        ]
    config = library.root / edition.config
    environment = os.environ | {PURPOSE: PART, "NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", generator, "build"]
    with subprocess.Popen(
        [*command, "--config-file", str(config), "--site-dir", str(folder)],
        cwd=library.root,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        # It reads its input, to which nothing is written, and so ends when we end: see hooks.py.
        limit = threading.Timer(PATIENCE, process.kill)
        limit.start()
        assert process.stdout
        lines = [line.strip() for line in process.stdout]
        process.wait()
        limit.cancel()
        limit.join()
    if process.returncode == 0:
        (folder / f"{SITEMAP}.gz").unlink(missing_ok=True)  # nothing asks for it
        return []
    matches = [
        match for line in lines if (match := re.match(r"(?:WARNING|ERROR)\s+-\s+(.*)", line))
    ]
    messages = [match.group(1) for match in matches] or [
        _failure(generator, library.root, [line for line in lines if line])
    ]
    return [_problem(edition, config.name, sentence) for sentence in messages]


def _failure(generator: str, root: Path, lines: list[str]) -> str:
    """Return the last line that a failed generator printed, as a sentence."""
    last = lines[-1] if lines else "it was ended from outside, or there was not enough memory"
    if match := re.match(r"\w*Error: \[Errno (\d+)\] [^:]*", last):
        return system_problem(OSError(int(match[1]), os.strerror(int(match[1]))), root).message
    return f"{generator} could not make the pages: {last.rstrip('.')}."


def _problem(edition: Edition, config: str, sentence: str) -> Problem:
    """Return a message of a generator as a Problem of the file that it names."""
    match = re.search(r"Doc file '([^']+)'", sentence)
    return Problem(f"{edition.docs}/{match.group(1)}" if match else config, 0, sentence)
