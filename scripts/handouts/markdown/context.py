"""The data that the parts of the Markdown extension share."""

from __future__ import annotations

from typing import Protocol

from handouts.model.language import Language
from handouts.model.library import Library


class Context(Protocol):
    """The library, its language that the extension serves, and the state of the current page."""

    library: Library
    language: Language
    former_ids: dict[str, list[str]]
