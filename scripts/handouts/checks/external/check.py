"""Whether the addresses that the library names on other sites still answer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Literal
from urllib.parse import urlsplit

from handouts.checks.external.crossref import check_doi
from handouts.checks.external.findings import Finding, Named
from handouts.checks.external.http_client import Answer, Web
from handouts.model.library import Library
from handouts.problems import Problem

_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"']+(?:\([^\s<>()]*\)[^\s<>()\[\]\"']*)*")
_HOPS = 10  # redirects that are followed


# What is asked -----------------------------------------------------------------------------------------------------------


def named(library: Library) -> list[Named]:
    """Every outside address that pages, cards and the bibliography name, and every DOI, each once."""
    found: dict[tuple[str, bool], Named] = {}
    for id, one in library.references.items():
        lines, path = library.reference_lines, "docs/sources.yml"
        key, address = ("doi", one.doi) if one.doi else ("url", one.url)
        line = lines.get((id, key), lines.get((id,), 0))
        found.setdefault((address, bool(one.doi)), Named(address, path, line, bool(one.doi)))
    for language in library.languages:
        for source in (one.source for one in (*language.all_pages, *language.cards.values())):
            for match in _ADDRESS.finditer(source.body):
                address = match.group().rstrip(".,;:!?*_")
                line = source.body_line + source.body.count("\n", 0, match.start())
                if not (library.site.url and address.startswith(library.site.url)):
                    found.setdefault((address, False), Named(address, source.path, line))
    return sorted(found.values())


# What is found out -------------------------------------------------------------------------------------------------------


def findings(library: Library, web: Web) -> Iterator[Finding]:
    """What is wrong with the outside addresses and the sources of a library. Several servers are asked at a time, each only once."""
    by_host: defaultdict[str, list[Named]] = defaultdict(list)
    for one in named(library):
        by_host["doi" if one.doi else urlsplit(one.address).netloc.removeprefix("www.")].append(one)
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(
            lambda wanted: [finding for one in wanted for finding in looked_up(one, web)],
            by_host.values(),
        ):
            yield from found


def looked_up(one: Named, web: Web) -> list[Finding]:
    """What is wrong with one address or DOI."""
    if one.doi:
        return list(check_doi(one, web))
    found = _of_address(one.address, web)
    return [Finding(found[0], Problem(one.path, one.line, found[1]))] if found else []


def _of_address(address: str, web: Web) -> tuple[Literal["broken", "note", "unsure"], str] | None:
    here, lasting, settled = address, address, True  # `lasting`: as far as redirects are permanent
    for _ in range(_HOPS):
        answer = web.ask(here, "HEAD")
        if answer.status and not 200 <= answer.status < 400 and answer.status != 429:
            answer = web.ask(here, "GET")  # some servers know only this
        if 300 <= answer.status < 400 and answer.to:
            if urlsplit(answer.to).scheme not in ("http", "https"):
                return "broken", f"{address} sends readers to {answer.to}, which is no web address."
            settled = settled and answer.status in (301, 308)
            lasting = answer.to if settled else lasting
            here = answer.to
            continue
        return _judged(address, here, lasting, answer)
    return "broken", f"{address} sends readers round in circles."


def _judged(
    address: str, here: str, lasting: str, answer: Answer
) -> tuple[Literal["broken", "note", "unsure"], str] | None:
    """What the last answer means for the address that was asked for."""
    via = f" (by way of {here})" if here != address else ""
    if not answer.status:
        return (
            "broken" if answer.sure else "unsure"
        ), f"{address}{via} could not be reached: {answer.trouble}."
    if answer.status in (404, 410):
        gone = "is gone for good" if answer.status == 410 else "is not there"
        return (
            "broken",
            f"{address} {gone}{via}: the server answers {answer.status}. Find where it is now, or another source.",
        )
    if not 200 <= answer.status < 300:
        return "unsure", f"{address}{via} could not be checked: the server answers {answer.status}."
    if urlsplit(here).path in ("", "/") and urlsplit(address).path not in ("", "/"):
        return (
            "broken",
            f"{address} now leads to the home page {here}, so the page is probably gone.",
        )
    if lasting != address:
        return "broken", f"{address} has moved for good. Write {lasting}."
    return None
