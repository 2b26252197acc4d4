"""What a PDF holds, as its readers find it."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pdfua
import pikepdf
import pytest
from pdfua.document import PdfDocument, StructElement
from pdfua.model import Report

from handouts.model.library import Library
from handouts.outputs.pdf import sheets as pdf_sheets
from handouts.outputs.pdf import typesetter
from handouts.outputs.pdf.jobs import Job
from handouts.outputs.pdf.typesetter import SPACINGS, TIGHTEST, Spacing


def text_of(data: bytes) -> str:
    """The words of a PDF in the order in which they are drawn."""
    return subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"],
        input=data,
        capture_output=True,
        check=True,
    ).stdout.decode()


def check_accessibility(path: Path) -> Report:
    """Return what pdfua says of a PDF, whose elements it builds once here.

    By itself it builds each of them as often as it stands deep.
    """

    def walk(
        document: PdfDocument, node: pikepdf.Object, depth: int, page: int | None
    ) -> Iterator[StructElement]:
        def descend(element: StructElement) -> Iterator[StructElement]:
            yield element
            for child in element.children:
                yield from descend(child)

        if element := document._build(node, depth, page):
            yield from descend(element)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PdfDocument, "_walk", walk)
        return pdfua.validate(str(path))


def fits_when_tightest(library: Library, job: Job) -> bool:
    """Tell whether a job's PDF keeps to its limit of pages in the tightest spacing that a build
    tries."""
    document = pdf_sheets._document(library, job)
    (sheet,) = map(typesetter._with_code, document.data["sheets"])

    def pages(spacing: Spacing) -> int:
        data = document.data | {"sheets": [sheet | asdict(spacing)]}
        return len(opened(typesetter._compile(data, document)).pages)

    limit = document.max_pages
    return limit is None or any(pages(spacing) <= limit for spacing in (SPACINGS[-1], TIGHTEST))


def squeezed(text: str) -> str:
    """Text without spaces, line breaks, marks that cannot be seen, and hyphens, which pdftotext
    drops where a line ends."""
    return re.sub(r"[\s\u2060\u200b-]+", "", text)


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The structure tree below an element, in reading order."""
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def tree(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return list(elements(pdf.Root.StructTreeRoot))
