"""A worksheet on the screen: filled in, printed, saved, read back, kept only where a reader asks
for it, and deleted."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.browser import SCREENS, find_barriers, unfold, wait_until
from support.pdf import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

DIARY, HELP = "handouts/garden-diary/", "handouts/when-to-call/"
KEY, CLINIC = "garden-hands/1/sheet/garden-diary", "garden-hands/1/clinic"
UNFOLD = ".fill-bar [data-unfold]"
STORED = "[...Array(localStorage.length).keys()].map(at => localStorage.key(at))"
SCRIPT = "<script>window.foreign = 1</script><img src=x onerror='window.foreign = 1'>"
NAMES = "Zoë Ñandú 李小龍 محمد Ольга 🙂"
LONG = "a thousand letters " * 60
REFUSED = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', "
    "'SecurityError'); } })"
)
FULL = """Storage.prototype.setItem = function (name) {
    if (!name.endsWith('?')) throw new DOMException('full', 'QuotaExceededError');
}"""
# The width of the page in each size of text.
WIDTHS_IN_EACH_SIZE = """() => ['', '1', '2'].map(size => {
    document.documentElement.setAttribute('data-large', size);
    return document.documentElement.scrollWidth;
})"""
SILENT = "Storage.prototype.setItem = () => {}"


@pytest.fixture
def diary(url: str, page: Page) -> Page:
    """A worksheet on a phone."""
    page.goto(url + DIARY)
    return page


def field(page: Page, name: str) -> Locator:
    """Return the field of a name."""
    return page.get_by_role("textbox", name=name, exact=True)


def status(page: Page) -> str:
    """Return what the bar tells."""
    return page.text_content(".fill-bar [role=status]")


def stored(page: Page) -> dict[str, Any]:
    """Return the values that are kept of the worksheet."""
    entries = json.loads(page.evaluate("key => localStorage.getItem(key)", KEY))["entries"]
    return {id: entry["value"] for id, entry in entries.items()}


def keep(page: Page) -> None:
    """Tick the box that keeps what is filled in."""
    page.check("[data-keep]")


def wait_for_stored(page: Page, values: dict[str, Any]) -> None:
    """Wait until these values are kept of the worksheet: what is typed is kept after a pause."""
    end = time.monotonic() + 15
    while (entries := stored(page)) != values:
        assert time.monotonic() < end, entries
        page.wait_for_timeout(20)


def open_file(page: Page, path: Path) -> None:
    """Choose a saved file, and wait until its words stand in the fields."""
    page.set_input_files("input[type=file]", path)
    wait_until(
        page, "document.querySelector('.fill-bar [role=status]').textContent.includes('open')"
    )


def tap(page: Page, x: float, y: float) -> None:
    """Tap the drawing of a hand at a place in its own units."""
    x_start, y_start, width, height = page.locator("svg[data-marked]").evaluate(
        """drawing => {
            drawing.scrollIntoView({ block: 'center' });
            const box = drawing.getBoundingClientRect();
            return [box.left, box.top, box.width, box.height];
        }"""
    )
    page.mouse.click(x_start + x * width / 360, y_start + y * height / 200)


# Fields -------------------------------------------------------------------------------------------


def test_every_blank_has_a_field_with_a_name_of_its_own(diary):
    names = diary.evaluate(
        "[...document.querySelectorAll('article textarea')].map(field => "
        "field.getAttribute('aria-label'))"
    )
    assert names == [
        "Monday, Soil", "Monday, Pain, 0 to 10", "Tuesday, Soil", "Tuesday, Pain, 0 to 10", "Notes",
        "Which gloves do I wear?", "Which cream do I use?", "Cold, since when:",
    ]  # fmt: skip
    assert [diary.get_by_role("checkbox", name=name).count() for name in ("Thumb", "Palm")] == [
        1
    ] * 2
    assert field(diary, "Name").count() == field(diary, "Week of").count() == 1
    assert diary.locator(".fill-bar").is_hidden()


def test_what_a_care_card_or_a_source_says_is_no_place_to_fill_in(url, page):
    box = (
        '<section class="card"><ul><li class="tick">Thumb</li></ul>'
        '<div class="write"></div></section>'
    )

    def add_card(route: Route) -> None:
        response = route.fetch()
        before, heading, after = response.text().partition('<h2 id="notes"')
        assert after
        route.fulfill(response=response, body=before + box + heading + after)

    page.route("**/garden-diary/", add_card)
    page.goto(url + DIARY)
    assert field(page, "Notes").count() == 1
    assert page.locator(".card input, .card textarea").count() == 0


def test_without_scripts_the_page_stays_as_it_is_printed(url, new_page):
    page = new_page(390, java_script_enabled=False)
    page.goto(url + DIARY)
    assert page.locator("textarea, input:not([type=search]), .fill-bar, .fill-panel").count() == 0
    assert page.locator(".write").count() == 3


def test_a_field_grows_with_what_is_typed(diary):
    notes = field(diary, "Notes")
    before = notes.bounding_box()["height"]
    notes.fill(LONG)
    assert notes.bounding_box()["height"] > before * 3
    assert notes.evaluate("field => field.scrollHeight <= field.clientHeight + 2")
    assert diary.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_is_typed_is_nothing_but_words(diary):
    keep(diary)
    for name in ("Name", "Monday, Soil", "Notes", "Which cream do I use?"):
        field(diary, name).fill(SCRIPT + NAMES)
    tap(diary, 40, 40)
    diary.get_by_role("textbox", name="Place").fill(SCRIPT)
    diary.reload()
    diary.locator(".fill-panel summary").click()
    assert field(diary, "Notes").input_value() == SCRIPT + NAMES
    assert diary.evaluate("window.foreign") is None
    assert diary.locator("article script, article img").count() == 0


def test_nothing_is_stored_and_nothing_is_asked_for_unless_the_box_is_ticked(url, page):
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(url + DIARY)
    before = [url for url in requests if ".woff2" not in url and "favicon" not in url]
    field(page, "Notes").fill("mine")
    page.get_by_role("checkbox", name="Palm").check()
    tap(page, 180, 100)
    page.wait_for_timeout(400)
    after = [url for url in requests if ".woff2" not in url and "favicon" not in url]
    assert page.evaluate(STORED) == [] and page.evaluate("sessionStorage.length") == 0
    assert after == before and page.evaluate("location.search + location.hash") == ""
    assert "gone once you leave" in status(page)
    page.reload()
    assert field(page, "Notes").input_value() == ""


def test_a_box_and_a_line_of_one_item_are_two_fields(diary):
    """Typing beside a box does not tick it."""
    diary.get_by_role("textbox", name="Cold, since when:").click()
    assert not diary.get_by_role("checkbox", name="Cold, since when:").is_checked()


def test_a_box_is_ticked_by_its_words_too(diary):
    diary.click("li.tick >> text=Palm")
    assert diary.get_by_role("checkbox", name="Palm").is_checked()


# Marks --------------------------------------------------------------------------------------------


def test_a_tap_puts_a_mark_that_is_changed_and_deleted(diary):
    diary.check("input[type=radio][value=open]")
    tap(diary, 60, 50)
    today = diary.evaluate("new Date().toLocaleDateString('sv')")
    assert field(diary, "Place").input_value() == "Thumb"
    assert diary.input_value(".fill-marks input[type=date]") == today
    assert diary.text_content(".mark__letter") == "1 O"
    diary.locator(".fill-kinds").get_by_label("N new").check()
    assert diary.text_content(".mark__letter") == "1 NO"
    tap(diary, 200, 120)
    assert diary.locator(".fill-marks ol li").count() == 2
    diary.get_by_role("button", name="Delete mark 1").click()
    assert diary.locator(".mark__letter").all_text_contents() == ["1 O"]
    assert field(diary, "Place").input_value() == "Palm"
    diary.get_by_role("button", name="Undo").click()
    assert diary.locator(".mark__letter").all_text_contents() == ["1 NO", "2 O"]


def test_a_mark_has_the_day_of_the_reader(url, browser):
    """In the evening of America it is the next day in Greenwich."""
    context = browser.new_context(timezone_id="America/Los_Angeles")
    page = context.new_page()
    page.clock.set_fixed_time("2026-12-01T03:00:00Z")
    page.goto(url + DIARY)
    page.get_by_role("button", name="Add a mark").click()
    assert page.input_value(".fill-marks input[type=date]") == "2026-11-30"
    context.close()


def test_a_mark_by_keyboard_alone(diary):
    choice = diary.get_by_role("combobox", name="Place")
    choice.focus()
    diary.keyboard.press("ArrowDown")
    diary.keyboard.press("Tab")
    diary.keyboard.press("Enter")
    assert diary.text_content(".fill-marks [role=status]") == "Mark 1: Palm"
    assert diary.text_content(".mark__letter") == "1 N"
    diary.get_by_role("button", name="Delete mark 1").press("Enter")
    assert diary.locator(".fill-marks ol li").count() == 0
    assert diary.evaluate("document.activeElement.tagName") == "SELECT"


# Keeping ------------------------------------------------------------------------------------------


def test_what_is_kept_is_there_again_in_each_language_and_is_deleted_by_a_button(url, diary):
    assert not diary.is_checked("[data-keep]")
    field(diary, "Notes").fill(NAMES)
    keep(diary)
    assert diary.evaluate(STORED) == [KEY]
    field(diary, "Tuesday, Pain, 0 to 10").fill("7")
    diary.get_by_role("checkbox", name="Palm").check()
    tap(diary, 40, 40)
    diary.goto(url + "es/" + DIARY)
    assert field(diary, "Notes").input_value() == NAMES
    assert field(diary, "Martes, Dolor, 0 a 10").input_value() == "7"
    assert diary.get_by_role("checkbox", name="Palma").is_checked()
    assert diary.text_content(".mark__letter") == "1 N" and diary.is_checked("[data-keep]")
    diary.goto(url + DIARY)
    diary.locator(".fill-panel summary").click()
    entries = diary.text_content("[data-kept]")
    assert NAMES in entries and "Tuesday, Pain, 0 to 10: 7" in entries and "Thumb" in entries
    diary.get_by_role("button", name="Delete what is kept").click()
    assert diary.evaluate(STORED) == [] and not diary.is_checked("[data-keep]")
    assert field(diary, "Notes").input_value() == NAMES and "Deleted" in status(diary)
    assert diary.locator("[data-forget]").is_hidden()
    field(diary, "Notes").fill("more")
    diary.wait_for_timeout(400)
    assert diary.evaluate(STORED) == []


def test_what_is_kept_is_shown_as_it_was_meant(diary):
    """Marks with their meaning; a name that ends in a colon with one of them."""
    diary.check("input[type=radio][value=open]")
    tap(diary, 180, 100)
    diary.get_by_role("textbox", name="Cold, since when:").fill("May")
    diary.get_by_role("checkbox", name="Palm").check()
    keep(diary)
    lines = diary.text_content("[data-kept]").split("\n")
    assert "Sore spots: Cold, since when: May" in lines and "Sore spots: Palm" in lines
    assert re.fullmatch(r"  1\. Palm; \d{4}-\d\d-\d\d; open", lines[-1]), lines


def test_no_help_of_the_browser_sees_what_is_typed(diary):
    """Help with spelling and writing may send it to the browser's maker."""
    tap(diary, 180, 100)
    fields = "[...document.querySelectorAll('article textarea, article input:not([type=file])')]"
    typed = f"{fields}.filter(field => !['checkbox', 'radio'].includes(field.type))"
    helps = diary.evaluate(
        f"{typed}.map(field => [field.autocomplete, field.spellcheck, "
        "field.getAttribute('writingsuggestions')].join())"
    )
    assert len(helps) > 8 and {*helps} == {"off,false,false"}


