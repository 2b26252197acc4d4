"""README and CONTRIBUTING say what the code says: fields, limits, verbs."""

from __future__ import annotations

import re

from handouts.checks.front_matter import SUMMARY
from handouts.checks.lengths import (
    ACTIONS_RANGE,
    BAND_WORDS,
    KEY_POINT,
    KEY_POINTS_RANGE,
    LIST,
    PARAGRAPH,
    QUESTIONS_RANGE,
    SECTIONS,
    SENTENCE,
    TRANSLATED_BAND_WORDS,
    WARNING,
)
from handouts.checks.markdown_syntax import COLUMNS
from handouts.checks.readability import EASE_OF_PAGE, GRADE_OF_LIBRARY, GRADE_OF_PAGE, SCALES
from handouts.cli.main import VERBS
from handouts.model import front_matter
from handouts.model.pages import PARTS
from handouts.outputs.pdf.sheets import PAGES
from support.docs import missing_files
from support.project import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def between(mark: str) -> str:
    """What CONTRIBUTING holds between the lines <!-- mark --> and <!-- /mark -->."""
    return CONTRIBUTING.split(f"<!-- {mark} -->\n")[1].split(f"<!-- /{mark} -->")[0]


def span(limits: tuple[int, int]) -> str:
    return f"{limits[0]} to {limits[1]}"


def test_the_field_table_is_the_one_that_the_model_makes():
    assert between("fields") == front_matter.field_table()


def test_the_limits_are_those_of_the_checks():
    assert between("limits").splitlines()[2:] == [
        f"| A sentence | {SENTENCE} words |",
        f"| A paragraph, list item or table cell | {PARAGRAPH} sentences |",
        f"| One that carries a warning of a pair | {WARNING} sentences |",
        f"| A list | {LIST} items |",
        f"| The help band | {BAND_WORDS} words; in a translation {TRANSLATED_BAND_WORDS} |",
        f"| Key points | {span(KEY_POINTS_RANGE)}, of at most {KEY_POINT} words each |",
        f"| The summary | one sentence of at most {SUMMARY} words |",
        f"| Sections of your own on a `handout` | {span(SECTIONS)} |",
        f"| Things to do | {span(ACTIONS_RANGE)} |",
        f"| Questions to ask | {span(QUESTIONS_RANGE)} |",
        f"| A table | {COLUMNS} columns |",
        f"| A word that is not explained | {SCALES['en'].long_word - 1} syllables; in Spanish, "
        f"{SCALES['es'].long_word - 1} |",
        f"| Reading grade (Flesch-Kincaid) of an English page | {GRADE_OF_PAGE} |",
        f"| Reading grade of all English pages, on average | {GRADE_OF_LIBRARY} |",
        f"| Reading ease (Fernández-Huerta) of a Spanish page | {EASE_OF_PAGE:.0f} or more |",
        f"| The printed sheet | {PAGES} pages |",
    ]


def test_the_parts_of_each_kind_are_those_of_the_model():
    for kind, parts in PARTS.items():
        named = ", ".join(f"`{part}`" if part else "sections of your own" for part in parts)
        assert f"| `{kind}` | {named} |" in CONTRIBUTING


def test_the_readme_has_a_row_for_every_verb_and_for_no_other():
    assert re.findall(r"^\| `python3 scripts (\w+)", README, re.M) == list(VERBS)


def test_every_command_that_is_named_exists():
    named = set(re.findall(r"python3? scripts (\w+)", README + CONTRIBUTING + ARCHITECTURE))
    assert named == set(VERBS)


def test_every_file_that_is_linked_exists():
    assert missing_files(ROOT) == []


def test_every_heading_that_is_linked_exists():
    for text in (README, CONTRIBUTING, ARCHITECTURE):
        headings = {
            re.sub(r"[^\w -]", "", line.lower()).replace(" ", "-")
            for line in re.findall(r"^#+ (.*)$", text, re.M)
        }
        assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


def test_every_heading_of_contributing_that_the_readme_names_exists():
    headings = {
        re.sub(r"[^\w -]", "", line.lower()).replace(" ", "-")
        for line in re.findall(r"^#+ (.*)$", CONTRIBUTING, re.M)
    }
    assert set(re.findall(r"\]\(CONTRIBUTING\.md#([^)]+)\)", README)) <= headings
