"""Outside: whether the addresses that the library names on other sites still answer, and whether a source was retracted.

Never part of a build: another site's bad day must not stop one. Servers are asked one at a time, with a pause, and told who asks.
"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Literal, Self
from urllib.parse import quote, urljoin, urlsplit

import urllib3
from urllib3.exceptions import InvalidHeader, MaxRetryError

from .library import Library
from .problem import Problem

_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"']+(?:\([^\s<>()]*\)[^\s<>()\[\]\"']*)*")
_HOPS = 10  # redirects that are followed
_BODY = 4_000_000  # bytes of an answer that are read

# Kinds of notices about a work, as Crossref names them, and what is said of them. Corrections are worth reading only.
# https://www.crossref.org/documentation/crossmark/version-control-corrections-and-retractions/
_GRAVE = {
    "retraction": "was retracted",
    "partial retraction": "was retracted in part",
    "withdrawal": "was withdrawn",
    "removal": "was removed",
    "expression of concern": "has an expression of concern",
}
_SLIGHT = ("correction", "corrigendum", "erratum")


@dataclass(frozen=True, order=True)
class Named:
    """An address or a DOI that the library names, and the first place where it does."""

    address: str
    path: str
    line: int
    doi: bool = False


@dataclass(frozen=True, order=True)
class Finding:
    """What was found out about an address. `broken` calls for a change; `unsure` could not be checked; `note` is worth reading."""

    kind: Literal["broken", "note", "unsure"]
    problem: Problem


@dataclass(frozen=True)
class Answer:
    """What came back to one request. `status` is 0 where no server answered; then `trouble` says why, in words."""

    status: int = 0
    to: str = ""
    trouble: str = ""
    sure: bool = False  # the trouble will not pass by itself
    body: bytes = b""


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


# The network -------------------------------------------------------------------------------------------------------------


class _Patience(urllib3.Retry):
    """Waits as long as a busy server asks, else 8 and then 32 seconds. One that asks for more than is granted is not asked again."""

    def get_backoff_time(self) -> float:
        """Return the seconds to wait for a server that does not say how long."""
        return float(2 * 4 ** len(self.history))

    def get_retry_after(self, response: urllib3.BaseHTTPResponse) -> float | None:
        """Return the seconds that a server asks to wait; None where it does not say, or not so that anyone could know."""
        with contextlib.suppress(InvalidHeader):
            return super().get_retry_after(response)
        return None

    def increment(self, *args: Any, **kwargs: Any) -> Self:
        """Count one attempt more. Raises MaxRetryError where there shall be none, as its parent does."""
        response = kwargs.get("response")
        if response and (self.get_retry_after(response) or 0) >= self.retry_after_max:
            raise MaxRetryError(kwargs["_pool"], args[1])
        return super().increment(*args, **kwargs)


# Asked three times in all, only where the server is busy, and waited for up to 90 seconds. Redirects are ours to follow: each is judged.
_RETRIES = _Patience(total=2, connect=0, read=0, other=0, status_forcelist=(429, 503), raise_on_status=False, retry_after_max=90)


@dataclass
class Web:
    """The thin edge to the network. `who` tells servers who asks. Times are in seconds.

    A server is asked one thing at a time, with a `pause` between. `doi` and `crossref` are where DOIs and notices are looked up.
    """

    who: str
    timeout: float = 20
    pause: float = 2
    doi: str = "https://doi.org"
    crossref: str = "https://api.crossref.org"
    _pools: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(32, retries=_RETRIES))
    _turns: defaultdict[str, threading.Lock] = field(default_factory=lambda: defaultdict(threading.Lock))
    _rested: dict[str, float] = field(default_factory=dict)  # when each server may be asked again

    def ask(self, address: str, method: str, whole: bool = False) -> Answer:
        """One answer, after waiting as long as the server asks for. With `whole` its body is read too."""
        if urlsplit(address).scheme not in ("http", "https"):
            return Answer(trouble="it is no web address")  # and nothing else is ever opened: no file of this machine
        host = urlsplit(address).netloc
        with self._turns[host]:
            if (left := self._rested.get(host, 0) - time.monotonic()) > 0:
                time.sleep(left)
            try:
                return self._answer(address, method, whole)
            except urllib3.exceptions.HTTPError as error:
                reason = error.reason if isinstance(error, MaxRetryError) and error.reason else error
                return _trouble(reason.__cause__ or next(iter(reason.args), reason))
            finally:
                self._rested[host] = time.monotonic() + self.pause

    def _answer(self, address: str, method: str, whole: bool) -> Answer:
        headers = {"User-Agent": self.who, "Accept": "*/*"}
        with self._pools.request(method, address, headers=headers, timeout=self.timeout, redirect=False, preload_content=False) as response:
            to = response.headers.get("Location", "")
            return Answer(response.status, urljoin(address, to) if to else "", body=response.read(_BODY) if whole else b"")


def _trouble(reason: object) -> Answer:
    """What kept a server from answering."""
    if isinstance(reason, ssl.SSLCertVerificationError):
        return Answer(trouble=f"its certificate is not valid ({reason.verify_message})", sure=True)
    if isinstance(reason, ssl.SSLError):
        return Answer(trouble="a safe connection could not be made")
    if isinstance(reason, TimeoutError):
        return Answer(trouble="no answer came in time")
    if isinstance(reason, socket.gaierror):
        again = reason.errno == socket.EAI_AGAIN
        return Answer(trouble="its name could not be looked up" if again else "no server has this name", sure=not again)
    return Answer(trouble="the connection failed")


# What is found out -------------------------------------------------------------------------------------------------------


def findings(library: Library, web: Web) -> Iterator[Finding]:
    """What is wrong with the outside addresses and the sources of a library. Several servers are asked at a time, each only once."""
    by_host: defaultdict[str, list[Named]] = defaultdict(list)
    for one in named(library):
        by_host["doi" if one.doi else urlsplit(one.address).netloc.removeprefix("www.")].append(one)
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda wanted: [finding for one in wanted for finding in looked_up(one, web)], by_host.values()):
            yield from found


def looked_up(one: Named, web: Web) -> list[Finding]:
    """What is wrong with one address or DOI."""
    if one.doi:
        return list(_of_doi(one, web))
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


def _judged(address: str, here: str, lasting: str, answer: Answer) -> tuple[Literal["broken", "note", "unsure"], str] | None:
    """What the last answer means for the address that was asked for."""
    via = f" (by way of {here})" if here != address else ""
    if not answer.status:
        return ("broken" if answer.sure else "unsure"), f"{address}{via} could not be reached: {answer.trouble}."
    if answer.status in (404, 410):
        gone = "is gone for good" if answer.status == 410 else "is not there"
        return "broken", f"{address} {gone}{via}: the server answers {answer.status}. Find where it is now, or another source."
    if not 200 <= answer.status < 300:
        return "unsure", f"{address}{via} could not be checked: the server answers {answer.status}."
    if urlsplit(here).path in ("", "/") and urlsplit(address).path not in ("", "/"):
        return "broken", f"{address} now leads to the home page {here}, so the page is probably gone."
    if lasting != address:
        return "broken", f"{address} has moved for good. Write {lasting}."
    return None


def _of_doi(one: Named, web: Web) -> Iterator[Finding]:
    def finding(kind: Literal["broken", "note", "unsure"], words: str) -> Finding:
        return Finding(kind, Problem(one.path, one.line, words))

    handle = web.ask(f"{web.doi}/api/handles/{quote(one.address, '/')}", "GET", whole=True)
    code = _json(handle.body).get("responseCode")
    # https://www.handle.net/proxy_servlet.html: 1 is found, 100 is no such handle
    if code == 100 or (code is None and handle.status == 404):
        yield finding("broken", f"There is no DOI {one.address}.")
        return
    if code != 1:
        yield finding("unsure", f"Whether the DOI {one.address} exists could not be checked: {_said(handle)}.")
    work = web.ask(f"{web.crossref}/works/{quote(one.address, '')}", "GET", whole=True)
    if work.status == 404:
        return  # registered elsewhere; nobody there collects notices
    message = _json(work.body).get("message")
    if work.status != 200 or not isinstance(message, dict):
        yield finding("unsure", f"Whether {one.address} was retracted could not be checked: {_said(work)}.")
        return
    yield from (finding(kind, words) for kind, words in dict.fromkeys(notices(one.address, message)))


def notices(doi: str, work: dict[str, Any]) -> Iterator[tuple[Literal["broken", "note"], str]]:
    """What a Crossref record says has happened to a work: `updated-by` holds notices about it, `update-to` what it is one of.

    Crossref merges what publishers and Retraction Watch report, so a notice may stand there twice
    (https://crossref.gitlab.io/tutorials/get-rw-metadata/).
    """
    for update in _list(work.get("updated-by")):
        kind = re.sub(r"[\W_]+", " ", str(update.get("type", ""))).lower()
        there = f"https://doi.org/{update.get('DOI')}"
        if kind in _GRAVE:
            yield "broken", f"{doi} {_GRAVE[kind]}: see {there}. Take out what rests on it alone."
        elif kind in _SLIGHT:
            yield "note", f"{doi} was corrected: see {there}."
    for update in _list(work.get("update-to")):
        kind = re.sub(r"[\W_]+", " ", str(update.get("type", ""))).lower()
        if kind in _GRAVE:
            yield "broken", f"{doi} is no work but a notice ({kind}) about https://doi.org/{update.get('DOI')}."
    titles = work.get("title")
    for title in titles if isinstance(titles, list) else []:
        if re.match(r"\W*(retracted|withdrawn)(\s+article)?\s*[:\]]", str(title), re.I):
            yield "broken", f"{doi} is marked by its publisher: “{str(title)[:80]}”."


def _list(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _said(answer: Answer) -> str:
    return answer.trouble or f"the server answers {answer.status}"


# Report ------------------------------------------------------------------------------------------------------------------

_HEADS = {"broken": "To mend", "note": "Worth reading", "unsure": "Could not be checked"}


def report(found: Iterable[Finding]) -> str:
    """Everything that was found, as Markdown for an issue: what to mend first."""
    parts = ["Addresses on other sites and references, as `python3 scripts outside` found them."]
    for kind, problems in _by_kind(found).items():
        # Words of other servers stand among these: they may neither call people nor hold markup.
        lines = (f"- `{one.path}:{one.line}` {one.message.replace('<', '&lt;').replace('@', '&#64;')}" for one in problems)
        parts += [f"## {_HEADS[kind]}", "\n".join(lines)] if problems else []
    parts.append("Some servers answer only people. Open what could not be checked in a browser now and then.")
    return "\n\n".join(parts) + "\n"


def summary(found: Iterable[Finding]) -> str:
    """One line with the number of each kind."""
    return ", ".join(f"{len(problems)} {_HEADS[kind].lower()}" for kind, problems in _by_kind(found).items()) + "."


def _by_kind(found: Iterable[Finding]) -> dict[str, list[Problem]]:
    all_ = sorted(set(found))
    return {kind: [one.problem for one in all_ if one.kind == kind] for kind in _HEADS}