def test_what_was_typed_last_is_kept_when_the_page_is_left_at_once(url, diary):
    keep(diary)
    field(diary, "Notes").fill("in a hurry")
    diary.goto(url + HELP)
    diary.goto(url + DIARY)
    assert field(diary, "Notes").input_value() == "in a hurry"


def test_each_sign_of_leaving_keeps_what_was_typed_last(diary):
    """A phone may tell of one of them alone."""
    keep(diary)
    for number, sign in enumerate(
        (
            "window.dispatchEvent(new Event('pagehide'))",
            "Object.defineProperty(document, 'hidden', { value: true }); "
            "document.dispatchEvent(new Event('visibilitychange'))",
        )
    ):
        record = diary.evaluate(
            f"""key => {{
                const notes = document.querySelector('#notes ~ .write textarea');
                notes.value = 'in a hurry {number}';
                notes.dispatchEvent(new Event('input', {{ bubbles: true }}));
                {sign};
                return localStorage.getItem(key);
            }}""",
            KEY,
        )
        assert f"in a hurry {number}" in record, sign


def test_the_bar_that_warns_leads_to_the_box_that_keeps(diary):
    field(diary, "Notes").fill("mine")
    diary.click(UNFOLD)
    button = diary.locator(".fill-bar").get_by_role("button", name="Keep on this device")
    button.click()
    assert diary.evaluate("document.activeElement.matches('[data-keep]')")
    assert diary.evaluate(STORED) == []
    diary.keyboard.press("Space")
    assert diary.evaluate(STORED) == [KEY] and button.is_hidden()


