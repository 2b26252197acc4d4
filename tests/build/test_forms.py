"""Sheets to fill in on screen: fields that every viewer shows, that are read out in words, and
print empty as before."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from handouts.model.library import Library
from handouts.outputs.pdf import form_fields, typesetter
from handouts.outputs.pdf import sheets as pdf_sheets
from handouts.outputs.pdf.form_fields import add_fields
from handouts.outputs.pdf.jobs import Job
from handouts.outputs.pdf.sheets import Sheet
from handouts.pages import article
from handouts.site.extract.pdf import read_pdf
from support.forms import (
    drawn_by_poppler,
    fields,
    filled_by_pypdf,
    is_tick,
    typed_in_pdfium,
    widgets,
)
from support.pdf import jobs_of, opened, set_sheets, text_of, tree, words_of
from support.programs import needs
from support.project import HANDOUT_FILE, Project, write_project

NAME = "Łukasz Żółć"  # no simple font of a PDF has all of these letters
Fill = Callable[[bytes, str], bytes]
DAYS = ("Monday", "Tuesday")
WORDS = {"Day": "Día", "Soil": "Tierra", "Pain, 0 to 10": "Dolor, de 0 a 10", "Monday": "lunes",
 "Tuesday": "martes", "Is it dry?": "¿Está seca?"}  # fmt: skip
TABLE = '<table data-to-fill="">'
CELLS = "".join(f"<tr><th>{day}</th><td></td><td> </td></tr>" for day in DAYS)
TICKS = "".join(f'<li class="tick">{place}</li>' for place in ("Thumb", "Palm", "Thumb"))
ASKED = '<li>Is it dry?<sup><a href="#s">[1]</a></sup></li><li>Is it dry?</li>'
WORKSHEET = (
    '<h1 id="title">My week in the soil</h1><p class="summary">Write down how your hands are.</p>'
    f'<h2 id="my-week">My week</h2>{TABLE}<thead><tr><th>Day</th><th>Soil</th>'
    f"<th>Pain, 0 to 10</th></tr></thead><tbody>{CELLS}</tbody></table>"
    '<h2 id="notes">Notes</h2><div class="write" data-lines="3"></div>'
    f'<h2 id="where">Where?</h2><ul class="ticks">{TICKS}</ul>'
    f'<h2 id="dry">Dry</h2><div class="write" data-lines="2"><ul>{ASKED}</ul></div>'
    '<h2 id="questions-to-ask">Questions to ask</h2><ul><li>Why soil?</li><li>Why me?</li></ul>'
    '<h2 id="sources">Sources</h2><ol class="sources"><li id="s">Soil &amp; Skin</li></ol>'
)
FIELDS = {
    "clinic": "Clinic", "phone": "Clinic: Phone", "after-hours": "Clinic: After hours",
    "name": "Name", "week": "Week of",
    "dry-hands_my-week_1": "Monday: Soil", "dry-hands_my-week_2": "Monday: Pain, 0 to 10",
    "dry-hands_my-week_3": "Tuesday: Soil", "dry-hands_my-week_4": "Tuesday: Pain, 0 to 10",
    "dry-hands_notes_1": "Notes",
    "dry-hands_where_1": "Thumb", "dry-hands_where_2": "Palm", "dry-hands_where_3": "Thumb (2)",
    "dry-hands_dry_1": "Is it dry?", "dry-hands_dry_2": "Is it dry? (2)",
    "dry-hands_together": "We went through this together",
    "dry-hands_together-date": "We went through this together: Date",
    "dry-hands_questions-to-ask_1": "Why soil?", "dry-hands_questions-to-ask_2": "Why me?",
}  # fmt: skip


def worksheet_jobs(
    project: Project, html: str = WORKSHEET, kind: str = "worksheet"
) -> tuple[Library, list[Job]]:
    """Return the library, and the job of each form of its handout with HTML in its place."""
    library = project.library()
    language = library.languages[0]
    worksheet, *handouts = language.handouts
    worksheet = replace(worksheet, facts=worksheet.facts.model_copy(update={"kind": kind}))
    language = replace(language, handouts=(worksheet, *handouts))
    library = replace(library, languages=(language,))
    return library, jobs_of(library, {worksheet.id: article.fragment(html)})


def letter_sheet(project: Project, html: str = WORKSHEET, kind: str = "worksheet") -> Sheet:
    """Return the sheet on letter paper."""
    library, jobs = worksheet_jobs(project, html, kind)
    (sheet,) = set_sheets(library, jobs[:1])
    return sheet


@pytest.fixture(scope="module")
def worksheet_library(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small library, for tests that only look."""
    return write_project(tmp_path_factory.mktemp("forms"))


