"""Every sheet as a FHIR DocumentReference, all in one Bundle, for systems that use that standard.

It has only fields that mean the same in R4 (https://hl7.org/fhir/R4/documentreference.html) and
R4B. It names no patient and gives no `type`: no code for that was verified. It names a review only
where these very words were reviewed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Iterator
from typing import Any

from handouts.model.addresses import FHIR, SHEETS
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout
from handouts.model.review_status import review_notice, translation_notice
from handouts.outputs import atom
from handouts.outputs.pdf.sheets import Sheet

ADDRESS = "urn:ietf:rfc:3986"  # the system of identifiers that are addresses
MAX_ID_LENGTH = 64  # letters of an id


def bundle(library: Library, sheets: list[Sheet]) -> Iterator[tuple[str, bytes]]:
    """Yield the Bundle of all sheets of handouts, as (address, bytes); none without a site address.

    Its timestamp is the day of the newest change, so it is the same until the words change. A draft
    has no day.
    """
    if not library.site.url:
        return
    pairs = [(sheet.handout, sheet) for sheet in sheets if sheet.handout]
    positions = {
        (language.code, handout.id): position
        for position, (language, handout) in enumerate(library)
    }
    forms = list(SHEETS)
    pairs.sort(
        key=lambda pair: (
            positions[pair[1].language.code, pair[0].id],
            forms.index((pair[1].paper, pair[1].print)),
        )
    )
    entries = [
        {
            "fullUrl": uuid.uuid5(uuid.NAMESPACE_URL, library.absolute(sheet.address)).urn,
            "resource": _document(library, handout, sheet),
        }
        for handout, sheet in pairs
    ]
    link = {"relation": "self", "url": library.absolute(FHIR)}
    resource: dict[str, Any] = {
        "resourceType": "Bundle",
        "id": id_of(library.site.id),
        "type": "collection",
        "link": [link],
    }
    if pairs:
        days = [handout.changed for handout, _ in pairs if handout.changed]
        resource |= {"timestamp": atom.moment(max(days))} if days else {}
        resource["entry"] = entries
    yield FHIR, (json.dumps(resource, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _document(library: Library, handout: Handout, sheet: Sheet) -> dict[str, Any]:
    language, url = sheet.language, library.absolute(sheet.address)
    resource: dict[str, Any] = {
        "resourceType": "DocumentReference",
        "id": id_of(f"{handout.id}.{language.code}.{sheet.print}.{sheet.paper}"),
        "language": language.code,
        "identifier": [{"system": ADDRESS, "value": url}],
        "status": "current",
        **({"date": atom.moment(handout.changed)} if handout.changed else {}),
        "description": _description(language, handout),
        "content": [
            {
                "attachment": {
                    "contentType": "application/pdf",
                    "language": language.code,
                    "url": url,
                    "size": sheet.weight.size,
                    # SHA-1 is what the standard asks for; the catalogue has SHA-256.
                    "hash": base64.b64encode(sheet.weight.sha1).decode(),
                    "title": language.announced(handout, sheet.paper, sheet.print),
                    **({"creation": handout.changed.isoformat()} if handout.changed else {}),
                }
            }
        ],
    }
    if handout.facts.review and handout.review_state == "current" and not handout.original:
        resource["authenticator"] = {
            "display": f"{handout.facts.review.who}, {handout.facts.review.role}"
        }
    if codes := [code for code in library.codes.codes if code.answer == handout.id]:
        systems = library.codes.systems
        resource["context"] = {
            "event": [
                {
                    "coding": [
                        {"system": systems[code.system].uri, "code": code.code}
                        | ({"display": code.display} if code.display else {})
                    ]
                }
                for code in codes
            ]
        }
    return resource


def _description(language: Language, handout: Handout) -> str:
    """Return what a person should know of a document: its summary, version and review, if any."""
    sentences = (
        handout.summary,
        f"{language.say['version']}: {handout.version}.",
        review_notice(language, handout),
        translation_notice(language, handout),
    )
    return " ".join(filter(None, sentences))


def id_of(name: str) -> str:
    """Return a name as an id of FHIR, which has at most 64 letters.

    A longer name is cut and followed by a hash of all of it.
    """
    if len(name) <= MAX_ID_LENGTH:
        return name
    return f"{name[: MAX_ID_LENGTH - 17]}.{hashlib.sha256(name.encode()).hexdigest()[:16]}"
