"""The screen for everyone: every function by keyboard and seen, and the helps on a handout."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import segno

from handouts.model.addresses import NOT_FOUND, file_of
from support.browser import SCREENS, find_barriers, press, wait_until

SHEET = "handouts/dry-hands/"
# Of links: where each leads, its words, and what is printed behind them.
PRINTED_LINKS = """place => [...document.querySelectorAll(place)].map(link =>
    [link.href, link.firstChild.textContent, getComputedStyle(link, '::after').content])"""
ADDED = (
    "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); "
    "document.adoptedStyleSheets = [sheet]; }"
)
COPY_SUMMARY = """name => {
    const summary = document.querySelector('.summary'), copy = summary.cloneNode(true);
    copy.classList.add(name);
    summary.after(copy);
}"""
FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const box = element.getBoundingClientRect(), style = getComputedStyle(element);
    const inside = [...element.getClientRects()].find(rect => rect.width && rect.height) || box;
    const x = inside.left + inside.width / 2, y = inside.top + inside.height / 2;
    const top = document.elementFromPoint(x, y);
    return {
        name: (element.textContent || '').trim().slice(0, 40) || \
element.getAttribute('aria-label') || element.id || element.tagName,
        seen: inside.width > 4 && inside.height > 4 && x >= 0 && y >= 0 && x <= innerWidth && y \
<= innerHeight,
        covered: !(top && (element.contains(top) || top.contains(element))),
        ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        id: [...document.querySelectorAll('a[href], button, input, select, textarea, \
summary')].indexOf(element),
    };
}"""
REACHABLE = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, \
summary')]
    .map((element, at) => [element, at]).filter(([element]) => {
        if (element.matches('.md-toggle') || element.disabled) return false;
        if ((element.tagName === 'SUMMARY' ? element.parentNode.parentNode : \
element).closest('details:not([open])')) return false;
        if (element.classList.contains('md-skip')) return true;
        const box = element.getBoundingClientRect();
        return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility !== 'hidden';
    }).map(([, at]) => at)"""

# Policy and markup --------------------------------------------------------------------------------


def test_the_policy_stops_what_is_not_ours(site_url, page):
    page.goto(site_url)
    page.evaluate(
        "const script = document.createElement('script'); "
        "script.textContent = 'window.foreign = 1'; document.head.append(script)"
    )
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert page.evaluate("window.foreign") is None
    assert page.evaluate("getComputedStyle(document.body).color") != "rgb(255, 0, 0)"


# A checker's view ---------------------------------------------------------------------------------


def test_axe_sees_what_is_hard_to_read_in_one_scheme_only(site_url, new_page):
    """4 to 1, 5.5 to 1, 6.5 to 1, and the color of the ground itself."""
    page = new_page(390, reduced_motion="reduce", color_scheme="light")
    page.goto(site_url + SHEET)
    colors = {"a": "#777", "b": "#909090", "c": "#9d9d9d", "d": "var(--ground)"}
    for name in colors:
        page.evaluate(COPY_SUMMARY, name)
    rules = (f".md-typeset .summary.{name} {{ color: {color} }}" for name, color in colors.items())
    page.evaluate(ADDED, f"@media (prefers-color-scheme: dark) {{ {' '.join(rules)} }}")
    barriers = sorted(barrier.partition(">")[0] for barrier in find_barriers(page, "light"))
    assert barriers == [f'dark color-contrast: <p class="summary {name}"' for name in colors]


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_where_something_is_open(site_url, new_page, width, scheme):
    page = new_page(width, color_scheme=scheme, reduced_motion="reduce")
    barriers = []
    for address, query in (("", "my white hand is bleeding"), (SHEET, "garden"), (SHEET, "qqqzzz")):
        page.goto(site_url + address)
        if page.locator("[data-search-open]").is_visible():
            page.click("[data-search-open]")
        page.fill("#search-box", query)
        page.wait_for_selector("[data-search-results]:not([hidden])")
        if address:
            page.locator(".term").first.evaluate("term => term.click()")
            page.evaluate("document.documentElement.setAttribute('data-large', '')")
        barriers += [f"{address} {query} {barrier}" for barrier in find_barriers(page, scheme)]
    assert barriers == [], "\n".join(barriers)


# Keyboard -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "address", ["", SHEET, "sheets/", "for-clinics/share/", "for-clinics/packet/#with=dry-hands"]
)
def test_every_function_is_reached_by_tab_and_seen(site_url, new_page, width, address):
    page = new_page(width, 640)
    page.goto(site_url + address)
    page.wait_for_selector("[data-size-button]:visible")
    reachable = set(page.evaluate(REACHABLE))
    reached = set()
    for _ in range(len(reachable) + 3):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUSED)
        if focus is None:
            break
        assert focus["seen"], f"{focus['name']}: has focus and is not in view"
        assert not focus["covered"], f"{focus['name']}: has focus and something covers it"
        assert focus["ring"], f"{focus['name']}: nothing shows that it has focus"
        reached.add(focus["id"])
    assert reachable <= reached, page.evaluate(
        "ids => ids.map(id => document.querySelectorAll('a[href], button, input, select, "
        "textarea, summary')[id].outerHTML.slice(0, 120))",
        list(reachable - reached),
    )


def test_skip_link_leads_past_the_header(site_url, page):
    page.goto(site_url + SHEET)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "md-skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize("width", [320, 1280])
def test_search_by_keyboard(site_url, new_page, width):
    page = new_page(width)
    page.goto(site_url + SHEET)
    if width < 900:
        page.focus("[data-search-open]")
        page.keyboard.press("Enter")
    else:
        page.focus("#search-box")
    assert page.evaluate("document.activeElement.id") == "search-box"
    page.keyboard.type("garden")
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
    page.keyboard.type(" words")
    page.wait_for_selector("[data-search-list] a:visible")
    page.keyboard.press("ArrowDown")
    press(page, ":focus")
    page.wait_for_url("**/words-to-know/")


# Large, spaced, without color, on paper -----------------------------------------------------------


def test_text_is_roomy_and_controls_are_large_enough(site_url, new_page):
    for width in (320, 1280):
        page = new_page(width)
        page.goto(site_url + SHEET)
        page.wait_for_selector("[data-size-button]:visible")
        assert (
            page.evaluate(
                "parseFloat(getComputedStyle(document.querySelector('article "
                "p:not(.summary)')).fontSize)"
            )
            >= 18
        )
        small = page.evaluate(
            """() => [...document.querySelectorAll('header a, header button, header summary, \
.panel a, .panel button, footer a')]
            .filter(control => control.offsetParent &&
                control.getBoundingClientRect().height < 43.5)
            .map(control => control.outerHTML.slice(0, 80))"""
        )
        assert small == []


def test_what_a_ground_marks_has_an_edge_in_forced_colors(site_url, new_page):
    page = new_page(390, forced_colors="active")
    page.goto(site_url + SHEET)
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
                "place => parseFloat(getComputedStyle(document.querySelector(place))"
                ".borderTopWidth)",
                place,
            )
            >= 1
        ), place


def test_nothing_moves_where_a_reader_wants_no_motion(site_url, new_page):
    page = new_page(390, reduced_motion="reduce")
    page.goto(site_url + SHEET)
    moving = (
        "[...document.querySelectorAll('*')].filter(element => { "
        "const style = getComputedStyle(element); "
        "return parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none' || "
        "style.scrollBehavior === 'smooth' }).length"
    )
    assert page.evaluate(moving) == 0


def test_on_paper_only_the_words(site_url, page):
    page.goto(site_url + SHEET)
    page.emulate_media(media="print", color_scheme="dark")
    for selector in (".header", ".footer", ".print", ".tools"):
        assert not page.locator(selector).is_visible()
    assert page.locator("#when-to-get-help").is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(29, 27, 24)"


def test_a_page_prints_whole_and_says_where_links_lead(site_url, page):
    page.goto(site_url + "handouts/words-to-know/")
    page.emulate_media(media="print")
    assert not page.locator(".letters").is_visible()
    page.goto(site_url + SHEET)
    links = page.evaluate(PRINTED_LINKS, "ol.sources a[rel~=noopener]")
    # The words of a source are where it leads, a DOI in full; so nothing more is printed.
    assert ["https://doi.org/10.1000/soil", "doi.org/10.1000/soil", "none"] in links
    assert [link for link in links if link[1] not in link[0] or link[2] != "none"] == []
    page.goto(site_url + "connect/")
    links = page.evaluate(PRINTED_LINKS, "main a[rel~=noopener]")
    assert links and all(target in behind for target, _, behind in links)
    page.goto(site_url + SHEET)
    breaks = "place => getComputedStyle(document.querySelector(place)).breakInside"
    for place in (".card", "ol.sources li", ".panel.facts"):
        assert page.evaluate(breaks, place) == "avoid", place
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


# Helps on a handout -------------------------------------------------------------------------------


def test_words_are_explained_where_they_stand(built_library, site_url, page):
    """By tap and by keyboard, and no word of the article changes."""
    library, built = built_library
    page.goto(site_url + SHEET)
    page.wait_for_selector(".term")
    before = built.tree(file_of(SHEET)).xpath("string(//article)")
    assert page.evaluate("document.querySelector('article').textContent").split() == before.split()
    assert (
        page.evaluate(
            "document.querySelectorAll('a .term, h1 .term, h2 .term, .sources .term, .card "
            ".term').length"
        )
        == 0
    )
    names = [name.lower() for name in page.locator(".term").all_text_contents()]
    assert len(names) == len(set(names)) > 2
    first = page.locator(".term").first
    first.focus()
    page.keyboard.press("Enter")
    assert (
        first.get_attribute("aria-expanded") == "true" and page.locator(".definition").count() == 1
    )
    forms = {
        form.lower(): name
        for name, term in library.languages[0].terms.items()
        for form in (name, *term.forms)
    }
    meaning = library.languages[0].terms[forms[names[0]]].definition
    assert page.locator(".definition").text_content().startswith(meaning)
    page.focus(".definition a")
    page.keyboard.press("Escape")
    assert (
        page.locator(".definition").count() == 0
        and page.evaluate("document.activeElement.className") == "term"
    )
    first.click()
    page.locator(".definition a").click()
    page.wait_for_url("**/words-to-know/#word-*")
    assert page.locator(f"[id='{page.url.split('#')[1]}']").count() == 1


def test_larger_text_is_kept_only_while_it_is_wanted(site_url, page):
    size = "parseFloat(getComputedStyle(document.querySelector('article p')).fontSize)"
    page.goto(site_url + SHEET)
    before = page.evaluate(size)
    assert page.evaluate("localStorage.length") == 0
    for name, times in (("Larger text", 1.2), ("Largest text", 1.45)):
        assert page.text_content("[data-size-button]").strip() == name
        page.click("[data-size-button]")
        assert page.evaluate(size) >= before * times
        page.goto(site_url + "handouts/words-to-know/")
        assert page.evaluate(size) >= before * times
    assert page.text_content("[data-size-button]").strip() == "Normal text size"
    page.click("[data-size-button]")
    assert page.evaluate(size) == before and page.evaluate("localStorage.length") == 0


# In each size of text: the width of the page, that of the ways to print, where they begin, and
# whether the header leads to them.
LAYOUTS = """() => ['0', '1', '2'].map(size => {
    document.documentElement.setAttribute('data-large', size);
    const box = selector => (document.querySelector(selector) || document.body)
        .getBoundingClientRect();
    return {
        width: document.documentElement.scrollWidth,
        column: box('.print').width,
        aside: box('.handout__aside').left,
        linked: box('.header__print').width > 0,
    };
})"""
WIDTHS = (280, 320, 360, 390, 540, 640, 768, 900, 960, 1024, 1100, 1180, 1280, 1440, 1600, 1920)


@pytest.mark.parametrize(
    "address",
    [
        "",
        SHEET,
        "sheets/",
        "connect/",
        "for-clinics/share/",
        "for-clinics/packet/#with=dry-hands",
        "packets/spring/",
        "es/about/",
    ],
)
def test_nothing_is_off_the_screen_in_any_size_of_text(site_url, new_page, address):
    """The ways to print are on the page at each width: in the column beside a handout, or by the
    header's link."""
    page = new_page(1024)
    page.goto(site_url + address)
    problems = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for size, layout in enumerate(page.evaluate(LAYOUTS)):
            if layout["width"] > width:
                problems.append(f"step {size} at {width}: wider than the screen")
            if address != SHEET:
                continue
            if layout["column"] < 200:
                problems.append(f"step {size} at {width}: the column is too narrow")
            if layout["linked"] == (layout["aside"] > width / 3):
                problems.append(f"step {size} at {width}: no way to print, or two")
    assert problems == []


