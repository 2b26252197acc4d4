"""More than one language: translations that are late, and who reviewed what."""

from __future__ import annotations

import re

import pytest

from handouts.build import postprocess
from handouts.checks import advisories, translation_notices
from handouts.loading import library_loader, settings
from handouts.model import review_status
from handouts.model.pages import Handout
from handouts.problems import Problem, print_notices
from support.project import HANDOUT_FILE, ONLY_ENGLISH, Project

SPANISH = "docs/es/handouts/dry-hands.md"

# A translation that is late -----------------------------------------------------------------------


def notices(project: Project) -> list[str]:
    """Return what is worth knowing beside the one page that is in English only."""
    messages = list(map(str, advisories.notices(project.library())))
    messages.remove(ONLY_ENGLISH)
    return messages


def spanish(project: Project) -> Handout:
    return next(handout for language, handout in project.library() if language.code == "es")


def test_a_fresh_translation_is_not_behind(bilingual_project):
    assert notices(bilingual_project) == []
    assert spanish(bilingual_project).behind == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "parts"),
    [
        (HANDOUT_FILE, "Gloves help.", "Warm gloves help.", ("key-points",)),
        (HANDOUT_FILE, "title: Dry garden hands", "title: Dry hands", ("top",)),
        (HANDOUT_FILE, "Clay takes up water", "Clay drinks water", ("why",)),
        (
            HANDOUT_FILE,
            "## What helps? { #what-helps }",
            "## What helps? { #what-helps-you }",
            ("what-helps-you", "what-helps"),
        ),
        ("docs/en/search.yml", "[cracked fingers]", "[cracks]", ()),
        ("docs/sources.yml", "year: 2020", "year: 2021", ()),
    ],
)
def test_a_change_of_the_original_is_told_by_part_and_stops_nothing(
    bilingual_project, file, old, new, parts
):
    bilingual_project.edit(file, old, new)
    draft = notices(bilingual_project)
    bilingual_project.date()
    assert spanish(bilingual_project).behind == parts
    assert bilingual_project.problems() == []
    version = spanish(bilingual_project).original.version
    expected = (
        [
            f"{SPANISH}:4: This translation is behind {HANDOUT_FILE} in: {', '.join(parts)}. "
            f"Bring it up to date, then write: translated: {version}"
        ]
        if parts
        else []
    )
    assert notices(bilingual_project) == expected
    # The same was told of the draft, under its own name.
    assert [notice for notice in draft if "GitHub dates them" not in notice] == [
        notice.replace(version, f"Draft · {version[-6:]}") for notice in expected
    ]


@pytest.mark.parametrize("published", [True, False])
def test_a_translator_copies_what_the_page_prints_and_nobody_is_told(bilingual_project, published):
    bilingual_project.edit(HANDOUT_FILE, "Gloves help.", "Warm gloves help.")
    if published:
        bilingual_project.date()
    printed = spanish(bilingual_project).original.version
    assert printed.startswith("2026-11-22.2 · " if published else "Draft · ")
    bilingual_project.mark(SPANISH, printed)
    assert spanish(bilingual_project).behind == ()
    bilingual_project.date()
    assert spanish(bilingual_project).behind == () and notices(bilingual_project) == []


def test_a_care_card_is_translated_on_its_own_however_many_pages_show_it(bilingual_project):
    bilingual_project.edit("docs/en/cards/emergency.md", "stays white", "stays blue")
    bilingual_project.date()
    assert spanish(bilingual_project).behind == ("when-to-get-help",)
    (notice,) = notices(bilingual_project)
    digest = re.fullmatch(
        r"docs/es/cards/emergency.md:4: This card is behind docs/en/cards/emergency.md. "
        r'Bring it up to date, then write: translated: "([0-9a-f]{6})"',
        notice,
    )[1]
    bilingual_project.mark("docs/es/cards/emergency.md", digest)
    assert spanish(bilingual_project).behind == () and notices(bilingual_project) == []
    # A page that says it is up to date does not vouch for the card.
    bilingual_project.edit("docs/en/cards/emergency.md", "stays blue", "stays red")
    bilingual_project.mark(SPANISH, spanish(bilingual_project).original.version)
    assert spanish(bilingual_project).behind == ("when-to-get-help",)


def test_a_translation_of_a_version_that_nobody_knows_is_behind_everywhere(bilingual_project):
    bilingual_project.mark(SPANISH, "2026-11-22 · abcdef")
    assert len(spanish(bilingual_project).behind) == 7
    assert review_status.behind_notice(
        bilingual_project.library().language("es"), spanish(bilingual_project)
    ).endswith("dice ahora en: toda la página.")
    (notice,) = notices(bilingual_project)
    assert f"No version of {HANDOUT_FILE} is known by these letters and digits." in notice


def test_notices_are_printed_and_are_no_problems(capsys, monkeypatch):
    print_notices([Problem("docs/es/a.md", 3, "Late.")])
    assert capsys.readouterr().err == "Notice: docs/es/a.md:3: Late.\n"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    print_notices([Problem("docs/es/a.md", 3, "Late.")])
    assert capsys.readouterr().out == "::notice file=docs/es/a.md,line=3::Late.\n"


# A handout that is not translated -----------------------------------------------------------------


