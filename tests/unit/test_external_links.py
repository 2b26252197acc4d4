"""Addresses on other sites, asked of a stand-in on this machine. No test asks the real network."""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path

import pytest

from handouts.checks.external import check as external
from handouts.checks.external import findings, http_client
from handouts.checks.external.findings import Finding, OutsideLink
from handouts.checks.external.http_client import Answer, Web
from handouts.cli import commands
from handouts.problems import Problem, Refused
from support.programs import needs
from support.project import HANDOUT_FILE, Project

DOI = "10.1000/soil.1"


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """Answers as other sites do, well or badly, by path."""

    requests: list[tuple[str, str, str]]
    end: threading.Event

    def log_message(self, *words: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.requests.append((self.command, self.path, self.headers["User-Agent"]))
        times = sum(request[1] == self.path for request in self.requests)
        data = json.dumps(WORKS[path]).encode() if path in WORKS else b"x"
        status, headers = 200, {}
        if path in MOVES:
            status, headers = MOVES[path][0], {"Location": MOVES[path][1]}
        elif path == "/slow":
            self.end.wait(10)
            return
        elif path == "/cut":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        elif path == "/only-get" and self.command == "HEAD":
            status = 405
        elif path == "/busy-once":
            status, headers = (429, {"Retry-After": "7"}) if times == 1 else (200, {})
        elif path == "/busy-until-a-day":
            status, headers = (
                (503, {"Retry-After": formatdate(0, usegmt=True)}) if times == 1 else (200, {})
            )
        elif path == "/busy-until-then":
            status, headers = (429, {"Retry-After": "then"}) if times == 1 else (200, {})
        elif path == "/busy":
            status, headers = 429, {}
        elif path == "/busy-for-days":
            status, headers = 429, {"Retry-After": "500000"}
        elif path.startswith("/api/handles/") and path not in WORKS:
            status, data = 404, b'{"responseCode": 100}'
        elif path.startswith("/works/") and path not in WORKS:
            status = 404
        elif path[1:].isdigit():
            status = int(path[1:])
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


MOVES = {
    "/moved": (301, "/200"),
    "/moved-twice": (308, "/moved"),
    "/moved-and-gone": (301, "/404"),
    "/elsewhere-today": (302, "/200"),
    "/today-then-moved": (307, "/moved"),
    "/moved-then-today": (301, "/elsewhere-today"),
    "/moved-home": (302, "/"),
    "/round": (301, "/round"),
    "/script": (302, "javascript:x"),
    "/nowhere": (302, ""),
}
WORKS: dict[str, object] = {}


def service_answers(doi: str, **work: object) -> dict[str, object]:
    """Return what the two services answer about a DOI that exists."""
    return {
        f"/api/handles/{doi}": {"responseCode": 1, "handle": doi},
        f"/works/{doi.replace('/', '%2F')}": {"status": "ok", "message": {"DOI": doi, **work}},
    }


@pytest.fixture(scope="module")
def server() -> Iterator[http.server.ThreadingHTTPServer]:
    class Handler(Elsewhere):
        requests: list[tuple[str, str, str]] = []
        end = threading.Event()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=functools.partial(server.serve_forever, 0.01), daemon=True).start()
    yield server
    Handler.end.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def base(server: http.server.ThreadingHTTPServer) -> str:
    server.RequestHandlerClass.requests.clear()
    WORKS.clear()
    return f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    return slept


@pytest.fixture
def web(base: str, slept: list[float]) -> Web:
    return Web(
        "garden link check (+https://git.example/garden)",
        timeout=20,
        pause=0,
        doi=base,
        crossref=base,
    )


@pytest.fixture
def check_address(base: str, web: Web) -> Callable[[str], list[tuple[str, str]]]:
    """Asks for an address of the stand-in: gives kinds and sentences, without its own address."""

    def check_address(path: str) -> list[tuple[str, str]]:
        web.timeout = 0.2 if path == "/slow" else 20  # a busy machine is no slow server
        results = external.check_link(OutsideLink(base + path, "docs/sources.yml", 3), web)
        assert all(
            (finding.problem.path, finding.problem.line) == ("docs/sources.yml", 3)
            for finding in results
        )
        return [(finding.kind, finding.problem.message.replace(base, "")) for finding in results]

    return check_address


