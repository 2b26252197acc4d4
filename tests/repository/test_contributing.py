"""README, CONTRIBUTING and the guide say what the code says: fields, limits, verbs."""

from __future__ import annotations

import math
import re

from handouts.checks.drawings import LABEL_HEIGHT
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
from handouts.outputs.pdf.template_data import PICTURE
from support.docs import guides, missing_targets
from support.project import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FIELDS = (ROOT / ".github/guide/front-matter.md").read_text(encoding="utf-8")
GUIDES = guides(ROOT)


def between(text: str, mark: str) -> str:
    """Return what a page holds between the lines <!-- mark --> and <!-- /mark -->."""
    return text.partition(f"<!-- {mark} -->\n")[2].partition(f"<!-- /{mark} -->")[0]


def span(limits: tuple[int, int]) -> str:
    return f"{limits[0]} to {limits[1]}"


def test_the_field_table_is_the_one_that_the_model_makes():
    assert between(FIELDS, "fields") == front_matter.field_table()


def test_the_limits_are_those_of_the_checks():
    assert between(CONTRIBUTING, "limits").splitlines()[2:] == [
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


def test_the_height_of_labels_is_nine_points_on_the_tightest_sheet():
    guide = (ROOT / ".github/guide/drawings.md").read_text(encoding="utf-8")
    template = (ROOT / "scripts/handouts/outputs/pdf/template/page.typ").read_text("utf-8")
    (widths,) = re.findall(r"picture-width \* .*by-tightness\((.*)\)", template)
    narrowest = PICTURE * min(map(float, widths.split(","))) * 72
    assert f'`font-size="{LABEL_HEIGHT}"`' in guide and "360 units wide" in guide
    # In steps of half a unit, and no larger than it must be.
    assert math.ceil(2 * 9 * 360 / narrowest) / 2 == LABEL_HEIGHT


def test_the_parts_of_each_kind_are_those_of_the_model():
    for kind, parts in PARTS.items():
        headings = ", ".join(f"`{part}`" if part else "sections of your own" for part in parts)
        assert f"| `{kind}` | {headings} |" in FIELDS


def test_every_command_that_is_named_exists():
    text = "".join(page.read_text(encoding="utf-8") for page in GUIDES)
    assert set(re.findall(r"python3? scripts (\w+)", text)) <= set(VERBS)


def test_every_file_and_heading_that_is_linked_exists():
    assert missing_targets(ROOT) == []


def test_every_guide_is_linked_and_titled():
    """Whoever reads README or CONTRIBUTING finds each page of the guide."""
    linked = README + CONTRIBUTING
    for page in (ROOT / ".github/guide").glob("*.md"):
        assert f"](.github/guide/{page.name})" in linked, page.name
        assert page.read_text(encoding="utf-8").startswith("# "), page.name


def test_what_a_writer_needs_fits_three_screens():
    lines = CONTRIBUTING.splitlines()
    assert len(lines) <= 160 and max(map(len, lines)) <= 125


def test_a_target_that_is_gone_is_told(tmp_path):
    for name in ("CONTRIBUTING.md", "ARCHITECTURE.md"):
        (tmp_path / name).write_text("# Help\n")
    (tmp_path / ".github/guide").mkdir(parents=True)
    (tmp_path / "README.md").write_text("[a](.github/guide/a.md#it-is-so) [b](b.md) [c](#none)\n")
    (tmp_path / ".github/guide/a.md").write_text(
        "# It is so!\n[up](../../CONTRIBUTING.md#help) [gone](CONTRIBUTING.md)\n"
    )
    assert missing_targets(tmp_path) == [
        "README.md: b.md",
        "README.md: #none",
        ".github/guide/a.md: CONTRIBUTING.md",
    ]
