"""What programs read of the library: the catalogue and its schema, and the schemas of what people write."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import re
import subprocess
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from conftest import HANDOUT_FILE, ROOT, House, at_hand
from jsonschema import Draft202012Validator

from handouts.checks import readability
from handouts.loading import library_loader, page_file, settings, yaml_reader
from handouts.markdown import extension, preprocessor
from handouts.model.addresses import SHEETS, file_of
from handouts.outputs import catalog, json_schemas
from handouts.outputs.json_schemas import SCHEMA_MODELS
from handouts.outputs.pdf.sheets import Sheet, weigh
from handouts.pages import article

GOLDEN = Path(__file__).parent / "golden"


def made(house: House) -> dict:
    """The catalogue of the small library, with made-up sheets of its first handout."""
    library = house.library()
    language = library.languages[0]
    articles = {
        one.id: article.fragment(extension.rendered(library, language, preprocessor.marked(one)))
        for one in language.handouts
    }
    scores = {
        language.code: {
            id: readability.score_of(language, one.blocks()) for id, one in articles.items()
        }
    }
    first = next(one for one in language.handouts if one.id == "dry-hands")
    sheets = [
        Sheet(first, language, *form, library.sheet(first, *form), b"soil", 2, weigh(b"soil"))
        for form in SHEETS
    ]
    files = dict(catalog.catalog(library, sheets, scores))
    assert list(files) == ["catalog.json", "catalog.schema.json"]
    found = json.loads(files["catalog.json"])
    Draft202012Validator(json.loads(files["catalog.schema.json"])).validate(found)
    return found


def entry(house: House, id: str = "dry-hands") -> dict:
    return next(one for one in made(house)["handouts"] if one["id"] == id)


# The real catalogue ------------------------------------------------------------------------------------------------------


def test_the_catalogue_keeps_to_its_published_schema(real):
    _, built = real
    schema = json.loads(built.data("catalog.schema.json"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)
    found = json.loads(built.data("catalog.json"))
    Draft202012Validator(schema).validate(found)
    del found["handouts"][0]["version"]
    found["handouts"][1]["soil"] = 1
    assert {error.message for error in Draft202012Validator(schema).iter_errors(found)} == {
        "'version' is a required property",
        "Additional properties are not allowed ('soil' was unexpected)",
    }


def test_every_handout_is_in_the_catalogue_once_in_library_order(real):
    library, built = real
    found = json.loads(built.data("catalog.json"))
    assert [(one["language"], one["id"]) for one in found["handouts"]] == [
        (language.code, one.id) for language, one in library
    ]


def test_sizes_pages_and_hashes_are_those_of_the_files(real):
    library, built = real
    for one in json.loads(built.data("catalog.json"))["handouts"]:
        assert [(pdf["paper"], pdf["print"]) for pdf in one["pdfs"]] == list(SHEETS)
        for pdf in one["pdfs"]:
            data = built.data(pdf["path"])
            assert (pdf["bytes"], pdf["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
            assert pdf["pages"] == len(pikepdf.open(io.BytesIO(data)).pages)
            assert pdf["url"] == library.site.url + pdf["path"]
        assert file_of(one["path"]) in built.files
        assert one["url"] == library.site.url + one["path"]


# The catalogue of the small library --------------------------------------------------------------------------------------


def test_the_catalogue_and_a_sheet_as_others_know_them(house, monkeypatch):
    """Golden files: others rely on the catalogue, and patients on the sheet. Changed on purpose? Change the files too.

    Bytes and hashes of PDFs are left out, and line breaks of the sheet: they change with the typesetter.
    """
    monkeypatch.delenv("SITE_URL", raising=False)
    built = house.build()
    found = json.loads(built.data("catalog.json"))
    for one in found["handouts"]:
        for pdf in one["pdfs"]:
            assert pdf.pop("bytes") > 10_000 and len(pdf.pop("sha256")) == 64
    assert found == json.loads((GOLDEN / "catalog.json").read_text(encoding="utf-8"))
    if at_hand("pdftotext"):
        done = subprocess.run(
            [
                "pdftotext",
                "-raw",
                "-enc",
                "UTF-8",
                built.folder / "handouts/dry-hands/dry-hands.pdf",
                "-",
            ],
            capture_output=True,
            check=True,
        )
        text = done.stdout.decode().replace("\u2060", "").replace("\u200b", "")
        assert "".join(text.split()) == "".join(
            (GOLDEN / "dry-hands.txt").read_text(encoding="utf-8").split()
        )


def test_addresses_are_full_only_where_the_site_has_one(house, monkeypatch):
    monkeypatch.delenv("SITE_URL", raising=False)
    assert (made(house)["url"], entry(house)["url"], entry(house)["pdfs"][0]["url"]) == (
        None,
        None,
        None,
    )
    monkeypatch.setenv("SITE_URL", "https://soil.example/garden")
    assert made(house)["url"] == "https://soil.example/garden/"
    assert entry(house)["url"] == "https://soil.example/garden/handouts/dry-hands/"
    assert entry(house)["pdfs"][0] == {
        "paper": "letter", "print": "standard", "pages": 2, "bytes": 4, "sha256": hashlib.sha256(b"soil").hexdigest(),
        "path": "handouts/dry-hands/dry-hands.pdf", "url": "https://soil.example/garden/handouts/dry-hands/dry-hands.pdf",
    }  # fmt: skip


@pytest.mark.parametrize(
    "review, status",
    [
        ("", {"state": "none", "who": None, "role": None, "on": None, "version": None}),
        ("THIS", {"state": "current", "who": "Ana Wool", "role": "hand doctor", "on": "2026-11-05", "version": "THIS"}),
        ("2026-01-01 · 00aa11", {"state": "changed", "who": "Ana Wool", "role": "hand doctor", "on": "2026-11-05", "version": "2026-01-01 · 00aa11"}),
    ],
    ids=["none", "current", "changed"],
)  # fmt: skip
def test_states_of_review(house, review, status):
    this = entry(house)["version"]
    if review:
        version = review.replace("THIS", this)
        house.edit(
            HANDOUT_FILE,
            "search: [",
            f'review: {{who: Ana Wool, role: hand doctor, on: 2026-11-05, version: "{version}"}}\nsearch: [',
        )
    assert entry(house)["review"] == status | (
        {"version": this} if status["version"] == "THIS" else {}
    )


def test_codes_stand_with_the_handout_that_answers_them(house):
    house.write(
        "docs/codes.yml",
        """\
