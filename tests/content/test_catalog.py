"""What programs read of the library in docs/: the catalogue, and schemas that all its files keep
to."""

from __future__ import annotations

import datetime
import hashlib
import io
import json

import pikepdf
import pytest
from jsonschema import Draft202012Validator

from handouts.loading import page_file, yaml_reader
from handouts.model.addresses import file_of
from handouts.outputs import json_schemas
from handouts.outputs.json_schemas import SCHEMA_MODELS
from support.docs import FOLDERS
from support.project import ROOT

# The real catalogue -------------------------------------------------------------------------------


def test_the_catalogue_keeps_to_its_published_schema(built_library):
    _, built = built_library
    schema = json.loads(built.data("catalog.schema.json"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)
    catalog = json.loads(built.data("catalog.json"))
    Draft202012Validator(schema).validate(catalog)
    del catalog["handouts"][0]["version"]
    catalog["handouts"][1]["soil"] = 1
    assert {error.message for error in Draft202012Validator(schema).iter_errors(catalog)} == {
        "'version' is a required property",
        "Additional properties are not allowed ('soil' was unexpected)",
    }


def test_every_handout_is_in_the_catalogue_once_in_library_order(built_library):
    library, built = built_library
    catalog = json.loads(built.data("catalog.json"))
    assert [(entry["language"], entry["id"]) for entry in catalog["handouts"]] == [
        (language.code, handout.id) for language, handout in library
    ]


def test_sizes_pages_and_hashes_are_those_of_the_files(built_library):
    library, built = built_library
    for entry in json.loads(built.data("catalog.json"))["handouts"]:
        assert [(pdf["paper"], pdf["print"]) for pdf in entry["pdfs"]] == library.sheet_forms
        for pdf in entry["pdfs"]:
            data = built.data(pdf["path"])
            assert (pdf["bytes"], pdf["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
            assert pdf["pages"] == len(pikepdf.open(io.BytesIO(data)).pages)
            assert pdf["url"] == library.site.url + pdf["path"]
        assert file_of(entry["path"]) in built.files
        assert entry["url"] == library.site.url + entry["path"]


# Schemas of what people write ---------------------------------------------------------------------


def as_json(data: object) -> object:
    """YAML as an editor's checker sees it: dates are strings."""
    if isinstance(data, dict):
        return {key: as_json(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_json(value) for value in data]
    return data.isoformat() if isinstance(data, datetime.date) else data


def contents_of(kind: str) -> dict[str, object]:
    """Everything of a kind that the real library holds, by where it stands."""

    def front(pattern: str) -> dict[str, object]:
        return {
            path.name: yaml_reader.parse(page_file.split(path, path.name)[0], path.name)[0]
            for path in sorted((ROOT / "docs").glob(pattern))
        }

    def data(name: str) -> dict:
        path = ROOT / "docs" / name
        return yaml_reader.parse(path.read_text(encoding="utf-8"), name)[0] if path.exists() else {}

    first, *translations = (folder.removeprefix("docs/") for folder in FOLDERS.values())
    match kind:
        case "handout":
            return front(f"{first}/handouts/*.md")
        case "translation":
            return {
                f"{code}/{name}": top
                for code in translations
                for name, top in front(f"{code}/handouts/*.md").items()
            }
        case "card":
            return front("*/cards/*.md")
        case "page":
            return front("*/*.md") | front("*/*/index.md")
        case "glossary" | "pairs" | "pictures":
            return {code: data(f"{code}/{kind}.yml") or {} for code in (first, *translations)}
        case "words":
            return {code: data(f"{code}/words.yml") for code in (first, *translations)}
        case _:
            return {kind: data(f"{kind}.yml") or {}}


@pytest.mark.parametrize("kind", SCHEMA_MODELS)
def test_a_schema_accepts_everything_that_is_written(built_library, kind):
    schemas = dict(json_schemas.schemas(built_library.library))
    schema = json.loads(schemas[f"schemas/{kind}.schema.json"])
    Draft202012Validator.check_schema(schema)
    contents = contents_of(kind)
    assert contents or kind == "translation"
    for name, content in contents.items():
        assert [
            f"{name}: {error.message}"
            for error in Draft202012Validator(schema).iter_errors(as_json(content))
        ] == []


def test_the_schemas_are_published(built_library):
    library, built = built_library
    for address, data in json_schemas.schemas(library):
        assert built.data(address) == data
