"""Artefact: PDFs. Each is set by Typst from the article that was published, laid out by the templates in `template`."""

from __future__ import annotations

import copy
import datetime
import hashlib
import io
import json
import math
import re
import threading
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import pikepdf
import typst
from lxml import etree

from . import content, cores, font, qr, stage
from .article import Article
from .handout import Handout
from .library import BOUND, MOVES, SHEETS, Language, Library, Notice, fill
from .markup import review_notice, translation_notice
from .problem import Problem

TEMPLATE = Path(__file__).parent / "template"
PAPERS = {"letter": "us-letter", "a4": "a4"}  # our names for papers, and Typst's
PAGES = 2  # a standard sheet: both sides of one paper; only the word list may be longer
# Width of drawings, in inches: beside the text, on a worksheet to be marked, and in large print, where labels must be large.
PICTURE, WORKSHEET_PICTURE, LARGE_PICTURE = 2.6, 2.7, 5.6
_LONG = re.compile(r"[^\s\u200b]{25,}")
_here = threading.local()


class Weight(NamedTuple):
    """What can be said of a file's bytes without having them."""

    size: int
    sha256: str
    sha1: bytes  # FHIR asks for it


def weigh(data: bytes) -> Weight:
    """The weight of these bytes."""
    return Weight(len(data), hashlib.sha256(data).hexdigest(), hashlib.sha1(data, usedforsecurity=False).digest())


@dataclass(frozen=True)
class Sheet:
    """A PDF: one form of a handout, or of several bound together (then `handout` is None)."""

    handout: Handout | None
    language: Language
    paper: str
    print: str
    address: str
    data: bytes  # empty once it is written: a thousand handouts would fill the memory
    pages: int
    weight: Weight
    title: str = ""
    made: bool = True  # False: kept from an earlier build


@dataclass(frozen=True)
class Job:
    """A PDF to make: what is set, in which form, and the Problem's place if it cannot be."""

    address: str
    language: Language
    handouts: tuple[tuple[Handout, Article], ...]
    paper: str
    print: str
    form: str  # "sheet", "packet" or "booklet"
    title: str


def jobs(library: Library, language: Language, articles: dict[str, Article]) -> Iterator[Job]:
    """Every PDF of a language: each handout in each form, the packets, the booklet. `articles` are keyed by id."""
    here = [(one, articles[one.id]) for one in language.handouts if one.id in articles]
    for one, article in here:
        for paper, print in SHEETS:
            yield Job(library.sheet(one, paper, print), language, ((one, article),), paper, print, "sheet", one.title)
    for id, packet in library.packets.items():
        inside = tuple((one, articles[one.id]) for one in library.packed(language, packet) if one.id in articles)
        for paper in BOUND if inside else ():
            yield Job(library.packet(language, id, paper), language, inside, paper, "standard", "packet", packet.title[language.code])
    for paper in BOUND if library.has_booklet(language) else ():
        title = fill(language.say["booklet_title"], name=language.edition.name)
        yield Job(library.booklet(language, paper), language, tuple(here), paper, "standard", "booklet", title)


