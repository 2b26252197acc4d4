"""What a page links to, and the places that it has."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

from lxml import etree

from handouts.site.extract.content import Content, Family, Link, LinkKind, missing_rule
from handouts.site.extract.css import css_addresses
from handouts.site.extract.json import json_links

# Gradients of a drawing, which build on one another.
_GRADIENT = (("href", LinkKind.RESOURCE), ("xlink:href", LinkKind.RESOURCE))
# The attributes that hold addresses on our pages, by tag.
_TAGS: dict[str, tuple[tuple[str, LinkKind], ...]] = {
    "a": (("href", LinkKind.HYPERLINK),),
    "img": (("src", LinkKind.RESOURCE),),
    "lineargradient": _GRADIENT,
    "link": (("href", LinkKind.REFERENCE),),
    "meta": (),
    "radialgradient": _GRADIENT,
    "script": (
        ("src", LinkKind.RESOURCE),
        ("data-search", LinkKind.RESOURCE),
        ("data-index", LinkKind.RESOURCE),
        ("data-to", LinkKind.HYPERLINK),
    ),
    "style": (),
    "template": (("data-words", LinkKind.REFERENCE), ("data-script", LinkKind.REFERENCE)),
}
# What looks like an address besides: where scripts count from, and what stands in a link beside it.
_NO_LINKS = {("div", "data-base"), ("a", "data-elsewhere"), ("span", "data-size")}
_RULED = _NO_LINKS | {(tag, name) for tag, rules in _TAGS.items() for name, _ in rules}
_ADDRESS_NAMES = (
    "href xlink:href src srcset imagesrcset action formaction poster data cite background longdesc"
    " ping manifest usemap"
)
_ADDRESSES = etree.XPath(
    "//@*[not(parent::a and name() = 'href')"
    " and not(../@property = 'og:url') and not(../@property = 'og:image')"
    " and not(starts-with(name(), 'xmlns'))]"
    f"[contains(' {_ADDRESS_NAMES} ', concat(' ', name(), ' '))"
    " or starts-with(., 'http:') or starts-with(., 'https:')"
    " or starts-with(., '//') or starts-with(., './') or starts-with(., '../')]"
)
_STYLED = etree.XPath("//@*[contains(., 'url(')]", smart_strings=False)
_STAND_INS = ("article[@data-notice]", "script[@data-to]")
# The kind of a <link>, by its rel.
_RELS = {
    "stylesheet": LinkKind.RESOURCE,
    "icon": LinkKind.RESOURCE,
    "apple-touch-icon": LinkKind.RESOURCE,
    "preload": LinkKind.RESOURCE,
    "canonical": LinkKind.REFERENCE,
    "alternate": LinkKind.REFERENCE,
}
_REFRESH = re.compile(r"0; url=(.+)")
# Faster than lxml.html, whose elements can do what only articles need.
HTML_PARSER = etree.HTMLParser(encoding="utf-8")
_IDS = etree.XPath("//@id", smart_strings=False)


def read_html(tree: etree._Element, data: bytes, file: str) -> Content:
    """Read a page, whose bytes were parsed to `tree`."""
    links: list[Link] = []
    problems: list[str] = []
    translations: list[tuple[str, str]] = []
    canonicals, hidden = 0, False
    for element in tree.iter(*_TAGS):
        tag = element.tag
        for name, kind in _TAGS[tag]:
            value = element.get(name)
            if value is None:
                continue
            if tag != "link":
                links.append(Link(file, value, kind))
                continue
            rel = element.get("rel", "")
            if rel not in _RELS:
                problems.append(missing_rule(f'{name} of <link rel="{rel}">'))
                continue
            language = element.get("hreflang") if rel == "alternate" else None
            if language is None:
                links.append(Link(file, value, _RELS[rel]))
            else:
                translations.append((language, value))
                links.append(Link(file, value, LinkKind.ABSOLUTE))
            canonicals += rel == "canonical"
        if tag == "meta":
            content = element.get("content", "")
            if element.get("property") in ("og:url", "og:image"):
                links.append(Link(file, content, LinkKind.ABSOLUTE))
            elif element.get("http-equiv") == "refresh":
                hidden = True
                if refresh := _REFRESH.fullmatch(content):
                    links.append(Link(file, refresh[1], LinkKind.REDIRECT))
                else:
                    problems.append(missing_rule('content of <meta http-equiv="refresh">'))
            else:
                hidden = hidden or (element.get("name") == "robots" and "noindex" in content)
        elif tag == "style":
            problems.append(missing_rule("<style>"))
        elif tag == "script" and element.get("type") == "application/ld+json":
            try:
                links += json_links(json.loads(element.text or ""), file)
            except ValueError:
                problems.append(
                    "The page’s structured data (JSON-LD) cannot be read: it is not JSON."
                )
    if b"url(" in data:
        links += (
            Link(file, address, LinkKind.RESOURCE)
            for value in cast(list[str], _STYLED(tree))
            for address in css_addresses(value)
        )
    problems += _addresses_without_rule(tree)
    if canonicals > 1:
        problems.append(f"The page names {canonicals} canonical addresses. Leave one.")
    is_stand_in = any(tree.find(f".//{path}") is not None for path in _STAND_INS)
    return Content(
        links=tuple(links),
        places=_places(tree, b"<template" in data),
        language=tree.get("lang", ""),
        families=(Family("", tuple(translations)),) if translations else (),
        hidden=hidden or is_stand_in,
        is_stand_in=is_stand_in,
        problems=tuple(problems),
    )


def _addresses_without_rule(tree: etree._Element) -> Iterator[str]:
    """Yield problems with attributes that hold addresses where none of our templates writes any."""
    attributes = {
        (str(value.getparent().tag), str(value.attrname))
        for value in cast(list[Any], _ADDRESSES(tree))
    }
    yield from (missing_rule(f"{name} of <{tag}>") for tag, name in sorted(attributes - _RULED))


def _places(tree: etree._Element, has_templates: bool) -> Counter[str]:
    """Count the ids of a page, without those inside templates, which are not on the page."""
    places = Counter(cast(list[str], _IDS(tree)))
    for template in tree.iter("template") if has_templates else ():
        ids = (element.get("id") for element in template.iterdescendants())
        places -= Counter(id for id in ids if id is not None)
    return places
