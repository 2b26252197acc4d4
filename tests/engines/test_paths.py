"""What people do, in Chromium, Firefox and WebKit: each path is written once, and every engine goes
it.

Only what pages look like differs: the least width that all three give a window is 500 pixels.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support.engines import BACKSPACE, CONTROL, ENTER, ESCAPE, Window
from support.programs import needs

# Ended by a signal, not from a thread, so that browsers are ended too; the first test waits for the
# site to be built.
pytestmark = pytest.mark.timeout(900, method="signal")

SHEET, SHARE, PACKET = "handouts/dry-hands/", "for-clinics/share/", "for-clinics/packet/"
BOX, RESULT = "#search-box", "[data-search-list] li > a"
IN_VIEW = """(selector => {
    const box = document.querySelector(selector).getBoundingClientRect();
    return box.top >= 0 && box.top < innerHeight;
})(arguments[0])"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TEXT_SIZE = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
SIDES = """(selector => {
    const box = document.querySelector(selector).getBoundingClientRect();
    return [box.left, box.right, innerWidth];
})(arguments[0])"""
SYSTEM = "2.16.840.1.113883.6.90"
ANSWER = """({
    title: document.querySelector('h1').textContent,
    handouts: [...document.querySelectorAll('[data-first-list] > li')].map(line => \
line.dataset.handout),
})"""


def question(code: str, ending: str = "") -> str:
    """Return a request for a code."""
    return f"mainSearchCriteria.v.c={code}&mainSearchCriteria.v.cs={SYSTEM}{ending}"


def find_handout(window: Window, typed: str) -> None:
    """Type a question on the page that is open, and open the first result."""
    window.type(BOX, typed)
    window.wait_for(RESULT)
    window.click(RESULT)
    window.wait_for_page(SHEET)


def test_columns_of_forms_break_no_word(window: Window, site_url: str) -> None:
    """Beside long titles, on a screen where two tables share the width."""
    window.resize(1040, 900)
    window.open(f"{site_url}sheets/")
    window.evaluate(
        "[...document.querySelectorAll('.forms tbody th a')]"
        ".map(link => link.textContent = 'Many kinds of gloves against cold and rain').length"
    )
    lines = """[...document.querySelectorAll('.forms td a')].map(link => {
        const range = document.createRange();
        range.selectNodeContents(link.firstChild);
        return range.getClientRects().length;
    })"""
    assert {*window.evaluate(lines)} == {1}


def test_find_by_a_misspelled_question(window: Window, site_url: str) -> None:
    window.open(site_url)
    find_handout(window, "craked fingrs")
    assert window.text("h1") == "Dry garden hands"


@pytest.mark.parametrize("width", [500, 1040])
def test_titles_of_sheets_break_no_word_that_fits_a_line(
    window: Window, site_url: str, width: int
) -> None:
    window.resize(width, 900)
    window.open(f"{site_url}sheets/")
    window.evaluate(
        "[...document.querySelectorAll('.forms tbody th a')]"
        ".map(link => link.textContent = 'Chrysanthemum and rhododendron gardens').length"
    )
    broken = """[...document.querySelectorAll('.forms tbody th a')].flatMap(link =>
        [...link.textContent.matchAll(/[^ ]+/g)].filter(word => {
            const range = document.createRange();
            range.setStart(link.firstChild, word.index);
            range.setEnd(link.firstChild, word.index + word[0].length);
            return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1;
        }).map(word => word[0]))"""
    assert window.evaluate(broken) == []


@pytest.mark.parametrize("width", [500, 1280])
def test_find_from_a_handout(window: Window, site_url: str, width: int) -> None:
    """On a phone the search opens by its button; the words stay out of the address."""
    window.resize(width, 800)
    window.open(site_url + "handouts/warm-gloves/")
    if not window.sees(BOX):
        window.click("[data-search-open]")
    find_handout(window, "craked fingrs")
    assert window.evaluate("location.search + location.hash") == ""


@pytest.mark.parametrize("width", [500, 1280])
def test_read_a_handout(window: Window, site_url: str, width: int) -> None:
    """Key points, the care card with its number to tap, and from a citation to its source and
    back."""
    window.resize(width, 800)
    window.open(site_url + SHEET)
    assert window.sees("#key-points + ul li") and "Soil dries skin." in window.text("article")
    assert window.sees(".card.level-3 li") and window.sees(".card a[href='tel:112']")
    window.click("#why + p .footnote-ref")
    window.wait_until("location.hash === '#fn:soil-2020'")
    window.wait_until(IN_VIEW, "[id='fn:soil-2020']")
    window.click("[id='fn:soil-2020'] .footnote-backref")
    window.wait_until("location.hash.startsWith('#fnref')")
    window.wait_until(IN_VIEW, "#key-points + ul")


