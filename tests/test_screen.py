"""The screen for everyone: no barrier that a checker sees, every function by keyboard, no page that breaks when it is
made large, and no more weight than a slow phone bears."""

from __future__ import annotations

import gzip
import json
import re
from itertools import pairwise

import html5lib
import pytest
import segno
from conftest import FIRST_SEEN, barriers, pressed

from handouts.model.addresses import NOT_FOUND, file_of
from handouts.pages.site_context import POLICY

SHEET = "handouts/skin-and-sore-care/"
FIRST_VISIT, NEXT_PAGE = 120_000, 25_000  # bytes over the wire, compressed
# What WCAG 1.4.12 lets a reader set.
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"
ADDED = "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }"
FOCUSED = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const inside = [...one.getClientRects()].find(rect => rect.width && rect.height) || box;
    const x = inside.left + inside.width / 2, y = inside.top + inside.height / 2;
    const top = document.elementFromPoint(x, y);
    return {
        name: (one.textContent || '').trim().slice(0, 40) || one.getAttribute('aria-label') || one.id || one.tagName,
        seen: inside.width > 4 && inside.height > 4 && x >= 0 && y >= 0 && x <= innerWidth && y <= innerHeight,
        covered: !(top && (one.contains(top) || top.contains(one))),
        ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        id: [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].indexOf(one),
    };
}"""
REACHABLE = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .map((one, at) => [one, at]).filter(([one]) => {
        if (one.matches('.md-toggle') || one.disabled) return false;
        if (one.tagName !== 'SUMMARY' && one.closest('details:not([open])')) return false;
        if (one.classList.contains('md-skip')) return true;
        const box = one.getBoundingClientRect();
        return box.width > 0 && box.height > 0 && getComputedStyle(one).visibility !== 'hidden';
    }).map(([one, at]) => at)"""
CLIPPED = """() => [...document.querySelectorAll('body *')].filter(one => {
    const style = getComputedStyle(one);
    if (one.closest('.visually-hidden, .screen-only, svg, template, .md-skip, .header__search span') || one.matches('input')) return false;
    return style.overflowY === 'hidden' && one.scrollHeight > one.clientHeight + 2 && one.clientHeight > 1
        || style.overflowX === 'hidden' && one.scrollWidth > one.clientWidth + 2 && one.clientWidth > 1;
}).map(one => one.className || one.tagName)"""


def pages(real) -> list[str]:
    """The address of every page, and of the one for wrong addresses."""
    library, _ = real
    return [
        library.address(one)
        for language in library.languages
        for one in (*language.handouts, *language.pages)
    ] + [NOT_FOUND]


# Policy and markup -------------------------------------------------------------------------------------------------------


def test_every_page_has_the_policy_and_nothing_that_it_forbids(real):
    _, built = real
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


def test_no_style_sheet_asks_for_what_the_policy_forbids(real):
    """The theme's own sheet holds drawings; where it was read before ours, a browser asked for them, now and then."""
    _, built = real
    sheets = [file for file in built.files if file.endswith(".css")]
    assert sheets and [file for file in sheets if b"data:" in built.data(file)] == []


def test_the_policy_stops_what_is_not_ours(web, page):
    page.goto(web)
    page.evaluate(
        "const one = document.createElement('script'); one.textContent = 'window.foreign = 1'; document.head.append(one)"
    )
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert page.evaluate("window.foreign") is None
    assert page.evaluate("getComputedStyle(document.body).color") != "rgb(255, 0, 0)"


def test_links_to_other_sites_say_so(real):
    _, built = real
    count = 0
    for file in (file for file in built.files if file.endswith(".html")):
        for link in built.tree(file).xpath(
            "//a[starts-with(@href, 'http')][not(starts-with(@href, 'https://clinic.example/'))]"
        ):
            assert link.get("rel") == "noopener noreferrer" and link.xpath(
                "span[@class='screen-only']"
            ), (file, link.get("href"))
            count += 1
    assert count > 100


