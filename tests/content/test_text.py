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
    for language, one in library:
        data = built.data(library.text(one))
        assert (
            data.startswith(BYTE_ORDER_MARK.encode()) and b"\r" not in data and data.endswith(b"\n")
        )
        flat = " ".join(re.sub(r"\[\d+\]", "", data.decode()).split())
        # A link whose words are a domain is written with its whole address.
        read = re.sub(r"https?://(?:www\.)?([\w.-]+)/[^\s)]*?(?=[.,;)]*(?:\s|$))", r"\1", flat)
        page = article.article_of_page(built.tree(file_of(library.address(one))))
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
            found = read.find(words, 0 if words in heads else at)
            assert found >= 0, (one.source.path, words)
            at = at if words in heads else found
            count += 1
        for source in library.summaries[one].sources.values():
            if source.link:
                assert source.address in flat, (one.source.path, source.address)
        assert (
            flat.endswith(
                f"{language.labels['sheet_live']} {library.absolute(library.address(one))}"
            )
            and one.version in flat
        )
    assert count > 20 * sum(1 for _ in library)


def test_no_section_of_a_text_splits_a_real_pair(built_library):
    """A line of the text enters other systems whole, with its section: what stands below one
    underlined heading or card."""
    library, built = built_library
    for language, one in library:
        text = built.data(library.text(one)).decode()
        # What sources are called promises nothing.
        text = text.split(f"\n{language.labels['sources']}\n")[0]
        if one.facts.kind == "words":
            parts = text.split("\n")  # a term and its definition are one line
        else:
            top, *parts = re.split(r"(?m)^(?=.+\n[=-]+$|\[[^\]]+\] )", text)
            assert not top.strip("\ufeff\n")
        assert parts
        # The first, title and summary, is held by the check of the front matter.
        parts = parts[one.facts.kind != "words" :]
        assert [
            (part, pair.why)
            for part in parts
            for pair in paired_statements.split_pairs(language.pairs, part)
        ] == []
