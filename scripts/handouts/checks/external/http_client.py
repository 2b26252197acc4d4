"""Polite requests: one at a time to each server, with a pause between, and with a name."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import InvalidHeader, MaxRetryError

_BODY = 4_000_000  # bytes of an answer that are read


@dataclass(frozen=True)
class Answer:
    """What came back to one request.

    `status` is 0 where no server answered; then `trouble` says why, in words. `to` is where a
    redirect leads.
    """

    status: int = 0
    to: str = ""
    trouble: str = ""
    sure: bool = False  # the trouble will not pass by itself
    body: bytes = b""


class _Patience(urllib3.Retry):
    """Waits as long as a busy server asks, else 8 and then 32 seconds.

    A server that asks for longer than `retry_after_max` is not asked again.
    """

    def get_backoff_time(self) -> float:
        """Return the seconds to wait for a server that does not say how long."""
        return float(2 * 4 ** len(self.history))

    def get_retry_after(self, response: urllib3.BaseHTTPResponse) -> float | None:
        """Return the seconds that a server asks to wait; None where that is not clear."""
        with contextlib.suppress(InvalidHeader):
            return super().get_retry_after(response)
        return None

    def increment(self, *args: Any, **kwargs: Any) -> Self:
        """Count one attempt more. Raises MaxRetryError where there shall be none."""
        response = kwargs.get("response")
        if response and (self.get_retry_after(response) or 0) >= self.retry_after_max:
            raise MaxRetryError(kwargs["_pool"], args[1])
        return super().increment(*args, **kwargs)


# Asked three times in all, only where the server is busy, and waited for up to 90 seconds.
# Redirects are ours to follow: each is judged.
_RETRIES = _Patience(
    total=2,
    connect=0,
    read=0,
    other=0,
    status_forcelist=(429, 503),
    raise_on_status=False,
    retry_after_max=90,
)


@dataclass
class Web:
    """The thin edge to the network. `who` tells servers who asks. Times are in seconds.

    A server is asked one thing at a time, with a `pause` between. `doi` and `crossref` are where
    DOIs and notices are looked up.
    """

    who: str
    timeout: float = 20
    pause: float = 2
    doi: str = "https://doi.org"
    crossref: str = "https://api.crossref.org"
    has_answered: bool = False  # whether any server did
    _pools: urllib3.PoolManager = field(
        default_factory=lambda: urllib3.PoolManager(32, retries=_RETRIES)
    )
    _turns: defaultdict[str, threading.Lock] = field(
        default_factory=lambda: defaultdict(threading.Lock)
    )
    _ready_at: dict[str, float] = field(default_factory=dict)  # when each server may be asked again

    def ask(self, address: str, method: str, with_body: bool = False) -> Answer:
        """Return one answer, after waiting as long as the server asks for.

        Addresses of other kinds than the web, such as files of this machine, are never opened.
        """
        if urlsplit(address).scheme not in ("http", "https"):
            return Answer(trouble="it is no web address")
        host = urlsplit(address).netloc
        with self._turns[host]:
            if (wait := self._ready_at.get(host, 0) - time.monotonic()) > 0:
                time.sleep(wait)
            try:
                return self._answer(address, method, with_body)
            except urllib3.exceptions.HTTPError as error:
                reason = (
                    error.reason if isinstance(error, MaxRetryError) and error.reason else error
                )
                return _trouble(reason.__cause__ or next(iter(reason.args), reason))
            finally:
                self._ready_at[host] = time.monotonic() + self.pause

    def _answer(self, address: str, method: str, with_body: bool) -> Answer:
        headers = {"User-Agent": self.who, "Accept": "*/*"}
        with self._pools.request(
            method,
            address,
            headers=headers,
            timeout=self.timeout,
            redirect=False,
            preload_content=False,
        ) as response:
            self.has_answered = True
            location = response.headers.get("Location", "")
            return Answer(
                response.status,
                urljoin(address, location) if location else "",
                body=response.read(_BODY) if with_body else b"",
            )


def _trouble(reason: object) -> Answer:
    """Return what kept a server from answering."""
    if isinstance(reason, ssl.SSLCertVerificationError):
        return Answer(trouble=f"its certificate is not valid ({reason.verify_message})", sure=True)
    if isinstance(reason, ssl.SSLError):
        return Answer(trouble="a safe connection could not be made")
    if isinstance(reason, TimeoutError):
        return Answer(trouble="no answer came in time")
    if isinstance(reason, socket.gaierror):
        again = reason.errno == socket.EAI_AGAIN
        return Answer(
            trouble="its name could not be looked up" if again else "no server has this name",
            sure=not again,
        )
    return Answer(trouble="the connection failed")
