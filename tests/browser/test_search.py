"""The search, in a real browser: what it asks of the server, and an index in parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from handouts.checks import search_matching
from handouts.outputs import search_index
from support.browser import press, serve
from support.project import ROOT, BuiltLibrary, keep_cache, write_project
from support.spelling import BRITISH

if TYPE_CHECKING:
    from playwright.sync_api import Route

SHEET = "handouts/dry-hands/"


def test_search_words_stay_out_of_every_address(site_url, page):
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(site_url + SHEET)
    page.click("[data-search-open]")
    page.fill("#search-box", "cracked hands")
    page.wait_for_selector("[data-search-list] a")
    press(page, "#search-box")
    page.goto(site_url + SHEET)
    page.click("[data-search-open]")
    page.fill("#search-box", "cracked hands")
    page.click("[data-search-list] a")
    page.wait_for_load_state()
    assert not any("crack" in url for url in [*requests, page.url])


def test_search_without_a_result_offers_a_way_on(site_url, page):
    page.goto(site_url)
    page.fill("#search-box", "qqqqzzzz")
    page.wait_for_selector("[data-search-none]:not([hidden])")
    assert page.locator("[data-search-none] a").get_attribute("href").endswith("#all-handouts")


def test_enter_leads_to_what_the_reader_is_told_to_read(site_url, page):
    """To the care card first, whose words come before any link; without one, to the first result,
    also after a card."""
    focus = """() => {
        const focused = document.activeElement;
        return focused.closest('[data-search-danger]') ? focused.tagName : focused.textContent;
    }"""
    page.goto(site_url)
    page.fill("#search-box", "bleeding hand")
    page.wait_for_selector("[data-search-danger] section")
    assert page.text_content("[data-search-count]").startswith("This may be an emergency.")
    page.press("#search-box", "Enter")
    assert page.evaluate(focus) == "SECTION"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.tagName") == "A"
    page.fill("#search-box", "soil")
    page.wait_for_selector("[data-search-danger]", state="hidden")
    page.press("#search-box", "Enter")
    assert page.evaluate(focus) == page.text_content("[data-search-list] a >> nth=0")


def test_a_result_shows_the_words_that_answer_below_their_heading(site_url, page):
    page.goto(site_url)
    page.fill("#search-box", "clay")
    result = page.locator("[data-search-list] li:has-text('Dry garden hands')")
    result.wait_for()
    assert result.locator("span a").text_content() == "Why does soil dry skin?"
    assert result.locator("span a").get_attribute("href").endswith("dry-hands/#why")
    assert result.locator("span span").all_text_contents() == [
        "Clay takes up water, so your skin dries out."
    ]
    assert result.locator("mark").all_text_contents() == ["Clay"]


def test_the_words_are_in_the_box_on_the_way_back(site_url, page):
    """Until the box is emptied. Nothing of them is stored but in the history of this tab."""
    page.goto(site_url + SHEET)
    page.click("[data-search-open]")
    page.fill("#search-box", "soil")
    page.click("[data-search-list] li:last-child > a")
    page.wait_for_load_state()
    page.go_back()
    page.wait_for_selector("[data-search-list] a:visible")
    assert page.input_value("#search-box") == "soil"
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.fill("#search-box", "")
    page.reload()
    page.wait_for_selector("[data-search-open]:visible")
    assert page.input_value("#search-box") == ""


def test_a_box_that_comes_back_empty_has_no_answers_below_it(site_url, page):
    """A browser that shows a page again may empty the box and leave all else as it was."""
    page.goto(site_url)
    page.fill("#search-box", "soil")
    page.wait_for_selector("[data-search-list] a")
    page.evaluate("document.getElementById('search-box').value = ''")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert page.locator("[data-search-results]").is_hidden()


def test_the_ring_of_a_result_lies_on_none_of_its_words(site_url, page):
    page.goto(site_url)
    page.fill("#search-box", "soil")
    page.wait_for_selector("[data-search-list] a")
    link, words = (
        page.locator(f"[data-search-list] li:first-child > {name}").bounding_box()
        for name in ("a", "span")
    )
    assert link["y"] + link["height"] <= words["y"]


# A search index in parts --------------------------------------------------------------------------


FOUND = "[data-search-list] a:has-text('Dry garden hands')"
NONE = "[data-search-none]:not([hidden])"
SECOND = "**/search-index.2.js"
LATER = re.compile(r"search-index\.\d\.js")
LAST = """() => new Promise(done => {
    const look = () => handoutIndex.from === 1 && 'bag' in handoutIndex.handouts[0] ? done() : \
requestAnimationFrame(look);
    look();
})"""  # until the last part has run
CHANGES = """() => {
    window.changes = 0;
    const watch = new MutationObserver(changes => { window.changes += changes.length; });
    for (const place of ['[data-search-list]', '[data-search-count]']) {
        watch.observe(document.querySelector(place), {childList: true, characterData: true, \
subtree: true});
    }
}"""


@pytest.fixture(scope="module")
def large(small_site: BuiltLibrary, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small library with an index in four parts: the titles of each of its two handouts, the
    words of each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SITE_URL", raising=False)
        patch.setattr(search_index, "LIMIT", 10)
        project = write_project(tmp_path_factory.mktemp("large"))
        built = keep_cache(project, small_site.site.folder.parent / ".cache").build()
    with serve(built.folder) as address:
        yield address


def test_later_parts_of_the_index_answer_what_waits_in_the_box(large, page):
    """Nothing is fetched before the box has focus; and nobody is told that there is nothing while
    parts are to come."""
    fetched: list[str] = []
    waiting: list[Route] = []
    page.on("request", lambda request: fetched.extend(re.findall(r"search-index.*", request.url)))
    page.route(SECOND, lambda route: waiting.insert(0, route))  # and those behind it wait for it
    page.goto(large, wait_until="networkidle")
    assert fetched == []
    with page.expect_request(SECOND):
        page.fill("#search-box", "clay")
    assert (
        page.locator("[data-search-results]").is_hidden()
        and page.text_content("[data-search-count]") == ""
    )
    waiting.pop().continue_()
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
    waiting: list[Route] = []
    page.route(SECOND, lambda route: waiting.insert(0, route))  # and those behind it wait for it
    page.goto(large)
    with page.expect_request(SECOND):
        page.fill("#search-box", "soil")
    page.wait_for_selector(FOUND)
    page.evaluate(CHANGES)
    waiting.pop().continue_()
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


def test_odd_forms_of_words_are_the_same_words(page):
    """Letters and digits in one word, ligatures as pasted from PDFs, degrees, and points of
    abbreviations."""
    script = (ROOT / "overrides/assets/js/search/text.js").read_text(encoding="utf-8")
    page.goto("about:blank")
    page.evaluate("document.documentElement.lang = 'en'")
    forms = {
        "SPF30 spf50+ FPS30 30mg": "spf 30 spf 50 fps 30 30 mg",
        "NXP2 B12 covid-19": "nxp2 b12 covid19 covid 19",
        "ﬁnger inﬂamed": "finger inflam",
        "38°C 38 °C 100.4°F 38c": "38 38 100 4 38 c",
        "r.s.v.p. I.E.P. RSVP end. a.b": "rsvp iep rsvp end a b",
    }
    stems = f"words => {{ {script}; return words.map(word => stems(word).join(' ')); }}"
    assert page.evaluate(stems, list(forms)) == list(forms.values())


def test_british_and_american_spelling_are_the_same_words(page):
    script = (ROOT / "overrides/assets/js/search/text.js").read_text(encoding="utf-8")
    page.goto("about:blank")
    page.evaluate("document.documentElement.lang = 'en'")
    stems = f"words => {{ {script}; return words.map(word => stems(word).join(' ')); }}"
    for words in zip(*BRITISH, strict=True):
        assert page.evaluate(stems, list(words)) == page.evaluate(stems, [us for _, us in BRITISH])


# What the check of care cards takes for the search ------------------------------------------------

ODD = (
    "Children's FEET, teeth; x-rays and B12, 30mg or mp3: 38.5 °C, 100 °F",
    "the U.S.A. and e.g. a.m. Ångström’s naïve ﬁngers ½ ²",
    "anaemia haemorrhage oedema diarrhoea tumours centre moisturiser analysed litres",
    "stopped bleeding, bleeds, bled, agreed, red, bed, used, passes, boxes",
    "babies, infections, injection, buses, sting",
    "señales hinchándose duérmase infecciones inflamación vómitos peces luces lavarlo dándole",
    "snake_case a--b -shaving co-trimoxazole A&E 9-1-1 ١٢٣ 42nd ABC30 _x_",
)
ENTRIES = ("red hot", '"a e"', '"want to die"', "cut -shaving", "bleed nose", "infec", '"x rays"')


@pytest.mark.parametrize("code", ["en", "es", "fr"])
def test_the_check_of_care_cards_matches_no_more_than_the_search(page, code):
    """The same stems, and whatever the check takes for an answer is one in the browser too."""
    files = [
        *ROOT.glob("*.md"),
        *(ROOT / "scripts/starter").rglob("*.md"),
        *(ROOT / "tests/support").glob("words.*.yml"),
    ]
    lines = [*ODD, *(line for file in files for line in file.read_text("utf-8").splitlines())]
    questions = [line for line in dict.fromkeys(lines) if line.strip()]
    idle = "a de la of or para the to y".split()
    scripts = "\n".join(
        (ROOT / f"overrides/assets/js/search/{name}.js").read_text(encoding="utf-8")
        for name in ("text", "danger")
    )
    stems, answers = page.evaluate(
        f"""([code, idleWords, questions, entries]) => {{
            document.documentElement.lang = code;
            const visible = bare(), index = {{}};
            {scripts}
            idleWords.forEach(word => {{ idle[fold(word)] = true; }});
            return [
                questions.map(stems),
                questions.map(text => entries.map(entry => holds(text, [alarm(entry)]))),
            ];
        }}""",
        [code, idle, questions, ENTRIES],
    )
    assert len(questions) > 1000
    alarms = [search_matching.alarm(entry, code, idle) for entry in ENTRIES]
    for question, expected, is_held in zip(questions, stems, answers, strict=True):
        assert search_matching.stems(question, code, idle) == expected, question
        unanswered = [alarm for alarm, answer in zip(alarms, is_held, strict=True) if not answer]
        assert not search_matching.holds(question, unanswered, code, idle), question
    assert any(map(any, answers))
