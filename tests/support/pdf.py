"""What a PDF holds, as its readers find it."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator

import pikepdf


def text_of(data: bytes) -> str:
    """The words of a PDF in the order in which they are drawn."""
    return subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"],
        input=data,
        capture_output=True,
        check=True,
    ).stdout.decode()


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
