"""What the parts of the Markdown extension share."""

from __future__ import annotations

from typing import Protocol

from handouts.model.language import Language
from handouts.model.library import Library


class Context(Protocol):
    """What each part of the extension knows: the language of a library that it serves, and the page at hand."""

    library: Library
    language: Language
    older_ids: dict[str, list[str]]
