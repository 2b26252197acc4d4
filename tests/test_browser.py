"""What people do, in a real browser: Chromium or Chrome, driven by Playwright. Skipped at home where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from conftest import drawn, pressed, served, until

from handouts.outputs import search_index

SHEET = "handouts/skin-and-sore-care/"


def test_every_page_is_quiet_and_private(web, page, real):
    """No request to another server, no error, no cookie, nothing stored, on any page."""
    library, _ = real
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text))
    page.on(
        "response", lambda response: wrong.append(response.url) if response.status >= 400 else None
    )
    for language in library.languages:
        for one in (*language.handouts, *language.pages):
            page.goto(web + library.address(one))
            assert page.evaluate(
                "[localStorage.length, sessionStorage.length, document.cookie]"
            ) == [0, 0, ""]
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, (
                f"{one.source.path} scrolls sideways"
            )
            assert page.evaluate("document.querySelectorAll('h1').length") == 1
    assert [url for url in asked if not url.startswith(web)] == []
    assert wrong == []


@pytest.mark.parametrize(
    "asked, first",
    [
        ("open sore", "Skin and sore care"),
        ("surjery", "Surgery and procedures"),
        ("can my child go to school", "Children and teens with JDM"),
        ("sun", "Sun protection"),
    ],
)
def test_search_finds_in_spite_of_slips(web, page, asked, first):
    page.goto(web)
    page.fill("#search-box", asked)
    page.wait_for_selector("[data-search-list] a")
    titles = page.locator("[data-search-list] a").all_text_contents()
    assert first in titles[:3], titles


def test_search_words_stay_out_of_every_address(web, page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(web + SHEET)
    page.click("[data-search-open]")
    page.fill("#search-box", "pus in a lump")
    page.wait_for_selector("[data-search-list] a")
    pressed(page, "#search-box")
    page.goto(web + SHEET)
    page.click("[data-search-open]")
    page.fill("#search-box", "pus in a lump")
    page.click("[data-search-list] a")
    page.wait_for_load_state()
    assert not any("pus" in url for url in [*asked, page.url])


def test_search_without_a_result_offers_a_way_on(web, page):
    page.goto(web)
    page.fill("#search-box", "qqqqzzzz")
    page.wait_for_selector("[data-search-none]:not([hidden])")
    assert page.locator("[data-search-none] a").get_attribute("href").endswith("#all-handouts")


def test_without_scripts_one_can_read_navigate_and_download(web, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(web)
    assert not page.locator("[data-search]").is_visible()
    page.click("text=Skin and sore care")
    assert page.locator("h1").text_content() == "Skin and sore care"
    href = page.locator(".print a").first.get_attribute("href")
    sheet = web + SHEET + "skin-and-sore-care.pdf" if href.startswith("..") else page.url + href
    assert page.request.get(sheet).status == 200
    context.close()


def test_a_printed_copy_is_told_whether_it_is_current(web, page, real):
    library, _ = real
    one = next(one for one in library.languages[0].handouts if one.id == "skin-and-sore-care")
    line = page.locator("[data-version]")
    page.goto(web + SHEET)
    assert not line.is_visible()
    page.goto(library.current(one).replace("https://clinic.example/handouts/", web))
    page.wait_for_selector("[data-version]:not([hidden])")
    assert line.text_content() == "Your printed copy is the current version."
    page.evaluate(
        "() => { document.querySelector('[data-version]').dataset.changes = '[]'; location.hash = '#v=2020-01-02.abcdef'; }"
    )
    until(page, "document.querySelector('[data-version]').textContent.includes('2020')")
    assert line.text_content() == (
        f"Your printed copy is from 2020-01-02. This page last changed on {one.changed.isoformat()}. "
        "Please read this page again, or ask your care team for a new copy."
    )


@pytest.mark.parametrize(
    "matters, said",
    [
        ("true", "The change matters for what you do: Call the same day."),
        ("false", "The change does not affect what you should do."),
    ],
)
def test_a_change_says_whether_it_matters(web, page, matters, said):
    page.goto(web + SHEET)
    page.evaluate(
        f"""() => {{ const line = document.querySelector('[data-version]');
        line.dataset.changes = JSON.stringify([{{on: '2021-05-06', what: 'Call the same day.', matters: {matters}}}]);
        location.hash = '#v=2020-01-02.abcdef'; }}"""
    )
    page.wait_for_selector("[data-version]:not([hidden])")
    assert page.locator("[data-version]").text_content().endswith(said)


@pytest.mark.parametrize(
    "hash", ["#v=<b>x</b>", "#v=2020-01-02", "#v=2020-01-02.abcdef<img src=x>", "#v=%", "#w=1"]
)
def test_a_strange_version_says_nothing(web, page, hash):
    page.goto(web + SHEET + hash)
    assert (
        not page.locator("[data-version]").is_visible()
        and page.locator("[data-version] *").count() == 0
    )


def test_past_its_day_a_page_says_so_on_the_readers_device(web, browser):
    for day, late in (("2026-12-01", False), ("2031-01-01", True)):
        context = browser.new_context()
        page = context.new_page()
        page.clock.set_fixed_time(f"{day}T12:00:00")
        page.goto(web + SHEET)
        page.wait_for_load_state("load")
        assert page.locator("[data-due]").first.is_visible() is late
        context.close()


# A search index in parts -------------------------------------------------------------------------------------------------

FOUND = "[data-search-list] a:has-text('Dry garden hands')"
NONE = "[data-search-none]:not([hidden])"
SECOND = "**/search-index.2.js"
LATER = re.compile(r"search-index\.\d\.js")
LAST = """() => new Promise(done => {
    const look = () => handoutIndex.from === 1 && 'bag' in handoutIndex.handouts[0] ? done() : requestAnimationFrame(look);
    look();
})"""  # until the last part has run
CHANGES = """() => {
    window.changes = 0;
    const watch = new MutationObserver(found => { window.changes += found.length; });
    for (const place of ['[data-search-list]', '[data-search-count]']) {
        watch.observe(document.querySelector(place), {childList: true, characterData: true, subtree: true});
    }
}"""


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Iterator[str]:
    """The small library with an index in four parts: the titles of each of its two handouts, the words of each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SITE_URL", raising=False)
        patch.setattr(search_index, "LIMIT", 10)
        made = drawn(tmp_path_factory.mktemp("large")).build()
    with served(made.folder) as address:
        yield address


