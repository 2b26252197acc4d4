"""Sheets of the library in docs/ as FHIR documents."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.documentreference import DocumentReference

from handouts.model.addresses import FHIR
from support.docs import about
from support.project import BuiltLibrary

# The real library ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(built_library: BuiltLibrary) -> dict:
    _, built = built_library
    return json.loads(built.data(FHIR))


def test_the_bundle_is_valid(built_library, found):
    _, built = built_library
    read = Bundle.model_validate_json(built.data(FHIR))
    assert read.type == "collection" and len(read.entry) == len(found["entry"])
    assert all(isinstance(one.resource, DocumentReference) for one in read.entry)
    assert json.loads(read.model_dump_json(exclude_none=True)).keys() == found.keys()


def test_each_sheet_is_there_once_as_it_is(built_library, found):
    library, built = built_library
    wanted = [
        (library.sheet(one, *form), language.code, one)
        for language, one in library
        for form in library.sheet_forms
    ]
    assert (
        len(found["entry"])
        == len(wanted)
        == len({one["resource"]["id"] for one in found["entry"]})
        == len({one["fullUrl"] for one in found["entry"]})
    )
    for entry, (address, code, one) in zip(found["entry"], wanted, strict=True):
        document, data = entry["resource"], built.data(address)
        (content,) = document["content"]
        attachment = content["attachment"]
        assert attachment["url"] == library.site.url + address == document["identifier"][0]["value"]
        assert (attachment["size"], attachment["hash"]) == (
            len(data),
            base64.b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode(),
        )
        assert (
            attachment["contentType"] == "application/pdf"
            and document["language"] == attachment["language"] == code
        )
        assert one.title in attachment["title"] and one.version in document["description"]
        day = one.changed.isoformat() if one.changed else None
        assert attachment.get("creation") == day == (document.get("date", "")[:10] or None)
        assert not day or day <= found["timestamp"][:10]


@about("codes.yml")
def test_codes_are_those_of_the_map_and_bear_no_licensed_names(built_library, found):
    library, _ = built_library
    said = {}
    for entry in found["entry"]:
        id = entry["resource"]["id"].split(".")[0]
        codes = [
            coding
            for one in entry["resource"].get("context", {}).get("event", [])
            for coding in one["coding"]
        ]
        said.setdefault(id, codes)
        assert said[id] == codes
    pairs = {
        (id, coding["system"], coding["code"]) for id, codes in said.items() for coding in codes
    }
    systems = library.codes.systems
    assert pairs == {
        (code.answer, systems[code.system].uri, code.code) for code in library.codes.codes
    }
    licensed = [
        coding
        for codes in said.values()
        for coding in codes
        if coding["system"] == "http://snomed.info/sct"
    ]
    assert not any("display" in coding for coding in licensed)


def test_nothing_is_said_of_a_patient_or_claimed_that_did_not_happen(built_library, found):
    library, _ = built_library
    reviews = {summary.review_line for summary in library.summaries.values()} - {""}
    allowed = {
        "resourceType",
        "id",
        "language",
        "identifier",
        "status",
        "type",
        "category",
        "date",
        "description",
        "content",
        "context",
    }
    for entry in found["entry"]:
        assert entry["resource"].keys() <= allowed
        assert any(line in entry["resource"]["description"] for line in reviews)