def test_pages_are_valid_html(real):
    """As strictly as the standard's own way of reading. One thing is known: the theme gives check boxes `autocomplete`."""
    _, built = real
    for file in sorted(file for file in built.files if file.endswith(".html")):
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(built.data(file).decode("utf-8"))
        assert [(place, wrong) for place, wrong, _ in parser.errors] == [], file


def test_landmarks_heading_and_language(real):
    library, built = real
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


def test_a_color_scheme_gives_colors_and_nothing_else(real):
    """So what holds in one of them holds in the other, but for colors; `barriers` in conftest.py trusts in that."""
    _, built = real
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


# A checker's view --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("color", ["#777", "#909090", "#9d9d9d"])
def test_axe_sees_what_is_hard_to_read_in_one_scheme_only(web, screen, color):
    """4 to 1, 5.5 to 1, and 6.5 to 1."""
    page = screen(390, reduced_motion="reduce", color_scheme="light")
    page.goto(web + SHEET)
    page.evaluate(
        ADDED,
        f"@media (prefers-color-scheme: dark) {{ .md-typeset .summary {{ color: {color} }} }}",
    )
    (found,) = barriers(page, "light")
    assert found.startswith('dark color-contrast: <p class="summary">')


@pytest.mark.parametrize(("width", "scheme"), FIRST_SEEN)
@pytest.mark.parametrize("share", range(4))
def test_axe_finds_nothing(real, web, screen, width, scheme, share):
    """Every page on a phone and on a desk, those of the first language in both schemes: colors know no language.

    In shares, for all cores.
    """
    library, _ = real
    translated = tuple(language.edition.root for language in library.languages[1:])
    page = screen(width, reduced_motion="reduce", color_scheme=scheme)
    wrong = []
    for address in pages(real)[share::4]:
        page.goto(web + address)
        wrong += [
            f"{address} {one}"
            for one in barriers(page, scheme, both=not address.startswith(translated))
        ]
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize(("width", "scheme"), FIRST_SEEN)
def test_axe_finds_nothing_where_something_is_open(web, screen, width, scheme):
    page = screen(width, color_scheme=scheme, reduced_motion="reduce")
    wrong = []
    for address, asked in (("", "my lump is bleeding"), (SHEET, "sun"), (SHEET, "qqqzzz")):
        page.goto(web + address)
        if page.locator("[data-search-open]").is_visible():
            page.click("[data-search-open]")
        page.fill("#search-box", asked)
        page.wait_for_selector("[data-search-results]:not([hidden])")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        if address:
            page.locator(".term").first.evaluate("one => one.click()")
            page.evaluate("document.documentElement.setAttribute('data-large', '')")
        wrong += [f"{address} {asked} {one}" for one in barriers(page, scheme)]
    assert wrong == [], "\n".join(wrong)


# Keyboard ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("where", ["", SHEET, "sheets/", "for-clinics/share/"])
def test_every_function_is_reached_by_tab_and_seen(web, screen, width, where):
    page = screen(width, 640)
    page.goto(web + where)
    page.wait_for_selector("[data-size-button]:visible")
    wanted = set(page.evaluate(REACHABLE))
    reached = set()
    for _ in range(len(wanted) + 3):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED)
        if now is None:
            break
        assert now["seen"], f"{now['name']}: has focus and is not in view"
        assert not now["covered"], f"{now['name']}: has focus and something covers it"
        assert now["ring"], f"{now['name']}: nothing shows that it has focus"
        reached.add(now["id"])
    assert wanted <= reached, page.evaluate(
        "ids => ids.map(id => document.querySelectorAll('a[href], button, input, select, textarea, summary')[id].outerHTML.slice(0, 120))",
        list(wanted - reached),
    )


def test_skip_link_leads_past_the_header(web, page):
    page.goto(web + SHEET)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "md-skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize("width", [320, 1280])