def test_unticking_deletes(diary):
    field(diary, "Notes").fill("x")
    keep(diary)
    diary.uncheck("[data-keep]")
    assert diary.evaluate(STORED) == [] and field(diary, "Notes").input_value() == "x"


@pytest.mark.parametrize("trouble", [REFUSED, FULL, SILENT])
def test_storage_that_is_refused_or_full_is_told_and_nothing_is_lost(url, page, trouble):
    page.add_init_script(trouble)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(url + DIARY)
    field(page, "Notes").fill(LONG)
    page.click("[data-keep]")
    assert "could not be kept" in status(page) and not page.is_checked("[data-keep]")
    assert field(page, "Notes").input_value() == LONG
    page.goto(url + HELP)
    page.click(".reveal summary")
    page.fill("[data-own=number]", "555-0100")
    assert "gone once you leave" in page.text_content(".own-number__state [role=status]")
    page.click("[data-own-keep]")
    assert "cannot keep it" in page.text_content(".own-number__state [role=status]")
    assert not page.is_checked("[data-own-keep]")
    assert page.locator(".own-number__call").is_visible()
    page.click("[data-own-delete]")
    assert page.input_value("[data-own=number]") == "" and errors == []


def test_what_is_kept_and_cannot_be_read_is_told_and_can_be_deleted(url, diary):
    diary.evaluate("key => localStorage.setItem(key, '{\"format\":1,')", KEY)
    diary.reload()
    assert "cannot be read" in status(diary)
    diary.get_by_role("button", name="Delete what is kept").click()
    assert diary.evaluate(STORED) == []


