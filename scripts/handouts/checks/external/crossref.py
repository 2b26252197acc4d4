"""Whether a DOI exists, and whether its work was retracted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Literal
from urllib.parse import quote

from handouts.checks.external.findings import Finding, OutsideLink
from handouts.checks.external.http_client import Answer, Web
from handouts.problems import Problem

# Kinds of notices about a work, as Crossref names them, and what is said of them. Corrections are
# worth reading only.
# https://www.crossref.org/documentation/crossmark/version-control-corrections-and-retractions/
_GRAVE = {
    "retraction": "was retracted",
    "partial retraction": "was retracted in part",
    "withdrawal": "was withdrawn",
    "removal": "was removed",
    "expression of concern": "has an expression of concern",
}
_SLIGHT = ("correction", "corrigendum", "erratum")


def check_doi(link: OutsideLink, web: Web) -> Iterator[Finding]:
    """Yield what is wrong with a DOI: there is none, or its work was retracted or corrected."""

    def finding(kind: Literal["broken", "note", "unsure"], words: str) -> Finding:
        return Finding(kind, Problem(link.path, link.line, words))

    handle = web.ask(f"{web.doi}/api/handles/{quote(link.address, '/')}", "GET", with_body=True)
    code = _json(handle.body).get("responseCode")
    # https://www.handle.net/proxy_servlet.html: 1 is found, 100 is no such handle
    if code == 100 or (code is None and handle.status == 404):
        yield finding("broken", f"There is no DOI {link.address}.")
        return
    if code != 1:
        yield finding(
            "unsure",
            f"Whether the DOI {link.address} exists could not be checked: {_trouble(handle)}.",
        )
    work = web.ask(f"{web.crossref}/works/{quote(link.address, '')}", "GET", with_body=True)
    if work.status == 404:
        return  # registered elsewhere; nobody there collects notices
    message = _json(work.body).get("message")
    if work.status != 200 or not isinstance(message, dict):
        yield finding(
            "unsure",
            f"Whether {link.address} was retracted could not be checked: {_trouble(work)}.",
        )
        return
    yield from (
        finding(kind, words) for kind, words in dict.fromkeys(notices(link.address, message))
    )


def notices(doi: str, work: dict[str, Any]) -> Iterator[tuple[Literal["broken", "note"], str]]:
    """Yield what has happened to a work, as kind and message, by its Crossref record.

    `updated-by` holds notices about it, `update-to` the works of which it is a notice itself.
    Crossref merges what publishers and Retraction Watch report, so a notice may stand there twice
    (https://crossref.gitlab.io/tutorials/get-rw-metadata/).
    """
    for update in _list(work.get("updated-by")):
        kind = re.sub(r"[\W_]+", " ", str(update.get("type", ""))).lower()
        address = f"https://doi.org/{update.get('DOI')}"
        if kind in _GRAVE:
            yield "broken", f"{doi} {_GRAVE[kind]}: see {address}. Take out what rests on it alone."
        elif kind in _SLIGHT:
            yield "note", f"{doi} was corrected: see {address}."
    for update in _list(work.get("update-to")):
        kind = re.sub(r"[\W_]+", " ", str(update.get("type", ""))).lower()
        if kind in _GRAVE:
            yield (
                "broken",
                f"{doi} is no work but a notice ({kind}) "
                f"about https://doi.org/{update.get('DOI')}.",
            )
    titles = work.get("title")
    for title in titles if isinstance(titles, list) else []:
        if re.match(r"\W*(retracted|withdrawn)(\s+article)?\s*[:\]]", str(title), re.I):
            yield "broken", f"{doi} is marked by its publisher: “{str(title)[:80]}”."


def _list(value: object) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _json(body: bytes) -> dict[str, Any]:
    try:
        record = json.loads(body)
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}


def _trouble(answer: Answer) -> str:
    return answer.trouble or f"the server answers {answer.status}"
