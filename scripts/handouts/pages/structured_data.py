"""The site and its handouts for search engines, as schema.org describes them."""

from __future__ import annotations

import json
from typing import Any

from handouts.model.codes import Code
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import ABOUT_CLINIC, Handout
from handouts.model.summary import HandoutSummary

NAMED_IN = "en"  # the language of the names of codes


def script_json(data: dict[str, Any]) -> str:
    """Return data as JSON that cannot end the script element around it; "" without data."""
    if not data:
        return ""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def structured_data(library: Library, summary: HandoutSummary) -> dict[str, Any]:
    """Return a handout as a MedicalWebPage of schema.org, with its review if that still holds; a
    page about the clinic as a WebPage, which is about no disease.

    Empty while the site has no address.
    """
    if not library.site.url:
        return {}
    handout, language = summary.handout, summary.language
    review = handout.facts.review if handout.review_state == "current" else None
    return {
        "@context": "https://schema.org",
        "@type": "WebPage" if handout.facts.kind == ABOUT_CLINIC else "MedicalWebPage",
        "name": handout.title,
        "url": summary.url,
        "inLanguage": language.code,
        "isPartOf": _website(library, language),
        "publisher": _publisher(library, language),
        "license": language.labels["license_address"],
        **_translations(library, language, handout),
        **({"dateModified": handout.changed.isoformat()} if handout.changed else {}),
        "audience": {
            "@type": "PeopleAudience",
            "audienceType": language.interface.audiences[handout.facts.audience],
        },
        **(_about(library, language, handout) if handout.facts.kind != ABOUT_CLINIC else {}),
        # The word list cites what all handouts cite: a fifth of its page, which readers wait for.
        **(
            {"citation": [source.address for source in summary.sources.values()]}
            if summary.sources and handout.facts.kind != "words"
            else {}
        ),
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


def site_data(library: Library, language: Language) -> dict[str, Any]:
    """Return the site in a language as a WebSite of schema.org, for its home page.

    Empty while the site has no address.
    """
    if not library.site.url:
        return {}
    return {
        "@context": "https://schema.org",
        **_website(library, language),
        "inLanguage": language.code,
        "publisher": _publisher(library, language),
        "license": language.labels["license_address"],
    }


def _website(library: Library, language: Language) -> dict[str, str]:
    return {
        "@type": "WebSite",
        "name": language.edition.name or library.site.name,
        "url": library.absolute(library.home(language)),
    }


def _publisher(library: Library, language: Language) -> dict[str, str]:
    """Return who publishes the site: the clinic, or the library where no clinic is named."""
    return {
        "@type": "Organization",
        "name": library.clinic.lines(language.code).name
        or language.edition.name
        or library.site.name,
        "url": library.absolute(library.home(language)),
    }


def _translations(library: Library, language: Language, handout: Handout) -> dict[str, Any]:
    """Return what a handout is a translation of, or else its translations, if there are any."""
    pages = [
        {
            "@type": "MedicalWebPage",
            "inLanguage": other.code,
            "url": library.url(page),
        }
        for other, page in library.translations(handout)
        if (other.code == handout.original.language if handout.original else page is not handout)
    ]
    if not pages:
        return {}
    return {"translationOfWork": pages[0]} if handout.original else {"workTranslation": pages}


def _about(library: Library, language: Language, handout: Handout) -> dict[str, Any]:
    """Return what the codes of a handout name, and the subjects of the whole library."""

    def condition(code: Code) -> dict[str, Any]:
        medical_code = {
            "@type": "MedicalCode",
            "codeValue": code.code,
            "codingSystem": library.codes.systems[code.system].name,
        }
        name = {"name": code.display} if language.code == NAMED_IN else {}
        return {"@type": "MedicalCondition", **name, "code": medical_code}

    conditions = [
        condition(code)
        for code in library.codes.codes
        if code.display and (code.answer == handout.id or code.subject)
    ]
    return {"about": conditions} if conditions else {}