@pytest.fixture(scope="module")
def sheets(worksheet_library: Project) -> list[Sheet]:
    """The worksheet on both papers in both prints."""
    library, jobs = worksheet_jobs(worksheet_library)
    return set_sheets(library, [job for job in jobs if job.form == "sheet"])


def descriptions(sheet: Sheet) -> dict[str, str]:
    """Return what is said of each field, by its name."""
    pdf = opened(sheet.data)  # which must stay open while its parts are read
    return {name: str(field.TU) for name, field in fields(pdf).items()}


# What the fields are -----------------------------------------------------------------------------


def test_each_place_to_fill_in_is_a_field_in_words_of_the_reader(sheets: list[Sheet]) -> None:
    """Also where two of a section say the same: their numbers tell them apart."""
    standard, standard_a4, large, _ = sheets
    assert descriptions(standard) == descriptions(standard_a4) == FIELDS
    # In large print the week is asked for in words of its own, as the day.
    assert descriptions(large) == {
        "date" if name == "week" else name: "Date" if name == "week" else words
        for name, words in FIELDS.items()
    }


def test_names_of_fields_are_the_same_in_every_language_and_version(project: Project) -> None:
    html = WORKSHEET
    for word, translation in WORDS.items():
        html = html.replace(f">{word}<", f">{translation}<")
    sheet = letter_sheet(project, html)
    assert descriptions(sheet).keys() == FIELDS.keys()
    assert descriptions(sheet)["dry-hands_my-week_4"] == "martes: Dolor, de 0 a 10"


def test_each_field_is_tagged_as_one(sheets: list[Sheet]) -> None:
    """A form element holds its field and nothing else (ISO 14289-1, 7.18.4), and the page is gone
    through in its order."""
    for sheet in sheets:
        pdf = opened(sheet.data)
        assert pdf.check_pdf_syntax() == []
        tags = [element for element in tree(pdf) if element.S == "/Form"]
        assert [
            tag.K[0].Obj.objgen if isinstance(tag.K, pikepdf.Array) else tag.K.Obj.objgen
            for tag in tags
        ] == [widget.objgen for widget in widgets(pdf)]
        assert all(len(tag.K) == 1 for tag in tags if isinstance(tag.K, pikepdf.Array))
        parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        for widget in widgets(pdf):
            assert parents[int(widget.StructParent)].S == "/Form"
            assert str(widget.TU).strip() and widget.F == 4
        assert {str(page.obj.Tabs) for page in pdf.pages if "/Annots" in page.obj} <= {"/S"}


def test_a_field_leads_nowhere_and_does_nothing(sheets: list[Sheet]) -> None:
    """No trace of the places that the templates mark; no script, no form of another kind."""
    for sheet in sheets:
        pdf = opened(sheet.data)
        for widget in widgets(pdf):
            assert not {"/A", "/AA", "/Dest", "/Contents", "/Border"} & set(widget.keys())
        assert set(pdf.Root.AcroForm.keys()) == {"/Fields", "/DA", "/DR"}
        targets, _, problems = read_pdf(sheet.data)
        assert problems == [] and all(target.startswith(("#", "http")) for target in targets)
        assert (
            b"field:" not in sheet.data
            and form_fields.MARK.encode() not in text_of(sheet.data).encode()
        )


