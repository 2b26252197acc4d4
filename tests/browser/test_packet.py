"""A packet of one's own: chosen by mouse, by keyboard or by a kept link, and printed as one.

Nothing that is typed leaves the page.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from support.browser import SCREENS, find_barriers, wait_until
from support.pdf import text_of
from support.programs import needs
from support.project import ADDRESS

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

PACKET, SPRING = "for-clinics/packet/", "packets/spring/"
THREE = "#with=warm-gloves,dry-hands,sun-hats"
TITLES = ["Warm gloves", "Dry garden hands", "Sun hats"]  # of these three
KEY_PRESSES = 25  # from opening the page to the print dialog, for three handouts
SIZE = 8_000  # bytes of script and style, compressed, beside the handouts
ORDER = "() => [...document.querySelectorAll('.packet__title')].map(title => title.textContent)"
STATUS = "document.querySelector('[data-packet-status]').textContent"
# From each button that prints up to each line with these words, in pixels, the nearest one.
ABOVE = """words => [...document.querySelectorAll('.packet__print')].flatMap(button => words.map(
    start => [...document.querySelectorAll('form.packet p')]
        .filter(line => line.textContent.trim().startsWith(start) && line.checkVisibility())
        .map(line => button.getBoundingClientRect().top - line.getBoundingClientRect().top)
        .filter(gap => gap > 0).sort((first, second) => first - second)[0]))"""
STUB = "() => { window.opened = 0; window.print = () => { window.opened += 1; }; }"
SHEETS = """() => [...document.querySelector('.paper').children].map(
    sheet => (sheet.querySelector('h1, h2') || sheet).textContent)"""
MARKUP = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>&amp;\"'"


# The body of a handout: the line that leads to the cards, and a card of a medicine in its words.
HELP_BODY = (
    '<h1>Sun hats</h1><h2>Help</h2><p class="cards-elsewhere">At the front.</p><h2>Glue</h2>'
    '<section class="card level-3" data-card="glue"><h3>Card glue</h3></section><p>More.</p>'
)


def open_packet(page: Page, address: str) -> None:
    """Open the page for packets, where printing only counts."""
    page.goto(address)
    page.wait_for_selector("form.packet")
    page.evaluate(STUB)


def print_packet(page: Page) -> None:
    """Press the first button that prints, and wait until the browser is asked to."""
    before = page.evaluate("window.opened")
    page.click(".packet__print >> nth=0")
    wait_until(page, f"window.opened > {before}")


def field(name: str) -> str:
    """Return the selector of a field to type in."""
    return f"[data-packet-typed={name}]"


def script_of(id: str, **values: object) -> str:
    """Return the script that holds the words of a handout."""
    empty = {
        "title": id,
        "version": "",
        "address": "",
        "qr": "",
        "body": "",
        "cards": [],
        "questions": [],
        "sources": {},
    }
    return f'handoutPacket("en","{id}",{json.dumps(empty | values)});'


def answer(route: Route, body: str) -> None:
    """Answer with the words of a handout: a card of each kind, and a source that another has too;
    or with words of a test's own."""
    id = route.request.url.rpartition("/")[2].partition(".")[0]

    def card(id: str, level: int, **kinds: bool) -> dict[str, Any]:
        words = (
            f'<section class="card level-{level}"><h3>Card {id}</h3>'
            f'<p>Sign.<sup><a data-source="{id}">[9]</a></sup></p></section>'
        )
        values = {"id": id, "level": level, "medicine": False, "band": False, "words": words}
        return values | kinds

    cards = {
        "dry-hands": [
            card("glue", 3, medicine=True),
            card("now", 3),
            card("today", 2),
            card("visit", 1),
        ],
        "warm-gloves": [
            card("band-now", 3, band=True),
            card("band-today", 2, band=True),
            card("band-visit", 1, band=True),
        ],
        "sun-hats": [
            card("now", 3),
            card("glue", 3, medicine=True),
            card("today", 2),
            card("visit", 1),
        ],
    }[id]
    body = body or (
        f'<h1>{id}</h1><p>Words.<sup><a data-source="shared">[1]</a></sup>'
        f' More.<sup><a data-source="{id}">[2]</a></sup></p>'
        '<section class="card level-3" data-card="glue"><h3>Card glue</h3></section>'
        '<div class="write" data-lines="2"><ul><li>Why?</li></ul></div>'
    )
    sources = {
        name: f"<p>Source {name}</p>" for name in ("shared", id, *(card["id"] for card in cards))
    }
    script = script_of(id, version="2026-11-22 · 3fa92c", body=body, cards=cards, sources=sources)
    route.fulfill(body=script, content_type="text/javascript")


def add_way(route: Route) -> None:
    """Answer with the page as it is where a handout is about when to get help."""
    page = route.fetch()
    body, count = re.subn(
        r'data-way data-text="[^"]*"', 'data-way data-text="On its page."', page.text()
    )
    assert count == 2, "one for each language"
    route.fulfill(response=page, body=body)


# Choose -------------------------------------------------------------------------------------------


def test_handouts_are_chosen_put_in_order_and_taken_out_by_keyboard(site_url, new_page):
    page = new_page(1000)
    open_packet(page, site_url + PACKET)
    for typed in ("dry", "SUN h", "gloves"):
        page.fill("[data-packet-find]", typed)
        page.press("[data-packet-find]", "Enter")
    assert page.evaluate(ORDER) == ["Dry garden hands", "Sun hats", "Warm gloves"]
    assert page.evaluate(STATUS) == "Warm gloves is in your packet. Handouts: 3"
    up = page.get_by_role("button", name="Move up: Warm gloves")
    up.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(STATUS) == "Warm gloves: place 2 of 3"
    assert (
        page.evaluate("document.activeElement.getAttribute('aria-label')") == "Move up: Warm gloves"
    )
    page.keyboard.press("Enter")
    assert (
        page.evaluate("document.activeElement.getAttribute('aria-label')")
        == "Move down: Warm gloves"
    )
    assert page.evaluate(ORDER) == ["Warm gloves", "Dry garden hands", "Sun hats"]
    page.get_by_role("button", name="Take out: Dry garden hands").press("Enter")
    assert (
        page.evaluate("document.activeElement.getAttribute('aria-label')") == "Take out: Sun hats"
    )
    assert page.evaluate(STATUS) == "Dry garden hands is taken out. Handouts: 2"
    assert not page.is_checked("[data-packet-choice=dry-hands] input")
    page.click("[data-packet-choice=dry-hands] label")
    assert page.evaluate(ORDER) == ["Warm gloves", "Sun hats", "Dry garden hands"]
    assert page.url.endswith("#with=warm-gloves,sun-hats,dry-hands&paper=letter&size=standard")


