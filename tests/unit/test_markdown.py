"""What Markdown becomes: citations, sources, cards, tables, lists, and the words a screen reader
hears."""

from __future__ import annotations

import re

import pytest
from lxml import etree
from lxml.html import fragment_fromstring

from handouts.markdown import extension, preprocessor
from handouts.markdown.extension import HandoutMarkup
from handouts.pages import article
from support.project import HANDOUT_FILE, SOURCES, Project

JOINER = "\u2060"


OUTSIDE = re.compile(
    r' rel="noopener noreferrer"|<span class="screen-only">[^<]*</span>'
)  # see the test of outside links


def render(project: Project, text: str) -> str:
    """Render Markdown, without what marks outside links on screen."""
    library = project.library()
    return OUTSIDE.sub("", extension.render(library, library.languages[0], text))


def rendered_tree(project: Project, text: str) -> etree._Element:
    return fragment_fromstring(render(project, text), create_parent="article")


def rendered_handout(project: Project) -> str:
    return render(
        project, preprocessor.markdown_with_id(project.library().languages[0].handouts[0])
    )


def test_outside_links_are_marked_in_words_and_give_nothing_away(project):
    library = project.library()
    html = extension.render(
        library,
        library.languages[0],
        "See [soil](https://soil.example/) and [here](words-to-know.md).",
    )
    assert html == (
        '<p>See <a href="https://soil.example/" rel="noopener noreferrer">soil<span '
        'class="screen-only"> (opens another website)</span></a>'
        ' and <a href="words-to-know.md">here</a>.</p>'
    )


# Citations ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, numbers, sources",
    [
        (
            "Gloves. [^glove-notes]\n\nSoil. [^soil-2020]",
            ["[1]", "[2]"],
            ["glove-notes", "soil-2020"],
        ),
        (
            "Soil. [^soil-2020]\n\nGloves. [^glove-notes]",
            ["[1]", "[2]"],
            ["soil-2020", "glove-notes"],
        ),
        (
            "Soil. [^soil-2020] Gloves. [^glove-notes] Soil again. [^soil-2020]",
            ["[1]", "[2]", "[1]"],
            ["soil-2020", "glove-notes"],
        ),
        (
            "- Soil. [^soil-2020]\n\nGloves. [^glove-notes]\n\n- Soil. [^soil-2020]",
            ["[1]", "[2]", "[1]"],
            ["soil-2020", "glove-notes"],
        ),
        (
            "| A | B |\n| --- | --- |\n| C | D [^glove-notes] |\n\nSoil. [^soil-2020]",
            ["[1]", "[2]"],
            ["glove-notes", "soil-2020"],
        ),
        (
            "/// card | emergency\n///\n\nGloves. [^glove-notes]",
            ["[1]", "[2]"],
            ["soil-2020", "glove-notes"],
        ),
        (
            "/// glossary\n///\n\nSoil. [^soil-2020]",
            ["[1]", "[2]", "[2]"],
            ["glove-notes", "soil-2020"],
        ),
    ],
)
def test_citations_are_numbered_by_first_use(project, text, numbers, sources):
    page = rendered_tree(project, text)
    assert page.xpath("//sup/a/text()") == numbers
    assert page.xpath("//ol[@class='sources']/li/@id") == [f"fn:{id}" for id in sources]


def test_adjacent_citations_stay_apart_and_on_their_line(project):
    """One word joiner stands before each number and no space, so that a number never starts a line
    of its own."""
    page = rendered_tree(project, "Gloves help. [^glove-notes][^soil-2020] Soil  [^soil-2020]")
    assert (
        "".join(page.find("p").itertext()) == f"Gloves help.{JOINER}[1]{JOINER}[2] Soil{JOINER}[2]"
    )