systems:
  plants: {name: Plant codes, oid: "1.2.3", uri: "https://plants.example/codes"}
codes:
  - {system: plants, code: "0042", display: Dry hands, answer: dry-hands}
  - {system: plants, code: "A.1", answer: words-to-know}
  - {system: plants, code: "7", answer: dry-hands}
""",
    )
    assert entry(house)["codes"] == [
        {"system": "plants", "oid": "1.2.3", "code": "0042"},
        {"system": "plants", "oid": "1.2.3", "code": "7"},
    ]
    assert entry(house, "words-to-know")["codes"] == [
        {"system": "plants", "oid": "1.2.3", "code": "A.1"}
    ]


def test_sources_stand_in_the_order_of_first_use_and_without_a_link_that_readers_are_not_sent_to(
    house,
):
    house.edit(
        "docs/sources.yml",
        "  url: https://gloves.example/notes",
        "  link: false\n  url: https://gloves.example/notes",
    )
    house.edit(HANDOUT_FILE, "- Soil dries skin. [^soil-2020]\n- Gloves", "- Gloves")
    assert entry(house)["sources"] == [
        {"id": "glove-notes", "publisher": "Glove Club", "year": None, "url": None},
        {
            "id": "soil-2020",
            "publisher": "Journal of Soil & Skin",
            "year": 2020,
            "url": "https://doi.org/10.1000/soil",
        },
    ]


def test_words_of_people_are_only_strings(house):
    title = 'Soil "& <b>clay</b> \\ é'
    house.edit(HANDOUT_FILE, "title: Dry garden hands", f"title: '{title}'")
    assert entry(house)["title"] == title


# Schemas of what people write --------------------------------------------------------------------------------------------


def as_json(data: object) -> object:
    """YAML as an editor's checker sees it: dates are strings."""
    if isinstance(data, dict):
        return {key: as_json(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_json(value) for value in data]
    return data.isoformat() if isinstance(data, datetime.date) else data


def written(kind: str) -> dict[str, object]:
    """Everything of a kind that the real library holds, by where it stands."""

    def front(pattern: str) -> dict[str, object]:
        return {
            path.name: yaml_reader.parse(page_file.split(path, path.name)[0], path.name)[0]
            for path in sorted((ROOT / "docs").glob(pattern))
        }

    def data(name: str) -> dict:
        path = ROOT / "docs" / name
        return yaml_reader.parse(path.read_text(encoding="utf-8"), name)[0] if path.exists() else {}

    match kind:
        case "handout":
            return front("en/handouts/*.md")
        case "translation":
            return front("es/handouts/*.md")
        case "card":
            return front("*/cards/*.md")
        case "page":
            return front("*/*.md") | front("*/*/index.md")
        case "glossary" | "pairs" | "pictures":
            return {name: data(name) for name in (f"en/{kind}.yml", f"es/{kind}.yml")}
        case "words":
            return {name: data(name) for name in ("en/words.yml", "es/words.yml")}
        case _:
            return {kind: data(f"{kind}.yml") or {}}


@cache
def schema(kind: str) -> dict:
    return json.loads(schemas()[f"schemas/{kind}.schema.json"])


@cache
def schemas() -> dict[str, bytes]:
    library, _ = library_loader.read(ROOT, settings.read(ROOT))
    return dict(json_schemas.schemas(library))


def entry_of(kind: str) -> dict:
    """The schema of one thing of a kind: what has fields."""
    whole = schema(kind)
    if "properties" in whole:
        return whole
    return (
        whole
        | whole["$defs"][whole["additionalProperties"]["$ref"].rpartition("/")[2]]
        | {"$defs": whole["$defs"]}
    )


@pytest.mark.parametrize("kind", SCHEMA_MODELS)
def test_a_schema_accepts_everything_that_is_written(kind):
    Draft202012Validator.check_schema(schema(kind))
    found = written(kind)
    assert found or kind == "translation"
    for name, one in found.items():
        assert [
            f"{name}: {error.message}"
            for error in Draft202012Validator(schema(kind)).iter_errors(as_json(one))
        ] == []


@pytest.mark.parametrize("kind", SCHEMA_MODELS)
def test_a_schema_refuses_a_key_that_is_unknown(kind):
    whole = schema(kind)
    wrong = {"soil": 1} if "properties" in whole else {"clay": {"soil": 1}}
    messages = [error.message for error in Draft202012Validator(whole).iter_errors(wrong)]
    assert "Additional properties are not allowed ('soil' was unexpected)" in messages


@pytest.mark.parametrize("key", ["category", "audience"])
def test_the_schema_of_a_handout_knows_its_shelves_and_readers(key):
    one = dict(next(iter(written("handout").values())))
    messages = [
        error.message
        for error in Draft202012Validator(schema("handout")).iter_errors(
            as_json(one | {key: "nowhere"})
        )
    ]
    assert len(messages) == 1 and messages[0].startswith("'nowhere' is not one of ['")


@pytest.mark.parametrize("kind", SCHEMA_MODELS)
def test_a_schema_says_what_each_field_means(kind):
    """Editors show it while one types."""
    fields = entry_of(kind)["properties"]
    assert [name for name, field in fields.items() if not field.get("description")] == []


def test_an_editor_is_told_the_schema_of_every_whole_file():
    told = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert {re.sub(r"^\./site/schemas/|\.schema\.json$", "", name) for name in told} == set(
        SCHEMA_MODELS
    ) - {
        "handout",
        "translation",
        "page",
        "card",
    }
    for kind, files in told.items():
        assert list(ROOT.glob(files)) or kind.endswith("moved.schema.json"), files


def test_the_schemas_are_published(real):
    library, built = real
    for address, data in json_schemas.schemas(library):
        assert built.data(address) == data
