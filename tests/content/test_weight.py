"""What a phone loads for the next page, compressed, measured in a browser. For the first one:
test_pages_in_a_browser.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from handouts.model.addresses import file_of
from handouts.model.language import Language
from handouts.model.pages import Handout
from support.docs import IS_OURS, LARGER_PAGES, about
from support.project import BuiltLibrary
from support.weight import files_of, sent

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = about("en/handouts/when-to-get-help.md")

NEXT, WORDS = 13_000, 16_000  # bytes of a page after that, of which the word list

Weigh = Callable[[str], dict[str, int]]


@pytest.fixture
def weigh(built_library: BuiltLibrary, site_url: str, page: Page) -> Weigh:
    """Opens a page on a phone, and returns the bytes of each file that it asks for, whether or not
    the phone has kept it."""

    def weigh(address: str) -> dict[str, int]:
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(site_url + address)
        page.evaluate("document.fonts.ready.then(() => 0)")
        return files_of(built_library.site, requests)

    return weigh


def test_a_second_page_is_its_html_and_no_file_again(built_library, weigh):
    """Also in the other language: what both load has one address."""
    library, built = built_library

    def pages(language: Language) -> list[Handout]:
        """Return two to read, if there are two: a worksheet has a script and looks of its own."""
        return [handout for handout in language.handouts if handout.facts.kind == "handout"][:2]

    assets = {
        file for file in weigh(library.address(pages(library.languages[0])[0])) if "assets/" in file
    }
    assert len(assets) > 8
    assets.add("assets/favicon.svg")  # which the browser asks for when it likes
    heavy = {}
    for language in library.languages:
        next_page = pages(language)[-1]
        further_assets = {
            file for file in weigh(library.address(next_page)) if "assets/" in file
        } - assets
        assert further_assets == set()
        for handout in language.handouts:
            page = sent(built.data(file_of(library.address(handout))))
            limit = WORDS if handout.facts.kind == "words" else LARGER_PAGES.get(handout.id, NEXT)
            if IS_OURS and page > limit:
                heavy[library.address(handout)] = page
    assert heavy == {}
