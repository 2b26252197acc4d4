"""Built: a built site in a folder, and what stands in each of its files: the addresses it points to, the places it has."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, cast
from unicodedata import normalize

import pikepdf
from lxml import etree

from . import article


class Link(NamedTuple):
    """Something on the site that points somewhere: the file it stands in, and what stands there."""

    origin: str
    target: str
    fetched: bool = False  # the browser asks for it without a reader's doing
    leads: bool = False  # a reader can go this way
    full: bool = False  # it is read away from the site, where only a full address will do


class Family(NamedTuple):
    """A page and what it is said to be in other languages: its address ("" for the very page), and `(language, address)`."""

    page: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Content:
    """What checks want to know of a file. `wrong` holds whole sentences about what can be seen without looking elsewhere."""

    links: tuple[Link, ...] = ()
    places: Counter[str] = field(default_factory=Counter)  # names that a # can lead to, and how often each stands there
    language: str = ""
    families: tuple[Family, ...] = ()
    hidden: bool = False  # a page that sends on, or asks search engines to leave it out: nobody has to find it
    stands_in: bool = False  # for a page that moved or was withdrawn: it answers for every heading that one had
    wrong: tuple[str, ...] = ()


@dataclass
class Built:
    """A built site in a folder, each file read at most once.

    With a file `kept`, what was read of a PDF is remembered there by its bytes, since PDFs take longest and rarely change.
    """

    folder: Path
    kept: Path | None = None
    _contents: dict[str, Content] = field(default_factory=dict)
    _articles: dict[str, article.Article] = field(default_factory=dict)

    def again(self) -> Built:
        """The same site after files came or went. Pages keep what was read, for what is added to them holds no address."""
        return Built(self.folder, self.kept, self._contents, self._articles)

    @cached_property
    def files(self) -> frozenset[str]:
        start = len(os.fspath(self.folder)) + 1
        return frozenset(
            f"{above}{os.sep}{name}"[start:].replace(os.sep, "/") for above, _, names in os.walk(self.folder) for name in names
        )

    @cached_property
    def folders(self) -> frozenset[str]:
        found: set[str] = set()
        for file in self.files:
            while (file := file.rpartition("/")[0]) and file not in found:
                found.add(file)
        return frozenset(found)

    @cached_property
    def alike(self) -> dict[str, str]:
        """Every file and folder by its name without regard to case, or to the way in which accents are made."""
        return {folded(name): name for name in (*self.folders, *self.files)}

    def data(self, file: str) -> bytes:
        """The bytes of a file."""
        return (self.folder / file).read_bytes()

    def tree(self, file: str) -> etree._Element:
        """A page as a tree, parsed anew: a thousand trees would fill the memory."""
        data = self.data(file)
        tree = article.parsed(data)
        self._contents[file] = _of_page(tree, data, file)
        return tree

    def article(self, file: str) -> article.Article:
        """A page's words, which callers must not change."""
        if file not in self._articles:
            self._articles[file] = article.of(self.tree(file))
        return self._articles[file]

    def content(self, file: str) -> Content:
        """What stands in a file. Kinds of files that point nowhere have no content."""
        if file not in self._contents:
            if file.endswith(".html"):
                data = self.data(file)
                self._contents[file] = _of_page(etree.fromstring(data, _PAGE), data, file)
            elif file.endswith(".pdf"):
                self._contents[file] = self._of_pdf(file)
            else:
                read = _READERS.get(PurePosixPath(file).suffix)
                self._contents[file] = read(self.data(file), file) if read else Content()
        return self._contents[file]

    def ids(self, file: str) -> Counter[str]:
        """The places of a page that a # can lead to, and how often each stands there."""
        return self.content(file).places

    def stands_in(self, file: str) -> bool:
        """Whether a page only stands in for one that moved or was withdrawn: it answers for every heading that one had."""
        return self.content(file).stands_in

    def _of_pdf(self, file: str) -> Content:
        data = self.data(file)
        key = hashlib.sha256(data).hexdigest()
        known = self._remembered.get(key)
        if not known:
            known = _pdf(data)
            self._remembered[key] = known
            self._learned = True
        self._used.add(key)
        links = tuple(Link(file, target, full=not target.startswith("#")) for target in known[0])
        return Content(links, Counter(known[1]), wrong=tuple(known[2]))

    _learned: bool = False
    _used: set[str] = field(default_factory=set)

    @cached_property
    def _remembered(self) -> dict[str, _Pdf]:
        try:
            made = json.loads(self.kept.read_bytes()) if self.kept else {}
            return cast(dict[str, _Pdf], made["pdfs"]) if made.get("by") == _recipe() else {}
        except (OSError, ValueError, KeyError, AttributeError):
            return {}

    def remember(self) -> None:
        """Write down what was read of the PDFs of this site, and forget all others."""
        if self.kept and (self._learned or len(self._used) < len(self._remembered)):
            self.kept.parent.mkdir(parents=True, exist_ok=True)
            part = self.kept.with_suffix(f".{os.getpid()}")  # renamed when whole
            pdfs = {key: self._remembered[key] for key in sorted(self._used)}
            part.write_text(json.dumps({"by": _recipe(), "pdfs": pdfs}), encoding="utf-8")
            part.replace(self.kept)


