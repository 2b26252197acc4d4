"""A worksheet in the shape of a card, on paper: panels of a bank card's size, and nothing beside
its panel."""

from __future__ import annotations

import re
import subprocess

import pytest
from lxml import html

from handouts.markdown import extension, preprocessor
from handouts.outputs.pdf import jobs as pdf_jobs
from handouts.outputs.pdf import sheets as pdf_sheets
from handouts.outputs.pdf.sheets import Sheet
from handouts.pages import article
from handouts.problems import Problem
from support.pdf import opened, text_of
from support.programs import needs
from support.project import HANDOUT_FILE, Project, card_page

WIDTH, HEIGHT = 3.37 * 72, 2.125 * 72  # of a bank card (ISO/IEC 7810, ID-1), in points
pytestmark = needs("pdftotext")  # of poppler-utils


def sheets(project: Project) -> dict[str, Sheet | Problem]:
    """Each form of the card, by the end of its address."""
    library = project.library()
    language = library.languages[0]
    handout = language.by_id["dry-hands"]
    markup = extension.render(library, language, preprocessor.markdown_with_id(handout))
    articles = {handout.id: article.fragment(markup)}
    jobs = [job for job in pdf_jobs.jobs(library, language, articles) if job.form == "sheet"]
    made = pdf_sheets.sheets(library, jobs)
    return {
        job.address.rsplit("dry-hands", 1)[1]: sheet for job, sheet in zip(jobs, made, strict=True)
    }


def boxes(data: bytes) -> dict[str, tuple[float, float]]:
    """Where each word first stands on the first page, from the left and from the top, in points."""
    page = subprocess.run(
        ["pdftotext", "-bbox", "-l", "1", "-", "-"], input=data, capture_output=True, check=True
    ).stdout
    places: dict[str, tuple[float, float]] = {}
    for word in html.fromstring(page).iter("word"):
        place = float(word.get("xmin")), float(word.get("ymin"))
        places.setdefault(str(word.text_content()), place)
    return places


@pytest.mark.parametrize("form", [".pdf", ".a4.pdf"])
@pytest.mark.parametrize(("count", "rows"), [(3, 2), (5, 3)])
def test_panels_are_as_large_as_a_bank_card_and_lie_in_two_columns(project, form, count, rows):
    project.write(HANDOUT_FILE, card_page(count))
    sheet = sheets(project)[form]
    assert isinstance(sheet, Sheet), sheet
    places = boxes(sheet.data)
    titles = [places[f"Gloves{number}"] for number in range(1, count + 1)]
    top = titles[rows - 1][1]  # the first panel of the right half
    # The first panel is the sheet's own: so the second lies below it, and the left half comes
    # first.
    expected = [(0, row) for row in range(1, rows)] + [(1, row) for row in range(rows)]
    left = titles[0][0]
    assert [
        (round((x - left) / WIDTH, 2), round((y - top) / HEIGHT, 2)) for x, y in titles
    ] == expected
    text = text_of(sheet.data)
    order = [text.index(f"Gloves{number}") for number in range(1, count + 1)]
    assert order == sorted(order) and text.count("Clinic:") == 1
    assert text.index("Clinic:") < order[0] and "Cut on the solid line" in text


def test_numbers_of_sources_stand_beside_the_part_that_is_cut_out(project):
    project.write(HANDOUT_FILE, card_page(3))
    sheet = sheets(project)[".pdf"]
    assert isinstance(sheet, Sheet), sheet
    text = text_of(sheet.data)
    card, _, below = text[text.index("Clinic:") :].partition("Sources, by panel:")
    assert "Gloves3" in card and "[" not in card
    assert re.match(r"\s*Gloves1 \[1\]", below)


def test_what_is_to_be_written_has_its_line_beside_it_and_a_box_has_a_name(project):
    project.write(HANDOUT_FILE, card_page(3))
    sheet = sheets(project)[".pdf"]
    assert isinstance(sheet, Sheet), sheet
    with opened(sheet.data) as pdf:
        fields = [(str(one.FT), str(one.TU)) for one in pdf.Root.AcroForm.Fields]
    for number in (1, 2, 3):
        names = [(kind, name) for kind, name in fields if f"Worn{number} on:" in name]
        assert [kind for kind, _ in names] == ["/Btn", "/Tx"], names
    places = boxes(sheet.data)
    # The line is drawn beside the words, so the next words stand close below them.
    assert 0 < places["Wash1"][1] - places["Worn1"][1] < 24


def test_a_large_card_is_a_sheet_like_any_other(project):
    project.write(HANDOUT_FILE, card_page(3))
    sheet = sheets(project)[".large.pdf"]
    assert isinstance(sheet, Sheet), sheet
    text = text_of(sheet.data)
    assert "Cut on the solid line" not in text and "Gloves3" in text


def test_the_clinics_own_numbers_stand_on_the_card(project):
    project.write("docs/clinic.yml", 'name: Hill Clinic\nphone: "555-0100"\nemergency: "112"\n')
    project.write(HANDOUT_FILE, card_page(3))
    sheet = sheets(project)[".pdf"]
    assert isinstance(sheet, Sheet), sheet
    text = text_of(sheet.data)
    assert text.count("Hill Clinic") == text.count("555-0100") == 1


def test_a_clinic_that_writes_all_it_may_breaks_no_card(project):
    long = {"name": 60, "phone": 40, "hours": 60, "after_hours": 40}
    lines = [f'{key}: "{("Wide WW " * 8)[:size]}"' for key, size in long.items()]
    project.write("docs/clinic.yml", "\n".join([*lines, 'emergency: "112"\n']))
    project.write(HANDOUT_FILE, card_page(5))
    assert all(isinstance(sheet, Sheet) for sheet in sheets(project).values())


def test_a_panel_that_is_too_long_is_told_by_its_name(project):
    text = card_page(3).replace("Wash2 them. [^soil-2020]", "Wash them well. [^soil-2020]\n\n" * 9)
    project.write(HANDOUT_FILE, text)
    found = sheets(project)
    for form in (".pdf", ".a4.pdf"):
        assert re.fullmatch(
            rf"{HANDOUT_FILE}: This page cannot be printed: “Gloves2” is too long for a panel of a "
            r"card: shorten it by \d+ lines?\.",
            str(found[form]),
        ), found[form]
    assert isinstance(found[".large.pdf"], Sheet)
