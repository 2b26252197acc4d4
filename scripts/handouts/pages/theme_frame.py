"""What templates put on every page and readers need not load: the theme's switches, and indents."""

from __future__ import annotations

import re

# The switches of the theme's menu and search, neither of which exists here, and the label of one.
_TOGGLES = re.compile(r"""\s*<(?:input|label) class="md-(?:toggle|overlay)"[^>]*>(?:</label>)?""")
# Elements whose line breaks and indents are words, and an indent elsewhere.
_INDENT = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2>)|\n\s+", re.DOTALL)


def without_toggles(page: str) -> str:
    """Return a page without the theme's hidden check boxes.

    Text browsers show them, and their `autocomplete` is not allowed in HTML.
    """
    return _TOGGLES.sub("", page)


def without_indents(page: str) -> str:
    """Return a page without empty lines and indents, which mean one space or none in HTML.

    They are a fortieth of what a phone loads of a worksheet.
    """
    return _INDENT.sub(lambda match: match[1] or "\n", page)