def folded(name: str) -> str:
    """A name without regard to case, or to the way in which accents are made."""
    return normalize("NFC", name.lower())


# Pages -------------------------------------------------------------------------------------------------------------------

# Where addresses stand on our pages, by tag: a reader can go there, the browser fetches it by itself, or neither.
_GOES, _FETCHES, _NAMES = "goes", "fetches", "names"
_INSIDE = (("href", _FETCHES), ("xlink:href", _FETCHES))  # gradients of a drawing, which build on one another
_TAGS: dict[str, tuple[tuple[str, str], ...]] = {
    "a": (("href", _GOES),),
    "img": (("src", _FETCHES),),
    "lineargradient": _INSIDE,
    "link": (("href", _NAMES),),
    "meta": (),
    "radialgradient": _INSIDE,
    "script": (("src", _FETCHES), ("data-index", _FETCHES), ("data-to", _GOES)),
    "style": (),
    "template": (("data-words", _NAMES),),
}
# What looks like an address besides: where scripts count from, and what stands in href too.
_NO_LINKS = {("div", "data-base"), ("a", "data-elsewhere")}
_RULED = _NO_LINKS | {(tag, name) for tag, rules in _TAGS.items() for name, _ in rules}
_ADDRESS_NAMES = "href xlink:href src srcset imagesrcset action formaction poster data cite background longdesc ping manifest usemap"
_ADDRESSES = etree.XPath(
    "//@*[not(parent::a and name() = 'href') and not(../@property = 'og:url') and not(starts-with(name(), 'xmlns'))]"
    f"[contains(' {_ADDRESS_NAMES} ', concat(' ', name(), ' ')) or starts-with(., 'http:') or starts-with(., 'https:')"
    " or starts-with(., '//') or starts-with(., './') or starts-with(., '../')]"
)
_STYLED = etree.XPath("//@*[contains(., 'url(')]", smart_strings=False)
_STAND_INS = ("article[@data-notice]", "script[@data-to]")
_RELS = {"stylesheet": True, "icon": True, "preload": True, "canonical": False, "alternate": False}  # whether browsers fetch it
_REFRESH = re.compile(r"0; url=(.+)")
_PAGE = etree.HTMLParser(encoding="utf-8")  # faster than lxml.html, whose elements can do what only articles need
_IDS = etree.XPath("//@id", smart_strings=False)


