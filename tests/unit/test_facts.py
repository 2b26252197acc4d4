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


def messages_of(project: Project) -> list[str]:
    return list(map(str, project.problems()))


def test_facts_that_stand_as_they_are_kept_are_right(facts):
    assert messages_of(facts) == []


AGAIN = "Write them again; or, if it says the same in other words, write those at docs/facts.yml"


@pytest.mark.parametrize(
    ("file", "old", "new", "messages"),
    [
        (
            HANDOUT_FILE,
            "Clay takes up",
            "Clay drinks",
            [
                f"{HANDOUT_FILE}:20: dry-hands no longer tells fact dry in these words: “Clay "
                f"takes up "
                f"water”. {AGAIN}:8."
            ],
        ),
        (
            HANDOUT_FILE,
            "takes up water, so your",
            "takes up water.\n\nSo your",
            [
                f"{HANDOUT_FILE}:22: dry-hands no longer tells fact dry in these words: “Clay "
                f"takes up "
                "water” and “your skin may dry out”, together in one paragraph, item or cell. "
                f"{AGAIN}:8."
            ],
        ),
        (
            HANDOUT_FILE,
            "takes up water, so your skin may dry out. [^soil-2020]",
            "takes up water, so your skin may dry out. [^glove-notes]",
            [
                f"{HANDOUT_FILE}:20: Fact dry stands here without its source. Cite what stands at "
                "docs/facts.yml:7: soil-2020."
            ],
        ),
        (
            HANDOUT_FILE,
            "It can sting.",
            "It stings.",
            [
                f"{HANDOUT_FILE}:20: Fact dry stands here in a section without its warning, fact "
                "cream. Tell both in one section, or say at docs/facts.yml:7 under `apart` why "
                "not.",
                f"{HANDOUT_FILE}:2: dry-hands no longer tells fact cream in these words: “It can "
                f"sting”. {AGAIN}:14.",
            ],
        ),
        ("docs/facts.yml", "It can sting", "A cream is cold", []),
        (
            "docs/facts.yml",
            "    words: [It can sting]",
            "    words: [A cream may help too]",
            [
                f"{HANDOUT_FILE}:20: Fact dry stands here in a section without its warning, fact "
                "cream. Tell both in one section, or say at docs/facts.yml:7 under `apart` why "
                "not."
            ],
        ),
        (
            "docs/facts.yml",
            "page: dry-hands\n    words: [It",
            "page: wet-hands\n    words: [It",
            ["docs/facts.yml:13: No handout is called wet-hands."],
        ),
        (
            "docs/facts.yml",
            '  told_as: 20 minutes are told as "soon"\n',
            "",
            [
                "docs/facts.yml:2: None of the words of this fact holds its number 20. Add words "
                "that "
                "hold it, or say under `told_as` how it is told."
            ],
        ),
        (
            "docs/facts.yml",
            "warnings: [cream]",
            "warnings: [creme]",
            ["docs/facts.yml:4: There is no fact creme here."],
        ),
        (
            "docs/facts.yml",
            "words: [Clay takes up water, your skin may dry out]",
            "words: [Wash off the soil]\n    apart: told above",
            [
                f"{HANDOUT_FILE}:36: Fact dry is careful, and stands here without a word such as "
                f"may, "
                "about. Write one, or say at docs/facts.yml:7 under `unhedged` why none is needed.",
                f"{HANDOUT_FILE}:36: Fact dry stands here without its source. Cite what stands at "
                "docs/facts.yml:7: soil-2020.",
            ],
        ),
        ("docs/facts.yml", "  stands:\n  - page: dry-hands\n    words: [It can sting]\n", "", []),
    ],
)
def test_a_fact_that_is_told_in_another_way_is_named_where_the_words_stand(
    facts, file, old, new, messages
):
    facts.edit(file, old, new)
    assert sorted(messages_of(facts)) == sorted(messages)


def test_a_fact_that_a_card_tells_is_named_in_the_card(facts):
    card = "docs/en/cards/emergency.md"
    fact = "white:\n  says: A hand that stays white needs help.\n  stands:\n  - page: dry-hands\n"
    facts.write(
        "docs/facts.yml",
        f"{fact}    words: [your hand turns white and stays white]\n    cites: [soil-2020]\n",
    )
    assert messages_of(facts) == []
    facts.edit(card, "turns white and stays", "turns and stays")
    assert messages_of(facts) == [
        f"{card}:6: dry-hands no longer tells fact white in these words: “your hand turns white "
        f"and stays white”. {AGAIN}:5."
    ]
    facts.edit(card, "turns and stays", "turns white and stays")
    facts.edit(card, "soil-2020", "glove-notes")
    assert messages_of(facts) == [
        f"{card}:6: Fact white stands here without its source. Cite what stands at "
        "docs/facts.yml:4: soil-2020."
    ]


LINE = (
    "crisis:\n  emergency: '112'\n  lines: {en: {call: '988', text: '741', hours: at any time}}\n"
)
LINE_FACT = """\
line:
  says: Call 988 or text 741 at any time.
  told_as: 988 and 741 are told as the clinic's own line
  stands:
  - {page: dry-hands, words: [Help is there, "{crisis_hours}"], cites: [soil-2020]}
  - {page: dry-hands, words: ["{crisis_call}"]}
  - {page: dry-hands, words: ["{crisis_text}"]}
"""


