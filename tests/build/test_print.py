"""The family of PDFs: forms, packets, booklet, drawings, the clinic's own edition, and what is not
made twice."""

from __future__ import annotations

from collections import Counter

import pikepdf
import pytest

from handouts.markdown import extension
from handouts.outputs.pdf import sheets as pdf_sheets
from handouts.outputs.pdf.sheets import Sheet
from handouts.outputs.pdf.table_tags import structure_elements
from handouts.pages import article
from support.clinic import illustrate
from support.pdf import jobs_of, opened, set_sheets, squeezed, text_of, width_of, words_of
from support.programs import needs
from support.project import HANDOUT_FILE, BuiltLibrary, Project, write_project

# On letter, A4 and both in large print: how many added lines are set as usual, and tight.
ADDED_LINES = ((0, 40, 60), (40, 60), (0, 40), (0, 40))


@pytest.fixture
def illustrated_project(project: Project) -> Project:
    """The small library with a drawing and a packet."""
    return illustrate(project)


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sheet]:
    """Every PDF of that library without an address, by address, for tests that only look."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SITE_URL", raising=False)
        library = illustrate(write_project(tmp_path_factory.mktemp("family"))).library()
        return {sheet.address: sheet for sheet in set_sheets(library, jobs_of(library))}


def alternatives(data: bytes) -> list[str]:
    """Return the words for the drawings of a PDF."""
    with opened(data) as pdf:
        figures = structure_elements(pdf.Root.StructTreeRoot, "/Figure")
        return [str(figure.get("/Alt", "")) for figure in figures]


def sizes(data: bytes) -> Counter[float]:
    """Return how many bytes of text are shown in each font size, in points."""
    count: Counter[float] = Counter()
    with opened(data) as document:
        for page in document.pages:
            size = 0.0
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    size = float(operands[1])
                elif str(operator) in ("Tj", "TJ"):
                    texts = operands[0] if str(operator) == "TJ" else operands
                    count[size] += sum(
                        len(bytes(text)) for text in texts if isinstance(text, pikepdf.String)
                    )
    return count


def bookmarks(document: pikepdf.Pdf) -> list[str]:
    """Return the bookmarks of a PDF."""
    with document.open_outline() as outline:
        return [item.title for item in outline.root]


def test_four_forms_packets_and_booklet(family: dict[str, Sheet]) -> None:
    assert sorted(family) == sorted(
        [
            f"handouts/{id}/{id}{form}"
            for id in ("dry-hands", "words-to-know")
            for form in (".pdf", ".a4.pdf", ".large.pdf", ".large.a4.pdf")
        ]
        + ["packets/spring.pdf", "packets/spring.a4.pdf", "garden-hands.pdf", "garden-hands.a4.pdf"]
    )


@pytest.mark.parametrize(
    "form, width, height, body",
    [
        (".pdf", 612, 792, 12),
        (".a4.pdf", 595, 842, 12),
        (".large.pdf", 612, 792, 18),
        (".large.a4.pdf", 595, 842, 18),
    ],
)
def test_paper_and_size_of_the_text(
    family: dict[str, Sheet], form: str, width: int, height: int, body: int
) -> None:
    sheet = family[f"handouts/dry-hands/dry-hands{form}"]
    with opened(sheet.data) as document:
        box = [round(float(side)) for side in document.pages[0].MediaBox]
    assert box == [0, 0, width, height]
    count = sizes(sheet.data)
    assert count.most_common(1)[0][0] == body
    del count[9.0]  # the label in the drawing, which is scaled with it
    assert min(count) >= (8.5 if body == 12 else 13)


def test_every_pdf_is_tagged_titled_and_in_its_language(family: dict[str, Sheet]) -> None:
    for address, sheet in family.items():
        with opened(sheet.data) as document:
            assert document.Root.MarkInfo.Marked, address
            assert str(document.Root.Lang) == "en", address
            assert str(document.docinfo["/Title"]) == sheet.title, address
            with document.open_metadata() as metadata:
                assert metadata["pdfuaid:part"] == "1", address


@needs("pdftotext")
def test_a_packet_has_a_cover_pages_that_go_on_and_its_sources_at_the_end(
    family: dict[str, Sheet],
) -> None:
    packet = family["packets/spring.pdf"]
    assert packet.title == "Spring set"
    with opened(packet.data) as document:
        assert bookmarks(document) == ["Dry garden hands", "Garden words", "Sources"]
        assert len(document.pages) == packet.pages >= 4
    text = text_of(packet.data)
    assert text.index("Spring set") < text.index("Contents") < text.index("Updated")
    assert "Dry garden hands" in text.partition("Contents")[2].partition("Page 2 of")[0]
    assert text.count("Page ") == packet.pages - 1, "the cover has no number"
    for words in ("doi.org/10.1000/soil", "Clinic:", "Name:"):
        assert text.count(words) == 1, words


def test_only_the_cover_of_a_packet_shows_what_a_nurse_asks(family: dict[str, Sheet]) -> None:
    packet = family["packets/spring.pdf"]
    cover, _, pages = text_of(packet.data).partition("Page 2 of")
    assert cover.index("Contents") < cover.index("Questions for the nurse to ask")
    questions = ("Which gloves?", "When will you call?", "What is $mud & #loam?")
    assert [cover.count(words) for words in questions] == [1, 1, 1]
    assert not any(words in pages for words in questions)
    with opened(packet.data) as document:
        boxes = [str(box.TU) for box in document.Root.AcroForm.Fields if box.FT == "/Btn"]
    assert set(questions) <= set(boxes), "each has a box with a name"
    for address, sheet in family.items():
        if not address.startswith("packets/"):
            assert "When will you call?" not in text_of(sheet.data), address


def test_the_booklet_has_cover_contents_and_bookmarks(family: dict[str, Sheet]) -> None:
    booklet = family["garden-hands.pdf"]
    with opened(booklet.data) as document:
        titles = bookmarks(document)
        roles = [str(kid.S) for kid in structure_elements(document.Root.StructTreeRoot, "/TOC")]
    assert titles[-3:] == ["Dry garden hands", "Garden words", "Sources"]
    assert roles, "the contents are tagged as contents"


def test_a_drawing_is_tagged_with_its_words(family: dict[str, Sheet]) -> None:
    words = alternatives(family["handouts/dry-hands/dry-hands.pdf"].data)
    assert "A hand with its thumb out." in words


@pytest.mark.parametrize(
    "file, old, new, message",
    [
        ("docs/en/pictures.yml", "{thumb: Thumb & nail}", "{}",
         "docs/en/pictures.yml:1: The drawing hand shows a label thumb: add its word."),
        ("docs/en/pictures.yml", "{thumb: Thumb & nail}", "{thumb: T, nail: N}",
         "docs/en/pictures.yml:1: The drawing hand has no label nail. Delete the word."),
        ("docs/en/pictures.yml", "hand:", "foot:",
         "docs/en/pictures.yml:1: There is no drawing docs/pictures/foot.svg for these words. "
         "Add it, or delete them."),
        ("docs/en/pictures.yml", "  alt: A hand with its thumb out.\n", "",
         "docs/en/pictures.yml:1: `alt` is missing. Add a line `alt: …` (What the drawing tells, "
         "for someone who cannot see it)."),
        ("docs/pictures/hand.svg", "<g ", "<script>1</script><g ",
         "docs/pictures/hand.svg:1: A drawing may hold only shapes and words, not <script>. "
         "Delete it: a drawing does nothing."),
        ("docs/pictures/hand.svg", "<g ", '<g onclick="x" ',
         "docs/pictures/hand.svg:1: A drawing does nothing: take away onclick=."),
        ("docs/pictures/hand.svg", 'stroke="currentColor"', 'stroke="url(https://x.example/a)"',
         "docs/pictures/hand.svg:1: A drawing may not ask for anything outside itself: url(https://x.example/a)."),
        ("docs/pictures/hand.svg", "</g>", "", None),
        ("docs/packets.yml", "words-to-know", "wet-hands",
         "docs/packets.yml:3: The packet spring names a handout wet-hands that does not exist. "
         "Did you mean dry-hands?"),
        ("docs/packets.yml", "{en: Spring set}", "{de: Frühling}",
         "docs/packets.yml:2: The packet spring has no name for the language en. Add it under "
         "`title`."),
        ("docs/packets.yml", "spring:", "Spring_1:",
         "docs/packets.yml:1: A packet's id is its address for ever: small letters, digits, "
         "hyphens, not Spring_1."),
        (HANDOUT_FILE, "picture | hand", "picture | head",
         f"{HANDOUT_FILE}:20: There is no picture called head: it needs docs/pictures/head.svg "
         f"and its words in docs/en/pictures.yml. The pictures are: hand."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_drawings_and_packets(
    illustrated_project: Project, file: str, old: str, new: str, message: str | None
) -> None:
    illustrated_project.edit(file, old, new)
    problems = [str(problem) for problem in illustrated_project.problems()]
    if message is None:
        assert any(
            problem.startswith("docs/pictures/hand.svg:") and "not readable as SVG" in problem
            for problem in problems
        )
    else:
        assert message in problems


def test_a_drawing_stands_inline_and_the_clinics_own_edition_on_sheets_and_pages(
    clinic_site: BuiltLibrary,
) -> None:
    built = clinic_site.site
    page = built.data("handouts/dry-hands/index.html").decode()
    assert '<svg role="img" aria-label="A hand with its thumb out."' in page
    assert ">Thumb &amp; nail</text>" in page and "{thumb}" not in page
    assert "Hill &amp; Dale Clinic" in page and "555-0199" in page
    reports = built.tree("handouts/dry-hands/index.html").xpath(
        "//section[contains(@class, 'facts')]//a"
    )
    assert [(link.get("href"), link.text) for link in reports] == [
        ("mailto:pages@hill.example", "Report a mistake")
    ]
    sheet = built.data("handouts/dry-hands/dry-hands.pdf")
    with opened(sheet) as document:
        assert str(document.docinfo["/Author"]) == "Hill & Dale Clinic"
    assert "Hill & Dale Clinic" in alternatives(sheet), "the logo"


@needs("pdftotext")
@pytest.mark.parametrize("width, height", [(1000, 40), (40, 1000)])
def test_a_clinic_that_writes_all_it_may_breaks_no_sheet(
    project: Project, width: int, height: int
) -> None:
    """Also with a wide or a tall logo, on both papers, and where the sheet is set tight for it."""
    lengths = {"name": 60, "phone": 40, "hours": 60, "after_hours": 40}
    values = {key: (f"{key[0]}1234567 " * 9)[:length].strip() for key, length in lengths.items()}
    lines = "".join(f'{key}: "{value}"\n' for key, value in values.items())
    project.write("docs/clinic.yml", f"{lines}logo: logo.svg\nemergency: '112'\n")
    project.write(
        "docs/logo.svg",
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="#333"/></svg>',
    )
    library = project.library()
    language = library.languages[0]
    source = extension.markdown_source(language.by_id["dry-hands"])
    html = extension.render(library, language, source)
    for form, added_lines in enumerate(ADDED_LINES):
        is_tight = set()
        for lines in added_lines:
            longer = "<p>Soil dries skin.</p>" * lines + '<h2 id="what-helps"'
            page = article.fragment(html.replace('<h2 id="what-helps"', longer))
            (sheet,) = set_sheets(library, [jobs_of(library, {"dry-hands": page})[form]])
            words = words_of(sheet.data)
            text = squeezed("".join(word.text for word in words))
            assert all(squeezed(value) in text for value in values.values()), sheet.address
            assert max(word.right for word in words) <= width_of(sheet.data) - 36
            is_tight.add(sizes(sheet.data)[23] == 0)
        assert is_tight == {False, True} or form > 1, "large print has no limit"


@pytest.mark.parametrize(
    "line, message",
    [
        ("phone: 5550100", "docs/clinic.yml:1: `phone` must be text. Put it in quotes."),
        (
            "emergency: nine one one",
            "docs/clinic.yml:1: `emergency` is not written as it should be: Emergency number of "
            "the country, in quotes.",
        ),
        (
            "report: pages@hill.example",
            "docs/clinic.yml:1: `report` is an e-mail address: write mailto:pages@hill.example",
        ),
        (
            "logo: logo.gif",
            "docs/clinic.yml:1: `logo` is not written as it should be: a picture beside this "
            "file, ending in .svg or .png.",
        ),
        (
            "logo: gone.png\nemergency: '112'",
            "docs/clinic.yml:1: There is no picture docs/gone.png for `logo`.",
        ),
        (
            "logo: ../../etc/passwd.png\nemergency: '112'",
            "docs/clinic.yml:1: There is no picture docs/../../etc/passwd.png for `logo`.",
        ),
        (
            "fax: '1'",
            "docs/clinic.yml:1: `fax` is not a field here. The fields are: name, phone, hours, "
            "after_hours, emergency, crisis, paper, logo, report, unfinished.",
        ),
    ],
)
def test_wrong_values_of_the_clinic(project: Project, line: str, message: str) -> None:
    project.write("docs/clinic.yml", line + "\n")
    assert message in [str(problem) for problem in project.problems()]


def test_a_logo_must_be_what_its_name_says(project: Project) -> None:
    project.write("docs/logo.png", b"<html>")
    project.write("docs/clinic.yml", "emergency: '112'\nname: Hill\nlogo: logo.png\n")
    assert [str(problem) for problem in project.problems()] == [
        "docs/logo.png: This file is not the picture that its name says it is."
    ]


def test_what_is_unchanged_is_not_made_again(illustrated_project: Project) -> None:
    def sheets() -> dict[str, Sheet]:
        library = illustrated_project.library()
        folder = illustrated_project.root / "cache"
        sheets = list(pdf_sheets.sheets(library, jobs_of(library), folder))
        return {sheet.address: sheet for sheet in sheets if isinstance(sheet, Sheet)}

    first = sheets()
    assert len(first) == 12 and all(sheet.is_new for sheet in first.values())
    assert not any(sheet.is_new for sheet in sheets().values())
    illustrated_project.edit(
        "docs/en/handouts/words-to-know.md", "Look up a word here.", "Look a word up here."
    )
    illustrated_project.date()
    last = sheets()
    assert [address for address, sheet in last.items() if not sheet.is_new] == [
        address for address in first if "dry-hands" in address
    ], "four sheets of one handout, two packets, two booklets are new"
    for address, sheet in last.items():
        assert sheet.is_new == (sheet.data != first[address].data), address


def test_a_qr_code_leads_to_the_page_and_its_version(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://garden.example/leaf/")
    library = project.library()
    handout = library.languages[0].handouts[0]
    page = "https://garden.example/leaf/handouts/dry-hands/"
    assert library.qr_target(handout) == f"{page}#v={handout.version_mark}"
    (sheet,) = set_sheets(library, jobs_of(library)[:1])
    with opened(sheet.data) as document:
        notes = [note for page in document.pages for note in page.get("/Annots", [])]
        assert page in {str(note.A.URI) for note in notes if "/A" in note}
    assert library.languages[0].labels["sheet_qr"] in alternatives(sheet.data)


def test_without_an_address_nothing_leads_to_a_wrong_place(
    project: Project, family: dict[str, Sheet]
) -> None:
    label = project.library().languages[0].labels["sheet_qr"]
    assert label not in alternatives(family["handouts/dry-hands/dry-hands.pdf"].data)
