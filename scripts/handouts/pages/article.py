"""A built page's article as clean XHTML: the one rendering that PDFs, checks and the catalogue share."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree, html

from handouts.model.pages import CITATION, SOURCES

KEPT = {
    "id",
    "href",
    "class",
    "scope",
    "lang",
    "dir",
    "src",
    "alt",
    "data-lines",
    "data-picture",
    "aria-labelledby",
    "start",
}
DROPPED = (
    "headerlink",
    "footnote-backref",
    "screen-only",
    "letters",
)  # and drawings: paper has its own way to them
NOTICES = ("review", "translation", "behind")  # what the site says of the page
BLOCKS = frozenset("h1 h2 h3 h4 h5 h6 p li dt dd th td figcaption".split())
LEAF = frozenset("p ul ol dl table section div figure".split())
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True)
class Block:
    """A run of words that is read as one: a paragraph, list item, cell, heading, term or caption.

    `part` is the id of the section (h2) it stands in, "" above the first. `card` is the id of its care card, or "".
    `cites` holds ids of sources. `text` is without citation numbers; `rest` is what of it follows the last one.
    """

    part: str
    card: str
    kind: str
    text: str
    cites: tuple[str, ...]
    links: tuple[str, ...]
    rest: str = ""


@dataclass(frozen=True)
class Article:
    """The words of one handout as published."""

    root: etree._Element

    def blocks(self) -> tuple[Block, ...]:
        """Every block that a writer wrote, in reading order: without the lists of sources and the site's notices."""
        return self._blocks

    @cached_property
    def _blocks(self) -> tuple[Block, ...]:
        return tuple(self._read())

    def _read(self) -> Iterator[Block]:
        part = ""
        for element in self.root.iter(etree.Element):
            if element.tag not in BLOCKS or element.get("class") in NOTICES:
                continue
            if element.tag == "h2":
                part = element.get("id", "")
            if part == SOURCES or any(
                up.get("class") == "bibliography" for up in element.iterancestors("div")
            ):
                continue
            text, cites, links, rest = _words(element)
            if text:
                card = next(
                    (up.get("aria-labelledby") or "" for up in element.iterancestors("section")), ""
                )
                yield Block(part, card, element.tag, text, cites, links, rest)

    def lists(self) -> Iterator[tuple[str, list[str]]]:
        """Each list outside the sources: the part it stands in and the words of its items."""
        part = ""
        for element in self.root.iter(etree.Element):
            if element.tag == "h2":
                part = element.get("id", "")
            if element.tag in ("ul", "ol") and part != SOURCES:
                yield part, [_words(item)[0] for item in element.findall("li")]

    def tables(self) -> list[etree._Element]:
        """Every table, as an element of the article."""
        return list(self.root.iter("table"))

    def pictures(self) -> list[str]:
        """Ids of the drawings it shows."""
        return [
            figure.get("data-picture", "")
            for figure in self.root.iter("figure")
            if figure.get("data-picture")
        ]

    def text(self) -> str:
        """All words in reading order, citation numbers and sources included, as plain text."""
        return _SPACE.sub(
            " ", " ".join(map(str, self.root.itertext())).replace("\u2060", "")
        ).strip()

    def ids(self) -> frozenset[str]:
        """The ids that links can lead to."""
        return frozenset(
            id for element in self.root.iter(etree.Element) if (id := element.get("id"))
        )


def fragment(markup: str) -> Article:
    """The article in a piece of HTML, such as `extension.rendered` returns."""
    return Article(_cleaned(html.fragment_fromstring(markup, create_parent="article")))


def of(tree: etree._Element) -> Article:
    """What a writer's words became on a whole page that was parsed: the handout or its notice, or all of a plain page but its frame."""
    article = next(
        (one for one in tree.iter("article") if one.get("data-handout") or one.get("data-notice")),
        None,
    )
    return Article(_cleaned(next(tree.iter("main"), tree) if article is None else article))


def parsed(page: bytes) -> etree._Element:
    """A built page as a tree."""
    return html.document_fromstring(page.decode("utf-8"), parser=html.HTMLParser(encoding=None))


def _cleaned(found: etree._Element) -> etree._Element:
    root = copy.deepcopy(found)
    root.tail = None
    for element in list(root.iter()):
        dropped = (
            not isinstance(element.tag, str)
            or element.tag == "svg"
            or element.get("class") in DROPPED
        )
        if dropped and isinstance(element, html.HtmlMixin):
            element.drop_tree()
            continue
        for name in set(element.attrib) - KEPT:
            del element.attrib[name]
    for element in root.iter():
        if element.text:
            element.text = _SPACE.sub(" ", element.text)
        if element.tail:
            element.tail = _SPACE.sub(" ", element.tail)
    return root


def runs(element: etree._Element) -> Iterator[str | tuple[str, str]]:
    """What a block says, in order: its words without citations, and each number to call or to text as (words, target)."""
    yield element.text or ""
    for child in element:
        if child.tag == "a" and (target := child.get("href", "")).startswith(("tel:", "sms:")):
            yield "".join(map(str, child.itertext())), target
        elif child.tag != "sup" and child.tag not in LEAF:
            yield from runs(child)
        yield child.tail or ""


def _words(element: etree._Element) -> tuple[str, tuple[str, ...], tuple[str, ...], str]:
    """Words of a block without those of blocks inside it; ids of its sources; where its links lead; words after the last source."""
    words: list[str] = []
    cites: list[str] = []
    links: list[str] = []
    cited = 0  # how many of the words come up to the last citation

    def gather(one: etree._Element) -> None:
        nonlocal cited
        words.append(one.text or "")
        for child in one:
            if child.tag == "sup" and (link := child.find("a")) is not None:
                cites.append(link.get("href", "").removeprefix("#fn:"))
                cited = len(words)
            elif child.tag not in LEAF:
                if child.tag == "a":
                    links.append(child.get("href", ""))
                gather(child)
            words.append(child.tail or "")

    gather(element)
    text, rest = ("".join(some).replace("\u2060", "") for some in (words, words[cited:]))
    # A source that nobody knows is cited all the same: that is told by itself, and its id is none of the words.
    cites += [found[1].strip() for found in CITATION.finditer(text)]
    rest = (
        rest[max((found.end() for found in CITATION.finditer(rest)), default=0) :] if cites else ""
    )
    text, rest = (_SPACE.sub(" ", CITATION.sub("", some)).strip() for some in (text, rest))
    return text, tuple(cites), tuple(links), rest
