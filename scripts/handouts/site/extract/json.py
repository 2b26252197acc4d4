"""What data links to: JSON, and scripts that hold nothing else."""

from __future__ import annotations

import json
import re

from handouts.site.extract.content import Content, Link

_JSON_KEYS = frozenset("url link href src contentUrl".split())
_SPACE = re.compile(r"\s")
FULL_URL = re.compile(r"https?://[^\s{}]+", re.I)
_SCRIPT = re.compile(rb"\s*var \w+\s*=\s*([\[{].*[\]}])\s*;?\s*\Z", re.S)


def json_links(data: object, file: str, keys: frozenset[str] = _JSON_KEYS) -> list[Link]:
    """Every full address, and what stands under names of addresses. A `path` starts at the site's root, as catalogues say it."""
    targets: dict[str, None] = {}  # each once: much of what stands in data stands there often
    left: list[tuple[str, object]] = [("", data)]
    while left:  # not by recursion: search indexes hold a hundred thousand words
        key, value = left.pop()
        if isinstance(value, str):
            if value[:1] in "hH" and FULL_URL.fullmatch(value):
                # In linked data an @id only names a thing; it needs a page, not a place.
                targets[value.partition("#")[0] if key == "@id" else value] = None
            elif key in keys and value and not _SPACE.search(value):
                targets[value] = None
            elif key == "path" and value and keys:
                targets["../" * file.count("/") + value] = None
        elif isinstance(value, dict):
            left += value.items()
        elif isinstance(value, list):
            left += [(key, one) for one in value]
    return [Link(file, target) for target in targets]


def read_json(data: bytes, file: str) -> Content:
    """Read a JSON file."""
    try:
        made = json.loads(data)
    except ValueError:
        return Content(wrong=("This file cannot be read: it is not JSON.",))
    # In schemas and in FHIR such names mean other things; full addresses are the same everywhere.
    other = file.endswith(".schema.json") or (isinstance(made, dict) and "resourceType" in made)
    return Content(tuple(json_links(made, file, frozenset() if other else _JSON_KEYS)))


def read_script(data: bytes, file: str) -> Content:
    """Scripts are not read, but for those that hold nothing but data, as search indexes do."""
    if not data.startswith(b"var ") or not (found := _SCRIPT.match(data)):
        return Content()
    try:
        return Content(tuple(json_links(json.loads(found[1]), file, _JSON_KEYS | {"help"})))
    except ValueError:
        return Content()
