"""Packets, drawings and the list of all sheets, as the library in docs/ has them."""

from __future__ import annotations

import io

import pikepdf

from handouts.model.addresses import PACKET_SUFFIXES, file_of
from handouts.outputs.pdf.table_tags import structure_elements
from handouts.pages import article
from support.docs import IS_OURS


def name_of(file: str) -> str:
    """The handout or packet of a PDF, as docs/moved.yml calls it."""
    folder, _, name = file.partition("/")
    return name.partition("/")[0] if folder == "handouts" else file.partition(".")[0]


def test_all_sheets_lists_every_pdf(built_library):
    """But for those that lead on from an old name, or say that a handout was withdrawn."""
    library, built = built_library
    page = built.data("sheets/index.html").decode()
    first = library.languages[0]
    former_names = {*library.moves.moved, *library.moves.withdrawn}
    former_names |= {f"packets/{id}" for id in library.emptied_packets(first)}
    pdfs = [
        file
        for file in built.files
        if file.endswith(".pdf")
        and name_of(file) not in former_names
        and not any(file.startswith(language.edition.root) for language in library.languages[1:])
    ]
    missing = [file for file in pdfs if f'href="../{file}"' not in page]
    assert pdfs and missing == []


def test_each_handout_of_a_packet_has_one_paper(built_library):
    """Both sides of it; the cover and the sources have a page each, or two where they hold words of
    a clinic's own."""
    library, built = built_library
    extra_pages = 2 if IS_OURS else 4
    page_counts = []
    for id, packet in library.packets.items():
        for language in library.languages:
            inside = library.packet_handouts(language, packet)
            for paper in (
                PACKET_SUFFIXES if all(handout.facts.kind != "words" for handout in inside) else ()
            ):
                with pikepdf.open(
                    io.BytesIO(built.data(library.packet(language, id, paper)))
                ) as document:
                    page_counts.append(len(document.pages))
                    assert len(document.pages) <= 2 * len(inside) + extra_pages, (
                        id,
                        language.code,
                        paper,
                    )
    assert page_counts or not library.packets


def test_screen_and_paper_show_the_same_drawings(built_library):
    library, built = built_library
    for language, handout in library:
        picture_ids = article.article_of_page(
            built.tree(file_of(library.address(handout)))
        ).pictures()
        with pikepdf.open(io.BytesIO(built.data(library.sheet(handout)))) as document:
            alts = [
                str(each.get("/Alt", ""))
                for each in structure_elements(document.Root.StructTreeRoot, "/Figure")
            ]
        for id in picture_ids:
            assert language.pictures[id].alt in alts, f"{handout.id}: {id}"


def test_the_page_for_packets_knows_the_handout_on_when_to_get_help(built_library):
    """In a packet the care cards stand on it, and the cover leads to it by its title."""
    library, built = built_library
    for language in library.languages:
        if not (language.packet_maker and language.help_page):
            continue
        page = built.tree(file_of(library.address(language.packet_maker)))
        assert page.xpath("//form/@data-help") == [language.help_page.id]
        (direction,) = page.xpath(
            f"//template[@data-packet-edition='{language.code}']//p[@data-way]/@data-text"
        )
        assert f"“{language.help_page.title}”" in direction
