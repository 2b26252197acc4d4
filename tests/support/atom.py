"""Atom feeds: what RFC 4287 forbids, by its own grammar (RFC 4287, appendix B)."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
GRAMMAR = Path(__file__).with_name("atom.rng")


def atom_flaws(data: bytes) -> list[str]:
    """Return what RFC 4287 forbids in a feed: by its grammar, and what a grammar cannot say."""
    root = etree.fromstring(data)
    grammar = etree.RelaxNG(etree.parse(GRAMMAR))
    flaws = [] if grammar.validate(root) else [str(element) for element in grammar.error_log]
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    flaws += [f"two ids are {id}" for id in set(ids) if ids.count(id) > 1]
    for element in (root, *root.iter(f"{ATOM}entry")):
        if not element.findall(f"{ATOM}author") and not root.findall(f"{ATOM}author"):
            flaws.append("nobody wrote this")
        kinds = [
            (link.get("type"), link.get("hreflang"))
            for link in element.findall(f"{ATOM}link")
            if link.get("rel", "alternate") == "alternate"
        ]
        if len(set(kinds)) < len(kinds) or (element is not root and not kinds):
            flaws.append(
                "an entry has one alternate link of each type and language, and at least one"
            )
    return flaws
