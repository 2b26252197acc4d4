"""A phone from before 2019, simulated: the style sheet without what Chrome 70 and Safari 12.1 do
not know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from support.browser import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

LOST = re.compile(
    r"(?<=[{;])(?:(?<!-)gap|(?:margin|padding)-(?:inline|block)|inset[\w-]*):[^;}]*(?=[;}])"
    r"|(?<=[{;])[\w-]+:[^;{}]*\bmin\([^;}]*(?=[;}])|(?<=[{;])overflow-wrap:anywhere(?=[;}])"
)
CLOSEST = """selector => Math.min(...[...document.querySelectorAll(selector)].flatMap(list => {
    const boxes = [...list.children].map(child => child.getBoundingClientRect()).filter(box => \
box.width);
    return boxes.slice(1).map((box, at) => Math.abs(box.top - boxes[at].top) > 20 ? 99 : box.left \
- boxes[at].right);
}))"""
TICKS = """() => [...document.querySelectorAll('ul.ticks li')].map(item => {
    const tick = getComputedStyle(item, '::before');
    const room = item.getBoundingClientRect().left - item.parentNode.getBoundingClientRect().left;
    return [parseFloat(tick.left) + parseFloat(tick.width) < 0, parseFloat(tick.left) + room > -1];
})"""


def aged(style: str) -> str:
    """Return a style sheet as an old browser reads it: what it lacks is gone, and its fallbacks
    hold."""
    style = re.sub(r"@supports not \(", "@supports (", style)
    return LOST.sub("", style).replace(":focus-visible", ":unknown-to-it")


@pytest.fixture
def old_phone(page: Page) -> Page:
    """A page on a small phone whose browser is old."""

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=aged(response.text()))

    page.set_viewport_size({"width": 360, "height": 640})
    page.route("**/assets/style.css?*", answer)
    return page


def test_the_style_sheet_is_aged():
    new = (
        "a{gap:0 1rem;column-gap:1rem}b{grid-template-columns:repeat(2,min(100%,3rem))}@supports "
        "not (inset:0){i{left:0}}"
    )
    assert aged(new) == "a{;column-gap:1rem}b{}@supports (inset:0){i{left:0}}"


def test_a_handout_can_be_read(site_url, old_phone):
    old_phone.goto(site_url + "handouts/dry-hands/")
    ticks = old_phone.evaluate(TICKS)
    assert ticks and all(all(tick) for tick in ticks), "a box stands before its words, on the page"
    for list_ in (".header__links", ".footer ul"):
        assert old_phone.evaluate(CLOSEST, list_) >= 8, list_


def test_the_search_box_shows_that_it_has_focus(site_url, old_phone):
    old_phone.goto(site_url)
    old_phone.focus("#search-box")
    assert old_phone.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    old_phone.fill("#search-box", "bleeding")
    wait_until(old_phone, "!!document.querySelector('[data-search-danger] section')")


def test_no_page_is_wider_than_the_screen(site_url, old_phone):
    for address in ("", "for-clinics/share/", "for-clinics/packet/", "sheets/", "connect/"):
        old_phone.goto(site_url + address)
        assert old_phone.evaluate("document.documentElement.scrollWidth") <= 360, address