def test_what_an_older_version_of_the_sheet_asked_for_is_not_lost(diary):
    field(diary, "Notes").fill("new")
    keep(diary)
    wait_for_stored(diary, {"notes/line1": "new"})
    diary.evaluate(
        """key => {
            const record = JSON.parse(localStorage.getItem(key));
            record.entries['gone/line1'] = { label: 'Old question', value: 'old answer' };
            localStorage.setItem(key, JSON.stringify(record));
        }""",
        KEY,
    )
    diary.reload()
    older = diary.locator(".fill-panel [data-older]")
    assert older.is_visible() and "Old question: old answer" in older.inner_text()
    field(diary, "Notes").fill("newer")
    wait_for_stored(diary, {"notes/line1": "newer", "gone/line1": "old answer"})


# Files --------------------------------------------------------------------------------------------


def save(page: Page, folder: Path) -> Path:
    """Save the worksheet as a file in a folder, by its button; return its path."""
    with page.expect_download() as download:
        page.click(".fill-panel [data-save]")
    assert re.fullmatch(r"garden-diary-\d{4}-\d\d-\d\d\.txt", download.value.suggested_filename)
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_file_is_saved_read_by_people_and_read_back(url, diary, tmp_path):
    field(diary, "Name").fill(NAMES)
    field(diary, "Notes").fill("first line\nsecond line")
    diary.get_by_role("checkbox", name="Thumb").check()
    tap(diary, 180, 100)
    path = save(diary, tmp_path)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("Garden diary\nGarden hands\nhttp") and f"Name: {NAMES}" in text
    assert "NOTES\nfirst line\nsecond line" in text and "1. Palm; " in text and "Thumb: [x]" in text
    diary.reload()
    field(diary, "Notes").fill("typed before")
    open_file(diary, path)
    assert field(diary, "Notes").input_value() == "first line\nsecond line"
    assert (
        field(diary, "Name").input_value() == NAMES and diary.text_content(".mark__letter") == "1 N"
    )
    assert diary.evaluate(STORED) == []
    diary.get_by_role("button", name="Undo").click()
    assert field(diary, "Notes").input_value() == "typed before"