def test_letters_without_a_title_choose_nothing(site_url, page):
    open_packet(page, site_url + PACKET)
    page.fill("[data-packet-find]", "zzz")
    assert page.evaluate(STATUS) == "No handout is found"
    page.press("[data-packet-find]", "Enter")
    assert page.input_value("[data-packet-find]") == "zzz", "to be mended, not typed again"
    page.fill("[data-packet-find]", "")
    page.press("[data-packet-find]", "Enter")
    page.click(".packet__print >> nth=0")
    assert page.evaluate(STATUS) == "No handout is in your packet yet."
    assert page.evaluate("window.opened") == 0 and "#" not in page.url


def test_three_handouts_take_few_key_presses(site_url, new_page):
    """From the top of the page, past the header by the link that skips it."""
    page = new_page(1280)
    open_packet(page, site_url + PACKET)
    keys = ["Tab", "Enter", "Tab"]
    for title in ("dry", "sun", "war"):
        keys += [*title, "Enter"]
    keys += ["Tab", "Enter"]
    for key in keys:
        page.keyboard.press(key)
    wait_until(page, "window.opened === 1")
    assert page.evaluate(SHEETS)[1:4] == ["Dry garden hands", "Sun hats", "Warm gloves"]
    print(f"{len(keys)} key presses")
    assert len(keys) <= KEY_PRESSES


def test_a_handout_and_a_ready_made_packet_lead_to_the_choice(site_url, page):
    page.goto(site_url + "es/handouts/dry-hands/")
    assert not page.locator("text=Hacer un paquete con esta hoja").is_visible()  # on a phone
    page.set_viewport_size({"width": 1280, "height": 800})
    page.click("text=Hacer un paquete con esta hoja")
    page.wait_for_selector("form.packet")
    assert (
        page.evaluate(ORDER) == ["Manos secas"]
        and "/es/for-clinics/packet/#with=dry-hands" in page.url
    )
    page.goto(site_url + SPRING)
    assert page.text_content("h1") == "Spring set"
    assert page.locator("a[href$='spring.pdf'], a[href$='spring.a4.pdf']").count() == 2
    page.click("text=Add handouts, names or a note")
    page.wait_for_selector("form.packet")
    assert page.evaluate(ORDER) == ["Dry garden hands", "Warm gloves"]
    page.fill(field("whom"), "Ann")
    page.goto(site_url + PACKET + "#with=sun-hats")
    page.fill(field("whom"), "Ann")
    page.click("[data-packet-take]")
    assert page.evaluate(ORDER) == ["Sun hats", "Dry garden hands", "Warm gloves"], "none is lost"
    assert page.evaluate(STATUS) == "Spring set is in your packet. Handouts: 3"
    assert page.evaluate("document.activeElement.id") == "packet-chosen"
    assert page.input_value(field("whom")) == "Ann", "what is typed stays"


def test_a_kept_link_tells_what_it_names_in_vain(site_url, page):
    choice = "#with=old-hands,dry-hands,straw-hats,nothing<b>,sun-hats"
    choice += "&paper=a4&size=large&language=xx&more=1"
    open_packet(page, site_url + PACKET + choice)
    assert page.evaluate(ORDER) == ["Dry garden hands", "Sun hats"]
    notice = page.text_content("[data-packet-notice]")
    assert notice.startswith("Left out: straw-hats (withdrawn), nothing")
    assert notice.endswith("(there is no such handout).") and page.is_visible(
        "[data-packet-notice]"
    )
    assert page.input_value("[data-packet-paper-size]") == "a4"
    assert page.input_value("[data-packet-print-size]") == "large"
    assert page.input_value("[data-packet-language]") == "en"
    page.click("[data-packet-choice=warm-gloves] label")
    assert not page.is_visible("[data-packet-notice]")


def test_a_link_names_nothing_or_an_endless_word(site_url, page):
    open_packet(page, site_url + PACKET + "#with=")
    assert page.evaluate(ORDER) == [] and not page.is_visible("[data-packet-notice]")
    page.evaluate("id => { location.hash = '#with=' + id }", "x" * 5000)
    wait_until(page, "!document.querySelector('[data-packet-notice]').hidden")
    assert len(page.text_content("[data-packet-notice]")) < 130
    page.evaluate("location.hash = '#with=dry-hands&asks=0'")
    wait_until(page, f"({ORDER})().length === 1")
    assert not page.is_checked("[data-packet-asks]"), "only 1 is a yes"


def test_a_handout_whose_script_holds_no_words_is_told(site_url, page):
    page.route(
        "**/sun-hats.packet.js",
        lambda route: route.fulfill(body="", content_type="text/javascript"),
    )
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    open_packet(page, site_url + PACKET + THREE)
    page.click(".packet__print >> nth=0")
    wait_until(
        page,
        "document.querySelector('.notice[role]').textContent.startsWith('Not opened: Sun hats.')",
    )
    assert page.evaluate("window.opened") == 0 and errors == []


def test_nothing_is_left_of_a_packet_for_whoever_comes_back(site_url, page):
    open_packet(page, site_url + PACKET + THREE)
    assert page.is_enabled("[data-packet-link]")
    page.fill(field("whom"), "  Ann  ")
    print_packet(page)
    assert page.text_content(".paper [data-fill=whom]") == "Ann", "without the room around it"
    page.fill("[data-packet-find]", "Zebedee")
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    assert not page.evaluate("document.documentElement.hasAttribute('data-packet-ready')")
    assert page.input_value("[data-packet-find]") == ""
    page.goto("about:blank")
    open_packet(page, site_url + PACKET)
    assert page.is_disabled("[data-packet-link]"), "a link to no handout is none"


