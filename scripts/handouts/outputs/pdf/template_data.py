"""The data that the template of a sheet is rendered with."""

from __future__ import annotations

import copy
import re
from functools import cache, partial
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from handouts.model.language import Language, fill
from handouts.model.library import Library
from handouts.model.pages import Notice
from handouts.model.review_status import review_of_all
from handouts.model.summary import HandoutSummary
from handouts.outputs.pdf.binding import bind
from handouts.outputs.pdf.jobs import Job
from handouts.pages.article import Article, address_to_print

PAPERS = {"letter": "us-letter", "a4": "a4"}  # our names for papers, and Typst's

# Width of drawings in inches: beside the text, on a worksheet, and in large print, where labels
# must be large.
PICTURE, WORKSHEET_PICTURE, LARGE_PICTURE = 2.6, 2.7, 5.6
# Also a short address, if it has a hyphen.
_LONG_WORD = re.compile(r"[^\s\u200b]{25,}|(?=[^\s\u200b]*-)[^\s\u200b]*\w\.\w[^\s\u200b]*")
_MAX_PIECE = 30  # characters of 8.5 pt, which fit into the narrowest column of sources
_AFTER_SLASH = re.compile(r"(?<=[^:/]/)(?=[^/])")
_AT_SIGNS = re.compile(r"(?=[._?&#][^\W\d_])|(?<=-)(?=\w)")


def sheet_data(library: Library, job: Job) -> dict[str, Any]:
    """Return the template's data for a job."""
    language, labels = job.language, job.language.labels
    first, _ = job.handouts[0]
    home = library.absolute(library.home(language))
    picture_ids = {id for _, article in job.handouts for id in article.pictures()}
    is_bound = job.form != "sheet"
    articles, sources = [article for _, article in job.handouts], None
    if is_bound:
        by_id = {handout.id: article for handout, article in job.handouts}
        articles, sources = bind(by_id, language.help_page.id if language.help_page else "")
    return {
        **_shared(library, language, job.paper, job.print),
        "form": job.form,
        "title": job.title,
        "keywords": [] if is_bound else language.search_words(first)[:10],
        "picture-width": _picture_width(job),
        "pictures": {
            id: {"svg": library.drawing(language, id), "alt": language.pictures[id].alt}
            for id in sorted(picture_ids)
        },
        "sheets": [
            _handout_data(library, library.summaries[handout], article)
            for (handout, _), article in zip(job.handouts, articles, strict=True)
        ],
        "sources": {"title": labels["sources"], "list": _printable(sources, home).decode()}
        if sources is not None and len(sources.root)
        else None,
        "teach-back": _teach_back(library, job),
        "library": language.edition.name,
        "subtitle": fill(labels["booklet_subtitle"], count=len(job.handouts)),
        "review": review_of_all(language, (handout for handout, _ in job.handouts)),
        "dated": fill(
            labels["booklet_dated"],
            day=language.day(job.changed) if job.changed else labels["draft"],
        ),
        "url": home,
        "short-url": _short(home),
        "address": _short(home) or language.edition.name,
    }


def notice_data(
    library: Library, language: Language, notice: Notice, article: Article, paper: str, print: str
) -> dict[str, Any]:
    """Return the template's data for a notice."""
    url = library.url(notice)
    shared = _shared(library, language, paper, print)
    return {
        **shared,
        "form": "notice",
        "title": article.blocks()[0].text,
        "keywords": [],
        "picture-width": PICTURE,
        "pictures": {},
        "clinic": shared["clinic"] | {"logo": None},
        "sheets": [
            {
                "article": _printable(article, url).decode(),
                "version": notice.on.isoformat(),
                "review": "",
                **_online(language, url),
                "qr": url,
                "others": [],
            }
        ],
    }


def _shared(library: Library, language: Language, paper: str, print: str) -> dict[str, Any]:
    """Return what the template is told of every document: language, form, clinic, labels."""
    clinic = library.clinic.lines(language.code)._asdict()
    logo = library.logo and {
        "data": list(library.logo.data),
        "format": library.logo.name.rsplit(".", 1)[-1],
    }
    return {
        "author": library.author(language),
        "lang": language.code,
        "dir": language.direction,
        "fonts": [family.name for family in language.fonts],
        "paper": PAPERS[paper],
        "print": print,
        "clinic": clinic | {"logo": logo},
        "labels": {
            key: words for key, words in language.labels.items() if key.startswith("sheet_")
        },
    }


def _online(language: Language, url: str) -> dict[str, str]:
    """Return where a page is on the site; while it has no address, what the library is called."""
    short = _short(url)
    return {"url": url, "short-url": short, "address": short or language.edition.name}


def _picture_width(job: Job) -> float:
    if job.print == "large":
        return LARGE_PICTURE
    return (
        WORKSHEET_PICTURE
        if len(job.handouts) == 1 and job.handouts[0][0].facts.kind == "worksheet"
        else PICTURE
    )


def _handout_data(library: Library, summary: HandoutSummary, article: Article) -> dict[str, Any]:
    """Return the data of a handout."""
    handout, language = summary.handout, summary.language
    return {
        "id": handout.id,
        "article": _printable(article, summary.url).decode(),
        "kind": handout.facts.kind,
        "shape": handout.facts.shape,
        "library": language.edition.name,
        "shelf": language.interface.categories[handout.facts.category],
        "shelf-icon": library.drawings.get(f"shelf-{handout.facts.category}"),
        "shelf-number": list(language.interface.categories).index(handout.facts.category),
        "dated": fill(language.labels["sheet_changed"], day=summary.changed)
        if handout.changed
        else language.labels["draft"],
        "help-address": _short(library.url(language.help_page)) if language.help_page else "",
        "version": summary.version,
        "review": summary.review_line,
        **_online(language, summary.url),
        "others": [
            {
                "lang": other.code,
                "name": other.interface.language,
                "url": other_url,
                "short-url": _short(other_url),
            }
            for other, translation in library.translations(handout)
            if other is not language and (other_url := library.url(translation))
        ],
        "qr": summary.qr_target,
    }


def _teach_back(library: Library, job: Job) -> list[dict[str, Any]]:
    """Return what a nurse asks of each handout of a packet whose cover shows it."""
    summaries = [library.summaries[handout] for handout, _ in job.handouts if job.teach_back]
    return [
        {"title": summary.title, "questions": list(summary.teach_back)}
        for summary in summaries
        if summary.teach_back
    ]


def _short(url: str) -> str:
    """Return an address without scheme and final slash, with places where a line may break."""
    return _with_breaks(re.sub(r"^https?://(www\.)?|/$", "", url))


@cache
def _printable(article: Article, url: str) -> bytes:
    """Return the article's XML with full addresses; without links while the site has no address."""
    root = copy.deepcopy(article.root)
    for link in root.iter("a"):
        target = link.get("href", "")
        if address := address_to_print(target, "".join(map(str, link.itertext()))):
            link.tail = f" ({address}){link.tail or ''}"
        if target and not target.startswith("#") and not urlsplit(target).scheme:
            link.set("class", "page")
            if url:
                link.set("href", urljoin(url, target))
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
        # Elsewhere a hyphen ends no line: in Spanish, the next would begin with another.
        return "\u200b".join(part.replace("-", "-\u2060") for part in parts)

    return _LONG_WORD.sub(split_word, text)
