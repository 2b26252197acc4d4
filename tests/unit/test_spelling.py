"""British and American spelling are the same words, for the word checks and for the search."""

from __future__ import annotations

import pytest

from handouts.checks.spelling import american
from support.project import HANDOUT_FILE
from support.spelling import BRITISH


@pytest.mark.parametrize(("british", "word"), BRITISH)
def test_british_words_are_known_in_american_spelling(british, word):
    assert american(british) == word == american(word)


@pytest.mark.parametrize(
    "word",
    "toes shoe hour four flour goes there more rise noise raised bruise year aerobic call".split(),
)
def test_other_words_stay_as_they_are(word):
    assert american(word) == word


@pytest.mark.parametrize(
    ("everyday", "written"),
    [
        ("moisturizer", "moisturiser"),
        ("haemorrhaging", "hemorrhaging"),
        ("pediatrician", "paediatrician"),
    ],
)
def test_a_long_word_is_known_in_either_spelling(project, everyday, written):
    project.edit(HANDOUT_FILE, "Clay takes up water", f"Ask for {written}. Clay takes up water")
    assert [
        f"“{written}” is not in the word list" in str(problem) for problem in project.problems()
    ] == [True]
    project.write("docs/en/everyday.txt", f"{everyday}\n")
    assert project.problems() == []
