"""A site is built in a folder beside site/, and one step exchanges the two.

Whoever opens site/ sees the whole old site or the whole new one.
"""

from __future__ import annotations

import ctypes
import errno
import glob
import os
import sys
from pathlib import Path

from handouts.system.files import cleared

AT_FDCWD, RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


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
