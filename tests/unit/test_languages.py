"""More than one language: translations that are late, and who reviewed what."""

from __future__ import annotations

import pytest

from handouts.build import postprocess
from handouts.checks import advisories
from handouts.cli import edit
from handouts.model import review_status
from handouts.problems import Problem, Refused, remark
from support.project import (
    HANDOUT_FILE,
)

SPANISH = "docs/es/handouts/dry-hands.md"

# A translation that is late ----------------------------------------------------------------------------------------------


def test_a_fresh_translation_is_not_behind(bilingual_project):
    assert list(advisories.notices(bilingual_project.library())) == []
    text = (bilingual_project.root / SPANISH).read_text(encoding="utf-8")
    assert [line.split(":")[0].strip() for line in text.split("translated_parts:\n")[1].split("---")[0].splitlines()] == [
        "top", "key-points", "why", "what-helps", "what-you-can-do", "when-to-get-help", "questions-to-ask",
    ]  # fmt: skip
    assert edit.translated(bilingual_project.root, []) == [], "once is enough"


@pytest.mark.parametrize(
    ("file", "old", "new", "parts"),
    [
        (HANDOUT_FILE, "Gloves help.", "Warm gloves help.", ("key-points",)),
        (HANDOUT_FILE, "title: Dry garden hands", "title: Dry hands", ("top",)),
        (HANDOUT_FILE, "Clay takes up water", "Clay drinks water", ("why",)),
        ("docs/en/cards/emergency.md", "stays white", "stays blue", ("when-to-get-help",)),
        (
            HANDOUT_FILE,
            "## What helps? { #what-helps }",
            "## What helps? { #what-helps-you }",
            ("what-helps-you", "what-helps"),
        ),
        (HANDOUT_FILE, "search: [cracked fingers]", "search: [cracks]", ()),
        ("docs/sources.yml", "year: 2020", "year: 2021", ()),
    ],
)
def test_a_change_of_the_original_is_told_by_part_and_stops_nothing(
    bilingual_project, file, old, new, parts
):
    bilingual_project.edit(file, old, new)
    bilingual_project.stamp()
    one = next(one for language, one in bilingual_project.library() if language.code == "es")
    assert one.behind == parts
    assert bilingual_project.problems() == []
    told = [str(notice) for notice in advisories.notices(bilingual_project.library())]
    assert len(told) == bool(parts)
    if parts:
        assert f"This translation is behind {HANDOUT_FILE} in: {', '.join(parts)}." in told[
            0
        ] and told[0].startswith(f"{SPANISH}:")


def test_once_it_is_recorded_nobody_is_told(bilingual_project):
    bilingual_project.edit(HANDOUT_FILE, "Gloves help.", "Warm gloves help.")
    bilingual_project.stamp()
    assert edit.translated(bilingual_project.root, ["dry-hands"]) == [SPANISH]
    assert list(advisories.notices(bilingual_project.library())) == []
    with pytest.raises(Refused):
        edit.translated(bilingual_project.root, ["words-to-know"])


def test_without_a_ledger_an_old_translation_is_behind_everywhere(bilingual_project):
    text = (bilingual_project.root / SPANISH).read_text(encoding="utf-8")
    front, rest = text.split("translated_parts:\n")
    bilingual_project.write(SPANISH, front + "---" + rest.split("---", 1)[1])
    assert (
        next(one for language, one in bilingual_project.library() if language.code == "es").behind
        == ()
    )
    bilingual_project.edit(HANDOUT_FILE, "Gloves help.", "Warm gloves help.")
    one = next(one for language, one in bilingual_project.library() if language.code == "es")
    assert len(one.behind) == 7
    assert review_status.behind_notice(bilingual_project.library().language("es"), one).endswith(
        "todavía no lo refleja en: toda la página."
    )


def test_notices_are_printed_and_are_no_problems(capsys, monkeypatch):
    remark([Problem("docs/es/a.md", 3, "Late.")])
    assert capsys.readouterr().err == "Notice: docs/es/a.md:3: Late.\n"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    remark([Problem("docs/es/a.md", 3, "Late.")])
    assert capsys.readouterr().out == "::notice file=docs/es/a.md,line=3::Late.\n"


# Who reviewed what -------------------------------------------------------------------------------------------------------


def test_a_translation_says_that_no_translator_reviewed_it_or_who_did(bilingual_project):
    language, one = next(pair for pair in bilingual_project.library() if pair[0].code == "es")
    assert (
        review_status.translation_notice(language, one) == language.say["translation_review_none"]
    )
    review = f"translation_review: {{who: A. Spade, role: traductora, on: 2026-11-20, version: {one.version}}}\ntranslated_from"
    bilingual_project.edit(SPANISH, "translated_from", review)
    language, one = next(pair for pair in bilingual_project.library() if pair[0].code == "es")
    assert (
        review_status.translation_notice(language, one)
        == "Traducción revisada por A. Spade, traductora, el 20 de noviembre de 2026."
    )
    bilingual_project.edit(SPANISH, "La tierra seca la piel.", "La tierra reseca la piel.")
    language, one = next(pair for pair in bilingual_project.library() if pair[0].code == "es")
    assert (
        review_status.translation_notice(language, one)
        == "La traducción cambió después de su revisión del 20 de noviembre de 2026."
    )


def test_a_clinicians_review_is_of_the_original_and_holds_while_the_translation_keeps_up(
    bilingual_project,
):
    version = next(one.version for _, one in bilingual_project.library() if one.id == "dry-hands")
    review = f"review: {{who: A. Spade, role: gardener, on: 2026-11-20, version: {version}}}\nsources_gathered"
    bilingual_project.edit(HANDOUT_FILE, "sources_gathered", review)
    language, one = next(pair for pair in bilingual_project.library() if pair[0].code == "es")
    assert one.review_state == "current"
    assert (
        review_status.review_notice(language, one)
        == "A. Spade, gardener, revisó la página en inglés el 20 de noviembre de 2026."
    )
    bilingual_project.edit(HANDOUT_FILE, "Gloves help.", "Warm gloves help.")
    assert {
        one.review_state for _, one in bilingual_project.library() if one.id == "dry-hands"
    } == {"changed"}


# The sites as one --------------------------------------------------------------------------------------------------------


def test_a_word_with_a_name_that_nothing_fills_in_is_a_problem(bilingual_project):
    bilingual_project.edit("docs/es/words.yml", "{parts}", "{partes}")
    assert [str(one) for one in bilingual_project.problems()] == [
        "docs/es/words.yml: `behind` under `words` holds {partes}, which nothing fills in."
    ]


def test_a_preview_of_one_language_leaves_that_of_another_alone(bilingual_project):
    for language in bilingual_project.library().languages:
        bilingual_project.write(
            f"site-preview/{language.edition.root}index.html", '<p data-size="x.pdf"></p>'
        )
    library = bilingual_project.library()
    postprocess.add_pdf_sizes(
        library, [library.languages[1]], bilingual_project.root / "site-preview", {}
    )
    pages = [
        (bilingual_project.root / "site-preview" / root / "index.html").read_text()
        for root in ("", "es")
    ]
    assert pages == ['<p data-size="x.pdf"></p>', "<p></p>"]
