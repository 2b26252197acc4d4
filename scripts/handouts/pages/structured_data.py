"""A handout for search engines, as schema.org describes it."""

from __future__ import annotations

import json
from typing import Any

from handouts.model.library import Library
from handouts.model.summary import HandoutSummary


def script_json(data: dict[str, Any]) -> str:
    """Return data as JSON that cannot end the script element around it; "" without data."""
    return (
        json.dumps(data, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c") if data else ""
    )


def structured_data(library: Library, summary: HandoutSummary) -> dict[str, Any]:
    """Return a handout as a MedicalWebPage of schema.org, with its review if that still holds.

    Empty while the site has no address.
    """
    if not library.site.url:
        return {}
    handout, language = summary.handout, summary.language
    review = handout.facts.review if handout.review_state == "current" else None
    return {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": handout.title,
        "description": handout.summary,
        "url": summary.url,
        "inLanguage": language.code,
        "isPartOf": {
            "@type": "WebSite",
            "name": library.site.name,
            "url": library.absolute(library.home(language)),
        },
        "dateModified": handout.changed.isoformat(),
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
            for code in summary.codes
            if code.display
        ],
        "citation": [source.address for source in summary.sources.values()],
        "encoding": [
            {
                "@type": "MediaObject",
                "encodingFormat": "application/pdf",
                "contentUrl": sheet.url,
            }
            for sheet in summary.sheets
        ],
    } | (
        {
            "lastReviewed": review.on.isoformat(),
            "reviewedBy": {"@type": "Person", "name": review.who, "jobTitle": review.role},
        }
        if review
        else {}
    )
