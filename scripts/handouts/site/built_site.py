"""A built site in a folder, each file read at most once."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import cast
from unicodedata import normalize

from lxml import etree

from handouts.pages import article
from handouts.pages.article import Article
from handouts.site.extract import pdf
from handouts.site.extract.content import Content, Link
from handouts.site.extract.css import read_css
from handouts.site.extract.html import HTML_PARSER, read_html
from handouts.site.extract.json import read_json, read_script
from handouts.site.extract.pdf import PdfContent, reader_digest
from handouts.site.extract.xml import read_xml


@dataclass
class Built:
    """A built site in a folder, each file read at most once.

    With a file `kept`, what was read of a PDF is remembered there by its bytes, since PDFs take longest and rarely change.
    """

    folder: Path
    kept: Path | None = None
    _contents: dict[str, Content] = field(default_factory=dict)
    _articles: dict[str, Article] = field(default_factory=dict)

    def again(self) -> Built:
        """The same site after files came or went. Pages keep what was read, for what is added to them holds no address."""
        return Built(self.folder, self.kept, self._contents, self._articles)

    @cached_property
    def files(self) -> frozenset[str]:
        start = len(os.fspath(self.folder)) + 1
        return frozenset(
            f"{above}{os.sep}{name}"[start:].replace(os.sep, "/")
            for above, _, names in os.walk(self.folder)
            for name in names
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
        self._contents[file] = read_html(tree, data, file)
        return tree

    def article(self, file: str) -> Article:
        """A page's words, which callers must not change."""
        if file not in self._articles:
            self._articles[file] = article.of(self.tree(file))
        return self._articles[file]

    def content(self, file: str) -> Content:
        """What stands in a file. Kinds of files that point nowhere have no content."""
        if file not in self._contents:
            if file.endswith(".html"):
                data = self.data(file)
                self._contents[file] = read_html(etree.fromstring(data, HTML_PARSER), data, file)
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
            known = pdf.read_pdf(data)
            self._remembered[key] = known
            self._learned = True
        self._used.add(key)
        links = tuple(Link(file, target, full=not target.startswith("#")) for target in known[0])
        return Content(links, Counter(known[1]), wrong=tuple(known[2]))

    _learned: bool = False
    _used: set[str] = field(default_factory=set)

    @cached_property
    def _remembered(self) -> dict[str, PdfContent]:
        try:
            made = json.loads(self.kept.read_bytes()) if self.kept else {}
            return (
                cast(dict[str, PdfContent], made["pdfs"])
                if made.get("by") == reader_digest()
                else {}
            )
        except (OSError, ValueError, KeyError, AttributeError):
            return {}

    def remember(self) -> None:
        """Write down what was read of the PDFs of this site, and forget all others."""
        if self.kept and (self._learned or len(self._used) < len(self._remembered)):
            self.kept.parent.mkdir(parents=True, exist_ok=True)
            part = self.kept.with_suffix(f".{os.getpid()}")  # renamed when whole
            pdfs = {key: self._remembered[key] for key in sorted(self._used)}
            part.write_text(json.dumps({"by": reader_digest(), "pdfs": pdfs}), encoding="utf-8")
            part.replace(self.kept)


def folded(name: str) -> str:
    """A name without regard to case, or to the way in which accents are made."""
    return normalize("NFC", name.lower())


_READERS: dict[str, Callable[[bytes, str], Content]] = {
    ".css": read_css,
    ".json": read_json,
    ".js": read_script,
    ".xml": read_xml,
    ".svg": read_xml,
}