@pytest.mark.parametrize(
    "path, expected",
    [
        ("/200", None),
        ("/", None),
        ("/200?a=b", None),
        ("/only-get", None),
        ("/elsewhere-today", None),
        ("/today-then-moved", None),
        ("/busy-once", None),
        ("/busy-until-a-day", None),
        ("/moved", ("broken", "/moved has moved for good. Write /200.")),
        ("/moved-twice", ("broken", "/moved-twice has moved for good. Write /200.")),
        ("/moved-then-today",
         ("broken", "/moved-then-today has moved for good. Write /elsewhere-today.")),
        ("/moved-and-gone",
         ("broken",
          "/moved-and-gone is not there (by way of /404): the server answers 404. Find where it "
          "is now, or another source.")),
        ("/moved-home",
         ("broken", "/moved-home now leads to the home page /, so the page is probably gone.")),
        ("/round", ("broken", "/round sends readers round in circles.")),
        ("/script", ("broken", "/script sends readers to javascript:x, which is no web address.")),
        ("/nowhere", ("unsure", "/nowhere could not be checked: the server answers 302.")),
        ("/404",
         ("broken",
          "/404 is not there: the server answers 404. Find where it is now, or another source.")),
        ("/410",
         ("broken",
          "/410 is gone for good: the server answers 410. Find where it is now, or another "
          "source.")),
        ("/401", ("unsure", "/401 could not be checked: the server answers 401.")),
        ("/403", ("unsure", "/403 could not be checked: the server answers 403.")),
        ("/500", ("unsure", "/500 could not be checked: the server answers 500.")),
        ("/busy", ("unsure", "/busy could not be checked: the server answers 429.")),
        ("/busy-until-then", None),
        ("/busy-for-days",
         ("unsure", "/busy-for-days could not be checked: the server answers 429.")),
        ("/slow", ("unsure", "/slow could not be reached: no answer came in time.")),
        ("/cut", ("unsure", "/cut could not be reached: the connection failed.")),
    ],
)  # fmt: skip
def test_what_is_said_of_an_address(check_address, path, expected):
    assert check_address(path) == ([expected] if expected else [])


def test_a_server_is_told_who_asks_and_asked_for_no_more_than_is_needed(check_address, server):
    check_address("/200")
    check_address("/only-get")
    assert server.RequestHandlerClass.requests == [
        (method, path, "garden link check (+https://git.example/garden)")
        for method, path in (("HEAD", "/200"), ("HEAD", "/only-get"), ("GET", "/only-get"))
    ]


def test_a_busy_server_is_waited_for_as_it_asks_within_bounds(check_address, slept, server):
    check_address("/busy-once")
    assert slept == [7]
    slept.clear()
    check_address("/busy-until-a-day")
    assert slept == [8], "a day that has passed says nothing"
    slept.clear()
    check_address("/busy-until-then")
    assert slept == [8], "so does what is no day"
    slept.clear()
    server.RequestHandlerClass.requests.clear()
    check_address("/busy-for-days")
    assert slept == []
    assert [method for method, *_ in server.RequestHandlerClass.requests] == ["HEAD"]
    server.RequestHandlerClass.requests.clear()
    check_address("/busy")
    assert slept == [8, 32]
    assert len(server.RequestHandlerClass.requests) == 3


def test_between_two_questions_a_server_rests(base, slept):
    web = Web("x", timeout=20, pause=50)
    web.ask(f"{base}/200", "HEAD")
    assert slept == []
    web.ask(f"{base}/200", "HEAD")
    assert len(slept) == 1 and 45 < slept[0] <= 50


@needs("openssl")
def test_a_bad_certificate_is_told(tmp_path, web):
    subprocess.run(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
        "/CN=localhost -keyout key.pem -out cert.pem".split(),
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    server = http.server.HTTPServer(("127.0.0.1", 0), Elsewhere)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *words: None
    threading.Thread(target=functools.partial(server.serve_forever, 0.01), daemon=True).start()
    (finding,) = external.check_link(
        OutsideLink(f"https://localhost:{server.server_port}/200", "a.md", 1), web
    )
    server.shutdown()
    server.server_close()
    assert finding.kind == "broken"
    assert (
        "could not be reached: its certificate is not valid (self-signed certificate)."
        in finding.problem.message.replace("self signed", "self-signed")
    )


@pytest.mark.parametrize(
    "reason, answer",
    [
        (
            socket.gaierror(socket.EAI_NONAME, "x"),
            Answer(trouble="no server has this name", sure=True),
        ),
        (socket.gaierror(socket.EAI_AGAIN, "x"), Answer(trouble="its name could not be looked up")),
        (ssl.SSLError(1, "x"), Answer(trouble="a safe connection could not be made")),
        (ConnectionRefusedError(), Answer(trouble="the connection failed")),
    ],
)
def test_what_keeps_a_server_from_answering(reason, answer):
    assert http_client._trouble(reason) == answer


@pytest.mark.parametrize(
    "address, wire",
    [("", "/"), ("/b c/ñ?d=é#f", "/b%20c/%C3%B1?d=%C3%A9"), ("/%C3%B1/a(b),c", "/%C3%B1/a(b),c")],
)
def test_an_address_as_it_goes_over_the_wire(base, web, server, address, wire):
    web.ask(base + address, "HEAD")
    assert [path for _, path, _ in server.RequestHandlerClass.requests] == [wire]


def test_a_name_in_other_letters_can_be_looked_up(web):
    """Or the packages that encode it are not all there."""
    assert web._pools.connection_from_url("https://jardín.example/").host == "xn--jardn-2sa.example"


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://a.example/b",
        "data:,clay",
        "javascript:x",
        "//a.example/",
        "clay",
    ],
)
def test_nothing_but_the_web_is_ever_opened(web, address):
    assert web.ask(address, "GET", with_body=True) == Answer(trouble="it is no web address")


