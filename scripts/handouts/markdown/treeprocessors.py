"""After Markdown is parsed: what a screen reader needs, and the letters of the word list."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree  # noqa: N813 (as Python-Markdown calls it)

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from handouts.markdown.context import Context
from handouts.model.language import index_letter, word_id
from handouts.model.pages import HELP_PAGE, TO_FILL

CALLS = "calls"  # class of a list whose items are numbers to tap
LETTERS = "letters"  # class of the letters above a word list; paper and checks leave them out
FEW_LETTERS = 4  # a list with fewer needs none
_TICK_BOX = re.compile(r"^\[[ xX]\]\s+")
# What Python-Markdown stores until the end: escaped signs and entities.
_STASHED = re.compile("\x02[^\x03]*\x03")


class AccessibleElements(Treeprocessor):
    """Gives citations, tables, lists and cards the words and roles that a screen reader needs."""

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(md)
        self.context = context

    def run(self, root: etree.Element) -> None:
        self._former_ids(root)
        self._cards(root)
        self._tick_boxes(root)
        for table in root.iter("table"):
            _scope_headers(table)
            _mark_blanks(table)
        self._citations(root)
        self._feed(root)
        self._help_page(root)
        self._external_links(root)

    def _former_ids(self, root: etree.Element) -> None:
        """Let a heading answer to the ids that it had before as well."""
        for heading in root.iter() if self.context.former_ids else ():
            for old in self.context.former_ids.get(heading.get("id", ""), []):
                anchor = etree.Element("span", {"id": old})
                anchor.tail, heading.text = heading.text, None
                heading.insert(0, anchor)

    def _cards(self, root: etree.Element) -> None:
        cards = self.context.language.cards
        for section in root.iter("section"):
            if (name := section.attrib.pop("data-card", None)) in cards:
                section.set("class", f"card level-{cards[name].words.level}")
                section.set("aria-labelledby", name)
        for list_ in root.iter("ul"):
            if len(list_) and all(map(_is_call, list_)):
                list_.set("class", CALLS)

    def _tick_boxes(self, root: etree.Element) -> None:
        for list_ in root.iter("ul"):
            items = list_.findall("li")
            for item in items:
                words = item if item.text and item.text.strip() else item.find("p")
                if words is not None and words.text and _TICK_BOX.match(words.text.lstrip()):
                    words.text = _TICK_BOX.sub("", words.text.lstrip())
                    item.set("class", "tick")
                    list_.set("class", "ticks")

    def _feed(self, root: etree.Element) -> None:
        library, language = self.context.library, self.context.language
        feed = library.absolute(library.feed(language))
        for parent in root.iter():
            for box in parent.findall("div[@class='feed']"):
                if not feed:
                    parent.remove(box)
                    continue
                words = etree.SubElement(box, "p")
                words.text = f"{language.labels['feed_follow']} "
                etree.SubElement(words, "a", {"href": feed}).text = language.labels["feed_link"]

    def _help_page(self, root: etree.Element) -> None:
        """Lead from the help band to the page that says more."""
        language = self.context.language
        if not (page := language.help_page):
            return
        for box in root.findall(".//div[@class='band']"):
            words = etree.SubElement(box, "p", {"class": HELP_PAGE})
            words.text = f"{language.labels['band_more']} "
            link = etree.SubElement(words, "a", {"href": f"{page.id}.md"})
            link.text = page.title

    def _external_links(self, root: etree.Element) -> None:
        """Mark links to other sites, on screen, and tell those sites nothing."""
        words, site = self.context.language.labels["outside"], self.context.library.site.url
        for link in root.iter("a"):
            href = link.get("href", "")
            if re.match(r"https?://", href) and not (site and href.startswith(site)):
                link.set("rel", "noopener noreferrer")
                etree.SubElement(link, "span", {"class": "screen-only"}).text = f" ({words})"

    def _citations(self, root: etree.Element) -> None:
        labels = self.context.language.labels
        # Source → id of its first citation; Python-Markdown numbers these ids in another order.
        first: dict[str, str] = {}
        for sup in root.iter("sup"):
            if (id := sup.get("id", "")).startswith("fnref"):
                first.setdefault(id.partition(":")[2], id)
        for parent in root.iter():
            for index, child in enumerate(list(parent)):
                if child.tag == "div" and child.get("class") == "footnote":
                    parent[index] = _list_of_sources(child, labels, first)
            for link in parent.findall("a"):
                if link.get("class") == "footnote-ref":
                    number = (link.text or "").strip("[]")
                    link.set("role", "doc-noteref")
                    link.set("aria-label", f"{labels['source']} {number}")


class WordList(Treeprocessor):
    """Gives each term of the word list an id made of its words, and the list its letters."""

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(md)
        self.context = context

    def run(self, root: etree.Element) -> None:
        for term in root.iter("dt"):
            words = _STASHED.sub(" ", "".join(term.itertext()))
            term.set("id", word_id(words))
        for box in root.iter("div"):
            if box.get("class") == "glossary":
                self._letters(box)

    def _letters(self, box: etree.Element) -> None:
        """Add the letters above a word list, each a link to its first word; not on paper."""
        first: dict[str, str] = {}
        for term in box.iter("dt"):
            first.setdefault(
                index_letter(_STASHED.sub(" ", "".join(term.itertext()))), term.get("id", "")
            )
        if len(first) < FEW_LETTERS:
            return
        nav = etree.Element(
            "nav", {"class": LETTERS, "aria-label": self.context.language.labels["letters"]}
        )
        list_ = etree.SubElement(nav, "ul")
        for initial, id in first.items():
            etree.SubElement(etree.SubElement(list_, "li"), "a", {"href": f"#{id}"}).text = initial
        box.insert(0, nav)


class OriginalLink(Treeprocessor):
    """Links the line that says a translation is behind to its original in another language."""

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(md)
        self.context = context

    def run(self, root: etree.Element) -> None:
        language = self.context.library.languages[0].code
        for line in root.iter("p"):
            if target := line.attrib.pop("data-original", None):
                line.text = f"{line.text or ''} "
                link = etree.SubElement(line, "a", {"href": target, "hreflang": language})
                link.text = self.context.language.labels["behind_link"]
                link.tail = "."


def _is_call(item: etree.Element) -> bool:
    """Return whether a list item is a number to call or to text, and nothing else."""
    links = [
        child
        for child in item
        if child.tag == "a" and re.match("(?:tel|sms):", child.get("href", ""))
    ]
    return len(item) == len(links) == 1 and not f"{item.text or ''}{links[0].tail or ''}".strip()


def _list_of_sources(
    notes: etree.Element, labels: dict[str, str], first: dict[str, str]
) -> etree.Element:
    """Return the footnotes as a numbered list, each with one link back: to its first citation."""
    list_ = notes.find("ol")
    assert list_ is not None
    list_.set("class", "sources")
    for number, item in enumerate(list_.findall("li"), 1):
        for paragraph in item.findall("p"):
            backlinks = [
                link for link in paragraph.findall("a") if link.get("class") == "footnote-backref"
            ]
            for link in backlinks[1:]:
                paragraph.remove(link)
            for link in backlinks[:1]:
                link.attrib.pop("title", None)
                link.set("href", "#" + first.get(item.get("id", "").partition(":")[2], ""))
                link.set("aria-label", f"{labels['source_back']} {number}")
    list_.tail = notes.tail
    return list_


def _scope_headers(table: etree.Element) -> None:
    """Mark the header cells of columns and rows."""
    for cell in table.iter("th"):
        cell.set("scope", "col")
    for row in table.findall("tbody/tr"):
        first = row.find("td")
        if first is not None and ("".join(first.itertext())).strip():
            first.tag = "th"
            first.set("scope", "row")


def _mark_blanks(table: etree.Element) -> None:
    """Mark a table with cells to fill in, for the page's template, for sheets and for packets."""
    cells = table.findall("tbody/tr/td")
    if not all("".join(cell.itertext()).strip() for cell in cells):
        table.set(TO_FILL, "")
