"""For clinics: what a nurse copies is right, by mouse and by keyboard, with scripts and without, here and inside a network."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
import segno
from conftest import FIRST_SEEN, HANDOUT_FILE, barriers, served, until
from lxml import html

from handouts.outputs import zip_archive
from handouts.outputs.plain_text import MARK
from handouts.pages import qr_code

SHARE, SHEET = "for-clinics/share/", "handouts/surgery-and-procedures/"
ADDRESS = "https://clinic.example/handouts/"  # what the real library is built for; the tests' own server stands elsewhere
FURNITURE = (".header", ".footer", ".print", ".tools")


@pytest.fixture
def desk(browser) -> Iterator:
    """A page whose clipboard may be read."""
    context = browser.new_context(
        viewport={"width": 1000, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    yield context.new_page()
    context.close()


def field(page, name: str) -> str:
    return page.input_value(f"[data-share-field={name}]")


def choose(page, handout: str, language: str, form: str) -> None:
    for name, value in (("handout", handout), ("language", language), ("form", form)):
        page.select_option(f"[data-share-{name}]", value)


def snippet(page):
    """The frame that the snippet makes, as an element."""
    return html.fragment_fromstring(field(page, "embed"))


# Choose and copy ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "form, line, file",
    [
        ("page", "Handout: Surgery and procedures (web page, English)", ""),
        (
            "standard-letter",
            "Handout: Surgery and procedures (PDF, English)",
            "surgery-and-procedures.pdf",
        ),
        (
            "standard-a4",
            "Handout: Surgery and procedures (PDF, A4, English)",
            "surgery-and-procedures.a4.pdf",
        ),
        (
            "large-letter",
            "Handout: Surgery and procedures (PDF, large print, English)",
            "surgery-and-procedures.large.pdf",
        ),
        (
            "large-a4",
            "Handout: Surgery and procedures (PDF, large print, A4, English)",
            "surgery-and-procedures.large.a4.pdf",
        ),
    ],
)
def test_each_form_has_its_link_and_its_line(web, page, form, line, file):
    page.goto(web + SHARE)
    choose(page, "surgery-and-procedures", "en", form)
    assert field(page, "notes") == f"{line}\n{web}{SHEET}{file}"
    assert (
        field(page, "link")
        == page.get_attribute("[data-share-open]", "href")
        == f"{web}{SHEET}{file}"
    )
    assert page.request.get(field(page, "link")).ok


def test_everything_can_be_copied_in_the_language_of_the_patient(real, web, desk):
    library, built = real
    desk.goto(web + SHARE)
    choose(desk, "surgery-and-procedures", "es", "large-letter")
    until(desk, "document.querySelector('[data-share-field=text]').value")
    link = f"{web}es/{SHEET}surgery-and-procedures.large.pdf"
    line = "Hoja: Cirugía y procedimientos (PDF, letra grande, en español)"
    one = next(
        one
        for language, one in library
        if language.code == "es" and one.id == "surgery-and-procedures"
    )
    words = built.data(library.text(one)).decode().removeprefix(MARK)
    for button, copied in (
        ("[data-share-copy=notes] >> nth=0", f"{line}\n{link}"),
        ("[data-share-line]", line),
        ("[data-share-copy=link]", link),
        ("[data-share-copy=text]", words),
        ("[data-share-copy=embed]", field(desk, "embed")),
    ):
        desk.focus(button)
        desk.keyboard.press("Enter")
        desk.wait_for_selector(f"{button.split(' ')[0]}.copied")
        assert desk.evaluate("navigator.clipboard.readText()") == copied
        assert [
            said for said in desk.locator("[data-share] [role=status]").all_text_contents() if said
        ] == ["Copied. Now paste it."]
    frame = snippet(desk)
    assert frame.tag == "iframe" and dict(frame.attrib) == {
        "src": f"{web}es/{SHEET}#embed", "title": "Cirugía y procedimientos", "width": "100%", "height": "800",
        "loading": "lazy", "referrerpolicy": "no-referrer",
    }  # fmt: skip
    assert desk.text_content("[data-share-review]").startswith(
        "Ningún profesional de la salud ha revisado esta página todavía."
    )
    desk.select_option("[data-share-form]", "page")
    assert [
        said for said in desk.locator("[data-share] [role=status]").all_text_contents() if said
    ] == []


def test_the_code_that_is_saved_opens_the_page(real, web, page):
    library, built = real
    page.goto(web + SHARE)
    choose(page, "surgery-and-procedures", "es", "standard-a4")
    name = f"es/{SHEET}surgery-and-procedures.qr.svg"
    assert (
        page.get_attribute("[data-share-save]", "href") == web + name
        and page.text_content("[data-share-to]") == f"{ADDRESS}es/{SHEET}"
    )
    until(page, "document.querySelector('[data-share-image]').naturalWidth > 100")
    assert dict(qr_code.files(library, library.languages[1]))[name] == built.data(name)
    assert built.data(name).startswith(b"<?xml") and len(built.data(name)) < 4000
    modules = re.findall(
        r'd="(M4 [^"]*)"',
        segno.make(f"{ADDRESS}es/{SHEET}", error="m", micro=False).svg_inline(border=4),
    )
    assert modules and modules == re.findall(r'd="(M4 [^"]*)"', built.data(name).decode())
    with page.expect_download() as download:
        page.click("[data-share-save]")
    assert download.value.suggested_filename == "surgery-and-procedures.qr.svg"


def test_on_a_page_in_spanish_spanish_comes_first(web, page):
    page.goto(web + "es/" + SHARE)
    assert page.input_value("[data-share-language]") == "es" and field(page, "notes").startswith(
        "Hoja: "
    )
    page.select_option("[data-share-language]", "en")
    assert field(page, "notes").startswith("Handout: ")


@pytest.mark.parametrize(
    "refused", ["undefined", "{writeText: () => Promise.reject(new Error('no'))}"]
)
def test_where_the_clipboard_is_closed_the_older_way_is_taken(web, page, refused):
    """As on a plain http address inside a clinic."""
    page.add_init_script(f"Object.defineProperty(navigator, 'clipboard', {{value: {refused}}})")
    page.add_init_script(
        "document.execCommand = name => { window.copied = name + ' ' + document.activeElement.value; return true }"
    )
    page.goto(web + SHARE)
    page.focus("[data-share-copy=link]")
    page.keyboard.press("Space")
    page.wait_for_selector("[data-share-copy=link].copied")
    assert page.evaluate("copied") == f"copy {field(page, 'link')}"
    assert (
        page.evaluate("document.activeElement.matches('[data-share-copy=link]')")
        and page.locator("body > textarea").count() == 0
    )
    page.goto(web + SHEET)
    page.click("[data-link]")
    page.wait_for_selector("[data-link].copied")
    assert page.evaluate("copied") == f"copy {web}{SHEET}"


def test_where_nothing_may_be_copied_the_words_are_marked(web, page):
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false"
    )
    page.goto(web + SHARE)
    marked = (
        "(one => one.value.slice(one.selectionStart, one.selectionEnd))(document.activeElement)"
    )
    for button, shown in (
        ("[data-share-copy=notes] >> nth=0", field(page, "notes")),
        ("[data-share-line]", field(page, "notes").split("\n")[0]),
    ):
        page.click(button)
        until(
            page,
            "[...document.querySelectorAll('[data-share] [role=status]')].some(one => one.textContent.includes('Ctrl'))",
        )
        assert page.evaluate(marked) == shown and page.locator("button.copied").count() == 0


# Without scripts, from a folder, inside a network ------------------------------------------------------------------------


def test_without_scripts_every_link_can_be_copied_from_the_list(real, web, browser):
    library, _ = real
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(web + SHARE)
    assert not page.locator("[data-share]").is_visible()
    page.click("summary >> text=Surgery and procedures")
    shown = page.locator("[data-share-links=surgery-and-procedures]").inner_text()
    assert (
        f"Handout: Surgery and procedures (PDF, English)\n{ADDRESS}{SHEET}surgery-and-procedures.pdf"
        in shown
    )
    assert f"Hoja: Cirugía y procedimientos (página web, en español)\n{ADDRESS}es/{SHEET}" in shown
    links = html.document_fromstring(page.content()).xpath("//*[@data-form='page']")
    assert len(links) == sum(1 for _ in library)
    context.close()


def test_a_copy_inside_a_network_gives_its_own_links(real, page, tmp_path):
    """The ZIP, unpacked on another server, and opened from its folder."""
    library, _ = real
    zipfile.ZipFile(io.BytesIO(zip_archive.archive(*real)[1])).extractall(tmp_path)
    with served(tmp_path / library.site.id) as inner:
        page.goto(f"{inner}{SHARE}index.html")
        choose(page, "surgery-and-procedures", "en", "page")
        until(page, "document.querySelector('[data-share-field=text]').value.startsWith('Surgery')")
        assert (
            field(page, "link") == f"{inner}{SHEET}index.html"
            and snippet(page).get("src") == f"{inner}{SHEET}index.html#embed"
        )
        assert (
            page.text_content("[data-share-to]") == ADDRESS + SHEET
            and not page.locator("[data-share-folder]").is_visible()
        )
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.goto((tmp_path / library.site.id / SHARE / "index.html").as_uri())
    choose(page, "surgery-and-procedures", "en", "standard-letter")
    assert (
        field(page, "link") == f"{ADDRESS}{SHEET}surgery-and-procedures.pdf"
        and not page.locator("[data-share-folder]").is_visible()
    )
    assert not page.locator("[data-share-field=text]").is_visible()
    assert (
        page.get_attribute("[data-share-text]", "href").startswith("file:")
        and page.locator("[data-share-image]").is_visible()
    )
    assert wrong == []


def test_a_copy_without_an_address_says_so_and_has_no_codes(house, page):
    title = 'Soil "& < b > clay"'
    house.edit(HANDOUT_FILE, "title: Dry garden hands", f"title: '{title}'")
    house.write(
        "docs/en/for-clinics/share.md",
        "---\ntitle: Share\nsummary: Share a page.\n---\n\nShare one.\n",
    )
    house.edit("docs/en/index.md", "Start here.", "Start here, or [share](for-clinics/share.md).")
    house.stamp()
    built = house.build()
    assert [file for file in built.files if file.endswith(".qr.svg")] == []
    assert (
        built.tree(f"{SHARE}index.html").xpath(
            "//*[@data-form='qr'] | //*[@class='address'][text()]"
        )
        == []
    )
    page.goto((built.folder / SHARE / "index.html").as_uri())
    assert (
        page.locator("[data-share-folder]").is_visible()
        and not page.locator("[data-share-qr]").is_visible()
    )
    assert snippet(page).get("title") == title and len(snippet(page)) == 0
    assert field(page, "notes").startswith(f"Handout: {title} (web page, English)\nfile:")


@pytest.mark.parametrize(("width", "scheme"), FIRST_SEEN)
def test_axe_finds_nothing_when_all_is_open(web, screen, width, scheme):
    page = screen(width, color_scheme=scheme, reduced_motion="reduce")
    page.goto(web + SHARE)
    page.evaluate(
        "document.querySelectorAll('details').forEach((one, at) => { one.open = at < 3 })"
    )
    page.click("[data-share-copy=link]")
    until(
        page,
        "[...document.querySelectorAll('[data-share] [role=status]')].some(one => one.textContent)",
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = """() => [...document.querySelectorAll('.share button, .share a, .share select, .link-list summary')]
        .filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML.slice(0, 80))"""
    assert page.evaluate(small) == []
    assert barriers(page, scheme) == []


# Inside another page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False])
def test_in_a_frame_only_the_words_are_shown(web, browser, scripts):
    """Within a page of another server, as a portal's is; by style sheet alone, so that nothing of the site flashes."""
    context = browser.new_context(
        java_script_enabled=scripts, viewport={"width": 800, "height": 700}
    )
    page = context.new_page()
    page.set_content(
        f'<h1>Portal</h1><iframe src="{web}{SHEET}#embed" title="x" width="700" height="600" loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )
    page.frame_locator("iframe").locator("h1").wait_for()
    frame = page.frame_locator("iframe")
    for gone in (
        FURNITURE
    ):  # a browser in a hurry knows where #embed leads a moment after it shows the first words
        frame.locator(gone).first.wait_for(state="hidden", timeout=10_000)
    for there in (
        "h1",
        ".embed-bar a",
        "#when-to-get-help",
        ".review",
        ".card >> nth=0",
        "#sources",
        ".facts",
    ):
        assert frame.locator(there).is_visible(), there
    context.close()


def test_in_a_frame_a_link_within_stays_and_a_link_away_opens_beside_it(web, page):
    page.goto(f"{web}{SHEET}#embed")
    page.click("sup a >> nth=0")
    page.wait_for_url("**/#fn:*")
    assert not page.locator(".header").is_visible()
    for link in (".embed-bar a", "article a[href*='symptom-diary'] >> nth=0"):
        with page.context.expect_page() as opened:
            page.click(link)
        assert opened.value.locator(".header").is_visible() and "#embed" not in opened.value.url
        assert opened.value.evaluate("window.opener") is None
    assert page.url.startswith(f"{web}{SHEET}#fn:")


def test_a_handout_that_is_not_in_a_frame_has_its_furniture(web, page):
    for hash in ("", "#embedded", "#embed=1", "#key-points"):
        page.goto("about:blank")
        page.goto(f"{web}{SHEET}{hash}")
        assert page.locator(".header").is_visible() and not page.locator(".embed-bar").is_visible()