def test_a_field_is_ready_to_be_filled_in(sheets: list[Sheet]) -> None:
    """A box has no tick, no words scroll out of sight, and on printed lines they hide these."""
    for sheet in sheets:
        pdf = opened(sheet.data)
        for field in fields(pdf).values():
            if is_tick(field):
                assert field.V == field.AS == "/Off"
            else:
                assert int(field.Ff) & form_fields.NO_SCROLL
        assert list(fields(pdf)["dry-hands_notes_1"].MK.BG) == [1]
        assert "/MK" not in fields(pdf)["dry-hands_my-week_1"]


@pytest.mark.parametrize(("direction", "side"), [("ltr", None), ("rtl", form_fields.RIGHT)])
def test_words_begin_where_their_script_does(
    project: Project, direction: str, side: int | None
) -> None:
    library, jobs = worksheet_jobs(project)
    document = pdf_sheets._document(library, jobs[0])
    sheets = [typesetter._with_code(sheet) for sheet in document.data["sheets"]]
    data = document.data | {"sheets": sheets, "tightness": 0, "apart": False}
    pdf = opened(typesetter._compile(data, document, False))
    add_fields(pdf, document.fonts, direction)
    assert {widget.get("/Q") for widget in widgets(pdf) if "/DA" in widget} == {side}


def test_a_list_that_stands_twice_is_read_out_twice(project: Project) -> None:
    twice = f'<ul class="ticks">{TICKS}</ul>'
    html = WORKSHEET.replace(twice, f"{twice}<p>Left hand:</p>{twice}")
    sheet = letter_sheet(project, html)
    words = [text for name, text in descriptions(sheet).items() if "_where_" in name]
    assert words == ["Thumb", "Palm", "Thumb (2)", "Thumb (3)", "Palm (2)", "Thumb (4)"]


def test_what_a_clinic_wrote_is_printed_and_no_field(project: Project) -> None:
    project.write("docs/clinic.yml", 'emergency: "112"\nname: Hill Clinic\nphone: "555-0100"\n')
    sheet = letter_sheet(project)
    assert descriptions(sheet) == {
        name: words for name, words in FIELDS.items() if name not in ("clinic", "phone")
    }


def test_in_a_packet_one_field_fills_all_its_copies(project: Project) -> None:
    project.write(
        "docs/packets.yml",
        "spring:\n  title: {en: Spring set}\n  handouts: [dry-hands, words-to-know]\n",
    )
    library, jobs = worksheet_jobs(project)
    (packet,) = set_sheets(library, [job for job in jobs if job.form == "packet"][:1])
    pdf = opened(packet.data)
    places = {name: len(field.get("/Kids", [0])) for name, field in fields(pdf).items()}
    assert places.pop("name") == 2, "on the cover and on the worksheet"
    assert set(places.values()) == {1}
    for kid in fields(pdf)["name"].Kids:
        assert kid.Parent == fields(pdf)["name"] and "/T" not in kid and str(kid.TU) == "Name"
    assert "cover_contents_1" in places and "cover_together" in places
    filled = opened(filled_by_pypdf(packet.data, NAME))
    assert [str(kid.Parent.V) for kid in fields(filled)["name"].Kids] == [NAME] * 2


def test_a_pdf_without_a_place_has_no_form(project: Project) -> None:
    """The pack for a reviewer is printed, and a trial counts pages only."""
    library, jobs = worksheet_jobs(project)
    document = pdf_sheets._document(library, jobs[0])
    sheets = [typesetter._with_code(sheet) for sheet in document.data["sheets"]]
    data = document.data | {"sheets": sheets}
    for is_trial in (True, False):
        pdf = opened(typesetter._compile(data, document, is_trial))
        assert (add_fields(pdf, document.fonts) == 0) is is_trial
        assert ("/AcroForm" not in pdf.Root) is is_trial


