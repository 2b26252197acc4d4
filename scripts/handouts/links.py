"""Checks on what was built: every address that anything on the site points to leads to something that exists.

Four parts, each of them plain: extract the links of a file, resolve each to a file of the site, judge it, and report it
where its writer can mend it. Addresses outside the site are not asked for: another site's bad day must not stop a build.
"""

from __future__ import annotations

import io
import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pikepdf
from lxml import etree

from . import article
from .library import NOT_FOUND, Library, address_of, file_of
from .problem import Problem

# Attributes that hold an address, and whether the browser fetches it by itself.
_ATTRIBUTES = {
    ("a", "href"): False, ("area", "href"): False, ("link", "href"): False, ("form", "action"): False,
    ("img", "src"): True, ("script", "src"): True, ("iframe", "src"): True, ("source", "src"): True,
    ("video", "src"): True, ("audio", "src"): True, ("track", "src"): True, ("embed", "src"): True,
    ("input", "src"): True, ("video", "poster"): True, ("object", "data"): True, ("image", "href"): True, ("use", "href"): True,
    ("blockquote", "cite"): False, ("q", "cite"): False, ("script", "data-index"): True, ("script", "data-engine"): True,
    ("script", "data-to"): False,
}  # fmt: skip
_STAND_INS = ("article[@data-notice]", "script[@data-to]")
_FETCHED_RELS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon", "preconnect", "dns-prefetch"}
_CSS_URL = re.compile(rb"""url\(\s*['"]?([^'")]+)['"]?\s*\)|@import\s+['"]([^'"]+)['"]""")
_CSS_COMMENT = re.compile(rb"/\*.*?\*/", re.S)
_SRCSET = re.compile(r"[\s,]*(\S*[^\s,])(?:\s[^,]*)?")  # addresses may hold commas, as data: does
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_JSON_KEYS = {"url", "path", "link", "href"}


@dataclass(frozen=True)
class Link:
    """Something on the site that points somewhere: the file it stands in, and what stands there."""

    origin: str
    target: str
    fetched: bool = False  # the browser asks for it without a reader's doing


@dataclass
class Built:
    """A built site in a folder, each page parsed at most once."""

    folder: Path
    _trees: dict[str, etree._Element] = field(default_factory=dict)
    _ids: dict[str, Counter[str]] = field(default_factory=dict)
    _articles: dict[str, article.Article] = field(default_factory=dict)

    def again(self) -> Built:
        """The same site after files came or went. Pages keep their trees, for what is added to them holds no address."""
        return Built(self.folder, self._trees, self._ids, self._articles)

    @cached_property
    def files(self) -> frozenset[str]:
        return frozenset(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())

    @cached_property
    def folders(self) -> frozenset[str]:
        return frozenset(parent for file in self.files for parent in map(str, Path(file).parents)) - {"."}

    @cached_property
    def folded(self) -> dict[str, str]:
        """Every file and folder by its name without regard to case."""
        return {name.lower(): name for name in (*self.folders, *self.files)}

    def data(self, file: str) -> bytes:
        """The bytes of a file."""
        return (self.folder / file).read_bytes()

    def tree(self, file: str) -> etree._Element:
        """A page as a tree, which callers must not change."""
        if file not in self._trees:
            self._trees[file] = article.parsed(self.data(file))
        return self._trees[file]

    def article(self, file: str) -> article.Article:
        """A page's words, which callers must not change."""
        if file not in self._articles:
            self._articles[file] = article.of(self.tree(file))
        return self._articles[file]

    def stands_in(self, file: str) -> bool:
        """Whether a page only stands in for one that moved or was withdrawn: it answers for every heading that one had."""
        return file.endswith(".html") and any(self.tree(file).find(f".//{mark}") is not None for mark in _STAND_INS)

    def ids(self, file: str) -> Counter[str]:
        """The ids of a page, and how often each stands there."""
        if file not in self._ids:
            found = ((one.get("id"), one.get("name") if one.tag == "a" else None) for one in self.tree(file).iter(etree.Element))
            self._ids[file] = Counter(id for ids in found for id in ids if id is not None)
        return self._ids[file]