def test_a_file_that_someone_changed_fills_in_what_fits(diary, tmp_path):
    """Marks beside the drawing, words for a box and numbers for words are left out."""
    keep(diary)
    tap(diary, 180, 100)
    field(diary, "Notes").fill("mine")
    diary.get_by_role("checkbox", name="Palm").check()
    diary.evaluate("dispatchEvent(new Event('pagehide'))")  # which keeps it at once
    record = json.loads(diary.evaluate("key => localStorage.getItem(key)", KEY))
    for entry in record["entries"].values():
        if isinstance(entry["value"], list):
            good = entry["value"][0]
            far, bare = good | {"x": 9999}, {"x": 10, "y": 10, "kinds": "new"}
            entry["value"] = [far, None, "mark", good, bare]
        else:
            entry["value"] = 7 if entry["value"] is not True else "yes"
    record["entries"]["empty"] = None
    errors: list[str] = []
    diary.on("pageerror", lambda error: errors.append(str(error)))
    (tmp_path / "file.txt").write_text(
        f'{{"format":broken\n{json.dumps(record, separators=(",", ":"))}\n12'
    )
    open_file(diary, tmp_path / "file.txt")
    assert field(diary, "Notes").input_value() == ""
    assert not diary.get_by_role("checkbox", name="Palm").is_checked()
    assert diary.locator(".mark__letter").all_text_contents() == ["1 N", "2"] and errors == []


STRANGE_FILES = [
    (b"\x00\xff\xfe nothing", "cannot be read"),
    (b'{"format":1,', "cannot be read"),
    (b'{"format":2,"entries":{}}', "cannot be read"),
    (
        b'{"format":1,"library":"garden-hands","sheet":"other","title":"<b>Other</b>","entries":{}}',
        "another sheet: <b>Other</b>",
    ),
    (
        b'{"format":1,"library":"other","sheet":"garden-diary","title":"Theirs","entries":{}}',
        "another sheet: Theirs",
    ),
]


