"""Typesetting: data becomes the bytes of a PDF.

Whatever decides these bytes is in this module, in those it imports, in the templates, or in a
`Document`: a PDF of an earlier build is used again while all of these are the same (`pdf_cache`).
"""

from __future__ import annotations

import datetime
import io
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, cast

import pikepdf
import typst

from handouts.model.fonts import Family
from handouts.outputs.pdf.form_fields import add_fields
from handouts.outputs.pdf.table_tags import tag_row_heads
from handouts.pages import qr_code

STEPS = (1, 2)  # how tight a sheet is set that does not fit as it is
HALVINGS = 2  # how often a step that fits is halved, so that it is no tighter than it must be
TEMPLATES = Path(__file__).parent / "template"
_thread = threading.local()


class TypesettingError(Exception):
    """A document cannot be set. Its words go on after what it is: "cannot be printed: …"."""


@dataclass(frozen=True)
class Document:
    """All that a PDF is made from, beside the templates."""

    data: dict[str, Any]  # what the templates are given; of a sheet's code, the address it leads to
    date: datetime.date  # the file says when it was made
    fonts: tuple[Family, ...]  # in order of preference
    max_pages: int | None = None  # beyond which it is set tighter
    has_tables: bool = False


def typeset(document: Document) -> tuple[bytes, int]:
    """Return the PDF of a document, and its number of pages. Raises TypesettingError."""
    data = document.data | {"sheets": [_with_code(sheet) for sheet in document.data["sheets"]]}

    def attempt(tightness: float, apart: bool = False) -> tuple[bytes, int]:
        typst_pdf = _compile(data | {"tightness": tightness, "apart": apart}, document)
        with pikepdf.open(io.BytesIO(typst_pdf)) as pdf:
            return typst_pdf, len(pdf.pages)

    typst_pdf, pages = _fit(attempt, document)
    return _postprocess(typst_pdf, document), pages


def _fit(attempt: Callable[..., tuple[bytes, int]], document: Document) -> tuple[bytes, int]:
    """Return a document set as loosely as its limit of pages lets it be, and its pages.

    `attempt` returns the PDF and its pages for a tightness, with care cards apart or together.
    """
    loosest = attempt(0)
    if document.data["print"] == "large":
        # Tighter where that saves the last page, which then holds little. Most gain nothing from
        # the tightest setting, and are tried no further.
        if attempt(STEPS[-1])[1] == loosest[1]:
            return loosest
        return _loosest_that_fits(attempt, STEPS, loosest[1] - 1) or loosest
    if not document.max_pages or loosest[1] <= document.max_pages:
        return loosest
    return (
        _loosest_that_fits(attempt, STEPS, document.max_pages)
        or _loosest_that_fits(partial(attempt, apart=True), STEPS, document.max_pages)
        or attempt(STEPS[-1], apart=True)
    )


def _loosest_that_fits(
    attempt: Callable[[float], tuple[bytes, int]], steps: Sequence[float], limit: int
) -> tuple[bytes, int] | None:
    """Return the loosest result of at most `limit` pages; None where there is none.

    `attempt` returns the PDF and its pages for a tightness.
    """
    for step in steps:
        result, tightness = attempt(step), step
        if result[1] > limit:
            continue
        for halving in range(1, HALVINGS + 1):
            middle = tightness - 0.5**halving
            if (looser := attempt(middle))[1] <= limit:
                tightness, result = middle, looser
        return result
    return None


def _with_code(sheet: dict[str, Any]) -> dict[str, Any]:
    """Return a sheet's data with its QR code drawn."""
    return sheet | {"qr": sheet["qr"] and qr_code.print_svg(sheet["qr"])}


def to_json(data: dict[str, Any]) -> str:
    """Return data as text: the same text for the same data."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


@cache
def templates() -> dict[str, bytes]:
    """Return the templates, by name. Read once: what is set is what the cache knows of."""
    return {path.name: path.read_bytes() for path in sorted(TEMPLATES.glob("*.typ"))}


def _compile(data: dict[str, Any], document: Document) -> bytes:
    """Return the PDF as Typst writes it."""
    noon = datetime.datetime.combine(document.date, datetime.time(12), datetime.UTC)
    try:
        pdf, warnings = _compiler(document.fonts).compile_with_warnings(
            sys_inputs={"data": to_json(data)},
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=noon,
        )
    except typst.TypstError as error:
        raise TypesettingError(f"cannot be printed: {_sentence(error.message)}.") from None
    except BaseException as error:  # a panic inside the typesetter is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        problem = f"broke the PDF engine down ({error}). Run the same command again."
        raise TypesettingError(problem) from None
    if warnings:
        problem = f"would lose something in print: {_sentence(warnings[0].message)}."
        raise TypesettingError(problem)
    assert isinstance(pdf, bytes)
    return pdf


def _compiler(fonts: tuple[Family, ...]) -> typst.Compiler:
    """Return this thread's compiler for these fonts. Making one reads all of them."""
    compilers: dict[tuple[Family, ...], typst.Compiler]
    compilers = _thread.__dict__.setdefault("compilers", {})
    if fonts not in compilers:
        folders = sorted({str(path.parent) for family in fonts for path in family.files})
        compilers[fonts] = typst.Compiler(
            input=cast(Any, templates()),  # files by name, which its types do not name
            root=TEMPLATES,
            font_paths=typst.Fonts(
                include_system_fonts=False,
                include_embedded_fonts=False,
                font_paths=folders,
            ),
            ignore_system_fonts=True,
        )
    return compilers[fonts]


def _postprocess(typst_pdf: bytes, document: Document) -> bytes:
    """Return a PDF of Typst as it is published: with fields, tagged row heads and small.

    A tagged PDF is mostly small dictionaries, which only object streams (ISO 32000-2, 7.5.7)
    compress: it is half as large. Typst 0.15 writes none. Without tables nothing is tagged, since
    reading the whole structure tree takes as long as writing the file.
    """
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(typst_pdf)) as pdf:
        add_fields(pdf, document.fonts, document.data["dir"])
        if document.has_tables:
            tag_row_heads(pdf)
        streams = pikepdf.ObjectStreamMode.generate
        pdf.save(output, object_stream_mode=streams, deterministic_id=True)
        return output.getvalue()


def _sentence(message: str) -> str:
    return " ".join(message.removeprefix("panicked with: ").strip('" ').split()).rstrip(".")