def test_a_citation_is_called_by_its_number(project):
    assert render(project, "Soil dries skin. [^soil-2020]").split("\n")[0] == (
        f'<p>Soil dries skin.{JOINER}<sup id="fnref:soil-2020"><a aria-label="Source 1" '
        f'class="footnote-ref" '
        'href="#fn:soil-2020" role="doc-noteref">[1]</a></sup></p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "Soil. [^soil-2020]\n\nSoil. [^soil-2020]",
        # Python-Markdown reads paragraphs before lists
        "- Soil. [^soil-2020]\n\nSoil. [^soil-2020]",
        "/// card | emergency\n///\n\nSoil. [^soil-2020]",
        "| A | B |\n| --- | --- |\n| C | D [^soil-2020] |\n\nSoil. [^soil-2020]",
    ],
)
def test_each_source_has_one_way_back_to_where_it_is_first_cited(project, text):
    page = rendered_tree(project, text)
    (back,) = page.xpath("//ol[@class='sources']//a[@class='footnote-backref']")
    assert back.get("href") == "#" + page.xpath("//sup/@id")[0]
    assert back.get("aria-label") == "Back to where the text first cites source 1"
    assert back.get("title") is None


def test_all_ids_of_citations_differ(project):
    ids = fragment_fromstring(rendered_handout(project), create_parent="article").xpath("//@id")
    assert len(ids) == len(set(ids)) > 15


def test_an_unknown_citation_stays_as_written_and_makes_no_sources(project):
    assert render(project, "Who says so? [^nobody]") == f"<p>Who says so?{JOINER}[^nobody]</p>"


# Sources ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "id, old, new, text, links",
    [
        ("soil-2020", "year: 2020", "year: 2020",
         "Journal of Soil & Skin, 2020. doi.org/10.1000/soil", ["https://doi.org/10.1000/soil"]),
        ("soil-2020", "  year: 2020\n", "", "Journal of Soil & Skin. doi.org/10.1000/soil", ["https://doi.org/10.1000/soil"]),
        ("soil-2020", "  doi: 10.1000/soil\n", "", "Journal of Soil & Skin, 2020. soil.example", ["https://soil.example/sand"]),
        ("soil-2020", "  year: 2020\n", "  year: 2020\n  link: false\n",
         "Journal of Soil & Skin, 2020.", []),
        ("glove-notes", "https://gloves.example", "https://www.gloves.example",
         "Glove Club. gloves.example", ["https://www.gloves.example/notes"]),
        ("glove-notes", "Glove Club", '"*Gloves* <b> [x](y) &amp; {.z}"',
         "*Gloves* <b> [x](y) &amp; {.z}. gloves.example", ["https://gloves.example/notes"]),
        ("glove-notes", "https://gloves.example/notes", "https://gloves.example/a_b_(c)*d*",
         "Glove Club. gloves.example", ["https://gloves.example/a_b_(c)*d*"]),
    ],
)  # fmt: skip
def test_a_source_shows_publisher_year_and_link(project, id, old, new, text, links):
    """The DOI where there is one; no link where readers are not sent there."""
    project.edit("docs/sources.yml", old, new)
    (entry,) = rendered_tree(project, f"Cited. [^{id}]").xpath("//ol[@class='sources']/li/p")
    back = entry.xpath("a[@class='footnote-backref']")[0]
    entry.remove(back)
    assert "".join(entry.itertext()).strip("\u00a0") == text
    assert entry.xpath("a/@href") == links


CLUB = """\
club-{number}:
  publisher: Glove Club
  title: {title}
  url: https://gloves.example/{number}
  read: In full
  trust: low
  why: Tips from members.
"""


def sources_of(project: Project, text: str) -> list[str]:
    """Return the sources of a page, as people read them."""
    items = rendered_tree(project, text).xpath("//ol[@class='sources']/li/p")
    return ["".join(item.xpath("text() | em//text() | a[1]//text()")).strip() for item in items]


def test_titles_tell_sources_of_one_publisher_apart(project):
    """At most two lines of a sheet each; a DOI does so too, and an unconfirmed title is none."""
    titles = ["Wool & *felt*", "How do I wash them?", "Gloves " * 20 + "and more"]
    entries = (CLUB.format(number=number, title=title) for number, title in enumerate(titles))
    project.write("docs/sources.yml", "".join([SOURCES, *entries]))
    assert sources_of(project, "One. [^club-0]") == ["Glove Club. gloves.example"]
    cited = "All. [^soil-2020][^glove-notes]" + "".join(f"[^club-{number}]" for number in range(3))
    soil, unconfirmed, *titled = sources_of(project, cited)
    assert soil == "Journal of Soil & Skin, 2020. doi.org/10.1000/soil"
    assert unconfirmed == "Glove Club. gloves.example"
    assert titled[:2] == [
        "Glove Club. Wool & *felt*. gloves.example",
        "Glove Club. How do I wash them? gloves.example",
    ]
    assert re.fullmatch(r"Glove Club\. (Gloves )+Gloves… gloves\.example", titled[2])
    assert 80 < len(titled[2]) <= 100


