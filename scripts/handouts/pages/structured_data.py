"""A handout for search engines, as schema.org describes it."""

from __future__ import annotations

import json
from typing import Any

from handouts.model.addresses import SHEETS
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout


def script_json(data: dict[str, Any]) -> str:
    """Data as JSON that cannot end the script element in which it stands; nothing for nothing."""
    return (
        json.dumps(data, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c") if data else ""
    )


def structured_data(library: Library, language: Language, one: Handout) -> dict[str, Any]:
    """A handout for machines, as schema.org describes a MedicalWebPage; a review only where there was one of these words."""
    if not library.site.url:
        return {}
    review = one.facts.review if one.review_state == "current" else None
    codes = [code for code in library.codes.codes if code.answer == one.id and code.display]
    return {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": one.title,
        "description": one.summary,
        "url": library.absolute(library.address(one)),
        "inLanguage": language.code,
        "isPartOf": {
            "@type": "WebSite",
            "name": library.site.name,
            "url": library.absolute(library.home(language)),
        },
        "dateModified": one.changed.isoformat(),
        "audience": {
            "@type": "PeopleAudience",
            "audienceType": language.interface.audiences[one.facts.audience],
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
            for id in library.cited(language, one)
            if id in library.references
        ],
        "encoding": [
            {
                "@type": "MediaObject",
                "encodingFormat": "application/pdf",
                "contentUrl": library.absolute(library.sheet(one, paper, print)),
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
