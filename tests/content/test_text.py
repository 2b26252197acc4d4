"""Handouts of the library in docs/ as plain text: every word of the article, in its order."""

from __future__ import annotations

import re

from handouts.checks import paired_statements
from handouts.model.addresses import file_of
from handouts.outputs.plain_text import BYTE_ORDER_MARK
from handouts.pages import article


def test_no_word_of_an_article_is_lost_and_none_is_out_of_order(built_library):
    library, built = built_library
    count = 0
    for language, handout in library:
        data = built.data(library.text(handout))
        assert (
            data.startswith(BYTE_ORDER_MARK.encode()) and b"\r" not in data and data.endswith(b"\n")
        )
        flat = " ".join(re.sub(r"\[\d+\]", "", data.decode()).split())
        # A link whose words are a domain is written with its whole address.
        read = re.sub(r"https?://(?:www\.)?([\w.-]+)/[^\s)]*?(?=[.,;)]*(?:\s|$))", r"\1", flat)
        page = article.article_of_page(built.tree(file_of(library.address(handout))))
        at = 0
        for block in page.blocks():
            if block.kind == "th" and not block.part:
                continue
            words = " ".join(block.text.split())
            heads = {
                cell.text_content()
                for table in page.tables()
                for cell in table.iterfind("thead/tr/th")
            }
            place = read.find(words, 0 if words in heads else at)
            assert place >= 0, (handout.source.path, words)
            at = at if words in heads else place
            count += 1
        for source in library.summaries[handout].sources.values():
            if source.link:
                assert source.address in flat, (handout.source.path, source.address)
        assert (
            flat.endswith(
                f"{language.labels['sheet_live']} {library.absolute(library.address(handout))}"
            )
            and handout.version in flat
        )
    assert count > 20 * sum(1 for _ in library)


def test_no_section_of_a_text_splits_a_real_pair(built_library):
    """A line of the text enters other systems whole, with its section: what stands below one
    underlined heading or card."""
    library, built = built_library
    for language, handout in library:
        text = built.data(library.text(handout)).decode()
        # What sources are called promises nothing.
        text = text.split(f"\n{language.labels['sources']}\n")[0]
        if handout.facts.kind == "words":
            parts = text.split("\n")  # a term and its definition are one line
        else:
            top, *parts = re.split(r"(?m)^(?=.+\n[=-]+$|\[[^\]]+\] )", text)
            assert not top.strip("\ufeff\n")
        assert parts
        # The first, title and summary, is held by the check of the front matter.
        parts = parts[handout.facts.kind != "words" :]
        assert [
            (part, pair.why)
            for part in parts
            for pair in paired_statements.split_pairs(language.pairs, part)
        ] == []
