"""How tight a sheet is set: as loosely as its pages let it be."""

from __future__ import annotations

import copy
from dataclasses import asdict, replace
from typing import Any

import pytest

from handouts.outputs.pdf import sheets as pdf_sheets
from handouts.outputs.pdf import typesetter
from handouts.outputs.pdf.sheets import Sheet
from handouts.outputs.pdf.typesetter import Document, Spacing
from handouts.pages import article
from support.pdf import jobs_of, opened, squeezed, text_of
from support.project import Project


def document_of(project: Project, markup: str, print: str = "standard") -> Document:
    """Return what the sheet of an article is made from, in this print."""
    library = project.library()
    jobs = jobs_of(library, {"dry-hands": article.fragment(markup)})
    return pdf_sheets._document(library, next(job for job in jobs if job.print == print))


def compiled(document: Document, tightness: float, is_trial: bool = False) -> bytes:
    """Return a document as Typst sets it, so tight."""
    spacing = asdict(Spacing(tightness))
    sheets = [typesetter._with_code(sheet) | spacing for sheet in document.data["sheets"]]
    return typesetter._compile(document.data | {"sheets": sheets}, document, is_trial)


def count_links(pdf: bytes) -> int:
    """Return how many links and fields a PDF has."""
    return sum(len(page.obj.get("/Annots", ())) for page in opened(pdf).pages)


def noted_settings(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[float], bool]]:
    """Return a list that gets, of each setting from now on, how tight each sheet is and whether it
    is a trial."""
    settings: list[tuple[list[float], bool]] = []
    compile = typesetter._compile

    def noting(data: dict[str, Any], document: Document, is_trial: bool) -> bytes:
        settings.append(([sheet["tightness"] for sheet in data["sheets"]], is_trial))
        return compile(data, document, is_trial)

    monkeypatch.setattr(typesetter, "_compile", noting)
    return settings


@pytest.mark.parametrize("print", ["standard", "large"])
def test_titles_of_sources_go_where_a_sheet_is_full(project: Project, print: str) -> None:
    html = (
        '<h1 id="title">Soil</h1><p>It <em>dries</em> skin.</p><h2 id="sources">Sources</h2>'
        '<ol class="sources"><li><p>Club. <em>Wool and felt.</em> wool.example</p></li></ol>'
    )
    document = document_of(project, html, print)
    loose, full = (squeezed(text_of(compiled(document, tightness))) for tightness in (1, 1.25))
    assert "dries" in full and "Club.wool.example" in full
    assert "Club.Woolandfelt.wool.example" in loose


def test_large_print_is_set_tighter_only_where_that_saves_a_page(project: Project) -> None:
    saves = []
    for lines in range(16, 24):
        html = '<h1 id="title">Soil</h1>' + "<p>Soil dries skin.</p>" * lines
        document = document_of(project, html, "large")
        loose, tight = (
            typesetter._postprocess(compiled(document, tightness), document) for tightness in (0, 2)
        )
        loose_pages, tight_pages = (len(opened(pdf).pages) for pdf in (loose, tight))
        saves.append(tight_pages < loose_pages)
        pdf, pages = typesetter.typeset(document)
        assert pages == tight_pages and (pdf == loose) is not saves[-1]
    assert set(saves) == {True, False}


