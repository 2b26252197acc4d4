"""Handouts that are bound together: one set of care cards, and one list of sources for all."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping

from lxml import etree

from handouts.model.pages import HELP, SOURCES
from handouts.pages.article import Article

CARDS_ELSEWHERE = "cards-elsewhere"  # class of the line that leads to the page with the cards
READERS = "data-readers"  # of a help band that has headings of its own, for others than patients


def bind(articles: Mapping[str, Article], help_page: str) -> tuple[list[Article], Article]:
    """Return articles (by the id of their handout) as they are bound, and their list of sources.

    The cards of the help section stand once: on the help page if it is among them, or else where
    they are complete, or at least a band; in the place of the others stands a line that leads
    there. Cards of one medicine stay where they are. Ids begin with their handout's. Sources are
    numbered in the order in which they are first cited.
    """
    roots = {id: copy.deepcopy(article.root) for id, article in articles.items()}
    holders = sorted(
        (id for id, root in roots.items() if list(_cards(root))),
        key=lambda id: (id != help_page, _band(roots[id]) is not None),
    )
    for id in holders[1:]:
        _drop_cards(roots[id], roots[holders[0]], holders[0])
    sources = etree.Element("ol")
    for root in roots.values():
        _collect_sources(root, sources)
    numbers = {item.get("id", ""): number for number, item in enumerate(sources, 1)}
    for id, root in roots.items():
        _prefix_ids(root, id, numbers)
    return [Article(root) for root in roots.values()], Article(sources)


def help_part(root: etree._Element) -> Iterator[etree._Element]:
    """Yield what stands in the help section, but for a band for other readers.

    That stays where it is: the handout goes to them, and what is bound with it does not.
    """
    is_inside = False
    for element in root:
        if element.tag == "h2":
            is_inside = element.get("id") == HELP
        elif is_inside and READERS not in element.attrib:
            yield element


def _cards(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the cards of the help section, also those of its band."""
    for element in help_part(root):
        yield from element.iter("section")


def _band(root: etree._Element) -> etree._Element | None:
    return next((box for box in help_part(root) if box.get("class") == "band"), None)


def _drop_cards(root: etree._Element, holder: etree._Element, holder_id: str) -> None:
    """Replace the cards that the holder of the set shows, and the band, by a line that leads there.

    The line links to the holder's title: its words and its page are what the reader looks for.
    """
    card_ids = {card.get("aria-labelledby") for card in _cards(holder)}
    boxes = [box for box in help_part(root) if box.tag == "section" or box.get("class") == "band"]
    dropped = [
        box for box in boxes if box.get("class") == "band" or box.get("aria-labelledby") in card_ids
    ]
    if not dropped:
        return
    line = etree.Element("p", {"class": CARDS_ELSEWHERE})
    link = etree.SubElement(line, "a", {"href": f"#{holder_id}--{HELP}"})
    link.text = "".join(str(words) for title in holder.iter("h1") for words in title.itertext())
    root.insert(root.index(boxes[0]), line)
    for box in dropped:
        root.remove(box)


def _collect_sources(root: etree._Element, sources: etree._Element) -> None:
    """Move the sources of an article to those of all, unless they are there."""
    present = {item.get("id") for item in sources}
    part = [
        element
        for element in root
        if element.get("id") == SOURCES or element.get("class") == "sources"
    ]
    for element in part:
        sources.extend([item for item in element.findall("li") if item.get("id") not in present])
        root.remove(element)


def _prefix_ids(root: etree._Element, prefix: str, numbers: Mapping[str, int]) -> None:
    """Make the ids of an article unique among several, and number its citations as `numbers` says.

    A link into a card that was dropped leads nowhere any more: only its words stay.
    """
    ids = {element.get("id") for element in root.iter()}
    for element in root.iter():
        if id := element.get("id"):
            element.set("id", f"{prefix}--{id}")
        target = element.get("href", "").removeprefix("#")
        if target in numbers:
            element.text = f"[{numbers[target]}]"
        elif target in ids:
            element.set("href", f"#{prefix}--{target}")
        elif element.get("href", "").startswith("#") and "--" not in target:
            del element.attrib["href"]