def test_explained_words_carry_a_mark(window: Window, site_url: str) -> None:
    """Without it nobody knows that a word can be tapped. It becomes solid while the meaning is
    open."""
    window.open(site_url + SHEET)
    window.wait_for(".term")
    style = (
        "(style => [style.textDecorationLine, style.textDecorationStyle])"
        "(getComputedStyle(document.querySelector('.term')))"
    )
    assert window.evaluate(style) == ["underline", "dotted"]
    window.click(".term")
    assert window.evaluate(style) == ["underline", "solid"]


def test_explain_a_word_and_close_it(window: Window, site_url: str) -> None:
    window.open(site_url + SHEET)
    window.click(".term")
    window.wait_for(".definition")
    assert window.text(".definition").startswith("Soil that is fine and heavy.")
    window.press(ESCAPE)
    window.wait_until("!document.querySelector('.definition')")
    window.click(".term")
    window.wait_for(".definition")
    window.click(".term")
    window.wait_until("!document.querySelector('.definition')")
    window.click(".term")
    window.click(".definition a")
    window.wait_for_page("handouts/words-to-know/#word-clay")
    assert window.sees("#word-clay")


@pytest.mark.parametrize("width", [500, 970, 1100, 1280])
def test_larger_text_stays_inside_the_window(window: Window, site_url: str, width: int) -> None:
    """In each step of the button, on each kind of page; the last press forgets the choice."""
    window.resize(width, 800)
    window.open(site_url + SHEET)
    sizes = [window.evaluate(TEXT_SIZE)]
    while window.click("[data-size-button]") or window.evaluate(TEXT_SIZE) != sizes[0]:
        sizes.append(window.evaluate(TEXT_SIZE))
        for page in ("", "sheets/", "connect/", SHARE, "about/", "es/" + SHEET, SHEET):
            window.open(site_url + page)
            window.wait_until("document.documentElement.hasAttribute('data-large')")
            assert window.evaluate(TOO_WIDE) <= 0, page
        for place in (".print a", ".tools button:not([hidden])", ".contents a"):
            start, end, room = window.evaluate(SIDES, place)
            assert not window.sees(place) or 0 <= start < end <= room, place
    assert sizes == sorted(set(sizes)) and sizes[-1] >= sizes[0] * 1.2
    assert window.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("width", [500, 1280])
def test_the_sheets_are_at_hand(window: Window, site_url: str, width: int) -> None:
    """The way to them at the head of a handout, and each of them a PDF that arrives."""
    window.resize(width, 800)
    window.open(site_url + SHEET)
    if width < 960:
        window.click(".header__print")
        window.wait_until(IN_VIEW, "#print")
    sheets = window.evaluate("[...document.querySelectorAll('.print a')].map(link => link.href)")
    assert len(sheets) == 4 and window.sees(".print a")
    for sheet in sheets:
        start = window.evaluate(
            "fetch(arguments[0]).then(answer => answer.text()).then(text => text.slice(0, 5))",
            sheet,
        )
        assert start == "%PDF-", sheet


