"""Every sheet as a FHIR DocumentReference, all in one Bundle, for systems that use that standard.

It has only fields that mean the same in R4 (https://hl7.org/fhir/R4/documentreference.html) and
R4B. It names no patient. Its type and category are the code for patient education in LOINC. It
names a review only where these very words were reviewed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from handouts.model.addresses import FHIR
from handouts.model.codes import Codes
from handouts.model.library import Library
from handouts.model.summary import HandoutSummary, SheetLink
from handouts.outputs import atom
from handouts.outputs.pdf.sheets import Sheet, Weight

ADDRESS = "urn:ietf:rfc:3986"  # the system of identifiers that are addresses
# What records file material for patients as; see https://loinc.org/34895-3
EDUCATION = {"system": "http://loinc.org", "code": "34895-3", "display": "Education note"}
MAX_ID_LENGTH = 64  # letters of an id


def bundle(library: Library, sheets: Mapping[str, Sheet]) -> Iterator[tuple[str, bytes]]:
    """Yield the Bundle of all sheets of handouts, as (address, bytes); none without a site address.

    `sheets` are by address. Its timestamp is the day of the newest change, so it is the same until
    the words change. A draft has no day.
    """
    if not library.site.url:
        return
    documents = [
        (summary, link)
        for summary in library.summaries.values()
        for link in summary.sheets
        if link.address in sheets
    ]
    entries = [
        {
            "fullUrl": uuid.uuid5(uuid.NAMESPACE_URL, link.url).urn,
            "resource": _document(library.codes, summary, link, sheets[link.address].weight),
        }
        for summary, link in documents
    ]
    resource: dict[str, Any] = {
        "resourceType": "Bundle",
        "id": id_of(library.site.id),
        "type": "collection",
        "link": [{"relation": "self", "url": library.absolute(FHIR)}],
    }
    if documents:
        days = [summary.handout.changed for summary, _ in documents if summary.handout.changed]
        resource |= {"timestamp": atom.moment(max(days))} if days else {}
        resource["entry"] = entries
    yield FHIR, (json.dumps(resource, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _document(
    codes: Codes, summary: HandoutSummary, link: SheetLink, weight: Weight
) -> dict[str, Any]:
    handout, language = summary.handout, summary.language
    resource: dict[str, Any] = {
        "resourceType": "DocumentReference",
        "id": id_of(f"{handout.id}.{language.code}.{link.print}.{link.paper}"),
        "language": language.code,
        "identifier": [{"system": ADDRESS, "value": link.url}],
        "status": "current",
        "type": {"coding": [EDUCATION]},
        "category": [{"coding": [EDUCATION]}],
        **({"date": atom.moment(handout.changed)} if handout.changed else {}),
        "description": _description(summary),
        "content": [
            {
                "attachment": {
                    "contentType": "application/pdf",
                    "language": language.code,
                    "url": link.url,
                    "size": weight.size,
                    # SHA-1 is what the standard asks for; the catalogue has SHA-256.
                    "hash": base64.b64encode(weight.sha1).decode(),
                    "title": link.announcement,
                    **({"creation": handout.changed.isoformat()} if handout.changed else {}),
                }
            }
        ],
    }
    if handout.facts.review and handout.review_state == "current" and not handout.original:
        resource["authenticator"] = {
            "display": f"{handout.facts.review.who}, {handout.facts.review.role}"
        }
    if summary.codes:
        systems = codes.systems
        resource["context"] = {
            "event": [
                {
                    "coding": [
                        {"system": systems[code.system].uri, "code": code.code}
                        | ({"display": code.display} if code.display else {})
                    ]
                }
                for code in summary.codes
            ]
        }
    return resource


def _description(summary: HandoutSummary) -> str:
    """Return what a person should know of a document: its summary, version and review, if any."""
    version = summary.language.labels["version"]
    return f"{summary.summary} {version}: {summary.version}. {summary.review_line}"


def id_of(name: str) -> str:
    """Return a name as an id of FHIR, which has at most 64 letters.

    A longer name is cut and followed by a hash of all of it.
    """
    if len(name) <= MAX_ID_LENGTH:
        return name
    return f"{name[: MAX_ID_LENGTH - 17]}.{hashlib.sha256(name.encode()).hexdigest()[:16]}"
