"""Handouts as plain text: every word of the article, in its order, and nothing that could lead astray."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import HANDOUT_FILE, House

from handouts.checks import paired_statements
from handouts.markdown import extension, preprocessor
from handouts.model.addresses import file_of
from handouts.outputs import plain_text
from handouts.outputs.plain_text import MARK
from handouts.pages import article

GOLDEN = Path(__file__).parent / "golden"


def told(house: House, id: str = "dry-hands") -> str:
    """The text of a handout of the small library."""
    library = house.library()
    language = library.languages[0]
    one = next(one for one in language.handouts if one.id == id)
    return plain_text.plain(
        library,
        language,
        one,
        article.fragment(extension.rendered(library, language, preprocessor.marked(one))),
    )


def test_a_text_as_others_know_it(house, monkeypatch):
    """A golden file: what clinics paste. Changed on purpose? Change the file too."""
    monkeypatch.setenv("SITE_URL", "https://soil.example/")
    house.write("docs/clinic.yml", 'emergency: "112"\nname: Soil clinic\nphone: "555-0100"\n')
    assert told(house) == (GOLDEN / "dry-hands.plain.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("written", "told_as"),
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
def test_how_each_thing_is_told(house, written, told_as):
    house.edit(HANDOUT_FILE, "Clay takes up water, so your skin dries out. [^soil-2020]\n", written)
    assert f"\n\n{told_as.strip()}\n\n" in told(house)


def test_a_word_stands_with_its_meaning_and_nobody_is_said_to_have_reviewed_it(house):
    words = told(house, "words-to-know")
    assert "\n\nchilblain: A sore, itchy patch that comes after cold.[2]\n\n" in words
    assert (
        words.count("No clinician has reviewed this page yet.")
        == told(house).count("No clinician has reviewed this page yet.")
        == 1
    )


def test_a_picture_is_told_by_its_words(house):
    house.write(
        "docs/pictures/glove.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>{palm}</text></svg>',
    )
    house.write("docs/en/pictures.yml", "glove:\n  alt: A glove.\n  labels: {palm: Palm}\n")
    house.edit(
        HANDOUT_FILE, "Clay takes", "/// picture | glove\nWool keeps warm.\n///\n\nClay takes"
    )
    assert "\n\nPicture: A glove.\n\nWool keeps warm.\n\n" in told(house)


def test_no_word_of_an_article_is_lost_and_none_is_out_of_order(real):
    library, built = real
    count = 0
    for language, one in library:
        data = built.data(library.text(one))
        assert data.startswith(MARK.encode()) and b"\r" not in data and data.endswith(b"\n")
        flat = " ".join(re.sub(r"\[\d+\]", "", data.decode()).split())
        page = article.of(built.tree(file_of(library.address(one))))
        at = 0
        for block in page.blocks():
            if block.kind == "th" and not block.part:
                continue
            words = " ".join(block.text.split())
            heads = {
                cell.text_content()
                for table in page.tables()
                for cell in table.iterfind("thead/tr/th")
            }
            found = flat.find(words, 0 if words in heads else at)
            assert found >= 0, (one.source.path, words)
            at = at if words in heads else found
            count += 1
        for id in library.cited(language, one):
            if (source := library.references.get(id)) and source.link:
                assert source.address in flat, (one.source.path, source.address)
        assert (
            flat.endswith(f"{language.say['sheet_live']} {library.absolute(library.address(one))}")
            and one.version in flat
        )
    assert count > 1000


def test_no_section_of_a_text_splits_a_real_pair(real):
    """A line of the text enters other systems whole, with its section: what stands below one underlined heading or card."""
    library, built = real
    count = 0
    for language, one in library:
        text = built.data(library.text(one)).decode()
        text = text.split(f"\n{language.say['sources']}\n")[
            0
        ]  # what sources are called promises nothing
        if one.facts.kind == "words":
            parts = text.split("\n")  # a term and its definition are one line
        else:
            top, *parts = re.split(r"(?m)^(?=.+\n[=-]+$|\[[^\]]+\] )", text)
            assert not top.strip("\ufeff\n")
        count += len(parts)
        # The first, title and summary, is held by the check of the front matter: a title may name a medicine.
        parts = parts[one.facts.kind != "words" :]
        assert [
            (part, pair.why)
            for part in parts
            for pair in paired_statements.split_pairs(language.pairs, part)
        ] == []
    assert count > 500