def test_search_by_keyboard(web, screen, width):
    page = screen(width)
    page.goto(web + SHEET)
    if width < 900:
        page.focus("[data-search-open]")
        page.keyboard.press("Enter")
    else:
        page.focus("#search-box")
    assert page.evaluate("document.activeElement.id") == "search-box"
    page.keyboard.type("sun")
    page.wait_for_selector("[data-search-list] a")
    assert re.search(r"\d", page.text_content("[role=status][data-search-count]"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(
        "document.activeElement === document.querySelectorAll('[data-search-list] a')[1]"
    )
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "search-box"
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert (
        not page.locator("[data-search-results]").is_visible()
        and page.evaluate("document.activeElement.id") == "search-box"
    )
    page.keyboard.press("End")
    page.keyboard.type(" hat")
    page.wait_for_selector("[data-search-list] a:visible")
    page.keyboard.press("ArrowDown")
    pressed(page, ":focus")
    page.wait_for_url("**/sun-protection/")


# Large, spaced, without color, on paper ----------------------------------------------------------------------------------


def test_no_page_scrolls_sideways_or_clips_at_400_percent(real, web, screen):
    """1280 px at 400 % is 320 px; and nothing is cut off with the spacing of WCAG 1.4.12, or with larger text."""
    page = screen(320, 256)
    wrong = []
    for address in pages(real):
        page.goto(web + address)
        for step in ("plain", "large", "spaced"):
            if step == "large":
                page.evaluate("document.documentElement.setAttribute('data-large', '')")
            if step == "spaced":
                page.evaluate("document.documentElement.removeAttribute('data-large')")
                page.evaluate(ADDED, SPACING)
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > 320:
                wrong.append(f"{address} {step}: {wide} px wide")
            wrong += [f"{address} {step}: cut off {one}" for one in page.evaluate(CLIPPED)]
    assert wrong == [], "\n".join(wrong)


def test_text_is_roomy_and_controls_are_large_enough(web, screen):
    for width in (320, 1280):
        page = screen(width)
        page.goto(web + SHEET)
        page.wait_for_selector("[data-size-button]:visible")
        assert (
            page.evaluate(
                "parseFloat(getComputedStyle(document.querySelector('article p:not(.summary)')).fontSize)"
            )
            >= 18
        )
        small = page.evaluate(
            """() => [...document.querySelectorAll('header a, header button, header summary, .panel a, .panel button, footer a')]
            .filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML.slice(0, 80))"""
        )
        assert small == []


def test_what_a_ground_marks_has_an_edge_in_forced_colors(web, screen):
    page = screen(390, forced_colors="active")
    page.goto(web + SHEET)
    page.wait_for_selector("[data-size-button]:visible")
    for place in (
        "#key-points + ul",
        ".card",
        ".print",
        ".print li:first-child a",
        "[data-size-button]",
        "[data-search-open]",
    ):
        assert (
            page.evaluate(
                "place => parseFloat(getComputedStyle(document.querySelector(place)).borderTopWidth)",
                place,
            )
            >= 1
        ), place


def test_nothing_moves_where_a_reader_wants_no_motion(web, screen):
    page = screen(390, reduced_motion="reduce")
    page.goto(web + SHEET)
    moving = "[...document.querySelectorAll('*')].filter(one => { const style = getComputedStyle(one); return parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none' || style.scrollBehavior === 'smooth' }).length"
    assert page.evaluate(moving) == 0


def test_on_paper_only_the_words(web, page):
    page.goto(web + SHEET)
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (".header", ".footer", ".print", ".tools"):
        assert not page.locator(gone).is_visible()
    assert page.locator("#when-to-get-help").is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(29, 27, 24)"


def test_the_first_phone_screen_holds_the_key_points_in_every_language(real, web, screen):
    library, _ = real
    for width, place in ((390, "#key-points + ul"), (320, "#key-points + ul > li")):
        page = screen(width, 664)
        over = []
        for language in library.languages:
            for one in language.handouts:
                if one.facts.kind == "handout":
                    page.goto(web + library.address(one))
                    if (
                        bottom := page.evaluate(
                            "place => document.querySelector(place).getBoundingClientRect().bottom",
                            place,
                        )
                    ) > 664:
                        over.append(f"{one.source.path}: {bottom:.0f} px")
        assert over == [], over


def test_a_page_prints_whole_and_says_where_links_lead(web, page):
    page.goto(web + "handouts/words-to-know/")
    page.emulate_media(media="print")
    assert not page.locator(".letters").is_visible()
    page.goto(web + SHEET)
    link = page.locator("ol.sources a[rel~=noopener]").first
    assert link.get_attribute("href") in link.evaluate(
        "one => getComputedStyle(one, '::after').content"
    )
    for whole in (".card", "ol.sources li", ".panel.facts"):
        assert (
            page.evaluate(
                "place => getComputedStyle(document.querySelector(place)).breakInside", whole
            )
            == "avoid"
        ), whole
    assert (
        page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector('.card.level-3')).borderTopWidth)"
        )
        >= 3
    )
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.card.level-3 > h3')).color")
        == "rgb(29, 27, 24)"
    )


