"""Feet and inches keep their marks, an apostrophe at the start of a word is one, quotes stay
quotes, and a number keeps its unit."""

from __future__ import annotations

import pytest
from lxml.html import fragment_fromstring

from handouts.markdown import extension
from handouts.markdown.quotes import keep_marks


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("He is 5'10\" tall.", "He is 5'10\" tall."),
        ("(6' 2\")", "(6' 2\")"),
        ("10' long, a 12\" ruler", "10' long, a 12\" ruler"),
        ("90° 30' 15\"", "90° 30' 15\""),
        ('a "b" 5" c "d 6"', 'a “b” 5" c “d 6”'),
        ("'tis the '90s, 'til 'em", "’tis the ’90s, ’til ’em"),
        ("rock 'n' roll", "rock ’n’ roll"),
        ("**garden**'s and **'tis**", "garden’s and ’tis"),
        (
            "don't 'do' it, the patients' rights, O'Neill",
            "don’t ‘do’ it, the patients’ rights, O’Neill",
        ),
        ('"Take 2" he said. "I am 5"', "“Take 2” he said. “I am 5”"),
        ("'I am 5' and 'round'", "‘I am 5’ and ‘round’"),
    ],
)
def test_marks_of_feet_and_inches_and_apostrophes(project, text, content):
    library = project.library()
    page = extension.render(library, library.languages[0], text)
    assert fragment_fromstring(page).text_content() == content


def test_addresses_code_and_other_languages_are_left_alone():
    for text in (
        "[a](https://x.example/5\"6'7)",
        "`5'10\"`",
        "<https://x.example/5'6>",
        "'Em' 'tis",
    ):
        assert keep_marks(text, "es") == text


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("At 20 °C (68 °F) it is warm.", "At 20~°C (68~°F) it is warm."),
        ("**38** 38 °C, 5 mm, 2.5 cm, 30 min, 5 mL", "38 38~°C, 5~mm, 2.5~cm, 30~min, 5~mL"),
        ("In 3 minutes, 2 gardens, 1 man", "In 3 minutes, 2 gardens, 1 man"),
        ("A 3 l can, `20 °C`, [5 cm](https://x.example/20%20cm)", None),
    ],
)
def test_a_number_and_its_unit_stay_on_one_line(project, text, content):
    library = project.library()
    page = fragment_fromstring(extension.render(library, library.languages[0], text))
    if content is None:
        assert "3 l can, 20 °C" in page.text_content()
        assert page.find(".//a").get("href") == "https://x.example/20%20cm"
    else:
        assert page.text_content() == content.replace("~", "\u00a0")