def _of_page(tree: etree._Element, data: bytes, file: str) -> Content:
    links: list[Link] = []
    wrong: list[str] = []
    others: list[tuple[str, str]] = []
    canonicals, hidden = 0, False
    for element in tree.iter(*_TAGS):
        tag = element.tag
        for name, kind in _TAGS[tag]:
            value = element.get(name)
            if value is None:
                continue
            if tag == "link":
                rel = element.get("rel", "")
                if rel not in _RELS:
                    wrong.append(_unruled(f'{name} of <link rel="{rel}">'))
                    continue
                language = element.get("hreflang") if rel == "alternate" else None
                if language is not None:
                    others.append((language, value))
                canonicals += rel == "canonical"
                links.append(Link(file, value, _RELS[rel], full=language is not None))
            else:
                links.append(Link(file, value, fetched=kind is _FETCHES, leads=kind is _GOES))
        if tag == "meta":
            content = element.get("content", "")
            if element.get("property") == "og:url":
                links.append(Link(file, content, full=True))
            elif element.get("http-equiv") == "refresh":
                sent = _REFRESH.fullmatch(content)
                links += [Link(file, sent[1], fetched=True, leads=True)] if sent else []
                wrong += [] if sent else [_unruled('content of <meta http-equiv="refresh">')]
                hidden = True
            else:
                hidden = hidden or (element.get("name") == "robots" and "noindex" in content)
        elif tag == "style":
            wrong.append(_unruled("<style>"))
        elif tag == "script" and element.get("type") == "application/ld+json":
            try:
                links += _of_json(json.loads(element.text or ""), file)
            except ValueError:
                wrong.append("The page’s structured data (JSON-LD) cannot be read: it is not JSON.")
    if b"url(" in data:
        links += (Link(file, one, True) for value in cast(list[str], _STYLED(tree)) for one in _css(value))
    wrong += _unruled_addresses(tree)
    if canonicals > 1:
        wrong.append(f"The page names {canonicals} canonical addresses. Leave one.")
    places, families = _places(tree, b"<template" in data), (Family("", tuple(others)),) if others else ()
    stands_in = any(tree.find(f".//{mark}") is not None for mark in _STAND_INS)
    return Content(tuple(links), places, tree.get("lang", ""), families, hidden or stands_in, stands_in, tuple(wrong))


def _unruled_addresses(tree: etree._Element) -> Iterator[str]:
    """What is wrong with attributes that hold addresses where no template of ours writes any."""
    attributes = {(str(value.getparent().tag), str(value.attrname)) for value in cast(list[Any], _ADDRESSES(tree))}
    yield from (_unruled(f"{name} of <{tag}>") for tag, name in sorted(attributes - _RULED))


def _unruled(where: str) -> str:
    return f"No rule knows {where}, so nobody checks where its address leads. Write it in another way, or add a rule to built.py."


def _places(tree: etree._Element, templates: bool) -> Counter[str]:
    places = Counter(cast(list[str], _IDS(tree)))
    for template in tree.iter("template") if templates else ():  # what stands inside is not on the page
        places -= Counter(id for one in template.iterdescendants() if (id := one.get("id")) is not None)
    return places


# Style sheets ------------------------------------------------------------------------------------------------------------

_TEXT = r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'"""
_CSS = re.compile(
    rf"""/\*.*?(?:\*/|\Z) | (@import|image-set)\b | (?<![\w-])url\(\s*(?:{_TEXT}|([^"'()]*))\s*\) | {_TEXT}""", re.S | re.I | re.X
)


def _css(text: str) -> Iterator[str]:
    """The addresses in a piece of CSS."""
    for found in _CSS.finditer(text):
        if address := found[2] or found[3] or (found[4] or "").strip():
            yield address


def _of_css(data: bytes, file: str) -> Content:
    text = data.decode("utf-8", "replace")
    unruled = sorted({found[1].lower() for found in _CSS.finditer(text) if found[1]})
    # url(#…) speaks of the page that the style sheet is used on.
    links = tuple(Link(file, one, True) for one in _css(text) if not one.startswith("#"))
    return Content(links, wrong=tuple(_unruled(f"{name} of a style sheet") for name in unruled))


# Data --------------------------------------------------------------------------------------------------------------------

_JSON_KEYS = frozenset("url link href src contentUrl".split())
_SPACE = re.compile(r"\s")
_FULL = re.compile(r"https?://[^\s{}]+", re.I)
_SCRIPT = re.compile(rb"\s*var \w+\s*=\s*([\[{].*[\]}])\s*;?\s*\Z", re.S)


def _of_json(data: object, file: str, keys: frozenset[str] = _JSON_KEYS) -> list[Link]:
    """Every full address, and what stands under names of addresses. A `path` starts at the site's root, as catalogues say it."""
    targets: dict[str, None] = {}  # each once: much of what stands in data stands there often
    left: list[tuple[str, object]] = [("", data)]
    while left:  # not by recursion: search indexes hold a hundred thousand words
        key, value = left.pop()
        if isinstance(value, str):
            if value[:1] in "hH" and _FULL.fullmatch(value):
                # In linked data an @id only names a thing; it needs a page, not a place.
                targets[value.partition("#")[0] if key == "@id" else value] = None
            elif key in keys and value and not _SPACE.search(value):
                targets[value] = None
            elif key == "path" and value and keys:
                targets["../" * file.count("/") + value] = None
        elif isinstance(value, dict):
            left += value.items()
        elif isinstance(value, list):
            left += [(key, one) for one in value]
    return [Link(file, target) for target in targets]


