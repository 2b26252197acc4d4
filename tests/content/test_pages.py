"""Every page of the library in docs/: its markup, no barrier that a checker sees, nothing that breaks when it is large."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import html5lib
import pytest

from handouts.model.addresses import NOT_FOUND, file_of
from handouts.pages.site_context import POLICY
from support.browser import SCREENS, find_barriers

# What WCAG 1.4.12 lets a reader set.
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"
ADDED = "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }"
CLIPPED = """() => [...document.querySelectorAll('body *')].filter(one => {
    const style = getComputedStyle(one);
    if (one.closest('.visually-hidden, .screen-only, svg, template, .md-skip, .header__search span') || one.matches('input')) return false;
    return style.overflowY === 'hidden' && one.scrollHeight > one.clientHeight + 2 && one.clientHeight > 1
        || style.overflowX === 'hidden' && one.scrollWidth > one.clientWidth + 2 && one.clientWidth > 1;
}).map(one => one.className || one.tagName)"""


def pages(built_library) -> list[str]:
    """The address of every page, and of the one for wrong addresses."""
    library, _ = built_library
    return [
        library.address(one)
        for language in library.languages
        for one in (*language.handouts, *language.pages)
    ] + [NOT_FOUND]


# Policy and markup -------------------------------------------------------------------------------------------------------


def test_every_page_has_the_policy_and_nothing_that_it_forbids(built_library):
    _, built = built_library
    assert POLICY.startswith("default-src 'none'") and "unsafe" not in POLICY
    for file in (file for file in built.files if file.endswith(".html")):
        tree = built.tree(file)
        assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [POLICY], (
            file
        )
        assert tree.xpath("//meta[@name='referrer']/@content") == ["no-referrer"], file
        assert (
            tree.xpath(
                "//style | //@style | //script[not(@src)][not(@type='application/ld+json')] | //@*[starts-with(name(), 'on')]"
            )
            == []
        ), file
        assert not [
            href
            for href in tree.xpath("//@href | //@src")
            if href.strip().lower().startswith(("javascript:", "data:"))
        ], file


def test_no_style_sheet_asks_for_what_the_policy_forbids(built_library):
    """The theme's own sheet holds drawings; where it was read before ours, a browser asked for them, now and then."""
    _, built = built_library
    sheets = [file for file in built.files if file.endswith(".css")]
    assert sheets and [file for file in sheets if b"data:" in built.data(file)] == []


def test_links_to_other_sites_say_so(built_library):
    _, built = built_library
    count = 0
    for file in (file for file in built.files if file.endswith(".html")):
        for link in built.tree(file).xpath(
            "//a[starts-with(@href, 'http')][not(starts-with(@href, 'https://clinic.example/'))]"
        ):
            assert link.get("rel") == "noopener noreferrer" and link.xpath(
                "span[@class='screen-only']"
            ), (file, link.get("href"))
            count += 1
    assert count


def test_pages_are_valid_html(built_library):
    """As strictly as the standard's own way of reading. One thing is known: the theme gives check boxes `autocomplete`."""
    _, built = built_library
    for file in sorted(file for file in built.files if file.endswith(".html")):
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(built.data(file).decode("utf-8"))
        assert [(place, wrong) for place, wrong, _ in parser.errors] == [], file


def test_landmarks_heading_and_language(built_library):
    library, built = built_library
    for language in library.languages:
        for one in (*language.handouts, *language.pages):
            tree = built.tree(file_of(library.address(one)))
            assert tree.get("lang") == language.code
            assert (
                len(tree.xpath("//h1"))
                == len(tree.xpath("//main"))
                == len(tree.xpath("//header"))
                == len(tree.xpath("//footer"))
                == 1
            )
            levels = [int(head.tag[1]) for head in tree.xpath("//h1 | //h2 | //h3 | //h4")]
            assert levels[0] == 1 and all(b - a <= 1 for a, b in pairwise(levels)), one.source.path
            skip = tree.xpath("//a[contains(@class, 'md-skip')]/@href")
            assert len(skip) == 1 and tree.xpath(f"//*[@id='{skip[0].removeprefix('#')}']"), (
                one.source.path
            )


def test_a_color_scheme_gives_colors_and_nothing_else(built_library):
    """So what holds in one of them holds in the other, but for colors; `find_barriers` trusts in that."""
    _, built = built_library
    sheets = "".join(built.data(file).decode() for file in built.files if file.endswith(".css"))
    blocks = re.findall(
        r"@media[^{]*prefers-color-scheme[^{]*\{((?:[^{}]*\{[^{}]*\})*)\s*\}", sheets
    )
    assert blocks and len(blocks) == sheets.count("prefers-color-scheme")
    given = [
        one
        for block in blocks
        for rule in re.findall(r"\{([^}]*)\}", block)
        for one in re.findall(r"([\w-]+)\s*:\s*([^;]+)", rule)
    ]
    assert [
        (name, value)
        for name, value in given
        if not (name == "color-scheme" or re.fullmatch(r"#[0-9a-f]+", value.strip()))
    ] == []


# In a browser -------------------------------------------------------------------------------------


