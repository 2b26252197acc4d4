"""Templates and code in what people write stay text, on pages and sheets."""

from __future__ import annotations

import re

import pytest

from handouts.checks import plain_text
from support.pdf import text_of
from support.programs import is_installed
from support.project import HANDOUT_FILE, Project

# What people write is never executed --------------------------------------------------------------

JINJA = "{{ 7*7 }} {# gone #}"
RAW = "{% raw %}{{ 7*7 }}"
TYPST = "#(7*7) $7*7$ #sys.version *7* @top <top>"


def test_templates_and_code_in_what_people_write_stay_text(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No macros, no Jinja, no Typst: page, title, summary, search words, card, word list, clinic
    and words of the site.

    Some of it is refused before that; here as if it were not.
    """
    monkeypatch.setattr(plain_text, "markup_messages", lambda text: iter(()))
    project.edit(HANDOUT_FILE, "title: Dry garden hands", f"title: 'Dry {RAW}'")
    project.edit(HANDOUT_FILE, "summary: See why", f"summary: 'See {TYPST} why")
    project.edit(HANDOUT_FILE, "and what helps.", "and what helps.'")
    project.edit(
        HANDOUT_FILE,
        "Clay takes up water,",
        f"`{JINJA}` takes water. It is `{TYPST}`. [^soil-2020]\n\nClay takes up water,",
    )
    project.write("docs/en/search.yml", f"dry-hands: ['{JINJA}']\n")
    project.edit(
        "docs/en/glossary.yml",
        "A sore, itchy patch that comes after cold.",
        f"'A `{JINJA}` patch.'",
    )
    project.edit("docs/en/about/index.md", "Every fact", f"Every `{JINJA}` fact")
    project.write("docs/clinic.yml", f"name: '{RAW}'\nphone: '{TYPST[:40]}'\nemergency: '112'\n")
    project.edit("docs/en/words.yml", "  about_this: ", f"  about_this: '{JINJA}'\n  # ")
    project.date()
    built = project.build()
    for file in (
        "handouts/dry-hands/index.html",
        "handouts/words-to-know/index.html",
        "about/index.html",
    ):
        page = built.data(file).decode()
        assert JINJA in page and "49" not in re.sub(r"[0-9a-f]{6,}", "", page), file
    assert built.tree("handouts/dry-hands/index.html").findtext(".//h1") == f"Dry {RAW}"
    if is_installed("pdftotext"):
        words = text_of(built.data("handouts/dry-hands/dry-hands.pdf"))
        assert " ".join(words.replace("\u2060", "").split()).count("7*7") >= 5 and "49" not in words
