"""What a nurse asks back: the questions of teach_back.yml, the rules for them, and who is given
them."""

from __future__ import annotations

import pytest

from handouts.checks import advisories
from handouts.outputs.pdf import jobs as pdf_jobs
from handouts.outputs.pdf.template_data import sheet_data
from handouts.pages import article
from handouts.pages.share_context import share_context
from support.project import ONLY_ENGLISH, Project

FILE, SPANISH = "docs/en/teach_back.yml", "docs/es/teach_back.yml"
PAIR = "cream:\n  when: [cream, itch]\n  then: [rash]\n  why: it may cause a rash.\n"
PACKET = (
    "spring:\n  title: {en: Spring set, es: Primavera}\n  handouts: [words-to-know, dry-hands]\n"
)


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("dry-hands:\n  - When will you call?\n  - Which gloves will you wear?\n", []),
        ("dry-hands: []\n", []),
        (
            "dry-feet:\n  - When will you call?\n",
            ["1: There is no docs/en/handouts/dry-feet.md. Write the id of a handout before its "
             "questions."],
        ),
        (
            "dry-hands: [Who?, When?, Where?, Why?]\n",
            ["1: dry-hands has 4 questions; the limit is 3. Keep those that matter most."],
        ),
        (
            f"dry-hands:\n  - When?\n  - {'soil ' * 20}hands?\n",
            ["3: This question has 21 words; the limit is 20. Shorten it."],
        ),
        ("dry-hands:\n  - Say when.\n", ["2: This is no question. End it with a question mark."]),
        (
            "dry-hands:\n  - Which cream stops the itch?\n",
            ["2: “cream, itch” may not stand without “rash”: it may cause a rash."],
        ),
        ("dry-hands:\n  - What is a cream?\n", []),
        (
            "dry-hands:\n  - Is 土 soil?\n",
            ["2: The font cannot print 土 (U+571F). Use other words or signs."],
        ),
        (
            "dry-hands:\n  - What is **soil**?\n",
            ["2: `dry-hands.0` holds a sign of Markdown: ** would be shown as it stands. Write "
             "words only."],
        ),
        ("dry-hands: When?\n",
         ["1: `dry-hands` must be a list: each item on a line of its own that starts with `- `."]),
    ],
)  # fmt: skip
def test_questions_are_few_short_and_of_a_handout(project: Project, text: str, messages: list[str]):
    project.write("docs/en/pairs.yml", PAIR)
    project.write(FILE, text)
    assert list(map(str, project.problems())) == [f"{FILE}:{message}" for message in messages]


def test_questions_follow_a_handout_that_moved_and_stay_with_one_that_was_withdrawn(
    project: Project,
):
    project.write(FILE, "old-hands: [When will you call?]\nstraw-hats: [Which hat?]\n")
    project.write(
        "docs/moved.yml",
        "moved: {old-hands: dry-hands}\nwithdrawn:\n  straw-hats:\n    on: 2026-11-20\n"
        "    title: {en: Straw hats}\n    reason: {en: A hat could burn.}\n",
    )
    assert list(map(str, project.problems())) == []
    library = project.library()
    summary = library.summaries[library.languages[0].by_id["dry-hands"]]
    assert summary.teach_back == ("When will you call?",)


def test_what_a_translation_lacks_is_worth_knowing(bilingual_project: Project):
    bilingual_project.write(FILE, "dry-hands: [When?, Where?, Why?]\n")
    bilingual_project.write(SPANISH, "dry-hands: [¿Cuándo?]\n")
    notices = list(map(str, advisories.notices(bilingual_project.library())))
    assert notices == [
        ONLY_ENGLISH,
        f"{SPANISH}:1: dry-hands lacks 2 questions of {FILE}. Translate what is missing there.",
    ]
    bilingual_project.write(SPANISH, "dry-hands: [¿Cuándo?, ¿Dónde?, ¿Por qué?]\n")
    assert list(map(str, advisories.notices(bilingual_project.library()))) == [ONLY_ENGLISH]
    (bilingual_project.root / SPANISH).unlink()
    assert list(map(str, advisories.notices(bilingual_project.library()))) == [
        ONLY_ENGLISH,
        f"{SPANISH}: dry-hands lacks 3 questions of {FILE}. Translate what is missing there.",
    ]


def test_a_number_to_call_in_a_question_is_told(project: Project):
    project.edit("docs/clinic.yml", "112", "116")
    project.write(FILE, "dry-hands:\n  - When?\n  - When will you call 116?\n")
    notices = advisories.repeated_numbers(project.library())
    assert [str(notice) for notice in notices if notice.path == FILE] == [
        f"{FILE}:3: If 116 is the number to call, leave it out: a clinic changes it in "
        f"docs/clinic.yml "
        "only, and pages and cards write {emergency}."
    ]


def test_questions_change_no_version(project: Project):
    before = {handout.id: handout.version for _, handout in project.library()}
    project.write(FILE, "dry-hands: [When will you call?]\n")
    assert {handout.id: handout.version for _, handout in project.library()} == before


@pytest.mark.parametrize("is_asked", [True, False])
def test_only_the_cover_of_a_packet_that_says_so_asks(project: Project, is_asked: bool):
    project.write(FILE, "dry-hands: [When will you call?]\n")
    project.write("docs/packets.yml", PACKET + "  teach_back: true\n" * is_asked)
    library = project.library()
    language = library.languages[0]
    articles = {handout.id: article.fragment("<h1>Soil</h1>") for handout in language.handouts}
    forms = {
        job.form: sheet_data(library, job)["teach-back"]
        for job in pdf_jobs.jobs(library, language, articles)
    }
    questions = [{"title": "Dry garden hands", "questions": ["When will you call?"]}]
    assert forms == {"sheet": [], "packet": questions if is_asked else [], "booklet": []}


def test_the_page_for_sharing_has_the_questions_of_each_language(bilingual_project: Project):
    bilingual_project.write(FILE, "dry-hands: ['When & why?']\n")
    bilingual_project.write(SPANISH, "dry-hands: [¿Cuándo?]\n")
    library = bilingual_project.library()
    handouts = [
        handout
        for category in share_context(library, library.languages[0])
        for handout in category["handouts"]
    ]
    questions = {
        handout["id"]: [edition["teach_back"] for edition in handout["editions"]]
        for handout in handouts
    }
    assert questions["dry-hands"] == [["When &amp; why?"], ["¿Cuándo?"]]
    assert questions["words-to-know"][0] == []
