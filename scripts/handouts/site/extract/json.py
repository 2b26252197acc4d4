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
    """Return every full address, and every value of a key that holds addresses, each once.

    A `path` starts at the site's root, as in catalogues.
    """
    targets: dict[str, None] = {}
    # A stack instead of recursion: search indexes hold a hundred thousand words.
    stack: list[tuple[str, object]] = [("", data)]
    while stack:
        key, value = stack.pop()
        if isinstance(value, str):
            if value[:1] in "hH" and FULL_URL.fullmatch(value):
                # In linked data an @id is only a name; it needs a page, not a place.
                targets[value.partition("#")[0] if key == "@id" else value] = None
            elif key in keys and value and not _SPACE.search(value):
                targets[value] = None
            elif key == "path" and value and keys:
                targets["../" * file.count("/") + value] = None
        elif isinstance(value, dict):
            stack += value.items()
        elif isinstance(value, list):
            stack += [(key, item) for item in value]
    return [Link(file, target) for target in targets]


def read_json(data: bytes, file: str) -> Content:
    """Read a JSON file."""
    try:
        parsed = json.loads(data)
    except ValueError:
        return Content(problems=("This file cannot be read: it is not JSON.",))
    # In schemas and in FHIR such keys mean other things; full addresses are the same everywhere.
    is_fhir = isinstance(parsed, dict) and "resourceType" in parsed
    keys = frozenset[str]() if is_fhir or file.endswith(".schema.json") else _JSON_KEYS
    return Content(tuple(json_links(parsed, file, keys)))


def read_script(data: bytes, file: str) -> Content:
    """Read a script that holds nothing but data, as a search index does; of others nothing."""
    if not data.startswith(b"var ") or not (match := _SCRIPT.match(data)):
        return Content()
    try:
        return Content(tuple(json_links(json.loads(match[1]), file, _JSON_KEYS | {"help"})))
    except ValueError:
        return Content()
