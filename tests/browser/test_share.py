"""For clinics: what a nurse copies is right, by mouse and by keyboard, with scripts and without,
here and inside a network."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
import segno
from lxml import html

from handouts.outputs import zip_archive
from handouts.outputs.plain_text import BYTE_ORDER_MARK
from handouts.pages import qr_code
from support.browser import SCREENS, find_barriers, serve, wait_until
from support.project import ADDRESS, HANDOUT_FILE, keep_cache

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

SHARE, SHEET = "for-clinics/share/", "handouts/dry-hands/"
FURNITURE = (".header", ".footer", ".print", ".tools")


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """A page whose clipboard may be read."""
    context = browser.new_context(
        viewport={"width": 1000, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    yield context.new_page()
    context.close()


def field(page: Page, name: str) -> str:
    """Return what stands in a field."""
    return page.input_value(f"[data-share-field={name}]")


def choose(page: Page, handout: str, language: str, form: str) -> None:
    """Choose a handout, its language and its form."""
    for name, value in (("handout", handout), ("language", language), ("form", form)):
        page.select_option(f"[data-share-{name}]", value)


def snippet(page: Page) -> html.HtmlElement:
    """Return the frame that the snippet makes, as an element."""
    return html.fragment_fromstring(field(page, "embed"))


def messages(page: Page) -> list[str]:
    """Return what is told beside the buttons."""
    return [text for text in page.locator("[data-share] [role=status]").all_text_contents() if text]


@pytest.mark.parametrize("languages", [1, 2])
def test_a_language_is_asked_for_only_where_there_are_several(site_url, page, languages):
    def answer(route: Route) -> None:
        text = route.fetch().text()
        if languages == 1:
            text = re.sub(r'<div lang="?es.*?</div>', "", text, flags=re.S)
        route.fulfill(body=text, content_type="text/html")

    page.route(site_url + SHARE, answer)
    page.goto(site_url + SHARE)
    page.wait_for_selector("[data-share]")
    assert page.locator("[data-share-language] option").count() == languages
    assert page.is_visible("[data-share-language]") == (languages > 1)
    assert page.is_visible("label[for=share-language]") == (languages > 1)


# Choose and copy ----------------------------------------------------------------------------------


def test_each_form_has_its_link_and_its_line(site_url, page):
    page.goto(site_url + SHARE)
    for form, words, file in (
        ("page", "web page", ""),
        ("standard-letter", "PDF", "dry-hands.pdf"),
        ("standard-a4", "PDF, A4", "dry-hands.a4.pdf"),
        ("large-letter", "PDF, large print", "dry-hands.large.pdf"),
        ("large-a4", "PDF, large print, A4", "dry-hands.large.a4.pdf"),
    ):
        choose(page, "dry-hands", "en", form)
        link = f"{site_url}{SHEET}{file}"
        assert field(page, "notes") == f"Handout: Dry garden hands ({words}, English)\n{link}"
        assert field(page, "link") == page.get_attribute("[data-share-open]", "href") == link
        assert page.request.head(link).ok


def test_everything_can_be_copied_in_the_language_of_the_patient(built_library, site_url, desk):
    library, built = built_library
    desk.goto(site_url + SHARE)
    choose(desk, "dry-hands", "es", "large-letter")
    wait_until(desk, "document.querySelector('[data-share-field=text]').value")
    link = f"{site_url}es/{SHEET}dry-hands.large.pdf"
    line = "Hoja: Manos secas (PDF, letra grande, en español)"
    handout = next(
        handout
        for language, handout in library
        if (language.code, handout.id) == ("es", "dry-hands")
    )
    words = built.data(library.text(handout)).decode().removeprefix(BYTE_ORDER_MARK)
    for button, copied in (
        ("[data-share-copy=notes] >> nth=0", f"{line}\n{link}"),
        ("[data-share-line]", line),
        ("[data-share-copy=link]", link),
        ("[data-share-copy=text]", words),
        ("[data-share-copy=questions]", "¿Qué guantes va a usar?\n¿Cuándo va a llamar?"),
        ("[data-share-copy=embed]", field(desk, "embed")),
    ):
        desk.focus(button)
        desk.keyboard.press("Enter")
        desk.wait_for_selector(f"{button.split(' ')[0]}.copied")
        assert desk.evaluate("navigator.clipboard.readText()") == copied
        assert messages(desk) == ["Copied. Now paste it."]
    frame = snippet(desk)
    assert frame.tag == "iframe" and dict(frame.attrib) == {
        "src": f"{site_url}es/{SHEET}#embed",
        "title": "Manos secas",
        "width": "100%",
        "height": "800",
        "loading": "lazy",
        "referrerpolicy": "no-referrer",
    }
    assert desk.text_content("[data-share-review]").startswith(
        "Ningún profesional de la salud ha revisado esta página todavía."
    )
    desk.select_option("[data-share-form]", "page")
    assert messages(desk) == []


def test_only_a_handout_with_questions_has_a_place_for_them(site_url, page):
    page.goto(site_url + SHARE)
    choose(page, "dry-hands", "en", "page")
    assert field(page, "questions") == "Which gloves will you wear?\nWhen will you call?"
    assert page.locator("[data-share-questions]").is_visible()
    choose(page, "warm-gloves", "en", "page")
    assert not page.locator("[data-share-questions]").is_visible()


def test_the_code_that_is_saved_opens_the_page(built_library, site_url, page):
    library, built = built_library
    page.goto(site_url + SHARE)
    choose(page, "dry-hands", "es", "standard-a4")
    name = f"es/{SHEET}dry-hands.qr.svg"
    assert (
        page.get_attribute("[data-share-save]", "href") == site_url + name
        and page.text_content("[data-share-to]") == f"{ADDRESS}es/{SHEET}"
    )
    wait_until(page, "document.querySelector('[data-share-picture] img').naturalWidth > 100")
    assert dict(qr_code.files(library.summaries.values()))[name] == built.data(name)
    assert built.data(name).startswith(b"<?xml") and len(built.data(name)) < 4000
    modules = re.findall(
        r'd="(M4 [^"]*)"',
        segno.make(f"{ADDRESS}es/{SHEET}", error="m", micro=False).svg_inline(border=4),
    )
    assert modules and modules == re.findall(r'd="(M4 [^"]*)"', built.data(name).decode())
    with page.expect_download() as download:
        page.click("[data-share-save]")
    assert download.value.suggested_filename == "dry-hands.qr.svg"


def test_on_a_page_in_spanish_spanish_comes_first(site_url, page):
    page.goto(site_url + "es/" + SHARE)
    assert page.input_value("[data-share-language]") == "es" and field(page, "notes").startswith(
        "Hoja: "
    )
    page.select_option("[data-share-language]", "en")
    assert field(page, "notes").startswith("Handout: ")


@pytest.mark.parametrize(
    "refused", ["undefined", "{writeText: () => Promise.reject(new Error('no'))}"]
)
def test_where_the_clipboard_is_closed_the_older_way_is_taken(site_url, page, refused):
    """As on a plain http address inside a clinic."""
    page.add_init_script(f"Object.defineProperty(navigator, 'clipboard', {{value: {refused}}})")
    page.add_init_script(
        "document.execCommand = name => { window.copied = name + ' ' + "
        "document.activeElement.value; return true }"
    )
    page.goto(site_url + SHARE)
    page.focus("[data-share-copy=link]")
    page.keyboard.press("Space")
    page.wait_for_selector("[data-share-copy=link].copied")
    assert page.evaluate("copied") == f"copy {field(page, 'link')}"
    assert (
        page.evaluate("document.activeElement.matches('[data-share-copy=link]')")
        and page.locator("body > textarea").count() == 0
    )
    page.goto(site_url + SHEET)
    page.click("[data-link]")
    page.wait_for_selector("[data-link].copied")
    assert page.evaluate("copied") == f"copy {site_url}{SHEET}"


def test_where_nothing_may_be_copied_the_words_are_marked(site_url, page):
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand "
        "= () => false"
    )
    page.goto(site_url + SHARE)
    marked = (
        "(field => field.value.slice(field.selectionStart, field.selectionEnd))"
        "(document.activeElement)"
    )
    for button, words in (
        ("[data-share-copy=notes] >> nth=0", field(page, "notes")),
        ("[data-share-line]", field(page, "notes").split("\n")[0]),
    ):
        page.click(button)
        wait_until(
            page,
            "[...document.querySelectorAll('[data-share] [role=status]')].some(status => "
            "status.textContent.includes('Ctrl'))",
        )
        assert page.evaluate(marked) == words and page.locator("button.copied").count() == 0


# Without scripts, from a folder, inside a network -------------------------------------------------


def test_without_scripts_every_link_can_be_copied_from_the_list(built_library, site_url, browser):
    library, _ = built_library
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_url + SHARE)
    assert not page.locator("[data-share]").is_visible()
    page.click("#every-link")
    page.click("summary >> text=Dry garden hands")
    words = page.locator("[data-share-links=dry-hands]").inner_text()
    assert f"Handout: Dry garden hands (PDF, English)\n{ADDRESS}{SHEET}dry-hands.pdf" in words
    assert f"Hoja: Manos secas (página web, en español)\n{ADDRESS}es/{SHEET}" in words
    assert "When will you call?" in words and "¿Cuándo va a llamar?" in words
    links = html.document_fromstring(page.content()).xpath("//*[@data-form='page']")
    assert len(links) == sum(1 for _ in library)
    context.close()


def test_a_copy_inside_a_network_gives_its_own_links(built_library, page, tmp_path):
    """The ZIP, unpacked on another server, and opened from its folder."""
    library, _ = built_library
    zipfile.ZipFile(io.BytesIO(zip_archive.archive(*built_library)[1])).extractall(tmp_path)
    with serve(tmp_path / library.site.id) as inner:
        page.goto(f"{inner}{SHARE}index.html")
        choose(page, "dry-hands", "en", "page")
        wait_until(
            page, "document.querySelector('[data-share-field=text]').value.startsWith('Dry')"
        )
        assert (
            field(page, "link") == f"{inner}{SHEET}index.html"
            and snippet(page).get("src") == f"{inner}{SHEET}index.html#embed"
        )
        assert (
            page.text_content("[data-share-to]") == ADDRESS + SHEET
            and not page.locator("[data-share-folder]").is_visible()
        )
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.goto((tmp_path / library.site.id / SHARE / "index.html").as_uri())
    choose(page, "dry-hands", "en", "standard-letter")
    assert (
        field(page, "link") == f"{ADDRESS}{SHEET}dry-hands.pdf"
        and not page.locator("[data-share-folder]").is_visible()
    )
    assert not page.locator("[data-share-field=text]").is_visible()
    assert (
        page.get_attribute("[data-share-text]", "href").startswith("file:")
        and page.locator("[data-share-picture] img").is_visible()
    )
    assert errors == []


def test_a_copy_without_an_address_says_so_and_has_no_codes(project, small_site, page):
    keep_cache(project, small_site.site.folder.parent / ".cache")
    title = 'Soil "& < b > clay"'
    project.edit(HANDOUT_FILE, "title: Dry garden hands", f"title: '{title}'")
    project.write(
        "docs/en/for-clinics/share.md",
        "---\ntitle: Share\nsummary: Share a page.\n---\n\nShare one.\n",
    )
    project.edit("docs/en/index.md", "Start here.", "Start here, or [share](for-clinics/share.md).")
    project.date()
    built = project.build()
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


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_when_all_is_open(site_url, new_page, width, scheme):
    page = new_page(width, color_scheme=scheme, reduced_motion="reduce")
    page.goto(site_url + SHARE)
    page.evaluate(
        "document.querySelectorAll('details').forEach((fold, at) => { fold.open = at < 3 })"
    )
    page.click("[data-share-copy=link]")
    wait_until(
        page,
        "[...document.querySelectorAll('[data-share] [role=status]')]"
        ".some(status => status.textContent)",
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = """() => [...document.querySelectorAll('.share button, .share a, .share select, \
.link-list summary')]
        .filter(control => control.offsetParent &&
            control.getBoundingClientRect().height < 43.5)
        .map(control => control.outerHTML.slice(0, 80))"""
    assert page.evaluate(small) == []
    assert find_barriers(page, scheme) == []


# Inside another page ------------------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False])
def test_in_a_frame_only_the_words_are_shown(site_url, browser, scripts):
    """Within a page of another server, as a portal's is; by style sheet alone, so that nothing of
    the site flashes."""
    context = browser.new_context(
        java_script_enabled=scripts, viewport={"width": 800, "height": 700}
    )
    page = context.new_page()
    page.set_content(
        f'<h1>Portal</h1><iframe src="{site_url}{SHEET}#embed" title="x" width="700" height="600" '
        f'loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )
    page.frame_locator("iframe").locator("h1").wait_for()
    frame = page.frame_locator("iframe")
    # A browser in a hurry knows where #embed leads a moment after it shows the first words.
    for selector in FURNITURE:
        frame.locator(selector).first.wait_for(state="hidden", timeout=10_000)
    for selector in (
        "h1",
        ".embed-bar a",
        "#when-to-get-help",
        ".review",
        ".card >> nth=0",
        "#sources",
        ".facts",
    ):
        assert frame.locator(selector).is_visible(), selector
    context.close()


def test_in_a_frame_a_link_within_stays_and_a_link_away_opens_beside_it(site_url, page):
    page.goto(f"{site_url}{SHEET}#embed")
    page.click("sup a >> nth=0")
    page.wait_for_url("**/#fn:*")
    assert not page.locator(".header").is_visible()
    for link in (".embed-bar a", "article a[href*='words-to-know'] >> nth=0"):
        with page.context.expect_page() as opened:
            page.click(link)
        assert opened.value.locator(".header").is_visible() and "#embed" not in opened.value.url
        assert opened.value.evaluate("window.opener") is None
    assert page.url.startswith(f"{site_url}{SHEET}#fn:")


def test_a_handout_that_is_not_in_a_frame_has_its_furniture(site_url, page):
    for hash in ("", "#embedded", "#embed=1", "#key-points"):
        page.goto("about:blank")
        page.goto(f"{site_url}{SHEET}{hash}")
        assert page.locator(".header").is_visible() and not page.locator(".embed-bar").is_visible()


def test_a_handout_can_be_sent_by_mail_or_by_what_the_device_has(site_url, page):
    page.add_init_script(
        "window.sent = []; navigator.share = data => { sent.push(data); return Promise.resolve(); "
        "};"
    )
    page.goto(site_url + "for-clinics/share/")
    mail = page.get_attribute("[data-share-mail]", "href")
    line, url = page.input_value("[data-share-field=notes]").split("\n")
    assert mail.startswith("mailto:?subject=") and unquote(mail).endswith(f"&body={line}\n{url}")
    page.click("[data-share-system]")
    assert page.evaluate("sent") == [{"title": line, "text": line, "url": url}]


def test_where_the_device_sends_nothing_no_button_says_so(site_url, page):
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'share', {value: undefined});")
    page.goto(site_url + "for-clinics/share/")
    page.wait_for_selector("[data-share]:visible")
    assert not page.locator("[data-share-system]").is_visible()
