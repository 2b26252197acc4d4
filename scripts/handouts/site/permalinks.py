"""Every address that was ever published still answers. They stand in docs/addresses.txt.

A link that a clinic put into a chart today must open in ten years. So the ledger only grows, and
what stood at an address must still exist, have moved, or have been withdrawn, as docs/moved.yml
lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handouts.model.addresses import address_of, file_of, lost_address_message
from handouts.model.data_files import LEDGER, MOVES
from handouts.model.library import Library
from handouts.problems import Problem
from handouts.site.built_site import Built

HEAD = f"""\
# Every address that this library has ever published, below the address of the site. \
Printed codes, portals and bookmarks
# lead here, so a build fails when one of them is gone: put it back, or say in {MOVES} \
where it went.
# `python3 scripts promise` adds what is new in site/. Nothing is ever taken away.
"""


def published_addresses(library: Library, built: Built) -> set[str]:
    """Return every address that people may link to: pages, files, and the parts of each handout.

    A part is a heading of the second level. Lower ones may come and go, and a link to them still
    opens the page.
    """
    addresses = {address_of(file) for file in built.files if library.is_permanent(file)}
    for _, handout in library:
        page = library.address(handout)
        if page in addresses:
            addresses |= {f"{page}#{heading}" for heading in handout.headings}
    return addresses


def check(library: Library, built: Built) -> Iterator[Problem]:
    """Yield every address of the ledger that no longer answers; a page once, with all below it."""
    missing = _missing(library, built)
    pages = {address for address in missing if address.endswith("/")}
    for address in sorted(missing):
        if not any(address != above and address.startswith(above) for above in pages):
            yield Problem(LEDGER, missing[address], lost_address_message(address))
    yield from _lost_headings(library, built, on_replaced_pages=False)


def notices(library: Library, built: Built) -> Iterator[Problem]:
    """Yield what is worth knowing: addresses not listed yet, headings that a clinic's page lacks.

    A clinic's own page may have other headings than the one of the library in whose place it
    stands. A link to one of those opens the page at its top.
    """
    yield from unlisted_addresses(library, built)
    yield from _lost_headings(library, built, on_replaced_pages=True)


def _missing(library: Library, built: Built) -> dict[str, int]:
    """Return the addresses of the ledger at which there is no file, with their lines."""
    return {
        address: line
        for address, line in (library.ledger or {}).items()
        if file_of(address.partition("#")[0]) not in built.files
        and (library.site.url or not library.needs_url(address))
    }


def _lost_headings(library: Library, built: Built, *, on_replaced_pages: bool) -> Iterator[Problem]:
    """Yield the headings of the ledger that are gone from pages which are there."""
    missing = _missing(library, built)
    replaced = {
        library.address(page)
        for language in library.languages
        for page in language.all_pages
        if page.source.path in library.replaced
    }
    for address, line in (library.ledger or {}).items():
        page, _, heading = address.partition("#")
        if (
            heading
            and page not in missing
            and (page in replaced) is on_replaced_pages
            and not built.is_stand_in(file_of(page))
            and heading not in built.ids(file_of(page))
        ):
            id = page.rstrip("/").rpartition("/")[2]
            message = (
                f"/{address} was published, and this heading is gone. Put #{heading} back, or say "
                f"in {MOVES} which heading of the page says it now: {id}#{heading}: {id}#…"
            )
            yield Problem(LEDGER, line, message)


def unlisted_addresses(library: Library, built: Built) -> Iterator[Problem]:
    """Yield a notice of addresses that are not in the ledger yet, if the library keeps a ledger."""
    new = sorted(published_addresses(library, built) - (library.ledger or {}).keys())
    if new and library.ledger is not None:
        count = (
            f"{len(new)} addresses of this site are"
            if len(new) > 1
            else "1 address of this site is"
        )
        message = (
            f"{count} not in here yet, first /{new[0]}. "
            "There is nothing to do now. Once they are published for good, whoever has the library "
            "on a computer runs: python3 scripts promise"
        )
        yield Problem(LEDGER, 0, message)


def ledger_text(addresses: Iterable[str]) -> str:
    """Return the text of a ledger of these addresses."""
    return HEAD + "\n" + "".join(f"/{address}\n" for address in sorted(addresses))