def test_every_page_is_quiet_and_private(site_url, page, built_library):
    """No request to another server, no error, no cookie, nothing stored, on any page."""
    library, _ = built_library
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text))
    page.on(
        "response", lambda response: wrong.append(response.url) if response.status >= 400 else None
    )
    for language in library.languages:
        for one in (*language.handouts, *language.pages):
            page.goto(site_url + library.address(one))
            assert page.evaluate(
                "[localStorage.length, sessionStorage.length, document.cookie]"
            ) == [0, 0, ""]
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, (
                f"{one.source.path} scrolls sideways"
            )
            assert page.evaluate("document.querySelectorAll('h1').length") == 1
    assert [url for url in asked if not url.startswith(site_url)] == []
    assert wrong == []


# A checker's view --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", range(4))
def test_axe_finds_nothing(built_library, site_url, new_page, share):
    """Every page of the first language on a phone, in the colors of both schemes; those of the others on a desk.

    Languages share templates and colors: each page is seen in both widths, and each word of each language once. In shares, for
    all cores.
    """
    library, _ = built_library
    translated = tuple(language.edition.root for language in library.languages[1:])
    phone, desk = (
        new_page(width, reduced_motion="reduce", color_scheme=scheme) for width, scheme in SCREENS
    )
    barriers = []
    for address in pages(built_library)[share::4]:
        is_translated = address.startswith(translated)
        page, scheme = (desk, "dark") if is_translated else (phone, "light")
        page.goto(site_url + address)
        barriers += [
            f"{address} {barrier}"
            for barrier in find_barriers(page, scheme, colors=not is_translated)
        ]
    assert barriers == [], "\n".join(barriers)


# Large, spaced, without color, on paper ----------------------------------------------------------------------------------


def test_no_page_scrolls_sideways_or_clips_at_400_percent(built_library, site_url, new_page):
    """1280 px at 400 % is 320 px; and nothing is cut off with the spacing of WCAG 1.4.12, or with larger text."""
    page = new_page(320, 256)
    wrong = []
    for address in pages(built_library):
        page.goto(site_url + address)
        for step in ("large", "spaced"):
            if step == "large":
                page.evaluate("document.documentElement.setAttribute('data-large', '')")
            if step == "spaced":
                page.evaluate("document.documentElement.removeAttribute('data-large')")
                page.evaluate(ADDED, SPACING)
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > 320:
                wrong.append(f"{address} {step}: {wide} px wide")
            wrong += [f"{address} {step}: cut off {one}" for one in page.evaluate(CLIPPED)]
    assert wrong == [], "\n".join(wrong)


def test_the_first_phone_screen_holds_the_key_points_in_every_language(
    built_library, site_url, new_page
):
    library, _ = built_library
    page = new_page(390, 664)
    over = []
    for _, handout in library:
        if handout.facts.kind == "handout":
            page.goto(site_url + library.address(handout))
            places = ((390, "#key-points + ul"), (320, "#key-points + ul > li"))
            if handout.helps_first:  # there the number to call comes first
                places = ((390, "article .calls a"), (320, "article .calls a"))
            for width, place in places:
                page.set_viewport_size({"width": width, "height": 664})
                bottom = page.evaluate(
                    "place => document.querySelector(place).getBoundingClientRect().bottom", place
                )
                if bottom > 664:
                    over.append(f"{handout.source.path} at {width} px: {bottom:.0f} px")
    assert over == [], over


def test_no_word_in_the_head_of_a_row_is_broken_on_a_small_phone(built_library, site_url, new_page):
    library, _ = built_library
    page = new_page(320)
    for language in library.languages:
        for one in language.handouts:
            if one.facts.kind == "worksheet":
                page.goto(site_url + library.address(one))
                broken = page.evaluate(
                    """() => [...document.querySelectorAll('tbody th')].filter(one => {
                        const range = document.createRange(); range.selectNodeContents(one);
                        return !/\\s/.test(one.textContent.trim()) && new Set([...range.getClientRects()].map(box => box.top)).size > 1;
                    }).map(one => one.textContent)"""
                )
                assert broken == [], one.source.path


def test_every_definition_of_a_page_can_be_opened(built_library, site_url, page):
    """What the template holds, the script finds: both skip headings, links and cards alike."""
    library, _ = built_library
    count = 0
    for handout in library.languages[0].handouts:
        page.goto(site_url + library.address(handout))
        shipped = page.evaluate(
            "Array.from(document.querySelectorAll('[data-terms]')).map("
            "template => template.content.querySelectorAll('[data-forms]').length)[0] || 0"
        )
        assert page.locator(".term").count() == shipped, handout.id
        count += shipped
    if not count:
        pytest.skip("no page of docs/ holds a word of the word list")


# Helps on a handout ------------------------------------------------------------------------------------------------------


def test_what_machines_are_told_is_true(built_library):
    library, built = built_library
    for language, one in library:
        tree = built.tree(file_of(library.address(one)))
        (text,) = tree.xpath("//script[@type='application/ld+json']/text()")
        told = json.loads(text)
        assert told["@type"] == "MedicalWebPage" and told["inLanguage"] == language.code
        assert told["name"] == one.title and told["url"] == library.absolute(library.address(one))
        assert told.get("dateModified") == (one.changed.isoformat() if one.changed else None)
        assert ("lastReviewed" in told) is ("reviewedBy" in told) is (one.review_state == "current")
        assert {
            each["contentUrl"].removeprefix(library.site.url) for each in told["encoding"]
        } <= built.files
        is_cited = one.facts.kind != "words" and bool(library.summaries[one].sources)
        assert ("citation" in told) is is_cited
        assert tree.xpath("string(//meta[@property='og:title']/@content)") == one.title
