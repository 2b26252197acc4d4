"""View: what the page templates are given, as plain data. Templates hold no medicine and make no decisions.

Links are relative to the root of the page's own language; a template puts the way there in front of them.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

from . import connect, font, qr
from .handout import Handout, Page
from .library import BOUND, SHEETS, Language, Library, Notice, bare, fill, whole
from .markup import review_notice, translation_notice, word_id
from .site import PURPOSE

# Content-Security-Policy of every built page: its own files, nothing inline, nothing from elsewhere, no form that is sent.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)


def _link(language: Language, address: str) -> str:
    """The way from the root of the language's pages to an address of the site."""
    root = language.edition.root
    if address.startswith(root):
        return address[len(root) :]
    return "../" * root.count("/") + address


def of_site(library: Library, language: Language) -> dict[str, Any]:
    """What every page of a language needs: words, the way around, the clinic."""
    pages = {one.address: one for one in language.pages}
    clinic = library.clinic
    return {
        "labels": {key: escape(words) for key, words in language.say.items()},
        "library": library.site.id,
        "policy": "" if os.environ.get(PURPOSE) == "serve" else POLICY,
        "navigation": [
            {"title": escape(language.say[key]), "link": _link(language, library.address(pages[address]))}
            for key, address in NAVIGATION
            if address in pages
        ],
        "clinic": {key: escape(value) for key, value in clinic.model_dump(exclude={"crisis"}).items() if value},
        "categories": [
            {
                "id": id,
                "title": escape(name),
                "handouts": [_listed(library, language, one) for one in language.handouts if one.facts.category == id],
            }
            for id, name in language.interface.categories.items()
        ],
        "collections": _bound(library, language),
        "share": _shared(library, language),
        "sheet_forms": [{"paper": paper, "print": print} for paper, print in SHEETS],
        "help": _help(library, language),
        "untranslated": {
            "code": library.languages[0].code,
            "handouts": [_listed(library, language, one) for one in library.untranslated(language)],
        },
        "connect": _connect(library, language),
        "pages": _pages(library),
        "feed": {
            "title": escape(fill(language.say["feed_title"], name=language.edition.name)),
            "link": _link(language, library.feed(language)),
        }
        if library.site.url
        else None,
        "not_found": [
            {
                "code": other.code,
                "direction": other.direction,
                "title": escape(other.say["not_found_title"]),
                "words": escape(other.say["not_found"]),
                "home": escape(other.say["home"]),
                "link": _link(language, library.home(other)),
            }
            for other in library.languages
        ],
        "direction": language.direction,
        "font": bool(font.sheet(library.fonts(language))),
    }


CONNECT = "connect"  # the page that answers codes
# The pages that the bottom of every page leads to: label, and address in docs.
NAVIGATION = (
    ("all_sheets", "sheets"),
    ("for_clinics", "for-clinics/index"),
    ("about", "about/index"),
    ("accessibility", "about/accessibility"),
    ("privacy", "about/privacy"),
)


# Pages that a template adds something to.
_KINDS = {"index": "home", "sheets": "sheets", CONNECT: "connect", "for-clinics/share": "share"}


def of_page(library: Library, language: Language, one: Handout | Page | Notice) -> dict[str, Any]:
    """What one page needs: its words, escaped, and where it stands in other languages."""
    others = library.others(one)
    title, summary = _told(language, one) if isinstance(one, Notice) else (one.words.title, one.words.summary)
    found: dict[str, Any] = {
        "title": escape(title),
        "description": escape(summary),
        "kind": one.facts.kind if isinstance(one, Handout) else _KINDS.get(one.address, "page") if isinstance(one, Page) else "page",
        "address": library.absolute(library.address(one)),
        "translations": [
            {
                "code": other.code,
                "name": escape(other.interface.language),
                "link": _link(language, library.address(two)),
                "url": library.absolute(library.address(two)),
            }
            for other, two in others
        ],
        "missing_translations": [
            {"code": other.code, "words": escape(other.say["language_missing"])}
            for other in library.languages
            if other.code not in {there.code for there, _ in others}
        ],
    }
    if isinstance(one, Notice):
        first = library.languages[0].code
        return found | {
            "notice": one.id,
            "reason": escape(one.reason),
            "original": {"code": first, "reason": escape(library.moves.withdrawn[one.id].reason.get(first, ""))},
            "replacements": [
                {"title": escape(other.title), "link": _link(language, library.address(other)), "code": other.language}
                for other in one.instead
            ],
        }
    if isinstance(one, Page):
        found["summary"] = escape(summary)
        return found
    return found | {
        "handout": one.id,
        "audience": escape(language.interface.audiences[one.facts.audience]),
        "version": one.version,
        "review": escape(review_notice(language, one)),
        "translation": escape(translation_notice(language, one)),
        "changed": one.changed.isoformat(),
        "gathered": one.facts.sources_gathered.isoformat(),
        "due": one.facts.next_check_due.isoformat(),
        "dates": {
            "changed": escape(language.day(one.changed)),
            "gathered": escape(language.day(one.facts.sources_gathered)),
            "due": escape(language.day(one.facts.next_check_due)),
        },
        "overdue": escape(fill(language.say["overdue"], day=language.day(one.facts.next_check_due))),
        "sheets": _sheets(library, language, one),
        "version_mark": one.version.replace(" · ", "."),
        "qr": qr.inline(library.absolute(library.address(one))),
        "structured_data": _script(_structured(library, language, one)),
        **_explained(library, language, one),
        "changes": escape(json.dumps([change.model_dump(mode="json") for change in one.words.changes], ensure_ascii=False)),
    }


