"""A built site in a folder, each file read at most once."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import cast
from unicodedata import normalize

from lxml import etree

from handouts.pages import article
from handouts.pages.article import Article
from handouts.site.extract import pdf
from handouts.site.extract.content import Content, Link, LinkKind
from handouts.site.extract.css import read_css
from handouts.site.extract.html import HTML_PARSER, read_html
from handouts.site.extract.json import read_json, read_script
from handouts.site.extract.pdf import PdfContent, reader_digest
from handouts.site.extract.xml import read_xml


@dataclass
class Built:
    """A built site in a folder, each file read at most once.

    With `pdf_cache_file`, what was read of a PDF is stored there by the digest of its bytes, since
    PDFs take longest and rarely change.
    """

    folder: Path
    pdf_cache_file: Path | None = None
    _contents: dict[str, Content] = field(default_factory=dict)
    _articles: dict[str, Article] = field(default_factory=dict)

    def rescan(self) -> Built:
        """Return the same site, for use after files came or went. What was read of pages is kept,
        for what is added to them holds no address.
        """
        return Built(self.folder, self.pdf_cache_file, self._contents, self._articles)

    def forget(self, files: Iterable[str]) -> None:
        """Read files anew when they are next asked for: their addresses have changed."""
        for file in files:
            self._contents.pop(file, None)

    @cached_property
    def files(self) -> frozenset[str]:
        start = len(os.fspath(self.folder)) + 1
        return frozenset(
            f"{folder}{os.sep}{name}"[start:].replace(os.sep, "/")
            for folder, _, names in os.walk(self.folder)
            for name in names
        )

    @cached_property
    def folders(self) -> frozenset[str]:
        folders: set[str] = set()
        for file in self.files:
            while (file := file.rpartition("/")[0]) and file not in folders:
                folders.add(file)
        return frozenset(folders)

    @cached_property
    def by_folded_name(self) -> dict[str, str]:
        """Every file and folder by its name as `folded` returns it."""
        return {folded(name): name for name in (*self.folders, *self.files)}

    def data(self, file: str) -> bytes:
        """Return the bytes of a file."""
        return (self.folder / file).read_bytes()

    def tree(self, file: str) -> etree._Element:
        """Parse a page, each time anew: a thousand trees would fill the memory."""
        data = self.data(file)
        tree = article.parse_page(data)
        self._contents[file] = read_html(tree, data, file)
        return tree

    def article(self, file: str) -> Article:
        """Return the article of a page, which callers must not change."""
        if file not in self._articles:
            self._articles[file] = article.article_of_page(self.tree(file))
        return self._articles[file]

    def content(self, file: str) -> Content:
        """Return the links and places of a file; nothing for formats without links."""
        if file not in self._contents:
            if file.endswith(".html"):
                data = self.data(file)
                self._contents[file] = read_html(etree.fromstring(data, HTML_PARSER), data, file)
            elif file.endswith(".pdf"):
                self._contents[file] = self._pdf_content(file)
            else:
                read = _READERS.get(PurePosixPath(file).suffix)
                self._contents[file] = read(self.data(file), file) if read else Content()
        return self._contents[file]

    def ids(self, file: str) -> Counter[str]:
        """Return the places of a page that a # can lead to, and how often each stands there."""
        return self.content(file).places

    def is_stand_in(self, file: str) -> bool:
        """Return whether a page stands in for one that moved or was withdrawn."""
        return self.content(file).is_stand_in

    def _pdf_content(self, file: str) -> Content:
        data = self.data(file)
        key = hashlib.sha256(data).hexdigest()
        if key not in self._pdf_cache:
            self._pdf_cache[key] = pdf.read_pdf(data)
            self._has_new_pdfs = True
        self._used.add(key)
        targets, places, problems = self._pdf_cache[key]
        links = (
            Link(file, target, LinkKind.REFERENCE if target[:1] == "#" else LinkKind.ABSOLUTE)
            for target in targets
        )
        return Content(tuple(links), Counter(places), problems=tuple(problems))

    _has_new_pdfs: bool = False
    _used: set[str] = field(default_factory=set)

    @cached_property
    def _pdf_cache(self) -> dict[str, PdfContent]:
        try:
            cache = json.loads(self.pdf_cache_file.read_bytes()) if self.pdf_cache_file else {}
            is_current = cache.get("by") == reader_digest()
            return cast(dict[str, PdfContent], cache["pdfs"]) if is_current else {}
        except (OSError, ValueError, KeyError, AttributeError):
            return {}

    def save_pdf_cache(self) -> None:
        """Store what was read of the PDFs of this site, and drop all others."""
        if self.pdf_cache_file and (self._has_new_pdfs or len(self._used) < len(self._pdf_cache)):
            self.pdf_cache_file.parent.mkdir(parents=True, exist_ok=True)
            part = self.pdf_cache_file.with_suffix(f".{os.getpid()}")  # renamed when complete
            pdfs = {key: self._pdf_cache[key] for key in sorted(self._used)}
            part.write_text(json.dumps({"by": reader_digest(), "pdfs": pdfs}), encoding="utf-8")
            part.replace(self.pdf_cache_file)


def folded(name: str) -> str:
    """Return a name for comparison regardless of case and of how accents are composed."""
    return normalize("NFC", name.lower())


_READERS: dict[str, Callable[[bytes, str], Content]] = {
    ".css": read_css,
    ".json": read_json,
    ".js": read_script,
    ".xml": read_xml,
    ".svg": read_xml,
}
