"""Sheets of small libraries: signs as written, what cannot be printed, what is kept."""

from __future__ import annotations

import ast
import os
import shutil
import threading
from dataclasses import fields, replace
from pathlib import Path

import pytest

from handouts.model.library import Library
from handouts.outputs.pdf import cache, typesetter
from handouts.outputs.pdf import sheets as pdf_sheets
from handouts.outputs.pdf.cache import MODULES, PdfCache
from handouts.outputs.pdf.jobs import Job
from handouts.outputs.pdf.sheets import Sheet
from handouts.pages import article
from handouts.problems import Problem
from support.pdf import article_of, jobs_of, opened, squeezed, text_of, tree, width_of, words_of
from support.programs import needs
from support.project import CARD, HANDOUT, HANDOUT_FILE, ROOT, Project

needs_text = needs("pdftotext")  # of poppler-utils


def printed(project: Project, html: str = "", url: str = "") -> Sheet | Problem:
    """Return the letter sheet of the small library's handout, or of HTML in its place, or what is
    wrong with it."""
    library = project.library()
    library = replace(library, site=replace(library.site, url=url))
    handout = library.languages[0].handouts[0]
    page = article.fragment(html) if html else article_of(library, handout)
    return next(pdf_sheets.sheets(library, jobs_of(library, {handout.id: page})[:1]))


def letter_sheet(project: Project, html: str = "", url: str = "") -> Sheet:
    """Return that sheet, which is no problem."""
    sheet = printed(project, html, url)
    assert isinstance(sheet, Sheet), sheet
    return sheet


def job_of(library: Library, html: str = '<h1 id="title">Soil</h1>') -> Job:
    """Return the first sheet of the small library, with this article."""
    return jobs_of(library, {"dry-hands": article.fragment(html)})[0]


# What holds for each PDF: a handout's four forms, packets, booklets -------------------------------


def test_only_what_decides_the_bytes_makes_pdfs_anew(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit of a template or of what writes the bytes does; an edit of any other module does
    not."""
    library = project.library()
    job = job_of(library)
    package = tmp_path / "handouts"
    source = ROOT / "scripts/handouts"
    shutil.copytree(source, package, ignore=shutil.ignore_patterns("__pycache__", "fonts"))
    monkeypatch.setattr(cache, "FOLDER", package / "outputs/pdf")
    monkeypatch.setattr(typesetter, "TEMPLATES", package / "outputs/pdf/template")
    monkeypatch.setattr(typesetter, "_thread", threading.local())

    def is_made_anew() -> bool:
        cache._tools_digest.cache_clear()
        typesetter.templates.cache_clear()
        sheet = next(pdf_sheets.sheets(library, [job], tmp_path / "cache"))
        assert isinstance(sheet, Sheet), sheet
        return sheet.is_new

    assert (is_made_anew(), is_made_anew()) == (True, False)
    edits = {}
    for path in sorted(package.rglob("*.*")):
        with path.open("a") as file:
            file.write("\n")
        edits[path.relative_to(package).as_posix()] = is_made_anew()
    assert {
        "outputs/pdf/sheets.py",
        "pages/article.py",
        "model/library.py",
        "outputs/pdf/template/main.typ",
        "outputs/pdf/template/card.typ",
    } <= edits.keys()
    assert {name for name, is_anew in edits.items() if is_anew} == {
        "pages/qr_code.py",
        "outputs/pdf/field_font.py",
        "outputs/pdf/form_fields.py",
        "outputs/pdf/table_tags.py",
        "outputs/pdf/typesetter.py",
        *(name for name in edits if name.startswith("outputs/pdf/template/")),
    }
    typesetter.templates.cache_clear()
    cache._tools_digest.cache_clear()


def test_a_pdf_of_earlier_tools_fonts_or_limits_is_not_used(project: Project) -> None:
    library = project.library()
    document = pdf_sheets._document(library, job_of(library))
    (family,) = document.fonts
    changes = {
        "data": document.data | {"title": "Clay"},
        "date": document.date.replace(year=2027),
        "fonts": (replace(family, files=family.files[1:]),),
        "max_pages": 3,
        "has_tables": not document.has_tables,
    }
    assert changes.keys() == {field.name for field in fields(document)}
    keys = [
        cache.cache_key(document),
        *(cache.cache_key(replace(document, **{name: value})) for name, value in changes.items()),
    ]
    assert len(set(keys)) == len(keys)


def test_the_typesetter_imports_nothing_that_the_cache_does_not_know() -> None:
    """The fonts' files and what is said of a handout are part of a document."""
    data = {"model/fonts.py", "model/summary.py"}
    package = ROOT / "scripts/handouts"
    modules = {(cache.FOLDER / name).resolve().relative_to(package).as_posix() for name in MODULES}
    for name in sorted(modules):
        tree = ast.parse((package / name).read_text(encoding="utf-8"))
        imported = {
            f"{module.replace('.', '/')}.py"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            for module in (node.module or "", f"{node.module}.{alias.name}")
        }
        ours = {
            file.removeprefix("handouts/") for file in imported if (package.parent / file).exists()
        }
        assert ours <= modules | data, name


def test_the_cache_does_not_grow_for_ever(tmp_path: Path) -> None:
    for day in range(9):
        cache = PdfCache(tmp_path)
        assert cache.get(f"key{day}") is None
        cache.put(f"key{day}", b"%PDF", 2)
        os.utime(tmp_path / f"key{day}.2.pdf", (day, day))
        cache.trim({f"key{day}"})
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"key{day}.2.pdf" for day in (5, 6, 7, 8)
    ]
    assert PdfCache(tmp_path).get("key8") == (b"%PDF", 2)


