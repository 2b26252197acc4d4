"""The stage: the folder beside site/ in which a site is built, and the one step that exchanges the two.

Whoever opens site/ sees the whole old site or the whole new one. Standard library only: the first run needs it too.
"""

from __future__ import annotations

import ctypes
import errno
import glob
import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

MISSING = "A part of the machine cannot be loaded. Delete the folder .venv and run the same command again: it is made anew."
PATIENCE = 3600.0  # seconds; the longest build takes minutes
AT_FDCWD, RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


@contextmanager
def locked(path: Path, waiting: str = "") -> Iterator[None]:
    """Hold a lock file. Where another command holds it, say `waiting` once and wait until it is free.

    Raises OSError (ETIMEDOUT) where it is not free within PATIENCE: a command that hangs must not hang all that follow.
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


def fresh(site: Path) -> Path:
    """An empty folder of its own beside `site` to build in; what killed builds left there is gone.

    It has a name that no other build had: what a dying process still writes lands elsewhere, and is cleared by the next.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    for left in site.parent.glob(f"{glob.escape(site.name)}.new*"):
        cleared(left)
    new = site.with_name(f"{site.name}.new-{os.getpid()}")
    new.mkdir()
    return new


def cleared(path: Path) -> None:
    """Delete a folder, file or link, as far as the system lets us."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()


def restored(site: Path) -> bool:
    """Put back a site that an interrupted exchange left aside. Says whether there was one."""
    old = site.with_name(site.name + ".old")
    if not old.exists():
        return False
    if site.exists():
        cleared(old)
        return False
    old.rename(site)
    return True


def exchange(new: Path, site: Path) -> None:
    """Put the folder `new` in the place of `site`, and delete what stood there.

    In one step where the system can (Linux), so that no request meets a gap; else by two renames, between which the
    old site stands whole under the name that `restored` knows. Raises OSError; then `site` is as it was.
    """
    if not site.exists():
        new.rename(site)
        return
    if _swapped(new, site):
        cleared(new)
        return
    old = site.with_name(site.name + ".old")
    site.rename(old)
    try:
        new.rename(site)
    except OSError:
        old.rename(site)
        raise
    cleared(old)


def put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: where writing fails or is cut off, the old file stands as it was."""
    path = path.resolve()
    part = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        part.write_bytes(data)
        part.replace(path)
    except BaseException:
        cleared(part)
        raise


def _swapped(one: Path, two: Path) -> bool:
    """Exchange two folders in one step; False where the system or the file system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if swap is None:
        return False
    if swap(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(two), RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM):
        return False
    raise OSError(code, os.strerror(code), str(two))
