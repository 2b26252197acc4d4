"""`start`: another library in the place of the present one, in words of no disease."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from handouts.checks import advisories
from handouts.cli import edit, main, parser
from handouts.cli.start import answers as start_answers
from handouts.cli.start import text_edits
from handouts.cli.start.answers import Answers
from handouts.cli.start.plan import make_plan, startable_languages
from handouts.cli.start.run import apply, require_committed, run_start
from handouts.problems import Refused
from support.programs import needs
from support.project import ROOT, TODAY, Project
from support.sample import write_start_sample

PRIVACY = """\
---
title: Privacy
summary: What this site does not collect.
---

Colors and color. Check a box. Colorado.
"""
ENGLISH = Answers(languages=["en"], name=["Hill walks"], id="hill-walks", emergency="999")
BOTH = Answers(
    languages=["en", "es"],
    name=["Hill walks", "Paseos: por el monte"],
    id="hill-walks",
    emergency="999",
    crisis_call="116 123",
    crisis_text="85258",
    crisis_hours=["any time, day or night", "a cualquier hora"],
    clinic="Hill Clinic",
    phone="020 555",
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_start_sample(tmp_path_factory.mktemp("start")).root


@pytest.fixture
def garden(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A library about gardens, with a README and a clinic of its own."""
    monkeypatch.delenv("SITE_URL", raising=False)
    shutil.copytree(sample, tmp_path, dirs_exist_ok=True)
    return Project(tmp_path)


def start(project: Project, answers: Answers) -> None:
    library = project.library()
    apply(project.root, library, make_plan(library, answers, TODAY))


def whole_text(project: Project) -> str:
    names = sorted(path.relative_to(project.root) for path in project.root.rglob("*"))
    files = (name for name in names if name.parts[0] != ".git" and (project.root / name).is_file())
    return "\n".join(f"{name}\n{(project.root / name).read_text('utf-8')}" for name in files)


# The new library ----------------------------------------------------------------------------------


@pytest.mark.parametrize("answers", [ENGLISH, BOTH], ids=["en", "en,es"])
def test_nothing_of_the_old_library_is_left_and_the_new_one_has_no_problem(garden, answers):
    start(garden, answers)
    assert garden.problems() == []
    text = whole_text(garden).replace(str(ROOT), "").lower()
    for word in ("garden", "soil", "glove", "mitten", "felt", "straw", "jardín", "555-0100", "112"):
        assert word not in text, word
    library = garden.library()
    assert (library.site.id, library.site.name) == ("hill-walks", "Hill walks")
    assert [language.code for language in library.languages] == answers.languages
    assert not (garden.root / "docs/codes.yml").exists() and not library.versions


def test_every_kind_of_page_has_an_example_in_every_language(garden):
    start(garden, BOTH)
    for language in garden.library().languages:
        kinds = [handout.facts.kind for handout in language.handouts]
        assert kinds == ["handout", "worksheet", "words"]
        assert {card.words.level for card in language.cards.values()} >= {1, 2, 3}
        addresses = {page.address for page in language.pages}
        assert addresses >= {"index", "about/index", "for-clinics/index", "sheets"}


def test_an_example_of_a_drawing_is_left_to_copy(garden):
    """With a label and words in each language, on a page; skin has the same color everywhere."""
    start(garden, BOTH)
    library = garden.library()
    assert list(library.drawings) == ["phone-numbers"]
    drawing = library.drawings["phone-numbers"]
    assert {"soft", "mid", "spot"} == set(re.findall(r'class="([^"]*)"', drawing))
    for language in library.languages:
        words = language.pictures["phone-numbers"]
        assert words.alt and all(f"{{{label}}}" in drawing for label in words.labels)
        ids = [page.id for page in language.handouts if "phone-numbers" in page.source.body]
        assert ids == ["when-to-get-help"]


@pytest.mark.parametrize("languages", [["es"], ["es", "en"]])
def test_another_language_may_be_the_first(garden, languages):
    answers = BOTH.model_copy(
        update={
            "languages": languages,
            "name": ["Paseos", "Walks"][: len(languages)],
            "crisis_hours": ["siempre", "always"][: len(languages)],
        }
    )
    start(garden, answers)
    assert garden.problems() == []
    library = garden.library()
    assert [language.code for language in library.languages] == languages
    assert sorted(path.name for path in garden.root.glob("mkdocs.*")) == sorted(
        ["mkdocs.yml", *(["mkdocs.en.yml"] if "en" in languages else [])]
    )


