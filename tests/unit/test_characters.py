"""The same letters in another form are read as the same letters, or told: no check of words is
passed by with them."""

from __future__ import annotations

import unicodedata

import pytest

from handouts.checks import paired_statements
from handouts.loading import characters
from handouts.model.base import comparable
from support.project import HANDOUT_FILE, Project

SENTENCE = "Clay takes up water, so your skin dries out. [^soil-2020]"
PAIR = "cream:\n  when: [cremación dosis]\n  then: [niño enfermó]\n  why: it may cause a rash.\n"


def messages_of(project: Project, words: str) -> list[str]:
    """Return what is said of a line of the handout."""
    project.edit(HANDOUT_FILE, SENTENCE, words)
    return [problem.message for problem in project.problems() if problem.line == 20]


# In one normal form -------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("pair_form", ["NFC", "NFD"])
def test_decomposed_letters_are_read_as_the_same_words(project, form, pair_form):
    project.write("docs/en/pairs.yml", unicodedata.normalize(pair_form, PAIR))
    messages = messages_of(project, unicodedata.normalize(form, "El dermatólogo: cremación dosis."))
    assert messages[:1] == [
        "“cremación dosis” may not stand without “niño enfermó”: it may cause a rash."
    ]
    project.edit(
        HANDOUT_FILE, "dosis.", unicodedata.normalize(form, "dosis. El niño enfermó. [^soil-2020]")
    )
    assert [problem for problem in project.problems() if "may not stand" in problem.message] == []


def test_a_page_has_one_version_in_either_form(project):
    project.edit(HANDOUT_FILE, SENTENCE, f"Café, piñata. {SENTENCE}")
    version = project.library().languages[0].handouts[0].version
    path = project.root / HANDOUT_FILE
    path.write_text(unicodedata.normalize("NFD", path.read_text(encoding="utf-8")), "utf-8")
    assert project.library().languages[0].handouts[0].version == version


def test_everyday_words_and_terms_are_known_in_either_form(project):
    words = "inmunosupresión"
    assert any(
        "is not in the word list" in message
        for message in messages_of(project, f"{words} {SENTENCE}")
    )
    project.write("docs/en/everyday.txt", unicodedata.normalize("NFD", words) + "\n")
    assert project.problems() == []


# What hides, joins or imitates --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("bar\u200drier", ["This line holds a character that cannot be seen (U+200D). Delete it."]),
        ("bar\u200crier", ["This line holds a character that cannot be seen (U+200C). Delete it."]),
        ("bar\u034frier", ["This line holds a character that cannot be seen (U+034F). Delete it."]),
        ("bar\u200erier", ["This line holds a character that cannot be seen (U+200E). Delete it."]),
        ("bar\u061crier", ["This line holds a character that cannot be seen (U+061C). Delete it."]),
        ("bar\ufe0frier", ["This line holds a character that cannot be seen (U+FE0F). Delete it."]),
        ("bar\u3164rier", ["This line holds a character that cannot be seen (U+3164). Delete it."]),
        ("سلام bar\u200crier",
         ["This line holds a character that cannot be seen (U+200C). Delete it."]),
        ("می\u200cخواهم", []),
        ("سلام!\u200e (A)", []),
        ("क\u094d\u200dष", []),
        ("inﬂamed ﬁnger", [
            "“ﬂ” looks like other characters but is not the same (U+FB02). Write fl.",
            "“ﬁ” looks like other characters but is not the same (U+FB01). Write fi.",
        ]),
        ("ｃｒｅａｍ",
         ["“ｃｒｅａｍ” looks like other characters but is not the same (U+FF43). Write cream."]),
        ("𝐜𝐫𝐞𝐚𝐦",
         ["“𝐜𝐫𝐞𝐚𝐦” looks like other characters but is not the same (U+1D41C). Write cream."]),
        ("５０％",
         ["“５０％” looks like other characters but is not the same (U+FF15). Write 50%."]),
        ("stage Ⅳ", ["“Ⅳ” looks like other characters but is not the same (U+2163). Write IV."]),
        ("c\u0336ream",
         ["A mark stands on or through a letter here (U+0336). Delete it, and type the word "
          "anew."]),
        ("сream", ["“сream” mixes letters of two alphabets that look alike. Type the word anew."]),
        ("BAΡ", ["“BAΡ” mixes letters of two alphabets that look alike. Type the word anew."]),
        ("крем cream, μg, TNFα, NFκB, ½, m², ª, 20 °C, ™, …, e\u0301", []),
    ],
)  # fmt: skip
def test_what_hides_joins_or_imitates_letters_is_told(text, sentences):
    text = characters.normalize(text)
    assert list(characters.describe(text)) == sentences
    assert sentences == [] or not characters.is_plain(text)


def test_unseen_characters_are_told_at_their_line_of_a_page_and_of_data(project):
    message = "This line holds a character that cannot be seen (U+200D). Delete it."
    assert messages_of(project, f"A bar\u200drier cream. {SENTENCE}")[0] == message
    project.edit("docs/en/glossary.yml", "sore", "so\u200dre")
    assert (f"docs/en/glossary.yml:2: {message}") in map(str, project.problems())


# Spaces, hyphens and apostrophes ------------------------------------------------------------------


@pytest.mark.parametrize("space", ["\xa0", "\u202f", "\u2009", "\u3000", "\xa0 ", "\n", "  \n"])
def test_any_space_parts_the_words_of_a_pair_and_of_a_treatment(project, space):
    project.write("docs/en/pairs.yml", PAIR)
    messages = messages_of(project, f"A cremación{space}dosis helps. The barrier{space}cream does.")
    assert any("may not stand without" in message for message in messages)
    assert any("needs its source" in message for message in messages)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_words_of_search_are_compared_in_the_same_way(project, form):
    pair = PAIR.replace("[cremación dosis]", "[cremación dosis, alivia]")
    project.write("docs/en/pairs.yml", pair)
    words = unicodedata.normalize(form, "cremación\u202fdosis alivia")
    project.write("docs/en/search.yml", f'dry-hands:\n  - dry\n  - "{words}"\n')
    assert list(map(str, project.problems())) == [
        "docs/en/search.yml:3: “cremación dosis, alivia” may not stand without “niño enfermó”: it "
        "may cause a rash."
    ]


def test_any_hyphen_and_apostrophe_is_the_plain_one():
    assert comparable("co\u2011trimoxazole, co\u2010x, Ann’s, Annʼs") == (
        "co-trimoxazole, co-x, Ann's, Ann's"
    )
    assert paired_statements.contains("Ann’s co-x", "ann's\xa0co\u2011x")