# Bad and strange input ----------------------------------------------------------------------------


HOSTILE = """#let x = 1 #panic() $ x^2 $ @ref <label> *bold* _under_ `code` \\ \\n \\u{41} // no \
/* no */ "q" 'q' [x] {y} = a - b + c / d ~ e ; & | ^ %"""


@needs_text
def test_signs_of_the_typesetter_are_printed_as_written(project: Project) -> None:
    """The article comes in as data, never as source."""
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;")
    sheet = letter_sheet(
        project,
        f'<h1 id="title">{escaped}</h1><p class="summary">{escaped}</p><h2 '
        f'id="a">{escaped}</h2><p>{escaped}</p><ul><li>{escaped}</li></ul>'
        f"<table><thead><tr><th>{escaped}</th><th>B</th></tr></thead><tbody><tr><th>{escaped}</th><td>{escaped}</td></tr></tbody></table>"
        f'<dl><dt id="w">{escaped}</dt><dd>{escaped}</dd></dl>',
    )
    assert squeezed(text_of(sheet.data)).count(squeezed(HOSTILE)) == 10


@needs_text
def test_signs_in_title_summary_clinic_and_sources_are_printed_as_written(project: Project) -> None:
    project.edit(HANDOUT_FILE, "title: Dry garden hands", "title: '#let *a* $b$ @c <d> \\e'")
    project.edit(HANDOUT_FILE, "summary: See why", "summary: '#let *a* $b$ @c <d> \\e'\n#")
    project.write("docs/en/search.yml", "dry-hands: ['#x']\n")
    project.edit(
        "docs/sources.yml", "publisher: Glove Club", "publisher: '#let *a* $b$ @c <d> \\e'"
    )
    project.write(
        "docs/clinic.yml",
        "name: '#let *a* $b$ @c <d> \\e'\nphone: '#1 $2 @3'\nhours: '<4> *5*'\n"
        "after_hours: \\6\\\nemergency: '112'\n",
    )
    sheet = letter_sheet(project)
    text = squeezed(text_of(sheet.data))
    assert text.count(squeezed("#let *a* $b$ @c <d> \\e")) == 4
    assert squeezed("#1 $2 @3 (<4> *5*)") in text and "\\6\\" in text
    with opened(sheet.data).open_metadata() as metadata:
        assert metadata["dc:title"] == "#let *a* $b$ @c <d> \\e"
        assert metadata["dc:creator"] == ["#let *a* $b$ @c <d> \\e"]


