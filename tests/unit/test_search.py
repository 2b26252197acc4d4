"""The search index: what it holds, and what it must not."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handouts.markdown import extension, preprocessor
from handouts.outputs import search_index, zip_archive
from handouts.pages import article
from handouts.site.built_site import Built
from support.project import HANDOUT, HANDOUT_FILE, Project

Contents = dict[str, Any]
SPANISH = """\
---
title: Manos secas
summary: Vea por qué la tierra seca las manos.
translated: 2026-11-01 · 000000
---

## Puntos clave { #key-points }
"""


def parts_of(project: Project, code: str = "en") -> Callable[[], dict[str, bytes]]:
    """Read and render a library once, and return what makes the parts of its index."""
    library = project.library()
    language = library.language(code)
    articles = {
        handout.id: article.fragment(
            extension.render(library, language, preprocessor.markdown_with_id(handout))
        )
        for handout in language.handouts
    }
    return lambda: dict(search_index.index(library, language, articles))


def index(project: Project, code: str = "en") -> tuple[str, Contents]:
    ((address, data),) = parts_of(project, code)().items()
    return address, contents_of(data)


def merged(parts: list[Contents]) -> Contents:
    """Put the parts of an index together, as the script in the page does."""
    complete, *later = parts
    for part in later:
        for position, handout in enumerate(part["handouts"], part["from"]):
            if position == len(complete["handouts"]):
                complete["handouts"].append({})
            complete["handouts"][position] |= handout
    return complete


def contents_of(data: bytes) -> Contents:
    script = data.decode()
    assert (
        script.startswith("var handoutIndex=")
        and script.endswith(";\n")
        and script.count("\n") == 1
    )
    return json.loads(script.removeprefix("var handoutIndex=").removesuffix(";\n"))


def test_the_index_is_one_classic_script(project):
    """Classic, so that it runs below any policy and from a folder; its one statement sets one
    variable."""
    address, contents = index(project)
    assert address == "search-index.js"
    sections = contents["handouts"][0].pop("sections")
    assert sections[2:4] == [
        ["why", ["Why does soil dry skin?", "Clay takes up water, so your skin dries out."]],
        [
            "what-helps",
            [
                "What helps?",
                "Glove: Good for",
                "Wool: Cold days",
                "Rubber: Wet soil",
                "See the list of words.",
            ],
        ],
    ]
    assert sections[-1][0] == "", "questions answer nothing"
    assert contents["handouts"][1]["bag"] == ["barrier cream", "chilblain"]
    assert contents["handouts"][0] == {
        "id": "dry-hands",
        "title": "Dry garden hands",
        "summary": "See why soil dries your hands and what helps.",
        "link": "handouts/dry-hands/",
        "words": ["cracked fingers"],
        "heads": [
            "Key points",
            "Why does soil dry skin?",
            "What helps?",
            "What you can do",
            "When to get help",
            "Questions to ask",
        ],
        "terms": [],
    }
    assert [handout["id"] for handout in contents["handouts"]] == ["dry-hands", "words-to-know"]
    assert "the" in contents["idle"]


@pytest.mark.parametrize("place", ["title: Dry garden hands", "summary: See why", "## Why does"])
@pytest.mark.parametrize("word", ["Chilblain", "chilblain", "frost sores"])
def test_what_people_type_for_a_word_of_the_word_list_finds_the_pages_about_it(
    project, place, word
):
    project.edit(
        "docs/en/glossary.yml",
        "  search: [itchy toes]\n",
        "  search: [itchy toes, red toes]\n  forms: [frost sores]\n",
    )
    project.edit(HANDOUT_FILE, place, f"{place} {word} in")
    _, contents = index(project)
    assert [handout["terms"] for handout in contents["handouts"]] == [
        ["itchy toes", "red toes"],
        [],
    ]


def test_a_text_names_those_without_which_it_says_half(project):
    """The warning of its section, which may stand in another text of it."""
    project.write(
        "docs/en/pairs.yml",
        "cream: {when: [cream may help], then: [may sting], why: It can hurt.}\n",
    )
    project.edit(
        HANDOUT_FILE,
        "Clay takes up",
        "A cream may sting.\n\nA cream may help you.\n\nClay takes up",
    )
    project.edit(HANDOUT_FILE, "A cream may help too.", "A scarf may help too.")
    (why,) = (part for part in index(project)[1]["handouts"][0]["sections"] if part[0] == "why")
    assert why[2] == {"2": [1]} and why[1][1:3] == ["A cream may sting.", "A cream may help you."]


def test_part_of_a_word_is_not_the_word(project):
    project.edit(HANDOUT_FILE, "title: Dry garden hands", "title: Chilblainless hands")
    assert index(project)[1]["handouts"][0]["terms"] == []


def test_each_language_has_its_own_index_and_only_its_own_words(project):
    project.write(
        "mkdocs.es.yml", "INHERIT: mkdocs.yml\ndocs_dir: docs/es\ntheme: {language: es}\n"
    )
    project.write(
        "docs/es/words.yml", (project.root / "docs/en/words.yml").read_text(encoding="utf-8")
    )
    project.write(
        "docs/es/handouts/dry-hands.md",
        SPANISH + HANDOUT.split("{ #key-points }\n")[1].replace("soil dry skin", "la tierra seca"),
    )
    project.write("docs/es/search.yml", "dry-hands: [grietas]\n")
    assert [handout["title"] for handout in index(project, "en")[1]["handouts"]] == [
        "Dry garden hands",
        "Garden words",
    ]
    address, contents = index(project, "es")
    assert address == "es/search-index.js"
    assert [
        (handout["title"], handout["link"], handout["words"]) for handout in contents["handouts"]
    ] == [("Manos secas", "handouts/dry-hands/", ["grietas"])]
    assert contents["handouts"][0]["heads"][:2] == ["Puntos clave", "Why does la tierra seca?"]


def test_headings_that_most_handouts_share_tell_nothing(project):
    for name in ("wet-hands", "cold-hands"):
        text = HANDOUT.replace("Why does soil dry skin?", f"Why {name}?")
        project.write(HANDOUT_FILE.replace("dry-hands", name), text)
    heads = {handout["id"]: handout["heads"] for handout in index(project)[1]["handouts"]}
    assert (heads["dry-hands"], heads["wet-hands"]) == (
        ["Why does soil dry skin?"],
        ["Why wet-hands?"],
    )


def test_a_closing_tag_or_quote_in_a_title_stays_a_string(project):
    title = """</script><b> "Soil" \\ 'n' more"""
    project.edit(HANDOUT_FILE, "title: Dry garden hands", "title: " + json.dumps(title))
    assert index(project)[1]["handouts"][0]["title"] == title


# An index in parts --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def large_index(
    dated_project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], dict[str, bytes]]:
    """Makes the index of a library with thirty more handouts, each with words of its own."""
    project = Project(tmp_path_factory.mktemp("large") / "project")
    shutil.copytree(dated_project, project.root)
    for number in range(30):
        words = " ".join(
            hashlib.sha256(f"{number} {turn}".encode()).hexdigest().translate(LETTERS)
            for turn in range(8)
        )
        text = HANDOUT.replace("title: Dry", f"title: Sheet {number}, dry").replace(
            "Soil dries skin.", f"Soil dries {words} skin."
        )
        project.write(f"docs/en/handouts/sheet-{number}.md", text)
    return parts_of(project)


LETTERS = str.maketrans("0123456789", "ghijklmnop")


def test_today_s_index_is_one_file_that_names_no_other(project):
    contents = index(project)[1]
    assert (contents["src"], contents["from"]) == ([], 0)


@pytest.mark.parametrize("limit", [6_000, 3_000, 900])
def test_the_parts_of_a_large_index_hold_what_one_file_would(large_index, monkeypatch, limit):
    (complete,) = map(contents_of, large_index().values())
    monkeypatch.setattr(search_index, "LIMIT", limit)
    parts = large_index()
    assert parts == large_index()
    assert max(len(zlib.compress(data, 6)) for data in parts.values()) <= limit
    first, *later = map(contents_of, parts.values())
    assert (
        first["src"]
        == list(parts)[1:]
        == [f"search-index.{number}.js" for number in range(2, len(parts) + 1)]
        != []
    )
    assert all(part.keys() == {"from", "handouts"} for part in later)
    assert (len(first["handouts"]) == len(complete["handouts"])) == (limit > 950), (
        "all titles stand in the first part while they fit"
    )
    assert not any({"bag", "sections"} & handout.keys() for handout in first["handouts"])
    assert merged([first, *later]) == complete | {"src": first["src"]}


def test_a_handout_that_fits_nowhere_has_a_part_of_its_own(project, monkeypatch):
    complete = index(project)[1]
    monkeypatch.setattr(search_index, "LIMIT", 10)
    parts = [contents_of(data) for data in parts_of(project)().values()]
    assert [len(part["handouts"]) for part in parts] == [1, 1, 1, 1]
    assert merged(parts) == complete | {"src": parts[0]["src"]}


def test_all_parts_are_checked_packed_and_promised_to_nobody(project, monkeypatch):
    monkeypatch.setattr(search_index, "LIMIT", 10)
    scripts = parts_of(project)()
    library = project.library()
    assert not any(library.is_permanent(file) for file in scripts) and library.is_permanent(
        "handouts/search-index.2.js"
    )
    for file, data in scripts.items():
        (project.root / "out").mkdir(exist_ok=True)
        (project.root / "out" / file).write_bytes(data)
    built = Built(project.root / "out")
    targets = {link.target for file in scripts for link in built.content(file).links}
    assert targets == {
        *list(scripts)[1:],
        "handouts/dry-hands/",
        "handouts/words-to-know/",
        "about/",
    }
    packed = zipfile.ZipFile(io.BytesIO(zip_archive.archive(library, built)[1]))
    parts = [contents_of(packed.read(f"garden-hands/{file}")) for file in scripts]
    assert [
        handout["link"] for part in parts for handout in part["handouts"] if "link" in handout
    ] == ["handouts/dry-hands/index.html", "handouts/words-to-know/index.html"]