def test_a_handout_that_is_not_translated_is_left_out_in_words(site_url, page):
    def take_out_hats(route: Route) -> None:
        response = route.fetch()
        spanish = re.compile(r'<template data-script="[^"]*es/[^"]*sun-hats[^"]*"[^>]*></template>')
        body, count = spanish.subn("", response.text())
        assert count == 1
        route.fulfill(response=response, body=body)

    page.route("**/for-clinics/packet/", take_out_hats)
    open_packet(page, site_url + PACKET + THREE)
    page.select_option("[data-packet-language]", "es")
    assert page.text_content("[data-packet-notice]") == "Left out: Sun hats (not in Español)."
    print_packet(page)
    assert page.evaluate(SHEETS)[:3] == ["Sus hojas", "Guantes calientes", "Manos secas"]
    assert page.get_attribute(".paper", "lang") == "es" and page.url.endswith("&language=es")
    assert page.get_attribute(".paper", "dir") == "ltr"
    page.select_option("[data-packet-language]", "en")
    assert not page.is_visible("[data-packet-notice]") and len(page.evaluate(ORDER)) == 3


def test_ids_that_name_parts_of_the_language_choose_nothing(site_url, page):
    """Every object of a script has these names: none of them is a handout."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    names = ["constructor", "__proto__", "toString", "hasOwnProperty"]
    open_packet(page, f"{site_url}{PACKET}#with=dry-hands,{','.join(names)},sun-hats")
    assert page.evaluate(ORDER) == ["Dry garden hands", "Sun hats"]
    notice = page.text_content("[data-packet-notice]")
    assert all(name in notice for name in names), notice
    assert page.evaluate(STATUS) == "Handouts in your packet: 2" and errors == []


def test_words_are_found_one_by_one_and_in_names_of_packets(site_url, page):
    """What has the most of the words is shown; a packet of that name adds all its handouts.

    So it is too where the search of the site cannot be had.
    """
    page.route("**/assets/search.js*", lambda route: route.abort())
    open_packet(page, site_url + PACKET)
    choices = """[...document.querySelectorAll('[data-packet-choice]:not([hidden])')].map(
        choice => choice.dataset.title)"""
    page.fill("[data-packet-find]", "gloves qqq")
    assert page.evaluate(choices) == ["Warm gloves"]
    assert page.evaluate(STATUS) == "Enter adds: Warm gloves"
    page.fill("[data-packet-find]", "spring SET")
    assert page.evaluate(STATUS) == "Enter adds: Spring set"
    assert sorted(page.evaluate(choices)) == ["Dry garden hands", "Warm gloves"]
    page.press("[data-packet-find]", "Enter")
    assert page.evaluate(ORDER) == ["Dry garden hands", "Warm gloves"]
    assert page.evaluate(STATUS) == "Spring set is in your packet. Handouts: 2"
    assert len(page.evaluate(choices)) >= 3 and page.input_value("[data-packet-find]") == ""
    page.fill("[data-packet-find]", "hats")
    page.press("[data-packet-find]", "Enter")
    page.fill("[data-packet-find]", "spring")
    page.press("[data-packet-find]", "Enter")
    assert page.evaluate(ORDER) == ["Dry garden hands", "Warm gloves", "Sun hats"]


def test_the_search_of_the_site_finds_what_no_title_says(site_url, page):
    """By hidden words, by what people say for the same, and by a misspelling; a title comes first.

    What is asked for before the search is there is answered once it is.
    """
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    open_packet(page, site_url + PACKET)
    assert not any("search-index" in url for url in requests), "only for who looks for a handout"
    for typed in ("craked fingrs", "chapped finger", "CRACKED-FINGERS"):
        page.fill("[data-packet-find]", typed)
        wait_until(page, f"{STATUS} === 'Enter adds: Dry garden hands'")
        assert page.is_visible("[data-packet-choice=dry-hands]"), typed
    page.fill("[data-packet-find]", "warm")
    assert page.evaluate(STATUS) == "Enter adds: Warm gloves"
    assert page.locator("[data-packet-choice]:visible").count() == 1
    page.fill("[data-packet-find]", "craked fingrs")
    page.press("[data-packet-find]", "Enter")
    assert page.evaluate(ORDER) == ["Dry garden hands"]
    assert page.evaluate(STATUS) == "Dry garden hands is in your packet. Handouts: 1"
    page.fill("[data-packet-find]", "how to share these pages")
    wait_until(page, f"{STATUS} !== 'Dry garden hands is in your packet. Handouts: 1'")
    assert "For clinics" not in page.evaluate(STATUS), "pages about the site are no handouts"


def test_a_handout_that_is_there_already_is_told_and_stays_in_its_place(site_url, page):
    open_packet(page, site_url + PACKET + THREE)
    page.fill("[data-packet-find]", "warm")
    assert page.evaluate(STATUS) == "Warm gloves is already in your packet"
    page.press("[data-packet-find]", "Enter")
    assert page.evaluate(STATUS) == "Warm gloves is already in your packet"
    assert page.evaluate(ORDER) == TITLES
    page.fill("[data-packet-find]", "spring set")
    assert page.evaluate(STATUS) == "Spring set is already in your packet"
    page.get_by_role("button", name="Take out: Dry garden hands").click()
    page.fill("[data-packet-find]", "spring set")
    assert page.evaluate(STATUS) == "Enter adds: Spring set", "one of its handouts is not there"


def test_what_will_be_printed_and_that_nobody_reviewed_it_stand_above_both_buttons(site_url, page):
    for root, review, paper in (
        ("", "No clinician has reviewed these", "This prints a cover, your handouts and"),
        ("es/", "Ningún profesional de la salud", "Se imprimen una portada, sus hojas y"),
    ):
        page.goto("about:blank")
        open_packet(page, site_url + root + PACKET)
        above = page.evaluate(ABOVE, [review, paper])
        assert len(above) == 4 and all(0 < gap < 332 for gap in above), above  # half a phone


def test_a_translation_that_nobody_reviewed_is_told_before_it_is_printed(site_url, page):
    for root, words in (
        ("", "Español: No translator has reviewed this translation yet."),
        ("es/", "Español: Ningún traductor ha revisado aún la traducción."),
    ):
        page.goto("about:blank")
        open_packet(page, site_url + root + PACKET)
        above = page.locator("form.packet b").all_text_contents()
        assert len(above) == 2 and all(words in line for line in above), above


def test_the_way_to_another_language_loses_no_typed_word(site_url, page):
    open_packet(page, site_url + PACKET + "#with=sun-hats")
    page.fill(field("note"), "Monday")
    print_packet(page)
    page.click(".header__languages a[hreflang=es]")
    assert page.input_value(field("note")) == "Monday"
    assert page.input_value("[data-packet-language]") == "es"
    assert page.evaluate("document.activeElement.id") == "packet-language", "seen at once"
    assert "/es/" not in page.url


def test_another_language_in_a_tab_of_its_own_changes_nothing_here(site_url, page):
    open_packet(page, site_url + PACKET + "#with=sun-hats")
    page.fill(field("note"), "Monday")
    with page.context.expect_page() as opened:
        page.click(".header__languages a[hreflang=es]", modifiers=["Control"])
    assert "/es/" in opened.value.url
    assert page.input_value("[data-packet-language]") == "en"


def test_the_words_of_the_last_patient_are_seen_and_taken_away(site_url, page):
    open_packet(page, site_url + PACKET + "#with=sun-hats")
    whose = page.locator("[data-packet-patient]")
    page.fill(field("clinic"), "Elm")
    assert not whose.is_visible(), "the clinic stays"
    page.fill(field("whom"), "Ana")
    page.fill(field("note"), "Monday")
    print_packet(page)
    assert "Ana" in whose.inner_text()
    page.get_by_role("button", name="Next patient").first.click()
    assert not whose.is_visible() and page.evaluate("document.activeElement.id") == "packet-find"
    print_packet(page)
    assert page.evaluate("document.querySelector('.paper').textContent").count("Elm") > 0
    assert not {"Ana", "Monday"} & set(page.inner_text(".paper").split()) and page.evaluate(ORDER)
    assert page.input_value(field("note")) == page.input_value(field("whom")) == ""
    page.fill(field("note"), "Tuesday")
    page.get_by_role("button", name="Next patient").last.click()
    assert page.input_value(field("note")) == "", "below the words, too"


def test_the_clinic_is_filled_in_where_a_handout_asks_for_it(site_url, page):
    body = (
        '<h1>T</h1><p class="paper__field"><b>Clinic</b> <span data-fill="clinic"></span></p>'
        '<p class="paper__field"><b>Date</b> <span></span></p>'
    )
    page.route("**/*.packet.js", lambda route: answer(route, body))
    open_packet(page, site_url + PACKET + "#with=sun-hats,warm-gloves")
    page.fill(field("whom"), "Ana")
    page.fill(field("clinic"), "Elm\n555")
    print_packet(page)
    lines = page.locator(".paper__handout .paper__field span").all_text_contents()
    assert lines == ["Elm · 555", ""] * 2


def test_what_is_chosen_moves_nothing_that_is_chosen_from(site_url, page):
    open_packet(page, site_url + PACKET)
    top = """() => scrollY
        + document.querySelector('[data-packet-choice=dry-hands]').getBoundingClientRect().top"""
    before = page.evaluate(top)
    page.click("[data-packet-choice=sun-hats] label")
    assert page.evaluate(top) == before, "a second click would land on another handout"


def test_the_way_to_another_language_keeps_what_was_chosen(site_url, page):
    open_packet(page, site_url + PACKET + "#with=sun-hats&paper=a4&size=large")
    page.click("[data-packet-choice=dry-hands] label")
    page.click(".header__languages a[hreflang=es]")
    page.wait_for_url("**/es/**")
    page.wait_for_selector(".packet__title")
    assert "with=sun-hats,dry-hands&" in page.url
    assert page.input_value("[data-packet-paper-size]") == "a4"
    assert page.input_value("[data-packet-print-size]") == "large"
    assert page.input_value("[data-packet-language]") == "es"


def test_when_to_get_help_comes_first_until_it_is_moved(site_url, page):
    open_packet(page, site_url + PACKET + "#with=warm-gloves")
    page.evaluate("document.querySelector('form.packet').dataset.help = 'sun-hats'")
    page.click("[data-packet-choice=sun-hats] label")
    assert page.evaluate(ORDER) == ["Sun hats", "Warm gloves"]
    page.get_by_role("button", name="Move down: Sun hats").click()
    page.click("[data-packet-choice=dry-hands] label")
    assert page.evaluate(ORDER) == ["Warm gloves", "Sun hats", "Dry garden hands"]


def test_what_is_typed_behind_the_address_is_obeyed_if_it_is_a_choice(site_url, page):
    open_packet(page, site_url + PACKET + "#with=dry-hands")
    page.evaluate("location.hash = '#packet-know'")
    page.wait_for_timeout(200)
    assert page.evaluate(ORDER) == ["Dry garden hands"], "a way within the page"
    page.evaluate("location.hash = '#with=sun-hats'")
    wait_until(page, f"({ORDER})().join() === 'Sun hats'")
    page.evaluate("ids => { location.hash = '#with=' + ids }", ",".join(["gone"] * 5000))
    wait_until(page, "!document.querySelector('[data-packet-notice]').hidden")
    assert page.text_content("[data-packet-notice]").count("gone") == 100, "a link has an end"


def test_keys_that_mean_something_else_choose_nothing(site_url, page):
    """Enter ends a word of Chinese; Ctrl and a click open a tab."""
    open_packet(page, site_url + PACKET)
    page.fill("[data-packet-find]", "dry")
    page.evaluate(
        """() => document.querySelector('[data-packet-find]').dispatchEvent(
            new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }))"""
    )
    page.focus(field("whom"))
    page.evaluate(
        """() => document.activeElement.dispatchEvent(
            new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }))"""
    )
    assert page.evaluate("document.activeElement.id") == "packet-whom"
    is_left_alone = page.evaluate(
        """() => {
            let isLeftAlone;
            document.addEventListener('click', event => {
                isLeftAlone = !event.defaultPrevented;
                event.preventDefault();
            });
            document.querySelector('[data-packet-take]').dispatchEvent(
                new MouseEvent('click', { ctrlKey: true, cancelable: true, bubbles: true }));
            return isLeftAlone;
        }"""
    )
    assert is_left_alone and page.evaluate(ORDER) == []


# Print --------------------------------------------------------------------------------------------


def test_cards_stand_once_and_sources_are_numbered_anew(site_url, page):
    """The most urgent first, those of a medicine later; short ones go where full ones are."""
    page.route("**/*.packet.js", lambda route: answer(route, ""))
    open_packet(page, site_url + PACKET + THREE)
    print_packet(page)
    cards = "[...document.querySelectorAll('.paper .card h3')].map(head => head.textContent)"
    assert page.evaluate(cards) == [
        "Card now",
        "Card glue",
        "Card today",
        "Card visit",
    ]
    assert page.locator(".paper .cards-elsewhere").count() == 3
    numbers = """[...document.querySelectorAll('.paper [data-source]')].map(
        link => [link.dataset.source, link.textContent])"""
    ids = [
        "now",
        "glue",
        "today",
        "visit",
        "shared",
        "warm-gloves",
        "shared",
        "dry-hands",
        "shared",
        "sun-hats",
    ]
    order = list(dict.fromkeys(ids))
    assert page.evaluate(numbers) == [[id, f"[{order.index(id) + 1}]"] for id in ids]
    sources = "[...document.querySelectorAll('.paper .sources li')].map(line => line.textContent)"
    assert page.evaluate(sources) == [f"Source {id}" for id in order]
    targets = """[...document.querySelectorAll('.paper [data-source]')].map(
        link => document.querySelector(link.getAttribute('href')).textContent)"""
    assert page.evaluate(targets) == [f"Source {id}" for id in ids]
    assert page.locator(".paper .write li .paper__write").count() == 6
    page.goto("about:blank")
    open_packet(page, site_url + PACKET + "#with=warm-gloves")
    print_packet(page)
    assert page.evaluate(cards)[:3] == ["Card band-now", "Card band-today", "Card band-visit"]
    assert "Card glue" in page.evaluate(cards), "where no page in front has it, it stays"


@needs("pdftotext")
@needs("pdfinfo")
@pytest.mark.parametrize(
    ("paper", "size", "width"), [("letter", "standard", "612"), ("a4", "large", "594")]
)
@pytest.mark.parametrize("from_folder", [False, True])
def test_a_printed_packet(
    site_url, archive_folder, new_page, tmp_path, paper, size, width, from_folder
):
    """Cover, each handout on its own page, feet, sources; tagged; by http and from a folder."""
    page, errors = new_page(1000), []
    page.on("console", lambda message: errors.append(message.text))
    start = (archive_folder / PACKET / "index.html").as_uri() if from_folder else site_url + PACKET
    open_packet(page, f"{start}{THREE}&paper={paper}&size={size}")
    for name, words in (
        ("clinic", "Clínica Łódź\n555-0100"),
        ("whom", "Nguyễn Thị محمد 山田"),
        ("note", f"{MARKUP} {'word ' * 200}"),
    ):
        page.fill(field(name), words)
    print_packet(page)
    page.pdf(path=tmp_path / "packet.pdf", prefer_css_page_size=True, tagged=True)
    facts = subprocess.run(
        ["pdfinfo", tmp_path / "packet.pdf"], capture_output=True, text=True
    ).stdout
    assert re.search(r"Tagged: +yes", facts) and re.search(rf"Page size: +{width}", facts)
    words = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "packet.pdf", "-"], capture_output=True, text=True
    ).stdout
    pages = words.split("\f")
    for text in ("Your handouts", "Nguyễn Thị", "Clínica Łódź", "555-0100", "<img src=x", "&amp;"):
        assert text in pages[0], text
    assert words.count("your hand turns white") == 1 and words.count("Choose the handouts") == 0
    whose = re.compile(r"For: Nguyễn Thị .* · Clínica Łódź · 555-0100\n\s*")
    assert [bool(whose.match(text)) for text in pages] == [False, *[True] * (len(pages) - 2), False]
    pages = [whose.sub("", text, count=1) for text in pages]
    heads = [text.split("\n")[0].strip() for text in pages[:-1]]
    assert heads[0] == "Garden hands" and heads[-1] == "Sources", heads
    for title in TITLES:
        (first,) = (text for text in pages if re.match(rf"{title}\s+See why soil", text))
        assert len(re.findall(rf"{title} · \d{{4}}-\d\d-\d\d", first)) == 1
    assert "Cold days" in words
    few = [text for text in pages[:-1] if len(text.split()) <= 11]
    assert few == [], "no page holds its foot alone"
    assert re.search(rf"1 ?/ ?{len(pages) - 1}\b", pages[0])
    assert (
        f"{ADDRESS[8:]}handouts/warm-gloves" in pages[0]
        and page.locator(".paper__code svg").count() == 3
    )
    assert page.evaluate("window.hacked") is None and errors == []


def test_the_help_handout_holds_the_cards_and_the_cover_leads_to_it(site_url, page):
    """Its own cards of a medicine stay where they are; all lines name it; no card stands twice."""
    page.route("**/*.packet.js", lambda route: answer(route, HELP_BODY))
    page.route("**/for-clinics/packet/", add_way)
    open_packet(page, site_url + PACKET + "#with=warm-gloves,sun-hats,dry-hands")
    page.evaluate("document.querySelector('form.packet').dataset.help = 'sun-hats'")
    print_packet(page)
    heads = "[...document.querySelectorAll('{} .card h3')].map(head => head.textContent)"
    cards = ["Card now", "Card today", "Card visit", "Card glue"]
    assert page.evaluate(heads.format(".paper")) == cards
    assert page.evaluate(heads.format(".paper__handout:nth-child(3)")) == cards
    assert page.locator(".paper__handout:nth-child(3) .cards-elsewhere").count() == 0
    assert page.locator(".paper__cover > .cards-elsewhere").count() == 1
    assert page.locator(".paper__handout .cards-elsewhere").count() == 4
    lines = page.locator(".paper .cards-elsewhere").all_text_contents()
    assert {*lines} == {"On its page."}, "none leads to the front any more"
    assert page.locator("[data-cards]").count() == 0, "no heading stands alone on the cover"
    numbers = "[...document.querySelectorAll('.paper [data-source]')].map(link => link.textContent)"
    numbers = [int(number.strip("[]")) for number in page.evaluate(numbers)]
    assert numbers == sorted(numbers), "sources are numbered in the order of the pages"
    page.goto("about:blank")
    open_packet(page, site_url + PACKET + "#with=warm-gloves,dry-hands")
    page.evaluate("document.querySelector('form.packet').dataset.help = 'sun-hats'")
    print_packet(page)
    assert page.locator("[data-cards] .card").count() == 4, "it is not in this packet"
    assert page.locator("[data-way]").count() == 0


def test_a_loose_page_says_whose_it_is(site_url, page):
    """What has no room is left out whole, and with nothing typed nothing stands there."""
    rules = "[...document.adoptedStyleSheets].flatMap(sheet => [...sheet.cssRules])"
    heads = f"{rules}.map(rule => rule.cssText).join('').match(/@top-left[^}}]*content: [^;]*/g)"
    open_packet(page, site_url + PACKET + "#with=sun-hats&language=es")
    print_packet(page)
    assert page.evaluate(heads) is None
    for clinic, head in (
        ('A "B" Clinic\n\n 555-0100 ', 'Para: Zoë · A \\"B\\" Clinic · 555-0100'),
        ("\n".join(("x" * 180, "555-0100")), "Para: Zoë · 555-0100"),
    ):
        page.fill(field("whom"), "Zoë")
        page.fill(field("clinic"), clinic)
        print_packet(page)
        first, cover = page.evaluate(heads)
        assert first.endswith(f'content: "{head}"') and cover.endswith("none")
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    assert page.evaluate(f"{rules}.length") == 0, "a name is left in no style"


def test_the_cover_says_what_boxes_and_codes_are_for(site_url, page):
    for code, words in (
        ("en", ("No clinician has", "Check a box when", "The date and code below a title")),
        ("es", ("Ningún profesional", "Marque una casilla", "La fecha y el código bajo un título")),
    ):
        page.goto("about:blank")
        open_packet(page, f"{site_url}{PACKET}{THREE}&language={code}")
        print_packet(page)
        cover = page.text_content(".paper__cover")
        assert all(text in cover for text in words), cover
        assert page.locator(".paper .paper__version").count() == 1, "the rest is in the margins"


def test_drawings_that_follow_each_other_share_a_row(site_url, new_page):
    """As they do in standard print; their words do not touch."""
    figure = "<figure class='picture'><figcaption><p>Do this now.</p></figcaption></figure>"
    page = new_page(700)
    page.route("**/*.packet.js", lambda route: answer(route, f"<h1>Hats</h1>{figure}{figure}"))
    for size, rows in (("standard", 1), ("large", 2)):
        page.goto("about:blank")
        open_packet(page, f"{site_url}{PACKET}#with=sun-hats&size={size}")
        print_packet(page)
        page.emulate_media(media="print")
        boxes = [picture.bounding_box() for picture in page.locator(".paper .picture").all()]
        assert len({box["y"] for box in boxes}) == rows, size
        if rows == 1:
            assert boxes[1]["x"] - boxes[0]["x"] - boxes[0]["width"] >= 8
        page.emulate_media(media="screen")


def test_nothing_typed_leaves_the_page_or_stays(site_url, page):
    """In no request, address, title or store; not lost when a print ends; gone in the end."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url + (request.post_data or "")))
    open_packet(page, site_url + PACKET + THREE)
    for name in ("clinic", "whom", "note"):
        page.fill(field(name), f"Zebedee {name}")
    print_packet(page)
    print_packet(page)
    for name in ("clinic", "whom", "note"):
        assert page.input_value(field(name)) == f"Zebedee {name}"
        assert page.get_attribute(field(name), "autocomplete") == "off"
    assert page.text_content(".paper__cover").count("Zebedee") == 3
    stores = """[localStorage.length, sessionStorage.length, document.cookie, document.title,
        location.href, JSON.stringify(history.state)].join()"""
    assert "Zebedee" not in page.evaluate(stores) + "".join(requests)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    assert [page.input_value(field(name)) for name in ("clinic", "whom", "note")] == ["", "", ""]
    assert page.text_content(".paper") == ""
    page.goto(site_url)
    page.go_back()
    page.wait_for_selector("form.packet")
    assert page.input_value(field("whom")) == ""


