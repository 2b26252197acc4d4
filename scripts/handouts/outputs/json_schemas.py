"""The JSON Schemas of everything that people write."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from handouts.model.addresses import SCHEMAS
from handouts.model.codes import Codes
from handouts.model.data_files import (
    Clinic,
    Fact,
    Interface,
    Moves,
    Packet,
    Pair,
    Picture,
    Reference,
    SearchWords,
    TeachBack,
    Term,
)
from handouts.model.front_matter import CardWords, Original, Translation, Words
from handouts.model.library import Library

SCHEMA_DRAFT = "https://json-schema.org/draft/2020-12/schema"

# The model of each kind of front matter and data file, by the name of its schema. An editor that
# knows the schema completes and checks while its user types.
SCHEMA_MODELS: dict[str, Any] = {
    "handout": Original,
    "translation": Translation,
    "page": Words,
    "card": CardWords,
    "words": Interface,
    "clinic": Clinic,
    "codes": Codes,
    "moved": Moves,
    "sources": dict[str, Reference],
    "glossary": dict[str, Term],
    "pairs": dict[str, Pair],
    "pictures": dict[str, Picture],
    "search": SearchWords,
    "teach_back": TeachBack,
    "packets": dict[str, Packet],
    "facts": dict[str, Fact],
}


def schemas(library: Library) -> Iterator[tuple[str, bytes]]:
    """Yield the JSON Schema of everything that people write, as (address, bytes).

    A handout's lists the categories and audiences of the first language.
    """
    for name, model in SCHEMA_MODELS.items():
        schema = TypeAdapter(model).json_schema()
        if model is Original:
            words = library.languages[0].interface
            schema["properties"]["category"]["enum"] = list(words.categories)
            schema["properties"]["audience"]["enum"] = list(words.audiences)
        yield f"{SCHEMAS}{name}.schema.json", schema_bytes(schema)


def schema_bytes(schema: dict[str, Any]) -> bytes:
    """Return a JSON Schema as a file."""
    return json_bytes({"$schema": SCHEMA_DRAFT} | schema)


def json_bytes(data: object) -> bytes:
    """Return data as a JSON file."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