def test_the_column_beside_a_handout_fits_a_tablet_on_its_side(site_url, new_page):
    page = new_page(1024)
    page.goto(site_url + SHEET)
    assert page.locator(".handout__aside").bounding_box()["x"] > 600


@pytest.mark.parametrize(
    "local, lang, offered", [(True, "en-US", True), (False, "en-US", False), (True, "de-DE", False)]
)
def test_reading_aloud_only_by_a_voice_of_this_device_in_this_language(
    site_url, page, local, lang, offered
):
    page.add_init_script(
        f"""window.spoken = [];
        const voices = [{{localService: {str(local).lower()}, lang: '{lang}', name: 'x'}}];
        Object.defineProperty(window, 'speechSynthesis', \
{{value: {{getVoices: () => voices, speak: words => spoken.push(words.text), cancel: () => 0}}}});
        window.SpeechSynthesisUtterance = function (text) {{ this.text = text }};"""
    )
    page.goto(site_url + SHEET)
    page.wait_for_selector("[data-link]:visible")
    assert page.locator("[data-read]").is_visible() is offered
    if offered:
        page.click("[data-read]")
        spoken = page.evaluate("spoken")
        assert spoken[0] == "Dry garden hands" and not any(
            re.search(r"\[\d+\]", text) for text in spoken
        )
        assert page.text_content("[data-read]") == "Stop reading"
        page.click("[data-read]")
        assert page.text_content("[data-read]") == "Read aloud"


