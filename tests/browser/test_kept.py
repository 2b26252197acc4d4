"""The list of all that a reader keeps on a device, on the page about privacy, and the line on the
home page that leads to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from support.browser import SCREENS, find_barriers, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Page

DIARY, HELP, PRIVACY = "handouts/garden-diary/", "handouts/when-to-call/", "about/privacy/"
SHEET, CLINIC = "garden-hands/1/sheet/garden-diary", "garden-hands/1/clinic"
GONE = "garden-hands/1/sheet/old-diary"
STORED = "[...Array(localStorage.length).keys()].map(at => localStorage.key(at)).sort()"
# What other sites of the host keep, and what this one keeps of no sheet.
FOREIGN = {
    "other/1/sheet/garden-diary": "theirs",
    "garden-hands-too/1/clinic": "theirs",
    "garden-hands-1/clinic": "theirs",
    "garden-hands/settings": "theirs",
    "text-size": "1",
    "sheet/garden-diary": "theirs",
}
REFUSED = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', "
    "'SecurityError'); } })"
)
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"


def record(**changes: object) -> str:
    """Return what is kept of a worksheet, with changes."""
    values = {
        "format": 1,
        "library": "garden-hands",
        "sheet": "garden-diary",
        "title": "Garden diary",
        "saved": "2026-11-30",
        "entries": {},
    }
    return json.dumps(values | changes)


def store(page: Page, texts: dict[str, str]) -> None:
    """Store texts under their names."""
    """Store texts under their names."""
    page.evaluate(
        "texts => Object.keys(texts).forEach(name => localStorage.setItem(name, texts[name]))",
        texts,
    )


def rows(page: Page) -> list[str]:
    """Return the words of each row of the list."""
    return [" ".join(row.split()) for row in page.locator(".kept li").all_inner_texts()]


def status(page: Page) -> str:
    """Return what is told below the list."""
    return page.inner_text(".kept [role=status]")


@pytest.fixture
def listed(url: str, page: Page) -> Page:
    """The page about privacy, with a diary, the clinic's number, and what is not ours."""
    page.goto(url + PRIVACY)
    clinic = json.dumps({"name": "Garden Clinic", "number": "555-0100", "saved": "2026-11-29"})
    store(page, FOREIGN | {CLINIC: clinic, SHEET: record(language="en")})
    page.reload()
    return page


def test_all_that_pages_keep_is_listed(url, page):
    """As the pages themselves keep it: in the language in which it was written last."""
    page.goto(url + "es/" + DIARY)
    page.fill("#notes ~ .write textarea", "x")
    page.check("[data-keep]")
    page.goto(url + HELP)
    page.click(".reveal summary")
    page.fill("[data-own=name]", "Garden Clinic")
    page.fill("[data-own=number]", "555-0100")
    page.check("[data-own-keep]")
    page.goto(url + PRIVACY)
    today = page.evaluate(
        "new Date().toLocaleDateString('en', { year: 'numeric', month: 'long', day: 'numeric' })"
    )
    assert rows(page) == [
        f"Diario del jardín Español · last written on {today} Delete",
        f"Your clinic's own number Garden Clinic, 555-0100 · last written on {today} Delete",
    ]
    links = page.locator(".kept li a")
    assert (
        links.first.get_attribute("lang") == "es" and page.locator("[data-kept-state]").is_hidden()
    )
    links.first.click()
    page.wait_for_selector("[data-keep]")
    assert page.url == f"{url}es/{DIARY}" and page.is_checked("[data-keep]")


def test_a_sheet_with_a_new_title_is_listed_in_the_language_it_was_written_in(url, page):
    page.goto(url + PRIVACY)
    store(page, {SHEET: record(language="es", title="Otro nombre")})
    page.reload()
    (row,) = rows(page)
    assert row.startswith("Diario del jardín Español")


