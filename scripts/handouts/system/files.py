"""Files: written completely or not at all, and locked by one command at a time."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

BROKEN_INSTALLATION = (
    "A part of the machine cannot be loaded. Delete the folder .venv and run the same command "
    "again: it is made anew."
)
CACHE = ".cache"  # the folder of what can be made again; not part of the project
PATIENCE = 3600.0  # seconds; the longest build takes minutes


@contextmanager
def file_lock(path: Path, waiting: str = "") -> Iterator[None]:
    """Hold a lock file. Where another command holds it, print `waiting` once and wait.

    Raises OSError (ETIMEDOUT) where it is not free within PATIENCE: a command that hangs must not
    hang all that follow.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        end = time.monotonic() + PATIENCE
        while not _try(file):
            if waiting:
                print(waiting, file=sys.stderr, flush=True)
                waiting = ""
            if time.monotonic() > end:
                raise OSError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT), str(path))
            time.sleep(0.05)
        yield


if sys.platform == "win32":
    import msvcrt

    def _try(file: BinaryIO) -> bool:
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            return True
        except OSError:
            return False

else:
    import fcntl

    def _try(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            return False


def delete(path: Path) -> None:
    """Delete a folder, file or link, as far as the system lets us."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file completely or not at all: where writing fails, the old file stays as it was."""
    path = path.resolve()
    part = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        part.write_bytes(data)
        part.replace(path)
    except BaseException:
        delete(part)
        raise


def write_file(folder: Path, address: str, data: bytes) -> None:
    """Write a file of the site, and the folders above it."""
    path = folder / address
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
