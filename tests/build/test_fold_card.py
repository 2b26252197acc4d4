"""A worksheet in the shape of a card, on paper: panels of a bank card's size, and nothing beside
its panel."""

from __future__ import annotations

import re

import pytest

from handouts.outputs.pdf import sheets as pdf_sheets
from handouts.outputs.pdf.sheets import Sheet
from handouts.problems import Problem
from support.pdf import article_of, jobs_of, opened, text_of, words_of
from support.programs import needs
from support.project import HANDOUT_FILE, Project, card_page

WIDTH, HEIGHT = 3.37 * 72, 2.125 * 72  # of a bank card (ISO/IEC 7810, ID-1), in points
FORMS = (".pdf", ".a4.pdf", ".large.pdf", ".large.a4.pdf")
pytestmark = needs("pdftotext")  # of poppler-utils


def sheets(project: Project, *forms: str) -> dict[str, Sheet | Problem]:
    """Return these forms of the card, by the end of their addresses."""
    library = project.library()
    handout = library.languages[0].by_id["dry-hands"]
    jobs = {
        job.address.rsplit("dry-hands", 1)[1]: job
        for job in jobs_of(library, {handout.id: article_of(library, handout)})
        if job.form == "sheet"
    }
    chosen = [jobs[form] for form in forms]
    return dict(zip(forms, pdf_sheets.sheets(library, chosen), strict=True))


def card_sheet(project: Project, form: str = ".pdf") -> Sheet:
    """Return this form of the card."""
    sheet = sheets(project, form)[form]
    assert isinstance(sheet, Sheet), sheet
    return sheet


def places_of(data: bytes) -> dict[str, tuple[float, float]]:
    """Return where each word first stands on the first page: how far from the left and from the
    top, in points."""
    words = [word for word in words_of(data) if word.page == 0]
    return {word.text: (word.left, word.top) for word in reversed(words)}


@pytest.mark.parametrize("form", [".pdf", ".a4.pdf"])
@pytest.mark.parametrize(("count", "rows"), [(3, 2), (5, 3)])
def test_panels_are_as_large_as_a_bank_card_and_lie_in_two_columns(
    project: Project, form: str, count: int, rows: int
) -> None:
    project.write(HANDOUT_FILE, card_page(count))
    sheet = card_sheet(project, form)
    places = places_of(sheet.data)
    titles = [places[f"Gloves{number}"] for number in range(1, count + 1)]
    top = titles[rows - 1][1]  # the first panel of the right half
    # The first panel is the sheet's own: so the second lies below it, and the left half comes
    # first.
    expected = [(0, row) for row in range(1, rows)] + [(1, row) for row in range(rows)]
    first_column = titles[0][0]
    assert [
        (round((x - first_column) / WIDTH, 2), round((y - top) / HEIGHT, 2)) for x, y in titles
    ] == expected
    text = text_of(sheet.data)
    order = [text.index(f"Gloves{number}") for number in range(1, count + 1)]
    assert order == sorted(order) and text.count("Clinic:") == 1
    assert text.index("Clinic:") < order[0] and "Cut on the solid line" in text


def test_numbers_of_sources_stand_beside_the_part_that_is_cut_out(project: Project) -> None:
    project.write(HANDOUT_FILE, card_page(3))
    sheet = card_sheet(project)
    text = text_of(sheet.data)
    card, _, below = text[text.index("Clinic:") :].partition("Sources, by panel:")
    assert "Gloves3" in card and "[" not in card
    assert re.match(r"\s*Gloves1 \[1\]", below)


def test_what_is_to_be_written_has_its_line_beside_it_and_a_box_has_a_name(
    project: Project,
) -> None:
    project.write(HANDOUT_FILE, card_page(3))
    sheet = card_sheet(project)
    with opened(sheet.data) as pdf:
        fields = [(str(field.FT), str(field.TU)) for field in pdf.Root.AcroForm.Fields]
    for number in (1, 2, 3):
        names = [(kind, name) for kind, name in fields if f"Worn{number} on:" in name]
        assert [kind for kind, _ in names] == ["/Btn", "/Tx"], names
    places = places_of(sheet.data)
    # The line is drawn beside the words, so the next words stand close below them.
    assert 0 < places["Wash1"][1] - places["Worn1"][1] < 24


def test_a_large_card_is_a_sheet_like_any_other(project: Project) -> None:
    project.write(HANDOUT_FILE, card_page(3))
    sheet = card_sheet(project, ".large.pdf")
    text = text_of(sheet.data)
    assert "Cut on the solid line" not in text and "Gloves3" in text


def test_the_clinics_own_numbers_stand_on_the_card(project: Project) -> None:
    project.write("docs/clinic.yml", 'name: Hill Clinic\nphone: "555-0100"\nemergency: "112"\n')
    project.write(HANDOUT_FILE, card_page(3))
    sheet = card_sheet(project)
    text = text_of(sheet.data)
    assert text.count("Hill Clinic") == text.count("555-0100") == 1


def test_a_clinic_that_writes_all_it_may_breaks_no_card(project: Project) -> None:
    lengths = {"name": 60, "phone": 40, "hours": 60, "after_hours": 40}
    lines = [f'{key}: "{("Wide WW " * 8)[:size]}"' for key, size in lengths.items()]
    project.write("docs/clinic.yml", "\n".join([*lines, 'emergency: "112"\n']))
    project.write(HANDOUT_FILE, card_page(5))
    assert all(isinstance(sheet, Sheet) for sheet in sheets(project, *FORMS).values())


def test_a_panel_that_is_too_long_is_told_by_its_name(project: Project) -> None:
    text = card_page(3).replace("Wash2 them. [^soil-2020]", "Wash them well. [^soil-2020]\n\n" * 9)
    project.write(HANDOUT_FILE, text)
    results = sheets(project, ".pdf", ".a4.pdf", ".large.pdf")
    for form in (".pdf", ".a4.pdf"):
        assert re.fullmatch(
            rf"{HANDOUT_FILE}: This page cannot be printed: “Gloves2” is too long for a panel of a "
            r"card: shorten it by \d+ lines?\.",
            str(results[form]),
        ), results[form]
    assert isinstance(results[".large.pdf"], Sheet)