@needs("pdftotext")
def test_what_a_nurse_asks_back_is_printed_on_the_cover_when_wanted(site_url, page):
    open_packet(page, site_url + PACKET + THREE)
    print_packet(page)
    assert page.locator("[data-asks]").count() == 0
    page.check("[data-packet-asks]")
    assert page.url.endswith("&asks=1"), "a kept link keeps that, too"
    for code, name in (("en", "Questions for the nurse to ask"), ("es", "Preguntas para quien")):
        page.goto("about:blank")
        open_packet(page, f"{site_url}{PACKET}{THREE}&asks=1&language={code}")
        print_packet(page)
        asks = page.text_content(".paper__cover [data-asks]")
        assert asks.startswith(name) and page.locator("[data-asks] li").count() == 2, asks
        assert page.locator("[data-asks] .paper__asks").count() == 1, "none without a question"
        assert page.locator("[data-asks] li .paper__box").count() == 2
        cards = page.text_content(".paper__cover [data-cards] h2")
        sheets = text_of(page.pdf(prefer_css_page_size=True)).split("\f")
        assert [cards in sheet for sheet in sheets if name in sheet] == [False], "hers to keep"
    page.goto("about:blank")
    open_packet(page, f"{site_url}{PACKET}#with=sun-hats&asks=1")
    print_packet(page)
    assert page.locator("[data-asks]").count() == 0, "no heading stands alone"