def test_a_file_that_is_not_of_this_sheet_changes_nothing(diary, tmp_path):
    field(diary, "Notes").fill("mine")
    for data, words in STRANGE_FILES:
        diary.evaluate("document.querySelector('.fill-bar [role=status]').textContent = ''")
        (tmp_path / "file.txt").write_bytes(data)
        diary.set_input_files("input[type=file]", tmp_path / "file.txt")
        wait_until(diary, "document.querySelector('.fill-bar [role=status]').textContent")
        assert words in status(diary) and field(diary, "Notes").input_value() == "mine", data


def test_a_file_that_is_opened_takes_the_place_of_nothing_that_is_kept(diary, tmp_path):
    field(diary, "Notes").fill("last week")
    path = save(diary, tmp_path)
    keep(diary)
    field(diary, "Notes").fill("this week")
    wait_for_stored(diary, {"notes/line1": "this week"})
    open_file(diary, path)
    field(diary, "Notes").fill("last week, again")
    diary.wait_for_timeout(400)
    assert stored(diary) == {"notes/line1": "this week"}
    diary.reload()
    assert field(diary, "Notes").input_value() == "this week"
    assert diary.is_checked("[data-keep]")


def test_all_fields_are_emptied_and_come_back(diary):
    keep(diary)
    field(diary, "Notes").fill("mine")
    diary.get_by_role("checkbox", name="Thumb").check()
    filled_in = {"notes/line1": "mine", "sore-spots/box1": True}
    wait_for_stored(diary, filled_in)
    for _ in range(2):  # a second click takes nothing from the way back
        diary.get_by_role("button", name="Empty all fields").click()
    assert field(diary, "Notes").input_value() == "" and stored(diary) == {}
    assert status(diary) == "All fields are empty."
    diary.get_by_role("button", name="Undo").click()
    assert field(diary, "Notes").input_value() == "mine"
    assert stored(diary) == filled_in


def test_the_way_back_loses_nothing_that_was_typed_meanwhile(diary):
    field(diary, "Notes").fill("this week")
    diary.click("[data-clear]")
    field(diary, "Notes").fill("next week")
    for words in ("this week", "next week", "this week"):
        if not diary.is_visible("[data-undo]"):
            diary.click(UNFOLD)
        diary.click("[data-undo]")
        assert field(diary, "Notes").input_value() == words


def test_what_is_told_of_a_button_is_on_the_screen_beside_it(diary):
    field(diary, "Notes").fill("mine")
    for button in ("[data-clear]", "[data-undo]", "[data-fill-panel] [data-save]"):
        diary.click(button)
        box = diary.locator(".fill-bar [role=status]").bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 664, button


def test_leaving_asks_first_while_something_is_neither_kept_nor_saved(diary):
    asks = "() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    diary.evaluate("window.print = () => {}")
    assert not diary.evaluate(asks)
    field(diary, "Notes").fill("mine")
    assert diary.evaluate(asks)
    diary.click("[data-fill-panel] [data-save]")
    assert not diary.evaluate(asks)
    diary.click("[data-clear]")
    assert diary.evaluate(asks), "what was there may still come back"
    diary.click("[data-undo]")
    assert diary.evaluate(asks), "what came back is not kept"
    diary.click("[data-fill-panel] [data-print]")
    assert diary.evaluate(asks), "a print may be cancelled"
    field(diary, "Notes").fill("  ")
    assert not diary.evaluate(asks), "nothing is lost"
    field(diary, "Notes").fill("mine")
    keep(diary)
    field(diary, "Notes").fill("more")
    assert not diary.evaluate(asks), "it is kept"
    diary.click("[data-forget]")
    assert diary.evaluate(asks), "it is kept no more"


# Paper --------------------------------------------------------------------------------------------


def test_what_was_typed_is_printed_whole(diary):
    field(diary, "Notes").fill("begin " + LONG + " finish")
    field(diary, "Monday, Soil").fill("clay and loam")
    tap(diary, 180, 100)
    words = " ".join(text_of(diary.pdf(format="Letter")).split())
    for typed in ("begin a thousand", "finish", "clay and", "Palm", "1 N"):
        assert typed in words
    for tool in ("Save as a file", "Keep on this device", "Delete mark", "Not kept"):
        assert tool not in words