def test_large_print_is_not_tried_tighter_where_its_last_page_holds_much(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = noted_settings(monkeypatch)
    tried = {}
    for lines in range(20, 36):
        link = '<p><a href="https://soil.example/">Soil</a></p>'
        html = '<h1 id="title">Soil</h1>' + "<p>Soil dries skin.</p>" * lines + link
        document = document_of(project, html, "large")
        setting = typesetter._setting(compiled(document, 0, False))
        settings.clear()
        typesetter.typeset(document)
        tried[setting.last_page] = any(is_trial for _, is_trial in settings)
    fewest = min(filled for filled, is_tried in tried.items() if not is_tried)
    assert 0 < fewest < 0.5
    assert all(is_tried is (filled < fewest) for filled, is_tried in tried.items())


def test_a_sheet_that_runs_over_by_a_little_is_set_tighter(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long address or a clinic's own words must not stop a build; a page that is really too long
    must."""
    settings = noted_settings(monkeypatch)
    library = project.library()
    job = jobs_of(library)[0]
    ((handout, page),) = job.handouts

    def grown(lines: int) -> tuple[bool, list[float]]:
        """Tell whether a page with so many lines more is printed, and how tight it was tried."""
        settings.clear()
        root = copy.deepcopy(page.root)
        heading = next(element for element in root.iter() if element.get("id") == "what-helps")
        for _ in range(lines):
            heading.addprevious(article.fragment("<p>Soil dries skin.</p>").root[0])
        longer = replace(job, handouts=((handout, article.Article(root)),))
        (result,) = pdf_sheets.sheets(library, [longer])
        return isinstance(result, Sheet), [tightness for (tightness,), _ in settings]

    first, last = 1, 100  # the fewest lines that do not fit as they are, by halves
    while last - first > 1:
        middle = (first + last) // 2
        first, last = (first, middle) if grown(middle)[1] != [0] else (middle, last)
    assert grown(first) == (True, [0])
    assert grown(last) == (True, [0, 1.25, 0.75, 0.5, 0.25, 0.25])
    is_printed, tightnesses = grown(100)
    assert not is_printed and tightnesses[-1] == 2


def test_a_trial_has_the_pages_of_the_sheet(project: Project) -> None:
    """It leaves out links and places to fill in, which take no room."""
    library = project.library()
    forms = set()
    for job in jobs_of(library):
        forms.add(job.form)
        document = pdf_sheets._document(library, job)
        for tightness in (0, 1.25, 2):
            sheet, trial = (compiled(document, tightness, is_trial) for is_trial in (False, True))
            assert count_links(trial) < count_links(sheet)
            trial_text, text = text_of(trial), text_of(sheet)
            assert squeezed(trial_text) == squeezed(text)
            assert trial_text.count("\f") == text.count("\f")
    assert forms >= {"sheet", "booklet"}


def test_a_sheet_that_its_links_make_longer_is_set_as_tight_as_can_be(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetter, "FEW_LETTERS", 0)
    settings: list[tuple[Spacing, bool]] = []
    document = document_of(project, '<h1 id="title">Soil</h1>')

    def set_spaced(spacing: Spacing, is_trial: bool = False) -> typesetter.Setting:
        settings.append((spacing, is_trial))
        is_long = spacing.tightness < 1 or (spacing.tightness < 2 and not is_trial)
        return typesetter.Setting(b"", 3 if is_long else 2, 0)

    assert typesetter._set_loosely(document, set_spaced).pages == 2
    assert settings[-2:] == [(Spacing(1), False), (Spacing(2, apart=True), False)]


def test_each_handout_of_a_packet_has_a_spacing_of_its_own(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The longest does not set the others tight, and each keeps to its two sides."""
    settings = noted_settings(monkeypatch)
    document = document_of(project, '<h1 id="title">Soil</h1>')
    (sheet,) = document.data["sheets"]

    def member(name: str, lines: int) -> dict[str, Any]:
        words = "<p>Soil dries skin.</p>" * lines
        html = f'<article><h1 id="{name}--title">{name}</h1>{words}</article>'
        return sheet | {"id": name, "article": html}

    def tightest(lines: int) -> list[float]:
        data = document.data | {
            "form": "packet",
            "sheets": [member("clay", 8), member("silt", lines)],
        }
        settings.clear()
        _, pages = typesetter.typeset(replace(document, data=data))
        assert pages <= 2 + 2 * 2
        *_, (last, is_trial) = settings
        assert not is_trial
        return last

    assert tightest(8) == [0, 0]
    (loose, tight) = tightest(88)
    assert loose == 0 and tight > 0


def test_handouts_of_the_booklet_are_set_no_tighter_than_their_length_asks_for(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tight where that saves a side, and loose where two are used anyway; a booklet is set once."""
    settings = noted_settings(monkeypatch)
    document = document_of(project, '<h1 id="title">Soil</h1>')
    (sheet,) = document.data["sheets"]

    def member(name: str, lines: int, kind: str = "handout") -> dict[str, Any]:
        words = "<p>Soil dries skin.</p>" * lines
        html = f'<article><h1 id="{name}--title">{name}</h1>{words}</article>'
        return sheet | {"id": name, "kind": kind, "article": html}

    members = [member("clay", 50), member("silt", 200), member("loam", 300)]
    members.append(member("sand", 200, "worksheet"))
    settings.clear()
    typesetter.typeset(
        replace(document, data=document.data | {"form": "booklet", "sheets": members})
    )
    assert settings == [([2, 0, 2, 2], False)]
