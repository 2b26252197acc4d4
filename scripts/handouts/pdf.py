"""Artefact: PDFs. Each is set from the article that was published."""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree

from . import content, cores, font
from .article import Article
from .handout import Handout
from .library import BOUND, MOVES, SHEETS, Language, Library, Notice, fill
from .markup import review_notice, translation_notice
from .pdf_cache import PdfCache, cache_key
from .problem import Problem
from .typesetter import Document, TypesettingError, to_json, typeset

PAPERS = {"letter": "us-letter", "a4": "a4"}  # our names for papers, and Typst's
PAGES = 2  # a standard sheet: both sides of one paper; only the word list may be longer
# Width of drawings, in inches: beside the text, on a worksheet to be marked, and in large print, where labels must be large.
PICTURE, WORKSHEET_PICTURE, LARGE_PICTURE = 2.6, 2.7, 5.6
_LONG_WORD = re.compile(r"[^\s\u200b]{25,}")
_MAX_PIECE = 30  # characters of 8.5 pt, which fit into the narrowest column of sources
_AFTER_SLASH = re.compile(r"(?<=[^:/]/)(?=[^/])")
_AT_SIGNS = re.compile(r"(?=[._?&#][^\W\d_])|(?<=-)(?=\w)")


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


def sheets(library: Library, wanted: Iterable[Job], folder: Path | None = None) -> Iterator[Sheet | Problem]:
    """The PDFs, or a Problem where one cannot be set.

    With a `folder`, a PDF that an earlier build made from the same words with the same tools is not made again.
    """
    cached = PdfCache(folder) if folder else None
    jobs, used = list(wanted), set()
    for job, (key, made) in zip(jobs, cores.each(partial(_made, library, cached), jobs), strict=True):
        used.add(key)
        yield made if isinstance(made, Problem) else _agreed(job, *made)
    if cached:
        cached.trim(used)


def notices(library: Library, language: Language, articles: dict[str, Article]) -> Iterator[tuple[str, bytes] | Problem]:
    """What stands at the address of each PDF of a handout that was withdrawn: its notice, in the same form. `articles` by id."""

    def made(form: tuple[Notice, str, str]) -> bytes | Problem:
        one, paper, print = form
        article = articles[one.id]
        data = _notice(library, language, one, article, paper, print)
        document = Document(data, one.on, library.fonts(language), has_tables=bool(article.tables()))
        try:
            return typeset(document)[0]
        except TypesettingError as error:
            return Problem(MOVES, 0, f"The notice for {one.id} {error}")

    forms = [(one, paper, print) for one in language.notices for paper, print in SHEETS]
    for form, data in zip(forms, cores.each(made, forms), strict=True):
        yield data if isinstance(data, Problem) else (library.sheet(*form), data)


def _made(
    library: Library,
    cached: PdfCache | None,
    job: Job,
) -> tuple[str, tuple[bytes, int, Weight, bool] | Problem]:
    """The key of a PDF; its bytes, number of pages, weight, and whether it was made now, or the Problem why it cannot be."""
    document = _document(library, job)
    key = cache_key(document)
    if cached and (earlier := cached.get(key)):
        return key, (*earlier, weigh(earlier[0]), False)
    if problem := _unprintable(library, job, document):
        return key, problem
    try:
        data, pages = typeset(document)
    except TypesettingError as error:
        return key, Problem(job.handouts[0][0].source.path, 0, f"This page {error}")
    if cached:
        cached.put(key, data, pages)
    return key, (data, pages, weigh(data), True)


def _document(library: Library, job: Job) -> Document:
    """All that a PDF is made from."""
    return Document(
        data=_data(library, job),
        date=max(handout.changed for handout, _ in job.handouts),
        fonts=library.fonts(job.language),
        max_pages=_max_pages(job),
        has_tables=any(article.tables() for _, article in job.handouts),
    )


def _unprintable(library: Library, job: Job, document: Document) -> Problem | None:
    """The letters that no font of the language has, where they were written."""
    for one, article in job.handouts:
        if problem := next(content.unprintable(library, job.language, one.source, article, article.blocks()), None):
            return problem
    if missing := font.lacking(re.sub(r"<[^>]*>", "", to_json(document.data)), document.fonts):
        where = job.language.file("words.yml")
        return Problem(where, 0, f"{font.unprintable(missing)}, which stands in words.yml or clinic.yml.")
    return None


def _max_pages(job: Job) -> int | None:
    """Both sides of one paper for each handout; no limit for the booklet, large print and the word list."""
    has_words = any(handout.facts.kind == "words" for handout, _ in job.handouts)
    if job.form == "booklet" or job.print == "large" or has_words:
        return None
    return PAGES * len(job.handouts)


def _agreed(job: Job, data: bytes, pages: int, weight: Weight, made: bool) -> Sheet | Problem:
    """The sheet, if it has the length that a sheet may have."""
    one, _ = job.handouts[0]
    limit = _max_pages(job)
    # To say that it is behind its original takes room, and must not stop a correction.
    if job.form == "sheet" and limit and pages > limit and not one.behind:
        return Problem(
            one.source.path, one.source.body_line,
            f"This page fills {pages} pages in print ({job.paper}); it must fit {PAGES}, both sides of one sheet. Shorten it.",
        )  # fmt: skip
    handout = one if job.form == "sheet" else None
    return Sheet(handout, job.language, job.paper, job.print, job.address, data, pages, weight, job.title, made)


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
            "short-url": _short(url), "address": _short(url) or language.edition.name, "qr": url, "others": [],
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
        "qr": library.current(handout) if url else "",  # what the code says
    }


def _short(url: str) -> str:
    """An address as people read it, with places where a line may break."""
    return _with_breaks(re.sub(r"^https?://(www\.)?|/$", "", url))


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
        element.text = element.text and _with_breaks(element.text)
        element.tail = element.tail and _with_breaks(element.tail)
    return etree.tostring(root, encoding="utf-8")


def _with_breaks(text: str) -> str:
    """Return a text with places in its long words where a line may break, each a U+200B.

    Addresses break after a slash; a part that is still long, at other signs; only then anywhere.
    The template hides these marks: they are no part of what is copied.
    """

    def split_word(word: re.Match[str]) -> str:
        parts = _AFTER_SLASH.split(word.group())
        for split in (_AT_SIGNS.split, partial(re.findall, r".{1,10}")):
            nested = [split(part) if len(part) > _MAX_PIECE else [part] for part in parts]
            parts = [piece for pieces in nested for piece in pieces]
        return "\u200b".join(parts)

    return _LONG_WORD.sub(split_word, text)