@pytest.fixture
def line(project: Project) -> Project:
    """The small library with a line to call, and a card and a fact about it."""
    project.write("docs/clinic.yml", f'emergency: "112"\n{LINE}')
    project.write(
        "docs/en/cards/crisis.md",
        "---\ntitle: You are not alone\nlevel: 4\n---\n\nHelp is there {crisis_hours}. "
        "[^soil-2020]\n\n- {crisis_call}\n- {crisis_text}\n",
    )
    project.edit("docs/en/words.yml", "alarm_words:\n", "alarm_words:\n  crisis: give up\n")
    project.edit(HANDOUT_FILE, "## What helps?", "/// card | crisis\n///\n\n## What helps?")
    project.write("docs/facts.yml", LINE_FACT)
    assert messages_of(project) == []
    return project


@pytest.mark.parametrize(
    "clinic",
    [
        LINE.replace("112", "999").replace("988", "116 123").replace("any time", "night"),
        LINE.replace("112", "999").replace("988", "116 123").replace("text: '741', ", ""),
    ],
)
def test_a_fact_about_the_clinics_number_is_true_of_any_number(line, clinic):
    line.write("docs/clinic/clinic.yml", f'emergency: "999"\n{clinic}')
    assert messages_of(line) == []
    line.edit("docs/en/cards/crisis.md", "- {crisis_call}\n", "")
    (problem,) = messages_of(line)
    assert "no longer tells fact line in these words: “Call 116 123”" in problem


@pytest.mark.parametrize(
    "slip",
    [
        "emergency: 999",
        "phone: 5550100",
        "paper: A4",
        "report: me@x.example",
        "logo: logo.jpg",
        "hours: [nine",
        "name: 'Ours",
        "crisis: {}",
        "hour: nine",
        "- a",
    ],
)
@pytest.mark.parametrize("file", ["docs/clinic.yml", "docs/clinic/clinic.yml"])
def test_a_slip_in_the_clinics_file_is_told_alone(line, file, slip):
    """No fact about a number that could not be read, no logo that nothing seems to ask for."""
    key, _, _ = slip.partition(":")
    lines = ["name: Ours\n", f'emergency: "999"\n{LINE.replace("112", "999")}', "logo: logo.png\n"]
    text = f"{slip}\n" + "".join(entry for entry in lines if not entry.startswith(key))
    if key == "emergency":
        text += LINE.replace("112", "999")
    line.write("docs/clinic/logo.png", b"\x89PNG\r\n")
    line.write(file, text)
    problems = messages_of(line)
    assert problems
    assert all(problem.startswith(f"{file}:") for problem in problems), problems


def test_facts_about_a_card_are_not_asked_of_the_clinics_own(line):
    line.write(
        "docs/clinic/en/cards/crisis.md",
        "---\ntitle: You are not alone\nlevel: 4\n---\n\nSomeone listens {crisis_hours}. "
        "[^glove-notes]\n\n- {crisis_call}\n",
    )
    assert messages_of(line) == []
    line.edit("docs/clinic/en/cards/crisis.md", "Someone listens", "Help is there")
    assert messages_of(line) == []
    line.write("docs/clinic/facts.yml", LINE_FACT)
    assert [problem.split(": ")[0] for problem in messages_of(line)] == [
        "docs/clinic/en/cards/crisis.md:6",
        f"{HANDOUT_FILE}:2",
    ]


def test_a_fact_that_must_be_told_has_a_place(facts):
    facts.write("docs/facts.yml", "dry:\n  says: Soil dries skin.\n  seed: true\n")
    assert messages_of(facts) == [
        "docs/facts.yml:3: A page must tell this fact. Write where it does."
    ]


def test_a_fact_goes_along_when_its_page_is_renamed_and_waits_while_it_is_withdrawn(facts):
    path = facts.root / HANDOUT_FILE
    path.rename(path.with_name("dry-skin.md"))
    facts.write("docs/moved.yml", "moved:\n  dry-hands: dry-skin\n")
    assert [text for text in messages_of(facts) if "fact" in text] == []
    facts.edit("docs/en/handouts/dry-skin.md", "Clay takes up", "Clay drinks")
    assert [text for text in messages_of(facts) if "fact" in text] != []
    facts.write(
        "docs/moved.yml",
        "withdrawn:\n  dry-skin: {on: 2026-11-20, title: {en: Dry}, reason: {en: It was wrong.}}\n",
    )
    facts.edit("docs/facts.yml", "page: dry-hands", "page: dry-skin")
    facts.edit("docs/facts.yml", "page: dry-hands", "page: dry-skin")
    assert [text for text in messages_of(facts) if "fact" in text] == []


def test_words_of_the_starting_text_are_told(project):
    run = "clay takes up water so your skin dries"
    project.write("docs/starting_text.txt", f"# {run}\n{digest(run)}\n")
    assert messages_of(project) == [
        f"{HANDOUT_FILE}:20: These words are those of the text that this library started from: "
        f"“{run}”. Write your own."
    ]
    project.edit(HANDOUT_FILE, "so your skin", "and so your skin")
    assert messages_of(project) == []


def test_a_number_of_the_clinic_in_a_page_is_worth_knowing(project):
    project.edit(HANDOUT_FILE, "- [ ] Rest your hands.", "- [ ] Rest. Call 112 for help, or 1-112.")
    project.edit("docs/en/cards/emergency.md", "Call {emergency} if:", "Call 112 if:")
    project.date()
    sentence = (
        "If 112 is the number to call, write {emergency}, so that a clinic changes it in "
        "docs/clinic.yml only."
    )
    assert list(map(str, advisories.notices(project.library(), TODAY))) == [
        f"{HANDOUT_FILE}:35: {sentence}",
        f"docs/en/cards/emergency.md:2: {sentence}",
    ]
