"""A built page's article as data: which words stand in which block, and nothing that only a screen
shows."""

from __future__ import annotations

import pytest
from lxml import etree

from handouts.markdown import extension, preprocessor
from handouts.pages import article
from handouts.pages.article import Block
from support.project import HANDOUT_FILE


def test_blocks_know_their_part_card_citations_and_links(project):
    project.edit(
        HANDOUT_FILE, "- Gloves help. ", "- Gloves [help](words-to-know.md#words) a **lot**. "
    )
    library = project.library()
    language = library.languages[0]
    page = article.fragment(
        extension.render(library, language, preprocessor.markdown_with_id(language.handouts[0]))
    )
    blocks = list(page.blocks())
    assert blocks[:6] == [
        Block("", "", "h1", "Dry garden hands", (), ()),
        Block("", "", "p", "See why soil dries your hands and what helps.", (), ()),
        Block("key-points", "", "h2", "Key points", (), ()),
        Block("key-points", "", "li", "Soil dries skin.", ("soil-2020",), ()),
        Block(
            "key-points",
            "",
            "li",
            "Gloves help a lot.",
            ("glove-notes", "soil-2020"),
            ("words-to-know.md#words",),
        ),
        Block("key-points", "", "li", "A cream may help too.", ("glove-notes",), ()),
    ]
    assert [block for block in blocks if block.card] == [
        Block("when-to-get-help", "emergency", "h3", "Call 112 if:", (), ("tel:112",)),
        Block(
            "when-to-get-help",
            "emergency",
            "li",
            "your hand turns white and stays white",
            ("soil-2020",),
            (),
        ),
    ]
    assert [block.kind for block in blocks if block.part == "what-helps"] == [
        "h2",
        "th",
        "th",
        "th",
        "td",
        "th",
        "td",
        "p",
    ]
    assert blocks[-1] == Block("questions-to-ask", "", "li", "When will my hands heal?", (), ()), (
        "sources are no words of the page"
    )


@pytest.mark.parametrize(
    "html, blocks",
    [
        ("<p>One <b>two</b>three</p>", [("p", "One twothree")]),
        ("<ul><li>Wear<ul><li>wool</li></ul></li></ul>", [("li", "Wear"), ("li", "wool")]),
        ("<ul><li><p>Wear</p><p>wool</p></li></ul>", [("p", "Wear"), ("p", "wool")]),
        (
            "<dl><dt>soil</dt><dd>Wet <p>earth</p></dd></dl>",
            [("dt", "soil"), ("dd", "Wet"), ("p", "earth")],
        ),
        (
            "<figure><img src=x alt=glove><figcaption>A glove</figcaption></figure>",
            [("figcaption", "A glove")],
        ),
        ("<p>  Wet\n\t earth\u00a0here\u2060 </p>", [("p", "Wet earth\u00a0here")]),
        ("<p> \u2060\n</p>", []),
        ("<p>H<sub>2</sub>O m<sup>2</sup></p>", [("p", "H2O m2")]),
        (
            '<p>Soil.<sup id="fnref:a"><a href="#fn:a">[1]</a></sup> More.</p>',
            [("p", "Soil. More.")],
        ),
        ('<h2 id="sources">Sources</h2><ol><li>Book</li></ol>', []),
        ('<h2 id="a">Soil<a class="headerlink" href="#a">¶</a></h2>', [("h2", "Soil")]),
        ('<p>Soil<span class="screen-only"> Tap here</span> dries.</p>', [("p", "Soil dries.")]),
        ("<p>Soil<!-- note --> dries.</p>", [("p", "Soil dries.")]),
    ],
)
def test_blocks_of_a_piece_of_html(html, blocks):
    assert [(block.kind, block.text) for block in article.fragment(html).blocks()] == blocks


def test_lists_and_tables_are_found_with_their_parts():
    page = article.fragment(
        '<ul><li>Wool</li></ul><h2 id="a">A</h2><ol><li>One <b>two</b></li><li>Three</li></ol>'
        '<table><tr><td>x</td></tr></table><h2 id="sources">Sources</h2><ol><li>Book</li></ol>'
    )
    assert list(page.lists()) == [("", ["Wool"]), ("a", ["One two", "Three"])]
    assert [table.tag for table in page.tables()] == ["table"]


def test_all_words_of_the_article_without_word_joiners():
    page = article.fragment(
        '<h1>Soil</h1>\n<p>Dries\n skin.\u2060<sup><a href="#fn:a">[1]</a></sup></p><h2 '
        'id="sources">Sources</h2>'
    )
    assert page.text() == "Soil Dries skin. [1] Sources"


def test_what_is_printed_holds_only_what_print_can_use():
    """Ways back to the text, links to headings, comments and what scripts use stay on the
    screen."""
    page = article.fragment(
        '<h2 id="a" data-x="1" onclick="x()">Soil <a class="headerlink" href="#a">¶</a></h2>\n'
        "  <!-- note -->\n"
        '<p class="tip" style="color:red">Wet\n   <a href="b/" target="_blank" '
        'aria-label="Earth">earth</a>.</p>'
        '<p>Back <a class="footnote-backref" href="#fnref:a">↩</a>now</p>'
    )
    assert etree.tostring(page.root, encoding="unicode") == (
        '<article><h2 id="a">Soil </h2> <p class="tip">Wet <a href="b/">earth</a>.</p><p>Back '
        "now</p></article>"
    )


def test_the_article_of_a_built_page():
    page = article.parse_page(
        b"<!doctype html><html><head><title>x</title></head><body><nav>Home</nav>"
        b'<article class="md-typeset" data-handout="dry-hands">\n'
        b"<p>Caf\xc3\xa9</p></article>After</body></html>"
    )
    text = article.article_of_page(page)
    assert text is not None and text.text() == "Café"
    assert (
        etree.tostring(text.root, encoding="unicode")
        == '<article class="md-typeset"> <p>Café</p></article>'
    )
    assert page.xpath("//article/@data-handout") == ["dry-hands"], "the page itself stays as it is"


def test_the_words_of_a_plain_page_are_all_but_its_frame():
    plain = article.article_of_page(
        article.parse_page(
            b"<html><body><nav>Way</nav><main><h2 id=soil>Soil</h2></main></body></html>"
        )
    )
    assert plain.text() == "Soil" and plain.ids() == {"soil"}
