"""What a phone loads: all that is sent for a first page and for the next, compressed, measured in a
browser."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from handouts.model.addresses import file_of
from handouts.model.language import Language
from handouts.model.pages import Handout
from support.docs import about
from support.project import BuiltLibrary

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = about("en/handouts/when-to-get-help.md")

HOME, HANDOUT = 38_000, 48_000  # bytes of a first visit
WORKSHEET = 48_500  # with the script that fills it in and its looks on paper, 7 KB
NEXT, WORDS = 13_000, 16_000  # bytes of a page after that, of which the word list
# Their drawings weigh 3 to 6 KB: outlines of bodies and of skin, point by point.
LARGER = {"signs-and-symptoms": 15_500, "skin-and-sore-care": 14_500}

Weigh = Callable[[str], dict[str, int]]


@pytest.fixture
def weigh(built_library: BuiltLibrary, site_url: str, page: Page) -> Weigh:
    """Opens a page on a phone, and returns the bytes of each file that it asks for, whether or not
    the phone has kept it."""

    def weigh(address: str) -> dict[str, int]:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(site_url + address)
        page.evaluate("document.fonts.ready.then(() => 0)")
        files = [file_of(urlsplit(url).path.removeprefix("/handouts/")) for url in asked]
        return {file: sent(built_library.site.data(file)) for file in dict.fromkeys(files)}

    return weigh


def sent(data: bytes) -> int:
    return min(len(data), len(gzip.compress(data, 9)))


def test_a_first_visit_is_light(built_library, weigh):
    library, _ = built_library
    heavy = {}
    for language in library.languages:
        pages = {library.home(language): HOME} | {
            library.address(one): WORKSHEET if one.facts.kind == "worksheet" else HANDOUT
            for one in language.handouts
            if one.facts.kind != "words"
        }
        for address, limit in pages.items():
            files = weigh(address)
            assert any(file.endswith(".woff2") for file in files)
            print(f"{sum(files.values()) / 1000:.1f} KB {address or 'home'}")
            if sum(files.values()) > limit:
                heavy[address] = files
    assert heavy == {}


def test_a_second_page_is_its_html_and_no_file_again(built_library, weigh):
    """Also in the other language: what both load has one address."""
    library, built = built_library

    def pages(language: Language) -> list[Handout]:
        """Return those to read: a worksheet has a script and looks of its own."""
        return [one for one in language.handouts if one.facts.kind != "worksheet"]

    assets = {
        file for file in weigh(library.address(pages(library.languages[0])[0])) if "assets/" in file
    }
    assert len(assets) > 8
    heavy = {}
    for language in library.languages:
        handout = pages(language)[-1]
        more = {file for file in weigh(library.address(handout)) if "assets/" in file} - assets
        assert more == set()
        for one in language.handouts:
            page = sent(built.data(file_of(library.address(one))))
            if page > (WORDS if one.facts.kind == "words" else LARGER.get(one.id, NEXT)):
                heavy[library.address(one)] = page
    assert heavy == {}
