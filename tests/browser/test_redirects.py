"""What was renamed or withdrawn, in a real browser."""

from __future__ import annotations

from support.browser import find_barriers


def test_in_a_browser_what_was_renamed_is_there_at_once_with_what_follows_the_sign(
    site_url, browser
):
    """A printed code names its version there, and a portal a heading."""
    for scripts, address, target in (
        (
            True,
            "handouts/old-hands/#v=2026-01-02.abcdef",
            "handouts/dry-hands/#v=2026-01-02.abcdef",
        ),
        (
            True,
            "es/handouts/old-hands/#when-to-get-help",
            "es/handouts/dry-hands/#when-to-get-help",
        ),
        (False, "es/handouts/old-hands/", "es/handouts/dry-hands/"),
    ):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        messages: list[str] = []
        page.on("console", lambda message, messages=messages: messages.append(message.text))
        page.goto(site_url + address)
        page.wait_for_url(site_url + target)
        assert messages == []
        if "#v=" in target:
            page.wait_for_selector("[data-version]:not([hidden])")
        context.close()
    for width in (320, 1280):
        page = browser.new_page(viewport={"width": width, "height": 700})
        page.goto(site_url + "es/handouts/straw-hats/#why")
        assert find_barriers(page, "light") == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.close()
