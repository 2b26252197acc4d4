"""The article of a built page as clean XHTML, which PDFs, checks and the catalogue share."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree, html

from handouts.model.pages import CITATION, CLINIC_NOTE, HELP_PAGE, SOURCES

_KEPT_ATTRIBUTES = frozenset(
    "id href class scope lang dir src alt data-lines data-to-fill data-picture data-readers "
    "aria-labelledby start".split()
)
# Drawings are dropped too: paper gets them from their files.
_DROPPED_CLASSES = ("headerlink", "footnote-backref", "screen-only", "letters")
# What the site or the clinic says, and not the page.
NOTICES = ("review", "translation", "behind", CLINIC_NOTE, HELP_PAGE)
BLOCKS = frozenset("h1 h2 h3 h4 h5 h6 p li dt dd th td figcaption".split())
CONTAINERS = frozenset("p ul ol dl table section div figure blockquote".split())
NESTED = BLOCKS | CONTAINERS  # their words are not those of the block around them
# What no XML may hold. Python-Markdown leaves its own marks where it misreads signs.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True)
class Block:
    """A paragraph, list item, cell, heading, term or caption.

    `part` is the id of its section (h2), "" above the first; `card` the id of its care card, or "".
    `cites` holds ids of sources. `text` is without citation numbers; `uncited` is what follows the
    last one.
    """

    part: str
    card: str
    kind: str
    text: str
    cites: tuple[str, ...]
    links: tuple[str, ...]
    uncited: str = ""


@dataclass(frozen=True)
class Article:
    """The words of a page as published."""

    root: etree._Element

    def blocks(self) -> tuple[Block, ...]:
        """Return every block by a writer, in reading order: no sources, no notices of the site."""
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
                box.get("class") == "bibliography" for box in element.iterancestors("div")
            ):
                continue
            text, cites, links, uncited = _words(element)
            if text:
                section = next(element.iterancestors("section"), None)
                card = "" if section is None else section.get("aria-labelledby") or ""
                yield Block(part, card, element.tag, text, cites, links, uncited)

    def lists(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each list outside the sources: its part and the words of its items."""
        part = ""
        for element in self.root.iter(etree.Element):
            if element.tag == "h2":
                part = element.get("id", "")
            if element.tag in ("ul", "ol") and part != SOURCES:
                yield part, [_words(item)[0] for item in element.findall("li")]

    def tables(self) -> list[etree._Element]:
        """Return every table, as an element of the article."""
        return list(self.root.iter("table"))

    def pictures(self) -> list[str]:
        """Return the ids of the drawings that it shows."""
        return [
            figure.get("data-picture", "")
            for figure in self.root.iter("figure")
            if figure.get("data-picture")
        ]

    def text(self) -> str:
        """Return all words in reading order, with citation numbers and sources, as plain text."""
        return _SPACE.sub(
            " ", " ".join(map(str, self.root.itertext())).replace("\u2060", "")
        ).strip()

    def ids(self) -> frozenset[str]:
        """Return the ids that links can lead to."""
        return frozenset(
            id for element in self.root.iter(etree.Element) if (id := element.get("id"))
        )


def fragment(markup: str) -> Article:
    """Return the article in a piece of HTML, such as `extension.render` returns."""
    return Article(_cleaned(html.fragment_fromstring(markup, create_parent="article")))


def article_of_page(tree: etree._Element) -> Article:
    """Return the article of a parsed page: the handout, its notice, or what stands in <main>."""
    articles = (
        element
        for element in tree.iter("article")
        if element.get("data-handout") or element.get("data-notice")
    )
    article = next(articles, None)
    return Article(_cleaned(next(tree.iter("main"), tree) if article is None else article))


def parse_page(page: bytes) -> etree._Element:
    """Parse a built page."""
    return html.document_fromstring(page.decode("utf-8"), parser=html.HTMLParser(encoding=None))


