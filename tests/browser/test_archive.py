"""The site as one ZIP: searched and followed from a folder, without a server."""

from __future__ import annotations


def test_the_folder_can_be_searched_and_followed(archive_folder, page):
    messages = []
    page.on("console", lambda message: messages.append(message.text))
    page.goto((archive_folder / "index.html").as_uri())
    page.fill("#search-box", "dry")
    page.click("[data-search-list] a >> nth=0")
    page.wait_for_url("**/handouts/dry-hands/index.html")
    page.click(".header__home")
    page.wait_for_url("**/index.html")
    assert messages == []
