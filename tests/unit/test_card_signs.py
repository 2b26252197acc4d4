"""Whoever types a sign of an urgent card into the search must see that card."""

from __future__ import annotations

import pytest

from handouts.checks.search_matching import alarm, fold, holds, stems
from support.project import Project

CARD = """\
---
title: "Call {{emergency}} if:"
level: {level}
---

- your hand turns white and stays white [^soil-2020]
- {sign} [^soil-2020]
- {{emergency_call}}

Nobody answers? Go there.
"""
IDLE = "the of a an you your is are and or it to".split()


def write_card(project: Project, sign: str, level: int = 3, id: str = "emergency") -> None:
    project.write(f"docs/en/cards/{id}.md", CARD.format(sign=sign, level=level))


@pytest.fixture
def garden(project: Project) -> Project:
    write_card(project, "you cannot breathe")
    return project


def messages_of(project: Project) -> list[str]:
    return list(map(str, project.problems()))


def message(sign: str, words: str, card: str = "emergency", line: int = 7) -> str:
    return (
        f"docs/en/cards/{card}.md:{line}: Whoever types “{sign}” in the search does not see this "
        f"card. Add the words of it that people type to `{card}` under `alarm_words` in "
        f"docs/en/words.yml, such as: {words}"
    )


def test_a_sign_whose_words_show_no_card_is_told_with_its_line_and_what_to_write(garden):
    assert messages_of(garden) == [message("you cannot breathe", "cannot breathe")]
    garden.edit("docs/en/words.yml", "  emergency: ", "  emergency: cannot breathe, ")
    assert messages_of(garden) == []


def test_of_a_long_sign_the_writer_chooses_the_words(garden):
    write_card(garden, "your throat swells, or your lips and tongue get thick after a sting")
    assert messages_of(garden) == [message("your throat swells, or your lips …", "throat swells")]


def test_a_number_to_call_is_no_sign_and_a_sign_with_a_link_is_one(garden):
    write_card(garden, "you have [frost](../handouts/dry-hands.md#why) in your hand")
    assert messages_of(garden) == [message("you have frost in your hand", "frost hand")]


def test_a_card_for_today_needs_them_too_and_one_for_the_next_visit_does_not(garden):
    write_card(garden, "your hand turns white and itches")
    garden.edit("docs/en/words.yml", "  emergency: ", "  call-today: sore patch\n  emergency: ")
    signs = "\n- your hand turns white and stays white [^soil-2020]"
    page = "docs/en/handouts/dry-hands.md"
    garden.edit(page, "emergency\n///", "emergency\n///\n\n/// card | call-today\n///")
    for sign, level in (("a sore patch leaks", 2), ("a blister", 1)):
        write_card(garden, sign, level, "call-today")
        garden.edit("docs/en/cards/call-today.md", signs, "")
        assert messages_of(garden) == []
    write_card(garden, "a blister", 2, "call-today")
    garden.edit("docs/en/cards/call-today.md", signs, "")
    assert messages_of(garden) == [message("a blister", "blister", "call-today", 6)]


def test_a_line_above_all_cards_is_enough_where_it_is_the_cards_own(garden):
    garden.edit("docs/en/words.yml", "  emergency: ", "  call-today: breathe\n  emergency: ")
    garden.edit("docs/en/words.yml", "\nhedges:", '\nalarm_lines:\n  call-today: "Call."\nhedges:')
    write_card(garden, "you breathe badly", 2, "call-today")
    signs = "\n- your hand turns white and stays white [^soil-2020]"
    garden.edit("docs/en/cards/call-today.md", signs, "")
    page = "docs/en/handouts/dry-hands.md"
    garden.edit(page, "emergency\n///", "emergency\n///\n\n/// card | call-today\n///")
    assert messages_of(garden) == [message("you cannot breathe", "cannot breathe")]
    garden.edit("docs/en/words.yml", '"Call."', '"Call."\n  emergency: "Call now."')
    assert messages_of(garden) == []


def test_the_number_of_the_clinic_is_an_alarm_word(garden):
    write_card(garden, "you want to call 112")
    garden.edit("docs/en/words.yml", ": white hand,", ': white hand, "{emergency}",')
    assert messages_of(garden) == []


def test_words_are_matched_as_the_search_matches_them():
    entry = alarm('red swollen "not well" -shaving', "en", IDLE)
    for text in ("My swollen, RED hand: I am not well", "not well; reds; swollen"):
        assert holds(text, [entry], "en", IDLE)
    for text in ("red swollen, well", "red swollen not well shaving", "rod swollen not well"):
        assert not holds(text, [entry], "en", IDLE)
    assert stems("the children's bleeding sores, x-rays", "en", IDLE) == [
        "·the",
        "children",
        "bleed",
        "sor",
        "xray",
        "x",
        "ray",
    ]
    assert len({*stems("bleed bleeds bled bleeding", "en", IDLE)}) == 1
    assert stems("38°C B12 30mg U.S.A. æther", "en", IDLE)[:4] == ["38", "b12", "30", "mg"]
    assert stems("señales, hinchándose, infección", "es", IDLE) == ["senal", "hinch", "infec"]
    assert stems("Signes", "fr", IDLE) == ["signes"]
    assert fold("Ångström’s U.K.") == "angstroms uk"
