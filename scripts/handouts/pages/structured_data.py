"""A handout for search engines, as schema.org describes it."""

from __future__ import annotations

import json
from typing import Any

from handouts.model.addresses import SHEETS
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout


def script_json(data: dict[str, Any]) -> str:
    """Return data as JSON that cannot end the script element around it; "" without data."""
    return (
        json.dumps(data, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c") if data else ""
    )


def structured_data(library: Library, language: Language, handout: Handout) -> dict[str, Any]:
    """Return a handout as a MedicalWebPage of schema.org, with its review if that still holds.

    Empty while the site has no address.
    """
    if not library.site.url:
        return {}
    review = handout.facts.review if handout.review_state == "current" else None
    codes = [code for code in library.codes.codes if code.answer == handout.id and code.display]
    return {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": handout.title,
        "description": handout.summary,
        "url": library.absolute(library.address(handout)),
        "inLanguage": language.code,
        "isPartOf": {
            "@type": "WebSite",
            "name": library.site.name,
            "url": library.absolute(library.home(language)),
        },
        **({"dateModified": handout.changed.isoformat()} if handout.changed else {}),
        "audience": {
            "@type": "PeopleAudience",
            "audienceType": language.interface.audiences[handout.facts.audience],
        },
        "about": [
            {
                "@type": "MedicalCondition",
                "name": code.display,
                "code": {
                    "@type": "MedicalCode",
                    "codeValue": code.code,
                    "codingSystem": library.codes.systems[code.system].name,
                },
            }
            for code in codes
        ],
        "citation": [
            library.references[id].address
            for id in library.cited(language, handout)
            if id in library.references
        ],
        "encoding": [
            {
                "@type": "MediaObject",
                "encodingFormat": "application/pdf",
                "contentUrl": library.absolute(library.sheet(handout, paper, print)),
            }
            for paper, print in SHEETS
        ],
    } | (
        {
            "lastReviewed": review.on.isoformat(),
            "reviewedBy": {"@type": "Person", "name": review.who, "jobTitle": review.role},
        }
        if review
        else {}
    )
