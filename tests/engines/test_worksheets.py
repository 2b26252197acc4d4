"""A worksheet filled in, printed, saved and kept, and the clinic's own number, in Chromium, Firefox
and WebKit: over http and from a folder."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.outputs import zip_archive
from support.browser import serve
from support.engines import Window
from support.pdf import text_of
from support.programs import needs
from support.project import ADDRESS, build_once, card_page
from support.worksheets import write_worksheets

pytestmark = pytest.mark.timeout(900, method="signal")

DIARY, HELP, CARD = "handouts/garden-diary/", "handouts/when-to-call/", "handouts/glove-card/"
PRIVACY = "about/privacy/"
NOTES = "#notes ~ .write textarea"
VALUE = "document.querySelector(arguments[0]).value"
STATUS = ".fill-bar [role=status]"
ROWS = "[...document.querySelectorAll('.kept li a')].map(link => link.textContent)"
LINKS = (
    "[...document.querySelectorAll('article > ul.calls a')].map(link => link.getAttribute('href'))"
)


def build(folder: Path) -> None:
    """Write and build the library with a card to fold, too."""
    project = write_worksheets(folder)
    card = re.sub(r"Worn\d", "Worn", card_page(3))  # a number needs its source
    project.write(f"docs/en/{CARD[:-1]}.md", card)
    project.date()
    project.build()


@pytest.fixture(scope="module", params=["http", "folder"])
def start(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """The address of the library, and what its pages end in: a server's, and a folder's."""
    built = build_once("worksheets-and-card", tmp_path_factory, ADDRESS, build)
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
    assert window.text(".mark__letter") == "1 N"
    assert window.evaluate("localStorage.length") == 0
    window.click("[data-keep]")
    window.wait_until("document.querySelector('[data-keep]').checked")
    window.type(NOTES, ", Zoë")
    window.open(url + HELP + ending)
    window.open(url + DIARY + ending)
    assert window.evaluate(VALUE, NOTES) == "two sore thumbs, Zoë"
    assert window.text(".mark__letter") == "1 N"
    assert "Kept on this device" in window.text(STATUS)
    window.click("[data-forget]")
    assert window.evaluate("localStorage.length") == 0
    assert window.evaluate(VALUE, NOTES) == "two sore thumbs, Zoë"


def test_what_was_filled_in_is_saved_as_a_file_and_read_back(
    window: Window, start: tuple[str, str]
) -> None:
    """WebKit's small browser saves no file."""
    if window.engine == "webkit":
        pytest.skip("webkit: its small browser saves no files")
    url, ending = start
    window.open(url + DIARY + ending)
    window.type(NOTES, "two sore thumbs, Zoë")
    window.click("svg[data-marked]")
    before = {*window.downloads.glob("*.txt")}
    window.click(".fill-panel [data-save]")
    end = time.monotonic() + 60
    while not (saved := {*window.downloads.glob("*.txt")} - before):
        assert time.monotonic() < end, "no file came"
        time.sleep(0.1)
    (path,) = saved
    window.open(url + DIARY + ending)
    assert window.evaluate(VALUE, NOTES) == "" and not window.sees(".fill-marks ol li")
    window.choose_file(".fill-panel input[type=file]", path)
    window.wait_until(f"{VALUE} === 'two sore thumbs, Zoë'", NOTES)
    assert window.text(".mark__letter") == "1 N"
    assert window.evaluate("localStorage.length") == 0


@needs("pdftotext")
def test_what_was_filled_in_is_printed(window: Window, start: tuple[str, str]) -> None:
    if window.engine == "webkit":
        pytest.skip("webkit: its driver has no command that prints")
    url, ending = start
    window.open(url + DIARY + ending)
    window.type(NOTES, "two sore thumbs, Zoë")
    window.click("li.tick input")
    printed = " ".join(text_of(window.pdf()).split())
    assert "Garden diary" in printed and "two sore thumbs, Zoë" in printed
    assert "Save as a file" not in printed and "Not kept" not in printed


def test_a_card_to_fold_is_filled_in_in_its_pdf(window: Window, start: tuple[str, str]) -> None:
    url, ending = start
    window.open(url + CARD + ending)
    assert window.sees("p.notice a[href$='/glove-card.pdf'], p.notice a[href='glove-card.pdf']")
    assert window.evaluate("document.querySelectorAll('article textarea').length") == 0


def test_all_that_is_kept_is_listed_and_deleted_at_once(
    window: Window, start: tuple[str, str]
) -> None:
    """From the line on the home page to the list; a sheet that comes back keeps no more."""
    url, ending = start
    window.open(url + ending)
    assert not window.sees("[data-kept-line]")
    window.open(url + HELP + ending)
    window.click(".reveal summary")
    window.type("[data-own=number]", "555-0100")
    window.click("[data-own-keep]")
    window.open(url + DIARY + ending)
    window.type(NOTES, "two sore thumbs")
    window.click("[data-keep]")
    window.open(url + ending)
    window.wait_for("[data-kept-line] a")
    line = "Kept on this device: Garden diary, Your clinic's own number."
    assert window.text("[data-kept-line] span") == line
    window.click("[data-kept-line] a")
    window.wait_for_page(DIARY + ending)
    window.back()
    window.wait_for("[data-kept-line] a")
    window.click("[data-kept-line] > a")
    window.wait_for(".kept li")
    assert window.evaluate(ROWS) == ["Garden diary", "Your clinic's own number"]
    window.click("[data-kept-all]")
    assert window.evaluate("localStorage.length") == 0
    assert window.evaluate(ROWS) == [] and window.sees("[data-kept-state]")
    window.click("[data-kept-undo]")
    assert window.evaluate("localStorage.length") == 2
    window.click("[data-kept-all]")
    window.back()
    window.wait_for_page(ending or "/")
    window.wait_until("document.querySelector('[data-kept-line]').hidden")
    window.back()
    window.wait_for("[data-keep]")
    window.wait_until("!document.querySelector('[data-keep]').checked")
    assert window.evaluate("localStorage.length") == 0


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