def test_a_package_that_is_not_installed_is_told(project: Project, monkeypatch):
    monkeypatch.setattr("handouts.cli.project.ROOT", project.root)
    for name in ("check", "http_client"):
        monkeypatch.delitem(sys.modules, f"handouts.checks.external.{name}")
        monkeypatch.delattr(f"handouts.checks.external.{name}")
    monkeypatch.setitem(sys.modules, "urllib3", None)
    with pytest.raises(Refused) as refused:
        commands.run_outside(argparse.Namespace(report=None, quiet=True))
    assert (
        str(refused.value)
        == "pyproject.toml: urllib3 is not installed. It is among the packages for developers."
    )


# References ---------------------------------------------------------------------------------------


def check_doi(doi: str, web: Web) -> list[tuple[str, str]]:
    return [
        (finding.kind, finding.problem.message)
        for finding in external.check_link(OutsideLink(doi, "docs/sources.yml", 5, doi=True), web)
    ]


def update(kind: str, doi: str = "10.1000/notice", source: str = "publisher") -> dict[str, object]:
    return {
        "DOI": doi,
        "type": kind,
        "label": kind.title(),
        "source": source,
        "updated": {"date-parts": [[2024, 1, 5]]},
    }


@pytest.mark.parametrize(
    "work, expected",
    [
        ({}, []),
        ({"title": ["Soil on hands"]}, []),
        ({"updated-by": [update("new_version")]}, []),
        ({"updated-by": [update("retraction"), update("retraction", source="retraction-watch")]},
         [("broken",
          f"{DOI} was retracted: see https://doi.org/10.1000/notice. Take out what rests on it "
          f"alone.")]),
        ({"updated-by": [update("withdrawal")]}, [("broken",
         f"{DOI} was withdrawn: see https://doi.org/10.1000/notice. Take out what rests on it "
         f"alone.")]),
        ({"updated-by": [update("expression_of_concern")]},
         [("broken",
          f"{DOI} has an expression of concern: see https://doi.org/10.1000/notice. Take out what "
          f"rests on it alone.")]),
        ({"updated-by": [update("expression-of-concern")]},
         [("broken",
          f"{DOI} has an expression of concern: see https://doi.org/10.1000/notice. Take out what "
          f"rests on it alone.")]),
        ({"updated-by": [update("erratum")]}, [("note", f"{DOI} was corrected: see https://doi.org/10.1000/notice.")]),
        ({"update-to": [update("retraction", "10.1000/other")]},
         [("broken", f"{DOI} is no work but a notice (retraction) about https://doi.org/10.1000/other.")]),
        ({"update-to": [update("erratum", "10.1000/other")]}, []),
        ({"title": ["RETRACTED: Soil on hands"]}, [("broken",
         f"{DOI} is marked by its publisher: “RETRACTED: Soil on hands”.")]),
        ({"title": ["[Retracted article] Soil"]}, [("broken",
         f"{DOI} is marked by its publisher: “[Retracted article] Soil”.")]),
        ({"title": ["Retracted and torn roots"]}, []),
        ({"title": None, "updated-by": None, "update-to": [1]}, []),
    ],
)  # fmt: skip
def test_what_is_said_of_a_reference(web, work, expected):
    WORKS.update(service_answers(DOI, **work))
    assert check_doi(DOI, web) == expected


def test_a_doi_that_does_not_exist_or_is_registered_elsewhere(web):
    assert check_doi("10.1000/none", web) == [("broken", "There is no DOI 10.1000/none.")]
    WORKS["/api/handles/10.5061/data"] = {"responseCode": 1}
    assert check_doi("10.5061/data", web) == []


