"""Each pair of the real library is kept, and is told as soon as a page loses its warning or puts it
after the hope."""

from __future__ import annotations

import re
from functools import cache

import pytest
import yaml

from handouts.checks import paired_statements
from handouts.loading import library_loader, settings
from handouts.markdown import extension
from handouts.model.data_files import Pair
from handouts.model.library import Library
from handouts.pages import article
from support.docs import FOLDERS
from support.project import ROOT

PAIRS = [
    (code, id)
    for code, folder in sorted(FOLDERS.items())
    for path in (ROOT / folder).glob("pairs.yml")
    for id in yaml.safe_load(path.read_text(encoding="utf-8")) or ()
]
pytestmark = pytest.mark.skipif(not PAIRS, reason="docs/ has no pairs, and this is about them")


@cache
def read_library() -> Library:
    return library_loader.read(ROOT, settings.read(ROOT))[0]


@cache
def sections(code: str) -> list[str]:
    """The words of each section of all handouts of a language, and of each term with its
    definition."""
    language = read_library().language(code)
    texts = [f"{name}: {term.definition}" for name, term in language.terms.items()]
    for handout in language.handouts:
        blocks = article.fragment(
            extension.render(read_library(), language, extension.markdown_source(handout))
        ).blocks()
        matter = [block for block in blocks if block.part and block.kind not in ("dt", "dd")]
        texts += map(paired_statements.section_text, paired_statements.sections(matter))
    return texts


def pair_of(code: str, id: str) -> Pair:
    text = (ROOT / FOLDERS[code] / "pairs.yml").read_text(encoding="utf-8")
    pair = Pair.model_validate(yaml.safe_load(text)[id])
    if pair not in read_library().language(code).pairs:
        pytest.skip("a clinic has a pair of its own in the place of this one")
    return pair


def without(words: str, text: str) -> str:
    return re.sub(rf"(?i)(?<!\w){re.escape(words)}", "…", text)


@pytest.mark.parametrize(("code", "id"), PAIRS)
def test_a_warning_that_is_taken_away_is_told(code, id):
    """In each section that holds the hope: no word of the warning may go."""
    pair = pair_of(code, id)
    whens = [pair.model_copy(update={"then": ["no such words"]})]
    texts = [text for text in sections(code) if list(paired_statements.split_pairs(whens, text))]
    if not texts:
        pytest.skip(f"no page holds {pair.when}")
    for text in texts:
        assert not list(paired_statements.split_pairs([pair], text))
        for words in pair.then:
            broken = without(words, text)
            if all(
                re.search(rf"(?i)(?<!\w){re.escape(word)}", broken) for word in pair.when
            ):  # one may be part of the other
                assert list(paired_statements.split_pairs([pair], broken)) == [pair], (words, text)


@pytest.mark.parametrize(
    ("code", "id"), [(code, id) for code, id in PAIRS if pair_of(code, id).warning_first]
)
def test_a_warning_that_comes_after_the_hope_is_told(code, id):
    pair = pair_of(code, id)
    texts = [
        text
        for text in sections(code)
        if list(
            paired_statements.split_pairs(
                [pair.model_copy(update={"then": ["no such words"]})], text
            )
        )
    ]
    for text in texts:
        assert list(paired_statements.split_pairs([pair], f"{', '.join(pair.when)}.\n{text}")) == [
            pair
        ]
