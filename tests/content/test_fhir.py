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
def bundle(built_library: BuiltLibrary) -> dict:
    _, built = built_library
    return json.loads(built.data(FHIR))


def test_the_bundle_is_valid(built_library, bundle):
    _, built = built_library
    validated = Bundle.model_validate_json(built.data(FHIR))
    assert validated.type == "collection" and len(validated.entry) == len(bundle["entry"])
    assert all(isinstance(entry.resource, DocumentReference) for entry in validated.entry)
    assert json.loads(validated.model_dump_json(exclude_none=True)).keys() == bundle.keys()


def test_each_sheet_is_there_once_as_it_is(built_library, bundle):
    library, built = built_library
    expected = [
        (library.sheet(handout, *form), language.code, handout)
        for language, handout in library
        for form in library.sheet_forms
    ]
    assert (
        len(bundle["entry"])
        == len(expected)
        == len({entry["resource"]["id"] for entry in bundle["entry"]})
        == len({entry["fullUrl"] for entry in bundle["entry"]})
    )
    for entry, (address, code, handout) in zip(bundle["entry"], expected, strict=True):
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
        assert handout.title in attachment["title"] and handout.version in document["description"]
        day = handout.changed.isoformat() if handout.changed else None
        assert attachment.get("creation") == day == (document.get("date", "")[:10] or None)
        assert not day or day <= bundle["timestamp"][:10]


@about("codes.yml")
def test_codes_are_those_of_the_map_and_bear_no_licensed_names(built_library, bundle):
    library, _ = built_library
    codes_by_handout = {}
    for entry in bundle["entry"]:
        id = entry["resource"]["id"].split(".")[0]
        codes = [
            coding
            for event in entry["resource"].get("context", {}).get("event", [])
            for coding in event["coding"]
        ]
        codes_by_handout.setdefault(id, codes)
        assert codes_by_handout[id] == codes
    pairs = {
        (id, coding["system"], coding["code"])
        for id, codes in codes_by_handout.items()
        for coding in codes
    }
    systems = library.codes.systems
    assert pairs == {
        (code.answer, systems[code.system].uri, code.code) for code in library.codes.codes
    }
    licensed = [
        coding
        for codes in codes_by_handout.values()
        for coding in codes
        if coding["system"] == "http://snomed.info/sct"
    ]
    assert not any("display" in coding for coding in licensed)


def test_nothing_is_said_of_a_patient_or_claimed_that_did_not_happen(built_library, bundle):
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
    for entry in bundle["entry"]:
        assert entry["resource"].keys() <= allowed
        assert any(line in entry["resource"]["description"] for line in reviews)
