"""Handouts bound together: one set of care cards, one list of sources, links that lead
somewhere."""

from __future__ import annotations

from handouts.outputs.pdf.binding import bind
from handouts.pages.article import Article, fragment


def page(title: str, help: str, *sources: str) -> Article:
    cites = "".join(f'<sup><a href="#fn:{id}">[{n}]</a></sup>' for n, id in enumerate(sources, 1))
    items = "".join(f'<li id="fn:{id}"><p>{id}</p></li>' for id in sources)
    return fragment(
        f'<h1 id="title">{title}</h1><p>Words.{cites} <a href="#emergency">Now</a></p>'
        f'<h2 id="when-to-get-help">Help</h2><p class="review">Nobody.</p>{help}'
        f'<h2 id="sources">Sources</h2><ol class="sources">{items}</ol>'
    )


def cards(*ids: str) -> str:
    return "".join(
        f'<section class="card level-3" aria-labelledby="{id}"><h3 id="{id}">{id}</h3></section>'
        for id in ids
    )


BAND = f'<div class="band">{cards("band-emergency")}<p class="help-page">More</p></div>'


def cards_and_lines(article: Article) -> list[str]:
    """Name the cards of an article, and say where the line in their place leads."""
    lines = [
        f"{link.get('href')} {link.text}"
        for link in article.root.xpath("p[@class='cards-elsewhere']/a")
    ]
    return [*(card.get("aria-labelledby") for card in article.root.iter("section")), *lines]


def test_cards_stand_once_on_the_help_page():
    articles, _ = bind(
        {
            "clay": page("Clay", cards("emergency", "bleeding", "today")),
            "sand": page("Sand", cards("bites") + BAND),
            "aid": page("First aid", cards("emergency", "today")),
        },
        help_page="aid",
    )
    lead = "#aid--when-to-get-help First aid"
    assert [cards_and_lines(article) for article in articles] == [
        ["bleeding", lead],
        ["bites", lead],
        ["emergency", "today"],
    ], "cards of one medicine stay where they are"


def test_without_the_help_page_they_stand_where_they_are_complete():
    articles, _ = bind(
        {"sand": page("Sand", BAND), "clay": page("Clay", cards("emergency", "today"))}, "aid"
    )
    assert [cards_and_lines(article) for article in articles] == [
        ["#clay--when-to-get-help Clay"],
        ["emergency", "today"],
    ]
    articles, _ = bind({"sand": page("Sand", BAND), "silt": page("Silt", BAND)}, "aid")
    assert [cards_and_lines(article) for article in articles] == [
        ["band-emergency"],
        ["#sand--when-to-get-help Sand"],
    ]


def test_a_band_for_other_readers_stays_where_it_is_and_holds_none_for_the_rest():
    letter = BAND.replace('"band"', '"band" data-readers="school"')
    articles, _ = bind({"rock": page("Rock", letter), "sand": page("Sand", BAND)}, "aid")
    assert [cards_and_lines(article) for article in articles] == [
        ["band-emergency"],
        ["band-emergency"],
    ]


def test_sources_stand_once_and_are_numbered_through():
    original = {"clay": page("Clay", "", "b", "a"), "sand": page("Sand", "", "a", "c")}
    articles, sources = bind(original, "")
    assert [item.get("id") for item in sources.root] == ["fn:b", "fn:a", "fn:c"]
    assert [article.root.xpath("//sup/a/text()") for article in articles] == [
        ["[1]", "[2]"],
        ["[2]", "[3]"],
    ]
    assert not any(article.root.xpath("//*[contains(@id, 'sources')]") for article in articles)
    assert original["sand"].root.xpath("//sup/a/text()") == ["[1]", "[2]"], "left as they were"


def test_each_link_leads_to_an_id_that_is_there_and_no_id_stands_twice():
    articles, sources = bind(
        {
            "clay": page("Clay", cards("emergency"), "a"),
            "aid": page("First aid", cards("emergency"), "a"),
        },
        "aid",
    )
    roots = [article.root for article in (*articles, sources)]
    ids = [id for root in roots for id in root.xpath("//@id")]
    targets = {target for root in roots for target in root.xpath("//@href")}
    assert len(ids) == len(set(ids))
    assert targets == {"#fn:a", "#aid--emergency", "#aid--when-to-get-help"}