BRITISH = {"languages": ["en-GB"], "name": ["Walks"], "crisis_hours": ["always"]}


@pytest.mark.parametrize("languages", [["en-GB"], ["es", "en-GB"]], ids=", ".join)
def test_british_english_is_a_layer_over_the_english_words(garden, languages):
    """Its pages stand in docs/en; dates, spellings and what programs are told are British."""
    garden.write("docs/en/about/privacy.md", PRIVACY)
    answers = {"name": ["Walks", "Paseos"], "crisis_hours": ["always", "siempre"]}
    answers = {key: texts[: len(languages)] for key, texts in answers.items()}
    start(garden, BOTH.model_copy(update=answers | {"languages": languages}))
    assert garden.problems() == []
    library = garden.library()
    assert [language.code for language in library.languages] == languages
    language = library.language("en-GB")
    assert language.edition.docs == "docs/en" and "en-GB" in library.clinic.crisis.lines
    assert language.day(date(2026, 11, 30)) == "30 11 2026", "the sample names no months"
    assert language.labels["locale"] == "en_GB"
    assert library.packets["first-visit"].title["en-GB"] == "For a first visit"
    assert library.packets["first-visit"].title.keys() == set(languages)
    privacy = (garden.root / "docs/en/about/privacy.md").read_text(encoding="utf-8")
    assert "Colours and colour. Tick a box. Colorado." in privacy
    about = (garden.root / "docs/en/about/index.md").read_text(encoding="utf-8")
    assert "the licence CC BY 4.0" in about and "licenses" not in about
    before = whole_text(garden)
    assert startable_languages(garden.root, library)[0] == languages[0]
    start(garden, BOTH.model_copy(update=answers | {"languages": languages}))
    assert whole_text(garden) == before, "and it can be started anew"


def test_words_in_british_english_are_not_offered_as_american_ones(garden):
    start(garden, BOTH.model_copy(update=BRITISH))
    assert startable_languages(garden.root, garden.library()) == ["en-GB"]


def test_a_translation_says_what_its_original_says(garden):
    start(garden, BOTH)
    notices = list(map(str, advisories.notices(garden.library(), TODAY)))
    assert not [notice for notice in notices if "behind" in notice]


def test_the_clinic_is_the_new_one(garden):
    start(garden, BOTH)
    clinic = garden.library().clinic
    assert (clinic.name, clinic.phone, clinic.hours, clinic.report) == (
        "Hill Clinic",
        "020 555",
        None,
        None,
    )
    assert clinic.emergency == clinic.crisis.emergency == "999"
    line = clinic.crisis.lines["es"]
    assert (line.call, line.text, line.hours) == ("116 123", "85258", "a cualquier hora")
    text = (garden.root / "docs/clinic.yml").read_text(encoding="utf-8")
    assert "# What a clinic says of itself" in text, "what explains the file stays"


@pytest.mark.parametrize(
    ("answers", "hours"),
    [
        (ENGLISH, '{en: "9 to 5"}'),
        (BOTH, '{en: "9 to 5", es: "de 9 a 17 h"}'),
        (BOTH.model_copy(update=BRITISH), '{en-GB: "9 to 5"}'),
    ],
    ids=["en", "en,es", "en-GB"],
)
def test_an_example_of_words_by_language_has_the_languages_of_the_new_library(
    garden, answers, hours
):
    text = (garden.root / "docs/clinic.yml").read_text(encoding="utf-8")
    example = '# hours: {en: "9 to 5", es: "de 9 a 17 h"}\n'
    garden.write("docs/clinic.yml", example + re.sub(r"(?m)^hours:.*\n", "", text))
    start(garden, answers)
    example = f"# hours: {hours}\n"
    text = (garden.root / "docs/clinic.yml").read_text(encoding="utf-8")
    assert text.count("hours: {") == text.count(example) == 1
    garden.write("docs/clinic.yml", text.replace(example, example[2:]))
    assert garden.problems() == []
    # Such a library may be the start of another one, in a language that the example lacks.
    again = text_edits.with_examples_in(example, {"fr": "fr"})
    assert again == '# hours: {fr: "9 to 5"}\n'


