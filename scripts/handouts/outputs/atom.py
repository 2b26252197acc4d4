"""Atom documents (RFC 4287): what the feed of changes and the answers to clinical codes are both made of."""

from __future__ import annotations

from datetime import date
from typing import Any

from lxml import etree

NAMESPACE = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
_PREFIXES: dict[Any, str] = {
    None: NAMESPACE
}  # the one without a prefix; lxml's types know strings only


def feed(language: str, base: str = "") -> etree._Element:
    """An empty feed in a language; `base` is what the relative addresses in it stand below."""
    attributes = {f"{{{_XML}}}base": base} if base else {}
    return etree.Element(
        f"{{{NAMESPACE}}}feed", attributes | {f"{{{_XML}}}lang": language}, nsmap=_PREFIXES
    )


def entry() -> etree._Element:
    """An empty entry, to be put into a feed."""
    return etree.Element(f"{{{NAMESPACE}}}entry")


def add(
    parent: etree._Element, name: str, words: str | None = None, **attributes: str
) -> etree._Element:
    """Add an element of Atom's and return it."""
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    element.text = words
    return element


def moment(on: date) -> str:
    """A day as the moment (RFC 3339) at which it begins: what we know has no hour."""
    return f"{on.isoformat()}T00:00:00Z"
