"""What sitemaps, feeds, drawings and robots.txt link to."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

from handouts.site.extract.content import Content, Family, Link, LinkKind
from handouts.site.extract.html import HTML_PARSER, read_html
from handouts.site.extract.json import FULL_URL

_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_XML = etree.XMLParser(resolve_entities=False, no_network=True)


def read_xml(data: bytes, file: str) -> Content:
    """Read a sitemap, a feed, an answer to a portal or a drawing."""
    try:
        root = etree.fromstring(data, _XML)
    except etree.XMLSyntaxError:
        return Content(problems=("This file cannot be read: it is not XML.",))
    is_sitemap = str(root.tag).startswith(_SITEMAP)
    kind = LinkKind.ABSOLUTE if is_sitemap else LinkKind.REFERENCE
    links: list[Link] = []
    families: list[Family] = []
    for element in root.iter(etree.Element):
        local, text = str(element.tag).rpartition("}")[2], (element.text or "").strip()
        for key in map(str, element.keys()):
            value = element.get(key, "").strip()
            if key.rpartition("}")[2] in ("href", "src") or (
                value[:1] in "hH" and FULL_URL.fullmatch(value)
            ):
                links.append(Link(file, value, kind))
        if text and (
            local in ("loc", "link", "icon", "logo")
            or (text[0] in "hH" and FULL_URL.fullmatch(text))
        ):
            links.append(Link(file, text, kind))
        elif "=" in text and element.get("type") == "html":  # no attribute, no address
            links += (link._replace(origin=file) for link in _links_of_html(text))
        if local == "url" and is_sitemap:
            translations = tuple(
                (child.get("hreflang", ""), child.get("href", ""))
                for child in element
                if child.get("hreflang")
            )
            if translations:
                page = (element.findtext(f"{_SITEMAP}loc") or "").strip()
                families.append(Family(page, translations))
    return Content(tuple(links), families=tuple(families))


@lru_cache(maxsize=4096)
def _links_of_html(text: str) -> tuple[Link, ...]:
    """Return the links in a piece of HTML, which feeds share, with no file as origin."""
    data = text.encode()
    return read_html(etree.fromstring(data, HTML_PARSER), data, "").links
