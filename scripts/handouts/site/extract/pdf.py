"""What a PDF links to, and the places that it has."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import pikepdf

PdfContent = tuple[list[str], list[str], list[str]]  # targets, places, problems


def reader_digest() -> str:
    """Return the digest of this module, by which a cache tells whether it still holds."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()


def read_pdf(data: bytes) -> PdfContent:
    """Read the targets of the links of a PDF, places inside it as #name, and its places."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            targets: dict[str, None] = {}
            for page in pdf.pages:
                for annotation in cast(Iterable[pikepdf.Object], page.obj.get("/Annots") or ()):
                    if target := _target(annotation):
                        targets[target] = None
            return list(targets), sorted(set(_place_names(pdf))), []
    except pikepdf.PdfError:
        return [], [], ["This file cannot be read: it is not a PDF."]


def _target(annotation: pikepdf.Object) -> str:
    """Return where a link leads, or "" (ISO 32000-2, 12.5.6.5 and 12.6.4)."""
    action = annotation.get("/A")
    if action is None:
        place = annotation.get("/Dest")
    elif action.get("/S") == "/URI":
        return str(action["/URI"])
    else:
        place = action.get("/D") if action.get("/S") == "/GoTo" else None
    return f"#{place}" if isinstance(place, (pikepdf.String, pikepdf.Name)) else ""


def _place_names(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield the names of the places of a PDF (ISO 32000-2, 12.3.2.4)."""
    yield from cast(dict[str, object], pdf.Root.get("/Dests") or {})
    names = pdf.Root.get("/Names")
    if names is not None and "/Dests" in names:
        yield from map(str, pikepdf.NameTree(names["/Dests"]))
