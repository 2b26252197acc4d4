"""Facts are told where docs/facts.yml says, and no page repeats the text that a library started
from."""

from __future__ import annotations

import pytest

from handouts.checks import advisories
from handouts.checks.own_words import digest
from support.project import HANDOUT_FILE, TODAY, Project

FACTS = """\
dry:
  says: Soil dries skin within about 20 minutes.
  seed: true
  warnings: [cream]
  told_as: 20 minutes are told as "soon"
  stands:
  - page: dry-hands
    words: [Clay takes up water, your skin may dry out]
    cites: [soil-2020]
cream:
  says: A cream may sting.
  stands:
  - page: dry-hands
    words: [It can sting]
"""


@pytest.fixture
def facts(project: Project) -> Project:
    """The small library with two facts, as they are kept."""
    project.write("docs/facts.yml", FACTS)
    project.edit(HANDOUT_FILE, "so your skin dries out.", "so your skin may dry out.")
    project.edit(
        HANDOUT_FILE,
        "## What helps? {",
        "A cream is cold. It can sting. [^glove-notes]\n\n## What helps? {",
    )
    return project


def told(project: Project) -> list[str]:
    return [str(problem) for problem in project.problems()]


def test_facts_that_stand_as_they_are_kept_are_right(facts):
    assert told(facts) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (HANDOUT_FILE, "Clay takes up", "Clay drinks", [
            "8: dry-hands no longer tells fact dry in these words: “Clay takes up water”. Write "
            "them there again; or, if the page says the "
            "same in other words, write those here.",
        ]),
        (HANDOUT_FILE, "takes up water, so your", "takes up water.\n\nSo your", [
            "8: dry-hands no longer tells fact dry in these words: “Clay takes up water” and "
            "“your skin may dry out”, together in one "
            "paragraph, item or cell. Write them there again; or, if the page says the same in "
            "other words, write those here.",
        ]),
        (HANDOUT_FILE, "takes up water, so your skin may dry out. [^soil-2020]",
         "takes up water, so your skin may dry out. [^glove-notes]", [
            "9: dry-hands tells fact dry without its source. Cite there what stands here: "
            "soil-2020.",
        ]),
        (HANDOUT_FILE, "It can sting.", "It stings.", [
            "14: dry-hands no longer tells fact cream in these words: “It can sting”. Write them "
            "there again; or, if the page says the same "
            "in other words, write those here.",
            "7: dry-hands tells this in a section without its warning, fact cream. Tell both in "
            "one section, or say here under `apart` why not.",
        ]),
        ("docs/facts.yml", "It can sting", "A cream is cold", []),
        ("docs/facts.yml", "    words: [It can sting]", "    words: [A cream may help too]", [
            "7: dry-hands tells this in a section without its warning, fact cream. Tell both in "
            "one section, or say here under `apart` why not.",
        ]),
        ("docs/facts.yml", "page: dry-hands\n    words: [It", "page: wet-hands\n    words: [It",
         ["13: No handout is called wet-hands."]),
        ("docs/facts.yml", "  told_as: 20 minutes are told as \"soon\"\n", "", [
            "2: None of the words of this fact holds its number 20. Add words that hold it, or "
            "say under `told_as` how it is told.",
        ]),
        ("docs/facts.yml", "warnings: [cream]", "warnings: [creme]",
         ["4: There is no fact creme here."]),
        ("docs/facts.yml", "words: [Clay takes up water, your skin may dry out]",
         "words: [Wash off the soil]\n    apart: told above", [
            "8: Fact dry is careful, and dry-hands tells it without a word such as may, about. "
            "Write one there, or say here under `unhedged` "
            "why none is needed.",
            "10: dry-hands tells fact dry without its source. Cite there what stands here: "
            "soil-2020.",
        ]),
        ("docs/facts.yml", "  stands:\n  - page: dry-hands\n    words: [It can sting]\n", "", []),
    ],
)  # fmt: skip
def test_a_fact_that_is_told_in_another_way_is_named(facts, file, old, new, said):
    facts.edit(file, old, new)
    problems = [text for text in told(facts) if text.startswith("docs/facts.yml")]
    assert problems == [
        f"docs/facts.yml:{text}" for text in sorted(said, key=lambda text: int(text.split(":")[0]))
    ]


def test_a_fact_that_must_be_told_has_a_place(facts):
    facts.write("docs/facts.yml", "dry:\n  says: Soil dries skin.\n  seed: true\n")
    assert told(facts) == ["docs/facts.yml:3: A page must tell this fact. Write where it does."]


def test_a_fact_goes_along_when_its_page_is_renamed_and_waits_while_it_is_withdrawn(facts):
    path = facts.root / HANDOUT_FILE
    path.rename(path.with_name("dry-skin.md"))
    facts.write("docs/moved.yml", "moved:\n  dry-hands: dry-skin\n")
    assert [text for text in told(facts) if "facts.yml" in text] == []
    facts.edit("docs/en/handouts/dry-skin.md", "Clay takes up", "Clay drinks")
    assert [text for text in told(facts) if "facts.yml" in text] != []
    facts.write(
        "docs/moved.yml",
        "withdrawn:\n  dry-skin: {on: 2026-11-20, title: {en: Dry}, reason: {en: It was wrong.}}\n",
    )
    facts.edit("docs/facts.yml", "page: dry-hands", "page: dry-skin")
    facts.edit("docs/facts.yml", "page: dry-hands", "page: dry-skin")
    assert [text for text in told(facts) if "facts.yml" in text] == []


def test_words_of_the_starting_text_are_told(project):
    run = "clay takes up water so your skin dries"
    project.write("docs/starting_text.txt", f"# {run}\n{digest(run)}\n")
    assert told(project) == [
        f"{HANDOUT_FILE}:20: These words are those of the text that this library started from: "
        f"“{run}”. Write your own."
    ]
    project.edit(HANDOUT_FILE, "so your skin", "and so your skin")
    assert told(project) == []


def test_a_number_of_the_clinic_in_a_page_is_worth_knowing(project):
    project.edit(HANDOUT_FILE, "- [ ] Rest your hands.", "- [ ] Rest. Call 112 for help, or 1-112.")
    project.edit("docs/en/cards/emergency.md", "Call {emergency} if:", "Call 112 if:")
    project.date()
    sentence = (
        "If 112 is the number to call, write {emergency}, so that a clinic changes it in "
        "docs/clinic.yml only."
    )
    assert [str(notice) for notice in advisories.notices(project.library(), TODAY)] == [
        f"{HANDOUT_FILE}:35: {sentence}",
        f"docs/en/cards/emergency.md:2: {sentence}",
    ]