def test_on_paper_a_table_stays_ruled_and_a_mark_shows_only_what_it_means(diary):
    tap(diary, 180, 100)
    diary.emulate_media(media="print")
    head = "getComputedStyle(document.querySelector('[data-fill-head]')).borderRightWidth"
    assert diary.evaluate(head) == "0px", "a line to write on; an edge would be cut off"
    styles = diary.evaluate(
        """() => [...document.querySelectorAll('[data-fill-table], [data-fill-table] \
td')].map(cell =>
            [getComputedStyle(cell).display, getComputedStyle(cell).borderBottomStyle])"""
    )
    assert styles == [["table", styles[0][1]]] + [["table-cell", "solid"]] * 4
    assert diary.inner_text(".fill-kinds").split() == ["N", "new"]
    heights = diary.locator("[data-fill-table] td").evaluate_all(
        "cells => cells.map(cell => cell.getBoundingClientRect().height)"
    )
    assert min(heights) > 25  # a blank one has room to write
    assert diary.locator(".facts").is_hidden()  # who reviewed it stands above the boxes of help


def test_a_print_that_is_cancelled_changes_nothing(diary):
    diary.evaluate("window.print = () => { window.printed = 1 }")
    field(diary, "Notes").fill("mine")
    diary.click(UNFOLD)
    diary.click(".fill-bar [data-print]")
    assert diary.evaluate("window.printed") == 1 and field(diary, "Notes").input_value() == "mine"


# The clinic's own number --------------------------------------------------------------------------


def test_the_clinics_own_number_stands_beside_that_for_an_emergency(url, page):
    page.goto(url + HELP)
    links = page.locator("article > ul.calls a")
    emergency = links.first.get_attribute("href")
    page.click(".reveal summary")
    page.fill("[data-own=name]", SCRIPT)
    page.fill("[data-own=number]", "+1 (555) 010-0199 ext. 12")
    assert [link.get_attribute("href") for link in links.all()] == [emergency, "tel:+15550100199"]
    assert SCRIPT in links.last.text_content() and page.evaluate("window.foreign") is None
    assert page.evaluate(STORED) == []
    page.reload()
    assert links.count() == 1
    page.click(".reveal summary")
    page.fill("[data-own=name]", "Garden Clinic")
    page.check("[data-own-keep]")
    page.fill("[data-own=number]", "555-0100")
    assert page.evaluate(STORED) == [CLINIC]
    page.goto(url + HELP)
    assert links.all_text_contents() == ["Call 112", "Call Garden Clinic: 555-0100"]
    assert "Garden Clinic, 555-0100" in page.text_content(".own-number__state [role=status]")
    page.click("[data-own-delete]")
    assert page.evaluate(STORED) == [] and links.count() == 1
    page.reload()
    assert links.count() == 1 and page.locator("[data-own-delete]").is_hidden()


def test_what_is_no_number_makes_no_button(url, page):
    page.goto(url + HELP)
    page.click(".reveal summary")
    for number in ("no number", "12", "javascript:alert(1)", "x555", ""):
        page.fill("[data-own=number]", number)
        assert page.locator("article > ul.calls a").count() == 1, number


def test_a_table_to_fill_in_looks_like_any_other(diary):
    """Styles know tables by having no class: a mark of another kind leaves them as they are."""
    style = "getComputedStyle(document.querySelector('tbody th'))"
    assert diary.evaluate(f"{style}.textAlign") in ("start", "left")
    diary.emulate_media(media="print")
    assert diary.evaluate(f"{style}.borderBottomWidth") == "1px"