def check(library: Library, built: Built) -> Iterator[Problem]:
    """Every link of the built site that leads nowhere, and every page that nothing leads to."""
    told: set[Problem] = set()
    reached: set[str] = set()
    for file in sorted(built.files):
        for link in extract(built, file):
            found = resolve(library, link)
            if found is None:
                continue
            wrong = found if isinstance(found, str) else judge(built, *found)
            if not isinstance(found, str) and file.endswith(".html") and file_of(found[0]) != file:
                reached.add(file_of(found[0]))
            if wrong:
                problem = _report(library, link, wrong)
                if problem not in told:
                    told.add(problem)
                    yield problem
        if file.endswith(".html"):
            for id, count in built.ids(file).items():
                if count > 1:
                    yield _report(library, Link(file, id), f"The id {id} stands {count} times on one page. Give each its own.")
    homes = {file_of(library.home(language)) for language in library.languages} | {NOT_FOUND}
    for file in sorted(built.files):
        if file.endswith(".html") and file not in reached | homes and not built.stands_in(file):
            yield _report(library, Link(file, ""), "Nothing links to this page, so nobody will find it. Link to it from a page.")


# Extract ---------------------------------------------------------------------------------------------------------------


def extract(built: Built, file: str) -> Iterator[Link]:
    """Every address that stands in a file of the site."""
    match Path(file).suffix:
        case ".html":
            yield from _from_html(built.tree(file), file)
        case ".css":
            yield from _from_css(built.data(file), file)
        case ".json":
            if not file.endswith(".schema.json"):
                yield from _from_json(json.loads(built.data(file)), file)
        case ".js":
            text = built.data(file)
            if text.startswith(b"var handoutIndex="):
                found = json.loads(text[len(b"var handoutIndex=") :].rstrip(b";\n"))
                ways = [one["link"] for one in (*found["handouts"], *found.get("pages", []))]
                for way in (*ways, found.get("danger", {}).get("help", "")):
                    if way:
                        yield Link(address_of(file).replace("search-index.js", "") + "index.html", way)
        case ".xml":
            for element in etree.fromstring(built.data(file)).iter(etree.Element):
                match etree.QName(element).localname:  # of the map of the site, or of an Atom feed
                    case "loc" | "uri":
                        yield Link(file, (element.text or "").strip())
                    case "link":
                        yield Link(file, element.get("href", ""))
        case ".pdf":
            yield from _from_pdf(built.data(file), file)


def _from_html(tree: etree._Element, file: str) -> Iterator[Link]:
    for element in tree.iter(etree.Element):
        tag = element.tag
        for key in map(str, element.keys()):
            name, value = key.split("}")[-1].removeprefix("xlink:"), element.get(key, "")
            fetched = _ATTRIBUTES.get((tag, name))
            if fetched is not None:
                rels = set(element.get("rel", "").lower().split())
                yield Link(file, value.strip(), fetched or (tag == "link" and bool(rels & _FETCHED_RELS)))
            elif name in ("srcset", "imagesrcset"):
                for one in _SRCSET.findall(value):
                    yield Link(file, one, True)
            elif name == "style":
                yield from _from_css(value.encode(), file)
        if tag == "style" and element.text:
            yield from _from_css(element.text.encode(), file)
        elif tag == "meta":
            content = element.get("content", "")
            if element.get("http-equiv", "").lower() == "refresh" and (found := re.search(r"url\s*=\s*['\"]?([^'\";]+)", content, re.I)):
                yield Link(file, found.group(1).strip())
            elif element.get("property") in ("og:url", "og:image"):
                yield Link(file, content)


def _from_css(data: bytes, file: str) -> Iterator[Link]:
    for found in _CSS_URL.finditer(_CSS_COMMENT.sub(b"", data)):
        yield Link(file, (found.group(1) or found.group(2)).decode("utf-8", "replace").strip(), True)


def _from_json(data: object, file: str) -> Iterator[Link]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key in _JSON_KEYS and isinstance(value, str):
                yield Link(file, value)
            else:
                yield from _from_json(value, file)
    elif isinstance(data, list):
        for value in data:
            yield from _from_json(value, file)


