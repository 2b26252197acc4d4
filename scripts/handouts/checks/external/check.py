"""Whether the addresses that the library names on other sites still answer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Literal
from urllib.parse import urlsplit

from handouts.checks.external.crossref import check_doi
from handouts.checks.external.findings import Finding, OutsideLink
from handouts.checks.external.http_client import Answer, Web
from handouts.model.data_files import REFERENCES
from handouts.model.library import Library
from handouts.problems import Problem

_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"']+(?:\([^\s<>()]*\)[^\s<>()\[\]\"']*)*")
_HOPS = 10  # redirects that are followed


def outside_links(library: Library) -> list[OutsideLink]:
    """Return each outside address and DOI of pages, cards and the bibliography once, in order."""
    links: dict[tuple[str, bool], OutsideLink] = {}
    for id, reference in library.references.items():
        key, address = ("doi", reference.doi) if reference.doi else ("url", reference.url)
        place, is_doi = library.place(REFERENCES, id, key), key == "doi"
        links.setdefault((address, is_doi), OutsideLink(address, *place, is_doi))
    for language in library.languages:
        for page in (*language.all_pages, *language.cards.values()):
            source = page.source
            for match in _ADDRESS.finditer(source.body):
                address = match.group().rstrip(".,;:!?*_")
                line = source.body_line + source.body.count("\n", 0, match.start())
                if not (library.site.url and address.startswith(library.site.url)):
                    links.setdefault((address, False), OutsideLink(address, source.path, line))
    return sorted(links.values())


def findings(
    library: Library,
    web: Web,
    show: Callable[[str, int, int], None] = lambda task, done, total: None,
) -> Iterator[Finding]:
    """Yield what is wrong with the outside addresses and the sources of a library.

    Several servers are asked at a time, each only once. `show` is told how many were asked.
    """
    by_host: defaultdict[str, list[OutsideLink]] = defaultdict(list)
    for link in outside_links(library):
        host = "doi" if link.doi else urlsplit(link.address).netloc.removeprefix("www.")
        by_host[host].append(link)

    def check_all(links: list[OutsideLink]) -> list[Finding]:
        return [finding for link in links for finding in check_link(link, web)]

    with ThreadPoolExecutor(8) as pool:
        for number, results in enumerate(pool.map(check_all, by_host.values()), 1):
            show("Servers asked", number, len(by_host))
            yield from results


def check_link(link: OutsideLink, web: Web) -> list[Finding]:
    """Return what is wrong with one address or DOI."""
    if link.doi:
        return list(check_doi(link, web))
    result = _check_address(link.address, web)
    if not result:
        return []
    kind, message = result
    return [Finding(kind, Problem(link.path, link.line, message))]


def _check_address(
    address: str, web: Web
) -> tuple[Literal["broken", "note", "unsure"], str] | None:
    """Return what is wrong with an address, as kind and message; None if nothing is."""
    current = lasting = address  # `lasting`: as far as redirects are permanent
    permanent = True
    for _ in range(_HOPS):
        answer = web.ask(current, "HEAD")
        if answer.status and not 200 <= answer.status < 400 and answer.status != 429:
            answer = web.ask(current, "GET")  # some servers know only this
        if 300 <= answer.status < 400 and answer.to:
            if urlsplit(answer.to).scheme not in ("http", "https"):
                return "broken", f"{address} sends readers to {answer.to}, which is no web address."
            permanent = permanent and answer.status in (301, 308)
            lasting = answer.to if permanent else lasting
            current = answer.to
            continue
        return _judge(address, current, lasting, answer)
    return "broken", f"{address} sends readers round in circles."


def _judge(
    address: str, current: str, lasting: str, answer: Answer
) -> tuple[Literal["broken", "note", "unsure"], str] | None:
    """Return what the last answer says of the address that was asked for; None if all is well.

    `current` is the address that answered, after every redirect.
    """
    via = f" (by way of {current})" if current != address else ""
    if not answer.status:
        return (
            "broken" if answer.sure else "unsure",
            f"{address}{via} could not be reached: {answer.trouble}.",
        )
    if answer.status in (404, 410):
        state = "is gone for good" if answer.status == 410 else "is not there"
        return (
            "broken",
            f"{address} {state}{via}: the server answers {answer.status}. "
            "Find where it is now, or another source.",
        )
    if not 200 <= answer.status < 300:
        return "unsure", f"{address}{via} could not be checked: the server answers {answer.status}."
    if urlsplit(current).path in ("", "/") and urlsplit(address).path not in ("", "/"):
        return (
            "broken",
            f"{address} now leads to the home page {current}, so the page is probably gone.",
        )
    if lasting != address:
        return "broken", f"{address} has moved for good. Write {lasting}."
    return None