def add_english(project: Project, id: str, folder: str = "docs/en") -> None:
    """Add a handout that no other language has, before those that are there."""
    text = (
        (project.root / HANDOUT_FILE).read_text(encoding="utf-8").replace("order: 10", "order: 1")
    )
    project.write(f"{folder}/handouts/{id}.md", text.replace("Dry garden hands", f"On {id}"))


def untranslated(project: Project) -> list[str]:
    library, _ = library_loader.read(project.root, settings.read(project.root))
    return list(map(str, translation_notices.untranslated_handouts(library)))


@pytest.mark.parametrize("folder", ["docs/{}", "docs/clinic/{}"])
def test_a_handout_in_one_language_only_is_told_with_the_file_to_write(bilingual_project, folder):
    english, spanish = (f"{folder.format(code)}/handouts/kneeling.md" for code in ("en", "es"))
    add_english(bilingual_project, "kneeling", folder.format("en"))
    assert untranslated(bilingual_project) == [
        f"{spanish}: Readers of es get in en: kneeling, words-to-know. If that is meant so, there "
        f"is nothing to do. Else copy {english} to this place, translate it, and keep of its top "
        "lines only `title` and `summary`: the check tells what to add."
    ]
    front, body = (bilingual_project.root / english).read_text(encoding="utf-8")[4:].split("---", 1)
    top = [line for line in front.split("\n") if line.startswith(("title", "summary"))]
    bilingual_project.write(spanish, "\n".join(["---", *top, f"---{body}"]))
    (message,) = (
        str(problem) for problem in bilingual_project.problems() if "translated:" in str(problem)
    )
    bilingual_project.mark(spanish, message.rpartition("translated: ")[2])
    (notice,) = untranslated(bilingual_project)
    assert notice == ONLY_ENGLISH.replace("docs/es", folder.format("es"), 1)
    assert not any("translated:" in str(problem) for problem in bilingual_project.problems())


def test_a_library_that_leaves_out_translations_on_purpose_gets_one_line(bilingual_project):
    for number in range(10, 20):
        add_english(bilingual_project, f"walk-{number}")
    (notice,) = untranslated(bilingual_project)
    assert (
        f"in en: {', '.join(f'walk-{number}' for number in range(10, 18))} and 3 more. " in notice
    )


def test_a_page_that_is_unfinished_or_broken_in_translation_is_not_missing(bilingual_project):
    add_english(bilingual_project, "kneeling")
    kneeling = "docs/en/handouts/kneeling.md"
    bilingual_project.edit(kneeling, "order: 1\n", "order: 1\nunfinished: Write it.\n")
    add_english(bilingual_project, "digging")
    bilingual_project.write("docs/es/handouts/digging.md", "---\ntitle: [\n---\n")
    assert untranslated(bilingual_project) == [ONLY_ENGLISH]


# Who reviewed what --------------------------------------------------------------------------------


def test_a_translation_says_that_no_translator_reviewed_it_or_who_did(bilingual_project):
    language, handout = next(pair for pair in bilingual_project.library() if pair[0].code == "es")
    assert (
        review_status.translation_notice(language, handout)
        == language.labels["translation_review_none"]
    )
    review = (
        f"translation_review: {{who: A. Spade, role: traductora, on: 2026-11-20, sheet: "
        f"{handout.version}}}\ntranslated:"
    )
    bilingual_project.edit(SPANISH, "translated:", review)
    language, handout = next(pair for pair in bilingual_project.library() if pair[0].code == "es")
    assert (
        review_status.translation_notice(language, handout)
        == "Traducción revisada por A. Spade, traductora, el 20 de noviembre de 2026."
    )
    bilingual_project.edit(SPANISH, "La tierra seca la piel.", "La tierra reseca la piel.")
    language, handout = next(pair for pair in bilingual_project.library() if pair[0].code == "es")
    assert (
        review_status.translation_notice(language, handout)
        == "La traducción cambió después de su revisión del 20 de noviembre de 2026."
    )


def test_a_clinicians_review_is_of_the_original_and_holds_while_the_translation_keeps_up(
    bilingual_project,
):
    version = next(
        handout.version for _, handout in bilingual_project.library() if handout.id == "dry-hands"
    )
    review = (
        f"review: {{who: A. Spade, role: gardener, on: 2026-11-20, sheet: {version}}}\n"
        f"sources_gathered"
    )
    bilingual_project.edit(HANDOUT_FILE, "sources_gathered", review)
    language, handout = next(pair for pair in bilingual_project.library() if pair[0].code == "es")
    assert handout.review_state == "current"
    assert (
        review_status.review_notice(language, handout)
        == "A. Spade, gardener, revisó la página en inglés el 20 de noviembre de 2026."
    )
    bilingual_project.edit(HANDOUT_FILE, "Gloves help.", "Warm gloves help.")
    assert {
        handout.review_state
        for _, handout in bilingual_project.library()
        if handout.id == "dry-hands"
    } == {"changed"}


# The sites as one ---------------------------------------------------------------------------------


def test_a_word_with_a_name_that_nothing_fills_in_is_a_problem(bilingual_project):
    bilingual_project.edit("docs/es/words.yml", "{parts}", "{partes}")
    line = bilingual_project.line_of("docs/es/words.yml", "{partes}")
    assert list(map(str, bilingual_project.problems())) == [
        f"docs/es/words.yml:{line}: `behind` under `words` holds {{partes}}, which nothing fills "
        f"in."
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
