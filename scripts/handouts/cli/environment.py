"""Make the environment `.venv` that the other modules run in. Standard library only.

Packages are installed with their hashes and without resolving: a lock is complete, so what is
released tomorrow cannot change or break what is installed today.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from handouts.system.files import CACHE, file_lock

LOCK = "requirements.txt"  # what builds the site
TOOLS_LOCK = "requirements-dev.txt"  # what tests, lints and measures it; holds all of LOCK
SIZES = {LOCK: "about 300 MB on disk", TOOLS_LOCK: "about 800 MB more on disk"}


class Environment:
    """The folder `.venv` of a project, and whether it holds what a lock names."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.python = self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def is_running(self) -> bool:
        """Say whether this process is the environment's own Python."""
        return Path(sys.prefix).resolve() == self.folder.resolve()

    def is_ready(self, lock: str) -> bool:
        """Say whether everything that `lock` names was installed, for this Python and folder."""
        try:
            return self._mark(lock).read_text() == self._digest(lock) and self.python.exists()
        except OSError:
            return False

    def prepare(self, lock: str) -> None:
        """Install what `lock` names, and before it what builds; return at once where that was done.

        Ends the process with one sentence where it fails. The mark that a lock is installed is
        written last, so an install that was cut off is done again.
        """
        if self.is_ready(LOCK) and self.is_ready(lock):
            return
        if find_spec("venv") is None or find_spec("ensurepip") is None:
            stop(
                "This Python cannot make virtual environments."
                " Install the package python3-venv (Debian, Ubuntu) and try again."
            )
        with _plain_errors(self.root, lock):
            waiting = "Another command is setting up .venv; waiting for it."
            with file_lock(self.root / CACHE / "setup.lock", waiting):
                if not self.is_ready(LOCK):
                    _tell(f"Setting up .venv, once: {SIZES[LOCK]}, about half a minute.")
                    if self.folder.is_symlink():  # what it leads to may be somebody else's
                        self.folder.unlink()
                    _run([sys.executable, "-m", "venv", "--clear", str(self.folder)], lock)
                    self._install(LOCK)
                if not self.is_ready(lock):
                    _tell(
                        f"Adding what tests and measures, once: {SIZES[lock]}, about half a minute."
                    )
                    self._install(lock)

    def _install(self, lock: str) -> None:
        words = (
            "-m pip install --disable-pip-version-check --no-input --no-color --progress-bar off"
        )
        words += " --no-deps --require-hashes --only-binary :all: --requirement"
        _run(
            [str(self.python), *words.split(), str(self.root / lock)], lock, count(self.root / lock)
        )
        self._mark(lock).write_text(self._digest(lock))

    def _mark(self, lock: str) -> Path:
        return self.folder / f"{lock}.installed"

    def _digest(self, lock: str) -> str:
        parts = (self.root / lock).read_bytes(), sys.version.encode(), os.fsencode(self.root)
        return hashlib.sha256(b"\0".join(parts)).hexdigest()


def count(lock: Path) -> int:
    """Return the number of packages that a lock names."""
    return len(re.findall(r"(?m)^[\w.-]+==", lock.read_text(encoding="utf-8")))


def stop(sentence: str, status: int = 1) -> NoReturn:
    """Print what to do, and end the process with `status`."""
    print(sentence, file=sys.stderr)
    raise SystemExit(status)


def _full(lock: str) -> str:
    return (
        f"There is no room left on the disk: the set-up needs {SIZES[lock]}."
        " Make room and run the same command again."
    )


def _read_only(folder: Path | str) -> str:
    return (
        f"Nothing can be written in {folder}."
        " Copy the project to a folder of your own and run the command there."
    )


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


@contextmanager
def _plain_errors(root: Path, lock: str) -> Iterator[None]:
    """End with one sentence where the system refuses, or where somebody stops the set-up."""
    try:
        yield
    except KeyboardInterrupt:
        stop("\nStopped. The next command sets up .venv from the beginning.", 130)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            stop(_read_only(root))
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            stop(_full(lock))
        stop(f"Setting up .venv failed: {error}")


def _run(command: list[str], lock: str, packages: int = 0) -> None:
    """Run a step of the set-up and show how far it is.

    Ends the process with the reason where it fails.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
        step = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        assert step.stdout
        output = []
        try:
            for line in step.stdout:
                output.append(line)
                if packages:
                    _show_progress(output, packages)
            status = step.wait()
        finally:
            step.kill()
            step.wait()
            if packages and sys.stderr.isatty():
                print("\r\033[K", end="", file=sys.stderr, flush=True)
        if status:
            errors.seek(0)
            stop(failure("".join(output) + errors.read(), lock))


def _show_progress(output: list[str], packages: int) -> None:
    """Print on a terminal how many packages pip has fetched; elsewhere nothing."""
    if not sys.stderr.isatty():
        return
    fetched = sum(line.startswith("Collecting ") for line in output)
    skipped = sum(line.startswith("Ignoring ") for line in output)
    unpacking = output[-1].startswith("Installing collected packages")
    state = "unpacking" if unpacking else f"{fetched} of {packages - skipped} packages fetched"
    print(f"\r\033[K{state}", end="", file=sys.stderr, flush=True)


def failure(output: str, lock: str) -> str:
    """Return why pip (or venv) failed, and what to do, in one or two sentences."""
    if re.search(
        r"No space left on device|\[Errno 28\]|not enough space on the disk|Disk quota exceeded",
        output,
    ):
        return _full(lock)
    if match := re.search(
        r"(?i)(?:Permission denied|Read-only file system)(?:: '([^']+)')?", output
    ):
        return _read_only(match[1] or "the project's folder")
    if match := re.search(r"DO NOT MATCH THE HASHES[^\n]*\n\s*(\S+==\S+)", output):
        return (
            f"{match[1]} arrived broken, or is not what {lock} names, and was not installed."
            " Run the same command again. If it stays so, tell whoever keeps this library."
        )
    if "Proxy Authentication Required" in output:
        return (
            "The network's proxy asks for a name and a password (407). Ask your IT department for "
            "them, set HTTPS_PROXY to http://NAME:PASSWORD@PROXY:PORT, and run the same command "
            "again."
        )
    if re.search("(?i)certificate.verify.failed", output):
        return (
            "The network answers with a certificate that this Python does not trust, as clinics do "
            "that look into what passes. Ask your IT department for theirs as a file, set PIP_CERT "
            "to its path, and run the same command again."
        )
    offline = (
        r"Retrying \(Retry|NewConnectionError|Temporary failure in name resolution"
        r"|ReadTimeout|ProxyError"
    )
    if re.search(
        offline + r"|IncompleteRead|Connection(?: ?Reset|Aborted|Error)|ProtocolError", output
    ):
        return (
            "The packages could not be fetched: there is no network."
            " Connect, and run the same command again."
        )
    if match := re.search(r"No matching distribution found for ([\w.-]+)", output):
        return (
            f"There is no ready-made {match[1]} for Python {sys.version.split()[0]}"
            " on this computer. Python 3.11 to 3.14 on Linux, macOS or Windows has all packages."
        )
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    reasons = (
        [line for line in lines if line.startswith("ERROR:")]
        or lines[-1:]
        or ["it ended without a word"]
    )
    return f"Setting up .venv failed: {reasons[0]}"