def test_a_long_note_is_counted_and_printed_whole(site_url, page):
    open_packet(page, site_url + PACKET + THREE)
    room = "document.querySelector('[data-packet-room]').textContent"
    for letters, words in (
        (1300, "Letters left: 200"),
        (1500, "Letters left: 0"),
        (1512, "Letters over the limit: 12. All of them are printed, on more paper."),
        (100, ""),
    ):
        page.fill(field("note"), "x" * letters)
        wait_until(page, f"{room} === {json.dumps(words)}")
    assert page.get_attribute("[data-packet-room]", "role") == "status"
    for name, text in (("note", "y" * 4000), ("whom", "z" * 400), ("clinic", "w" * 900)):
        page.fill(field(name), text)
        print_packet(page)
        assert page.text_content(f".paper [data-fill={name}]") == text, "nothing is cut"


def test_leaving_asks_first_while_words_are_not_printed(site_url, page):
    """And never else: not for a choice, nor once a print had the words."""
    asks = """() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"""
    open_packet(page, site_url + PACKET + THREE)
    page.check("[data-packet-asks]")
    assert not page.evaluate(asks)
    page.fill(field("whom"), "Ann")
    assert page.evaluate(asks)
    page.fill(field("whom"), "  ")
    assert not page.evaluate(asks), "nothing is lost"
    page.evaluate(
        "field => { field.value = field.defaultValue = 'Garden clinic' }",
        page.query_selector(field("clinic")),
    )
    page.fill(field("whom"), "")
    assert not page.evaluate(asks), "the clinic's own lines come back"
    page.fill(field("whom"), "Ann")
    print_packet(page)
    assert not page.evaluate(asks)
    page.fill(field("note"), "Monday")
    assert page.evaluate(asks), "it is newer than the print"
    page.click(field("note"))
    page.keyboard.type("!")  # a browser asks only for what a person did
    with page.expect_event("dialog") as dialog:
        page.close(run_before_unload=True)
    assert dialog.value.type == "beforeunload"
    dialog.value.dismiss()
    assert page.input_value(field("note")) == "Monday!"
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    assert not page.evaluate(asks), "whoever comes back finds empty fields and no question"