@pytest.mark.parametrize("width", [320, 1280])
def test_letters_lead_to_their_words(real, web, screen, width):
    """In every language, with room for a finger, and without scripts."""
    library, _ = real
    page = screen(width, java_script_enabled=False)
    for language in library.languages:
        (one,) = [one for one in language.handouts if one.facts.kind == "words"]
        page.goto(web + library.address(one))
        ways = page.locator(".letters a")
        assert ways.count() > 10
        for way in ways.all():
            box = way.bounding_box()
            assert box["width"] >= 44 and box["height"] >= 44
        way = ways.last
        way.focus()
        page.keyboard.press("Enter")
        target = page.locator(f"[id='{way.get_attribute('href')[1:]}']")
        top = target.bounding_box()["y"]
        assert 0 <= top < 200 and target.text_content()[0].upper() == way.text_content()


def test_a_word_that_opens_is_never_parted_from_its_brackets(real, web, screen):
    """Wherever a line ends: the sign before a word that can be tapped stands on its first line, the sign after on its last."""
    library, _ = real
    page = screen(320)
    count = 0
    for address in (
        library.address(one) for language in library.languages for one in language.handouts[:8]
    ):
        page.goto(web + address)
        page.wait_for_selector("[data-link]:visible")
        for width in (320, 345, 390, 430):
            page.set_viewport_size({"width": width, "height": 800})
            parted = page.evaluate(
                """() => [...document.querySelectorAll('.term')].filter(term => {
                    const at = (node, start, end) => { const range = document.createRange(); range.setStart(node, start); range.setEnd(node, end);
                        return range.getBoundingClientRect(); };
                    const box = term.getBoundingClientRect(), before = term.previousSibling, after = term.nextSibling;
                    const opens = before && before.data && /[^\\s\\p{L}\\p{N}]$/u.test(before.data), ends = after && after.data && /^[^\\s\\p{L}\\p{N}]/u.test(after.data);
                    return opens && at(before, before.length - 1, before.length).bottom < box.top + 4 || ends && at(after, 0, 1).top > box.bottom - 4;
                }).map(term => term.parentNode.textContent.slice(0, 60))"""
            )
            assert parted == [], f"{address} at {width} px: {parted}"
        count += page.locator(".no-break").count()
    assert count > 5


def test_no_word_in_the_head_of_a_row_is_broken_on_a_small_phone(real, web, screen):
    library, _ = real
    page = screen(320)
    for language in library.languages:
        for one in language.handouts:
            if one.facts.kind == "worksheet":
                page.goto(web + library.address(one))
                broken = page.evaluate(
                    """() => [...document.querySelectorAll('tbody th')].filter(one => {
                        const range = document.createRange(); range.selectNodeContents(one);
                        return !/\\s/.test(one.textContent.trim()) && new Set([...range.getClientRects()].map(box => box.top)).size > 1;
                    }).map(one => one.textContent)"""
                )
                assert broken == [], one.source.path


# Helps on a handout ------------------------------------------------------------------------------------------------------


