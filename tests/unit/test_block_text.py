"""The same words in any style of YAML are the same text; what YAML would drop or change is a
Problem."""

from __future__ import annotations

import pytest

from handouts.loading import yaml_reader
from handouts.markdown import extension, preprocessor
from handouts.problems import Refused
from support.project import HANDOUT_FILE, Project

WORDS = "See why soil dries your hands and what helps."
STYLES = {
    "folded": "summary: >\n  See why soil dries\n  your hands and what helps.\n",
    "folded, with line ends kept": "summary: >+\n  See why soil dries\n"
    "  your hands and what helps.\n\n\n",
    "literal": "summary: |\n  See why soil dries\n  your hands and what helps.\n",
    "literal, without the last line end": "summary: |-\n  See why soil dries\n"
    "  your hands and what helps.\n",
    "literal, with an indent of its own": "summary: |2\n  See why soil\n    dries your hands\n\n"
    "  and what helps.\n",
    "plain, on two lines": "summary: See why soil dries\n  your hands and what helps.\n",
    "plain, with blanks behind": "summary: See why soil dries your hands and what helps.   \n",
    "double quotes": 'summary: "See why soil dries\n\n  your hands  and what helps. "\n',
    "single quotes": "summary: ' See why soil dries\n  your hands and what helps.'\n",
    "Windows": "summary: |\r\n  See why soil dries\r\n  your hands and what helps.\r\n",
}


def rendered_handout(project: Project) -> str:
    library = project.library()
    return extension.render(
        library,
        library.languages[0],
        preprocessor.markdown_with_id(library.languages[0].handouts[0]),
    )


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_a_text_is_the_same_in_every_style_of_yaml(project, style):
    html, version = rendered_handout(project), project.library().languages[0].handouts[0].version
    project.edit(HANDOUT_FILE, f"summary: {WORDS}\n", style)
    assert project.library().languages[0].handouts[0].summary == WORDS
    assert rendered_handout(project) == html
    assert project.library().languages[0].handouts[0].version == version


def test_block_texts_of_cards_terms_and_labels_are_one_line(project):
    html = rendered_handout(project)
    for file, old, new in (
        (HANDOUT_FILE, "title: Dry garden hands", "title: >\n  Dry garden\n  hands"),
        ("docs/en/cards/emergency.md", '"Call {emergency} if:"', "|\n  Call {emergency}\n  if:"),
        ("docs/sources.yml", "publisher: Glove Club", "publisher: >\n    Glove\n    Club"),
        ("docs/en/words.yml", "sources: Sources", "sources: >\n    Sources"),
    ):
        project.edit(file, old, new)
    assert rendered_handout(project) == html
    project.edit("docs/en/glossary.yml", "A cream that keeps", "|\n    A cream\n\n    that keeps")
    assert project.library().languages[0].terms["barrier cream"].definition == (
        "A cream that keeps water out."
    )


def test_labels_of_several_lines_keep_them(project):
    labels = project.library().languages[0].labels
    assert labels["new_page"].count("\n") > 10
    assert labels["search_alike"].count("\n") > 1
    assert all(
        "\n" not in text for key, text in labels.items() if key not in ("new_page", "search_alike")
    )


CUT_OFF = (
    "YAML does not read what follows a space and #: {}. "
    "Put the whole text in quotes, or write a remark on a line of its own, at the left."
)


@pytest.mark.parametrize(
    ("text", "line", "lost"),
    [
        ("title: Sun protection #1 rule\n", 1, "#1 rule"),
        ("a: 1\ntitle: Sun protection   # one rule\n", 2, "# one rule"),
        ('title: "Sun protection" #1 rule\n', 1, "#1 rule"),
        ("title: Sun\n  protection #1\n", 2, "#1"),
        ("title: Sun protection\n  #1 rule\n", 2, "#1 rule"),
        ("search:\n  - hat #1\n  - cap\n", 2, "#1"),
        ("search:\n  - hat\n    #1\n  - cap\n", 3, "#1"),
        ("search: [hat, cap] \nmore: [hat, cap #2\n, scarf]\n", 2, "#2"),
        ("who: {name: Ann #2\n}\n", 1, "#2"),
        ("- - a #b\n", 1, "#b"),
        ("title: #1 rule\n", 1, "#1 rule"),
    ],
)
def test_words_that_yaml_takes_for_a_remark_are_told(text, line, lost):
    assert [(p.line, p.message) for p in yaml_reader.read_entries(text, "f.yml").problems] == [
        (line, CUT_OFF.format(lost))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# a remark\ntitle: Sun#1\n# a remark\nsummary: 'Sun #1'\n",
        "search:\n  - hat\n  # a remark\n  - cap\n# a remark\n",
        "order: 10  # a number is no text\nyear: 2020-01-01 # nor is a day\n"
        "link: true # nor this\n",
        "text: > # of the block\n  Sun #1\n  # 2\n",
    ],
)
def test_remarks_are_read_as_remarks(text):
    assert yaml_reader.read_entries(text, "f.yml").problems == ()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (r'"and\nor"',
         r"Between double quotes YAML reads \n as another sign. Leave it out, or use single "
         r"quotes."),
        (r'"a\\\tb"',
         r"Between double quotes YAML reads \t as another sign. Leave it out, or use single "
         r"quotes."),
        (r'"cre\u200bam"', "This line holds a character that cannot be seen (U+200B). Delete it."),
        (r'"in\uFB02amed"',
         "“ﬂ” looks like other characters but is not the same (U+FB02). Write fl."),
    ],
)  # fmt: skip
def test_signs_that_yaml_makes_of_a_backslash_are_told(value, message):
    with pytest.raises(Refused) as refused:
        yaml_reader.parse(f"title: {value}\n", "f.yml")
    assert [problem.message for problem in refused.value.problems] == [message]


def test_other_backslashes_are_read():
    data, _ = yaml_reader.parse(
        r'''a: "\\n \"q\" caf\u0065\u0301"''' + "\n" + r"b: 'and\nor'" + "\n", "f.yml"
    )
    assert data == {"a": '\\n "q" café', "b": r"and\nor"}
