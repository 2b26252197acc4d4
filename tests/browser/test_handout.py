"""What people do on a handout, in a real browser: Chromium or Chrome, driven by Playwright. Skipped
where there is none."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from support.browser import wait_until
from support.programs import needs
from support.project import ADDRESS

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

SHEET = "handouts/dry-hands/"
# Open a printed copy's address, where the page has these values; and return what is told.
COMPARED = """async ([values, version]) => {
    const line = document.querySelector('[data-version]');
    location.hash = '';
    Object.assign(line, { hidden: true, textContent: '' });
    Object.assign(line.dataset, values);
    await new Promise(changed => {
        addEventListener('hashchange', event => {
            if (event.newURL.endsWith(version)) setTimeout(changed);
        });
        location.hash = '#v=' + version;
    });
    return line.hidden ? 'hidden' : line.textContent;
}"""


def add_card(page: Page, card: str) -> None:
    """Let the handout have a card before its sources, once it is opened."""

    def answer(route: Route) -> None:
        response = route.fetch()
        before, heading, after = response.text().partition('<h2 id="sources"')
        assert heading
        route.fulfill(response=response, body=before + card + heading + after)

    page.route(f"**/{SHEET}", answer)


def test_without_scripts_one_can_read_navigate_and_download(site_url, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_url)
    assert not page.locator("form[data-search]").is_visible()
    page.click("text=Dry garden hands")
    assert page.locator("h1").text_content() == "Dry garden hands"
    href = page.locator(".print a").first.get_attribute("href")
    sheet = site_url + SHEET + "dry-hands.pdf" if href.startswith("..") else page.url + href
    assert page.request.get(sheet).status == 200
    context.close()


def test_a_printed_copy_is_told_whether_it_is_current(site_url, page, built_library):
    library, _ = built_library
    (handout,) = (page for page in library.languages[0].handouts if page.id == "dry-hands")
    line = page.locator("[data-version]")
    page.goto(site_url + SHEET)
    assert not line.is_visible()
    page.goto(library.qr_target(handout).replace(ADDRESS, site_url))
    page.wait_for_selector("[data-version]:not([hidden])")
    assert line.text_content() == "Your printed copy is the current version."
    page.evaluate(
        "() => { document.querySelector('[data-version]').dataset.changes = '[]'; location.hash = "
        "'#v=2020-01-02.abcdef'; }"
    )
    wait_until(page, "document.querySelector('[data-version]').textContent.includes('2020')")
    assert line.text_content() == (
        f"Your printed copy is from 2020-01-02. This page last changed on "
        f"{handout.changed.isoformat()}. "
        "Please read this page again, or ask your care team for a new copy."
    )


def test_a_copy_of_the_same_day_and_a_draft_are_told_apart(site_url, page):
    page.goto(site_url + SHEET)
    again = "Please read this page again, or ask your care team for a new copy."
    for page_version, copy_version, message in (
        ("2026-11-22.2.abcdef", "2026-11-22.abcdef", "Your printed copy is the current version."),
        ("2026-11-22.2.abcdef", "draft.abcdef", "Your printed copy is the current version."),
        (
            "2026-11-22.2.abcdef",
            "2026-11-22.fedcba",
            "Your printed copy is from 2026-11-22. This page last changed on 2026-11-22. " + again,
        ),
        ("2026-11-22.abcdef", "draft.fedcba", again),
        ("draft.abcdef", "2026-11-22.fedcba", again),
    ):
        values = {"changes": "[]", "version": page_version}
        assert page.evaluate(COMPARED, [values, copy_version]) == message, copy_version


def test_a_change_says_whether_it_matters(site_url, page):
    page.goto(site_url + SHEET)
    for matters, message in (
        (True, "The change matters for what you do: Call the same day."),
        (False, "The change does not affect what you should do."),
    ):
        changes = [{"on": "2021-05-06", "what": "Call the same day.", "matters": matters}]
        values = {"changes": json.dumps(changes)}
        assert page.evaluate(COMPARED, [values, "2020-01-02.abcdef"]).endswith(message)


def test_what_is_no_version_shows_nothing(site_url, page):
    for version in ("v=<b>x</b>", "v=2020-01-02", "v=2020-01-02.abcdef<img src=x>", "v=%", "w=1"):
        page.goto("about:blank")
        page.goto(f"{site_url}{SHEET}#{version}")
        assert not page.locator("[data-version]").is_visible(), version
        assert page.locator("[data-version] *").count() == 0, version


def test_past_its_day_a_page_says_so_on_the_readers_device(site_url, browser):
    for day, late in (("2026-12-01", False), ("2031-01-01", True)):
        context = browser.new_context()
        page = context.new_page()
        page.clock.set_fixed_time(f"{day}T12:00:00")
        page.goto(site_url + SHEET)
        page.wait_for_load_state("load")
        assert page.locator("[data-due]").first.is_visible() is late
        context.close()


def test_sources_and_what_is_about_the_page_fold_until_they_are_asked_for(site_url, page):
    """By a tap, or by a link to what is folded, also the same link again."""
    page.goto(site_url + SHEET)
    sources, about = page.locator("ol.sources"), page.locator(".facts dl")
    page.wait_for_selector("details.fold")
    assert not sources.is_visible() and not about.is_visible()
    assert page.locator("#sources").is_visible() and page.locator("#about-this").is_visible()
    page.click("#about-this")
    assert about.is_visible()
    for _ in range(2):
        page.locator("article sup a").first.click()
        assert sources.is_visible()
        page.click("#sources")
        assert not sources.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_unfolds_has_the_color_of_the_words_around_it(site_url, new_page, scheme):
    page = new_page(390, color_scheme=scheme)
    add_card(
        page, '<section class="card level-1"><h3>Later:</h3><ul><li>A sign</li></ul></section>'
    )
    page.goto(site_url + SHEET)
    page.click(".card > details.fold > summary")
    assert page.is_visible(".card > .fold li")
    colors = page.evaluate(
        """['.handout__article', '.card > .fold li'].map(
            selector => getComputedStyle(document.querySelector(selector)).color)"""
    )
    assert colors[0] == colors[1]


@pytest.mark.parametrize("width", [390, 1280])
def test_numbers_to_tap_in_a_card_begin_where_its_words_do(site_url, new_page, width):
    page = new_page(width)
    calls = '<ul class="calls"><li><a href="tel:1">1</a></li><li><a href="tel:2">2</a></li></ul>'
    card = f'<section class="card level-4"><h3>Help:</h3><p>Call now.</p>{calls}</section>'
    add_card(page, card)
    page.goto(site_url + SHEET)
    words, number = page.evaluate(
        """['p', '.calls a'].map(
            place => document.querySelector(`.level-4 > ${place}`).getBoundingClientRect().left)"""
    )
    assert abs(words - number) < 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_code_stands_on_a_ground_of_the_scheme(site_url, new_page, scheme):
    page = new_page(390, color_scheme=scheme)
    page.goto(site_url + SHEET)
    colors = page.evaluate(
        """() => {
            const article = document.querySelector('.handout__article');
            const code = article.appendChild(document.createElement('code'));
            const raised = article.appendChild(document.createElement('p'));
            raised.style.background = 'var(--raised)';
            return [getComputedStyle(code).backgroundColor, getComputedStyle(code).color,
                getComputedStyle(raised).backgroundColor, getComputedStyle(article).color];
        }"""
    )
    assert colors[:2] == colors[2:]


def test_nothing_is_folded_on_paper_or_without_scripts(site_url, new_page):
    page = new_page(390)
    page.goto(site_url + SHEET)
    page.wait_for_selector("details.fold")
    page.emulate_media(media="print")
    wait_until(
        page,
        "document.querySelector('ol.sources li').checkVisibility({contentVisibilityAuto: true})",
    )
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("ol.sources").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not page.locator("ol.sources").is_visible()
    plain = new_page(390, java_script_enabled=False)
    plain.goto(site_url + SHEET)
    assert plain.locator("ol.sources").is_visible() and plain.locator(".facts dl").is_visible()


@needs("pdftotext")
def test_a_browsers_own_print_needs_no_grounds(site_url, page):
    """Browsers print none unless they are told to: the head of no card is white on nothing."""
    page.goto(site_url + SHEET)
    page.emulate_media(media="print")
    heads = page.evaluate("""() => [1, 2, 3].map(level => {
        const card = document.querySelector('section.card');
        card.className = 'card level-' + level;
        const style = getComputedStyle(card.querySelector('h3'));
        return [style.backgroundColor, style.color];
    })""")
    assert heads == [["rgba(0, 0, 0, 0)", "rgb(29, 27, 24)"]] * 3


def test_the_browsers_own_print_is_a_sheet_too(site_url, page, tmp_path):
    """Short sources, no buttons, and no card that is cut in two or leaves most of a page empty."""
    page.goto(site_url + SHEET)
    card = "document.querySelector('section.card')"
    page.evaluate(f"for (let n = 0; n < 3; n++) {card}.after({card}.cloneNode(true))")
    page.pdf(path=tmp_path / "page.pdf", format="Letter")
    words = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "page.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Print or save" not in words and "Copy the link" not in words
    assert "https://" not in words[words.index("Journal of Soil & Skin") :]
    pages = words.rstrip("\f").split("\f")
    heads = [part.count("Call 112 if:") + part.count("Call 911 if:") for part in pages]
    signs = [part.count("your hand turns white") for part in pages]
    assert heads == signs and sum(heads) == 4, "each card stands on one page"
    assert heads[0] > 0, "cards begin where there is room"
