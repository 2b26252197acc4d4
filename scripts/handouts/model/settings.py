"""What the configurations set for the library."""

from __future__ import annotations

from dataclasses import dataclass

CONFIG = "mkdocs.yml"
# Tells MkDocs' hooks that `build` checks before and finishes after.
PURPOSE, PART = "HANDOUTS_PURPOSE", "part"


@dataclass(frozen=True)
class Edition:
    """Where one language of the library is written, and where it is built."""

    code: str  # BCP 47, as in theme.language
    docs: str  # folder of its pages, relative to the project: docs/en
    root: str  # its folder on the site: "" or "es/"
    config: str = CONFIG  # its configuration, relative to the project
    name: str = ""  # what the library is called in this language


@dataclass(frozen=True)
class Site:
    """The library's name, address and languages; handouts are first written in the first."""

    id: str
    name: str
    url: str  # ends in a slash, or is empty while nobody knows where the site will stand
    editions: tuple[Edition, ...]
