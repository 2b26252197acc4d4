"""What a PDF holds, as its readers find it."""

from __future__ import annotations

import html
import io
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import pdfua
import pikepdf
import pytest
from pdfua.document import PdfDocument, StructElement
from pdfua.model import Report

from handouts.markdown import extension
from handouts.model.library import Library
from handouts.model.pages import Handout
from handouts.outputs.pdf import jobs as pdf_jobs
from handouts.outputs.pdf import sheets as pdf_sheets
from handouts.outputs.pdf import typesetter
from handouts.outputs.pdf.jobs import Job
from handouts.outputs.pdf.sheets import Sheet
from handouts.outputs.pdf.typesetter import SPACINGS, TIGHTEST, Spacing
from handouts.pages.article import Article, fragment


def article_of(library: Library, handout: Handout) -> Article:
    """Return the article of a handout, as its Markdown makes it."""
    language = library.language(handout.language)
    return fragment(extension.render(library, language, extension.markdown_source(handout)))


def jobs_of(library: Library, articles: dict[str, Article] | None = None) -> list[Job]:
    """Return each PDF of the first language, or those that show these articles, which are by
    id."""
    language = library.languages[0]
    if articles is None:
        articles = {handout.id: article_of(library, handout) for handout in language.handouts}
    return list(pdf_jobs.jobs(library, language, articles))


def set_sheets(library: Library, jobs: Iterable[Job]) -> list[Sheet]:
    """Return the PDF of each job, of which none may be a problem."""
    sheets: list[Sheet] = []
    for sheet in pdf_sheets.sheets(library, jobs):
        assert isinstance(sheet, Sheet), sheet
        sheets.append(sheet)
    return sheets


class Word(NamedTuple):
    """A word of a PDF, with its edges in points from the top left of its page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def words_of(data: bytes) -> list[Word]:
    """Return the words of a PDF in the order in which they are drawn."""
    command = ["pdftotext", "-bbox", "-", "-"]
    boxes = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    number = r'"([\d.]+)"'
    pattern = f"xMin={number} yMin={number} xMax={number} yMax={number}>([^<]*)"
    return [
        Word(page, float(left), float(top), float(right), float(bottom), html.unescape(text))
        for page, words in enumerate(boxes.split("<page ")[1:])
        for left, top, right, bottom, text in re.findall(pattern, words)
    ]


def width_of(data: bytes) -> float:
    """Return the width of the paper of a PDF, in points."""
    with opened(data) as pdf:
        return float(pdf.pages[0].mediabox[2])


def text_of(data: bytes) -> str:
    """Return the words of a PDF in the order in which they are drawn, line by line."""
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
    """Return a text without spaces, line breaks, marks that cannot be seen, and hyphens.

    pdftotext drops hyphens where a line ends.
    """
    return re.sub(r"[\s\u2060\u200b-]+", "", text)


def opened(data: bytes) -> pikepdf.Pdf:
    """Return a PDF to look into."""
    return pikepdf.open(io.BytesIO(data))


def elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield the structure tree below an element, in reading order."""
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def tree(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return all structure elements of a PDF, in reading order."""
    return list(elements(pdf.Root.StructTreeRoot))
