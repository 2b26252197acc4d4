"""Numbers to call: the clinic's own, in one place, as links; and what is said when they do not fit
together."""

from __future__ import annotations

import json

import pytest
from lxml import html

from handouts.checks import advisories
from handouts.cli import edit
from handouts.markdown import extension, preprocessor
from handouts.model.language import fill
from handouts.outputs import plain_text, search_index
from handouts.pages import article
from support.project import HANDOUT_FILE, Project

CARD = """\
---
title: You are not alone
level: 4
---

Help is there {crisis_hours}. [^soil-2020]

- {crisis_call}
- {crisis_text}

{crisis_note}
"""
CLINIC = """\
emergency: "1 12"
crisis:
  emergency: "1 12"
  lines:
    en:
      call: "116 123"
      text: "85258"
      hours: from 9 to 5
      note: Text *HI* first.
"""


@pytest.fixture
def garden(project: Project) -> Project:
    project.write("docs/clinic.yml", CLINIC)
    project.write("docs/en/cards/crisis.md", CARD)
    project.edit(
        "docs/en/words.yml",
        "alarm_words:\n",
        "alarm_words:\n  crisis: '\"give up\" -gloves, sad soil'\n",
    )
    project.edit(
        HANDOUT_FILE,
        "## What helps?",
        "/// card | crisis\n///\n\n{crisis}, {crisis_hours}. [^soil-2020]\n\n## What helps?",
    )
    return project


def rendered_page(project: Project) -> html.HtmlElement:
    library = project.library()
    language = library.languages[0]
    markup = extension.render(
        library, language, preprocessor.markdown_with_id(language.by_id["dry-hands"])
    )
    return html.fragment_fromstring(markup, create_parent="article")


def calls(page: html.HtmlElement) -> list[tuple[str, str]]:
    return [
        (link.get("href"), link.text)
        for link in page.iter("a")
        if link.get("href", "").startswith(("tel:", "sms:"))
    ]


def edit_clinic(project: Project, *edits: tuple[str, str]) -> None:
    for old, new in edits:
        project.edit("docs/clinic.yml", old, new)


def test_numbers_are_links_and_stand_in_one_place(garden):
    assert garden.problems() == []
    page = rendered_page(garden)
    assert calls(page) == [
        ("tel:116123", "Call 116 123"),
        ("sms:85258", "Text 85258"),
        ("tel:116123", "116 123"),
        ("sms:85258", "85258"),
        ("tel:112", "1 12"),
    ]
    words = " ".join(page.text_content().split())
    assert "Help is there from 9 to 5." in words and "Text *HI* first." in words
    assert (
        "Call 116 123 or text 85258, from 9 to 5." in words
        and "Call 1 12 if:" in words
        and "{" not in words
    )
    (card,) = page.xpath("//section[@aria-labelledby='crisis']")
    assert card.get("class") == "card level-4"
    assert [list_.get("class") for list_ in page.xpath("//section//ul")] == ["calls", None]


def test_one_number_for_both_is_said_once(garden):
    edit_clinic(garden, ('text: "85258"', 'text: "116 123"'))
    page = rendered_page(garden)
    assert "Call or text 116 123, from 9 to 5." in " ".join(page.text_content().split())
    assert [to for to, _ in calls(page)] == ["tel:116123", "sms:116123", "tel:116123", "tel:112"]


def test_a_line_with_a_name_is_called_by_it_on_its_card_alone(garden):
    """In a sentence there may be no room for it: the limits of a page hold for every clinic."""
    edit_clinic(garden, ('call: "116 123"', 'call: "116 123"\n      name: The *Ears*'))
    assert garden.problems() == []
    page = rendered_page(garden)
    card = page.xpath("//section[@aria-labelledby='crisis']")[0]
    assert calls(card) == [("tel:116123", "Call 116 123 (The *Ears*)"), ("sms:85258", "Text 85258")]
    assert "Call 116 123 or text 85258, from 9 to 5." in " ".join(page.text_content().split())


