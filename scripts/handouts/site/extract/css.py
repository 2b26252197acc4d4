"""What a style sheet links to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.site.extract.content import Content, Link, LinkKind, missing_rule

_TEXT = r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'"""
_CSS = re.compile(
    rf"""/\*.*?(?:\*/|\Z) | (@import|image-set)\b
    | (?<![\w-])url\(\s*(?:{_TEXT}|([^"'()]*))\s*\) | {_TEXT}""",
    re.S | re.I | re.X,
)


def css_addresses(text: str) -> Iterator[str]:
    """Yield the addresses in a piece of CSS."""
    for match in _CSS.finditer(text):
        if address := match[2] or match[3] or (match[4] or "").strip():
            yield address


def read_css(data: bytes, file: str) -> Content:
    """Read a style sheet."""
    text = data.decode("utf-8", "replace")
    unruled = sorted({match[1].lower() for match in _CSS.finditer(text) if match[1]})
    # url(#…) is a place of the page that uses the style sheet.
    addresses = (address for address in css_addresses(text) if not address.startswith("#"))
    return Content(
        tuple(Link(file, address, LinkKind.RESOURCE) for address in addresses),
        problems=tuple(missing_rule(f"{name} of a style sheet") for name in unruled),
    )
