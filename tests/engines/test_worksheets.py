"""A worksheet filled in and kept, and the clinic's own number, in Chromium, Firefox and WebKit:
over http and from a folder."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest

from handouts.outputs import zip_archive
from support.browser import serve
from support.engines import Window
from support.project import ADDRESS, build_once
from support.worksheets import write_worksheets

pytestmark = pytest.mark.timeout(900, method="signal")

DIARY, HELP = "handouts/garden-diary/", "handouts/when-to-call/"
NOTES = "#notes ~ .write textarea"
VALUE = "document.querySelector(arguments[0]).value"
STATUS = ".fill-bar [role=status]"
LINKS = (
    "[...document.querySelectorAll('article > ul.calls a')].map(one => one.getAttribute('href'))"
)


@pytest.fixture(scope="module", params=["http", "folder"])
def start(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """The address of the library, and what its pages end in: a server's, and a folder's."""
    built = build_once(
        "worksheets", tmp_path_factory, ADDRESS, lambda folder: write_worksheets(folder).build()
    )
    if request.param == "http":
        with serve(built.site.folder) as url:
            yield url, ""
        return
    _, data = zip_archive.archive(*built)
    to = tmp_path_factory.mktemp("zip")
    zipfile.ZipFile(io.BytesIO(data)).extractall(to)
    yield f"{(to / built.library.site.id).as_uri()}/", "index.html"


def test_a_worksheet_is_filled_in_kept_and_deleted(window: Window, start: tuple[str, str]) -> None:
    url, ending = start
    window.open(url + DIARY + ending)
    window.type(NOTES, "two sore thumbs")
    window.click("li.tick input")
    window.click("svg[data-marked]")
    window.wait_for(".fill-marks ol li")
    assert window.text(".mark__letter") == "1N"
    assert window.evaluate("localStorage.length") == 0
    window.click("[data-keep]")
    window.wait_until("document.querySelector('[data-keep]').checked")
    window.type(NOTES, ", Zoë")
    window.open(url + HELP + ending)
    window.open(url + DIARY + ending)
    assert window.evaluate(VALUE, NOTES) == "two sore thumbs, Zoë"
    assert window.text(".mark__letter") == "1N"
    assert "Kept on this device" in window.text(STATUS)
    window.click("[data-forget]")
    assert window.evaluate("localStorage.length") == 0
    assert window.evaluate(VALUE, NOTES) == "two sore thumbs, Zoë"


def test_the_clinics_own_number_is_kept_and_deleted(window: Window, start: tuple[str, str]) -> None:
    url, ending = start
    window.open(url + HELP + ending)
    window.click(".reveal summary")
    window.type("[data-own=name]", "Garden Clinic")
    window.type("[data-own=number]", "555-0100")
    window.click("[data-own-keep]")
    window.open(url + HELP + ending)
    assert window.evaluate(LINKS) == ["tel:112", "tel:5550100"]
    window.click("[data-own-delete]")
    assert window.evaluate(LINKS) == ["tel:112"]
    assert window.evaluate("localStorage.length") == 0
