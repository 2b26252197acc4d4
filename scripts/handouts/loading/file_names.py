"""Check the names of files below docs/: each must be an address, and stand on every disk."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from handouts.model.data_files import DRAWINGS, file_beside
from handouts.model.pages import ID
from handouts.problems import Problem

KINDS = (".md", ".yml", ".txt", ".svg", ".png", ".ttf")
# The only kind of file that is read in a folder of this name.
KIND_OF_FOLDER = {
    "handouts": ".md",
    "cards": ".md",
    "pictures": ".svg",
}
FOLDER = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
# Characters; with folders and the endings of its PDFs an address stays below the 255 that disks
# allow.
LONGEST = 80
# Windows opens devices under these names, with any ending
# (https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.I)


# How files that people know by other endings are called here.
_ENDINGS = {
    ".markdown": ".md",
    ".mdown": ".md",
    ".mkd": ".md",
    ".yaml": ".yml",
}
# What servers look for at a site's root.
_SERVER_FILES = frozenset(("robots.txt", "favicon.ico", "cname", "humans.txt", "security.txt"))


def _is_unread(name: str) -> bool:
    """Say whether nothing here reads a file of this name."""
    return PurePosixPath(name).suffix not in KINDS or name.lower() in _SERVER_FILES


def _unpublished_advice(location: str, name: str) -> str:
    """Return what to do with a file in a folder, whose ending is not read here."""
    path = PurePosixPath(name)
    if name.lower() in _SERVER_FILES:
        return "The build makes such a file itself, or your server does. Take it away."
    if path.suffix.lower() in (".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic"):
        folder = file_beside(f"{location}/", DRAWINGS)
        return f"A photo cannot be printed here. Draw it as .svg in {folder}/, or take it away."
    suffix = path.suffix.lower()
    ending = _ENDINGS.get(suffix, suffix if suffix in KINDS else "")
    return (
        f"Rename it to {path.stem}{ending}, or take it away."
        if ending
        else f"Only {', '.join(KINDS)} belong here: take it away."
    )


def _advice(name: str, kind: str) -> str:
    """Return what to do with a file that stands where it is not read."""
    new_name = f"{name.partition('.')[0]}{kind}"
    return (
        f"Rename it to {new_name}, or take it away." if name.endswith(".txt") else "Take it away."
    )


def check_names(root: Path, folder: str) -> Iterator[Problem]:
    """Yield the problems in the names of all files and folders in a folder of the project."""

    def inside(path: Path) -> bool:
        try:
            return path.resolve(strict=True).is_relative_to(root.resolve())
        except (OSError, RuntimeError):  # a circle, or nothing is there
            return False

    for directory, folders, files in os.walk(root / folder):
        location = Path(directory).relative_to(root).as_posix()
        names: dict[str, str] = {}
        for name in sorted((*folders, *files)):
            path = f"{location}/{name}"
            if (root / path).is_symlink() and (name in folders or not inside(root / path)):
                yield Problem(
                    path, 0, "This only leads to another place. Put the file or folder itself here."
                )
            elif name in folders and not FOLDER.fullmatch(name):
                yield Problem(
                    path,
                    0,
                    "A folder's name becomes part of addresses: letters, digits and single "
                    "hyphens.",
                )
            elif name in files and not name.startswith(".") and _is_unread(name):
                yield Problem(
                    path,
                    0,
                    f"This file would be published as it is. {_unpublished_advice(location, name)}",
                )
            elif (
                name in files
                and not name.startswith(".")
                and (kind := KIND_OF_FOLDER.get(location.rpartition("/")[2]))
                and not name.endswith(kind)
            ):
                yield Problem(
                    path, 0, f"Only files that end in {kind} are read here. {_advice(name, kind)}"
                )
            elif name.endswith(".md") and re.search(r"/(handouts|cards)/", location):
                yield Problem(
                    path,
                    0,
                    "Handouts and care cards stand in no folders of their own. Move this file up.",
                )
            twin = names.setdefault(normalize("NFC", name).casefold(), name)
            if twin != name:
                yield Problem(
                    path,
                    0,
                    f"{twin} has this name too but for capitals: many disks hold only one of "
                    "them. Rename one.",
                )
            if RESERVED.fullmatch(name):
                yield Problem(
                    path,
                    0,
                    f"Windows cannot hold a file with the name {PurePosixPath(name).stem}. "
                    "Choose another.",
                )
            elif name.endswith((".", " ")):
                yield Problem(
                    path,
                    0,
                    "A name cannot end in a point or a space: Windows would cut it off. Rename it.",
                )
            elif name.endswith(".md") and len(name) > LONGEST:
                yield Problem(
                    path,
                    0,
                    f"This name has {len(name)} characters; the limit is {LONGEST}. Choose a "
                    "shorter one.",
                )
            elif (
                name.endswith(".md")
                and not location.endswith("/handouts")
                and not ID.fullmatch(name.removesuffix(".md"))
            ):
                yield Problem(
                    path,
                    0,
                    "A page's file name becomes its address: small letters, digits and single "
                    "hyphens.",
                )
