"""Every page of the library in docs/ in a browser: loaded once, and looked at in all the ways that
readers have.

A phone comes first, with what it loads for a first visit; then a phone at 400 percent, with larger
and with spaced text; then paper; then what axe sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from handouts.model.addresses import NOT_FOUND
from handouts.model.library import Library
from handouts.model.pages import Handout
from handouts.site.built_site import Built
from support.browser import COLORS, SCREENS, OpenPage, find_barriers, run_axe
from support.docs import IS_OURS
from support.project import BuiltLibrary
from support.weight import files_of, limit_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Pixels of a handout on a phone; worksheets and lists are as long as they need to be.
LONGEST = 5100
# What WCAG 1.4.12 lets a reader set.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em "
    "!important } p { margin-bottom: 2em !important }"
)
ADDED = (
    "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); "
    "document.adoptedStyleSheets = [sheet]; }"
)
CLIPPED = """() => [...document.querySelectorAll('body *')].filter(element => {
    const style = getComputedStyle(element);
    if (element.closest('.visually-hidden, .screen-only, svg, template, .md-skip, .header__search \
span') || element.matches('input')) return false;
    return style.overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 2 && \
element.clientHeight > 1
        || style.overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 2 && \
element.clientWidth > 1;
}).map(element => element.className || element.tagName)"""


TERMS = """() => {
    const template = document.querySelector('[data-terms]');
    return [document.querySelectorAll('.term').length, template ? \
template.content.querySelectorAll('[data-forms]').length : 0];
}"""
BROKEN_HEADS = """() => [...document.querySelectorAll('tbody th')].filter(head => {
    const range = document.createRange(); range.selectNodeContents(head);
    return !/\\s/.test(head.textContent.trim()) && new Set([...range.getClientRects()].map(box => \
box.top)).size > 1;
}).map(head => head.textContent)"""
HIDDEN_SIGNS = """() => [...document.querySelectorAll('.card.level-2 *, .card.level-3 *, .band *')]
    .filter(part => part.textContent.trim() && !part.closest('.screen-only') && \
!part.checkVisibility())
    .map(part => part.textContent)"""
# Each kind of text that a page shows: what it stands in, by names, classes and colors of drawings.
# Of those that no page before had, the elements are kept for axe.
NEW_KINDS = """seen => {
    const kinds = new Map();
    for (const part of document.querySelectorAll('body *')) {
        if (![...part.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
        const path = [];
        for (let at = part; at !== document.body; at = at.parentElement) {
            path.push([at.tagName, at.getAttribute('class'), at.getAttribute('fill')]);
        }
        const kind = JSON.stringify(path);
        kinds.set(kind, [...kinds.get(kind) || [], part]);
    }
    seen.forEach(kind => kinds.delete(kind));
    window.newParts = [...kinds.values()].flat();
    return [...kinds.keys()];
}"""
seen_kinds: set[str] = set()  # of text whose colors axe has seen, in this worker
BOTTOM = "place => document.querySelector(place).getBoundingClientRect().bottom"
WIDTH = "document.documentElement.scrollWidth"


def every_page(library: Library) -> list[tuple[str, Handout | None]]:
    """The address of every page, with its handout, and of the page for wrong addresses."""
    pages = [page for language in library.languages for page in language.all_pages]
    addresses = [
        (library.address(page), page if isinstance(page, Handout) else None) for page in pages
    ]
    return [*addresses, (NOT_FOUND, None)]


def look_at_a_phone(page: Page, handout: Handout | None) -> Iterator[str]:
    """Nothing stored, nothing sideways, every definition can be opened; what matters on the first
    screen."""
    stored = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    if stored != [0, 0, ""]:
        yield f"stores {stored}"
    if page.evaluate(WIDTH) > 390:
        yield "scrolls sideways"
    if page.evaluate("document.querySelectorAll('h1').length") != 1:
        yield "has not one first heading"
    if handout is None:
        return
    opened, shipped = page.evaluate(TERMS)
    if opened != shipped:
        yield f"{opened} of {shipped} definitions can be opened"
    if handout.facts.kind != "handout":
        return
    page.wait_for_selector("details.fold")
    length = page.evaluate("document.documentElement.scrollHeight")
    if IS_OURS and length > LONGEST:
        yield f"is {length} px long"
    places = ((390, "#key-points + ul"), (320, "#key-points + ul > li"))
    if handout.helps_first:  # there the number to call comes first
        places = ((390, "article .calls a"), (320, "article .calls a"))
    for width, place in places:
        page.set_viewport_size({"width": width, "height": 664})
        bottom = page.evaluate(BOTTOM, place)
        if IS_OURS and bottom > 664:
            yield f"{place} ends at {bottom:.0f} px at a width of {width}"


def look_at_weight(built: Built, address: str, limit: int, requests: list[str]) -> Iterator[str]:
    """All that a first visit asks for is light, whether or not the phone has kept it."""
    files = files_of(built, requests)
    weight = sum(files.values())
    print(f"{weight / 1000:.1f} KB {address or 'home'}")
    if not any(file.endswith(".woff2") for file in files):
        yield "asks for no font"
    if weight > limit:
        yield f"weighs {weight} bytes, more than {limit}: {files}"


def look_at_400_percent(page: Page, handout: Handout | None) -> Iterator[str]:
    """1280 px at 400 % is 320 px; and nothing is cut off with the spacing of WCAG 1.4.12, or with
    larger text."""
    page.set_viewport_size({"width": 320, "height": 256})
    if handout and handout.facts.kind == "worksheet":
        yield from (f"breaks the word {word}" for word in page.evaluate(BROKEN_HEADS))
    for step in ("large", "spaced"):
        if step == "large":
            page.evaluate("document.documentElement.setAttribute('data-large', '')")
        else:
            page.evaluate("document.documentElement.removeAttribute('data-large')")
            page.evaluate(ADDED, SPACING)
        if (wide := page.evaluate(WIDTH)) > 320:
            yield f"{step}: {wide} px wide"
        yield from (f"{step}: cut off {part}" for part in page.evaluate(CLIPPED))
    page.evaluate(ADDED, "")


def look_at_signs(page: Page) -> Iterator[str]:
    """On a screen and on paper, each word of a card for an emergency or for today, and of the help
    band, can be seen."""
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        yield from (f"hides on {media}: {words}" for words in page.evaluate(HIDDEN_SIGNS))
    page.emulate_media(media="screen")


@pytest.mark.parametrize("share", range(4))
def test_each_page_fits_its_readers_and_has_no_barrier(
    built_library: BuiltLibrary, site_url: str, new_page: OpenPage, share: int
) -> None:
    """In shares, for all cores.

    Axe sees every page of the first language on a phone, those of the others on a desk: languages
    share templates. It looks at the colors of both schemes, which takes it longest, in kinds of
    text that no page before had, and in no others.
    """
    library, built = built_library
    homes = [library.home(language) for language in library.languages]
    translated = tuple(language.edition.root for language in library.languages[1:])
    page = new_page(390, 664, reduced_motion="reduce")
    requests: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: problems.append(f"{page.url} says {message.text}"))
    page.on(
        "response", lambda answer: problems.append(answer.url) if answer.status >= 400 else None
    )
    for address, handout in every_page(library)[share::4]:
        page.set_viewport_size({"width": 390, "height": 664})
        start = len(requests)
        page.goto(site_url + address)
        page.evaluate("document.fonts.ready.then(() => 0)")
        limit = limit_of(handout) if IS_OURS and (handout or address in homes) else None
        flaws = [
            *(look_at_weight(built, address, limit, requests[start:]) if limit else ()),
            *look_at_a_phone(page, handout),
            *look_at_400_percent(page, handout),
            *look_at_signs(page),
        ]
        is_translated = address.startswith(translated)
        width, scheme = SCREENS[is_translated]
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        flaws += find_barriers(page, scheme, colors=False)
        if kinds := page.evaluate(NEW_KINDS, [*seen_kinds]):
            for color_scheme in ("dark", "light"):
                page.emulate_media(color_scheme=color_scheme)
                barriers = run_axe(page, COLORS, "{include: window.newParts}")
                flaws += [f"{color_scheme} {barrier}" for barrier in barriers]
            seen_kinds.update(kinds)
        problems += [f"{address} {flaw}" for flaw in flaws]
    assert problems == [], "\n".join(problems)
    assert requests and [url for url in requests if not url.startswith(site_url)] == []
