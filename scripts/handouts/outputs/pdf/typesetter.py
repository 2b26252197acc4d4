"""Typesetting: data becomes the bytes of a PDF.

Whatever decides these bytes is in this module, in those it imports, in the templates, or in a
`Document`: a PDF of an earlier build is used again while all of these are the same (`pdf_cache`).
"""

from __future__ import annotations

import datetime
import io
import json
import re
import threading
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import pikepdf
import typst

from handouts.model.fonts import Family
from handouts.outputs.pdf.form_fields import add_fields
from handouts.outputs.pdf.table_tags import tag_row_heads
from handouts.pages import qr_code

TEMPLATES = Path(__file__).parent / "template"
MARKUP = re.compile(r"<[^>]*>")
_thread = threading.local()


class TypesettingError(Exception):
    """A document cannot be set. Its words go on after what it is: "cannot be printed: …"."""


@dataclass(frozen=True)
class Document:
    """All that a PDF is made from, beside the templates."""

    data: dict[str, Any]  # what the templates are given; of a sheet's code, the address it leads to
    date: datetime.date  # the file says when it was made
    fonts: tuple[Family, ...]  # in order of preference
    max_pages: int | None = None  # of each handout, beyond which it is set tighter
    has_tables: bool = False


@dataclass(frozen=True)
class Spacing:
    """How tight a document is set, from 0 to 2, and whether care cards may stand on two sides."""

    tightness: float = 0
    apart: bool = False


# From the loosest to the tightest.
SPACINGS = tuple(Spacing(quarters / 4) for quarters in range(9))
SPACINGS_APART = tuple(Spacing(spacing.tightness, apart=True) for spacing in SPACINGS)
SPACINGS_LARGE = SPACINGS[::2]  # less would not be seen in large print
TIGHTEST = SPACINGS_APART[-1]
# So few letters a page fit as they are in all sheets that were measured, and need no trial.
FEW_LETTERS = 1100
# Bound, without cards and sources, a handout of so many letters fits on two sides as it is, and one
# of so few on one where it is set tight, in all that were measured. Worksheets need more.
MOST_BOUND, FEW_BOUND = 3800, 2400
# The part of its height that large print saves at most by being set tight: 0.185 in 194 sheets.
MOST_SAVED = 0.2
TOP_MARGIN, BOTTOM_MARGIN = 36, 61  # points, of large print as it is


@dataclass(frozen=True)
class Setting:
    """A document as Typst sets it."""

    pdf: bytes
    pages: int
    last_page: float  # at least so much of the last page is filled, from 0 to 1


def typeset(document: Document) -> tuple[bytes, int]:
    """Return the PDF of a document, and its number of pages. Raises TypesettingError."""
    data, form = document.data, document.data["form"]
    sheets = [_with_code(sheet) for sheet in data["sheets"]]

    def set_spaced(*spacings: Spacing, is_trial: bool = False) -> Setting:
        spaced = [sheet | asdict(spacing) for sheet, spacing in zip(sheets, spacings, strict=True)]
        return _setting(_compile(data | {"sheets": spaced}, document, is_trial))

    if form == "booklet":
        # It is too long to be tried.
        setting = set_spaced(*(_bound_spacing(sheet) for sheet in sheets))
    elif form == "review":
        setting = set_spaced()  # it has no sheets
    elif form == "packet":
        setting = set_spaced(*(_member_spacing(sheet, document) for sheet in sheets))
    elif data["print"] == "large":
        setting = _set_large(set_spaced)
    else:
        setting = _set_loosely(document, set_spaced)
    return _postprocess(setting.pdf, document), setting.pages


