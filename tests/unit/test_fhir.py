"""Sheets as FHIR documents: valid for an independent reader, true to the files, stable, and silent
about patients."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from handouts.model.addresses import FHIR, SHEETS
from handouts.outputs import fhir
from handouts.outputs.pdf.sheets import Sheet, weigh
from support.project import HANDOUT_FILE, Project

GOLDEN = Path(__file__).parent / "golden"
CODES = """\
systems:
  plants: {name: Plant codes, oid: "1.2.3", uri: "https://plants.example/codes"}
codes:
  - {system: plants, code: "0042", display: Dry hands, answer: dry-hands}
  - {system: plants, code: "7", answer: dry-hands}
"""


def made_up_sheet(address: str, data: bytes) -> Sheet:
    return Sheet(address, "Hands", data, 2, weigh(data))


def bundle_of(project: Project) -> dict[str, Any]:
    """Make the Bundle of the small library: made-up sheets, and one that binds several handouts."""
    library = project.library()
    language = library.languages[0]
    sheets = {"x.pdf": made_up_sheet("x.pdf", b"x")} | {
        address: made_up_sheet(address, b"soil")
        for form in SHEETS
        for handout in reversed(language.handouts)
        if (address := library.sheet(handout, *form))
    }
    files = dict(fhir.bundle(library, sheets))
    assert list(files) == [FHIR]
    assert dict(fhir.bundle(library, dict(reversed(sheets.items())))) == files
    Bundle.model_validate_json(files[FHIR])
    return json.loads(files[FHIR])


@pytest.fixture
def garden(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The small library at an address, with codes."""
    monkeypatch.setenv("SITE_URL", "https://soil.example/garden/")
    project.write("docs/codes.yml", CODES)
    return project


def test_a_bundle_as_others_know_it(garden):
    """A golden file: record systems keep its ids. Changed on purpose? Change the file too."""
    assert bundle_of(garden) == json.loads((GOLDEN / "fhir.json").read_text(encoding="utf-8"))


def test_a_sheet_is_filed_as_patient_education(garden):
    """Record systems show and search documents by type and category."""
    for entry in bundle_of(garden)["entry"]:
        resource = entry["resource"]
        for concept in (resource["type"], *resource["category"]):
            assert [(code["system"], code["code"]) for code in concept["coding"]] == [
                ("http://loinc.org", "34895-3")
            ]


def test_without_an_address_there_is_none(project):
    assert list(fhir.bundle(project.library(), {})) == []


def test_an_empty_library_has_an_empty_bundle(garden):
    (_, data) = next(fhir.bundle(garden.library(), {}))
    read = Bundle.model_validate_json(data)
    assert read.entry is None and read.timestamp is None


@pytest.mark.parametrize("reviewed", [True, False])
def test_a_review_is_named_only_where_there_was_one_of_these_words(garden, reviewed):
    handout = garden.library().languages[0].by_id["dry-hands"]
    version = handout.version if reviewed else "2026-01-01 · 00aa11"
    garden.edit(
        HANDOUT_FILE,
        "order: 10",
        f'review: {{who: Ana Wool, role: hand doctor, on: 2026-11-05, sheet: "{version}"}}\n'
        f"order: 10",
    )
    for entry in bundle_of(garden)["entry"]:
        mine = entry["resource"]["id"].startswith("dry-hands.")
        assert entry["resource"].get("authenticator") == (
            {"display": "Ana Wool, hand doctor"} if mine and reviewed else None
        )


@pytest.mark.parametrize("name", ["dry-hands.en.large.a4", "x" * 64, "x" * 65, "y" * 300])
def test_an_id_is_one_of_the_standard_and_of_its_own(name):
    assert re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", fhir.id_of(name))
    assert fhir.id_of(name) == name or len(name) > 64
    assert fhir.id_of(name + "z" * 65) != fhir.id_of(name + "z" * 66)


def test_what_changes_moves_the_time_and_no_id(garden):
    before = bundle_of(garden)
    library = garden.library()
    language = library.languages[0]
    late = [
        replace(handout, published=replace(handout.published, day=date(2030, 1, 2)))
        for handout in language.handouts
    ]
    library = replace(library, languages=(replace(language, handouts=tuple(late)),))
    addresses = [link.address for handout in late for link in library.summaries[handout].sheets]
    sheets = {address: made_up_sheet(address, b"wet soil") for address in addresses}
    (_, data) = next(fhir.bundle(library, sheets))
    after = json.loads(data)
    assert (before["timestamp"], after["timestamp"]) == (
        "2026-11-22T00:00:00Z",
        "2030-01-02T00:00:00Z",
    )
    assert [(entry["fullUrl"], entry["resource"]["id"]) for entry in before["entry"]] == [
        (entry["fullUrl"], entry["resource"]["id"]) for entry in after["entry"]
    ]
