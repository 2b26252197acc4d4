"""Each handout as plain text, with its address, for systems that take nothing else.

Each paragraph, item and cell is a single line, so that the receiving system can wrap it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from handouts.model.data_files import Clinic
from handouts.model.language import Language, fill
from handouts.model.library import Library
from handouts.model.pages import Handout
from handouts.model.summary import HandoutSummary
from handouts.pages.article import BLOCKS, CONTAINERS, NESTED, Article, address_to_print, inline

# Marks the file as UTF-8: without it, and where a server names no encoding, browsers show a degree
# sign as two letters.
BYTE_ORDER_MARK = "\ufeff"
_LINE = "_" * 40  # to write on
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")


def file(library: Library, handout: Handout, article: Article) -> tuple[str, bytes]:
    """Return a handout as text, as (address, bytes)."""
    summary = library.summaries[handout]
    text = to_plain_text(library.clinic, summary, article)
    return summary.text_address, (BYTE_ORDER_MARK + text).encode()


def notices(
    library: Library, language: Language, articles: dict[str, Article]
) -> Iterator[tuple[str, bytes]]:
    """Yield the notice of each withdrawn handout at the address of its text, as (address, bytes).

    `articles` are by id.
    """
    for notice in language.notices:
        foot = filter(None, [library.url(notice)])
        text = "\n\n".join([*_paragraphs(language, articles[notice.id].root), *foot])
        yield library.text(notice), f"{BYTE_ORDER_MARK}{text}\n".encode()


def to_plain_text(clinic: Clinic, summary: HandoutSummary, page: Article) -> str:
    """Return a handout as plain text: its article in reading order, version, dates and address.

    Headings are underlined. Items start with "- " or their number, boxes to tick with "[ ] ", a
    care card with its level in words. A table has a line "head: cell" for each cell. Links to
    other sites are followed by their address.
    """
    labels, lines = summary.language.labels, clinic.lines(summary.language.code)
    foot = [
        f"{labels['version']}: {summary.version}",
        f"{labels['gathered']}: {summary.gathered}",
        f"{labels['due']}: {summary.due}",
    ]
    if page.root.find(".//p[@class='review']") is None:
        foot += filter(None, (summary.review, summary.translation_review))
    called = [
        (labels["sheet_clinic"], lines.name),
        (labels["sheet_phone"], lines.phone),
        (labels["sheet_after_hours"], lines.after_hours),
    ]
    foot += [f"{label}: {value}" for label, value in called if value]
    if summary.url:
        foot.append(f"{labels['sheet_live']} {summary.url}")
    return "\n\n".join([*_paragraphs(summary.language, page.root), "\n".join(foot)]) + "\n"


def _paragraphs(language: Language, element: etree._Element) -> Iterator[str]:
    """Yield the words of an element as paragraphs."""
    match element.tag:
        case "h1" | "h2":
            words = _words(element)
            yield f"{words}\n{('=' if element.tag == 'h1' else '-') * min(len(words), 60)}"
        case "h3" if level := _level(language, element.getparent()):
            yield f"[{level}] {_words(element)}"
        case "ul" | "ol":
            yield "\n".join(_items(language, element))
        case "table":
            yield from _rows(element)
        case "dl":
            yield from _terms(element)
        case "figure":
            if picture := language.pictures.get(element.get("data-picture", "")):
                yield fill(language.labels["picture"], alt=picture.alt)
            for child in element:
                yield from _paragraphs(language, child)
        case tag if tag in BLOCKS and not _inner(element):
            if words := _words(element):
                yield words
        case _:
            lines = int(element.get("data-lines", "0"))
            items = (
                [item for list_ in element.findall("ul") for item in list_.findall("li")]
                if lines
                else []
            )
            for item in items:
                yield "\n".join([f"- {_words(item)}", *[_LINE] * lines])
            if lines and not items:
                yield "\n".join([_LINE] * lines)
            if words := _words(element):
                yield words
            for child in [] if items else element:
                if child.tag in NESTED:
                    yield from _paragraphs(language, child)


def _level(language: Language, card: etree._Element | None) -> str:
    """Return the urgency of a care card in words, or "" for any other element."""
    labels = language.labels
    levels = {
        "level-1": labels["level_visit"],
        "level-2": labels["level_today"],
        "level-3": labels["level_emergency"],
    }
    names = card.get("class", "").split() if card is not None else []
    return next((levels[name] for name in names if name in levels), "")


def _items(language: Language, list_: etree._Element) -> Iterator[str]:
    """Yield the lines of a list: its items, and what stands inside them on the next level."""
    first = int(list_.get("start", "1"))
    for number, item in enumerate(list_.findall("li"), first):
        mark = (
            f"{number}. " if list_.tag == "ol" else "[ ] " if item.get("class") == "tick" else "- "
        )
        words, inner = [_words(item)], list(item)
        while inner and (inner[0].tag == "p" or inner[0].tag not in CONTAINERS):
            child = inner.pop(0)
            words += [_words(child)] if child.tag == "p" else []
        yield mark + " ".join(filter(None, words))
        for child in inner:
            for paragraph in _paragraphs(language, child) if child.tag in CONTAINERS else ():
                yield from (f"  {line}" for line in paragraph.split("\n"))


def _rows(table: etree._Element) -> Iterator[str]:
    heads = [_words(cell) for cell in table.findall("thead/tr/th")]
    for row in table.findall("tbody/tr"):
        cells = [_words(cell) or _LINE[:20] for cell in row]
        yield "\n".join(
            f"{head}: {cell}" if head else cell for head, cell in zip(heads, cells, strict=True)
        )


def _terms(list_: etree._Element) -> Iterator[str]:
    """Yield each definition behind its term, or terms."""
    terms: list[str] = []
    is_defined = False
    for child in list_:
        if child.tag == "dt":
            terms = [*([] if is_defined else terms), _words(child)]
            is_defined = False
        else:
            paragraphs = (_words(element) for element in child if element.tag == "p")
            yield f"{', '.join(terms)}: {' '.join(filter(None, (_words(child), *paragraphs)))}"
            is_defined = True
    if terms and not is_defined:
        yield ", ".join(terms)


def _inner(element: etree._Element) -> bool:
    """Say whether an element contains blocks."""
    return any(child.tag in CONTAINERS for child in element)


def _words(element: etree._Element) -> str:
    """Return the words of a block without those of blocks inside it.

    A link to another site is followed by its address.
    """

    def text(element: etree._Element) -> str:
        label = element.get("alt", "") + "".join(
            part if isinstance(part, str) else text(part) for part in inline(element)
        )
        href = element.get("href", "")
        is_web = re.match("https?:", href)
        if address := address_to_print(href, label):
            return f"{label} ({href if is_web else address})"
        return href if is_web else label

    return _SPACE.sub(" ", text(element).replace("\u2060", "")).strip()
