"""The search index: what it holds, and what it must not."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator

import pytest
from conftest import HANDOUT, HANDOUT_FILE, House

from handouts.checks import paired_statements
from handouts.markdown import extension, preprocessor
from handouts.model.addresses import file_of
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.outputs import search_index, zip_archive
from handouts.pages import article
from handouts.site.built_site import Built

SPANISH = """\
---
title: Manos secas
summary: Vea por qué la tierra seca las manos.
search: [grietas]
changed: 2026-11-01
fingerprint: "000000"
translated_from: 2026-11-01 · 000000
---

## Puntos clave { #key-points }
"""


def index(house: House, code: str = "en") -> tuple[str, dict]:
    library = house.library()
    language = library.language(code)
    articles = {
        one.id: article.fragment(extension.rendered(library, language, preprocessor.marked(one)))
        for one in language.handouts
    }
    ((address, data),) = search_index.index(library, language, articles)
    return address, parsed(data)


def in_parts(house: House) -> dict[str, bytes]:
    library = house.library()
    language = library.languages[0]
    articles = {
        one.id: article.fragment(extension.rendered(library, language, preprocessor.marked(one)))
        for one in language.handouts
    }
    return dict(search_index.index(library, language, articles))


def added_up(parts: list[dict]) -> dict:
    """What the script in the page makes of the parts of an index."""
    whole, *more = parts
    for part in more:
        for at, one in enumerate(part["handouts"], part["from"]):
            if at == len(whole["handouts"]):
                whole["handouts"].append({})
            whole["handouts"][at] |= one
    return whole


def parsed(data: bytes) -> dict:
    script = data.decode()
    assert (
        script.startswith("var handoutIndex=")
        and script.endswith(";\n")
        and script.count("\n") == 1
    )
    return json.loads(script.removeprefix("var handoutIndex=").removesuffix(";\n"))


def strings(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, (list, dict)):
        for one in found.values() if isinstance(found, dict) else found:
            yield from strings(one)


def test_the_index_is_one_classic_script(house):
    """Classic, so that it runs below any policy and from a folder; its one statement sets one variable."""
    address, found = index(house)
    assert address == "search-index.js"
    bag = found["handouts"][0].pop("bag")
    assert bag == sorted(bag) and {"clay", "wool"} < set(bag) and "the" not in bag
    assert (bag.count("clay"), bag.count("gloves")) == (1, 3)
    assert found["handouts"][0] == {
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
    assert [one["id"] for one in found["handouts"]] == ["dry-hands", "words-to-know"]
    assert "the" in found["idle"]


@pytest.mark.parametrize("place", ["title: Dry garden hands", "summary: See why", "## Why does"])
@pytest.mark.parametrize("word", ["Chilblain", "chilblain", "frost sores"])
def test_what_people_type_for_a_word_of_the_word_list_finds_the_pages_about_it(house, place, word):
    house.edit(
        "docs/en/glossary.yml",
        "  search: [itchy toes]\n",
        "  search: [itchy toes, red toes]\n  forms: [frost sores]\n",
    )
    house.edit(HANDOUT_FILE, place, f"{place} {word} in")
    _, found = index(house)
    assert [one["terms"] for one in found["handouts"]] == [["itchy toes", "red toes"], []]


def test_part_of_a_word_is_not_the_word(house):
    house.edit(HANDOUT_FILE, "title: Dry garden hands", "title: Chilblainless hands")
    assert index(house)[1]["handouts"][0]["terms"] == []


def test_each_language_has_its_own_index_and_only_its_own_words(house):
    house.write("mkdocs.es.yml", "INHERIT: mkdocs.yml\ndocs_dir: docs/es\ntheme: {language: es}\n")
    house.write("docs/es/words.yml", (house.root / "docs/en/words.yml").read_text(encoding="utf-8"))
    house.write(
        "docs/es/handouts/dry-hands.md",
        SPANISH + HANDOUT.split("{ #key-points }\n")[1].replace("soil dry skin", "la tierra seca"),
    )
    assert [one["title"] for one in index(house, "en")[1]["handouts"]] == [
        "Dry garden hands",
        "Garden words",
    ]
    address, found = index(house, "es")
    assert address == "es/search-index.js"
    assert [(one["title"], one["link"], one["words"]) for one in found["handouts"]] == [
        ("Manos secas", "handouts/dry-hands/", ["grietas"])
    ]
    assert found["handouts"][0]["heads"][:2] == ["Puntos clave", "Why does la tierra seca?"]


def test_headings_that_most_handouts_share_tell_nothing(house):
    for name in ("wet-hands", "cold-hands"):
        text = HANDOUT.replace("Why does soil dry skin?", f"Why {name}?")
        house.write(HANDOUT_FILE.replace("dry-hands", name), text)
    heads = {one["id"]: one["heads"] for one in index(house)[1]["handouts"]}
    assert (heads["dry-hands"], heads["wet-hands"]) == (
        ["Why does soil dry skin?"],
        ["Why wet-hands?"],
    )


def test_a_closing_tag_or_quote_in_a_title_stays_a_string(house):
    title = """</script><b> "Soil" \\ 'n' \u2028 more"""
    house.edit(HANDOUT_FILE, "title: Dry garden hands", "title: " + json.dumps(title))
    assert index(house)[1]["handouts"][0]["title"] == title


# An index in parts -------------------------------------------------------------------------------------------------------


@pytest.fixture
def large(house: House) -> House:
    """The small library with thirty more handouts, each with words of its own."""
    for number in range(30):
        words = " ".join(
            hashlib.sha256(f"{number} {turn}".encode()).hexdigest().translate(LETTERS)
            for turn in range(8)
        )
        text = HANDOUT.replace("title: Dry", f"title: Sheet {number}, dry").replace(
            "Soil dries skin.", f"Soil dries {words} skin."
        )
        house.write(f"docs/en/handouts/sheet-{number}.md", text)
    return house


LETTERS = str.maketrans("0123456789", "ghijklmnop")


def test_today_s_index_is_one_file_that_names_no_other(house):
    found = index(house)[1]
    assert (found["src"], found["from"]) == ([], 0)


@pytest.mark.parametrize("limit", [6_000, 4_500, 3_700])
def test_the_parts_of_a_large_index_hold_what_one_file_would(large, monkeypatch, limit):
    whole = index(large)[1]
    monkeypatch.setattr(search_index, "LIMIT", limit)
    made = in_parts(large)
    assert made == in_parts(large)
    assert max(len(zlib.compress(data, 6)) for data in made.values()) <= limit
    first, *more = map(parsed, made.values())
    assert (
        first["src"]
        == list(made)[1:]
        == [f"search-index.{number}.js" for number in range(2, len(made) + 1)]
        != []
    )
    assert all(one.keys() == {"from", "handouts"} for one in more)
    assert (len(first["handouts"]) == len(whole["handouts"])) == (limit > 4_200), (
        "all titles stand in the first part while they fit"
    )
    assert not any("bag" in one for one in first["handouts"])
    assert added_up([first, *more]) == whole | {"src": first["src"]}


def test_a_handout_that_fits_nowhere_has_a_part_of_its_own(house, monkeypatch):
    whole = index(house)[1]
    monkeypatch.setattr(search_index, "LIMIT", 10)
    parts = [parsed(data) for data in in_parts(house).values()]
    assert [len(part["handouts"]) for part in parts] == [1, 1, 1, 1]
    assert added_up(parts) == whole | {"src": parts[0]["src"]}


def test_all_parts_are_checked_packed_and_promised_to_nobody(house, monkeypatch):
    monkeypatch.setattr(search_index, "LIMIT", 10)
    made = in_parts(house)
    library = house.library()
    assert not any(library.promises(file) for file in made) and library.promises(
        "handouts/search-index.2.js"
    )
    for file, data in made.items():
        (house.root / "out").mkdir(exist_ok=True)
        (house.root / "out" / file).write_bytes(data)
    built = Built(house.root / "out")
    asked = {link.target for file in made for link in built.content(file).links}
    assert asked == {*list(made)[1:], "handouts/dry-hands/", "handouts/words-to-know/", "about/"}
    packed = zipfile.ZipFile(io.BytesIO(zip_archive.archive(library, built)[1]))
    parts = [parsed(packed.read(f"garden-hands/{file}")) for file in made]
    assert [one["link"] for part in parts for one in part["handouts"] if "link" in one] == [
        "handouts/dry-hands/index.html", "handouts/words-to-know/index.html",
    ]  # fmt: skip


# The script ---------------------------------------------------------------------------------------------------------------


def test_readers_load_one_script_and_its_parts_are_not_published(real):
    library, built = real
    for language in library.languages:
        assert b"function cardsFor(" in built.data(f"{library.home(language)}assets/search.js")
    assert [file for file in built.files if "assets/js/" in file] == []


# The real library --------------------------------------------------------------------------------------------------------


def real_index(real) -> Iterator[tuple[Library, Language, dict]]:
    library, built = real
    for language in library.languages:
        yield library, language, parsed(built.data(library.search_index(language)))


def test_every_real_handout_is_in_its_index_and_every_link_leads_there(real):
    for library, language, found in real_index(real):
        assert [one["id"] for one in found["handouts"]] == [one.id for one in language.handouts]
        for one in found["handouts"]:
            assert file_of(library.home(language) + one["link"]) in real[1].files
            assert not one["link"].startswith(("/", ".", "http"))


def test_no_sentence_of_a_real_article_is_in_the_index(real):
    """Whoever sees a result sees a title and a summary, never a sentence torn out of its place."""
    library, built = real
    for _, language, found in real_index(real):
        whole = " ".join(strings(found)).lower()
        for one in language.handouts:
            page = article.of(built.tree(file_of(library.address(one))))
            sentences = [
                block.text
                for block in page.blocks()
                if not block.card
                and block.kind in ("p", "li", "td", "dd")
                and len(block.text.split()) > 5
            ]
            assert len(sentences) > 3
            assert [
                text for text in sentences if text != one.summary and text.lower() in whole
            ] == []


def text_of(runs: list[str | list[str]]) -> str:
    """The words of a line of a card, those of its links too."""
    return "".join(run if isinstance(run, str) else run[0] for run in runs)


def test_no_string_of_the_index_splits_a_real_pair(real):
    """Single words say nothing, and are never shown: those of the bag, names of a word list, and what is typed for them."""
    for _, language, found in real_index(real):
        assert language.pairs
        for one in found["handouts"]:
            bag = one.pop("bag")
            names = [
                one.pop("title"),
                *one.pop("words"),
                *one.pop("heads"),
            ]  # a name alone promises nothing
            pairs = [pair for pair in language.pairs if len(pair.when) > 1]
            assert [
                (text, pair.why)
                for text in names
                for pair in paired_statements.split_pairs(pairs, text)
            ] == []
            del one["id"], one["link"]  # addresses promise nothing
            one.pop("terms")  # what people type for words of the list: never shown
            assert bag == sorted(bag) and (
                set(bag) <= language.terms.keys() or not any(" " in word for word in bag)
            )
        for card in found["danger"].pop("cards"):  # a card is shown whole
            whole = "\n".join(
                text_of(runs) for runs in (card["title"], *(runs for _, runs in card["parts"]))
            )
            assert [
                (whole, pair.why) for pair in paired_statements.split_pairs(language.pairs, whole)
            ] == []
        assert [
            (text, pair.why)
            for text in strings(found)
            for pair in paired_statements.split_pairs(language.pairs, text)
        ] == []
