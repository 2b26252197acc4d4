"""What sitemaps, feeds, drawings and robots.txt link to."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

from handouts.site.extract.content import Content, Family, Link
from handouts.site.extract.html import HTML_PARSER, read_html
from handouts.site.extract.json import FULL_URL

_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_XML = etree.XMLParser(resolve_entities=False, no_network=True)


def read_xml(data: bytes, file: str) -> Content:
    """Any XML: sitemaps, feeds, answers to portals, drawings."""
    try:
        root = etree.fromstring(data, _XML)
    except etree.XMLSyntaxError:
        return Content(wrong=("This file cannot be read: it is not XML.",))
    map_ = str(root.tag).startswith(_SITEMAP)
    links: list[Link] = []
    families: list[Family] = []
    for element in root.iter(etree.Element):
        local, text = str(element.tag).rpartition("}")[2], (element.text or "").strip()
        for key in map(str, element.keys()):
            value = element.get(key, "").strip()
            if key.rpartition("}")[2] in ("href", "src") or (
                value[:1] in "hH" and FULL_URL.fullmatch(value)
            ):
                links.append(Link(file, value, full=map_))
        if text and (
            local in ("loc", "link", "icon", "logo")
            or (text[0] in "hH" and FULL_URL.fullmatch(text))
        ):
            links.append(Link(file, text, full=map_))
        elif (
            "=" in text and element.get("type") == "html"
        ):  # without an attribute it holds no address
            links += (link._replace(origin=file) for link in _of_words(text))
        if local == "url" and map_:
            others = tuple(
                (one.get("hreflang", ""), one.get("href", ""))
                for one in element
                if one.get("hreflang")
            )
            if others:
                families.append(Family((element.findtext(f"{_SITEMAP}loc") or "").strip(), others))
    return Content(tuple(links), families=tuple(families))


@lru_cache(maxsize=4096)
def _of_words(text: str) -> tuple[Link, ...]:
    """The links in a piece of HTML that many feeds share, as if it stood in no file."""
    data = text.encode()
    return read_html(etree.fromstring(data, HTML_PARSER), data, "").links