@needs_text
@pytest.mark.parametrize(
    "place",
    [
        "<p>{}</p>",
        "<ul><li>{}</li></ul>",
        "<table><tbody><tr><td>A</td><td>{}</td></tr></tbody></table>",
    ],
)
def test_a_very_long_word_stays_on_the_sheet(project: Project, place: str) -> None:
    word = "soil" * 50
    sheet = letter_sheet(project, '<h1 id="title">Soil</h1>' + place.format(word))
    assert max(word.right for word in words_of(sheet.data)) <= width_of(sheet.data) - 36, (
        "half an inch from the edge, which printers reach"
    )
    assert word in squeezed(text_of(sheet.data))


@pytest.mark.parametrize(
    "old, letters, names",
    [
        ("Clay takes up water", "Clay \U0001f9e4 takes up water", "\U0001f9e4 (U+1F9E4)"),
        (
            "Clay takes up water",
            "\u05d7\u05d5\u05dc Clay",
            "\u05d7 (U+05D7), \u05d5 (U+05D5), \u05dc (U+05DC)",
        ),
        ("- [ ] Rest your hands.", "- [ ] Rest \u624b.", "\u624b (U+624B)"),
        ("title: Dry garden hands", "title: Dry \u624b hands", "\u624b (U+624B)"),
        ("Which gloves are best", "Which \u2611 gloves", "\u2611 (U+2611)"),
    ],
)
def test_a_letter_that_the_font_lacks_is_told_at_its_line(
    project: Project, old: str, letters: str, names: str
) -> None:
    project.edit(HANDOUT_FILE, old, letters)
    line = project.line_of(HANDOUT_FILE, letters)
    assert (
        str(printed(project))
        == f"{HANDOUT_FILE}:{line}: The font cannot print {names}. Use other words or signs."
    )


def test_a_table_to_fill_in_and_four_columns_are_printed(project: Project) -> None:
    rows = "<tr><th>Monday</th><td></td><td> </td><td></td></tr>" * 3
    sheet = letter_sheet(
        project,
        '<h1 id="title">Soil</h1><table data-to-fill=""><thead><tr>'
        "<th>Day</th><th>A</th><th>B</th><th>C</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>",
    )
    pdf = opened(sheet.data)
    tags = [str(element.S) for element in tree(pdf) if element.S in ("/TR", "/TH", "/TD")]
    assert tags == ["/TR", *["/TH"] * 4, *["/TR", "/TH", "/TD", "/TD", "/TD"] * 3]


@pytest.mark.parametrize(
    "html, message",
    [
        (
            "<table><tbody><tr><td>1</td><td>2</td><td>3</td><td>4</td><td>5</td></tr></tbody></table>",
            "This page cannot be printed: table of 5 columns: at most 4 fit on a sheet.",
        ),
        ("<video>x</video>", "This page cannot be printed: no rule to print <video>."),
    ],
)
def test_what_cannot_be_printed_is_told_in_a_sentence(
    project: Project, html: str, message: str
) -> None:
    assert str(printed(project, f'<h1 id="title">Soil</h1>{html}')) == f"{HANDOUT_FILE}: {message}"


def test_a_link_to_a_place_that_is_missing_is_a_problem_and_no_trace(project: Project) -> None:
    problem = str(printed(project, '<h1 id="title">Soil</h1><p><a href="#nowhere">x</a></p>'))
    assert problem.startswith(f"{HANDOUT_FILE}: This page cannot be printed: ")
    assert "nowhere" in problem and "\n" not in problem