class Kept:
    """PDFs of earlier builds in a folder, each under a key that stands for all it was made from. Safe to use side by side."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._known = {path.name.split(".")[0]: path for path in folder.glob("*.*.pdf")}

    def get(self, key: str) -> tuple[bytes, int] | None:
        """The PDF of this key and its number of pages, if there is one."""
        path = self._known.get(key)
        return (path.read_bytes(), int(path.name.split(".")[1])) if path else None

    def put(self, key: str, data: bytes, pages: int) -> None:
        """Keep a PDF for later builds."""
        stage.put(self.folder / f"{key}.{pages}.pdf", data)

    def trim(self, used: Collection[str]) -> None:
        """Let go of what was not used, once it is more than three times what was: the builds before the last few."""
        idle = [path for key, path in self._known.items() if key not in used]
        for path in sorted(idle, key=lambda path: path.stat().st_mtime, reverse=True)[3 * len(used) :]:
            path.unlink(missing_ok=True)


def sheets(library: Library, wanted: Iterable[Job], folder: Path | None = None) -> Iterator[Sheet | Problem]:
    """The PDFs, or a Problem where one cannot be set.

    With a `folder`, a PDF whose words, template, fonts and typesetter are those of an earlier build is not made again.
    """
    kept = Kept(folder) if folder else None
    jobs, used = list(wanted), set()
    for job, (key, made) in zip(jobs, cores.each(partial(_made, library, kept), jobs), strict=True):
        used.add(key)
        yield made if isinstance(made, Problem) else _agreed(job, *made)
    if kept:
        kept.trim(used)


def notices(library: Library, language: Language, articles: dict[str, Article]) -> Iterator[tuple[str, bytes] | Problem]:
    """What stands at the address of each PDF of a handout that was withdrawn: its notice, in the same form. `articles` by id."""

    def made(form: tuple[Notice, str, str]) -> bytes | Problem:
        one, paper, print = form
        data = _notice(library, language, one, articles[one.id], paper, print)
        typeset = _compiled(MOVES, f"The notice for {one.id}", data, library.fonts(language), one.on)
        return typeset if isinstance(typeset, Problem) else postprocess(typeset, bool(articles[one.id].tables()))[0]

    forms = [(one, paper, print) for one in language.notices for paper, print in SHEETS]
    for form, data in zip(forms, cores.each(made, forms), strict=True):
        yield data if isinstance(data, Problem) else (library.sheet(*form), data)


def _made(library: Library, kept: Kept | None, job: Job) -> tuple[str, tuple[bytes, int, Weight, bool] | Problem]:
    """The key of a PDF; its bytes, number of pages, weight, and whether it was made now, or the Problem why it cannot be."""
    data = _data(library, job)
    fonts = library.fonts(job.language)
    key = hashlib.sha256((_text(data) + _recipe(fonts)).encode()).hexdigest()[:32]
    if kept and (found := kept.get(key)):
        return key, (*found, weigh(found[0]), False)
    for one in data["sheets"]:
        one["qr"] = one["qr"] and qr.printed(one["qr"])  # drawing a code takes longer than all else that is not Typst's
    if problem := _unprintable(library, job, data, fonts):
        return key, problem
    made = _set(job, data, fonts)
    if not isinstance(made, Problem) and made[1] > _most(job):
        made = _set(job, data | {"tight": True}, fonts)
    if isinstance(made, Problem):
        return key, made
    if kept:
        kept.put(key, *made)
    return key, (*made, weigh(made[0]), True)


def _unprintable(library: Library, job: Job, data: dict[str, Any], fonts: tuple[font.Family, ...]) -> Problem | None:
    """The letters that no font of the language has, where they were written."""
    for one, article in job.handouts:
        if problem := next(content.unprintable(library, job.language, one.source, article, article.blocks()), None):
            return problem
    if missing := font.lacking(re.sub(r"<[^>]*>", "", _text(data)), fonts):
        where = job.language.file("words.yml")
        return Problem(where, 0, f"{font.unprintable(missing)}, which stands in words.yml or clinic.yml.")
    return None


def _set(job: Job, data: dict[str, Any], fonts: tuple[font.Family, ...]) -> tuple[bytes, int] | Problem:
    """The PDF of a job as it is published, and its number of pages."""
    made = _compiled(job.handouts[0][0].source.path, "This page", data, fonts, max(one.changed for one, _ in job.handouts))
    return made if isinstance(made, Problem) else postprocess(made, any(article.tables() for _, article in job.handouts))


def _compiled(path: str, what: str, data: dict[str, Any], fonts: tuple[font.Family, ...], on: datetime.date) -> bytes | Problem:
    """The PDF as Typst sets it, or a Problem of the file `path` that says what of it cannot be printed."""
    try:
        made, warnings = _compiler(fonts).compile_with_warnings(
            sys_inputs={"data": _text(data)},
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=datetime.datetime.combine(on, datetime.time(12), datetime.UTC),
        )
    except typst.TypstError as error:
        return Problem(path, 0, f"{what} cannot be printed: {_sentence(error.message)}.")
    except BaseException as error:  # a panic inside the typesetter is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        return Problem(path, 0, f"{what} broke the PDF engine down ({error}). Run the same command again.")
    if warnings:
        return Problem(path, 0, f"{what} would lose something in print: {_sentence(warnings[0].message)}.")
    assert isinstance(made, bytes)
    return made


def _most(job: Job) -> float:
    """How many pages it should have at most: both sides of one paper for each handout, but for the booklet and large print."""
    bound = job.form != "booklet" and job.print == "standard" and all(one.facts.kind != "words" for one, _ in job.handouts)
    return PAGES * len(job.handouts) if bound else math.inf


def _agreed(job: Job, data: bytes, pages: int, weight: Weight, made: bool) -> Sheet | Problem:
    """The sheet, if it has the length that a sheet may have."""
    one, _ = job.handouts[0]
    if job.form == "sheet" and pages > _most(job) and not one.behind:  # to say that it is behind takes room, and must not stop a correction
        return Problem(
            one.source.path, one.source.body_line,
            f"This page fills {pages} pages in print ({job.paper}); it must fit {PAGES}, both sides of one sheet. Shorten it.",
        )  # fmt: skip
    handout = one if job.form == "sheet" else None
    return Sheet(handout, job.language, job.paper, job.print, job.address, data, pages, weight, job.title, made)


@cache
def _recipe(fonts: tuple[font.Family, ...]) -> str:
    """What a PDF is made with, beside its data: template, this module, fonts, typesetter."""
    parts = [*sorted(TEMPLATE.glob("*.typ")), Path(__file__), *(path for family in fonts for path in family.files)]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in parts)).hexdigest()
    return f"{digest} {version('typst')} {pikepdf.__version__} {version('segno')}"


def _text(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def _compiler(fonts: tuple[font.Family, ...]) -> typst.Compiler:
    """This thread's compiler for these fonts: making one reads them all, so each thread keeps its own."""
    known: dict[tuple[font.Family, ...], typst.Compiler] = _here.__dict__.setdefault("compilers", {})
    if fonts not in known:
        folders = sorted({str(path.parent) for family in fonts for path in family.files})
        found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
        known[fonts] = typst.Compiler(input=TEMPLATE / "main.typ", root=TEMPLATE, font_paths=found, ignore_system_fonts=True)
    return known[fonts]


