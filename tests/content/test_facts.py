"""Every fact stands where facts.yml says, with its number and hedge, on the page that patients see."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import cache

import pytest
import yaml

from handouts.checks import paired_statements
from handouts.model.addresses import file_of
from handouts.pages import article
from handouts.pages.article import Block
from support.docs import WITHDRAWN, about
from support.project import ROOT, BuiltLibrary

FACTS = yaml.safe_load((ROOT / "tests/content/facts.yml").read_text(encoding="utf-8")) or {}
WRITTEN = {id: fact["stands"] for id, fact in FACTS.items()}
for fact in FACTS.values():
    fact["stands"] = [place for place in fact["stands"] if place["page"] not in WITHDRAWN]
SEEDS = [f"S{number:02}" for number in range(1, 52)]
RUNS = {
    line.strip()
    for line in (ROOT / "tests/content/starting_text_runs.txt").read_text().splitlines()
    if line[0] != "#"
}

each_fact = pytest.mark.parametrize(
    "id",
    [
        pytest.param(
            id, marks=about(*(f"en/handouts/{place['page']}.md" for place in fact["stands"]))
        )
        for id, fact in FACTS.items()
    ],
)
medicines = about("en/handouts/medicines-for-calcinosis.md")

# Pairs that may not be split: the second stands in the same section as the first.
PAIRS = [
    ("S39", "F058"), ("S39", "F108"), ("S39", "F111"), ("S40", "F109"), ("S41", "F116"), ("S44", "F158"), ("F045", "F169"),
    ("F045", "F183"), ("F046", "F170"), ("F052", "F160"), ("F052", "F168"), ("F053", "F182"), ("F074", "F161"), ("F074", "F171"),
    ("F074", "F172"), ("F080", "F162"), ("F080", "F173"), ("F115", "F167"), ("F116", "F159"), ("F116", "F165"), ("F117", "F115"),
]  # fmt: skip


def plain(text: str) -> str:
    """Words as a ledger writes them: straight quotes, single spaces."""
    text = (
        text.replace("“", '"')
        .replace("”", '"')
        .replace("’", "'")
        .replace("‘", "'")
        .replace("\u00a0", " ")
    )
    return " ".join(text.split())


@pytest.fixture(scope="module")
def page_blocks(built_library: BuiltLibrary) -> Callable[[str], tuple[Block, ...]]:
    """The blocks of a built page, by handout id."""
    library, built = built_library

    @cache
    def of(page: str) -> tuple[Block, ...]:
        one = next(one for one in library.languages[0].handouts if one.id == page)
        return article.of(built.tree(file_of(library.address(one)))).blocks()

    return of


@pytest.fixture(scope="module")
def blocks(
    page_blocks: Callable[[str], tuple[Block, ...]],
) -> Callable[[str], list[tuple[str, frozenset[str]]]]:
    """The words and the sources of each block of a built page, by handout id."""

    @cache
    def of(page: str) -> list[tuple[str, frozenset[str]]]:
        return [(plain(block.text), frozenset(block.cites)) for block in page_blocks(page)]

    return of


@pytest.fixture(scope="module")
def sections(page_blocks):
    """The words of each block of a built page, section by section, by handout id."""

    @cache
    def of(page: str) -> list[list[str]]:
        return [
            [plain(block.text) for block in section]
            for section in paired_statements.sections(page_blocks(page))
        ]

    return of


@medicines
def test_every_seed_fact_has_a_place():
    assert [id for id in SEEDS if not WRITTEN.get(id)] == []
    assert all(FACTS[id]["seed"] for id in SEEDS)


@each_fact
def test_fact_stands_on_its_pages(id, blocks):
    for place in FACTS[id]["stands"]:
        wanted = [plain(words) for words in place["words"]]
        cites = set(place.get("cites", []))
        assert any(
            all(words in text for words in wanted) and cites <= cited
            for text, cited in blocks(place["page"])
        ), f"{place['page']}: no block holds {wanted} and cites {sorted(cites)}"


@each_fact
def test_numbers_of_a_fact_are_in_the_ledger(id):
    """Each number that a fact gives is among the words that some page must hold, or is told as `told_as` says."""
    fact = FACTS[id]
    told = (
        " ".join(words for place in WRITTEN[id] for words in place["words"])
        + " "
        + fact.get("told_as", "")
    )
    numbers = set(re.findall(r"\d+(?:\.\d+)?", fact["says"]))
    spoken = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "seven": "7"}
    held = set(re.findall(r"\d+(?:\.\d+)?", told)) | {
        digit for word, digit in spoken.items() if re.search(rf"\b{word}\b", told, re.I)
    }
    assert numbers - held == set()


HEDGES = (
    "may", "can", "about", "as many as", "sometimes", "often", "most", "some", "seem", "might", "thought to", "linked", "idea",
    "not fully", "nearly", "usually",
)  # fmt: skip


@each_fact
def test_a_hedged_fact_is_told_with_a_hedge(id, blocks):
    """Where a fact is hedged, each block that tells it holds a hedge too, unless the ledger explains why not."""
    fact = FACTS[id]
    plain_hedges = (
        "may",
        "about",
        "as many as",
        "sometimes",
        "seem",
        "thought to",
        "might",
        "idea",
    )
    if "unhedged" in fact or not any(
        re.search(rf"\b{hedge}", fact["says"], re.I) for hedge in plain_hedges
    ):
        return
    for place in fact["stands"]:
        wanted = [plain(words) for words in place["words"]]
        holding = [
            text for text, _ in blocks(place["page"]) if all(words in text for words in wanted)
        ]
        assert any(re.search(rf"\b{hedge}", text, re.I) for text in holding for hedge in HEDGES), (
            holding
        )


@medicines
@pytest.mark.parametrize("hope, warning", PAIRS)
def test_a_hope_stands_in_one_section_with_its_warning(hope, warning, sections):
    """On the page that tells the hope, each part of the warning stands in the section of that hope."""

    def holds(section: list[str], words: list[str]) -> bool:
        return any(all(plain(one) in text for one in words) for text in section)

    pages = {place["page"] for place in FACTS[warning]["stands"]} - {
        "words-to-know",
        "when-to-get-help",
    }
    shared = [
        place for place in FACTS[hope]["stands"] if place["page"] in pages and "apart" not in place
    ]
    assert shared
    for place in shared:
        partners = [
            other["words"] for other in FACTS[warning]["stands"] if other["page"] == place["page"]
        ]
        found = [section for section in sections(place["page"]) if holds(section, place["words"])]
        assert found and all(
            any(holds(section, words) for words in partners) for section in found
        ), place


@medicines
def test_the_review_against_warfarin_comes_first(sections):
    for place in FACTS["S39"]["stands"]:
        texts = [" ".join(section) for section in sections(place["page"])]
        found = [text for text in texts if all(plain(words) in text for words in place["words"])]
        assert found and all(
            0 <= text.find("should not be used") < text.find("smaller lumps") for text in found
        )


def test_no_run_of_eight_words_of_the_starting_text(built_library):
    """Own words throughout: the hashes stand for every run of eight words of the text that the library started from."""
    _, built = built_library
    for file in sorted(built.files):
        if file.endswith(".html"):
            text = " ".join(built.tree(file).xpath("//body")[0].itertext()).replace("’", "'")
            words = re.findall(r"[a-z']+", text.lower())
            for at in range(len(words) - 7):
                run = " ".join(words[at : at + 8])
                assert hashlib.sha256(run.encode()).hexdigest()[:16] not in RUNS, f"{file}: {run}"


def test_the_runs_are_there_to_be_found():
    assert len(RUNS) > 300 and all(re.fullmatch(r"[0-9a-f]{16}", run) for run in RUNS)
