"""Every address that was ever published still answers. They stand in docs/addresses.txt.

A link that a clinic put into a chart today must open in ten years. So the ledger only grows, and what stood at an
address must be there, have moved, or have been withdrawn, which docs/moved.yml says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handouts.model.addresses import address_of, broken, file_of
from handouts.model.data_files import LEDGER, MOVES
from handouts.model.library import Library
from handouts.problems import Problem
from handouts.site.built_site import Built

HEAD = f"""\
# Every address that this library has ever published, below the address of the site. Printed codes, portals and bookmarks
# lead here, so a build fails when one of them is gone: put it back, or say in {MOVES} where it went.
# `python3 scripts promise` adds what is new in site/. Nothing is ever taken away.
"""


def published(library: Library, built: Built) -> set[str]:
    """Every address of a built site that people may link to: its pages and files, and the parts of each handout.

    A part is a heading of the second level. What stands below it may come and go, and a link to it still opens the page.
    """
    found = {address_of(file) for file in built.files if library.promises(file)}
    for _, handout in library:
        at = library.address(handout)
        found |= {f"{at}#{part.id}" for part in handout.parts if part.level == 2 and at in found}
    return found


def check(library: Library, built: Built) -> Iterator[Problem]:
    """Every address of the ledger at which nothing stands any more. A page that is gone is told once, with all below it."""
    ledger = library.ledger or {}
    gone = {address for address in ledger if file_of(address.partition("#")[0]) not in built.files}
    if not library.site.url:
        gone = {address for address in gone if not library.needs_url(address)}
    pages = {address for address in gone if address.endswith("/")}
    for address, line in ledger.items():
        page, _, heading = address.partition("#")
        if address in gone:
            if not any(address != one and address.startswith(one) for one in pages):
                yield Problem(LEDGER, line, broken(address))
        elif (
            heading
            and page not in gone
            and not built.stands_in(file_of(page))
            and heading not in built.ids(file_of(page))
        ):
            id = page.rstrip("/").rpartition("/")[2]
            yield Problem(
                LEDGER, line,
                f"/{address} was published, and this heading is gone. Put #{heading} back, or say in {MOVES} which heading "
                f"of the page says it now: {id}#{heading}: {id}#…",
            )  # fmt: skip


def unlisted(library: Library, built: Built) -> Iterator[Problem]:
    """What is worth knowing: addresses that are not in the ledger yet. Nothing where a library keeps none."""
    new = sorted(published(library, built) - (library.ledger or {}).keys())
    if new and library.ledger is not None:
        count = (
            f"{len(new)} addresses of this site are"
            if len(new) > 1
            else "1 address of this site is"
        )
        yield Problem(
            LEDGER,
            0,
            f"{count} not in here yet, first /{new[0]}. Once published for good, run: python3 scripts promise",
        )


def written(addresses: Iterable[str]) -> str:
    """A ledger that holds these addresses."""
    return HEAD + "\n" + "".join(f"/{address}\n" for address in sorted(addresses))