# A checker's view ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_where_all_is_filled_in(url, new_page, width, scheme):
    page = new_page(width, color_scheme=scheme, reduced_motion="reduce")
    page.goto(url + DIARY)
    keep(page)
    field(page, "Notes").fill(NAMES)
    tap(page, 40, 40)
    barriers = find_barriers(page, scheme)
    page.goto(url + HELP)
    page.click(".reveal summary")
    page.fill("[data-own=number]", "555-0100")
    page.check("[data-own-keep]")
    assert barriers + find_barriers(page, scheme) == []


@pytest.mark.parametrize("address", [DIARY, HELP])
def test_in_each_size_of_text_all_of_it_fits(url, page, address):
    page.goto(url + address)
    if address == DIARY:
        field(page, "Notes").fill("a" * 300)
        tap(page, 40, 40)
    unfold(page)
    for width in (280, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        widths = page.evaluate(WIDTHS_IN_EACH_SIZE)
        assert max(widths) <= width, widths


def test_whoever_is_lost_finds_when_to_get_help_where_a_language_has_it(url, page):
    page.goto(url + "404.html")
    links = "section[lang={}] a[href$='/handouts/when-to-call/']"
    assert page.locator(links.format("en")).is_visible()
    assert page.locator("section[lang=es] a").count() == 1, "the way home"


def test_the_page_of_help_has_lines_for_the_numbers_on_paper_only(url, new_page):
    page = new_page(800, 900)
    page.goto(url + HELP)
    lines = page.locator(".own-number__paper")
    assert not lines.is_visible()
    page.emulate_media(media="print")
    assert lines.is_visible() and lines.locator("span").last.bounding_box()["width"] > 100


def test_on_a_phone_the_bar_is_one_line_that_unfolds(url, page):
    notes = page.locator("#notes ~ .write textarea").first
    for code in ("", "es/"):
        page.goto(url + code + DIARY)
        bar, buttons = page.locator(".fill-bar"), page.locator(".fill-bar .fill-actions")
        notes.fill("mine")
        assert bar.bounding_box()["height"] <= 60 and not buttons.is_visible()
        message = bar.locator("[role=status]")
        is_whole = "element => element.scrollHeight <= element.clientHeight"
        assert message.evaluate(is_whole), "no word is cut"
        assert page.get_attribute(UNFOLD, "aria-expanded") == "false"
        page.focus(UNFOLD)
        page.keyboard.press("Enter")
        assert buttons.is_visible() and page.get_attribute(UNFOLD, "aria-expanded") == "true"
        notes.focus()
        assert not buttons.is_visible()
    page.click("[data-clear]")
    page.click("[data-undo]")  # which cannot wait
    assert notes.input_value() == "mine"
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.locator(".fill-bar [data-print]").is_visible() and not page.is_visible(UNFOLD)


@pytest.mark.parametrize(("width", "height"), [(390, 664), (500, 560), (900, 560), (1280, 700)])
def test_the_bar_covers_nothing_that_has_focus(url, new_page, width, height):
    page = new_page(width, height)
    page.goto(url + DIARY)
    field(page, "Name").fill("x")
    for name in ("Tuesday, Soil", "Notes"):
        field(page, name).focus()
        page.keyboard.insert_text("line\n" * 6)
        assert (
            page.evaluate("document.activeElement.getBoundingClientRect().bottom")
            <= (page.locator(".fill-bar").bounding_box()["y"])
        ), "also when it grows"
    for _ in range(40):
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """() => {
                const field = document.activeElement, box = field.getBoundingClientRect();
                if (field === document.body) return false;
                const bar = document.querySelector('.fill-bar').getBoundingClientRect();
                if (field.closest('.fill-bar') || !box.height || box.top >= bar.bottom || \
box.bottom <= bar.top) return false;
                const y = (Math.max(box.top, bar.top) + Math.min(box.bottom, bar.bottom)) / 2;
                return !field.contains(document.elementFromPoint((box.left + box.right) / 2, y));
            }"""
        )
        assert not covered, page.evaluate("document.activeElement.outerHTML")