@needs("pdftotext")
def test_print_a_page(window: Window, site_url: str, tmp_path: Path) -> None:
    """The words of the page and no buttons. WebKit's driver cannot print: there, this is left
    out."""
    if window.engine == "webkit":
        pytest.skip("webkit: its driver has no command that prints")
    window.open(site_url + SHEET)
    # Firefox left out the labels of drawings where a page's own size was 100 %.
    window.evaluate(
        "document.querySelector('article h2').insertAdjacentHTML('afterend', arguments[0])",
        '<figure class="picture"><svg viewBox="0 0 360 200">'
        '<text x="20" y="90" font-size="19.5" fill="currentColor">Thumb</text></svg></figure>',
    )
    (tmp_path / "page.pdf").write_bytes(window.pdf())
    words = subprocess.run(
        ["pdftotext", tmp_path / "page.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Thumb" in words, "the label of a drawing"
    assert "Dry garden hands" in words and "your hand turns white" in words
    assert "Print or save" not in words and "Copy the link" not in words
    assert "Cold days" in words, "the table too"
    sources = words[words.index("Journal of Soil & Skin") :]
    assert "https://" not in sources, "sources are short on paper"


@pytest.mark.parametrize("from_folder", [False, True])
def test_make_a_packet(
    window: Window, site_url: str, archive_folder: Path, tmp_path: Path, from_folder: bool
) -> None:
    """Choose two, put the second one first, add a name, and print: cards once, sources once."""
    folder = (archive_folder / PACKET / "index.html").as_uri()
    window.open((folder if from_folder else site_url + PACKET) + "#with=dry-hands&paper=a4")
    window.type("[data-packet-find]", "craked fingrs")  # which only the search of the site knows
    status = "document.querySelector('[data-packet-status]').textContent"
    window.wait_until(f"{status} === 'Dry garden hands is already in your packet'")
    window.evaluate("(document.querySelector('[data-packet-find]').value = '', 1)")
    window.type("[data-packet-find]", "warm" + ENTER)
    window.wait_until("document.querySelectorAll('[data-packet-chosen] li').length === 2")
    window.click("[data-packet-chosen] li:last-child button")
    window.type("[data-packet-typed=whom]", "Łukasz")
    window.evaluate("(window.print = () => { window.opened = true; }, 1)")
    window.click(".packet__print")
    window.wait_until("window.opened")
    titles = "[...document.querySelectorAll('.paper h1')].map(title => title.textContent)"
    assert window.evaluate(titles) == ["Your handouts", "Warm gloves", "Dry garden hands"]
    assert "Łukasz" not in window.evaluate("location.href + document.title")
    heads = "[...document.querySelectorAll('.paper__handout h2')]"
    loose = f"{heads}.filter(head => !head.nextElementSibling).length"
    assert window.evaluate(loose) == 0, "a heading stands above what follows it"
    if window.engine == "firefox":  # which knows no break-after
        first = f"{heads}.filter(head => head.closest('.paper__first')).length"
        assert window.evaluate(first) >= 4, "and keeps together with it"
    if window.engine == "webkit" or not shutil.which("pdftotext"):
        return  # WebKit's driver cannot print
    (tmp_path / "packet.pdf").write_bytes(window.pdf())
    words = subprocess.run(
        ["pdftotext", tmp_path / "packet.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Łukasz" in words and "Cold days" in words and "Choose the handouts" not in words
    assert words.count("your hand turns white") == 1 and words.count("Sources") == 1
    assert words.count("\f") >= 4
    pages = [page for page in words.split("\f")[1:] if page.strip()]
    whose = ["For: Łukasz" in page for page in pages]
    assert whose[:2] == [True, True], "no page of a handout lies about without its name"
    assert window.engine == "firefox" or all(whose)


@pytest.mark.parametrize("from_folder", [False, True])
def test_a_standing_packet(
    window: Window, site_url: str, archive_folder: Path, from_folder: bool
) -> None:
    """Its page has an address without a #, its PDFs, and leads to the page that changes it."""
    page = "packets/spring/"
    window.open((archive_folder / page / "index.html").as_uri() if from_folder else site_url + page)
    sheets = window.evaluate(
        "[...document.querySelectorAll('a[href$=pdf]')].map(link => link.href)"
    )
    assert [sheet.rpartition("/")[2] for sheet in sheets] == ["spring.pdf", "spring.a4.pdf"]
    for sheet in sheets:
        path = archive_folder / sheet[len(archive_folder.as_uri()) :].lstrip("/")
        assert not from_folder or path.read_bytes().startswith(b"%PDF-")
    window.click("a[href*='#with=']")
    window.wait_until("document.querySelectorAll('[data-packet-chosen] li').length === 2")
    window.click("[data-packet-choice=sun-hats] label")
    window.click("[data-packet-take]")
    window.wait_until("document.activeElement.id === 'packet-chosen'")
    chosen = "[...document.querySelectorAll('.packet__title')].map(title => title.textContent)"
    assert window.evaluate(chosen) == ["Dry garden hands", "Warm gloves", "Sun hats"]


def test_share_a_handout(window: Window, site_url: str) -> None:
    """Choose handout, language and form; copy the link, and paste it."""
    window.open(site_url + SHARE)
    window.wait_for("[data-share-handout]")
    for name, value in (("handout", "dry-hands"), ("language", "es"), ("form", "large-letter")):
        window.choose(f"[data-share-{name}]", value)
    link = f"{site_url}es/{SHEET}dry-hands.large.pdf"
    field = "document.querySelector(`[data-share-field=${arguments[0]}]`).value"
    window.wait_until(f"{field} === arguments[1]", "link", link)
    assert window.evaluate(field, "notes").endswith(f"(PDF, letra grande, en español)\n{link}")
    window.wait_until(f"{field}.includes('Manos secas')", "text")
    window.click("[data-share-copy=link]")
    window.wait_until(
        "[...document.querySelectorAll('[data-share] [role=status]')].some(status => "
        "status.textContent === 'Copied. Now paste it.')"
    )
    window.click(BOX)
    window.press(CONTROL, "v")
    window.wait_until("document.querySelector('#search-box').value === arguments[0]", link)
    # Read again, the page starts anew: what Firefox would restore and what it shows would differ.
    window.evaluate("location.reload()")
    window.wait_until("document.querySelector('#search-box').value === ''")
    window.wait_for("[data-share-handout]")
    chosen = (
        "['handout', 'language', 'form'].map(name => "
        "document.querySelector(`[data-share-${name}]`).selectedIndex)"
    )
    assert window.evaluate(chosen) == [0, 0, 0]


@pytest.mark.parametrize(
    ("query", "page", "title", "handouts"),
    [
        ("?" + question("W27.12"), "connect/", "Handouts for you", ["dry-hands"]),
        ("#" + question("W27.01"), "connect/", "Handouts for you", ["warm-gloves"]),
        ("#" + question("V94.0"), "connect/", "No handout for this", []),
        ("?" + question("W27.12", "&informationRecipient.languageCode.c=es"), "es/connect/",
         "Hojas para usted", ["dry-hands"]),
    ],
)  # fmt: skip
def test_a_portal_asks_by_code(
    window: Window, site_url: str, query: str, page: str, title: str, handouts: list[str]
) -> None:
    window.open(f"{site_url}connect/{query}")
    expected: dict[str, Any] = {"title": title, "handouts": handouts}
    window.wait_until(f"document.querySelector('h1').textContent === {title!r}")
    assert window.evaluate(ANSWER) == expected
    assert window.evaluate("location.pathname").endswith(page)
    if handouts:
        window.click("[data-first-list] a")
        window.wait_until("/handouts\\/[a-z-]+\\/$/.test(location.pathname)")


@pytest.mark.parametrize("width", [500, 1280])
def test_go_back_from_a_result(window: Window, site_url: str, width: int) -> None:
    """The question and its results stand there again, and an emptied box has none below it."""
    window.resize(width, 800)
    window.open(site_url + "handouts/warm-gloves/")
    if not window.sees(BOX):
        window.click("[data-search-open]")
    find_handout(window, "craked fingrs")
    window.back()
    window.wait_for_page("handouts/warm-gloves/")
    window.wait_until("document.querySelector('#search-box').value === 'craked fingrs'")
    window.wait_for(RESULT)
    window.type(BOX, BACKSPACE * len("craked fingrs"))
    window.wait_until("document.querySelector('[data-search-results]').hidden")
    find_handout(window, "dry hands")


@pytest.mark.parametrize("width", [500, 1280])
def test_read_the_same_page_in_spanish(window: Window, site_url: str, width: int) -> None:
    window.resize(width, 800)
    window.open(site_url + SHEET)
    window.click(".header__languages a[lang=es]")
    window.wait_for_page("/es/" + SHEET)
    assert (
        window.text("h1") == "Manos secas"
        and window.evaluate("document.documentElement.lang") == "es"
    )
    if not window.sees(BOX):
        window.click("[data-search-open]")
    window.type(BOX, "manos secs")
    window.wait_for(RESULT)
    assert window.text(RESULT) == "Manos secas"
    window.press(ESCAPE)
    window.click(".header__languages a[lang=en]")
    window.wait_until("document.querySelector('h1').textContent === 'Dry garden hands'")


def test_the_zip_works_from_a_folder(window: Window, archive_folder: Path) -> None:
    """Without a server: searched, read, words explained, enlarged, and in Spanish."""
    window.open((archive_folder / "index.html").as_uri())
    window.type(BOX, "craked fingrs")
    window.wait_for(RESULT)
    window.click(RESULT)
    window.wait_for_page("handouts/dry-hands/index.html")
    window.click(".term")
    window.wait_for(".definition")
    window.click("[data-size-button]")
    window.wait_until("document.documentElement.hasAttribute('data-large')")
    sheet = window.evaluate("document.querySelector('.print a').getAttribute('href')")
    assert (archive_folder / SHEET / sheet).is_file()
    window.click(".header__languages a[lang=es]")
    window.wait_for_page("es/handouts/dry-hands/index.html")
    window.click(".header__home")
    window.wait_for_page("es/index.html")
