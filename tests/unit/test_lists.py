"""Lists keep their meaning: on the page, on the sheet and in plain text; or they are told at the
line."""

from __future__ import annotations

import re

import pytest

from handouts.checks import list_syntax
from handouts.checks.list_syntax import ABOVE, BOX, FURTHER, KINDS, LEVEL
from handouts.markdown import extension
from handouts.outputs import plain_text
from handouts.pages import article
from support.project import HANDOUT_FILE


def sign(mark: str) -> str:
    return f"This sign makes no list: {mark} Write 1. or - instead."


def start(number: int) -> str:
    return (
        f"This makes a list that starts with {number}. If it is no list, "
        f"write other words first, or {number}\\."
    )


def item_number(number: int, written: int) -> str:
    return (
        f"This item will have the number {number}, not {written}. "
        "Number the items one after the other."
    )


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("Outside:\n- a hat\n- long sleeves", [(1, ABOVE)]),
        ("Outside:\n* a hat", [(1, ABOVE)]),
        ("Do:\n1. Wash.\n2. Dry.", [(1, ABOVE)]),
        ("To do:\n- [ ] Wash.", [(1, ABOVE)]),
        ("It was bad in\n2024. Then it was good.", [(1, ABOVE), (1, start(2024))]),
        ("> Outside:\n> - a hat", [(1, ABOVE)]),
        ("- a\n  - b\n- c", [(1, LEVEL)]),
        ("- a\n   - b\n", [(1, LEVEL)]),
        ("1. a\n   - b\n2. c", [(1, LEVEL)]),
        ("- a\n\n  - b", [(2, LEVEL)]),
        ("> - a\n>   - b", [(1, LEVEL)]),
        (" - a", [(0, LEVEL)]),
        ("- a\n        - b", [(1, LEVEL)]),
        ("- a\n\t- b\n\t\t- c\n- d", []),
        ("- a\n    - b\n      - c", [(2, LEVEL)]),
        ("1) Wear a hat.\n2) Rest.", [(0, sign("1)")), (1, sign("2)"))]),
        ("- a\n\n1) b", [(2, sign("1)"))]),
        (
            "a) Wear a hat.\nb. Rest.\n(c) Eat.\niv) Sleep.",
            [(0, sign("a)")), (1, sign("b.")), (2, sign("(c)")), (3, sign("iv)"))],
        ),
        ("1. a\n\n   It is nice.\n\n2. b", [(2, FURTHER)]),
        ("1. a\n\n   It is nice.\n2. b", [(2, FURTHER)]),
        ("- a\n\n  It is nice.\n\n- b", [(2, FURTHER)]),
        ("1. a\n\n    It is nice.\n\n2. b", []),
        ("- a\n- b\n1. c\n2. d", [(2, KINDS)]),
        ("1. c\n2. d\n- a", [(2, KINDS)]),
        ("- a\n- b\n\n1. c\n2. d", []),
        ("1. a\n2. b\n\n- c\n\n1. d", []),
        ("2024. It was a bad year.", [(0, start(2024))]),
        ("3. a\n4. b", []),
        ("٣. a", [(0, sign("٣."))]),
        (f"{'9' * 5000}. a", [(0, start(9999999999))]),
        ("1. a\n1. b\n1. c", []),
        ("1. a\n3. b", [(1, item_number(2, 3))]),
        ("1. a\n1. b\n5. c", [(2, item_number(3, 5))]),
        ("1. a\n2. b\n\n1. c", [(3, item_number(3, 1))]),
        ("1. a\n\nText.\n\n2. b", []),
        ("1. [ ] a", [(0, BOX)]),
        ("- []a", [(0, BOX)]),
        ("- [ ]a", [(0, BOX)]),
        ("-[ ] a", [(0, BOX)]),
        ("- [  ] a", [(0, BOX)]),
        ("[ ] a", [(0, BOX)]),
        ("- [ ](page.md)\n- [a](page.md)\n- [x](page.md)", []),
        ("- a\n- b\ngoes on\n    - c\n    - d\n- e", []),
        ("- a\n\n## B { #b }\n- c\n\n* * *\n- d", []),
        ("/// write | 2\n- a\n- b\n///\n- c", []),
        ("- a\n\n    b\n\n    - c\n\n    d\n\n- e", []),
        ("-5 degrees\n1.5 g\n**a)** b\n1\\) c\n2024\\. d\n(if any) e", []),
    ],
)
def test_what_is_no_list_or_not_on_its_level_is_told_at_its_line(text, messages):
    assert list(list_syntax.messages(text)) == messages


def test_lists_are_told_on_pages_cards_and_in_the_word_list(project):
    for file, old in (
        (HANDOUT_FILE, "Clay takes up water, so your skin dries out. [^soil-2020]"),
        ("docs/en/cards/emergency.md", "- your hand turns white"),
        ("docs/en/about/index.md", "Every fact has a source."),
    ):
        project.edit(file, old, f"Outside:\n- a hat [^soil-2020]\n\n{old}")
        line = project.line_of(file, "Outside:")
        assert f"{file}:{line + 1}: {ABOVE}" in map(str, project.problems())


@pytest.mark.parametrize(
    ("text", "html", "plain"),
    [
        ("3. a\n4. b\n\nText.\n\n5. c", '<ol start="3">abText.<ol start="5">c',
         ["3. a\n4. b", "Text.", "5. c"]),
        ("- a\n\n1. b", "<ul>a<ol>b", ["- a", "1. b"]),
        ("- a\n    1. b\n    2. c\n- d", "<ul>a<ol>bcd", ["- a\n  1. b\n  2. c\n- d"]),
        ("- a\n\n    b\n\n    - c\n\n    d\n\n- e", "<ul>ab<ul>cde", ["- a b\n  - c\n  d\n- e"]),
        ("- > a\n- b", "<ul><blockquote>ab", ["- \n  a\n- b"]),
        ("> a\n>\n> - b", "<blockquote>a<ul>b", ["a", "- b"]),
        ("- a\n\n    | b | c |\n    | --- | --- |\n    | d | e |", "<ul>a<table>bcde",
         ["- a\n  b: d\n  c: e"]),
    ],
)  # fmt: skip
def test_lists_are_the_same_on_the_page_and_in_plain_text(project, text, html, plain):
    library = project.library()
    page = extension.render(library, library.languages[0], text)
    tags = re.sub(r"</?(?:li|p|t\w+)\b(?<!table)[^>]*>|</[^>]+>|\s+(?!start)", "", page)
    assert tags == html
    words = article.fragment(page).root
    assert list(plain_text._paragraphs(library.languages[0], words)) == plain
