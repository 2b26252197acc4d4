"""Each pair of the real library is kept, and is told as soon as a page loses its warning or puts it after the hope."""

from __future__ import annotations

import re
from functools import cache

import pytest
import yaml

from handouts.checks import paired_statements
from handouts.checks import run as checks
from handouts.loading import library_loader, settings
from handouts.markdown import extension
from handouts.model.data_files import Pair
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout, Page
from handouts.pages import article
from handouts.pages.article import Article
from support.docs import about
from support.project import ROOT

pytestmark = about("en/pairs.yml", "es/pairs.yml")

PAIRS = [
    (code, id)
    for code in ("en", "es")
    for id in yaml.safe_load((ROOT / f"docs/{code}/pairs.yml").read_text(encoding="utf-8"))
]


@cache
def whole() -> Library:
    return library_loader.read(ROOT, settings.read(ROOT))[0]


@cache
def sections(code: str) -> list[str]:
    """The words of each section of all handouts of a language, and of each term with its definition."""
    language = whole().language(code)
    found = [f"{name}: {term.definition}" for name, term in language.terms.items()]
    for one in language.handouts:
        blocks = article.fragment(
            extension.rendered(whole(), language, extension.source(one))
        ).blocks()
        matter = [block for block in blocks if block.part and block.kind not in ("dt", "dd")]
        found += map(paired_statements.section_text, paired_statements.sections(matter))
    return found


def pair_of(code: str, id: str) -> Pair:
    names = yaml.safe_load((ROOT / f"docs/{code}/pairs.yml").read_text(encoding="utf-8"))
    return whole().language(code).pairs[list(names).index(id)]


def without(words: str, text: str) -> str:
    return re.sub(rf"(?i)(?<!\w){re.escape(words)}", "…", text)


def test_both_languages_have_the_same_pairs_with_the_warning_first_in_the_same_ones():
    english, spanish = (
        {
            id: pair.get("warning_first", False)
            for id, pair in yaml.safe_load(
                (ROOT / f"docs/{code}/pairs.yml").read_text("utf-8")
            ).items()
        }
        for code in ("en", "es")
    )
    assert english == spanish and len(english) > 25


@pytest.mark.parametrize(("code", "id"), PAIRS)
def test_a_warning_that_is_taken_away_is_told(code, id):
    """In each section that holds the hope: no word of the warning may go."""
    pair = pair_of(code, id)
    whens = [pair.model_copy(update={"then": ["no such words"]})]
    held = [text for text in sections(code) if list(paired_statements.split_pairs(whens, text))]
    assert held, f"no page holds {pair.when}"
    for text in held:
        assert not list(paired_statements.split_pairs([pair], text))
        for words in pair.then:
            broken = without(words, text)
            if all(
                re.search(rf"(?i)(?<!\w){re.escape(one)}", broken) for one in pair.when
            ):  # one may be part of the other
                assert list(paired_statements.split_pairs([pair], broken)) == [pair], (words, text)


@pytest.mark.parametrize(
    ("code", "id"), [(code, id) for code, id in PAIRS if pair_of(code, id).warning_first]
)
def test_a_warning_that_comes_after_the_hope_is_told(code, id):
    pair = pair_of(code, id)
    held = [
        text
        for text in sections(code)
        if list(
            paired_statements.split_pairs(
                [pair.model_copy(update={"then": ["no such words"]})], text
            )
        )
    ]
    for text in held:
        assert list(paired_statements.split_pairs([pair], f"{', '.join(pair.when)}.\n{text}")) == [
            pair
        ]


@pytest.mark.parametrize("code", ["en", "es"])
def test_check_tells_it_at_the_page(code):
    """The check of a language, on a page of the real library whose warnings were taken away by hand."""
    language = whole().language(code)
    one = language.by_id["jak-inhibitors"]
    broken = without({"en": "cancer", "es": "cáncer"}[code], one.source.body)

    def made(_: Language, page: Handout | Page) -> Article:
        text = extension.source(page).replace(one.source.body, broken)
        return article.fragment(extension.rendered(whole(), language, text))

    told = [
        problem
        for problem in checks.of_language(whole(), language, made=made)
        if problem.path == one.source.path
    ]
    assert len([problem for problem in told if "JAK" in problem.message]) >= 2
    assert len([problem for problem in told if "tofacitinib" in problem.message]) >= 2