def _data(library: Library, job: Job) -> dict[str, Any]:
    """All that the template is given."""
    language, say = job.language, job.language.say
    first, _ = job.handouts[0]
    home = library.absolute(library.home(language))
    drawn = {id for _, article in job.handouts for id in article.pictures()}
    several = len(job.handouts) > 1
    return {
        "form": job.form,
        "title": job.title,
        "author": library.clinic.name or language.edition.name,
        "keywords": [] if several else first.words.search[:10],
        "lang": language.code,
        "dir": language.direction,
        "fonts": [family.name for family in library.fonts(language)],
        "paper": PAPERS[job.paper],
        "print": job.print,
        "tight": False,
        "picture-width": _picture_width(job),
        "pictures": {
            id: {"svg": library.drawing(language, id), "alt": language.pictures[id].alt} for id in sorted(drawn)
        },
        "clinic": _clinic(library),
        "sheets": [_one(library, language, one, article, f"{one.id}--" if several else "") for one, article in job.handouts],
        "contents": ", ".join(one.title for one, _ in job.handouts),
        "subtitle": fill(say["booklet_subtitle"], count=len(job.handouts)),
        "review": say["review_none_of_all"] if not any(one.facts.review for one, _ in job.handouts) else say["review_each"],
        "dated": fill(say["booklet_dated"], day=language.day(max(one.changed for one, _ in job.handouts))),
        "url": home,
        "short-url": _short(home),
        "labels": _labels(language),
    }  # fmt: skip