def test_words_are_explained_where_they_stand(real, web, page):
    """By tap and by keyboard, and no word of the article changes."""
    library, built = real
    page.goto(web + SHEET)
    page.wait_for_selector(".term")
    before = built.tree(file_of(SHEET)).xpath("string(//article)")
    assert page.evaluate("document.querySelector('article').textContent").split() == before.split()
    assert (
        page.evaluate(
            "document.querySelectorAll('a .term, h1 .term, h2 .term, .sources .term, .card .term').length"
        )
        == 0
    )
    names = [one.lower() for one in page.locator(".term").all_text_contents()]
    assert len(names) == len(set(names)) > 2
    term = page.locator(".term").first
    term.focus()
    page.keyboard.press("Enter")
    assert (
        term.get_attribute("aria-expanded") == "true" and page.locator(".definition").count() == 1
    )
    forms = {
        form.lower(): name
        for name, one in library.languages[0].terms.items()
        for form in (name, *one.forms)
    }
    meaning = library.languages[0].terms[forms[names[0]]].definition
    assert page.locator(".definition").text_content().startswith(meaning)
    page.focus(".definition a")
    page.keyboard.press("Escape")
    assert (
        page.locator(".definition").count() == 0
        and page.evaluate("document.activeElement.className") == "term"
    )
    term.click()
    page.locator(".definition a").click()
    page.wait_for_url("**/words-to-know/#word-*")
    assert page.locator(f"[id='{page.url.split('#')[1]}']").count() == 1


def test_larger_text_is_kept_only_while_it_is_wanted(web, page):
    size = "parseFloat(getComputedStyle(document.querySelector('article p')).fontSize)"
    page.goto(web + SHEET)
    before = page.evaluate(size)
    assert page.evaluate("localStorage.length") == 0
    page.click("[data-size-button]")
    assert (
        page.evaluate(size) >= before * 1.2
        and page.get_attribute("[data-size-button]", "aria-pressed") == "true"
    )
    page.goto(web + "handouts/sun-protection/")
    assert page.evaluate(size) >= before * 1.2
    page.click("[data-size-button]")
    assert page.evaluate(size) == before and page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(
    "local, lang, offered", [(True, "en-US", True), (False, "en-US", False), (True, "de-DE", False)]
)
def test_reading_aloud_only_by_a_voice_of_this_device_in_this_language(
    web, page, local, lang, offered
):
    page.add_init_script(
        f"""window.spoken = [];
        const voices = [{{localService: {str(local).lower()}, lang: '{lang}', name: 'x'}}];
        Object.defineProperty(window, 'speechSynthesis', {{value: {{getVoices: () => voices, speak: one => spoken.push(one.text), cancel: () => 0}}}});
        window.SpeechSynthesisUtterance = function (text) {{ this.text = text }};"""
    )
    page.goto(web + SHEET)
    page.wait_for_selector("[data-link]:visible")
    assert page.locator("[data-read]").is_visible() is offered
    if offered:
        page.click("[data-read]")
        spoken = page.evaluate("spoken")
        assert spoken[0] == "Skin and sore care" and not any(
            re.search(r"\[\d+\]", text) for text in spoken
        )
        assert page.text_content("[data-read]") == "Stop reading"
        page.click("[data-read]")
        assert page.text_content("[data-read]") == "Read aloud"


def test_a_link_can_be_copied(web, browser):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(web + SHEET + "#key-points")
    page.click("[data-link]")
    page.wait_for_selector("[data-link].copied")
    assert page.evaluate("navigator.clipboard.readText()") == web + SHEET
    assert page.text_content("[data-tools-status]") == "The link is copied."
    context.close()