def test_what_the_services_do_not_answer_is_not_held_against_a_reference(web):
    WORKS["/api/handles/10.1000/odd"] = [1]
    WORKS["/works/10.1000%2Fodd"] = "<html>"
    assert check_doi("10.1000/odd", web) == [
        (
            "unsure",
            "Whether the DOI 10.1000/odd exists could not be checked: the server answers 200.",
        ),
        (
            "unsure",
            "Whether 10.1000/odd was retracted could not be checked: the server answers 200.",
        ),
    ]
    web.doi = web.crossref = "http://127.0.0.1:9"
    assert [kind for kind, _ in check_doi(DOI, web)] == ["unsure", "unsure"]


# The library --------------------------------------------------------------------------------------


def test_every_address_of_the_library_is_asked_for_once_at_its_line(project: Project):
    project.edit(
        HANDOUT_FILE,
        "Clay takes up water, so your skin dries out.",
        "See [a](https://a.example/x_(y)), <https://b.example/>. And [a](https://a.example/x_(y)).",
    )
    links = external.outside_links(project.library())
    line = project.line_of(HANDOUT_FILE, "a.example")
    assert [link for link in links if link.path == HANDOUT_FILE] == [
        OutsideLink("https://a.example/x_(y)", HANDOUT_FILE, line),
        OutsideLink("https://b.example/", HANDOUT_FILE, line),
    ]
    sources = (project.root / "docs/sources.yml").read_text().split("\n")
    for link in links:
        if link.path == "docs/sources.yml":
            assert link.address in sources[link.line - 1]
    assert len({link.address for link in links}) == len(links)


def test_all_that_was_found_stands_in_the_report(project: Project, base, web):
    project.edit(
        HANDOUT_FILE,
        "Clay takes up water, so your skin dries out.",
        f"See [a]({base}/404), [b]({base}/403), [c]({base}/200).",
    )
    library = project.library()
    links = [link for link in external.outside_links(library) if link.path == HANDOUT_FILE]
    results = [finding for link in links for finding in external.check_link(link, web)]
    line = links[0].line
    assert (
        findings.report([*results, Finding("note", Problem("a.md", 1, "Says <b>@all</b>."))])
        == f"""\
Addresses on other sites and references, as `python3 scripts outside` found them.

## To mend

- `{HANDOUT_FILE}:{line}` {base}/404 is not there: the server answers 404. Find where it is now, \
or another source.

## Worth reading

- `a.md:1` Says &lt;b>&#64;all&lt;/b>.

## Could not be checked

- `{HANDOUT_FILE}:{line}` {base}/403 could not be checked: the server answers 403.

Some servers answer only people. Open what could not be checked in a browser now and then.
"""
    )
    assert findings.summary(results) == "1 to mend, 0 worth reading, 1 could not be checked."


def test_a_whole_library_is_looked_up_server_by_server(project: Project, base, web, monkeypatch):
    monkeypatch.setattr(
        external,
        "outside_links",
        lambda library: [
            OutsideLink(f"{base}/404", "a.md", 1),
            OutsideLink(f"{base}/200", "a.md", 2),
            OutsideLink(DOI, "b.yml", 1, doi=True),
        ],
    )
    WORKS.update(service_answers(DOI, **{"updated-by": [update("removal")]}))
    results = list(external.findings(project.library(), web))
    assert [(finding.kind, finding.problem.path) for finding in results] == [
        ("broken", "a.md"),
        ("broken", "b.yml"),
    ]


def test_nothing_but_its_own_verb_asks_other_sites():
    scripts = Path(external.__file__).parents[3]
    texts = {
        path.name: path.read_text(encoding="utf-8")
        for path in scripts.rglob("*.py")
        if path.parent.name != "external"
    }
    assert [name for name, text in texts.items() if "checks.external" in text] == ["commands.py"]
    assert (
        texts["commands.py"].count("external.findings(") == texts["commands.py"].count("Web(") == 1
    )


def test_that_there_is_no_network_is_told_once(project: Project, monkeypatch, capsys):
    monkeypatch.setattr("handouts.cli.project.ROOT", project.root)
    monkeypatch.setattr(
        "handouts.checks.external.http_client.Web.ask",
        lambda *_, **__: Answer(trouble="its name could not be looked up"),
    )
    assert commands.run_outside(argparse.Namespace(report=None, quiet=True)) == 1
    output = capsys.readouterr()
    assert output.err == ""
    assert output.out == (
        "No other site answered: there is no network. Connect, and run the same command again.\n"
    )