def _notice(library: Library, language: Language, one: Notice, article: Article, paper: str, print: str) -> dict[str, Any]:
    """All that the template is given for a notice."""
    url = library.absolute(library.address(one))
    return {
        "form": "notice", "title": article.blocks()[0].text, "author": library.clinic.name or language.edition.name,
        "keywords": [], "lang": language.code, "dir": language.direction, "labels": _labels(language),
        "fonts": [family.name for family in library.fonts(language)], "paper": PAPERS[paper], "print": print, "tight": False,
        "picture-width": PICTURE, "pictures": {}, "clinic": _clinic(library) | {"logo": None},
        "sheets": [{
            "article": _printable(article, url, "").decode(), "version": one.on.isoformat(), "review": "", "url": url,
            "short-url": _short(url), "address": _short(url) or language.edition.name, "qr": qr.printed(url) if url else "", "others": [],
        }],
    }  # fmt: skip


def _labels(language: Language) -> dict[str, str]:
    """The words that a sheet says of itself."""
    return {key: words for key, words in language.say.items() if key.startswith("sheet_") or key == "check_box"}


def _clinic(library: Library) -> dict[str, Any]:
    """Whom to call, as the clinic's own edition says, and its logo."""
    logo = library.logo and {"data": list(library.logo.data), "format": library.logo.name.rsplit(".", 1)[-1]}
    return library.clinic.model_dump(include={"name", "phone", "hours", "after_hours"}) | {"logo": logo}


def _picture_width(job: Job) -> float:
    if job.print == "large":
        return LARGE_PICTURE
    return WORKSHEET_PICTURE if len(job.handouts) == 1 and job.handouts[0][0].facts.kind == "worksheet" else PICTURE


def _one(library: Library, language: Language, handout: Handout, article: Article, prefix: str) -> dict[str, Any]:
    """One sheet of what is printed. `prefix` keeps the ids of handouts apart that are bound together."""
    url = library.absolute(library.address(handout))
    return {
        "article": _printable(article, url, prefix).decode(),
        "version": handout.version,
        "review": " ".join(filter(None, (review_notice(language, handout), translation_notice(language, handout)))),
        "url": url,
        "short-url": _short(url),
        "address": _short(url) or language.edition.name,
        "others": [
            {"lang": other.code, "name": other.interface.language, "url": there, "short-url": _short(there)}
            for other, two in library.others(handout)
            if other is not language and (there := library.absolute(library.address(two)))
        ],
        "qr": library.current(handout) if url else "",  # what the code says; drawn when it is printed
    }


def _short(url: str) -> str:
    return re.sub(r"^https?://(www\.)?|/$", "", url)


@cache
def _printable(article: Article, url: str, prefix: str) -> bytes:
    """The article's XML with links that work on paper: full addresses, or none while the site's own is not known."""
    root = copy.deepcopy(article.root)
    for element in root.iter() if prefix else ():
        if id := element.get("id"):
            element.set("id", prefix + id)
        if (to := element.get("href", "")).startswith("#"):
            element.set("href", f"#{prefix}{to[1:]}")
    for link in root.iter("a"):
        to = link.get("href", "")
        if to and not to.startswith("#") and not urlsplit(to).scheme:
            link.set("class", "page")
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


def postprocess(typeset: bytes, has_tables: bool) -> tuple[bytes, int]:
    """Return a PDF of Typst as it is published, and its number of pages: half as large, the row heads of its tables tagged.

    A tagged PDF is mostly small dictionaries, which only object streams (ISO 32000-2, 7.5.7) compress; Typst 0.15 writes none.
    Without tables nothing is tagged: reading the whole structure tree takes as long as writing the file.
    """
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(typeset)) as pdf:
        if has_tables:
            _tag_row_heads(pdf)
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return out.getvalue(), len(pdf.pages)


def _tag_row_heads(pdf: pikepdf.Pdf) -> None:
    """Tag the first cell of each table row as that row's head, which Typst cannot yet do.

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