def _told(language: Language, one: Notice) -> tuple[str, str]:
    """The heading of a notice, and its first sentence."""
    say = language.say
    return fill(say["withdrawn_title"], title=one.title), fill(say["withdrawn_on"], on=language.day(one.on))


def _explained(library: Library, language: Language, one: Handout) -> dict[str, Any]:
    """The words of the word list that stand on a page, with their meaning, and the way to the list itself."""
    list_ = language.list_of_words
    if not list_ or list_ is one:
        return {"terms": []}
    body = whole(language, one.source.body).lower()
    found = []
    for name, term in language.terms.items():
        # Most words are not there at all, which a plain look tells a hundred times faster than a pattern.
        near = [form for form in (name, *term.forms) if form.lower() in body]
        forms = [form for form in near if re.search(rf"(?<![\w-]){re.escape(form.lower())}(?![\w-])", body)]
        if forms:
            found.append({"id": word_id(name), "forms": [escape(form) for form in forms], "definition": escape(term.definition)})
    return {"terms": found, "word_list": {"title": escape(list_.title), "link": _link(language, library.address(list_))}}


def _script(data: dict[str, Any]) -> str:
    """Data as JSON that cannot end the script element in which it stands; nothing for nothing."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c") if data else ""


def _structured(library: Library, language: Language, one: Handout) -> dict[str, Any]:
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
        "isPartOf": {"@type": "WebSite", "name": library.site.name, "url": library.absolute(library.home(language))},
        "dateModified": one.changed.isoformat(),
        "audience": {"@type": "PeopleAudience", "audienceType": language.interface.audiences[one.facts.audience]},
        "about": [
            {
                "@type": "MedicalCondition",
                "name": code.display,
                "code": {"@type": "MedicalCode", "codeValue": code.code, "codingSystem": library.codes.systems[code.system].name},
            }
            for code in codes
        ],
        "citation": [library.references[id].address for id in library.cited(language, one) if id in library.references],
        "encoding": [
            {"@type": "MediaObject", "encodingFormat": "application/pdf", "contentUrl": library.absolute(library.sheet(one, paper, print))}
            for paper, print in SHEETS
        ],
    } | (
        {"lastReviewed": review.on.isoformat(), "reviewedBy": {"@type": "Person", "name": review.who, "jobTitle": review.role}}
        if review
        else {}
    )


def _pages(library: Library) -> list[dict[str, Any]]:
    """Every page of the site, in all languages, with its full address; none while the site's own is not known."""
    if not library.site.url:
        return []
    return [
        {
            "url": escape(library.absolute(library.address(one))),
            "changed": library.updated(language, one),
            "translations": [
                {"code": other.code, "url": escape(library.absolute(library.address(page)))} for other, page in library.others(one)
            ],
        }
        for language in library.languages
        for one in language.all_pages
    ]


def _bound(library: Library, language: Language) -> list[dict[str, Any]]:
    """The packets and the booklet: what each is called, what is in it, where its PDFs are."""
    if len(language.handouts) < 2:
        return []

    def listed(title: str, inside: list[Handout], address: Callable[[str], str]) -> dict[str, Any]:
        return {
            "title": escape(title),
            "titles": [escape(one.title) for one in inside],
            "sheets": [{"paper": paper, "print": "standard", "link": _link(language, address(paper))} for paper in BOUND],
        }

    found = [
        listed(packet.title[language.code], inside, partial(library.packet, language, id))
        for id, packet in library.packets.items()
        if (inside := library.packed(language, packet))
    ]
    if library.has_booklet(language):
        found.append(listed(fill(language.say["booklet_title"], name=language.edition.name), [], partial(library.booklet, language)))
    return found


