"""A worksheet that is printed as a card to fold: how many panels it may have."""

from __future__ import annotations

import pytest

from support.project import CARD_PAGE, HANDOUT_FILE, Project, card_page

LINE = CARD_PAGE.split("## Gloves")[0].count("\n") + 1


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6])
def test_a_card_has_three_or_five_sections(project: Project, count: int):
    project.write(HANDOUT_FILE, card_page(count))
    message = (
        f"{HANDOUT_FILE}:{LINE}: A card has 3 or 5 sections between key points and when to get "
        f"help, "
        f"one for each panel, and this page has {count}. Join or split some."
    )
    problems = [str(problem) for problem in project.problems() if "card" in problem.message]
    assert problems == ([] if count in (3, 5) else [message])


def test_only_a_worksheet_is_a_card(project: Project):
    project.edit(HANDOUT_FILE, "kind: handout", "kind: handout\nshape: card")
    assert list(map(str, project.problems())) == [
        f"{HANDOUT_FILE}:5: Only a worksheet is printed as a card. Write kind: worksheet, or "
        f"delete `shape`."
    ]


def test_a_card_of_another_shape_is_told(project: Project):
    project.edit(HANDOUT_FILE, "kind: handout", "kind: handout\nshape: round")
    assert list(map(str, project.problems())) == [
        f"{HANDOUT_FILE}:5: `shape` must be one of: 'page' or 'card'."
    ]