def test_later_parts_of_the_index_answer_what_waits_in_the_box(large, page):
    """Nothing is fetched before the box has focus; and nobody is told that there is nothing while parts are to come."""
    fetched: list[str] = []
    held: list = []
    page.on("request", lambda request: fetched.extend(re.findall(r"search-index.*", request.url)))
    page.route(SECOND, lambda route: held.insert(0, route))  # and those behind it wait for it
    page.goto(large, wait_until="networkidle")
    assert fetched == []
    with page.expect_request(SECOND):
        page.fill("#search-box", "clay")
    assert (
        page.locator("[data-search-results]").is_hidden()
        and page.text_content("[data-search-count]") == ""
    )
    held.pop().continue_()
    page.wait_for_selector(FOUND)
    page.evaluate(LAST)
    assert fetched == [
        "search-index.js",
        "search-index.2.js",
        "search-index.3.js",
        "search-index.4.js",
    ]
    assert "1" in page.text_content("[data-search-count]")


def test_later_parts_of_the_index_leave_alone_what_stays_the_same(large, page):
    held: list = []
    page.route(SECOND, lambda route: held.insert(0, route))  # and those behind it wait for it
    page.goto(large)
    with page.expect_request(SECOND):
        page.fill("#search-box", "soil")
    page.wait_for_selector(FOUND)
    page.evaluate(CHANGES)
    held.pop().continue_()
    page.evaluate(LAST)
    assert page.evaluate("changes") == 0
    page.fill("#search-box", "soil")
    assert page.evaluate("changes") == 0 and page.locator(FOUND).is_visible()
    page.press("#search-box", "Escape")
    assert page.evaluate("new Promise(requestAnimationFrame).then(() => changes)") > 0, (
        "the watch sees what changes"
    )
    assert page.locator("[data-search-results]").is_hidden()


def test_a_part_of_the_index_that_does_not_come_is_asked_for_again(large, page):
    page.route(LATER, lambda route: route.abort())
    page.goto(large)
    page.fill("#search-box", "clay")
    page.wait_for_selector(NONE)
    page.fill("#search-box", "cracked")
    page.wait_for_selector(FOUND)
    page.fill("#search-box", "cla")
    page.wait_for_selector(NONE)
    page.unroute(LATER)
    page.fill("#search-box", "clay")
    page.wait_for_selector(FOUND)
