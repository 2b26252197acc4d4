"""What is wrong in the writing is told by a build as by a check, and words are shown as they were
written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pikepdf
import pytest

from handouts.build import pipeline
from handouts.checks import plain_text
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.problems import Problem, Refused
from support.project import HANDOUT_FILE as PAGE
from support.project import Project

WORDS = "docs/en/handouts/words-to-know.md"


def messages(project: Project) -> list[str]:
    """Return what a check says."""
    return [str(problem) for problem in project.problems()]


# What cannot be read ------------------------------------------------------------------------------


EDITS = {
    PAGE: (
        "title: Dry garden hands",
        "title: 'Dry [garden](x.md) hands'",
        f"{PAGE}:2: `title` holds a sign of Markdown: ]( would be shown as it stands. Write words "
        f"only.",
    ),
    "docs/en/cards/emergency.md": (
        "- your hand",
        "- [open](nope.md) your hand",
        f"docs/en/cards/emergency.md:6: There is no page nope.md from {PAGE}, which shows these "
        f"words.",
    ),
    "docs/en/glossary.yml": (
        "A cream that",
        "A [cream](nope.md) that",
        f"docs/en/glossary.yml:6: There is no page nope.md from {WORDS}, which shows these words.",
    ),
}


UNUSED = (
    "rake-notes: {publisher: Rake Club, title: Rakes, url: https://rakes.example, read: In full, "
    "trust: low, why: Tips.}\n"
)


def test_a_build_says_what_a_check_says_once_and_where_it_was_written(project: Project) -> None:
    """Also of words that stand on many pages: in lists of titles, in care cards, in the word
    list."""
    project.edit(WORDS, "/// glossary", "/// card | emergency\n///\n\n/// glossary")
    project.edit("docs/en/about/index.md", "Every fact", "/// card | emergency\n///\n\nEvery fact")
    for file, (old, new, _) in EDITS.items():
        project.edit(file, old, new)
    project.date()
    expected = sorted(sentence for _, _, sentence in EDITS.values())
    assert [message for message in messages(project) if "no section" not in message] == expected
    with pytest.raises(Refused) as refused:
        project.build()
    assert sorted(map(str, refused.value.problems)) == expected
    assert not (project.root / "site").exists()


def test_a_build_checks_the_pages_that_came_out(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only what is written: here a generator puts words into a page. And what all languages
    share is checked once. Nothing is published."""
    project.edit("docs/sources.yml", "glove-notes:", f"{UNUSED}glove-notes:")
    make_pages = pipeline.GENERATORS["mkdocs"]

    def generate(library: Library, language: Language, folder: Path) -> list[Problem]:
        problems = make_pages(library, language, folder)
        page = folder / "handouts/dry-hands/index.html"
        text = page.read_text(encoding="utf-8")
        assert text.count("Clay takes up water") == 1
        page.write_text(text.replace("Clay takes", f"Clay {'soil ' * 20} takes"), encoding="utf-8")
        return problems

    monkeypatch.setitem(pipeline.GENERATORS, "mkdocs", generate)
    with pytest.raises(Refused) as refused:
        project.build()
    page_problem, *source_problems = map(str, refused.value.problems)
    assert page_problem.startswith(f"{PAGE}:") and "A sentence has 29 words" in page_problem
    assert source_problems == messages(project)
    assert len(source_problems) == 1 and "docs/sources.yml" in source_problems[0]
    assert not (project.root / "site").exists()


# Text from front matter ---------------------------------------------------------------------------


def test_text_from_front_matter_is_shown_as_written_and_never_obeyed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the page's title, heading, description and lists, in the catalogue, in the search index,
    in the PDF.

    It is refused before that; here as if it were not.
    """
    monkeypatch.setattr(plain_text, "markup_messages", lambda text: iter(()))
    title = """<script>alert("1")</script> & 'soil' *not* [^soil-2020] {{ 1 }}"""
    summary = """See <b onclick=x()>why</b> & how </script> 'clay' `dries` "hands"."""
    project.edit(PAGE, "title: Dry garden hands", f"title: {json.dumps(title)}")
    project.edit(
        PAGE,
        "summary: See why soil dries your hands and what helps.",
        f"summary: {json.dumps(summary)}",
    )
    project.write("docs/en/search.yml", f"dry-hands: [{json.dumps(title)}]\n")
    project.edit(
        PAGE,
        "order: 10",
        "order: 10\nreview: {who: '<i>A</i> & B', role: <u>x, on: 2026-11-20, sheet: 2026-11-22 · "
        "0a1b2c}",
    )
    project.edit(
        "docs/clinic.yml", "emergency", "name: <u>Clinic</u> & Co\nphone: <tt>555\nemergency"
    )
    project.edit("docs/sources.yml", "Journal of Soil", "Journal of <i>Soil</i>")
    project.write(
        "docs/en/sheets.md",
        "---\ntitle: <i>Sheets</i> & co\nsummary: All <i>sheets</i> & more.\n---\n",
    )
    project.date()
    built = project.build()

    page = built.tree("handouts/dry-hands/index.html")
    curled = "<script>alert(“1”)</script> & ‘soil’ *not* [^soil-2020] {{ 1 }}"
    assert page.xpath("string(//title)") == f"{title} – Garden hands"
    assert page.xpath("string(//h1)") == curled
    assert page.xpath("//meta[@name='description']/@content") == [summary]
    assert (
        page.xpath("string(//p[@class='summary'])")
        == "See <b onclick=x()>why</b> & how </script> ‘clay’ `dries` “hands”."
    )
    assert page.xpath("//script[not(@src)]") == []
    for file, name in (("index.html", "home"), ("sheets/index.html", "sheets")):
        assert title in [link.text_content() for link in built.tree(file).xpath("//a")], name
        assert built.tree(file).xpath("//script[not(@src)]") == [], name
        assert b"<b onclick" not in built.data(file), name
    assert "<u>Clinic</u> & Co" in page.xpath("string(//footer)")
    assert "Journal of <i>Soil</i> & Skin, 2020." in page.xpath("string(//ol[@class='sources'])")
    assert "Changed since its review on 2026-11-20." in page.xpath("string(//p[@class='review'])")
    assert built.tree("sheets/index.html").xpath("string(//h1)") == "<i>Sheets</i> & co"
    for file in (file for file in built.files if file.endswith(".html")):
        assert not re.search(rb"<(i|u|tt|b)[ >]", built.data(file)), file

    entry = next(
        handout
        for handout in json.loads(built.data("catalog.json"))["handouts"]
        if handout["id"] == "dry-hands"
    )
    assert (entry["title"], entry["summary"], entry["review"]["who"]) == (
        title,
        summary,
        "<i>A</i> & B",
    )
    index = json.loads(
        built.data("search-index.js").decode().removeprefix("var handoutIndex=").removesuffix(";\n")
    )
    assert (index["handouts"][0]["title"], index["handouts"][0]["summary"]) == (title, summary)
    with pikepdf.open(built.folder / "handouts/dry-hands/dry-hands.pdf") as pdf:
        assert str(pdf.docinfo.Title) == title
        with pdf.open_outline() as outline:
            assert (
                outline.root[0].title.replace("\u200b", "") == curled
            )  # places where a long word may break
