"""What is read without scripts, by a text browser or a crawler: nothing that only a script makes
true; and plain HTML."""

from __future__ import annotations

import re

from lxml import etree

from support.project import BuiltLibrary

HIDDEN = (
    "//body//*[ancestor-or-self::*[@hidden]][not(ancestor-or-self::template or "
    "ancestor-or-self::a)]/text()"
)
SENTENCE = re.compile(r"[.:!?…]\s*$")


def test_nothing_hidden_is_a_sentence(built_library: BuiltLibrary) -> None:
    """Text browsers show what is hidden: sentences that a script will show wait in attributes."""
    _, built = built_library
    pages = [file for file in built.files if file.endswith(".html")]
    read = {
        text.strip() for file in pages for text in built.tree(file).xpath(HIDDEN) if text.strip()
    }
    assert "Read aloud" in read, "hidden labels of buttons are found"
    assert [text for text in sorted(read) if SENTENCE.search(text)] == []


def test_nothing_hidden_is_a_list_of_links(built_library: BuiltLibrary) -> None:
    """The page on codes shows one link to a part of a handout, which stands in its table: text
    browsers read it there."""
    _, built = built_library
    tree = built.tree("connect/index.html")
    assert tree.xpath("//tr[@data-subtopic]//a[@href]")
    assert not tree.xpath("//*[@data-answer]//li//a")


def test_no_control_is_dead_and_no_picture_empty(built_library: BuiltLibrary) -> None:
    """Two switches of the theme's menus, which do not exist here, and pictures that a script is to
    choose."""
    _, built = built_library
    for file in (file for file in built.files if file.endswith(".html")):
        tree = built.tree(file)
        for flaw in ("//input[@data-md-toggle]", "//label[@for='__drawer']", "//img[not(@src)]"):
            assert [etree.tostring(element) for element in tree.xpath(flaw)] == [], file