def _from_pdf(data: bytes, file: str) -> Iterator[Link]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for note in page.get("/Annots", []):
                action = note.get("/A")
                if action is not None and action.get("/S") == "/URI":
                    yield Link(file, str(action["/URI"]))


# Resolve ---------------------------------------------------------------------------------------------------------------


def resolve(library: Library, link: Link) -> tuple[str, str] | str | None:
    """The file and fragment that a link leads to; a sentence where that can be said without looking; None for outside."""
    target = link.target
    if not target or target == "#":
        return "This link leads nowhere. Write where it goes, or take the link away."
    if target.startswith("//"):
        return f"Write https: in front of {target}."
    site = urlsplit(library.site.url)
    try:
        parts = urlsplit(target)
    except ValueError:
        return f"This is not an address: {target}."
    if _SCHEME.match(target):
        scheme = target.split(":")[0].lower()
        if scheme in ("mailto", "tel"):
            return None
        if scheme == "data":
            return None
        if scheme not in ("http", "https"):
            return f"A link may not start with {scheme}:."
        if library.site.url and parts.netloc == site.netloc:
            if scheme != site.scheme:
                return f"Write {site.scheme}: in front of this site's own address {target}."
            inner = parts.path or "/"
        elif link.fetched:
            return f"The page asks another server for {target}. Keep a copy on this site, or leave it out."
        else:
            return None
    else:
        inner = parts.path
    fragment = unquote(parts.fragment)
    if inner.startswith("/"):
        base = site.path or "/"
        own = _SCHEME.match(target) or link.origin == NOT_FOUND
        if not own:
            return f"The address {target} starts at the domain's root, so it breaks where the site stands below a path."
        if not inner.startswith(base):
            # Another site on the same domain is outside.
            return None if _SCHEME.match(target) else f"The address {target} leads out of the site."
        path = unquote(inner[len(base) :])
    elif inner:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(link.origin), unquote(inner)))
        if path.startswith(".."):
            return f"The address {target} leads out of the site."
        path = "" if path == "." else path + ("/" if inner.endswith(("/", "/.", "/..")) or inner in (".", "..") else "")
    else:
        return link.origin, fragment
    return path, fragment


# Judge -----------------------------------------------------------------------------------------------------------------


def judge(built: Built, path: str, fragment: str) -> str:
    """What is wrong with a link to this file and fragment, or nothing."""
    file = file_of(path)
    if file not in built.files:
        bare = path.rstrip("/")
        if file_of(bare + "/") in built.files and not path.endswith("/"):
            return f"The address {path} lacks its closing slash: write {path}/."
        if path.endswith("/") and bare in built.files:
            return f"The address {path} is a file: leave out the closing slash."
        known = built.folded.get(bare.lower())
        if known and known != bare:
            return f"The address {path} is spelled {known} here: capital and small letters differ."
        if bare in built.folders:
            return f"The folder {path} has no page of its own (index.html)."
        return f"There is nothing at the address {path or '/'}."
    named = fragment and "=" not in fragment and not fragment.startswith(":~:") and fragment != "top"
    if named and file.endswith(".html") and fragment not in built.ids(file) and not built.stands_in(file):
        return f"The page {path or 'itself'} has no place called #{fragment}."
    return ""


# Report ----------------------------------------------------------------------------------------------------------------


def _report(library: Library, link: Link, wrong: str) -> Problem:
    """A Problem at the line of the Markdown that the link was written in, else at the file of the site."""
    for language in library.languages:
        for one in language.all_pages:
            if file_of(library.address(one)) == link.origin:
                for words in filter(None, (link.target, link.target.rstrip("/").split("/")[-1], link.target.split("#")[-1])):
                    if words in one.source.body:
                        return Problem(one.source.path, one.source.line_at(re.escape(words)), wrong)
                return Problem(one.source.path, 0, f"On the built page: {wrong}")
    return Problem(f"site/{link.origin}", 0, wrong)