def test_every_help_answers_to_the_keyboard(web, screen):
    page = screen(1280, permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(
        """window.spoken = [];
        Object.defineProperty(window, 'speechSynthesis', {value: {getVoices: () => [{localService: true, lang: 'en-US'}], speak: one => spoken.push(one.text), cancel: () => 0}});
        window.SpeechSynthesisUtterance = function (text) { this.text = text };"""
    )
    page.goto(web + SHEET)
    for place, key, seen in (
        ("[data-read]", "Enter", "text=Stop reading"),
        ("[data-link]", "Space", "[data-link].copied"),
        (".qr summary", "Enter", ".qr[open] .qr__code svg"),
        ("[data-size-button]", "Space", "html[data-large]"),
        (".term", "Space", ".definition"),
    ):
        assert not page.locator(seen).is_visible()
        page.focus(place)
        page.keyboard.press(key)
        page.wait_for_selector(seen, timeout=5000)
    assert page.evaluate("spoken.length") > 5


def test_the_page_for_lost_readers_has_one_first_heading_and_ways_home(web, page):
    page.goto(web + NOT_FOUND)
    assert page.locator("h1").count() == 1
    homes = [link.get_attribute("href") for link in page.locator("main section a").all()]
    assert len(homes) > 1 and all(
        home.startswith(("/", "https://clinic.example/")) for home in homes
    )
    assert page.locator("[data-search-open]").is_visible()


def test_without_an_address_of_the_clinic_nobody_is_asked_to_report(real):
    library, built = real
    assert not library.clinic.report and not built.tree(file_of(SHEET)).xpath(
        "//section[contains(@class, 'facts')]//a"
    )


def test_what_machines_are_told_is_true(real):
    library, built = real
    for language, one in library:
        tree = built.tree(file_of(library.address(one)))
        (text,) = tree.xpath("//script[@type='application/ld+json']/text()")
        told = json.loads(text)
        assert told["@type"] == "MedicalWebPage" and told["inLanguage"] == language.code
        assert told["name"] == one.title and told["url"] == library.absolute(library.address(one))
        assert told["dateModified"] == one.changed.isoformat()
        assert ("lastReviewed" in told) is ("reviewedBy" in told) is (one.review_state == "current")
        assert {
            each["contentUrl"].removeprefix(library.site.url) for each in told["encoding"]
        } <= built.files
        assert told["citation"]
        assert tree.xpath("string(//meta[@property='og:title']/@content)") == one.title


def test_the_code_on_the_page_leads_to_the_page(real, web, page):
    library, _ = real
    page.goto(web + SHEET)
    page.click(".qr summary")
    assert page.locator(".qr__code svg").is_visible()
    wanted = segno.make(library.absolute(SHEET), error="m", micro=False).svg_inline(border=2)
    assert page.get_attribute(".qr__code svg path", "d") == re.search(r'd="([^"]*)"', wanted)[1]


# Weight ------------------------------------------------------------------------------------------------------------------


def weigh(web, browser, real, addresses: list[str]) -> list[int]:
    """Bytes over the wire, compressed, of pages opened one after the other by the same reader."""
    _, built = real
    context = browser.new_context(viewport={"width": 390, "height": 664})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(web).split("#")[0]))
    seen: set[str] = set()
    weights = []
    for address in addresses:
        asked.clear()
        page.goto(web + address, wait_until="networkidle")
        files = {file_of(one) for one in asked} - seen
        seen |= files
        data = [(file, built.data(file)) for file in files]
        weights.append(
            sum(
                len(one) if file.endswith((".woff2", ".png")) else len(gzip.compress(one, 6))
                for file, one in data
            )
        )
    context.close()
    return weights


def test_a_visit_is_light(web, browser, real):
    library, built = real
    for language in library.languages:
        home = library.home(language)
        heaviest = max(
            language.handouts, key=lambda one: len(built.data(file_of(library.address(one))))
        )
        first, next_ = weigh(web, browser, real, [home, library.address(heaviest)])
        alone = weigh(web, browser, real, [library.address(heaviest)])[0]
        print(
            f"\n{heaviest.id}: first visit {first / 1000:.1f} KB (there {alone / 1000:.1f}), next page {next_ / 1000:.1f} KB"
        )
        assert max(first, alone) <= FIRST_VISIT and next_ <= NEXT_PAGE