def test_the_bibliography_tells_how_much_of_each_source_was_read(project):
    project.edit(
        "docs/sources.yml",
        "  title: Sand, clay and cracks\n",
        "  title: Sand, clay and cracks\n  credit: Wool & Clay\n",
    )
    assert render(project, "/// bibliography\n///") == (
        '<div class="bibliography">\n<ul>\n'
        "<li><strong>Journal of Soil &amp; Skin, 2020.</strong> <em>Sand, clay and cracks.</em> "
        "Wool &amp; Clay. "
        '<a href="https://doi.org/10.1000/soil">doi.org/10.1000/soil</a> Read: In full. Measured '
        "in forty gardens.</li>\n"
        '<li><strong>Glove Club.</strong> <a href="https://gloves.example/notes">gloves.example</'
        "a> Read: First page. Tips from members.</li>\n"
        "</ul>\n</div>"
    )


def test_a_title_that_nobody_confirmed_is_never_printed(project):
    page = render(project, "Gloves. [^glove-notes]\n\n/// bibliography\n///")
    assert "Glove Club" in page and "Notes on gloves" not in page


def test_the_sources_stand_last_under_a_heading_in_the_language_of_the_page(project):
    project.edit("docs/en/words.yml", "sources: Sources", "sources: Fuentes & <más>")
    page = rendered_tree(project, "Soil. [^soil-2020]\n\n## After { #after }\n\nMore.")
    assert [(element.tag, element.get("id")) for element in page][-2:] == [
        ("h2", "sources"),
        ("ol", None),
    ]
    assert page.xpath("string(//h2[@id='sources'])") == "Fuentes & <más>"


# Care cards ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_a_care_card_has_its_level_and_is_labelled_by_its_heading(project, level):
    project.edit("docs/en/cards/emergency.md", "level: 3", f"level: {level}")
    project.edit("docs/en/cards/emergency.md", " [^soil-2020]", "")
    assert render(project, "/// card | emergency\n///") == (
        f'<section aria-labelledby="emergency" class="card level-{level}">\n'
        f'<h3 id="emergency">Call <a href="tel:112">112</a> if:</h3>\n'
        "<ul>\n<li>your hand turns white and stays white</li>\n</ul>\n</section>"
    )


def test_the_emergency_number_comes_from_the_clinic(project):
    project.write("docs/clinic.yml", 'emergency: "1 44"\n')
    project.edit("docs/en/cards/emergency.md", "your hand", "dial {emergency} if your hand")
    page = rendered_tree(project, "Or dial {emergency}.\n\n/// card | emergency\n///")
    assert [page.xpath(f"string(//{tag})") for tag in ("p", "h3", "li")] == [
        "Or dial 1 44.",
        "Call 1 44 if:",
        f"dial 1 44 if your hand turns white and stays white{JOINER}[1]",
    ]


def test_a_card_shows_its_title_as_written(project):
    project.edit(
        "docs/en/cards/emergency.md",
        '"Call {emergency} if:"',
        '"*Call* <b>{emergency}</b> & [ask](x) [^soil-2020] if: { .z }"',
    )
    assert (
        rendered_tree(project, "/// card | emergency\n///").xpath("string(//h3[@id='emergency'])")
        == "*Call* <b>112</b> & [ask](x) [^soil-2020] if: { .z }"
    )


@pytest.mark.parametrize(
    "front, says",
    [
        ("",
         "No clinician has reviewed this page yet. Ask your care team about anything that worries "
         "you."),
        ('review: {who: Ana <i>Wool</i>, role: "hand & nail doctor", on: 2026-11-05, sheet: '
         '"THIS"}\n',
         "Reviewed by Ana <i>Wool</i>, hand & nail doctor, on 2026-11-05."),
        (
            'review: {who: Ana Wool, role: hand doctor, on: 2026-11-05, sheet: "2026-01-01 · '
            '000000"}\n',
            "Changed since its review on 2026-11-05. Ask your care team about anything that "
            "worries you.",
        ),
    ],
)  # fmt: skip
def test_the_review_status_stands_beside_the_care_cards(project, front, says):
    this = project.library().languages[0].handouts[0].version
    project.edit(HANDOUT_FILE, "order: 10\n", "order: 10\n" + front.replace("THIS", this))
    page = fragment_fromstring(rendered_handout(project), create_parent="article")
    (notice,) = page.xpath("//p[@class='review']")
    assert notice.text_content() == says
    assert notice.getprevious().get("id") == "when-to-get-help"
    assert notice.getnext().get("class") == "card level-3"


