"""The lifeboat: the same library built by another generator, compared with what MkDocs makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import HANDOUT_FILE, House, placed

from handouts import build, lifeboat
from handouts.built import Built
from handouts.problem import Problem, Refused

HANDOUT = "handouts/dry-hands/index.html"


def test_both_generators_make_the_same_library(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Same addresses, articles word for word, PDFs and catalogue; the checks have passed, or there would be no site."""
    monkeypatch.setenv("SITE_URL", "https://soil.example/garden/")
    house.edit(HANDOUT_FILE, "Dry garden hands", "Dry & “cracked” < garden > hands")  # what templates must not mistake for HTML
    house.stamp()
    old = house.build()
    build.build(house.root, house.root / "other", generator="zensical")
    new = Built(house.root / "other")
    print("\n".join(lifeboat.strange(old, new)))
    assert list(lifeboat.lost(old, new)) == []
    assert [one for one in lifeboat.strange(old, new) if one.startswith("Not the same")] == []
    assert b'data-handout="dry-hands"' in new.data(HANDOUT) and b"Content-Security-Policy" in new.data(HANDOUT)
    assert {file for file in new.files if file.endswith((".md", ".yml", ".json"))} == {file for file in old.files if file.endswith(".json")}
    assert sorted(path.name for path in house.root.iterdir() if path.name.startswith(("site", "other"))) == ["other", "site"]


def test_what_zensical_complains_about_is_told_at_its_page(house: House) -> None:
    house.edit(HANDOUT_FILE, "words-to-know.md#words", "words-to-know.md#wards")
    whole = house.library()
    assert lifeboat.pages(whole, whole.languages[0], house.root / "en") == [
        Problem(HANDOUT_FILE, 0, "Zensical says: anchor does not exist.")
    ]
    assert not (house.root / "en").exists()


def test_a_generator_that_fails_is_one_sentence(house: House) -> None:
    house.edit("mkdocs.yml", "name: material", "name: gone")
    with pytest.raises(Refused) as refused:
        build.build(house.root, house.root / "site", generator="zensical")
    assert [(one.path, one.message.split(":")[0]) for one in refused.value.problems] == [("mkdocs.yml", "Zensical says")]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"b.pdf": None}, "Only in old/: b.pdf"),
        ({"c.html": "<p>"}, "Not in old/: c.html"),
        ({"b.pdf": "%PDF 2"}, "Not the same: b.pdf"),
        ({"catalog.json": "[]"}, "Not the same: catalog.json"),
        ({"a.html": '<body><article data-handout="a"><p>No</p></article>'}, "Not the same: a.html"),
        ({"404.html": "<main>Away</main>"}, "Not the same: 404.html"),
        ({"a.html": '<div>x</div><article data-handout="a">\n  <p>Yes</p></article>'}, None),
        ({"assets/stylesheets/main.1.css": None, "assets/stylesheets/main.2.css": ""}, None),
    ],
)  # fmt: skip
def test_what_must_be_the_same_and_is_not_is_told(tmp_path: Path, files: dict[str, str | None], said: str | None) -> None:
    same = {
        "a.html": '<article data-handout="a"> <p>Yes</p></article>', "404.html": "<main>Lost</main>", "b.pdf": "%PDF",
        "catalog.json": "{}", "assets/stylesheets/main.1.css": "",
    }  # fmt: skip
    old = placed(tmp_path / "old", same)
    new = placed(tmp_path / "new", {name: text for name, text in (same | files).items() if text is not None})
    assert list(lifeboat.lost(old, new)) == ([said] if said else [])


def test_what_differs_around_the_articles_is_counted(tmp_path: Path) -> None:
    old = placed(tmp_path / "old", {f"{'x/' * depth}a.html": f'<link href="{"../" * depth}1.css"><p>Hi</p>' for depth in range(3)})
    new = placed(tmp_path / "new", {f"{'x/' * depth}a.html": f'<link href="{"../" * depth}2.css"><p>Hi</p>' for depth in range(3)})
    assert list(lifeboat.strange(old, new)) == ['- 3 × <link href="1.css">', '+ 3 × <link href="2.css">']
