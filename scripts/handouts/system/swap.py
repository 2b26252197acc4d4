"""Build a site in a folder beside site/, and exchange the two in one step.

Whoever opens site/ sees the complete old site or the complete new one.
"""

from __future__ import annotations

import ctypes
import errno
import glob
import os
import sys
from pathlib import Path

from handouts.system.files import delete

AT_FDCWD, RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


def create_staging_folder(site: Path) -> Path:
    """Return an empty folder beside `site` to build in, and delete those of killed builds.

    No other build had its name: what a dying process still writes lands elsewhere, and the next
    build deletes it.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    for abandoned in site.parent.glob(f"{glob.escape(site.name)}.new*"):
        delete(abandoned)
    new = site.with_name(f"{site.name}.new-{os.getpid()}")
    new.mkdir()
    return new


def restore(site: Path) -> bool:
    """Put back a site that an interrupted exchange left aside. Return whether there was one."""
    old = site.with_name(site.name + ".old")
    if not old.exists():
        return False
    if site.exists():
        delete(old)
        return False
    old.rename(site)
    return True


def exchange(new: Path, site: Path) -> None:
    """Put the folder `new` in the place of `site`, and delete what stood there.

    In one step where the system can (Linux), so that no request meets a gap; else by two renames,
    between which the old site is complete under the name that `restore` knows. Raises OSError;
    then `site` is as it was.
    """
    if not site.exists():
        new.rename(site)
        return
    if _swapped(new, site):
        delete(new)
        return
    old = site.with_name(site.name + ".old")
    site.rename(old)
    try:
        new.rename(site)
    except OSError:
        old.rename(site)
        raise
    delete(old)


def _swapped(new: Path, site: Path) -> bool:
    """Exchange two folders in one step. Return False where the system or file system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if swap is None:
        return False
    if swap(AT_FDCWD, os.fsencode(new), AT_FDCWD, os.fsencode(site), RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM):
        return False
    raise OSError(code, os.strerror(code), str(site))