def _connect(library: Library, language: Language) -> dict[str, Any]:
    """The map from codes to handouts, for the page that answers them; nothing where there is no such page."""
    here = [(other, page) for other in library.languages for page in other.pages if page.address == CONNECT]
    if language.code not in {other.code for other, _ in here}:
        return {}
    shown = [*language.handouts, *library.untranslated(language)]
    known = {one.id: one for one in shown}
    codes = library.codes
    return {
        "systems": [
            {
                "id": id,
                "name": escape(system.name),
                "oid": system.oid,
                "names": " ".join(connect.names(library, id)),
                "pattern": escape(system.pattern),
                "narrower": system.narrower,
                "rows": [
                    {
                        "place": answer.place,
                        "code": answer.code,
                        "bare": bare(answer.code),
                        "display": escape(answer.display),
                        "group": answer.group,
                        "note": answer.note,
                        "start": answer.start,
                        **_leads(library, language, known[answer.start]),
                    }
                    for answer in connect.answers(library)
                    if answer.system == id and answer.start in known
                ],
            }
            for id, system in codes.systems.items()
        ],
        "notes": [{"id": id, "words": escape(sentences[language.code])} for id, sentences in codes.notes.items()],
        "handouts": [{"id": one.id, "language": one.language, **_listed(library, language, one)} for one in shown],
        "subtopics": [
            {"code": one.code, "display": escape(one.display), **_leads(library, language, known[one.answer], one.part)}
            for one in codes.subtopics
            if one.answer in known
        ],
        "elsewhere": {
            "url": escape(codes.elsewhere.url),
            "words": escape(fill(language.say["connect_elsewhere"], name=codes.elsewhere.name)),
        }
        if codes.elsewhere
        else {},
        "languages": [
            {
                "code": other.code,
                "name": escape(other.interface.language),
                "names": escape(f"{other.code}, {other.say['connect_languages']}"),
                "link": _link(language, library.address(page)),
            }
            for other, page in here
        ],
    }


def _leads(library: Library, language: Language, one: Handout, part: str = "") -> dict[str, str]:
    """A handout, or a part of it, as a link with its own words."""
    title = next((each.title for each in one.parts if each.id == part), one.title)
    address = library.part(one, part) if part else library.address(one)
    return {"title": escape(title), "link": _link(language, address), "language": one.language}


def _shared(library: Library, language: Language) -> list[dict[str, Any]]:
    """What a clinic copies, by shelf: of each handout, in this language and then in the others, the link to every form of
    it with the line that announces it in a visit summary, the drawing of its code, and its plain text."""
    found = []
    for id, name in language.interface.categories.items():
        handouts = []
        for original in library.languages[0].handouts:
            if original.facts.category == id:
                everywhere = [(other, one) for other, one in library.others(original) if isinstance(one, Handout)]
                editions = sorted(everywhere, key=lambda pair: pair[0] is not language)
                handouts.append(
                    {
                        "id": original.id,
                        "title": escape(editions[0][1].title),
                        "code": editions[0][0].code,
                        "editions": [_edition(library, language, other, one) for other, one in editions],
                    }
                )
        if handouts:
            found.append({"id": id, "title": escape(name), "handouts": handouts})
    return found


def _edition(library: Library, language: Language, other: Language, one: Handout) -> dict[str, Any]:
    """A handout in one language, with words in that language, since its patients read them."""
    say = other.say
    forms = [("page", library.address(one), other.announced(one))]
    for paper, print in SHEETS:
        forms.append((f"{print}-{paper}", library.sheet(one, paper, print), other.announced(one, paper, print)))
    return {
        "code": other.code,
        "direction": other.direction,
        "name": escape(other.interface.language),
        "title": escape(one.title),
        "review": escape(" ".join(filter(None, (review_notice(other, one), translation_notice(other, one))))),
        "forms": [
            {
                "form": form,
                "line": escape(line),
                "link": _link(language, address),
                "url": library.absolute(address),
            }
            for form, address, line in forms
        ],
        "text": {"words": escape(say["share_text"]), "link": _link(language, library.text(one))},
        "qr": {"words": escape(say["share_qr"]), "link": _link(language, library.code(one))} if library.site.url else {},
    }


def _help(library: Library, language: Language) -> dict[str, str]:
    """The way to the page for the fridge door, where there is one, and to the emergency number."""
    found = next((one for one in language.handouts if one.helps_first), None)
    if not found:
        return {}
    number = library.clinic.emergency
    return {
        "title": escape(found.title),
        "link": _link(language, library.address(found)),
        "number": number.replace(" ", ""),
        "call": escape(fill(language.say["help_call"], emergency=number)),
    }


def _listed(library: Library, language: Language, one: Handout) -> dict[str, Any]:
    return {
        "title": escape(one.title),
        "summary": escape(one.summary),
        "link": _link(language, library.address(one)),
        "sheets": _sheets(library, language, one),
    }


def _sheets(library: Library, language: Language, one: Handout) -> list[dict[str, str]]:
    return [{"paper": paper, "print": print, "link": _link(language, library.sheet(one, paper, print))} for paper, print in SHEETS]