def test_the_menu_of_the_browser_prints_the_same(site_url, page):
    open_packet(page, site_url + PACKET + THREE)
    page.wait_for_load_state("networkidle")
    page.fill(field("whom"), "Ann")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(SHEETS)[1:4] == ["Warm gloves", "Dry garden hands", "Sun hats"]
    assert page.text_content(".paper [data-fill=whom]") == "Ann"


def test_twenty_handouts_make_a_packet(site_url, page):
    """As many as there are, each named twice and more, and the same packet from the same choice."""
    all_ids = "dry-hands,words-to-know,warm-gloves,sun-hats"
    open_packet(page, f"{site_url}{PACKET}#with={','.join([all_ids] * 30)}")
    print_packet(page)
    sheets = page.inner_html(".paper")
    assert len(page.evaluate(SHEETS)) == 6
    print_packet(page)
    assert page.inner_html(".paper") == sheets


def test_a_way_past_all_titles_leads_to_the_first_line_to_type_in(site_url, page):
    """And the address keeps the handouts."""
    open_packet(page, site_url + PACKET + THREE)
    page.get_by_role("link", name="Add your words").press("Enter")
    wait_until(page, "document.activeElement.matches('[data-packet-typed=clinic]')")
    wait_until(page, "location.hash.startsWith('#with=warm-gloves')")
    page.keyboard.type("Garden clinic")
    assert page.input_value(field("clinic")) == "Garden clinic"
    assert page.evaluate(ORDER) == TITLES