def test_the_home_page_leads_to_each_that_is_kept_and_to_the_list(url, page):
    page.goto(url)
    line = page.locator("[data-kept-line]")
    assert line.is_hidden()
    store(page, FOREIGN)
    page.reload()
    assert line.is_hidden()
    store(page, {SHEET: record(language="en"), CLINIC: "{}"})
    for code, words in (
        (
            "",
            "Kept on this device: Garden diary, Your clinic's own number."
            " See or delete what is kept",
        ),
        (
            "es/",
            "Se conserva en este aparato: Diario del jardín, El número de su clínica."
            " Ver o borrar lo que se conserva",
        ),
    ):
        page.goto(url + code)
        assert line.inner_text() == words
        line.locator("a").first.click()
        page.wait_for_url(f"{url}{code}{DIARY}")
        page.go_back()
        line.locator("a").last.click()
        page.wait_for_selector(".kept li")
        assert page.url == f"{url}{code}{PRIVACY}#kept" and len(rows(page)) == 2


def test_each_is_deleted_alone_and_comes_back(listed):
    before = listed.evaluate(STORED)
    assert [row.split()[0] for row in rows(listed)] == ["Garden", "Your"], "as in the library"
    listed.get_by_role("button", name="Delete: Garden diary").click()
    assert listed.evaluate(STORED) == sorted([*FOREIGN, CLINIC]) and len(rows(listed)) == 1
    assert status(listed) == "Deleted from this device: Garden diary"
    assert listed.evaluate("document.activeElement.matches('[data-kept-undo]')")
    listed.keyboard.press("Enter")
    assert listed.evaluate(STORED) == before and len(rows(listed)) == 2
    assert status(listed) == "Kept on this device again: Garden diary"
    assert listed.locator("[data-kept-undo]").is_hidden()
    assert listed.evaluate("key => localStorage.getItem(key)", SHEET) == record(language="en")


def test_all_are_deleted_at_once_and_nothing_of_others(listed):
    listed.get_by_role("button", name="Delete all").click()
    assert listed.evaluate(STORED) == sorted(FOREIGN) and rows(listed) == []
    state = listed.locator("[data-kept-state]")
    assert state.is_visible() and "No worksheet and no phone number" in state.inner_text()
    assert listed.locator("[data-kept-all]").is_hidden()
    listed.get_by_role("button", name="Undo").click()
    assert listed.evaluate(STORED) == sorted([*FOREIGN, SHEET, CLINIC])
    assert all(
        listed.evaluate("key => localStorage.getItem(key)", name) == text
        for name, text in FOREIGN.items()
    )


def test_what_was_deleted_does_not_come_back_once_the_page_was_left(url, listed):
    listed.get_by_role("button", name="Delete all").click()
    listed.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert listed.locator("[data-kept-undo]").is_hidden() and status(listed) == ""


def test_what_was_written_in_another_tab_is_deleted_as_it_is_now(url, listed, new_page):
    other = new_page(390)
    other.goto(url + DIARY)
    store(other, {SHEET: record(title="Newer"), GONE: record(title="Old <b>diary</b>")})
    wait_until(listed, "document.querySelectorAll('.kept li').length === 3")
    assert "Old <b>diary</b>" in rows(listed)[-1] and listed.locator(".kept li b").count() == 0
    store(listed, {SHEET: record(title="Newest")})  # no event tells of it
    listed.get_by_role("button", name="Delete: Garden diary").click()
    assert SHEET not in listed.evaluate(STORED)
    listed.get_by_role("button", name="Undo").click()
    assert "Newest" in listed.evaluate("key => localStorage.getItem(key)", SHEET)


