"""What the theme's frame puts on every page and no template of ours can leave out."""

from __future__ import annotations

import re

# The switches of the theme's menu and search, neither of which exists here, and the label of one.
_TOGGLES = re.compile(r"""\s*<(?:input|label) class="md-(?:toggle|overlay)"[^>]*>(?:</label>)?""")


def without_toggles(page: str) -> str:
    """Return a page without the theme's hidden check boxes.

    Text browsers show them, and their `autocomplete` is not allowed in HTML.
    """
    return _TOGGLES.sub("", page)