def test_words_of_despair_lead_to_the_new_line_and_to_none_where_there_is_none(garden):
    start(garden, BOTH)
    language = garden.library().languages[0]
    assert list(language.interface.alarm_words) == ["crisis", "emergency", "call-today"]
    assert language.interface.alarms("crisis") == ['"want to die"', '"116 123"']
    assert "[^" not in language.cards["crisis"].source.body, "its source went with the old library"
    start(garden, ENGLISH)
    library = garden.library()
    assert not library.clinic.crisis and "crisis" not in library.languages[0].cards
    assert garden.problems() == []


def test_the_search_says_nothing_of_the_old_subject(garden):
    """Neither in the one line above its answers nor in what calls for it."""
    start(garden, BOTH)
    for language in garden.library().languages:
        assert language.interface.alarm_lines == {}
        assert language.interface.signs() in (["emergency"], ["emergencia"])
        assert garden.library().alarms(language, "emergency")[-1] == '"999"'
        text = (garden.root / f"docs/{language.code}/words.yml").read_text(encoding="utf-8")
        assert "# The answers in one line." in text and "moss" not in text


def test_the_words_of_the_search_and_a_missing_crisis_line_are_to_be_written_first(garden):
    start(garden, ENGLISH)
    place = garden.line_of("docs/en/words.yml", "unfinished:")
    clinic = garden.line_of("docs/clinic.yml", "unfinished:")
    notices = list(map(str, advisories.notices(garden.library(), TODAY)))
    assert sum(f"docs/en/words.yml:{place}: Unfinished: " in notice for notice in notices) == 1
    assert sum(f"docs/clinic.yml:{clinic}: Unfinished: " in notice for notice in notices) == 1
    text = (garden.root / "docs/clinic.yml").read_text(encoding="utf-8")
    example = [line[2:] for line in text.splitlines() if re.match(r"# crisis:|#  ", line)]
    garden.write("docs/clinic.yml", "\n".join([text, *example, ""]))
    line = garden.library().clinic.crisis.lines["en"]
    assert line.call and line.text and line.hours and line.name, "the example is a whole one"
    garden.write("docs/clinic.yml", text)
    line = {"crisis_call": "116 123", "crisis_name": "Samaritans", "crisis_hours": ["always"]}
    start(garden, ENGLISH.model_copy(update=line))
    assert garden.library().clinic.crisis.lines["en"].name == "Samaritans"
    text = (garden.root / "docs/clinic.yml").read_text(encoding="utf-8")
    assert "unfinished" not in text and "# crisis:" not in text and "#   emergency" not in text


@pytest.mark.parametrize("answers", [ENGLISH, BOTH], ids=["en", "en,es"])
def test_a_started_library_can_be_started_anew(garden, answers):
    start(garden, answers)
    before = whole_text(garden)
    start(garden, answers)
    assert whole_text(garden) == before