@pytest.mark.parametrize("kind, fits", [("handout", False), ("worksheet", False), ("words", True)])
def test_a_page_that_needs_a_second_paper_is_told(project: Project, kind: str, fits: bool) -> None:
    library = project.library()
    language = library.languages[0]
    handout = language.handouts[0]
    handout = replace(handout, facts=handout.facts.model_copy(update={"kind": kind}))
    page = article.fragment(
        '<h1 id="title">Soil</h1>' + "<p>Soil dries hands, so wear gloves and rest.</p>" * 110
    )
    library = replace(library, languages=(replace(language, handouts=(handout,)),))
    (sheet,) = pdf_sheets.sheets(library, jobs_of(library, {handout.id: page})[:1])
    if fits:
        assert isinstance(sheet, Sheet) and sheet.pages == 3
    else:
        line = 1 + HANDOUT.split("## Key points")[0].count("\n") - 1
        assert (
            str(sheet)
            == f"{HANDOUT_FILE}:{line}: This page fills 3 pages in print (letter); it must fit 2, "
            "both sides of one sheet. Shorten it, or a card that it shows: "
            "docs/en/cards/emergency.md."
        )
        clinic = library.clinic.model_copy(update={"paper": "a4", "name": "Garden clinic"})
        library = replace(library, clinic=clinic)
        jobs = jobs_of(library, {handout.id: page})
        forms = {(job.paper, job.print): job for job in jobs if job.form == "sheet"}
        chosen = [forms[paper, "standard"] for paper in ("letter", "a4")]
        letter, a4 = pdf_sheets.sheets(library, chosen)
        assert isinstance(letter, Sheet) and letter.pages == 3
        assert letter.notice and "fills 3 pages in print (letter)" in letter.notice.message
        assert isinstance(a4, Problem)
        assert a4.message.endswith(". What docs/clinic.yml puts on top takes room too.")


def test_every_problem_of_every_sheet_is_told_at_once(project: Project) -> None:
    project.edit(HANDOUT_FILE, "Clay takes", "\u624b takes")
    project.edit("docs/en/handouts/words-to-know.md", "Look up", "\u8a9e Look up")
    library = project.library()
    results = pdf_sheets.sheets(library, jobs_of(library))
    assert {problem.path for problem in results if isinstance(problem, Problem)} == {
        HANDOUT_FILE,
        "docs/en/handouts/words-to-know.md",
    }


# The site's address -------------------------------------------------------------------------------


LINKED = (
    '<h1 id="title">Soil</h1><p><a href="../words-to-know/#words">words</a> <a '
    'href="#title">up</a> <a href="https://other.example/">other</a></p>'
)


@pytest.mark.parametrize(
    "url, links, codes",
    [
        ("", ["https://other.example/"], 0),
        (
            "https://clinic.example/soil/",
            [
                "https://clinic.example/soil/handouts/words-to-know/#words",
                "https://other.example/",
                "https://clinic.example/soil/handouts/dry-hands/",
            ],
            1,
        ),
    ],
)
def test_only_with_the_address_of_the_site_there_are_full_addresses_and_a_code(
    project: Project, url: str, links: list[str], codes: int
) -> None:
    """A printed address or QR code must never lead to the wrong place."""
    sheet = letter_sheet(project, LINKED, url)
    pdf = opened(sheet.data)
    notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
    assert [str(note.A.URI) for note in notes if note.get("/A", {}).get("/S") == "/URI"] == links
    assert [str(element.Alt) for element in tree(pdf) if element.S == "/Figure"] == [
        "Code that a phone camera reads; it leads to the address beside it"
    ] * codes


@needs_text
@pytest.mark.parametrize(
    "url, foot",
    [("", "Garden hands"), ("https://www.clinic.example/", "clinic.example/handouts/dry-hands")],
)
def test_the_foot_names_the_place_the_page_and_the_version(
    project: Project, url: str, foot: str
) -> None:
    sheet = letter_sheet(project, LINKED, url)
    text = text_of(sheet.data)
    version = project.library().languages[0].by_id["dry-hands"].version
    assert f"{foot} Page 1 of 1 Version {version}" in " ".join(text.split())
    assert ("Newest version:" in text) == bool(url)


@needs_text
def test_a_card_and_its_level_are_printed(project: Project) -> None:
    for level in (1, 2, 3):
        project.write("docs/en/cards/emergency.md", CARD.replace("level: 3", f"level: {level}"))
        sheet = letter_sheet(project)
        assert isinstance(sheet, Sheet), sheet
        assert "Call 112 if:\n• your hand turns white and stays white" in text_of(sheet.data)
