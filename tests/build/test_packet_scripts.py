"""The words of each handout as a script, and the pages of packets."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from handouts.outputs import packet_scripts
from handouts.pages.packet_context import packet_context
from support.clinic import PACKET_PAGE
from support.project import PACKETS_FILE, BuiltLibrary, Project
from support.worksheets import write_worksheets

PACKETS = """\
spring:
  title: {en: Spring set, es: Para la primavera}
  handouts: [words-to-know, dry-hands]
"""


def words_of(built: BuiltLibrary, address: str) -> tuple[str, str, dict[str, Any]]:
    """Return the language, the id and the words that a script holds."""
    script = built.site.data(address).decode()
    assert script.startswith("handoutPacket(") and script.endswith(");\n")
    code, id, words = json.loads(
        f"[{script.removeprefix('handoutPacket(').removesuffix(');' + chr(10))}]"
    )
    return code, id, words


def test_each_handout_has_its_words_in_each_language(built_library: BuiltLibrary) -> None:
    library, _ = built_library
    for language, handout in library:
        address = library.packet_script(handout)
        code, id, words = words_of(built_library, address)
        assert (code, id, words["title"]) == (language.code, handout.id, handout.title)
        assert words["version"] == handout.version and words["address"] == library.url(handout)
        assert words["qr"].startswith("<svg") and not library.is_permanent(address)
        body = html.fragment_fromstring(words["body"], create_parent="div")
        assert body.xpath("//h1") and not body.xpath("//*[@id][not(ancestor::svg)]")
        cited = {*body.xpath("//@data-source")}
        for card in words["cards"]:
            cited |= {*html.fragment_fromstring(card["words"]).xpath("//@data-source")}
        assert cited == words["sources"].keys()
        assert not body.xpath("//ol[@class='sources'] | //script | //@style | //@onclick")
        assert all(re.match("https://|tel:|sms:|mailto:", link) for link in body.xpath("//@href"))


def test_cards_of_the_help_section_stand_apart_and_a_line_leads_to_them(
    built_library: BuiltLibrary,
) -> None:
    _, _, words = words_of(built_library, "handouts/dry-hands/dry-hands.packet.js")
    (card,) = words["cards"]
    assert (card["id"], card["level"], card["medicine"], card["band"]) == (
        "emergency",
        3,
        False,
        False,
    )
    assert "turns white" in card["words"] and "turns white" not in words["body"]
    line = re.search(
        r'<p class="cards-elsewhere">([^<]*)', words["body"].partition("When to get help")[2]
    )
    assert line and line[1].startswith("Emergency, today or next visit? See “When to get help”")


def test_a_band_for_other_readers_stays_in_its_place(project: Project) -> None:
    library = project.library()
    article = html.fragment_fromstring(
        '<article><h2 id="when-to-get-help">Help</h2><div class="band" data-readers="coach">'
        '<section class="card" aria-labelledby="emergency"><h3 id="emergency">Coach:</h3></section>'
        "</div></article>"
    )
    words = packet_scripts._words(library.summaries[library.languages[0].handouts[0]], article)
    assert words["cards"] == []
    assert "Coach:" in words["body"] and "data-card" not in words["body"]


def test_nothing_in_the_words_ends_the_script(project: Project) -> None:
    """Two separators of lines, and the end of a script, are escaped."""
    library = project.library()
    script = packet_scripts._script(
        library.languages[0], "x", {"a": "</script><!-- \u2028\u2029 é"}
    )
    assert (
        script.decode() == 'handoutPacket("en","x",{"a":"<\\/script><\\!-- \\u2028\\u2029 é"});\n'
    )


def test_a_library_without_the_page_has_no_page_for_a_packet(project: Project) -> None:
    project.write(PACKETS_FILE, PACKETS)
    library = project.library()
    (language,) = library.languages
    assert language.packet_pages == () and library.packet_page(language, "spring") == ""
    assert library.addresses_of_name("packets/spring") == [
        ("packets/spring.pdf", "packets/spring.a4.pdf")
    ]


def test_each_packet_has_a_page_where_it_is_made(bilingual_project: Project) -> None:
    """Spanish has one of the two handouts, so it makes no packet of them."""
    project = bilingual_project
    project.write(PACKETS_FILE, PACKETS)
    for code in ("en", "es"):
        project.write(f"docs/{code}/for-clinics/packet.md", PACKET_PAGE)
    library = project.library()
    english, spanish = library.languages
    (page,) = english.packet_pages
    assert (page.address, page.words.title, page.source.path) == (
        "packets/spring",
        "Spring set",
        "docs/packets.yml",
    )
    assert spanish.packet_pages == ()
    assert (
        library.addresses_of_name("packets/spring")[0][2]
        == library.address(page)
        == "packets/spring/"
    )
    assert library.page(english, "packets/spring.md") is page


def test_the_pages_of_packets_are_in_the_sitemap_and_in_the_ledger(
    built_library: BuiltLibrary,
) -> None:
    library, built = built_library
    sitemap = built.data("sitemap.xml").decode()
    for address in ("packets/spring/", "es/packets/spring/", "for-clinics/packet/"):
        assert f"<loc>{library.absolute(address)}</loc>" in sitemap and library.is_permanent(
            f"{address}index.html"
        )
    page = built.tree("es/packets/spring/index.html")
    assert page.findtext(".//h1") == "Para la primavera"
    (link,) = (link for link in page.xpath("//main//a/@href") if "#" in link)
    assert link == "../../for-clinics/packet/#with=dry-hands,warm-gloves"
    assert page.xpath("//nav//a[@hreflang='en']/@href") == ["../../../packets/spring/"]
    sheets = built.tree("sheets/index.html")
    assert sheets.xpath("//th/a[@href='../packets/spring/']")


@pytest.mark.parametrize("handout", ["dry-hands", "sun-hats"])
def test_each_handout_leads_to_the_page_that_makes_packets(
    built_library: BuiltLibrary, handout: str
) -> None:
    _, built = built_library
    links = built.tree(f"handouts/{handout}/index.html").xpath("//section[@data-tools]//a/@href")
    assert links == [f"../../for-clinics/packet/#with={handout}"]


def test_the_clinic_of_the_library_stands_there_already(clinic_site: BuiltLibrary) -> None:
    built = clinic_site.site
    page = built.tree("for-clinics/packet/index.html")
    assert (
        page.findtext(".//textarea[@id='packet-clinic']")
        == "Hill & Dale Clinic\n555-0100\nAfter hours: 555-0199"
    )
    assert page.xpath("//select[@id='packet-size']/option/@value") == ["a4", "letter"]
    assert page.xpath("//p[@hidden]/select/@id") == ["packet-language"], "there is no choice"
    assert "handouts/dry-hands/dry-hands.packet.js" in built.files


@pytest.mark.parametrize("root", ["", "es/"])
def test_the_home_page_leads_clinics_to_packets(built_library: BuiltLibrary, root: str) -> None:
    """And to what else is for them, in its first lines; other pages have that at their foot."""
    _, built = built_library
    home = built.tree(f"{root}index.html")
    (link,) = home.xpath("//p[@data-clinics]/a")
    page = built.tree(f"{root}for-clinics/packet/index.html")
    assert (link.get("href"), link.text) == ("./for-clinics/packet/", page.findtext(".//h1"))
    assert home.xpath("//header//a[@href='./for-clinics/']")
    assert not page.xpath("//header//a[@href='../../for-clinics/']")


def test_the_page_knows_the_handout_on_when_to_get_help(project: Project) -> None:
    """It is the one that begins with that; the cover leads to it by its title."""
    project.write("docs/en/for-clinics/packet.md", PACKET_PAGE)
    project.edit("docs/en/index.md", "Start here.", "Start, or [pack](for-clinics/packet.md).")
    assert _help_of(project) == ("", "")
    path = project.root / "docs/en/handouts/dry-hands.md"
    head, _, text = path.read_text(encoding="utf-8").partition("## Key points")
    body, _, last = text.partition("## When to get help")
    help, _, questions = last.partition("## Questions")
    path.write_text(
        f"{head}## When to get help{help}## Key points{body}## Questions{questions}",
        encoding="utf-8",
    )
    id, line = _help_of(project)
    assert id == "dry-hands" and "See the handout “Dry garden hands” in this packet" in line


def _help_of(project: Project) -> tuple[str, str]:
    """Return the id of that handout, and the line that leads to it."""
    library = project.library()
    context = packet_context(library, library.languages[0])
    return context["help"], context["editions"][0]["way"]


def test_worksheets_and_the_page_of_help_have_lines_to_write_on(tmp_path: Path) -> None:
    library = write_worksheets(tmp_path).library()
    sections = "<h1>T</h1><h2>One</h2>{}<h2>Two</h2>"

    def lines_of(id: str, content: str) -> list[str]:
        article = html.fragment_fromstring(f"<article>{sections.format(content)}</article>")
        handout = library.languages[0].by_id[id]
        packet_scripts._put_lines(library.summaries[handout], article)
        return article.xpath("h2[1]/preceding-sibling::p/b/text() | //span/@data-fill")

    week = '<table data-to-fill=""><td>Monday</td><td> </td></table>'
    assert lines_of("garden-diary", "") == ["Name", "Date"]
    assert lines_of("garden-diary", week) == ["Name", "Week of"]
    assert lines_of("when-to-call", "") == ["Clinic to call, day and night", "clinic"]
    assert lines_of("dry-hands", week) == []


def test_a_drawing_below_the_place_of_cards_keeps_its_place() -> None:
    """There the cards may stand again, between it and the words that it would stand beside."""
    words = f"<p>{'word ' * 100}</p>"
    for line, is_beside in (
        ('<p class="cards-elsewhere">There.</p>', False),
        ("<p>Here.</p>", True),
    ):
        article = html.fragment_fromstring(
            f"<article><h2>Help</h2>{words}{line}<figure class='picture'></figure></article>"
        )
        packet_scripts._put_drawings_beside(article)
        assert (article[1].tag == "figure") == is_beside