# Lists and tables ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, html",
    [
        ("- [ ] Wear gloves.\n- [x] Rest.\n- [X] Wash.",
         '<ul class="ticks">\n<li class="tick">Wear gloves.</li>\n<li class="tick">Rest.</li>\n'
         '<li class="tick">Wash.</li>\n</ul>'),
        ("- [ ] Wear **wool** gloves.",
         '<ul class="ticks">\n<li class="tick">Wear <strong>wool</strong> gloves.</li>\n</ul>'),
        ("- [ ] Wear gloves.\n\n- [ ] Rest.",
         '<ul class="ticks">\n<li class="tick">\n<p>Wear gloves.</p>\n</li>\n<li class="tick">\n'
         '<p>Rest.</p>\n</li>\n</ul>'),
        ("- Wear gloves.\n- []Rest.", "<ul>\n<li>Wear gloves.</li>\n<li>[]Rest.</li>\n</ul>"),
        ("- [Ask](https://soil.example/) first.",
         '<ul>\n<li><a href="https://soil.example/">Ask</a> first.</li>\n</ul>'),
        ("1. [ ] Wear gloves.", "<ol>\n<li>[ ] Wear gloves.</li>\n</ol>"),
    ],
)  # fmt: skip
def test_tick_boxes_are_plain_list_items(project, text, html):
    assert render(project, text) == html


def test_table_cells_say_what_they_are_head_of(project):
    assert render(
        project, "| Glove | Good for |\n| --- | --- |\n| Wool | Cold days |\n|  | Any day |"
    ) == (
        '<table data-to-fill="">\n'
        '<thead>\n<tr>\n<th scope="col">Glove</th>\n<th scope="col">Good for</th>\n'
        "</tr>\n</thead>\n<tbody>\n"
        '<tr>\n<th scope="row">Wool</th>\n<td>Cold days</td>\n</tr>\n<tr>\n<td></td>\n'
        "<td>Any day</td>\n</tr>\n</tbody>\n</table>"
    )


@pytest.mark.parametrize(
    "text, html",
    [
        ("/// write | 3\n///", '<div class="write" data-lines="3"></div>'),
        (
            "/// write | 2\n- Soil\n- Rain\n///",
            '<div class="write" data-lines="2">\n<ul>\n<li>Soil</li>\n<li>Rain</li>\n</ul>\n</div>',
        ),
        ("/// write | 20\n///", '<div class="write" data-lines="20"></div>'),
        ("/// write | 21\n///", "<p>/// write | 21\n///</p>"),
        ("/// write | 0\n///", "<p>/// write | 0\n///</p>"),
        ("/// write | two\n///", "<p>/// write | two\n///</p>"),
    ],
)
def test_lines_to_write_on(project, text, html):
    assert render(project, text) == html


def test_every_word_of_the_word_list_has_an_id(project):
    project.edit("docs/en/glossary.yml", "chilblain:", '"Chilblain & <ice>":')
    project.write(
        "docs/en/glossary.yml",
        re.sub(r"  cites:.*\n", "", (project.root / "docs/en/glossary.yml").read_text())
        + "a-b C:\n  definition: Two *words*.\n",
    )
    assert render(project, "/// glossary\n///") == (
        '<div class="glossary">\n<dl>\n'
        '<dt id="word-a-b-c">a-b C</dt>\n<dd>Two <em>words</em>.</dd>\n'
        '<dt id="word-barrier-cream">barrier cream</dt>\n<dd>A cream that keeps water out.</dd>\n'
        '<dt id="word-chilblain-ice">Chilblain &amp; &lt;ice&gt;</dt>\n'
        "<dd>A sore, itchy patch that comes after cold.</dd>\n"
        "</dl>\n</div>"
    )


