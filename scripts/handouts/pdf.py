"""Artefact: PDFs. Each is set by Typst from the article that was published, with sheet.typ as its style sheet."""

from __future__ import annotations

import copy
import datetime
import io
import json
import os
import re
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pikepdf
import segno
import typst
from lxml import etree

from . import font
from .article import Article
from .handout import Handout
from .library import SHEETS, Language, Library
from .markup import review_notice
from .problem import Problem

TEMPLATE = Path(__file__).parent / "sheet.typ"
PAPERS = {"letter": "us-letter", "a4": "a4"}  # our names for papers, and Typst's
PAGES = 2  # a standard sheet: both sides of one paper; only the word list may be longer
_LONG = re.compile(r"[^\s\u200b]{25,}")
_here = threading.local()


@dataclass(frozen=True)
class Sheet:
    """One printed form of a handout."""

    handout: Handout
    paper: str
    print: str
    address: str
    data: bytes
    pages: int


def sheets(library: Library, articles: Iterable[tuple[Language, Handout, Article]]) -> Iterator[Sheet | Problem]:
    """Every sheet of every handout, or a Problem where one cannot be set. Two threads: Typst lets Python run beside it."""
    jobs = [
        (library, language, handout, article, paper, print)
        for language, handout, article in articles
        for paper, print in SHEETS
    ]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        yield from pool.map(lambda job: _sheet(*job), jobs)


def _sheet(library: Library, language: Language, handout: Handout, article: Article, paper: str, print: str) -> Sheet | Problem:
    if missing := font.lacking(article.text() + json.dumps(_data(library, language, handout, paper, print), ensure_ascii=False), language.code):
        signs = ", ".join(f"{char} (U+{ord(char):04X})" for char in missing)
        line = handout.source.line_at(re.escape(missing[0]))
        return Problem(handout.source.path, line, f"The font cannot print {signs}. Use other words or signs.")
    address = library.sheet(handout, paper, print)
    url = library.absolute(library.address(handout))
    inputs = {
        "article": _printable(article, url).decode(),
        "data": json.dumps(_data(library, language, handout, paper, print), ensure_ascii=False),
        "qr": _qr(f"{url}#v={handout.version.split(' · ')[-1]}") if url else "",
    }
    try:
        data, warnings = _compiler().compile_with_warnings(
            sys_inputs=inputs,
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=datetime.datetime.combine(handout.changed, datetime.time(12), datetime.UTC),
        )
    except typst.TypstError as error:
        return Problem(handout.source.path, 0, f"This page cannot be printed: {_sentence(error.message)}.")
    if warnings:
        return Problem(handout.source.path, 0, f"Printing this page would lose something: {_sentence(warnings[0].message)}.")
    assert isinstance(data, bytes)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = len(pdf.pages)
        if article.tables():
            data = _with_row_heads(pdf)
    if print == "standard" and handout.facts.kind != "words" and pages > PAGES:
        return Problem(
            handout.source.path, handout.source.body_line,
            f"This page fills {pages} pages in print; it must fit {PAGES}, both sides of one sheet. Shorten it.",
        )  # fmt: skip
    return Sheet(handout, paper, print, address, data, pages)


def _compiler() -> typst.Compiler:
    """This thread's compiler: making one reads all fonts, so each thread keeps its own."""
    if not hasattr(_here, "compiler"):
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font.FOLDER)])
        _here.compiler = typst.Compiler(input=TEMPLATE, root=TEMPLATE.parent, font_paths=fonts, ignore_system_fonts=True)
    return _here.compiler


def _data(library: Library, language: Language, handout: Handout, paper: str, print: str) -> dict[str, object]:
    """All that a sheet shows beside its article."""
    url = library.absolute(library.address(handout))
    short = re.sub(r"^https?://(www\.)?|/$", "", url)
    return {
        "title": handout.title,
        "author": library.clinic.name or library.site.name,
        "keywords": handout.words.search[:10],
        "lang": language.code,
        "dir": "ltr",
        "font": font.family(language.code).name,
        "paper": PAPERS[paper],
        "print": print,
        "kind": handout.facts.kind,
        "version": handout.version,
        "review": review_notice(language, handout),
        "clinic": library.clinic.model_dump(include={"name", "phone", "hours", "after_hours"}),
        "url": url,
        "short-url": short,
        "short": short or library.site.name,
        "qr": bool(url),
        "say": {key: words for key, words in language.say.items() if key.startswith("sheet_") or key == "check_box"},
    }


def _printable(article: Article, url: str) -> bytes:
    """The article's XML with links that work on paper: full addresses, or none while the site's own is not known."""
    root = copy.deepcopy(article.root)
    for link in root.iter("a"):
        to = link.get("href", "")
        if to and not to.startswith("#") and not urlsplit(to).scheme:
            if url:
                link.set("href", urljoin(url, to))
            else:
                del link.attrib["href"]
    for element in root.iter():
        element.text = element.text and _LONG.sub(_breakable, element.text)
        element.tail = element.tail and _LONG.sub(_breakable, element.tail)
    return etree.tostring(root, encoding="utf-8")


def _breakable(found: re.Match[str]) -> str:
    """A very long word with places where a line may break, so that it cannot run off the sheet."""
    return "\u200b".join(re.findall(r".{1,12}", found.group()))


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False, svgns=True, nl=False)
    return out.getvalue().decode()


def _with_row_heads(pdf: pikepdf.Pdf) -> bytes:
    """The same PDF with the first cell of each table row tagged as that row's head, which Typst cannot yet do.

    Typst also writes /Headers on cells, which outranks /Scope (ISO 32000-2, 14.8.5.7), so it goes.
    """
    for row in _elements(pdf.Root.StructTreeRoot, "/TR"):
        cells = [kid for kid in _kids(row) if kid.get("/S") in ("/TD", "/TH")]
        for place, cell in enumerate(cells):
            attributes = cell.get("/A")
            for one in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
                if isinstance(one, pikepdf.Dictionary) and "/Headers" in one:
                    del one["/Headers"]
            if place == 0 and cell.S == "/TD":
                cell.S = pikepdf.Name.TH
                cell.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K")
    several = kids if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in several if isinstance(kid, pikepdf.Dictionary)]


def _elements(element: pikepdf.Object, kind: str) -> Iterator[pikepdf.Object]:
    """Every element of a kind in the structure tree, in reading order."""
    for kid in _kids(element):
        if kid.get("/S") == kind:
            yield kid
        yield from _elements(kid, kind)


def _sentence(message: str) -> str:
    return " ".join(message.removeprefix("panicked with: ").strip('" ').split()).rstrip(".")