def test_without_a_text_service_nobody_is_told_to_text(garden):
    edit_clinic(garden, ('      text: "85258"\n', ""), ("      note: Text *HI* first.\n", ""))
    assert garden.problems() == []
    page = rendered_page(garden)
    assert "Call 116 123, from 9 to 5." in " ".join(page.text_content().split())
    assert [to for to, _ in calls(page)] == ["tel:116123", "tel:116123", "tel:112"]
    assert "ext" not in page.xpath("string(//section[@aria-labelledby='crisis'])")


def test_a_card_title_with_a_number_keeps_its_other_signs(garden):
    garden.edit("docs/en/cards/crisis.md", "You are not alone", '"*You* {crisis} _ask_ {zzz}"')
    assert (
        rendered_page(garden).xpath("string(//h3[@id='crisis'])")
        == "*You* Call 116 123 or text 85258 _ask_ {zzz}"
    )


def test_a_line_of_another_country_is_told(garden):
    edit_clinic(garden, ('emergency: "1 12"\ncrisis', 'emergency: "911"\ncrisis'))
    assert list(map(str, garden.problems())) == [
        "docs/clinic.yml:3: The crisis line 116 123 belongs to a country whose emergency number "
        "is 1 12, and yours is 911. "
        "Write your country's line and its words under `lines`, then 911 here."
    ]


def test_no_country_has_a_number_by_itself(garden):
    """Without the line nobody may be told to call the number of another country."""
    edit_clinic(garden, ('emergency: "1 12"\ncrisis', "crisis"))
    missing = (
        "`emergency` is missing. Add a line `emergency: …` "
        "(Emergency number of the country, in quotes)."
    )
    assert list(map(str, garden.problems())) == [f"docs/clinic.yml:1: {missing}"]
    garden.write("docs/clinic.yml", "# Nothing yet.\n")
    assert list(map(str, garden.problems())) == [f"docs/clinic.yml:1: {missing}"]
    (garden.root / "docs/clinic.yml").unlink()
    assert [problem.path for problem in garden.problems()] == ["docs/clinic.yml"]


def test_a_language_without_a_line_is_told_where_its_words_need_one(garden):
    edit_clinic(garden, ("    en:", "    fr:"))
    missing = (
        "docs/clinic.yml has no crisis line for en. Add it there under `crisis`, or leave these "
        "words out."
    )
    assert list(map(str, garden.problems())) == [
        "docs/clinic.yml:5: The library has no language fr. The languages are: en.",
        *(f"docs/en/cards/crisis.md:{line}: {missing}" for line in (6, 8, 9, 11)),
        f"{HANDOUT_FILE}:25: {missing}",
    ]


def test_a_number_counts_as_one_word_and_needs_no_source(garden):
    """However a country groups its digits, and with two numbers as with one: a line that fits must
    not break a limit of another page."""
    garden.edit(
        HANDOUT_FILE, "- Gloves help.", "- Hands may feel sad in the wet soil here. {crisis}."
    )
    assert garden.problems() == []
    garden.edit(HANDOUT_FILE, "- Hands may feel", "- Hands may feel so very, very")
    assert [problem.message for problem in garden.problems()] == [
        "A key point has 16 words; the limit is 15."
    ]


def test_a_card_elsewhere_does_not_stand_for_those_on_when_to_get_help(garden):
    garden.edit(HANDOUT_FILE, "/// card | emergency\n///\n", "")
    assert [problem.message for problem in garden.problems()] == [
        "Call the care cards here: /// card | name, then ///. Or call the help band: /// band, "
        "then ///."
    ]


def test_a_new_page_calls_the_cards_that_pages_call(garden):
    from support.project import TODAY

    garden.write("docs/en/cards/spare.md", CARD.replace("level: 4", "level: 1"))
    garden.edit(HANDOUT_FILE, "/// card | crisis\n///\n\n", "")
    name = edit.new(garden.root, "wet-hands", TODAY)
    assert (garden.root / name).read_text(encoding="utf-8").count("/// card | ") == 1