def test_a_long_word_list_has_letters_to_jump_to(project):
    words = ["504 plan", "ampoule", "Ñame", "nail", "nz", "órbita", "barrier cream", "2 hands"]
    project.write(
        "docs/en/glossary.yml", "".join(f'"{word}":\n  definition: A word.\n' for word in words)
    )
    text = render(project, "/// glossary\n///")
    letters = re.findall(r'<a href="#(word-[^"]+)">([^<]+)</a>', text)
    assert letters == [
        ("word-2-hands", "0–9"),
        ("word-ampoule", "A"),
        ("word-barrier-cream", "B"),
        ("word-nail", "N"),
        ("word-ñame", "Ñ"),
        ("word-órbita", "O"),
    ]
    assert [word for word in re.findall('<dt id="([^"]+)"', text) if word[5] in "nñ"] == [
        "word-nail",
        "word-nz",
        "word-ñame",
    ]
    assert (
        '<nav aria-label="Jump to a letter" class="letters">' in text
        or '<nav class="letters" aria-label="Jump to a letter">' in text
    )
    assert "letters" not in etree.tostring(article.fragment(text).root).decode()


# Words as written ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Hands & <b>soil</b> <script>alert(1)</script>",
        "*Not bold* _nor this_ `code` ~no~ ^up^",
        "[link](https://evil.example) ![picture](x.png) <https://evil.example>",
        "# heading { #id .class } {emergency} [^soil-2020]",
        "&amp; &lt; &#60; \\ \\* | a | b",
        "1. Not a list",
        "- Not a list",
        "+ Not a list",
        "> Not a quote",
        "/// card | emergency",
    ],
)
def test_title_and_summary_are_shown_as_written(project, words):
    project.edit(HANDOUT_FILE, "title: Dry garden hands", f"title: '{words}'")
    project.edit(
        HANDOUT_FILE,
        "summary: See why soil dries your hands and what helps.",
        f"summary: '{words}'",
    )
    title, summary = fragment_fromstring(rendered_handout(project), create_parent="article")[:2]
    assert (title.tag, dict(title.attrib), title.text_content(), len(title)) == (
        "h1",
        {"id": "title"},
        words,
        0,
    )
    assert (summary.tag, dict(summary.attrib), summary.text_content(), len(summary)) == (
        "p",
        {"class": "summary"},
        words,
        0,
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<b onclick=alert(1)>soil</b>",
        "<!-- soil -->",
        "<div>\nsoil\n</div>",
        "a <img src=x onerror=alert(1)> b",
        "<svg/onload=alert(1)>",
        "<?php soil ?>",
        "<a href='javascript:alert(1)'>soil</a>",
    ],
)
def test_raw_html_is_only_text(project, text):
    page = rendered_tree(project, text)
    assert [element.tag for element in page.iter()] == ["article", "p"]
    assert re.sub("[‘’“”]", "'", page.text_content()) == text


@pytest.mark.parametrize(
    "quotes, text",
    [
        ("", "“Dry” and ‘wet’ soil, the gardener’s “worst”…"),
        ('quotes: ["«", "»", "“", "”"]\n', "«Dry» and “wet” soil, the gardener”s «worst»…"),
        ('quotes: ["„", "“", "‚", "‘"]\n', "„Dry“ and ‚wet‘ soil, the gardener‘s „worst“…"),
    ],
)
def test_quotes_are_those_of_the_language(project, quotes, text):
    project.edit("docs/en/words.yml", "language: English\n", f"language: English\n{quotes}")
    assert (
        render(project, """"Dry" and 'wet' soil, the gardener's "worst"...""") == f"<p>{text}</p>"
    )


def test_dashes_stay_as_written(project):
    assert render(project, "10-20 days -- or --- more") == "<p>10-20 days -- or --- more</p>"


def test_one_page_leaves_nothing_behind_for_the_next(project):
    """MkDocs renders every page of a language with one instance of the extension."""
    from markdown import Markdown

    library = project.library()
    md = Markdown(extensions=[HandoutMarkup(library, library.languages[0])])
    once = [
        md.reset().convert(preprocessor.markdown_with_id(handout))
        for handout in library.languages[0].handouts
    ]
    assert once == [
        md.reset().convert(preprocessor.markdown_with_id(handout))
        for handout in library.languages[0].handouts
    ]
