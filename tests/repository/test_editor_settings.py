"""The settings of an editor: it checks what people write while they type."""

from __future__ import annotations

import json
import re

from handouts.outputs.json_schemas import SCHEMA_MODELS
from support.project import ROOT

# Schemas of what people write ---------------------------------------------------------------------


def test_an_editor_knows_the_schema_of_every_whole_file():
    schemas = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))[
        "yaml.schemas"
    ]
    assert {re.sub(r"^\./site/schemas/|\.schema\.json$", "", name) for name in schemas} == set(
        SCHEMA_MODELS
    ) - {"handout", "translation", "page", "card"}
    words = schemas.pop("./site/schemas/words.schema.json")  # a clinic's is a part of such a file
    assert words == "docs/*/words.yml"
    for shared, clinic in schemas.values():
        assert re.fullmatch(r"docs/(\*/)?\w+\.yml", shared)
        assert clinic == shared.replace("docs/", "docs/clinic/")
