"""What a PDF links to, and the places that it has."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import pikepdf

PdfContent = tuple[list[str], list[str], list[str]]  # targets, places, what is wrong


def reader_digest() -> str:
    """What PDFs are read with: this module as it is."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()


def read_pdf(data: bytes) -> PdfContent:
    """Where the links of a PDF lead, places inside it as #name; the names of its places."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            targets: dict[str, None] = {}
            for page in pdf.pages:
                for note in cast(Iterable[pikepdf.Object], page.obj.get("/Annots") or ()):
                    if target := _target(note):
                        targets[target] = None
            return list(targets), sorted(set(_named(pdf))), []
    except pikepdf.PdfError:
        return [], [], ["This file cannot be read: it is not a PDF."]


def _target(note: pikepdf.Object) -> str:
    action = note.get("/A")
    if action is not None and action.get("/S") == "/URI":
        return str(action["/URI"])
    place = (
        note.get("/Dest")
        if action is None
        else action.get("/D")
        if action.get("/S") == "/GoTo"
        else None
    )
    return f"#{place}" if isinstance(place, (pikepdf.String, pikepdf.Name)) else ""


def _named(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The names of the places of a PDF (ISO 32000-2, 12.3.2.4)."""
    yield from cast(dict[str, object], pdf.Root.get("/Dests") or {})
    names = pdf.Root.get("/Names")
    if names is not None and "/Dests" in names:
        yield from map(str, pikepdf.NameTree(names["/Dests"]))
