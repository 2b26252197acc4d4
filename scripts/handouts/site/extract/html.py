"""What a page links to, and the places that it has."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

from lxml import etree

from handouts.site.extract.content import Content, Family, Link, unruled
from handouts.site.extract.css import css_addresses
from handouts.site.extract.json import json_links

# Where addresses stand on our pages, by tag: a reader can go there, the browser fetches it by itself, or neither.
_GOES, _FETCHES, _NAMES = "goes", "fetches", "names"
_INSIDE = (
    ("href", _FETCHES),
    ("xlink:href", _FETCHES),
)  # gradients of a drawing, which build on one another
_TAGS: dict[str, tuple[tuple[str, str], ...]] = {
    "a": (("href", _GOES),),
    "img": (("src", _FETCHES),),
    "lineargradient": _INSIDE,
    "link": (("href", _NAMES),),
    "meta": (),
    "radialgradient": _INSIDE,
    "script": (("src", _FETCHES), ("data-index", _FETCHES), ("data-to", _GOES)),
    "style": (),
    "template": (("data-words", _NAMES),),
}
# What looks like an address besides: where scripts count from, and what stands in href too.
_NO_LINKS = {("div", "data-base"), ("a", "data-elsewhere")}
_RULED = _NO_LINKS | {(tag, name) for tag, rules in _TAGS.items() for name, _ in rules}
_ADDRESS_NAMES = "href xlink:href src srcset imagesrcset action formaction poster data cite background longdesc ping manifest usemap"
_ADDRESSES = etree.XPath(
    "//@*[not(parent::a and name() = 'href') and not(../@property = 'og:url') and not(starts-with(name(), 'xmlns'))]"
    f"[contains(' {_ADDRESS_NAMES} ', concat(' ', name(), ' ')) or starts-with(., 'http:') or starts-with(., 'https:')"
    " or starts-with(., '//') or starts-with(., './') or starts-with(., '../')]"
)
_STYLED = etree.XPath("//@*[contains(., 'url(')]", smart_strings=False)
_STAND_INS = ("article[@data-notice]", "script[@data-to]")
_RELS = {
    "stylesheet": True,
    "icon": True,
    "preload": True,
    "canonical": False,
    "alternate": False,
}  # whether browsers fetch it
_REFRESH = re.compile(r"0; url=(.+)")
HTML_PARSER = etree.HTMLParser(
    encoding="utf-8"
)  # faster than lxml.html, whose elements can do what only articles need
_IDS = etree.XPath("//@id", smart_strings=False)


def read_html(tree: etree._Element, data: bytes, file: str) -> Content:
    """Read a page, whose bytes were parsed to `tree`."""
    links: list[Link] = []
    wrong: list[str] = []
    others: list[tuple[str, str]] = []
    canonicals, hidden = 0, False
    for element in tree.iter(*_TAGS):
        tag = element.tag
        for name, kind in _TAGS[tag]:
            value = element.get(name)
            if value is None:
                continue
            if tag == "link":
                rel = element.get("rel", "")
                if rel not in _RELS:
                    wrong.append(unruled(f'{name} of <link rel="{rel}">'))
                    continue
                language = element.get("hreflang") if rel == "alternate" else None
                if language is not None:
                    others.append((language, value))
                canonicals += rel == "canonical"
                links.append(Link(file, value, _RELS[rel], full=language is not None))
            else:
                links.append(Link(file, value, fetched=kind is _FETCHES, leads=kind is _GOES))
        if tag == "meta":
            content = element.get("content", "")
            if element.get("property") == "og:url":
                links.append(Link(file, content, full=True))
            elif element.get("http-equiv") == "refresh":
                sent = _REFRESH.fullmatch(content)
                links += [Link(file, sent[1], fetched=True, leads=True)] if sent else []
                wrong += [] if sent else [unruled('content of <meta http-equiv="refresh">')]
                hidden = True
            else:
                hidden = hidden or (element.get("name") == "robots" and "noindex" in content)
        elif tag == "style":
            wrong.append(unruled("<style>"))
        elif tag == "script" and element.get("type") == "application/ld+json":
            try:
                links += json_links(json.loads(element.text or ""), file)
            except ValueError:
                wrong.append("The page’s structured data (JSON-LD) cannot be read: it is not JSON.")
    if b"url(" in data:
        links += (
            Link(file, one, True)
            for value in cast(list[str], _STYLED(tree))
            for one in css_addresses(value)
        )
    wrong += _unruled_addresses(tree)
    if canonicals > 1:
        wrong.append(f"The page names {canonicals} canonical addresses. Leave one.")
    places, families = (
        _places(tree, b"<template" in data),
        (Family("", tuple(others)),) if others else (),
    )
    stands_in = any(tree.find(f".//{mark}") is not None for mark in _STAND_INS)
    return Content(
        tuple(links),
        places,
        tree.get("lang", ""),
        families,
        hidden or stands_in,
        stands_in,
        tuple(wrong),
    )


def _unruled_addresses(tree: etree._Element) -> Iterator[str]:
    """What is wrong with attributes that hold addresses where no template of ours writes any."""
    attributes = {
        (str(value.getparent().tag), str(value.attrname))
        for value in cast(list[Any], _ADDRESSES(tree))
    }
    yield from (unruled(f"{name} of <{tag}>") for tag, name in sorted(attributes - _RULED))


def _places(tree: etree._Element, templates: bool) -> Counter[str]:
    places = Counter(cast(list[str], _IDS(tree)))
    for template in (
        tree.iter("template") if templates else ()
    ):  # what stands inside is not on the page
        places -= Counter(
            id for one in template.iterdescendants() if (id := one.get("id")) is not None
        )
    return places
