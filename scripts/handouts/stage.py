"""The stage: the folder beside site/ in which a site is built, and the one step that exchanges the two.

Whoever opens site/ sees the whole old site or the whole new one. Standard library only: the first run needs it too.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

AT_FDCWD, RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


@contextmanager
def locked(path: Path, waiting: str = "") -> Iterator[None]:
    """Hold a lock file. Where another command holds it, say `waiting` once and wait until it is free."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        if not _try(file):
            if waiting:
                print(waiting, file=sys.stderr, flush=True)
            _wait(file)
        yield


if sys.platform == "win32":
    import msvcrt
    import time

    def _try(file: BinaryIO) -> bool:
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            return True
        except OSError:
            return False

    def _wait(file: BinaryIO) -> None:
        while not _try(file):
            time.sleep(0.2)

else:
    import fcntl

    def _try(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except OSError:
            return False

    def _wait(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)


def fresh(site: Path) -> Path:
    """An empty folder beside `site` to build in; what a killed build left there is gone."""
    new = site.with_name(site.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    return new


def restored(site: Path) -> bool:
    """Put back a site that an interrupted exchange left aside. Says whether there was one."""
    old = site.with_name(site.name + ".old")
    if not old.exists():
        return False
    if site.exists():
        shutil.rmtree(old)
        return False
    old.rename(site)
    return True


def exchange(new: Path, site: Path) -> None:
    """Put the folder `new` in the place of `site`, and delete what stood there.

    In one step where the system can (Linux), so that no request meets a gap; else by two renames, between which the
    old site stands whole under the name that `restored` knows.
    """
    if not site.exists():
        new.rename(site)
        return
    if _swapped(new, site):
        shutil.rmtree(new)
        return
    old = site.with_name(site.name + ".old")
    site.rename(old)
    new.rename(site)
    shutil.rmtree(old)


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
