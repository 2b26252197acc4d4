"""Atom documents (RFC 4287), for the feed of changes and the answers to clinical codes."""

from __future__ import annotations

from datetime import date
from typing import Any

from lxml import etree

NAMESPACE = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
_PREFIXES: dict[Any, str] = {None: NAMESPACE}  # no prefix; lxml's types allow only strings as keys


def feed(language: str, base: str = "") -> etree._Element:
    """Return an empty feed in a language; relative addresses in it are resolved against `base`."""
    attributes = {f"{{{_XML}}}base": base} if base else {}
    return etree.Element(
        f"{{{NAMESPACE}}}feed", attributes | {f"{{{_XML}}}lang": language}, nsmap=_PREFIXES
    )


def entry() -> etree._Element:
    """Return an empty entry, to be added to a feed."""
    return etree.Element(f"{{{NAMESPACE}}}entry")


def add(
    parent: etree._Element, name: str, words: str | None = None, **attributes: str
) -> etree._Element:
    """Add an Atom element to `parent` and return it."""
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    element.text = words
    return element


def moment(on: date) -> str:
    """Return the start of a day as a timestamp (RFC 3339): our dates have no hour."""
    return f"{on.isoformat()}T00:00:00Z"
