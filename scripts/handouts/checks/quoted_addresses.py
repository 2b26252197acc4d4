"""A rule for addresses and codes that pages quote: a library must not tell those of another one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.context import CheckContext, CheckedPage
from handouts.checks.unsupported_syntax import INLINE_CODE
from handouts.model.addresses import CATALOG, CATALOG_SCHEMA, FHIR, PACKET_SUFFIXES, SHEETS
from handouts.model.codes import normalize_code
from handouts.model.data_files import CODES
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.problems import Problem

_ADDRESS = re.compile(r"/(?:[\w.-]+/)*[\w.-]*(?=[?#]|$)")
# As ICD-10 and ICD-10-CM write a code with a point: a letter, two signs, and up to four behind it.
_CODE = re.compile(r"(?<![a-z0-9])[a-z][0-9][0-9ab]\.[0-9a-z]{1,4}(?![a-z0-9])", re.I)


def check_quoted_addresses(context: CheckContext, page: CheckedPage) -> Iterator[Problem]:
    """Quote only addresses of this site, and codes that docs/codes.yml answers."""
    library, source = context.library, page.source
    if "`" not in source.body or library.unread:
        return
    addresses = _addresses(library)
    codes = {normalize_code(code.code) for code in library.codes.codes}
    codes |= {normalize_code(category.code) for category in library.codes.categories}
    for number, line in enumerate(source.body.split("\n"), source.body_line):
        for quoted in INLINE_CODE.findall(line):
            text = library.with_pdf_ending(quoted.strip("`"))
            address = _ADDRESS.match(text)
            unlisted = [code for code in _CODE.findall(text) if normalize_code(code) not in codes]
            if unlisted:
                message = f"The code {unlisted[0]} is not in {CODES}. Name one that is"
            elif address:
                if address[0].removeprefix("/") in addresses:
                    continue
                message = f"This site has nothing at {address[0]} Name an address that it has"
            else:
                continue
            yield Problem(source.path, number, f"{message}, or take it away.")


def _addresses(library: Library) -> set[str]:
    """Return what can be quoted of the site, relative to its root.

    Addresses of what moved lead on, and those of what was withdrawn to its notice.
    """
    addresses = {CATALOG, CATALOG_SCHEMA, FHIR}
    for language in library.languages:
        addresses |= set(_addresses_of_language(library, language))
    for name in (*library.moves.moved, *library.moves.withdrawn):
        addresses.update(*library.addresses_of_name(name))
    return addresses


def _addresses_of_language(library: Library, language: Language) -> Iterator[str]:
    yield library.home(language)
    yield library.feed(language)
    yield from (library.address(page) for page in (*language.pages, *language.packet_pages))
    yield from (library.address(notice) for notice in language.notices)
    for handout in language.handouts:
        yield library.address(handout)
        yield library.text(handout)
        yield from (library.sheet(handout, *form) for form in SHEETS)
    for paper in PACKET_SUFFIXES:
        yield library.booklet(language, paper)
        yield from (library.packet(language, id, paper) for id in library.packets)
    for code in library.codes.codes:
        for form in ("json", "xml"):
            yield library.connect(language, code.system, code.code, form)
