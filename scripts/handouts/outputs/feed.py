"""The feed of each language, in Atom (RFC 4287): what changed for readers, and what was withdrawn.

Its days come from the sources; the ids of its entries never change, whatever the site's address.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lxml import etree

from handouts.model.addresses import CATALOG_SCHEMA
from handouts.model.language import Language, fill
from handouts.model.library import Library
from handouts.model.pages import Handout, Notice
from handouts.outputs import atom


def files(library: Library, language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield the feed of a language, as (address, bytes); none while the site has no address."""
    if library.site.url:
        yield library.feed(language), _feed(library, language)


def _feed(library: Library, language: Language) -> bytes:
    labels, code = language.labels, language.code
    root = atom.feed(code)
    entries = [*_withdrawals(library, language), *_changes(library, language)]
    entries.sort(key=lambda entry: entry[0], reverse=True)  # newest first
    days = [on for on, _ in entries] or [
        handout.changed for handout in language.handouts if handout.changed
    ]
    atom.add(root, "id", f"tag:{library.site.id},2026:feed/{code}")
    atom.add(root, "title", fill(labels["feed_title"], name=language.edition.name))
    atom.add(root, "updated", atom.moment(max(days, default=date(1980, 1, 1))))
    url = library.absolute(library.feed(language))
    atom.add(root, "link", rel="self", type="application/atom+xml", href=url)
    _link(root, "alternate", code, library.absolute(library.home(language)))
    atom.add(atom.add(root, "author"), "name", library.author(language))
    if language.handouts:
        due = min(handout.facts.next_check_due for handout in language.handouts)
        _due(root, library, language, due)
    root.extend(entry for _, entry in entries)
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8") + b"\n"


def _changes(library: Library, language: Language) -> Iterator[tuple[date, etree._Element]]:
    """Yield the changes that writers described, each with its day; none of a draft.

    Of the same page and day, the newest comes first and has the highest number.
    """
    for handout in language.handouts:
        if not handout.changed:
            continue
        changes = handout.words.changes
        for index, change in enumerate(changes):
            number = 1 + sum(older.on == change.on for older in changes[index + 1 :])
            label = language.labels["feed_matters" if change.matters else "feed_minor"]
            title = fill(label, title=handout.title)
            entry = _entry(library, handout, change.on, f"/{number}", title, change.what)
            atom.add(entry, "category", term="matters" if change.matters else "minor")
            _due(entry, library, language, handout.facts.next_check_due)
            yield change.on, entry


def _withdrawals(library: Library, language: Language) -> Iterator[tuple[date, etree._Element]]:
    labels = language.labels
    for notice in language.notices:
        title = fill(labels["withdrawn_title"], title=notice.title)
        words = notice.reason or fill(labels["withdrawn_on"], on=language.day(notice.on))
        entry = _entry(library, notice, notice.on, "/withdrawn", title, words)
        for other in notice.instead:
            _link(entry, "related", other.language, library.url(other), title=other.title)
        atom.add(entry, "category", term="withdrawn")
        yield notice.on, entry


def _entry(
    library: Library, page: Handout | Notice, on: date, number: str, title: str, words: str
) -> etree._Element:
    entry, day = atom.entry(), on.isoformat()
    atom.add(entry, "id", f"tag:{library.site.id},{day}:{page.language}/{page.id}{number}")
    atom.add(entry, "title", title)
    atom.add(entry, "updated", atom.moment(on))
    _link(entry, "alternate", page.language, library.url(page))
    atom.add(entry, "content", words, type="text")
    return entry


def _link(parent: etree._Element, rel: str, language: str, url: str, **attributes: str) -> None:
    """Add a link to a page in this language."""
    atom.add(parent, "link", rel=rel, type="text/html", hreflang=language, **attributes, href=url)


def _due(parent: etree._Element, library: Library, language: Language, day: date) -> None:
    """Add the day by which the facts are to be checked again.

    It is a category with a scheme, which RFC 4287, 4.2.2, provides for such additions.
    """
    scheme = f"{library.absolute(CATALOG_SCHEMA)}#next_check_due"
    atom.add(
        parent,
        "category",
        scheme=scheme,
        term=day.isoformat(),
        label=f"{language.labels['due']}: {language.day(day)}",
    )
