"""A translation that is up to date says the numbers of its original, and cites its sources."""

from __future__ import annotations

import re

import pytest

from handouts.checks import advisories
from handouts.problems import Problem
from support.project import HANDOUT_FILE, ONLY_ENGLISH, TODAY, Project

REVIEW = "who: A. Spade\n  role: doctor\n  on: 2026-11-22\n  sheet: "

SPANISH = "docs/es/handouts/dry-hands.md"


def messages_of(project: Project) -> list[str]:
    project.translate()
    return [str(problem) for problem in project.problems() if problem.path == SPANISH]


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        ("Clay takes up", "Clay (95 in 100) takes up", [
            "The translation says 95, 100 in this part, and the original does not. Make both say "
            "the same.",
        ]),
        ("your skin dries out. [^soil-2020]", "your skin dries out.", [
            "The original cites soil-2020 in this part, and the translation does not. Make both "
            "say the same.",
        ]),
        ("your skin dries out. [^soil-2020]", "your skin dries out. [^glove-notes]", [
            "The original cites soil-2020 in this part, and the translation glove-notes. Make "
            "both say the same.",
        ]),
        ("Clay takes up", "1. Clay takes up", []),
    ],
)  # fmt: skip
def test_what_a_translation_leaves_out_is_told_at_its_part(bilingual_project, old, new, sentences):
    bilingual_project.edit(SPANISH, old, new)
    line = bilingual_project.line_of(SPANISH, "{ #why }")
    problems = [text for text in messages_of(bilingual_project) if "Make both" in text]
    assert problems == [f"{SPANISH}:{line}: {sentence}" for sentence in sentences]


def test_a_decimal_comma_says_the_same(bilingual_project):
    for name, number in (("docs/en/handouts/dry-hands.md", "2.5"), (SPANISH, "2,5")):
        bilingual_project.edit(name, "takes up water", f"takes up {number} times its water")
    assert [text for text in messages_of(bilingual_project) if "Make both" in text] == []


def test_a_translation_that_is_behind_is_not_compared(bilingual_project):
    bilingual_project.edit("docs/en/handouts/dry-hands.md", "Clay takes up", "Clay 7 takes up")
    assert [
        str(problem) for problem in bilingual_project.problems() if problem.path == SPANISH
    ] == []


def test_a_pair_that_one_language_lacks_is_worth_knowing(bilingual_project):
    pair = "cream:\n  when: [cream, itch]\n  then: [rash]\n  warning_first: true\n  why: it may.\n"
    bilingual_project.write("docs/en/pairs.yml", pair + pair.replace("cream:", "salve:"))
    bilingual_project.write("docs/es/pairs.yml", pair.replace("  warning_first: true\n", ""))
    assert list(map(str, advisories.notices(bilingual_project.library()))) == [
        ONLY_ENGLISH,
        "docs/es/pairs.yml:1: The pair cream puts the warning first in docs/en/pairs.yml. Write "
        "`warning_first` in this translation of it, too.",
        "docs/es/pairs.yml: This file lacks the pair salve of docs/en/pairs.yml, so nothing keeps "
        "its words together in this language.",
    ]


@pytest.mark.parametrize("line", ["", "translated:\n"])
def test_a_translation_that_says_no_version_is_told_the_present_one(bilingual_project, line):
    page = bilingual_project.root / "docs/es/handouts/dry-hands.md"
    text = re.sub(r"(?m)^translated:.*\n", line, page.read_text(encoding="utf-8"))
    page.write_text(text, encoding="utf-8")
    original = bilingual_project.library().languages[0].by_id["dry-hands"]
    (problem,) = map(str, bilingual_project.problems())
    assert problem.endswith(
        f"Nothing says which words of {original.source.path} this page says. If it says all that "
        f"stands there now, write on top: translated: {original.version}"
    )
    notices = map(str, advisories.notices(bilingual_project.library(), TODAY))
    assert not any("translation" in notice for notice in notices)


def test_a_review_of_words_that_never_stood_here_is_worth_knowing(project):
    def review(sheet: str) -> list[Problem]:
        project.edit(HANDOUT_FILE, "order: 10\n", f"order: 10\nreview:\n  {REVIEW}{sheet}\n")
        notices = list(advisories.unknown_reviews(project.library()))
        project.edit(HANDOUT_FILE, f"review:\n  {REVIEW}{sheet}\n", "")
        return notices

    version = project.library().languages[0].by_id["dry-hands"].version
    assert review(version) == review(version[-6:].upper()) == []
    (notice,) = review("2026-11-22 · abcdef")
    line = project.line_of(HANDOUT_FILE, "order: 10") + 5
    assert (notice.path, notice.line) == (HANDOUT_FILE, line)
    assert notice.message.endswith(f"today it is {version}")
