"""The words of each handout as a script, from which the page for packets puts a packet together.

The page loads the scripts of the handouts that a reader chose, and prints them as one. A script is
the one thing that loads from a folder too, where nothing can be fetched.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from handouts.model.addresses import file_of
from handouts.model.language import Language, fill
from handouts.model.library import Library
from handouts.model.pages import SOURCES, TO_FILL, Handout
from handouts.model.summary import HandoutSummary
from handouts.outputs.pdf.binding import CARDS_ELSEWHERE, READERS, help_part
from handouts.pages import qr_code
from handouts.pages.article import address_to_print, parse_page
from handouts.site.built_site import Built

CITED = "fn:"  # how the id of a source begins
_CARD = "aria-labelledby"
_BESIDE = 350  # letters of words that are about as high as a drawing beside them
# What is for a screen only, and the site's way from a short list of signs to the long one.
_DROPPED = ("headerlink", "footnote-backref", "screen-only", "letters")
_ESCAPED = {"</": "<\\/", "<!--": "<\\!--", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def files(library: Library, handout: Handout, built: Built) -> Iterator[tuple[str, bytes]]:
    """Yield the script of a handout as `(address, bytes)`, where some page makes packets.

    It calls `handoutPacket(language, id, words)`. The words are `title`, `version`, `address` and
    `qr` (both empty while the site has no address), `body`, `cards`, `questions` and
    `sources`. `body` is the article without the cards of its help section, in whose place a line
    says where they are; the cards are in order, each `{id, level, medicine, band, words}`;
    `questions` are plain texts, what a nurse asks back; `sources` are by id. All else is HTML of
    this build, in which each citation has the id of its source in `data-source`, and each card that
    stays in its place its own id in `data-card`, but for those for other readers.
    """
    if not any(language.packet_maker for language in library.languages):
        return
    summary = library.summaries[handout]
    tree = parse_page(built.data(file_of(summary.address)))
    article = next(each for each in tree.iter("article") if each.get("data-handout"))
    script = _script(summary.language, handout.id, _words(summary, article))
    yield library.packet_script(handout), script


def _script(language: Language, id: str, words: dict[str, Any]) -> bytes:
    """Return a call with these words, in which nothing can end a script or a line of one."""
    arguments = (language.code, id, words)
    text = ",".join(
        json.dumps(argument, ensure_ascii=False, separators=(",", ":")) for argument in arguments
    )
    for sign, escaped in _ESCAPED.items():
        text = text.replace(sign, escaped)
    return f"handoutPacket({text});\n".encode()


def _words(summary: HandoutSummary, article: etree._Element) -> dict[str, Any]:
    """Return the words of a handout, taking its published article apart."""
    for element in list(article.iter()):
        if isinstance(element, html.HtmlMixin) and element.get("class") in _DROPPED:
            element.drop_tree()
    _plain_links(article, summary.url)
    cards = _take_cards(article, summary.language)
    for card in article.iter("section"):
        if id := _card_id(card):
            del card.attrib[_CARD]
            if not card.xpath(f"boolean(ancestor::*[@{READERS}])"):
                card.set("data-card", id)
    sources = _take_sources(article)
    _put_lines(summary, article)
    _put_drawings_beside(article)
    _drop_ids(article)
    return {
        "title": summary.title,
        "version": summary.version,
        "address": summary.url,
        "qr": qr_code.scalable_svg(summary.qr_target),
        "body": _markup(*article),
        "cards": cards,
        "questions": list(summary.teach_back),
        "sources": sources,
    }


def _plain_links(article: etree._Element, url: str) -> None:
    """Make links full, and citations name their sources; take other links within the page away."""
    for link in article.iter("a"):
        target = link.get("href", "")
        if target.startswith(f"#{CITED}"):
            for name in set(link.attrib) - {"class"}:
                del link.attrib[name]
            link.set("data-source", target.removeprefix(f"#{CITED}"))
        elif target.startswith("#") or not (url or urlsplit(target).scheme):
            link.attrib.pop("href", "")
        else:
            link.set("href", urljoin(url, target))
            if not address_to_print(target, "".join(map(str, link.itertext()))):
                link.attrib.pop("rel", "")  # by which the style sheet prints where a link leads


def _take_cards(article: etree._Element, language: Language) -> list[dict[str, Any]]:
    """Take the cards of the help section out of an article, and return them.

    In their place stands a line that leads to them.
    """
    boxes = [box for box in help_part(article) if _card_id(box) or box.get("class") == "band"]
    if not boxes:
        return []
    labels = language.labels
    line = etree.Element("p", {"class": CARDS_ELSEWHERE})
    line.text = fill(labels["packet_cards_page"], title=labels["packet_cards"])
    article.insert(article.index(boxes[0]), line)
    cards: list[dict[str, Any]] = []
    for box in boxes:
        article.remove(box)
        for section in filter(_card_id, box.iter("section")):
            id = _card_id(section)
            words = language.cards[id].words
            del section.attrib[_CARD]
            _drop_ids(section)
            cards.append(
                {
                    "id": id,
                    "level": words.level,
                    "medicine": bool(words.medicines),
                    "band": words.band,
                    "words": _markup(section),
                }
            )
    return cards


def _card_id(element: etree._Element) -> str:
    return element.get(_CARD, "") if element.tag == "section" else ""


def _take_sources(article: etree._Element) -> dict[str, str]:
    """Take the list of sources out of an article, and return it by id."""
    sources: dict[str, str] = {}
    for element in list(article):
        if element.get("class") == "sources":
            for item in element.iter("li"):
                id = item.get("id", "").removeprefix(CITED)
                _drop_ids(item)
                sources[id] = _markup(*item)
        if element.get("class") == "sources" or element.get("id") == SOURCES:
            article.remove(element)
    return sources


def _put_lines(summary: HandoutSummary, article: etree._Element) -> None:
    """Put lines to write on above the first section, as sheets have them.

    A worksheet asks for a name and a day or week, which nothing fills: a packet may be for a parent
    or a teacher, and the name is the patient's. The handout on when to get help asks for the clinic
    to call, and `data-fill` names what is typed for the packet.
    """
    labels = summary.language.labels
    line = etree.Element("p", {"class": "paper__field"})

    def add_blank(label: str, attributes: dict[str, str]) -> None:
        etree.SubElement(line, "b").text = labels[label]
        etree.SubElement(line, "span", attributes)

    if summary.handout.facts.kind == "worksheet":
        has_cells = article.xpath(f"boolean(.//table[@{TO_FILL}])")
        line.set("class", "paper__field paper__blanks")
        add_blank("sheet_name", {})
        add_blank("sheet_week" if has_cells else "sheet_date", {})
    elif summary.handout == summary.language.help_page:
        add_blank("packet_clinic", {"data-fill": "clinic"})
    else:
        return
    next(article.iter("h2")).addprevious(line)


def _put_drawings_beside(article: etree._Element) -> None:
    """Put each drawing before the words of its section, if they are as high as it is, as on sheets.

    One that is to be marked or stands with a table keeps its place, and the width of the page. So
    does one below the place of cards, which may stand there again.
    """
    heading: etree._Element | None = None
    for element in list(article):
        if element.tag == "h2":
            heading = element
        elif heading is not None and element.tag == "figure":
            section = list(article)[article.index(heading) + 1 : article.index(element)]
            size = sum(len(text) for part in section for text in part.itertext())
            is_text = all(part.tag in ("p", "ul", "ol") for part in section)
            is_text &= all(part.get("class") != CARDS_ELSEWHERE for part in section)
            if is_text and size > _BESIDE and all(part.get("class") != "ticks" for part in section):
                element.set("class", f"{element.get('class')} beside")
                article.insert(article.index(heading) + 1, element)


def _drop_ids(element: etree._Element) -> None:
    """Take the ids away, which several handouts on one page share; a drawing needs its own."""
    for part in element.iter(etree.Element):
        if "id" in part.attrib and next(part.iterancestors("svg"), None) is None:
            del part.attrib["id"]


def _markup(*elements: etree._Element) -> str:
    return "".join(
        etree.tostring(element, encoding="unicode", method="html", with_tail=False)
        for element in elements
    )