def _set_loosely(document: Document, set_spaced: Callable[..., Setting]) -> Setting:
    """Return a sheet set as loosely as its limit of pages lets it be.

    `set_spaced` sets it in a Spacing, or tries to: a trial has the same pages, and takes half of
    the time (`template/trial.typ`).
    """
    limit, spacings = document.max_pages, SPACINGS
    if not limit or _is_short(document.data["sheets"][0], limit):
        loosest = set_spaced(SPACINGS[0])
        if not limit or loosest.pages <= limit:
            return loosest
        spacings = SPACINGS[1:]

    def fits(spacing: Spacing) -> bool:
        return set_spaced(spacing, is_trial=True).pages <= limit

    spacing = _first(spacings, fits) or _first(SPACINGS_APART, fits) or TIGHTEST
    setting = set_spaced(spacing)
    # A link splits its line, which may move a word to the next.
    is_longer = setting.pages > limit and spacing != TIGHTEST
    return set_spaced(TIGHTEST) if is_longer else setting


def _bound_spacing(sheet: dict[str, Any]) -> Spacing:
    """Return the spacing of a handout of the booklet: no tighter than its two sides ask for."""
    is_loose = sheet["kind"] == "handout" and FEW_BOUND < _letters(sheet) <= MOST_BOUND
    return SPACINGS[0] if is_loose else SPACINGS[-1]


def _member_spacing(sheet: dict[str, Any], document: Document) -> Spacing:
    """Return the loosest spacing in which a handout of a packet has no more than its pages.

    Each has its own: with one for all, the longest would leave the others' second sides empty.
    """
    limit = document.max_pages
    if not limit:
        return SPACINGS[0]

    def fits(spacing: Spacing) -> bool:
        member = document.data | {"form": "member", "sheets": [sheet | asdict(spacing)]}
        return _setting(_compile(member, document, is_trial=True)).pages <= limit

    if _letters(sheet) <= MOST_BOUND and fits(SPACINGS[0]):
        return SPACINGS[0]
    return _first(SPACINGS, fits) or TIGHTEST


def _set_large(set_spaced: Callable[..., Setting]) -> Setting:
    """Return large print, set as tight as it must be for the fewest pages.

    That is tried only where its last page holds little.

    `set_spaced` is as for `_set_loosely`.
    """
    loosest, *tighter = SPACINGS_LARGE
    setting = set_spaced(loosest)
    if setting.last_page > MOST_SAVED * (setting.pages - 1 + setting.last_page):
        return setting

    def pages(spacing: Spacing) -> int:
        return set_spaced(spacing, is_trial=True).pages

    # The tightest may save more than one: titles of sources go, too.
    fewest = pages(tighter[-1])
    if fewest == setting.pages:
        return setting
    spacing = _first(tighter[:-1], lambda spacing: pages(spacing) == fewest)
    return set_spaced(spacing or tighter[-1])


def _first(spacings: Sequence[Spacing], suits: Callable[[Spacing], bool]) -> Spacing | None:
    """Return the first that suits, as do all after it; None where none does."""
    index = bisect_left(spacings, True, key=suits)
    return spacings[index] if index < len(spacings) else None


def _is_short(sheet: dict[str, Any], pages: int) -> bool:
    """Return whether an article has so few letters that it fits on so many pages as it is."""
    return _letters(sheet) < FEW_LETTERS * pages


def _letters(sheet: dict[str, Any]) -> int:
    return len(MARKUP.sub("", sheet["article"]))


def _setting(pdf: bytes) -> Setting:
    """Return what a PDF of Typst holds. Its last link ends the least that its last page holds."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        last = document.pages[-1]
        _, _, _, height = (float(side) for side in last.mediabox)
        links = [float(link.Rect[1]) for link in last.obj.get("/Annots", ())]
        height -= TOP_MARGIN
        filled = max(0, height - min(links)) if links else 0
        return Setting(pdf, len(document.pages), filled / (height - BOTTOM_MARGIN))


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


def _compile(data: dict[str, Any], document: Document, is_trial: bool = False) -> bytes:
    """Return the PDF as Typst writes it: of a trial, see `trial.typ`, to count its pages."""
    noon = datetime.datetime.combine(document.date, datetime.time(12), datetime.UTC)
    try:
        pdf, warnings = _compiler(document.fonts).compile_with_warnings(
            sys_inputs={"data": to_json(data)} | ({"trial": "yes"} if is_trial else {}),
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
