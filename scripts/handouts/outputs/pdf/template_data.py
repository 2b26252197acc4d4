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
from handouts.model.pages import Handout, Notice
from handouts.model.review_status import review_notice, translation_notice
from handouts.outputs.pdf.jobs import Job
from handouts.pages.article import Article

PAPERS = {"letter": "us-letter", "a4": "a4"}  # our names for papers, and Typst's

# Width of drawings in inches: beside the text, on a worksheet, and in large print, where labels
# must be large.
PICTURE, WORKSHEET_PICTURE, LARGE_PICTURE = 2.6, 2.7, 5.6
_LONG_WORD = re.compile(r"[^\s\u200b]{25,}")
_MAX_PIECE = 30  # characters of 8.5 pt, which fit into the narrowest column of sources
_AFTER_SLASH = re.compile(r"(?<=[^:/]/)(?=[^/])")
_AT_SIGNS = re.compile(r"(?=[._?&#][^\W\d_])|(?<=-)(?=\w)")


def sheet_data(library: Library, job: Job) -> dict[str, Any]:
    """Return the template's data for a job."""
    language, labels = job.language, job.language.say
    first, _ = job.handouts[0]
    home = library.absolute(library.home(language))
    picture_ids = {id for _, article in job.handouts for id in article.pictures()}
    several = len(job.handouts) > 1
    return {
        "form": job.form,
        "title": job.title,
        "author": library.clinic.name or language.edition.name,
        "keywords": [] if several else language.search_words(first)[:10],
        "lang": language.code,
        "dir": language.direction,
        "fonts": [family.name for family in library.fonts(language)],
        "paper": PAPERS[job.paper],
        "print": job.print,
        "tight": False,
        "picture-width": _picture_width(job),
        "pictures": {
            id: {"svg": library.drawing(language, id), "alt": language.pictures[id].alt}
            for id in sorted(picture_ids)
        },
        "clinic": _clinic(library),
        "sheets": [
            _handout_data(library, language, handout, article, f"{handout.id}--" if several else "")
            for handout, article in job.handouts
        ],
        "contents": ", ".join(handout.title for handout, _ in job.handouts),
        "subtitle": fill(labels["booklet_subtitle"], count=len(job.handouts)),
        "review": labels["review_none_of_all"]
        if not any(handout.facts.review for handout, _ in job.handouts)
        else labels["review_each"],
        "dated": fill(
            labels["booklet_dated"],
            day=language.day(job.changed) if job.changed else labels["draft"],
        ),
        "url": home,
        "short-url": _short(home),
        "labels": _labels(language),
    }


def notice_data(
    library: Library, language: Language, notice: Notice, article: Article, paper: str, print: str
) -> dict[str, Any]:
    """Return the template's data for a notice."""
    url = library.absolute(library.address(notice))
    return {
        "form": "notice",
        "title": article.blocks()[0].text,
        "author": library.clinic.name or language.edition.name,
        "keywords": [],
        "lang": language.code,
        "dir": language.direction,
        "labels": _labels(language),
        "fonts": [family.name for family in library.fonts(language)],
        "paper": PAPERS[paper],
        "print": print,
        "tight": False,
        "picture-width": PICTURE,
        "pictures": {},
        "clinic": _clinic(library) | {"logo": None},
        "sheets": [
            {
                "article": _printable(article, url, "").decode(),
                "version": notice.on.isoformat(),
                "review": "",
                "url": url,
                "short-url": _short(url),
                "address": _short(url) or language.edition.name,
                "qr": url,
                "others": [],
            }
        ],
    }


def _labels(language: Language) -> dict[str, str]:
    """Return the labels of a language that sheets use."""
    return {
        key: words
        for key, words in language.say.items()
        if key.startswith("sheet_") or key == "check_box"
    }


def _clinic(library: Library) -> dict[str, Any]:
    """Return the clinic's name, phone numbers, hours and logo."""
    logo = library.logo and {
        "data": list(library.logo.data),
        "format": library.logo.name.rsplit(".", 1)[-1],
    }
    return library.clinic.model_dump(include={"name", "phone", "hours", "after_hours"}) | {
        "logo": logo
    }


def _picture_width(job: Job) -> float:
    if job.print == "large":
        return LARGE_PICTURE
    return (
        WORKSHEET_PICTURE
        if len(job.handouts) == 1 and job.handouts[0][0].facts.kind == "worksheet"
        else PICTURE
    )


def _handout_data(
    library: Library, language: Language, handout: Handout, article: Article, prefix: str
) -> dict[str, Any]:
    """Return the data of a handout; `prefix` makes its ids unique in a packet or booklet."""
    url = library.absolute(library.address(handout))
    return {
        "article": _printable(article, url, prefix).decode(),
        "version": handout.version,
        "review": " ".join(
            filter(None, (review_notice(language, handout), translation_notice(language, handout)))
        ),
        "url": url,
        "short-url": _short(url),
        "address": _short(url) or language.edition.name,
        "others": [
            {
                "lang": other.code,
                "name": other.interface.language,
                "url": other_url,
                "short-url": _short(other_url),
            }
            for other, translation in library.others(handout)
            if other is not language
            and (other_url := library.absolute(library.address(translation)))
        ],
        "qr": library.current(handout) if url else "",  # what the code says
    }


def _short(url: str) -> str:
    """Return an address without scheme and final slash, with places where a line may break."""
    return _with_breaks(re.sub(r"^https?://(www\.)?|/$", "", url))


@cache
def _printable(article: Article, url: str, prefix: str) -> bytes:
    """Return the article's XML with full addresses; without links while the site has no address."""
    root = copy.deepcopy(article.root)
    for element in root.iter() if prefix else ():
        if id := element.get("id"):
            element.set("id", prefix + id)
        if (target := element.get("href", "")).startswith("#"):
            element.set("href", f"#{prefix}{target[1:]}")
    for link in root.iter("a"):
        target = link.get("href", "")
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
        return "\u200b".join(parts)

    return _LONG_WORD.sub(split_word, text)