# Alarm words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "old, new, messages",
    [
        ("  crisis:", "  crises:",
         ["There is no care card called crises. The cards are: crisis, emergency.",
                                    "The care card crisis has no alarm words. Write what people "
                                    "type who need it: a line `crisis: …` under `alarm_words`."]),
        ('give up" -', "give up -",
         ['A quote is missing in: "give up -gloves. Write "words that stand side by side" in two '
          'quotes.']),
        ("sad soil", "-soil",
         ["-soil says only what must not be typed. Write what people type before it."]),
    ],
)  # fmt: skip
def test_alarm_words_lead_to_a_card_and_can_be_read(garden, old, new, messages):
    garden.edit("docs/en/words.yml", old, new)
    assert sorted(problem.message for problem in garden.problems()) == sorted(messages)
    lines = (garden.root / "docs/en/words.yml").read_text(encoding="utf-8").split("\n")
    assert {lines[problem.line - 1].split(":")[0].strip() for problem in garden.problems()} <= {
        "alarm_words",
        "crisis",
        "crises",
    }


def test_the_index_holds_the_cards_in_the_order_of_their_words(garden):
    library = garden.library()
    language = library.languages[0]
    pages = {
        handout.id: article.fragment(
            extension.render(library, language, preprocessor.markdown_with_id(handout))
        )
        for handout in language.handouts
    }
    ((_, data),) = search_index.index(library, language, pages)
    cards = json.loads(data.decode().removeprefix("var handoutIndex=").removesuffix(";\n"))[
        "danger"
    ]["cards"]
    assert [card["level"] for card in cards] == [4, 3]
    assert cards[0] == {
        "level": 4,
        "alarms": ['"give up" -gloves', "sad soil"],
        "status": fill(
            language.labels["search_alarm_crisis"],
            crisis="Call 116 123 or text 85258",
            hours="from 9 to 5",
        ),
        "line": [],
        "more": False,
        "title": ["You are not alone"],
        "parts": [
            ["p", ["Help is there from 9 to 5."]],
            ["li", [["Call 116 123", "tel:116123"]]],
            ["li", [["Text 85258", "sms:85258"]]],
            ["p", ["Text *HI* first."]],
        ],
    }
    assert cards[1]["title"] == ["Call ", ["1 12", "tel:112"], " if:"]


def test_plain_text_names_the_numbers(garden):
    library = garden.library()
    language = library.languages[0]
    handout = language.by_id["dry-hands"]
    page = article.fragment(
        extension.render(library, language, preprocessor.markdown_with_id(handout))
    )
    plain = plain_text.to_plain_text(library.clinic, library.summaries[handout], page)
    assert "\n- Call 116 123\n- Text 85258\n" in plain and "tel:" not in plain
    assert "\nYou are not alone\n" in plain and "[Emergency] Call 1 12 if:" in plain


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("docs/clinic/en/words.yml", "words:\n  print_title: Print, or call 85258\n", 2),
        ("docs/clinic/en/words.yml", "categories:\n  daily-care: Care, 1 12\n", 2),
        ("docs/clinic/en/glossary.yml", "chilblain:\n  definition: Call 116 123.\n", 2),
        ("docs/clinic/en/pictures.yml", "hand:\n  alt: A hand types 1 12.\n", 1),
        ("docs/clinic/en/pictures.yml", "hand: {alt: A hand, labels: {a: Call 1 12}}\n", 1),
        (
            "docs/packets.yml",
            "both:\n  title: {en: Call 1 12}\n  handouts: [dry-hands, words-to-know]\n",
            2,
        ),
        ("docs/codes.yml", "notes:\n  other: {en: Call 116 123.}\n", 2),
    ],
)
def test_a_number_in_any_words_that_are_shown_is_worth_knowing(garden, file, text, line):
    garden.date()
    garden.write("docs/pictures/hand.svg", '<svg viewBox="0 0 9 9"><text>{a}</text></svg>')
    garden.write(file, text)
    notices = list(map(str, advisories.repeated_numbers(garden.library())))
    assert [notice.partition(": ")[0] for notice in notices] == [f"{file}:{line}"]
    assert "is the number to call, leave it out" in notices[0]


def test_a_number_that_people_type_is_no_number_that_is_shown(garden):
    garden.write("docs/clinic/en/search.yml", "dry-hands: [call 116 123]\n")
    garden.write("docs/clinic/en/words.yml", "words: {search_alike: 'emergency, 1 12'}\n")
    assert list(advisories.repeated_numbers(garden.library())) == []
