"""What a style sheet links to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.site.extract import content
from handouts.site.extract.content import Content, Link

_TEXT = r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'"""
_CSS = re.compile(
    rf"""/\*.*?(?:\*/|\Z) | (@import|image-set)\b | (?<![\w-])url\(\s*(?:{_TEXT}|([^"'()]*))\s*\) | {_TEXT}""",
    re.S | re.I | re.X,
)


def css_addresses(text: str) -> Iterator[str]:
    """The addresses in a piece of CSS."""
    for found in _CSS.finditer(text):
        if address := found[2] or found[3] or (found[4] or "").strip():
            yield address


def read_css(data: bytes, file: str) -> Content:
    """Read a style sheet."""
    text = data.decode("utf-8", "replace")
    unruled = sorted({found[1].lower() for found in _CSS.finditer(text) if found[1]})
    # url(#…) speaks of the page that the style sheet is used on.
    links = tuple(Link(file, one, True) for one in css_addresses(text) if not one.startswith("#"))
    return Content(
        links, wrong=tuple(content.unruled(f"{name} of a style sheet") for name in unruled)
    )