def test_enter_below_the_name_leads_to_the_note_and_prints_nothing(site_url, page):
    open_packet(page, site_url + PACKET + THREE)
    page.fill(field("whom"), "Ann")
    page.press(field("whom"), "Enter")
    page.wait_for_timeout(300)
    assert page.evaluate("window.opened") == 0 and page.input_value(field("note")) == ""
    page.keyboard.type("Call on Monday.")
    print_packet(page)
    assert page.text_content(".paper__note") == "Call on Monday."


def test_the_link_to_the_choice_is_copied(site_url, new_page):
    page = new_page(1000, permissions=("clipboard-read", "clipboard-write"))
    open_packet(page, site_url + PACKET + THREE)
    page.click("[data-packet-link]")
    wait_until(page, "document.querySelector('[data-packet-copied]').textContent !== ''")
    assert "copied" in page.inner_text("[data-packet-link] + span"), "beside the button"
    link = f"{site_url}{PACKET}{THREE}&paper=letter&size=standard"
    assert page.evaluate("navigator.clipboard.readText()") == link
    page.click("[data-packet-choice=dry-hands] label")
    assert page.inner_text("[data-packet-link] + span") == "", "that was another choice"


def test_a_browser_that_keeps_no_address_still_makes_packets(site_url, page):
    """Some refuse it for pages from a folder."""
    page.add_init_script("History.prototype.replaceState = () => { throw new Error('refused'); }")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    open_packet(page, site_url + PACKET)
    page.click("[data-packet-choice=sun-hats] label")
    print_packet(page)
    assert page.evaluate(SHEETS)[1] == "Sun hats" and errors == []


def test_what_cannot_be_loaded_is_told_and_nothing_is_printed(site_url, page):
    page.route("**/sun-hats.packet.js", lambda route: route.abort())
    open_packet(page, site_url + PACKET + THREE)
    page.click(".packet__print >> nth=1")  # far below the notice
    wait_until(
        page,
        "document.querySelector('.notice[role]').textContent.startsWith('Not opened: Sun hats.')",
    )
    box = page.locator(".notice[role]").bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= 664, "it is in view"
    assert page.evaluate("window.opened") == 0
    page.unroute("**/sun-hats.packet.js")
    print_packet(page)
    assert len(page.evaluate(SHEETS)) == 5


def test_two_sources_that_print_the_same_line_are_one(site_url, page):
    """Two parts of one article have one address; a reader could not tell them apart."""
    body = '<h1>Sun hats</h1><p><a data-source="a">[1]</a><a data-source="b">[2]</a></p>'
    script = script_of("sun-hats", body=body, sources={"a": "<p>One</p>", "b": "<p>One</p>"})
    page.route(
        "**/*.packet.js", lambda route: route.fulfill(body=script, content_type="text/javascript")
    )
    open_packet(page, site_url + PACKET + "#with=sun-hats")
    print_packet(page)
    assert page.locator(".paper [data-source]").all_text_contents() == ["[1]", "[1]"]
    assert page.locator(".paper .sources li").all_text_contents() == ["One"]