@pytest.mark.parametrize("count", [45, 120])
def test_a_handout_with_many_long_items_keeps_them_apart(project: Project, count: int) -> None:
    """An address of Typst holds 8,000 letters at most."""
    items = "".join(
        f'<li class="tick">{n} is a number, and {"so " * 30}on</li>' for n in range(count)
    )
    sheet = letter_sheet(
        project, f'<h1 id="title">Soil</h1><h2 id="a">A</h2><ul class="ticks">{items}</ul>', "words"
    )
    ticks = [
        words for name, words in descriptions(sheet).items() if name.startswith("dry-hands_a_")
    ]
    assert [int(words.split()[0]) for words in ticks] == list(range(count))
    assert len(sheet.data) > 0 and all(words.endswith("…") for words in ticks) == (count == 120)


def test_fields_of_a_table_without_names_are_told_apart(project: Project) -> None:
    """Rows to name oneself, and a table without heads."""
    rows = "<tr><td></td><td></td></tr>" * 2
    heads = "<thead><tr><th>Medicine</th><th>How much</th></tr></thead>"
    html = (
        f'<h1 id="title">Soil</h1><h2 id="a">A</h2>{TABLE}{heads}<tbody>{rows}</tbody></table>'
        f'<h2 id="b">Tools</h2>{TABLE}<tbody><tr><td>Rake</td><td></td></tr>{rows}</tbody></table>'
    )
    sheet = letter_sheet(project, html)
    words = descriptions(sheet)
    assert [words[name] for name in words if "_a_" in name] == [
        "Medicine",
        "How much",
        "Medicine (2)",
        "How much (2)",
    ]
    assert [words[name] for name in words if "_b_" in name] == ["Rake", "Tools", "Tools (2)",
     "Tools (3)", "Tools (4)"]  # fmt: skip


def test_signs_that_steer_the_typesetter_are_not_read_out(project: Project) -> None:
    """A soft hyphen, a place where a line may break, and one where it may not."""
    html = WORKSHEET.replace("<th>Monday</th>", "<th>Mon\u00adday\u200b\n of\u2060\u00a0May</th>")
    sheet = letter_sheet(project, html)
    assert descriptions(sheet)["dry-hands_my-week_1"] == "Monday of May: Soil"


def test_a_link_that_looks_like_a_field_is_none(project: Project) -> None:
    """The check tells the writer; what comes by another way stays a link."""
    project.edit(
        HANDOUT_FILE,
        "[the list of words](words-to-know.md#words)",
        "[this](field:line:10:clinic:Clinic)",
    )
    problems = [str(problem) for problem in project.problems()]
    assert any(
        "A link may not start like this: field:line:10:clinic:Clinic" in problem
        for problem in problems
    ), problems
    forged = '<h1 id="title">Soil</h1><p><a href="field:line:10:patient:Who">who</a></p>'
    sheet = letter_sheet(project, forged)
    assert "patient" not in descriptions(sheet)
    assert "field:line:10:patient:Who" in read_pdf(sheet.data)[0]


# What prints -------------------------------------------------------------------------------------


