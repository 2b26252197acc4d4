"""The family of PDFs: forms, packets, booklet, drawings, the clinic's own edition, and what is not
made twice."""

from __future__ import annotations

import base64
import io
import re
import subprocess
from collections import Counter

import pikepdf
import pytest

from handouts.markdown import extension, preprocessor
from handouts.outputs.pdf import jobs as pdf_jobs
from handouts.outputs.pdf import sheets as pdf_sheets
from handouts.outputs.pdf import typesetter
from handouts.outputs.pdf.sheets import Sheet
from handouts.outputs.pdf.table_tags import structure_elements
from handouts.pages import article
from handouts.site.built_site import Built
from handouts.system import parallel
from support.pdf import squeezed, text_of
from support.programs import needs
from support.project import HANDOUT_FILE, Project, write_project

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 40"><g stroke="currentColor" '
    'fill="none"><circle cx="20" cy="20" r="9"/></g><text x="32" y="24" font-size="9" '
    'font-family="Atkinson Hyperlegible Next" fill="currentColor">{thumb}</text></svg>'
)
PICTURES = "hand:\n  alt: A hand with its thumb out.\n  labels: {thumb: Thumb & nail}\n"
PACKETS = (
    "spring:\n  title: {en: Spring set}\n  handouts: [dry-hands, words-to-know]\n"
    "  teach_back: true\n"
)
TEACH_BACK = (
    "dry-hands: [Which gloves?, When will you call?]\nwords-to-know: ['What is $mud & #loam?']\n"
)
# On letter, A4 and both in large print: how many lines more are set as usual, and tight.
LINES_MORE = ((0, 40, 60), (40, 60), (0, 40), (0, 40))
PIXEL = base64.b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def illustrated_project(project: Project) -> Project:
    return illustrated(project)


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sheet]:
    """Every PDF of that library without an address, by address, for tests that only look."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SITE_URL", raising=False)
        return made(illustrated(write_project(tmp_path_factory.mktemp("family"))))


def illustrated(project: Project) -> Project:
    """The small library with a drawing, a packet, and a clinic of its own."""
    project.write("docs/pictures/hand.svg", DRAWING)
    project.write("docs/en/pictures.yml", PICTURES)
    project.write("docs/packets.yml", PACKETS)
    project.write("docs/en/teach_back.yml", TEACH_BACK)
    project.edit(
        HANDOUT_FILE,
        "Clay takes up water",
        "/// picture | hand\n\nLook at your thumb. [^soil-2020]\n\n///\n\nClay takes up water",
    )
    project.date()
    return project


def made(project: Project) -> dict[str, Sheet]:
    """Every PDF of the small library, by address."""
    library = project.library()
    found: dict[str, Sheet] = {}
    for language in library.languages:
        articles = {
            one.id: article.fragment(
                extension.render(library, language, preprocessor.markdown_with_id(one))
            )
            for one in language.handouts
        }
        for sheet in pdf_sheets.sheets(library, pdf_jobs.jobs(library, language, articles)):
            assert isinstance(sheet, Sheet), sheet
            found[sheet.address] = sheet
    return found


def sizes(data: bytes) -> Counter[float]:
    """How many bytes of text are shown in each font size, in points."""
    count: Counter[float] = Counter()
    with pikepdf.open(io.BytesIO(data)) as document:
        for page in document.pages:
            size = 0.0
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    size = float(operands[1])
                elif str(operator) in ("Tj", "TJ"):
                    shown = operands[0] if str(operator) == "TJ" else operands
                    count[size] += sum(
                        len(bytes(one)) for one in shown if isinstance(one, pikepdf.String)
                    )
    return count


def outline(document: pikepdf.Pdf) -> list[str]:
    with document.open_outline() as found:
        return [item.title for item in found.root]


def test_four_forms_packets_and_booklet(family):
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
def test_paper_and_size_of_the_text(family, form, width, height, body):
    sheet = family[f"handouts/dry-hands/dry-hands{form}"]
    with pikepdf.open(io.BytesIO(sheet.data)) as document:
        box = [round(float(side)) for side in document.pages[0].MediaBox]
    assert box == [0, 0, width, height]
    count = sizes(sheet.data)
    assert count.most_common(1)[0][0] == body
    del count[9.0]  # the label in the drawing, which is scaled with it
    assert min(count) >= (8.5 if body == 12 else 13)


def test_every_pdf_is_tagged_titled_and_in_its_language(family):
    for address, sheet in family.items():
        with pikepdf.open(io.BytesIO(sheet.data)) as document:
            assert document.Root.MarkInfo.Marked, address
            assert str(document.Root.Lang) == "en", address
            assert str(document.docinfo["/Title"]) == sheet.title, address
            with document.open_metadata() as metadata:
                assert metadata["pdfuaid:part"] == "1", address


@needs("pdftotext")
def test_a_packet_has_a_cover_pages_that_go_on_and_its_sources_at_the_end(family):
    sheets = family
    packet = sheets["packets/spring.pdf"]
    assert packet.title == "Spring set"
    with pikepdf.open(io.BytesIO(packet.data)) as document:
        assert outline(document) == ["Dry garden hands", "Garden words", "Sources"]
        assert len(document.pages) == packet.pages >= 4
    text = text_of(packet.data)
    assert text.index("Spring set") < text.index("Contents") < text.index("Updated")
    assert "Dry garden hands" in text.partition("Contents")[2].partition("Page 2 of")[0]
    assert text.count("Page ") == packet.pages - 1, "the cover has no number"
    for words in ("doi.org/10.1000/soil", "Clinic:", "Name:"):
        assert text.count(words) == 1, words


def test_only_the_cover_of_a_packet_shows_what_a_nurse_asks(family):
    packet = family["packets/spring.pdf"]
    cover, _, rest = text_of(packet.data).partition("Page 2 of")
    assert cover.index("Contents") < cover.index("Questions for the nurse to ask")
    questions = ("Which gloves?", "When will you call?", "What is $mud & #loam?")
    assert [cover.count(words) for words in questions] == [1, 1, 1]
    assert not any(words in rest for words in questions)
    with pikepdf.open(io.BytesIO(packet.data)) as document:
        boxes = [str(box.TU) for box in document.Root.AcroForm.Fields if box.FT == "/Btn"]
    assert set(questions) <= set(boxes), "each has a box with a name"
    for address, sheet in family.items():
        if not address.startswith("packets/"):
            assert "When will you call?" not in text_of(sheet.data), address


def test_the_booklet_has_cover_contents_and_bookmarks(family):
    booklet = family["garden-hands.pdf"]
    with pikepdf.open(io.BytesIO(booklet.data)) as document:
        titles = outline(document)
        roles = [str(kid.S) for kid in structure_elements(document.Root.StructTreeRoot, "/TOC")]
    assert titles[-3:] == ["Dry garden hands", "Garden words", "Sources"]
    assert roles, "the contents are tagged as contents"


def test_a_drawing_is_tagged_with_its_words(family):
    sheet = family["handouts/dry-hands/dry-hands.pdf"]
    with pikepdf.open(io.BytesIO(sheet.data)) as document:
        alts = [
            str(one.get("/Alt", ""))
            for one in structure_elements(document.Root.StructTreeRoot, "/Figure")
        ]
    assert "A hand with its thumb out." in alts


@pytest.mark.parametrize(
    "file, old, new, said",
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
def test_what_is_wrong_with_drawings_and_packets(illustrated_project, file, old, new, said):
    illustrated_project.edit(file, old, new)
    problems = [str(problem) for problem in illustrated_project.problems()]
    if said is None:
        assert any(
            problem.startswith("docs/pictures/hand.svg:") and "not readable as SVG" in problem
            for problem in problems
        )
    else:
        assert said in problems


def test_a_drawing_stands_inline_and_the_clinics_own_edition_on_sheets_and_pages(
    illustrated_project,
):
    illustrated_project.write("docs/logo.png", PIXEL)
    illustrated_project.write(
        "docs/clinic.yml",
        'name: Hill & Dale Clinic\nphone: "555-0100"\nhours: 8 to 5\nafter_hours: "555-0199"\n'
        'emergency: "112"\nlogo: logo.png\nreport: mailto:pages@hill.example\n',
    )
    built = illustrated_project.build()
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
    with pikepdf.open(io.BytesIO(built.data("handouts/dry-hands/dry-hands.pdf"))) as document:
        assert str(document.docinfo["/Author"]) == "Hill & Dale Clinic"
        assert "Hill & Dale Clinic" in [
            str(one.get("/Alt", ""))
            for one in structure_elements(document.Root.StructTreeRoot, "/Figure")
        ]


@needs("pdftotext")
@pytest.mark.parametrize("width, height", [(1000, 40), (40, 1000)])
def test_a_clinic_that_writes_all_it_may_breaks_no_sheet(project, width, height):
    """Also with a wide or a tall logo, on both papers, and where the sheet is set tight for it."""
    words = {"name": 60, "phone": 40, "hours": 60, "after_hours": 40}
    text = {key: (f"{key[0]}1234567 " * 9)[:length].strip() for key, length in words.items()}
    lines = "".join(f'{key}: "{value}"\n' for key, value in text.items())
    project.write("docs/clinic.yml", f"{lines}logo: logo.svg\nemergency: '112'\n")
    project.write(
        "docs/logo.svg",
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="#333"/></svg>',
    )
    library = project.library()
    language = library.languages[0]
    (one,) = (one for one in language.handouts if one.id == "dry-hands")
    html = extension.render(library, language, preprocessor.markdown_with_id(one))
    for form, lines_more in enumerate(LINES_MORE):
        set_tight = set()
        for more in lines_more:
            longer = "<p>Soil dries skin.</p>" * more + '<h2 id="what-helps"'
            page = article.fragment(html.replace('<h2 id="what-helps"', longer))
            job = list(pdf_jobs.jobs(library, language, {one.id: page}))[form]
            (sheet,) = pdf_sheets.sheets(library, [job])
            assert isinstance(sheet, Sheet), sheet
            printed = squeezed(text_of(sheet.data))
            assert all(squeezed(value) in printed for value in text.values()), sheet.address
            boxes = subprocess.run(
                ["pdftotext", "-bbox", "-", "-"], input=sheet.data, capture_output=True, check=True
            ).stdout.decode()
            paper = float(re.findall(r'<page width="([\d.]+)"', boxes)[0])
            assert max(map(float, re.findall(r'xMax="([\d.]+)"', boxes))) <= paper - 36
            set_tight.add(sizes(sheet.data)[23] == 0)
        assert set_tight == {False, True} or form > 1, "large print has no limit"


@pytest.mark.parametrize(
    "line, said",
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
def test_wrong_values_of_the_clinic(project, line, said):
    project.write("docs/clinic.yml", line + "\n")
    assert said in [str(problem) for problem in project.problems()]


def test_a_logo_must_be_what_its_name_says(project):
    project.write("docs/logo.png", b"<html>")
    project.write("docs/clinic.yml", "emergency: '112'\nname: Hill\nlogo: logo.png\n")
    assert [str(problem) for problem in project.problems()] == [
        "docs/logo.png: This file is not the picture that its name says it is."
    ]


def test_what_is_unchanged_is_not_made_again(illustrated_project, monkeypatch):
    illustrated_project.build()
    first = {
        file: illustrated_project.root.joinpath("site", file).read_bytes()
        for file in Built(illustrated_project.root / "site").files
        if file.endswith(".pdf")
    }
    compiled: list[str] = []
    compiler = typesetter._compiler

    def counting(*words):
        compiled.append("one")
        return compiler(*words)

    monkeypatch.setattr(typesetter, "_compiler", counting)
    monkeypatch.setattr(parallel, "map_parallel", map)  # here, where it can be counted
    illustrated_project.build()
    assert compiled == []
    illustrated_project.edit(
        "docs/en/handouts/words-to-know.md", "Look up a word here.", "Look a word up here."
    )
    illustrated_project.date()
    built = illustrated_project.build()
    assert len(compiled) == 8, "four sheets of one handout, two packets, two booklets"
    assert all(built.data(file) == data for file, data in first.items() if "dry-hands" in file)


def test_a_qr_code_leads_to_the_page_and_its_version(illustrated_project, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://garden.example/leaf/")
    library = illustrated_project.library()
    one = library.languages[0].handouts[0]
    assert (
        library.qr_target(one)
        == f"https://garden.example/leaf/handouts/dry-hands/#v={one.version_mark}"
    )
    with pikepdf.open(
        io.BytesIO(made(illustrated_project)["handouts/dry-hands/dry-hands.pdf"].data)
    ) as document:
        uris = {
            str(note.A.URI)
            for page in document.pages
            for note in page.get("/Annots", [])
            if "/A" in note
        }
        alts = [
            str(each.get("/Alt", ""))
            for each in structure_elements(document.Root.StructTreeRoot, "/Figure")
        ]
    assert "https://garden.example/leaf/handouts/dry-hands/" in uris
    assert library.languages[0].labels["sheet_qr"] in alts


def test_without_an_address_nothing_leads_to_a_wrong_place(illustrated_project, family):
    with pikepdf.open(io.BytesIO(family["handouts/dry-hands/dry-hands.pdf"].data)) as document:
        alts = [
            str(each.get("/Alt", ""))
            for each in structure_elements(document.Root.StructTreeRoot, "/Figure")
        ]
    assert illustrated_project.library().languages[0].labels["sheet_qr"] not in alts
