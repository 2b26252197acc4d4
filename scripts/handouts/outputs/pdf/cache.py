"""PDFs of earlier builds, in a folder, each under a key that stands for all it was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from functools import cache
from importlib.metadata import version
from pathlib import Path

from handouts.model.fonts import Family
from handouts.outputs.pdf.typesetter import Document, templates, to_json
from handouts.system import files

FOLDER = Path(__file__).parent
MODULES = (
    "typesetter.py",
    "table_tags.py",
    "form_fields.py",
    "field_font.py",
    "../../pages/qr_code.py",
)  # those that decide a PDF's bytes
PACKAGES = ("typst", "pikepdf", "segno", "fonttools")
GENERATIONS = 3  # how many builds' worth of PDFs stay beside those in use: a few branches


class PdfCache:
    """PDFs by key, with their number of pages. Safe to use side by side."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._paths = {path.name.split(".")[0]: path for path in folder.glob("*.*.pdf")}

    def get(self, key: str) -> tuple[bytes, int] | None:
        """Return the PDF of this key and its number of pages, if there is one."""
        path = self._paths.get(key)
        return (path.read_bytes(), int(path.name.split(".")[1])) if path else None

    def put(self, key: str, data: bytes, pages: int) -> None:
        """Keep a PDF for later builds."""
        files.write_atomically(self.folder / f"{key}.{pages}.pdf", data)

    def trim(self, used: Collection[str]) -> None:
        """Delete the oldest of what was not used, beyond the builds before the last few."""
        idle = [path for key, path in self._paths.items() if key not in used]
        newest_first = sorted(idle, key=lambda path: path.stat().st_mtime, reverse=True)
        for path in newest_first[GENERATIONS * len(used) :]:
            path.unlink(missing_ok=True)


def cache_key(document: Document) -> str:
    """Return the key of a document: it changes with anything that the PDF is made from."""
    words = f"{document.date} {document.max_pages} {document.has_tables} {to_json(document.data)}"
    recipe = _tools_digest() + _fonts_digest(document.fonts)
    return hashlib.sha256((recipe + words).encode()).hexdigest()[:32]


@cache
def _tools_digest() -> str:
    """Return the digest of what every PDF is made with: templates, modules, packages."""
    files = templates() | {name: (FOLDER / name).read_bytes() for name in MODULES}
    parts = [f"{name} {hashlib.sha256(data).hexdigest()}" for name, data in files.items()]
    return "\n".join([*parts, *(f"{name} {version(name)}" for name in PACKAGES)])


@cache
def _fonts_digest(fonts: tuple[Family, ...]) -> str:
    paths = [path for family in fonts for path in family.files]
    return "\n".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