def _of_json_file(data: bytes, file: str) -> Content:
    try:
        made = json.loads(data)
    except ValueError:
        return Content(wrong=("This file cannot be read: it is not JSON.",))
    # In schemas and in FHIR such names mean other things; full addresses are the same everywhere.
    other = file.endswith(".schema.json") or (isinstance(made, dict) and "resourceType" in made)
    return Content(tuple(_of_json(made, file, frozenset() if other else _JSON_KEYS)))


def _of_script(data: bytes, file: str) -> Content:
    """Scripts are not read, but for those that hold nothing but data, as search indexes do."""
    if not data.startswith(b"var ") or not (found := _SCRIPT.match(data)):
        return Content()
    try:
        return Content(tuple(_of_json(json.loads(found[1]), file, _JSON_KEYS | {"help"})))
    except ValueError:
        return Content()


_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_XML = etree.XMLParser(resolve_entities=False, no_network=True)


def _of_xml(data: bytes, file: str) -> Content:
    """Any XML: sitemaps, feeds, answers to portals, drawings."""
    try:
        root = etree.fromstring(data, _XML)
    except etree.XMLSyntaxError:
        return Content(wrong=("This file cannot be read: it is not XML.",))
    map_ = str(root.tag).startswith(_SITEMAP)
    links: list[Link] = []
    families: list[Family] = []
    for element in root.iter(etree.Element):
        local, text = str(element.tag).rpartition("}")[2], (element.text or "").strip()
        for key in map(str, element.keys()):
            value = element.get(key, "").strip()
            if key.rpartition("}")[2] in ("href", "src") or (value[:1] in "hH" and _FULL.fullmatch(value)):
                links.append(Link(file, value, full=map_))
        if text and (local in ("loc", "link", "icon", "logo") or (text[0] in "hH" and _FULL.fullmatch(text))):
            links.append(Link(file, text, full=map_))
        elif "=" in text and element.get("type") == "html":  # without an attribute it holds no address
            links += (link._replace(origin=file) for link in _of_words(text))
        if local == "url" and map_:
            others = tuple((one.get("hreflang", ""), one.get("href", "")) for one in element if one.get("hreflang"))
            if others:
                families.append(Family((element.findtext(f"{_SITEMAP}loc") or "").strip(), others))
    return Content(tuple(links), families=tuple(families))


@lru_cache(maxsize=4096)
def _of_words(text: str) -> tuple[Link, ...]:
    """The links in a piece of HTML that many feeds share, as if it stood in no file."""
    data = text.encode()
    return _of_page(etree.fromstring(data, _PAGE), data, "").links


# PDFs --------------------------------------------------------------------------------------------------------------------

_Pdf = tuple[list[str], list[str], list[str]]  # targets, places, what is wrong


def _recipe() -> str:
    """What PDFs are read with: this module as it is."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()


def _pdf(data: bytes) -> _Pdf:
    """Where the links of a PDF lead, places inside it as #name; the names of its places."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            targets: dict[str, None] = {}
            for page in pdf.pages:
                for note in cast(Iterable[pikepdf.Object], page.obj.get("/Annots") or ()):
                    if target := _target(note):
                        targets[target] = None
            return list(targets), sorted(set(_named(pdf))), []
    except pikepdf.PdfError:
        return [], [], ["This file cannot be read: it is not a PDF."]


def _target(note: pikepdf.Object) -> str:
    action = note.get("/A")
    if action is not None and action.get("/S") == "/URI":
        return str(action["/URI"])
    place = note.get("/Dest") if action is None else action.get("/D") if action.get("/S") == "/GoTo" else None
    return f"#{place}" if isinstance(place, (pikepdf.String, pikepdf.Name)) else ""


def _named(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The names of the places of a PDF (ISO 32000-2, 12.3.2.4)."""
    yield from cast(dict[str, object], pdf.Root.get("/Dests") or {})
    names = pdf.Root.get("/Names")
    if names is not None and "/Dests" in names:
        yield from map(str, pikepdf.NameTree(names["/Dests"]))


_READERS: dict[str, Callable[[bytes, str], Content]] = {
    ".css": _of_css,
    ".json": _of_json_file,
    ".js": _of_script,
    ".xml": _of_xml,
    ".svg": _of_xml,
}
