"""After Markdown was read: what a screen reader needs, and the word list with its letters."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree  # noqa: N813 (as Python-Markdown calls it)

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from handouts.markdown.context import Context
from handouts.model.language import letter, word_id

CALLS = "calls"  # class of a list in a care card whose items are numbers to tap
LETTERS = "letters"  # class of the letters above a word list; paper and checks leave them out
FEW_LETTERS = 4  # a list with fewer needs none
_TICK = re.compile(r"^\[[ xX]\]\s+")
_STASHED = re.compile(
    "\x02[^\x03]*\x03"
)  # what Python-Markdown keeps for later: escaped signs and entities


class AccessibleElements(Treeprocessor):
    """Gives citations, tables, lists and cards the words and roles that a screen reader needs."""

    def __init__(self, md: Markdown, house: Context) -> None:
        super().__init__(md)
        self.house = house

    def run(self, root: etree.Element) -> None:
        self._older_ids(root)
        self._cards(root)
        self._ticks(root)
        for table in root.iter("table"):
            _head(table)
        self._citations(root)
        self._feed(root)
        self._outside(root)

    def _older_ids(self, root: etree.Element) -> None:
        """A heading also answers to the ids that it had before."""
        for heading in root.iter() if self.house.older_ids else ():
            for old in self.house.older_ids.get(heading.get("id", ""), []):
                place = etree.Element("span", {"id": old})
                place.tail, heading.text = heading.text, None
                heading.insert(0, place)

    def _cards(self, root: etree.Element) -> None:
        cards = self.house.language.cards
        for section in root.iter("section"):
            if (name := section.attrib.pop("data-card", None)) in cards:
                section.set("class", f"card level-{cards[name].words.level}")
                section.set("aria-labelledby", name)
                for list_ in section.iter("ul"):
                    if all(map(_is_call, list_)):
                        list_.set("class", CALLS)

    def _ticks(self, root: etree.Element) -> None:
        for list_ in root.iter("ul"):
            items = list_.findall("li")
            for item in items:
                words = item if item.text and item.text.strip() else item.find("p")
                if words is not None and words.text and _TICK.match(words.text.lstrip()):
                    words.text = _TICK.sub("", words.text.lstrip())
                    item.set("class", "tick")
                    list_.set("class", "ticks")

    def _feed(self, root: etree.Element) -> None:
        house = self.house
        to = house.library.absolute(house.library.feed(house.language))
        for parent in root.iter():
            for place in [
                child for child in parent if child.tag == "div" and child.get("class") == "feed"
            ]:
                if not to:
                    parent.remove(place)
                    continue
                words = etree.SubElement(place, "p")
                words.text = f"{house.language.say['feed_follow']} "
                etree.SubElement(words, "a", {"href": to}).text = house.language.say["feed_link"]

    def _outside(self, root: etree.Element) -> None:
        """A link to another site says so, on screen, and tells that site nothing."""
        words, site = self.house.language.say["outside"], self.house.library.site.url
        for link in root.iter("a"):
            href = link.get("href", "")
            if re.match(r"https?://", href) and not (site and href.startswith(site)):
                link.set("rel", "noopener noreferrer")
                etree.SubElement(link, "span", {"class": "screen-only"}).text = f" ({words})"

    def _citations(self, root: etree.Element) -> None:
        say = self.house.language.say
        first: dict[
            str, str
        ] = {}  # source → id of its first citation; Python-Markdown numbers these ids in another order
        for sup in root.iter("sup"):
            if (id := sup.get("id", "")).startswith("fnref"):
                first.setdefault(id.partition(":")[2], id)
        for parent in root.iter():
            for place, child in enumerate(list(parent)):
                if child.tag == "div" and child.get("class") == "footnote":
                    parent[place] = _list_of_sources(child, say, first)
            for link in parent.findall("a"):
                if link.get("class") == "footnote-ref":
                    number = (link.text or "").strip("[]")
                    link.set("role", "doc-noteref")
                    link.set("aria-label", f"{say['source']} {number}")


class WordList(Treeprocessor):
    """Each word of the word list can be linked to: its id is the word itself. And above the list stand its letters."""

    def __init__(self, md: Markdown, house: Context) -> None:
        super().__init__(md)
        self.house = house

    def run(self, root: etree.Element) -> None:
        for term in root.iter("dt"):
            words = _STASHED.sub(" ", "".join(term.itertext()))
            term.set("id", word_id(words))
        for box in root.iter("div"):
            if box.get("class") == "glossary":
                self._letters(box)

    def _letters(self, box: etree.Element) -> None:
        """Above a word list, its letters: each leads to the first word with it. On paper one turns the page."""
        first: dict[str, str] = {}
        for term in box.iter("dt"):
            first.setdefault(
                letter(_STASHED.sub(" ", "".join(term.itertext()))), term.get("id", "")
            )
        if len(first) < FEW_LETTERS:
            return
        nav = etree.Element(
            "nav", {"class": LETTERS, "aria-label": self.house.language.say["letters"]}
        )
        list_ = etree.SubElement(nav, "ul")
        for sign, id in first.items():
            etree.SubElement(etree.SubElement(list_, "li"), "a", {"href": f"#{id}"}).text = sign
        box.insert(0, nav)


class OriginalLink(Treeprocessor):
    """Leads from the line that says a translation is behind to its original, which is a page of another language."""

    def __init__(self, md: Markdown, house: Context) -> None:
        super().__init__(md)
        self.house = house

    def run(self, root: etree.Element) -> None:
        language = self.house.library.languages[0].code
        for line in root.iter("p"):
            if to := line.attrib.pop("data-original", None):
                line.text = f"{line.text or ''} "
                link = etree.SubElement(line, "a", {"href": to, "hreflang": language})
                link.text = self.house.language.say["behind_link"]
                link.tail = "."


def _is_call(item: etree.Element) -> bool:
    """Whether a list item is a number to call or to text, and nothing else."""
    links = [
        child
        for child in item
        if child.tag == "a" and re.match("(?:tel|sms):", child.get("href", ""))
    ]
    return len(item) == len(links) == 1 and not f"{item.text or ''}{links[0].tail or ''}".strip()


def _list_of_sources(
    notes: etree.Element, say: dict[str, str], first: dict[str, str]
) -> etree.Element:
    """The footnotes as a plain numbered list, with one way back from each: to where it was first cited."""
    list_ = notes.find("ol")
    assert list_ is not None
    list_.set("class", "sources")
    for number, item in enumerate(list_.findall("li"), 1):
        for paragraph in item.findall("p"):
            backs = [
                link for link in paragraph.findall("a") if link.get("class") == "footnote-backref"
            ]
            for link in backs[1:]:
                paragraph.remove(link)
            for link in backs[:1]:
                link.attrib.pop("title", None)
                link.set("href", "#" + first.get(item.get("id", "").partition(":")[2], ""))
                link.set("aria-label", f"{say['source_back']} {number}")
    list_.tail = notes.tail
    return list_


def _head(table: etree.Element) -> None:
    """Says which cells are heads, of which column and of which row."""
    for cell in table.iter("th"):
        cell.set("scope", "col")
    for row in table.findall("tbody/tr"):
        first = row.find("td")
        if first is not None and ("".join(first.itertext())).strip():
            first.tag = "th"
            first.set("scope", "row")