def test_a_page_that_is_open_keeps_no_more_once_it_was_deleted(url, page, new_page):
    """In another tab. What was typed stays on the page."""
    page.goto(url + DIARY)
    page.fill("#notes ~ .write textarea", "mine")
    page.check("[data-keep]")
    number = new_page(390)
    number.goto(url + HELP)
    number.click(".reveal summary")
    number.fill("[data-own=number]", "555-0100")
    number.check("[data-own-keep]")
    other = new_page(390)
    other.goto(url + PRIVACY)
    other.get_by_role("button", name="Delete all").click()
    wait_until(page, "!document.querySelector('[data-keep]').checked")
    wait_until(number, "!document.querySelector('[data-own-keep]').checked")
    assert not page.is_checked("[data-keep]") and not number.is_checked("[data-own-keep]")
    assert "Deleted from this device" in page.text_content(".fill-bar [role=status]")
    assert "deleted" in number.text_content(".own-number__state [role=status]")
    page.fill("#notes ~ .write textarea", "mine and more")
    page.wait_for_timeout(400)
    assert page.evaluate(STORED) == []


def test_what_cannot_be_read_is_named_and_deleted(url, page):
    page.goto(url + PRIVACY)
    for text in ("", "{", "null", "7", '{"saved": 7, "title": {}}', "[]"):
        store(page, {SHEET: text, GONE: text, "garden-hands/2/sheet/garden-diary": text})
        page.reload()
        entries = rows(page)
        assert [row.split(" ")[0] for row in entries].count("Garden") == 2, text
        assert len(entries) == 3, text
        assert not any("Invalid" in row or "written" in row for row in entries), "no day is made up"
        page.get_by_role("button", name="Delete all").click()
        assert page.evaluate(STORED) == [], text


def test_nothing_kept_refused_and_without_scripts_are_each_said(url, new_page):
    for script, words in ((True, "No worksheet"), (False, "needs JavaScript")):
        page = new_page(390, java_script_enabled=script)
        page.goto(url + PRIVACY)
        assert (
            words in page.inner_text(".kept") and page.locator(".kept button:visible").count() == 0
        )
    page = new_page(390)
    page.add_init_script(REFUSED)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for place in ("", PRIVACY):
        page.goto(url + place)
    assert "does not let the site keep" in page.inner_text("[data-kept-state]") and errors == []


def test_undo_that_finds_no_room_says_so_and_can_be_tried_again(listed):
    listed.get_by_role("button", name="Delete: Garden diary").click()
    listed.evaluate(f"(window.real = Storage.prototype.setItem, {FULL}, 0)")
    listed.get_by_role("button", name="Undo").click()
    assert status(listed) == "This browser cannot keep it." and len(rows(listed)) == 1
    listed.evaluate("(Storage.prototype.setItem = window.real, 0)")
    listed.get_by_role("button", name="Undo").click()
    assert len(rows(listed)) == 2


def test_undo_brings_back_nothing_that_was_gone_or_is_newer(listed):
    listed.evaluate("name => localStorage.removeItem(name)", SHEET)  # no event tells of it
    listed.get_by_role("button", name="Delete: Garden diary").click()
    listed.get_by_role("button", name="Undo").click()
    assert SHEET not in listed.evaluate(STORED)
    listed.get_by_role("button", name="Delete: Your clinic's own number").click()
    store(listed, {CLINIC: '{"name": "Newer"}'})
    listed.get_by_role("button", name="Undo").click()
    assert "Newer" in listed.evaluate("name => localStorage.getItem(name)", CLINIC)


def test_the_list_fits_a_phone_and_stands_on_no_paper(listed):
    assert listed.evaluate("document.documentElement.scrollWidth") <= 390
    listed.emulate_media(media="print")
    assert listed.locator(".kept").is_hidden()


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_no_barrier_in_the_list(url, new_page, width, scheme):
    page = new_page(width, color_scheme=scheme)
    page.goto(url + PRIVACY)
    store(page, {SHEET: record(language="es"), GONE: record(), CLINIC: "{}"})
    for place in ("", PRIVACY):
        page.goto(url + place)
        page.wait_for_selector(".kept li, [data-kept-line] a")
        assert find_barriers(page, scheme) == []
