"""Where the project is, and the address that its site was built for."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from handouts.model.addresses import CATALOG
from handouts.model.library import Library

ROOT = Path(__file__).resolve().parents[3]


def as_built(library: Library, folder: Path) -> Library:
    """Return the library with the address that the site in `folder` was built for.

    The site's catalogue names it; without one the library is returned as it is.
    """
    try:
        url = json.loads((folder / CATALOG).read_bytes())["url"] or ""
    except (OSError, ValueError, KeyError, TypeError):
        return library
    return dataclasses.replace(library, site=dataclasses.replace(library.site, url=url))
