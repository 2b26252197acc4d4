"""Handouts as plain text: every word of the article, in its order, and nothing that could lead
astray."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.markdown import extension, preprocessor
from handouts.outputs import plain_text
from handouts.pages import article
from support.project import HANDOUT_FILE, Project

GOLDEN = Path(__file__).parent / "golden"


def plain_text_of(project: Project, id: str = "dry-hands") -> str:
    """Return the text of a handout of the small library."""
    library = project.library()
    language = library.languages[0]
    handout = language.by_id[id]
    return plain_text.to_plain_text(
        library.clinic,
        library.summaries[handout],
        article.fragment(
            extension.render(library, language, preprocessor.markdown_with_id(handout))
        ),
    )


def test_a_text_as_others_know_it(project, monkeypatch):
    """A golden file: what clinics paste. Changed on purpose? Change the file too."""
    monkeypatch.setenv("SITE_URL", "https://soil.example/")
    project.write("docs/clinic.yml", 'emergency: "112"\nname: Soil clinic\nphone: "555-0100"\n')
    assert plain_text_of(project) == (GOLDEN / "dry-hands.plain.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1. Dig.\n2. Rest.\n", "1. Dig.\n2. Rest.\n"),
        (
            "- Dig.\n\n    Deep down.\n\n- Rest.\n    - Long.\n",
            "- Dig. Deep down.\n- Rest.\n  - Long.\n",
        ),
        (
            "See [the club](https://gloves.example/join) now.",
            "See the club (https://gloves.example/join) now.",
        ),
        ("It is <!-- -->& `<b>` **so**.", "It is <!-- -->& <b> so."),
        ("| Day | Pain |\n| --- | --- |\n| Monday | |\n", f"Day: Monday\nPain: {'_' * 20}\n"),
        ("/// write | 2\n///\n", f"{'_' * 40}\n{'_' * 40}\n"),
        (
            "/// write | 1\n\n- Why?\n- When?\n\n///\n",
            f"- Why?\n{'_' * 40}\n\n- When?\n{'_' * 40}\n",
        ),
        ("At 20\u00a0°C it is “warm”.", "At 20 °C it is “warm”."),
    ],
)
def test_each_kind_of_block_has_a_form_in_plain_text(project, written, text):
    project.edit(
        HANDOUT_FILE, "Clay takes up water, so your skin dries out. [^soil-2020]\n", written
    )
    assert f"\n\n{text.strip()}\n\n" in plain_text_of(project)


def test_a_word_stands_with_its_meaning_and_nobody_is_said_to_have_reviewed_it(project):
    words = plain_text_of(project, "words-to-know")
    assert "\n\nchilblain: A sore, itchy patch that comes after cold.[2]\n\n" in words
    assert (
        words.count("No clinician has reviewed this page yet.")
        == plain_text_of(project).count("No clinician has reviewed this page yet.")
        == 1
    )


def test_a_picture_is_told_by_its_words(project):
    project.write(
        "docs/pictures/glove.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text font-size="2" '
        'font-family="Atkinson Hyperlegible Next" fill="currentColor">{palm}</text></svg>',
    )
    project.write("docs/en/pictures.yml", "glove:\n  alt: A glove.\n  labels: {palm: Palm}\n")
    project.edit(
        HANDOUT_FILE, "Clay takes", "/// picture | glove\nWool keeps warm.\n///\n\nClay takes"
    )
    assert "\n\nPicture: A glove.\n\nWool keeps warm.\n\n" in plain_text_of(project)