def _cleaned(article: etree._Element) -> etree._Element:
    """Return a copy with only the elements, attributes and white space that its readers need."""
    root = copy.deepcopy(article)
    root.tail = None
    for element in list(root.iter()):
        dropped = (
            not isinstance(element.tag, str)
            or element.tag == "svg"
            or element.get("class") in _DROPPED_CLASSES
        )
        if dropped and isinstance(element, html.HtmlMixin):
            element.drop_tree()
            continue
        for name in set(element.attrib) - _KEPT_ATTRIBUTES:
            del element.attrib[name]
    for element in root.iter():
        if element.text:
            element.text = _SPACE.sub(" ", _FORBIDDEN.sub("", element.text))
        if element.tail:
            element.tail = _SPACE.sub(" ", _FORBIDDEN.sub("", element.tail))
        for name in map(str, element.attrib):
            if _FORBIDDEN.search(value := element.get(name, "")):
                element.set(name, _FORBIDDEN.sub("", value))
    return root


def inline(element: etree._Element) -> Iterator[str | etree._Element]:
    """Yield the words of a block or link without those of blocks inside it, and the links,
    citations and pictures between them, in order.
    """
    yield element.text or ""
    for child in element:
        if child.tag in ("a", "sup", "img"):
            yield child
        elif child.tag not in NESTED:
            yield from inline(child)
        yield child.tail or ""


def runs(element: etree._Element) -> Iterator[str | tuple[str, str]]:
    """Yield the words of a block without citations, and each number to call or to text as
    `(words, target)`, in order.
    """
    for part in inline(element):
        if isinstance(part, str):
            yield part
        elif (target := part.get("href", "")).startswith(("tel:", "sms:")):
            yield "".join(map(str, part.itertext())), target
        elif part.tag != "sup":
            yield from runs(part)


def address_to_print(target: str, words: str) -> str:
    """Return what paper shows behind the words of a link, so that it says where it leads.

    It is empty where the words show it already, and for other pages of the site.
    """
    kind, _, place = target.partition(":")
    match kind.lower():
        case "http" | "https":
            label = re.sub("^https?://", "", words.strip()).split("/")[0]
            return "" if "." in label and label in target else place.strip("/")
        case "tel" | "sms":
            number, digits = (re.sub(r"\D", "", part) for part in (place.partition("?")[0], words))
            shows = digits and (number.endswith(digits) or number in digits)
            return "" if shows else place.partition("?")[0]
        case "mailto":
            address = place.partition("?")[0]
            return "" if address in words else address
    return ""


def _words(element: etree._Element) -> tuple[str, tuple[str, ...], tuple[str, ...], str]:
    """Return the words of a block without those of blocks inside it, the ids of its sources, the
    targets of its links, and the words after its last source.
    """
    words: list[str] = []
    cites: list[str] = []
    links: list[str] = []
    cited = 0  # number of the items of `words` up to the last citation

    def gather(parent: etree._Element) -> None:
        nonlocal cited
        for part in inline(parent):
            if isinstance(part, str):
                words.append(part)
            elif part.tag == "sup" and (link := part.find("a")) is not None:
                cites.append(link.get("href", "").removeprefix("#fn:"))
                cited = len(words)
            else:
                if part.tag == "a":
                    links.append(part.get("href", ""))
                gather(part)

    gather(element)
    text, uncited = ("".join(part).replace("\u2060", "") for part in (words, words[cited:]))
    # A source that does not exist stays in the text as it was written. A check reports it; here it
    # is a citation all the same, and its id none of the words.
    cites += [match[1].strip() for match in CITATION.finditer(text)]
    last = max((match.end() for match in CITATION.finditer(uncited)), default=0)
    uncited = uncited[last:] if cites else ""
    text, uncited = (_SPACE.sub(" ", CITATION.sub("", part)).strip() for part in (text, uncited))
    return text, tuple(cites), tuple(links), uncited
