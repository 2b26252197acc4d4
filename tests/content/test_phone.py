"""Handouts on a phone: how long each is, and what never folds."""

from __future__ import annotations

from support.docs import about

pytestmark = about("en/handouts/when-to-get-help.md")

LONGEST = 5100  # pixels of a page, 390 wide; worksheets and lists are as long as they need to be


def test_a_handout_is_short_enough_for_a_phone(built_library, site_url, page):
    library, _ = built_library
    lengths = {}
    for language in library.languages:
        for handout in language.handouts:
            if handout.facts.kind != "handout":
                continue
            page.goto(site_url + library.address(handout))
            page.wait_for_selector("details.fold")
            lengths[f"{language.code} {handout.id}"] = page.evaluate(
                "document.documentElement.scrollHeight"
            )
    print(f"\nlongest: {max(zip(lengths.values(), lengths, strict=True))}")
    assert {id: length for id, length in lengths.items() if length > LONGEST} == {}


def test_no_sign_of_an_emergency_or_for_today_folds(built_library, site_url, page):
    """On a screen and on paper, each word of these cards and of the help band can be seen."""
    library, _ = built_library
    hidden = """() => [...document.querySelectorAll('.card.level-2 *, .card.level-3 *, .band *')]
        .filter(one => one.textContent.trim() && !one.closest('.screen-only') && !one.checkVisibility())
        .map(one => one.textContent)"""
    for language in library.languages:
        for handout in language.handouts:
            page.goto(site_url + library.address(handout))
            for media in ("screen", "print"):
                page.emulate_media(media=media)
                assert page.evaluate(hidden) == [], (handout.id, media)