def test_what_a_page_about_the_subject_says_goes_from_the_readme(garden):
    start(garden, ENGLISH)
    readme = (garden.root / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("<!-- subject -->\n# Hill walks\n") and "It stays." in readme
    assert "A machine." in (garden.root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_guide_loses_the_subject_and_links_to_the_language_that_is_there(garden):
    start(garden, BOTH.model_copy(update={"languages": ["es", "en"], "name": ["Paseos", "Walks"]}))
    guide = garden.root / ".github/guide/files.md"
    link = "[Cards](../../docs/en/cards/emergency.md)\n"
    assert guide.read_text(encoding="utf-8") == f"# Files\n{link}"
    answers = {"languages": ["es"], "name": ["Paseos"], "crisis_hours": ["siempre"]}
    start(garden, BOTH.model_copy(update=answers))
    assert guide.read_text(encoding="utf-8") == f"# Files\n{link.replace('/en/', '/es/')}"


# Nothing unread is published ----------------------------------------------------------------------


def test_nothing_is_published_while_a_page_says_that_it_is_unfinished(garden):
    start(garden, ENGLISH)
    (garden.root / "site").mkdir()
    notices = list(map(str, advisories.notices(garden.library(), TODAY)))
    unfinished = [notice for notice in notices if "Unfinished: " in notice]
    assert len(unfinished) == 9 + 2, "and words.yml and clinic.yml"
    for publish in (
        lambda: edit.add_versions(garden.root, TODAY),
        lambda: edit.promise(garden.root),
    ):
        with pytest.raises(Refused) as refused:
            publish()
        assert sorted(map(str, refused.value.problems)) == sorted(unfinished)
    for path in sorted((garden.root / "docs").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        path.write_text(text_edits.with_front_matter(text, "unfinished", None), encoding="utf-8")
    for name in ("docs/clinic.yml", "docs/en/words.yml"):
        text = (garden.root / name).read_text(encoding="utf-8")
        garden.write(name, text_edits.with_entry(text, "unfinished", ""))
    assert len(edit.add_versions(garden.root, TODAY)) == 3


def test_every_page_of_the_starter_says_what_to_write():
    """But for those that are about the site, which are the same for every subject."""
    pages = sorted((ROOT / "scripts/starter/docs").rglob("*.md"))
    finished = {path.name for path in pages if "\nunfinished: " not in path.read_text("utf-8")}
    assert pages and finished == {"packet.md", "share.md", "sheets.md"}


# Answers ------------------------------------------------------------------------------------------

GOOD = ["--name", "Hill walks", "--id", "hill-walks", "--emergency", "999"]


def answered(*words: str) -> Answers:
    return start_answers.from_options(parser.parse(["start", *words]), ["en", "es"])


def test_options_are_taken_as_they_are():
    answers = answered(*GOOD, "--languages", "en, es", "--name", "Paseos", "--paper", "a4")
    assert answers == ENGLISH.model_copy(
        update={"languages": ["en", "es"], "name": ["Hill walks", "Paseos"], "paper": "a4"}
    )
    assert answered(*GOOD) == ENGLISH


PER_LANGUAGE = "Write it once for each language, in their order: "
NONSENSE = {
    ("--id",
     "Hill Walks"): "--id: `id` is not written as it should be: small letters, digits and single "
         "hyphens.",
    ("--emergency",
     "9-1-1"): "--emergency: `emergency` is not written as it should be: a number of 2 to 15 "
         "digits.",
    ("--emergency", " "): "--emergency: This is needed. The emergency number of your country.",
    ("--paper", "A5"): "--paper: `paper` must be one of: 'letter' or 'a4'.",
    ("--languages", "en,de"): (
        "--languages: There are no words for de yet, only for en, es. Start with one of these; "
        ".github/guide/new-language.md tells how to add another language."
    ),
    ("--languages", "en,en"): "--languages: A language stands here twice. Name it once.",
    ("--name", "Paseos"): f"--name: {PER_LANGUAGE}en.",
    ("--crisis-text", "85258"): "--crisis-text: Write the number to call too: --crisis-call.",
    ("--crisis-call",
     "call us"): "--crisis-call: `crisis_call` is not written as it should be: a phone number.",
    ("--crisis-call", "116 123"): f"--crisis-hours: {PER_LANGUAGE}en.",
    ("--clinic",
     "Hill <b>"): "--clinic: `clinic` is not written as it should be: a name without brackets, "
         "braces and bars.",
    ("--crisis-call", "116 123", "--crisis-hours", "x" * 61): (
        f"--crisis-hours: Write at most 60 signs without brackets, braces and bars, not: {'x' * 61}"
    ),
    ("--phone", "1" * 41): "--phone: `phone` is too long; the limit is 40 characters.",
}  # fmt: skip


@pytest.mark.parametrize("words", NONSENSE, ids=" ".join)
def test_each_answer_that_cannot_be_used_gets_a_sentence(words):
    with pytest.raises(Refused) as refused:
        answered(*GOOD, *words)
    assert NONSENSE[words] in list(map(str, refused.value.problems))


def test_on_a_terminal_a_person_is_asked_again(capsys):
    typed = iter(["de", "en es", "", "Hill", "Walks", "Paseos", "Hill walks", "hill-walks", "999",
     "", "a5", "a4", "", ""])  # fmt: skip
    answers = start_answers.from_terminal(lambda question: next(typed), ["en", "es"])
    assert next(typed, None) is None
    assert answers.model_dump(exclude_defaults=True) == {
        "languages": ["en", "es"],
        "name": ["Walks", "Paseos"],
        "id": "hill-walks",
        "emergency": "999",
        "paper": "a4",
    }
    output = capsys.readouterr().out.splitlines()
    assert len(output) == 4 and output[0].startswith("There are no words for de yet")
    assert output[2].startswith("`id` is not written") and output[3].startswith("`paper` must be")


def test_small_and_large_letters_are_the_same_in_what_is_chosen_from_a_list():
    answers = answered(*GOOD, "--languages", "EN", "--paper", "A4")
    assert (answers.languages, answers.paper) == (["en"], "a4")
    typed = iter(["En", "Walks", "walks", "999", "", "A4", "", ""])
    answers = start_answers.from_terminal(lambda question: next(typed), ["en", "es"])
    assert (answers.languages, answers.paper) == (["en"], "a4")


@pytest.mark.parametrize(("emergency", "paper"), [("911", "letter"), ("999", "a4"), ("112", "a4")])
def test_paper_is_that_of_the_country_where_nobody_names_one(garden, emergency, paper):
    start(garden, ENGLISH.model_copy(update={"emergency": emergency}))
    assert garden.library().clinic.paper == paper
    start(garden, ENGLISH.model_copy(update={"emergency": emergency, "paper": "letter"}))
    assert garden.library().clinic.paper == "letter"


@pytest.mark.parametrize("count", [0, 3, 8])
def test_where_the_answers_end_too_soon_nothing_is_changed(garden, monkeypatch, capsys, count):
    """After any question, and at the last one before the work begins."""
    monkeypatch.setattr("handouts.cli.project.ROOT", garden.root)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    typed = iter(["en", "Walks", "walks", "999", "", "", "", ""][:count])

    def answer(question: str) -> str:
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", answer)
    before = whole_text(garden)
    assert main.main(["start"]) == 1
    assert capsys.readouterr().out.endswith("\nNothing was changed.\n")
    assert whole_text(garden) == before


def test_a_refusal_ends_by_saying_that_nothing_was_changed(garden, monkeypatch, capsys):
    monkeypatch.setattr("handouts.cli.project.ROOT", garden.root)
    assert main.main(["start", *GOOD, "--paper", "A5"]) == 1
    assert capsys.readouterr().err.endswith("1 problem found. Nothing was changed.\n")
    assert main.main(["new", "Wet Hands"]) == 1
    assert capsys.readouterr().err.endswith("1 problem found. Nothing was changed.\n")


def test_languages_are_those_whose_words_exist(garden):
    assert startable_languages(garden.root, garden.library()) == ["en", "es", "en-GB"]
    shutil.rmtree(garden.root / "docs/es")
    (garden.root / "mkdocs.es.yml").unlink()
    assert startable_languages(garden.root, garden.library()) == ["en", "en-GB"]


# Work that git does not hold ----------------------------------------------------------------------


def commit_all(project: Project) -> Callable[..., None]:
    """Let git hold all files of a library. Return what runs git there."""

    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=project.root, check=True, capture_output=True)

    git("init")
    git("config", "user.name", "Ann")
    git("config", "user.email", "ann@clinic.example")
    git("add", "-A")
    git("commit", "-m", "All")
    return git


@needs("git")
def test_work_that_git_does_not_hold_is_not_replaced(garden, monkeypatch, capsys):
    monkeypatch.setattr("handouts.cli.project.ROOT", garden.root)

    git = commit_all(garden)
    assert require_committed(garden.root)
    garden.edit("docs/en/index.md", "Start here.", "Start.")
    garden.write("docs/en/handouts/new.md", "New")
    before = whole_text(garden)
    with pytest.raises(Refused) as refused:
        run_start(parser.parse(["start", *GOOD]))
    assert list(map(str, refused.value.problems)) == [
        "docs/en/index.md: git does not hold your work in 2 files yet, which would be lost. "
        "Commit it, or "
        "take it back; git status lists it. Then run the same command again."
    ]
    assert whole_text(garden) == before
    git("add", "-A")
    git("commit", "-m", "More")
    assert run_start(parser.parse(["start", *GOOD])) == 0
    output = capsys.readouterr().out
    for name in (
        "addresses.txt",
        "packets.yml",
        "tests/content/subject",
        "README.md",
        "CHANGELOG.md",
    ):
        assert name in output, name


@needs("git")
def test_files_that_git_is_told_to_ignore_are_not_taken_away_either(garden, monkeypatch):
    monkeypatch.setattr("handouts.cli.project.ROOT", garden.root)
    garden.write(".gitignore", "*.draft.md\n/*.zip\n__pycache__\n.DS_Store\n")
    garden.write("tests/content/subject/__pycache__/test_garden.pyc", "")
    garden.write("docs/.DS_Store", "")
    garden.write("docs/en/mine.draft.md", "Mine")
    garden.write("photos.zip", "Mine")
    commit_all(garden)
    with pytest.raises(Refused) as refused:
        run_start(parser.parse(["start", *GOOD]))
    assert list(map(str, refused.value.problems)) == [
        "docs/en/mine.draft.md: git does not hold your work in 1 file yet, which would be lost. "
        "Commit it, or take it back; git status --ignored lists it. Then run the same command "
        "again."
    ]
    (garden.root / "docs/en/mine.draft.md").unlink()
    assert run_start(parser.parse(["start", *GOOD])) == 0
    assert (garden.root / "photos.zip").exists(), "no build made it"


ASKED = (
    "Git does not hold this folder, so what is taken away is gone for good. Write yes to go on: "
)


@pytest.mark.parametrize("typed", ["no", "", None])
def test_without_git_a_person_is_asked_whatever_options_were_given(
    garden, monkeypatch, capsys, typed
):
    monkeypatch.setattr("handouts.cli.project.ROOT", garden.root)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    questions = []

    def answer(question: str) -> str:
        questions.append(question)
        if typed is None:
            raise EOFError
        return typed

    monkeypatch.setattr("builtins.input", answer)
    before = whole_text(garden)
    assert run_start(parser.parse(["start", *GOOD])) == 1
    assert questions == [ASKED] and whole_text(garden) == before
    assert capsys.readouterr().out.endswith("Nothing was changed.\n")
    monkeypatch.setattr("builtins.input", lambda question: "Yes")
    assert run_start(parser.parse(["start", *GOOD])) == 0


def test_without_git_and_without_anybody_to_ask_a_script_must_say_yes(garden, monkeypatch):
    monkeypatch.setattr("handouts.cli.project.ROOT", garden.root)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    before = whole_text(garden)
    with pytest.raises(Refused) as refused:
        run_start(parser.parse(["start", *GOOD]))
    assert list(map(str, refused.value.problems)) == [
        ".git: Git does not hold this folder, so what is taken away is gone for good. Copy this "
        "folder, then run the same command with --yes."
    ]
    assert whole_text(garden) == before
    assert run_start(parser.parse(["start", *GOOD, "--yes"])) == 0
    assert garden.library().site.id == "hill-walks"


def test_a_mistake_in_the_settings_stops_before_anything_is_written(garden):
    garden.edit(
        "mkdocs.yml", "extra:\n  library: garden-hands\n", "extra: {library: garden-hands}\n"
    )
    before = whole_text(garden)
    with pytest.raises(Refused, match="`library` must stand on a line of its own"):
        start(garden, ENGLISH)
    assert whole_text(garden) == before


# Edits of texts -----------------------------------------------------------------------------------

YAML = """\
# Above.
a: 1

# About b.
b:
  c: |
    one

    two
  d: 2

# e: an example
f: 3 # why
"""


def test_an_entry_is_replaced_with_all_below_it_and_nothing_around_it():
    assert text_edits.entry(YAML, "b") == "b:\n  c: |\n    one\n\n    two\n  d: 2"
    assert text_edits.entry(YAML, "c", 2) == "  c: |\n    one\n\n    two"
    assert text_edits.entry(YAML, "x") == ""
    assert text_edits.with_entry(YAML, "c", "  c: 9", 2) == YAML.replace(
        "  c: |\n    one\n\n    two", "  c: 9"
    )
    assert text_edits.with_entry(YAML, "a", "") == YAML.replace("a: 1\n", "")
    assert text_edits.with_entry(YAML, "e", "e: 5") == YAML.replace("# e: an example", "e: 5")
    assert text_edits.with_entry(YAML, "e", "") == YAML
    assert text_edits.with_entry(YAML, "g", "g: 5") == f"{YAML}g: 5\n"


def test_a_value_is_replaced_beside_its_comment():
    assert text_edits.with_value(YAML, "f", "4") == YAML.replace("f: 3", "f: 4")
    assert text_edits.with_value(YAML, "d", "4", 2) == YAML.replace("d: 2", "d: 4")
    assert text_edits.with_value(YAML, "d", "4") is None


def test_dates_of_the_examples_are_a_year_apart(garden):
    library = garden.library()
    apply(garden.root, library, make_plan(library, ENGLISH, date(2028, 2, 29)))
    facts = garden.library().languages[0].handouts[0].facts
    assert (facts.sources_gathered, facts.next_check_due) == (date(2028, 2, 29), date(2029, 2, 28))
