"""Pages of this library that need more words than a library that has just started."""

from __future__ import annotations

import pytest

from support.docs import about

pytestmark = about("en/handouts/what-is-calcinosis.md")


@pytest.mark.parametrize("width", [320, 1280])
def test_letters_lead_to_their_words(built_library, site_url, new_page, width):
    """In every language, with room for a finger, and without scripts."""
    library, _ = built_library
    page = new_page(width, java_script_enabled=False)
    for language in library.languages:
        (words,) = [words for words in language.handouts if words.facts.kind == "words"]
        page.goto(site_url + library.address(words))
        letters = page.locator(".letters a")
        assert letters.count() > 10
        for letter in letters.all():
            box = letter.bounding_box()
            assert box["width"] >= 44 and box["height"] >= 44
        letter = letters.last
        letter.focus()
        page.keyboard.press("Enter")
        target = page.locator(f"[id='{letter.get_attribute('href')[1:]}']")
        top = target.bounding_box()["y"]
        assert 0 <= top < 200 and target.text_content()[0].upper() == letter.text_content()


def test_a_word_that_opens_is_never_parted_from_its_brackets(built_library, site_url, new_page):
    """Wherever a line ends: the sign before a word that can be tapped stands on its first line, the
    sign after on its last."""
    library, _ = built_library
    page = new_page(320)
    count = 0
    for address in (
        library.address(handout)
        for language in library.languages
        for handout in language.handouts[:8]
    ):
        page.goto(site_url + address)
        page.wait_for_selector("[data-link]:visible")
        for width in (320, 345, 390, 430):
            page.set_viewport_size({"width": width, "height": 800})
            parted = page.evaluate(
                """() => [...document.querySelectorAll('.term')].filter(term => {
                    const at = (node, start, end) => { const range = document.createRange(); \
range.setStart(node, start); range.setEnd(node, end);
                        return range.getBoundingClientRect(); };
                    const box = term.getBoundingClientRect(), before = term.previousSibling, \
after = term.nextSibling;
                    const opens = before && before.data && \
/[^\\s\\p{L}\\p{N}]$/u.test(before.data), ends = after && after.data && \
/^[^\\s\\p{L}\\p{N}]/u.test(after.data);
                    return opens && at(before, before.length - 1, before.length).bottom < box.top \
+ 4 || ends && at(after, 0, 1).top > box.bottom - 4;
                }).map(term => term.parentNode.textContent.slice(0, 60))"""
            )
            assert parted == [], f"{address} at {width} px: {parted}"
        count += page.locator(".no-break").count()
    assert count > 5