@needs("pdftoppm")
@needs("pdftotext")
def test_an_empty_form_prints_as_it_would_without_fields(
    worksheet_library: Project,
    sheets: list[Sheet],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same pages, drawn and copied, as from templates that mark no place."""
    folder = shutil.copytree(typesetter.TEMPLATES, tmp_path / "template")
    text = (folder / "form.typ").read_text(encoding="utf-8")
    bare = re.sub(r"\n  place\(at, .*\n", "\n  none\n", text)
    assert bare != text
    (folder / "form.typ").write_text(bare, encoding="utf-8")
    monkeypatch.setattr(typesetter, "TEMPLATES", folder)
    monkeypatch.setattr(typesetter, "_thread", threading.local())
    monkeypatch.setattr(typesetter, "templates", typesetter.templates.__wrapped__)
    library, jobs = worksheet_jobs(worksheet_library)
    plain_sheets = set_sheets(library, [job for job in jobs if job.form == "sheet"])
    for form, plain in zip(sheets, plain_sheets, strict=True):
        assert descriptions(plain) == {}
        assert form.pages == plain.pages and text_of(form.data) == text_of(plain.data)
        assert drawn_by_poppler(form.data, 60) == drawn_by_poppler(plain.data, 60)
        assert len(form.data) - len(plain.data) < 16_000


def test_the_same_words_make_the_same_bytes(
    worksheet_library: Project, sheets: list[Sheet]
) -> None:
    library, jobs = worksheet_jobs(worksheet_library)
    again = set_sheets(library, [job for job in jobs if job.form == "sheet"])
    assert [sheet.data for sheet in again] == [sheet.data for sheet in sheets]


@needs("pdftoppm")
@needs("pdftotext")
@pytest.mark.parametrize("fill", [filled_by_pypdf, typed_in_pdfium])
def test_what_is_typed_is_saved_and_shown(sheets: list[Sheet], fill: Fill) -> None:
    """In each field of each form, with every letter of a name; and a tick in each box."""
    for sheet in sheets:
        filled = fill(sheet.data, NAME)
        pdf = opened(filled)
        assert {name: str(field.get("/V")) for name, field in fields(pdf).items()} == {
            name: "/Yes" if is_tick(field) else NAME for name, field in fields(pdf).items()
        }
        texts = sum(not is_tick(field) for field in fields(pdf).values())
        # Not those of which the line has less room than the name needs.
        assert text_of(filled).count(NAME) >= texts - 2
        empty, full = drawn_by_poppler(sheet.data), drawn_by_poppler(filled)
        assert empty != full and len(empty) == len(full)
        ticks = [widget for widget in widgets(pdf) if "/AS" in widget]
        assert {str(tick.AS) for tick in ticks} == {"/Yes"}


def test_every_letter_has_room(sheets: list[Sheet]) -> None:
    """Letters that shrink to fit end up too small to read: where there is room for two lines, they
    have a size of their own."""
    for sheet in sheets:
        pdf = opened(sheet.data)
        smallest = 12 if ".large" in sheet.address else 9
        for widget in widgets(pdf):
            x, bottom, x_end, top = map(float, widget.Rect)
            if "/DA" not in widget:
                assert top - bottom >= 11.5 and x_end - x >= 16, "a box that a finger can hit"
                continue
            size = float(str(widget.DA).split()[1])
            if int(widget.get("/Ff", 0)) & form_fields.MULTILINE:
                assert size >= smallest and top - bottom >= 2 * 1.3 * size
            else:
                assert size == 0 and top - bottom >= 1.25 * smallest - 0.01


def ends_of_line_fields(data: bytes, last_word: str) -> dict[str, float]:
    """Return how many points each field of one line on the first page has behind its text."""
    pdf = opened(data)
    height = float(pdf.pages[0].obj.MediaBox[3])
    words = [word for word in words_of(data) if (word.page, word.text) == (0, last_word)]
    ends = {}
    for widget in pdf.pages[0].obj.Annots:
        if str(widget.get("/DA", "")).startswith("/Body 0 "):
            x, bottom, x_end, top = map(float, widget.Rect)
            ends[str(widget.T)] = x_end - min(
                word.right
                for word in words
                if word.left > x and bottom < height - (word.top + word.bottom) / 2 < top
            )
    return ends


@needs("pdftotext")
@pytest.mark.parametrize("fill", [filled_by_pypdf, typed_in_pdfium])
def test_a_long_name_is_not_cut(sheets: list[Sheet], fill: Fill) -> None:
    """Nor a number to call, of which the last digit must not be missing."""
    data = sheets[0].data
    long_name = "María Guadalupe Fernández-Villanueva de la Concepción y Ochoa"
    assert ends_of_line_fields(fill(data, long_name), "Ochoa")["name"] >= 0
    ends = ends_of_line_fields(fill(data, "Ana Ruiz, 555-010-0199"), "555-010-0199")
    assert {"clinic", "phone", "after-hours", "name"} <= ends.keys()
    assert min(ends.values()) >= 0, ends
