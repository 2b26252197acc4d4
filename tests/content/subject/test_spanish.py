"""The Spanish edition says what the English one says: part by part, block by block, and in Spanish
only."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import yaml

from handouts.model.addresses import file_of
from handouts.pages import article
from handouts.pages.article import Block
from support.docs import HANDOUTS, about
from support.project import ROOT, BuiltLibrary

pytestmark = about("es/words.yml")

# A handout that is not there `check` tells: its readers get the English one meanwhile.
IDS = sorted(id for code, id in HANDOUTS if code == "es")
# Words that stand in nearly every English sentence and are no Spanish words.
ENGLISH = frozenset(
    "the and of to is are was were with your you for that this what when which who how from have "
    "has had not they it its be been will would "
    "should may might about if or by on at at as an their them there these those can could more "
    "most some than then also because".split()
)
# Names that stay English: of organizations and services, and words quoted as such.
NAMES = re.compile(
    r"off-label|Hep B|504|IEP|MyositisSupport|Cure JM|The Myositis Association|Myositis Support "
    r"and Understanding|Understanding Myositis|"
    r"Mayo Clinic|Scleroderma|Lifeline|CC BY|GitHub Pages|README|CONTRIBUTING|NXP-2|MDA-5"
)
SAME = {  # interface words that are the same in both languages
    "sheet_page", "print_standard_a4", "form_standard_a4", "share_as_letter", "share_as_a4", "day",
}  # fmt: skip
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@pytest.fixture(scope="module")
def both(
    built_library: BuiltLibrary,
) -> Callable[[str], tuple[list[article.Block], list[article.Block]]]:
    """The blocks of a handout in English and in Spanish, as they were built."""
    library, built = built_library

    def of(id: str) -> tuple[list[Block], list[Block]]:
        if library.languages[1].by_id[id].behind:
            pytest.skip("this translation is behind, and says so")
        editions = []
        for language in library.languages[:2]:
            handout = next(handout for handout in language.handouts if handout.id == id)
            page = article.article_of_page(built.tree(file_of(library.address(handout))))
            editions.append(list(page.blocks()))
        return editions[0], editions[1]

    return of


def terms(blocks: list[Block]) -> list[Block]:
    """The word list is in the order of each language's alphabet, so its entries are compared
    without order."""
    return [block for block in blocks if block.kind in ("dt", "dd")]


def blocks_in_order(blocks: list[Block]) -> list[Block]:
    return [block for block in blocks if block.kind not in ("dt", "dd")]


def test_every_page_is_there(built_library):
    library, _ = built_library
    assert [language.code for language in library.languages] == ["en", "es"]
    assert sorted(page.address for page in library.languages[1].pages) == sorted(
        page.address for page in library.languages[0].pages
    )


@pytest.mark.parametrize("id", IDS)
def test_the_same_parts_and_blocks_in_the_same_order(id, both):
    english, spanish = both(id)
    shape = [
        [(block.part, block.card, block.kind) for block in blocks_in_order(blocks)]
        for blocks in (english, spanish)
    ]
    assert shape[1] == shape[0]


@pytest.mark.parametrize("id", IDS)
def test_the_same_sources_and_links_block_by_block(id, both):
    english, spanish = both(id)
    for original, translation in zip(
        blocks_in_order(english), blocks_in_order(spanish), strict=True
    ):
        assert sorted(translation.cites) == sorted(original.cites), translation.text
        assert len(translation.links) == len(original.links), translation.text


def test_the_word_list_has_as_many_words_and_the_same_sources(both):
    english, spanish = both("words-to-know")
    assert (
        sum(block.kind == "dt" for block in spanish)
        >= sum(block.kind == "dt" for block in english) - 6
    )
    assert {id for block in terms(spanish) for id in block.cites} == {
        id for block in terms(english) for id in block.cites
    }


@pytest.mark.parametrize("id", IDS)
def test_nothing_is_left_in_english(id, both):
    for block in both(id)[1]:
        words = re.findall(r"[^\W\d_]+", NAMES.sub(" ", block.text).lower())
        assert not set(words) & ENGLISH, block.text


def interface(code: str) -> dict:
    return yaml.safe_load((ROOT / f"docs/{code}/words.yml").read_text(encoding="utf-8"))


def test_every_word_of_the_site_is_translated():
    english, spanish = interface("en"), interface("es")
    for under in ("words", "categories", "audiences"):
        same = {key for key, words in spanish[under].items() if words == english[under][key]}
        assert same <= SAME


def test_what_the_site_says_holds_no_english():
    for key, words in interface("es")["words"].items():
        if key not in (
            "search_idle",
            "search_faint",
            "search_alike",
            "new_page",
            "license_address",
        ):
            english = (
                set(re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}", " ", words).lower())) & ENGLISH
            )
            assert not english, f"{key}: {words}"


def test_plain_pages_hold_no_english(built_library):
    library, _ = built_library
    for page in library.languages[1].pages:
        text = " ".join(page.source.body.split())
        text = re.sub(r"\]\([^)]*\)|`[^`]*`|\{[^}]*\}", " ", text)
        assert not set(re.findall(r"[^\W\d_]+", NAMES.sub(" ", text).lower())) & ENGLISH, (
            page.address
        )
