"""What programs read of the library: the catalogue and its schema, and the schemas of what people
write."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from handouts.checks import readability
from handouts.loading import library_loader, settings
from handouts.markdown import extension, preprocessor
from handouts.outputs import catalog, json_schemas
from handouts.outputs.json_schemas import SCHEMA_MODELS
from handouts.outputs.pdf.sheets import Sheet, weigh
from handouts.pages import article
from support.project import HANDOUT, HANDOUT_FILE, Project


def catalog_of(project: Project) -> dict:
    """Make the catalogue of the small library, with made-up sheets of its first handout."""
    library = project.library()
    language = library.languages[0]
    articles = {
        handout.id: article.fragment(
            extension.render(library, language, preprocessor.markdown_with_id(handout))
        )
        for handout in language.handouts
    }
    scores = {
        language.code: {
            id: readability.score_of(language, body.blocks()) for id, body in articles.items()
        }
    }
    first = language.by_id["dry-hands"]
    sheets = {
        link.address: Sheet(link.address, "Hands", b"soil", 2, weigh(b"soil"))
        for link in library.summaries[first].sheets
    }
    files = dict(catalog.catalog(library, sheets, scores))
    assert list(files) == ["catalog.json", "catalog.schema.json"]
    document = json.loads(files["catalog.json"])
    Draft202012Validator(json.loads(files["catalog.schema.json"])).validate(document)
    return document


def entry(project: Project, id: str = "dry-hands") -> dict:
    return next(handout for handout in catalog_of(project)["handouts"] if handout["id"] == id)


# The catalogue of the small library ---------------------------------------------------------------


def test_addresses_are_full_only_where_the_site_has_one(project, monkeypatch):
    monkeypatch.delenv("SITE_URL", raising=False)
    assert (
        catalog_of(project)["url"],
        entry(project)["url"],
        entry(project)["pdfs"][0]["url"],
    ) == (None, None, None)
    monkeypatch.setenv("SITE_URL", "https://soil.example/garden")
    assert catalog_of(project)["url"] == "https://soil.example/garden/"
    assert entry(project)["url"] == "https://soil.example/garden/handouts/dry-hands/"
    assert entry(project)["pdfs"][0] == {
        "paper": "letter",
        "print": "standard",
        "pages": 2,
        "bytes": 4,
        "sha256": hashlib.sha256(b"soil").hexdigest(),
        "path": "handouts/dry-hands/dry-hands.pdf",
        "url": "https://soil.example/garden/handouts/dry-hands/dry-hands.pdf",
    }


@pytest.mark.parametrize(
    "review, status",
    [
        ("", {"state": "none", "who": None, "role": None, "on": None, "version": None}),
        ("THIS", {"state": "current", "who": "Ana Wool", "role": "hand doctor", "on": "2026-11-05",
         "version": "THIS"}),
        ("2026-01-01 · 00aa11", {"state": "changed", "who": "Ana Wool", "role": "hand doctor",
         "on": "2026-11-05", "version": "2026-01-01 · 00aa11"}),
    ],
    ids=["none", "current", "changed"],
)  # fmt: skip
def test_states_of_review(project, review, status):
    this = entry(project)["version"]
    if review:
        version = review.replace("THIS", this)
        project.edit(
            HANDOUT_FILE,
            "order: 10",
            f'review: {{who: Ana Wool, role: hand doctor, on: 2026-11-05, sheet: "{version}"}}\n'
            f"order: 10",
        )
    assert entry(project)["review"] == status | (
        {"version": this} if status["version"] == "THIS" else {}
    )


def test_codes_stand_with_the_handout_that_answers_them(project):
    project.write(
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
    assert entry(project)["codes"] == [
        {"system": "plants", "oid": "1.2.3", "code": "0042"},
        {"system": "plants", "oid": "1.2.3", "code": "7"},
    ]
    assert entry(project, "words-to-know")["codes"] == [
        {"system": "plants", "oid": "1.2.3", "code": "A.1"}
    ]


def test_sources_stand_in_the_order_of_first_use_and_without_a_link_that_readers_are_not_sent_to(
    project,
):
    project.edit(
        "docs/sources.yml",
        "  url: https://gloves.example/notes",
        "  link: false\n  url: https://gloves.example/notes",
    )
    project.edit(HANDOUT_FILE, "- Soil dries skin. [^soil-2020]\n- Gloves", "- Gloves")
    assert entry(project)["sources"] == [
        {"id": "glove-notes", "publisher": "Glove Club", "year": None, "url": None},
        {
            "id": "soil-2020",
            "publisher": "Journal of Soil & Skin",
            "year": 2020,
            "url": "https://doi.org/10.1000/soil",
        },
    ]


def test_words_of_people_are_only_strings(project):
    title = 'Soil "& <b>clay</b> \\ é'
    project.edit(HANDOUT_FILE, "title: Dry garden hands", f"title: '{title}'")
    assert entry(project)["title"] == title


# Schemas of what people write ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def schemas(dated_project: Path) -> dict[str, dict]:
    """The schemas that a small library publishes, by what they are of."""
    library, _ = library_loader.read(dated_project, settings.read(dated_project))
    return {
        address.split("/")[-1].split(".")[0]: json.loads(data)
        for address, data in json_schemas.schemas(library)
    }


def entry_of(schema: dict) -> dict:
    """Return the schema of one thing of a kind: what has fields."""
    if "properties" in schema:
        return schema
    return (
        schema
        | schema["$defs"][schema["additionalProperties"]["$ref"].rpartition("/")[2]]
        | {"$defs": schema["$defs"]}
    )


# The keys of these are ids.
@pytest.mark.parametrize("kind", sorted(SCHEMA_MODELS.keys() - {"search", "teach_back"}))
def test_a_schema_refuses_a_key_that_is_unknown(schemas, kind):
    schema = schemas[kind]
    document = {"soil": 1} if "properties" in schema else {"clay": {"soil": 1}}
    messages = [error.message for error in Draft202012Validator(schema).iter_errors(document)]
    assert "Additional properties are not allowed ('soil' was unexpected)" in messages


@pytest.mark.parametrize("key", ["category", "audience"])
def test_the_schema_of_a_handout_knows_its_shelves_and_readers(schemas, key):
    front = yaml.load(HANDOUT.split("---\n")[1], Loader=yaml.BaseLoader)  # noqa: S506 (it makes strings only)
    errors = Draft202012Validator(schemas["handout"]).iter_errors(
        front | {"order": 10, key: "nowhere"}
    )
    messages = [error.message for error in errors]
    assert len(messages) == 1 and messages[0].startswith("'nowhere' is not one of ['")


@pytest.mark.parametrize("kind", sorted(SCHEMA_MODELS.keys() - {"search", "teach_back"}))
def test_a_schema_says_what_each_field_means(schemas, kind):
    """Editors show it while one types."""
    fields = entry_of(schemas[kind])["properties"]
    assert [name for name, field in fields.items() if not field.get("description")] == []