def test_a_link_can_be_copied(site_url, browser):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(site_url + SHEET + "#key-points")
    page.click("[data-link]")
    page.wait_for_selector("[data-link].copied")
    assert page.evaluate("navigator.clipboard.readText()") == site_url + SHEET
    assert page.text_content("[data-tools-status]") == "The link is copied."
    context.close()


def test_every_help_answers_to_the_keyboard(site_url, new_page):
    page = new_page(1280, permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(
        """window.spoken = [];
        Object.defineProperty(window, 'speechSynthesis', {value: {getVoices: () => \
[{localService: true, lang: 'en-US'}], speak: words => spoken.push(words.text), cancel: () => 0}});
        window.SpeechSynthesisUtterance = function (text) { this.text = text };"""
    )
    page.goto(site_url + SHEET)
    for place, key, result in (
        ("[data-read]", "Enter", "text=Stop reading"),
        ("[data-link]", "Space", "[data-link].copied"),
        (".qr summary", "Enter", ".qr[open] .qr__code"),
        ("[data-size-button]", "Space", "html[data-large]"),
        (".term", "Space", ".definition"),
    ):
        assert not page.locator(result).is_visible()
        page.focus(place)
        page.keyboard.press(key)
        page.wait_for_selector(result, timeout=5000)
    assert page.evaluate("spoken.length") > 5


def test_the_page_for_lost_readers_has_one_first_heading_and_ways_home(site_url, page):
    page.goto(site_url + NOT_FOUND)
    assert page.locator("h1").count() == 1
    homes = [link.get_attribute("href") for link in page.locator("main section a").all()]
    assert len(homes) > 1 and all(
        home.startswith(("/", "https://clinic.example/")) for home in homes
    )
    assert page.locator("[data-search-open]").is_visible()


def test_without_an_address_of_the_clinic_nobody_is_asked_to_report(built_library):
    library, built = built_library
    assert not library.clinic.report and not built.tree(file_of(SHEET)).xpath(
        "//section[contains(@class, 'facts')]//a"
    )


def test_the_code_on_the_page_leads_to_the_page(built_library, site_url, page):
    library, _ = built_library
    page.goto(site_url + SHEET)
    page.click(".qr summary")
    wait_until(page, "document.querySelector('.qr__code').naturalWidth > 0")
    code = segno.make(library.absolute(SHEET), error="m", micro=False).svg_inline(border=4)
    drawing = page.request.get(page.evaluate("document.querySelector('.qr__code').src")).text()
    path = re.compile(r'class="qrline" d="([^"]*)"|d="(M[^"]*h[^"]*)"')
    assert path.findall(drawing)[-1][-1] in code


# The theme's style sheet --------------------------------------------------------------------------

# What the theme's reduced style sheet changes, in the properties that its rules or those of the
# whole one set: none but these can differ.
CHANGES = """async whole => {
    const [link, ...furtherLinks] = document.querySelectorAll("link[href*='assets/stylesheets/']");
    const reduced = link.href, elements = [...document.querySelectorAll('*')], names = new Set();
    const load = address => new Promise((done, failed) =>
        Object.assign(link, { onload: done, onerror: failed, href: address }));
    const read = rules => [...rules].forEach(rule => {
        for (const name of rule.style || []) if (!name.startsWith('--')) names.add(name);
        read(rule.cssRules || []);
    });
    const styles = () => elements.flatMap(element => [null, '::before', '::after'].map(part => {
        const style = getComputedStyle(element, part);
        return part && style.content === 'none' ? [] :
            [...names].map(name => name + ': ' + style.getPropertyValue(name));
    }));
    read(link.sheet.cssRules);
    await load(whole);
    read(link.sheet.cssRules);
    const before = styles();
    await load(reduced);
    const changes = styles().flatMap((style, place) => style.length === before[place].length ?
        style.filter((value, at) => value !== before[place][at]) : ['content']);
    return [furtherLinks.length, elements.length, names.size, [...new Set(changes)]];
}"""


@pytest.mark.parametrize("address", ["", SHEET, "sheets/", "es/handouts/dry-hands/"])
def test_pages_look_as_they_do_with_the_whole_theme(site_url, new_page, address):
    import material

    (theme,) = (Path(material.__file__).parent / "templates/assets/stylesheets").glob("main.*.css")
    page = new_page(390, reduced_motion="reduce")
    page.route("**/?whole", lambda route: route.fulfill(path=theme, content_type="text/css"))
    page.goto(site_url + address)
    for width, media in ((390, "screen"), (1280, "print")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(media=media)
        further_links, elements, properties, changes = page.evaluate(CHANGES, site_url + "?whole")
        assert further_links == 0 and elements > 100 and properties > 100
        assert changes == [], (width, media)