def test_the_way_to_the_front_stands_once(site_url, page):
    """Cards beside each other leave one line, and no heading stands with nothing below it."""
    boxes = "".join(
        f'<section class="card level-3" data-card="{id}"><h3>Card {id}</h3></section>'
        for id in ("glue", "now")
    )
    line = '<p class="cards-elsewhere">At the front.</p>'
    full = f"<h1>Sun hats</h1><h2>Help</h2>{line}<h2>Glue</h2>{boxes}<h2>More</h2><p>M.</p>{boxes}"
    page.route("**/*.packet.js", lambda route: answer(route, full))
    open_packet(page, site_url + PACKET + "#with=sun-hats")
    print_packet(page)
    parts = "[...document.querySelectorAll('.paper__handout > :not(.paper__version)')]"
    assert page.evaluate(f"{parts}.map(part => part.className || part.textContent)") == [
        *("Sun hats", "Help", "cards-elsewhere", "More", "M.", "cards-elsewhere")
    ]
    page.goto("about:blank")
    page.unroute("**/*.packet.js")
    page.route("**/*.packet.js", lambda route: answer(route, f"<h1>H</h1><h2>Glue</h2>{boxes}"))
    open_packet(page, site_url + PACKET + "#with=sun-hats")
    print_packet(page)
    assert page.evaluate(f"{parts}.map(part => part.className || part.textContent)") == [
        *("H", "cards-elsewhere")
    ]


def test_lines_at_the_edge_of_the_paper_are_whole(site_url, new_page):
    """A line of a table lies half outside of it; what is outside of the page is not printed."""
    page = new_page(1000)
    table = "<table><tbody><tr><td>Words</td></tr></tbody></table>"
    page.route("**/*.packet.js", lambda route: answer(route, f"<h1>Sun hats</h1>{table}"))
    open_packet(page, site_url + PACKET + "#with=sun-hats")
    page.fill(field("note"), "Words")
    print_packet(page)
    page.emulate_media(media="print")
    edge = "const paper = document.querySelector('.paper').getBoundingClientRect();"
    for part in (".paper__note", ".paper table"):
        gaps = page.evaluate(
            f"() => {{ {edge} const part = document.querySelector('{part}')"
            ".getBoundingClientRect();"
            "return [part.left - paper.left, paper.right - part.right]; }"
        )
        assert min(gaps) >= 1, (part, gaps)


def test_each_handout_starts_a_page_in_browsers_without_named_pages_too(site_url, page):
    open_packet(page, site_url + PACKET + THREE)
    print_packet(page)
    page.emulate_media(media="print")
    breaks = "[...document.querySelector('.paper').children].map(sheet => getComputedStyle(sheet))"
    assert page.evaluate(f"{breaks}.map(style => style.breakBefore)") == ["auto"] + ["page"] * 4


def test_large_print_is_large_below_drawings_too(site_url, new_page):
    page = new_page(1000)
    body = "<h1>H</h1><figure class='picture'><figcaption><p>Do this.</p></figcaption></figure>"
    page.route("**/*.packet.js", lambda route: answer(route, body))
    open_packet(page, site_url + PACKET + "#with=sun-hats&size=large")
    print_packet(page)
    page.emulate_media(media="print")
    size = "parseFloat(getComputedStyle(document.querySelector('.paper figcaption p')).fontSize)"
    assert page.evaluate(size) >= 18 * 96 / 72 - 0.1


def test_what_a_browser_prints_before_a_packet_is_ready_is_the_page(site_url, page):
    """Also after the last handout was taken out."""
    ready = "document.documentElement.hasAttribute('data-packet-ready')"
    early = "window.dispatchEvent(new Event('beforeprint'))"
    page.route("**/sun-hats.packet.js", lambda route: None)  # which never answers
    open_packet(page, site_url + PACKET)
    page.evaluate("three => { location.hash = three }", THREE)
    wait_until(page, f"({ORDER})().length === 3")
    page.evaluate(early)
    assert not page.evaluate(ready)
    page.get_by_role("button", name="Take out: Sun hats").click()
    print_packet(page)
    assert page.evaluate(ready)
    for title in TITLES[:2]:
        page.get_by_role("button", name=f"Take out: {title}").click()
    page.evaluate(early)
    assert not page.evaluate(ready)


def test_words_of_a_handout_end_no_style_and_need_no_source(site_url, page):
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    title = 'Hats "of" straw\\"}@page{size:1mm}'
    body = '<h1>Hats</h1><p>Words.<a data-source="nowhere">[9]</a></p>'
    script = script_of("sun-hats", title=title, version="1", body=body)
    page.route(
        "**/*.packet.js", lambda route: route.fulfill(body=script, content_type="text/javascript")
    )
    open_packet(page, site_url + PACKET + "#with=sun-hats")
    print_packet(page)
    rules = "[...document.adoptedStyleSheets[0].cssRules].map(rule => rule.cssText).join('')"
    assert page.evaluate("document.adoptedStyleSheets[0].cssRules.length") == 3
    assert json.dumps(title)[1:-1] in page.evaluate(rules) and errors == []
    assert page.text_content(".paper [data-source]") == "[9]"
    assert page.locator(".paper__sources, [data-cards]").count() == 0, "no heading stands alone"


# Every browser, every reader ----------------------------------------------------------------------


def test_a_browser_that_cannot_is_led_to_what_is_ready_made(site_url, page):
    page.add_init_script("delete Document.prototype.adoptedStyleSheets")
    page.goto(site_url + PACKET + THREE)
    wait_until(page, "!document.querySelector('[data-packet-old]').hidden")
    assert page.text_content("[data-packet-old]").startswith("This browser is too old")
    assert not page.is_visible("form.packet") and page.is_visible("a[href$='packets/spring.pdf']")
    assert page.evaluate("typeof window.handoutPacket") == "undefined"


def test_without_scripts_the_page_says_so(site_url, new_page):
    page = new_page(390, java_script_enabled=False)
    page.goto(site_url + PACKET)
    assert "needs JavaScript" in page.text_content("noscript, main")
    assert not page.is_visible("form.packet") and page.is_visible("a[href$='packets/spring.pdf']")
    assert not page.is_visible("[data-packet-take]")


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing(site_url, new_page, width, scheme):
    page = new_page(width, color_scheme=scheme, reduced_motion="reduce")
    barriers = []
    for address in (PACKET, PACKET + THREE + ",straw", SPRING):
        page.goto("about:blank")
        page.goto(site_url + address)
        page.wait_for_timeout(200)
        barriers += find_barriers(page, scheme)
    assert barriers == [], "\n".join(barriers)


def test_script_and_style_are_light(built_library):
    _, built = built_library
    files = ("assets/packet.js", "assets/packet.css", "assets/clipboard.js")
    size = sum(len(gzip.compress(built.data(file), 9)) for file in files)
    print(f"{size} bytes")
    assert size <= SIZE
