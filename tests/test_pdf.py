"""The sheets: every word of the article, tagged for those who listen, the same bytes every time."""

from __future__ import annotations

import ast
import io
import os
import re
import shutil
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import pdfua
import pikepdf
import pytest
import zxingcpp
from conftest import CARD, HANDOUT, HANDOUT_FILE, ROOT, WITHDRAWN, House, needs

from handouts.markdown import extension, preprocessor
from handouts.model.addresses import BOUND, SHEETS, file_of
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import Handout
from handouts.outputs.pdf import cache, typesetter
from handouts.outputs.pdf import jobs as pdf_jobs
from handouts.outputs.pdf import sheets as pdf_sheets
from handouts.outputs.pdf.cache import MODULES, PdfCache
from handouts.outputs.pdf.sheets import Sheet
from handouts.pages import article
from handouts.pages.article import Article
from handouts.problems import Problem

# Every handout of the real library, by language and id; each test looks at all four forms of it.
REAL = [
    pytest.param(path.parents[1].name, path.stem, id=f"{path.parents[1].name}-{path.stem}")
    for path in sorted((ROOT / "docs").glob("*/handouts/*.md"))
    if path.stem not in WITHDRAWN
]
each_handout = pytest.mark.parametrize("code, id", REAL)
PAPERS = {"letter": (612, 792), "a4": (595, 842)}  # points
LARGEST = 75_000  # bytes of a sheet; only the word list may have more

needs_text = needs("pdftotext")  # of poppler-utils


def text_of(data: bytes) -> str:
    """The words of a PDF in the order in which they are drawn."""
    return subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"],
        input=data,
        capture_output=True,
        check=True,
    ).stdout.decode()


def squeezed(text: str) -> str:
    """Text without spaces, line breaks, marks that cannot be seen, and hyphens, which pdftotext drops where a line ends."""
    return re.sub(r"[\s\u2060\u200b-]+", "", text)


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The structure tree below an element, in reading order."""
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def tree(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return list(elements(pdf.Root.StructTreeRoot))


def printed(house: House, html: str = "", url: str = "") -> Sheet | Problem:
    """The letter sheet of the small library's handout, or of a piece of HTML in its place."""
    library = house.library()
    library = replace(library, site=replace(library.site, url=url))
    language = library.languages[0]
    one = next(one for one in language.handouts if one.id == "dry-hands")
    page = article.fragment(html or extension.rendered(library, language, preprocessor.marked(one)))
    return next(
        pdf_sheets.sheets(library, [next(pdf_jobs.jobs(library, language, {one.id: page}))])
    )


@dataclass(frozen=True)
class Form:
    """One PDF of the real library, and the articles that are printed in it."""

    library: Library
    language: Language
    handouts: list[Handout]
    pages: list[Article]
    paper: str
    print: str
    data: bytes

    def count(self, tag: str) -> int:
        return sum(1 for page in self.pages for _ in page.root.xpath(tag))


def forms_of(real, code: str, id: str) -> Iterator[Form]:
    library, built = real
    language = library.language(code)
    one = next(one for one in language.handouts if one.id == id)
    page = built.article(file_of(library.address(one)))
    for paper, print in SHEETS:
        yield Form(
            library,
            language,
            [one],
            [page],
            paper,
            print,
            built.data(library.sheet(one, paper, print)),
        )


def bound(real, language: Language) -> Iterator[Form]:
    """The packets and the booklet of a language."""
    library, built = real
    sets = [
        (packet.handouts, partial(library.packet, language, id))
        for id, packet in library.packets.items()
    ]
    for ids, address in (
        *sets,
        ([one.id for one in language.handouts], partial(library.booklet, language)),
    ):
        some = [one for id in ids for one in language.handouts if one.id == id]
        pages = [built.article(file_of(library.address(one))) for one in some]
        for paper in BOUND:
            yield Form(
                library, language, some, pages, paper, "standard", built.data(address(paper))
            )


# What holds for each PDF: a handout's four forms, packets, booklets -------------------------------------------------------


def check_independently(form: Form, folder: Path) -> None:
    (folder / "sheet.pdf").write_bytes(form.data)
    report = pdfua.validate(folder / "sheet.pdf")
    assert (list(report.findings), report.exit_code) == ([], 0)


def check_headings(form: Form, besides: int = 0) -> None:
    """Those of the pages, without a gap; a booklet has one of its own for the contents."""
    pdf = opened(form.data)
    heads = [
        (str(one.S)[1:].lower(), str(one.T))
        for one in tree(pdf)
        if re.fullmatch(r"/H\d", str(one.S))
    ]
    assert heads[besides:] == [
        (one.tag, " ".join("".join(one.itertext()).split()))
        for page in form.pages
        for one in page.root.iter("h1", "h2", "h3", "h4")
    ]
    levels = [int(tag[1]) for tag, _ in heads]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))


def check_words(form: Form) -> None:
    """Every word of the pages is there, in order; and each page has its foot. What is copied is what is printed."""
    text = text_of(form.data)
    assert not re.search("[\u00ad\u200b\u2060]", text), "marks that nobody sees, in what is copied"
    copied = re.sub(r"\s+", "", text)
    links = {
        ("".join(link.itertext()), link.get("href", ""))
        for page in form.pages
        for link in page.root.iter("a")
    }
    addresses = [
        words
        for words, href in links
        if words and href.removesuffix("/").endswith(words.removesuffix("/"))
    ]
    assert [address for address in addresses if address not in copied] == [], (
        "addresses that are not copied whole"
    )
    assert any("doi.org/" in address for address in addresses) or not form.count(
        "//a[contains(@href, 'doi.org/')]"
    )
    text = squeezed(text)
    say = form.language.say
    at, feet = 0, 0
    for one, page in zip(form.handouts, form.pages, strict=True):
        short = (
            form.library.absolute(form.library.address(one)).removeprefix("https://").rstrip("/")
        )
        numbers = (
            re.escape(squeezed(say["sheet_page"]))
            .replace(r"\{page\}", r"\d+")
            .replace(r"\{pages\}", r"\d+")
        )
        text, count = re.subn(
            re.escape(squeezed(short))
            + numbers
            + re.escape(squeezed(f"{say['sheet_version']} {one.version}")),
            "",
            text,
        )
        assert count, one.id
        feet += count
        for block in page.root.iter("h1", "h2", "h3", "p", "li", "th", "td", "dt", "dd"):
            # A standard sheet says who reviewed the translation once, on top; see `help-section` in template/sheet.typ.
            if block.get("class") == "translation" and form.print == "standard":
                continue
            words = squeezed("".join(block.itertext()))
            if words and not any(child.tag in ("p", "ul", "ol", "dl") for child in block):
                found = text.find(words, at)
                assert found >= 0, (
                    f"not on the sheet, or not in its place: {''.join(block.itertext())}"
                )
                at = found + len(words)
    assert feet >= len(opened(form.data).pages) - 2, (
        "only the cover and the contents of a booklet have none"
    )


def check_links(form: Form) -> None:
    pdf = opened(form.data)
    links = [
        str(note.A.URI)
        for page in pdf.pages
        for note in page.get("/Annots", [])
        if note.get("/A", {}).get("/S") == "/URI"
    ]
    for one in form.handouts:
        for _, other in form.library.others(one):
            assert form.library.absolute(form.library.address(other)) in links, (
                "the newest version, in each language"
            )
    assert [link for link in links if not re.match(r"https?://\w|mailto:|tel:|sms:", link)] == []


@each_handout
def test_an_independent_checker_finds_nothing_against_the_sheet(real, tmp_path, code, id):
    for form in forms_of(real, code, id):
        check_independently(form, tmp_path)


@each_handout
def test_the_sheet_says_its_language_and_title(real, code, id):
    for form in forms_of(real, code, id):
        pdf = opened(form.data)
        with pdf.open_metadata() as about:
            assert about["dc:title"] == form.handouts[0].title
            assert about["pdfuaid:part"] == "1"
        assert str(pdf.Root.Lang) == code
        assert pdf.Root.MarkInfo.Marked is True
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True


@each_handout
def test_the_headings_are_those_of_the_page_without_a_gap(real, code, id):
    for form in forms_of(real, code, id):
        check_headings(form)


@each_handout
def test_lists_tables_and_links_are_those_of_the_page(real, code, id):
    for form in forms_of(real, code, id):
        pdf = opened(form.data)
        found = tree(pdf)
        counted = Counter(str(one.S) for one in found)
        assert counted["/LI"] == form.count("//li | //dt"), "the word list is a list, too"
        assert counted["/Table"] == form.count("//table")
        ways = len(form.library.others(form.handouts[0]))
        assert counted["/Link"] == form.count("//a[@href]") + ways, (
            "and the addresses of the newest version, in each language"
        )
        assert counted["/Figure"] == form.count("//li[@class='tick'] | //figure") + 1, (
            "and the QR code"
        )
        assert all(str(one.get("/Alt", "")).strip() for one in found if one.S == "/Figure")
        for one in found:
            if one.S == "/L":
                kids = one.K if isinstance(one.K, pikepdf.Array) else [one.K]
                assert kids and all(kid.S in ("/LI", "/L") for kid in kids)


@each_handout
def test_each_row_of_a_table_has_its_head(real, code, id):
    """And no cell names its heads by id, which would outrank the scope."""
    for form in forms_of(real, code, id):
        pdf, scopes, headers = opened(form.data), [], 0
        for cell in (one for one in tree(pdf) if one.S in ("/TH", "/TD")):
            attributes = cell.get("/A")
            for one in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
                headers += isinstance(one, pikepdf.Dictionary) and "/Headers" in one
                if isinstance(one, pikepdf.Dictionary) and "/Scope" in one:
                    scopes.append(str(one.Scope))
        assert headers == 0
        expected = {"col": "/Column", "row": "/Row"}
        assert scopes == [
            expected[head.get("scope")] for page in form.pages for head in page.root.iter("th")
        ]


@needs_text
@each_handout
def test_every_word_of_the_page_is_on_the_sheet_in_order(real, code, id):
    for form in forms_of(real, code, id):
        check_words(form)


@each_handout
def test_the_sheet_fits_its_paper(real, code, id):
    """Both sides of one paper, and small enough to send; large print and the word list may need more paper."""
    for form in forms_of(real, code, id):
        pdf = opened(form.data)
        kind = form.handouts[0].facts.kind
        assert {tuple(round(side) for side in page.mediabox[2:]) for page in pdf.pages} == {
            PAPERS[form.paper]
        }
        assert kind == "words" or len(form.data) <= LARGEST
        assert kind == "words" or form.print == "large" or len(pdf.pages) <= 2


@each_handout
def test_links_of_the_sheet_are_absolute(real, code, id):
    for form in forms_of(real, code, id):
        check_links(form)


@needs_text
@pytest.mark.parametrize("code", sorted({param.values[0] for param in REAL}))
def test_packets_and_booklets_hold_what_their_sheets_hold(real, tmp_path, code):
    library, _ = real
    language = library.language(code)
    found = list(bound(real, language))
    assert len(found) == (len(library.packets) + 1) * len(BOUND)
    for form in found:
        whole = len(form.handouts) == len(language.handouts)
        check_headings(form, besides=1 if whole else 0)
        check_words(form)
        check_links(form)
        if not (
            whole and form.paper == "a4"
        ):  # the checker takes as long for one booklet as for twenty sheets
            check_independently(form, tmp_path)


def test_every_pdf_is_whole_and_written_in_object_streams(real):
    """Twice as large without them: a tagged PDF is mostly small dictionaries."""
    _, built = real
    files = [file for file in built.files if file.endswith(".pdf")]
    assert files
    for file in files:
        data = built.data(file)
        assert b"/Type /ObjStm" in data and b"/StructElem" not in data, file
        assert opened(data).check_pdf_syntax() == [], file


@needs("pdftoppm")
@each_handout
def test_a_phone_reads_the_code_on_the_sheet(real, code, id):
    """From a gray picture at the resolution of a poor photocopy."""
    for form in forms_of(real, code, id):
        last = str(len(opened(form.data).pages))
        command = ["pdftoppm", "-gray", "-r", "100", "-f", last, "-l", last, "-"]
        drawn = subprocess.run(command, input=form.data, capture_output=True, check=True).stdout
        _, width, height, _, pixels = re.fullmatch(
            rb"(P5)\s(\d+)\s(\d+)\s(\d+)\s(.*)", drawn, re.S
        ).groups()
        codes = zxingcpp.read_barcodes(memoryview(pixels).cast("B", (int(height), int(width))))
        assert [one.text for one in codes] == [form.library.current(form.handouts[0])]


def test_the_same_pages_make_the_same_bytes_at_any_time_in_any_thread(real):
    library, built = real
    language = library.languages[0]
    articles = {
        one.id: article.of(built.tree(file_of(library.address(one)))) for one in language.handouts
    }
    some = [id for id, page in articles.items() if page.tables()][:3] + [
        id for id, page in articles.items() if not page.tables()
    ][:3]
    jobs = [
        job
        for job in pdf_jobs.jobs(library, language, articles)
        if job.form == "sheet" and job.handouts[0][0].id in some
    ]
    with ThreadPoolExecutor(2) as pool:
        runs = list(
            pool.map(lambda some: list(pdf_sheets.sheets(library, some)), [jobs, jobs[::-1]])
        )
    for made in runs:
        assert len(made) == len(some) * len(SHEETS) and all(
            isinstance(sheet, Sheet) for sheet in made
        )
        assert [sheet.address for sheet in made if sheet.data != built.data(sheet.address)] == []


def test_what_was_made_before_is_kept_until_its_words_change(house, tmp_path):
    library = house.library()
    language = library.languages[0]

    def made(html: str) -> Sheet | Problem:
        job = next(
            pdf_jobs.jobs(library, language, {language.handouts[0].id: article.fragment(html)})
        )
        return next(pdf_sheets.sheets(library, [job], tmp_path / "kept"))

    first, again, other = (
        made('<h1 id="title">Soil</h1>'),
        made('<h1 id="title">Soil</h1>'),
        made('<h1 id="title">Clay</h1>'),
    )
    assert (first.is_new, again.is_new, other.is_new) == (True, False, True)
    assert first.data == again.data != other.data


def test_only_what_decides_the_bytes_makes_pdfs_anew(house, tmp_path, monkeypatch):
    """An edit of a template or of what writes the bytes does; an edit of any other module does not."""
    library = house.library()
    language = library.languages[0]
    job = next(
        pdf_jobs.jobs(
            library,
            language,
            {language.handouts[0].id: article.fragment('<h1 id="title">Soil</h1>')},
        )
    )
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
    assert {name for name, made in edits.items() if made} == {
        "pages/qr_code.py",
        "outputs/pdf/table_tags.py",
        "outputs/pdf/typesetter.py",
        *(name for name in edits if name.startswith("outputs/pdf/template/")),
    }
    typesetter.templates.cache_clear()
    cache._tools_digest.cache_clear()


def test_a_pdf_of_earlier_tools_fonts_or_limits_is_not_used(house):
    library = house.library()
    language = library.languages[0]
    job = next(
        pdf_jobs.jobs(
            library,
            language,
            {language.handouts[0].id: article.fragment('<h1 id="title">Soil</h1>')},
        )
    )
    document = pdf_sheets._document(library, job)
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


def test_the_typesetter_imports_nothing_that_the_cache_does_not_know():
    """The fonts' files are part of a document."""
    for name in MODULES[:2]:
        tree = ast.parse((cache.FOLDER / name).read_text(encoding="utf-8"))
        ours = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]
        imported = {f"{node.module or alias.name}.py" for node in ours for alias in node.names}
        assert imported <= {*MODULES, "font.py"}, name


def test_what_is_kept_does_not_grow_for_ever(tmp_path):
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


# Bad and strange input ---------------------------------------------------------------------------------------------------

HOSTILE = """#let x = 1 #panic() $ x^2 $ @ref <label> *bold* _under_ `code` \\ \\n \\u{41} // no /* no */ "q" 'q' [x] {y} = a - b + c / d ~ e ; & | ^ %"""


@needs_text
def test_signs_of_the_typesetter_are_printed_as_written(house):
    """The article comes in as data, never as source."""
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;")
    sheet = printed(
        house,
        f'<h1 id="title">{escaped}</h1><p class="summary">{escaped}</p><h2 id="a">{escaped}</h2><p>{escaped}</p><ul><li>{escaped}</li></ul>'
        f"<table><thead><tr><th>{escaped}</th><th>B</th></tr></thead><tbody><tr><th>{escaped}</th><td>{escaped}</td></tr></tbody></table>"
        f'<dl><dt id="w">{escaped}</dt><dd>{escaped}</dd></dl>',
    )
    assert isinstance(sheet, Sheet), sheet
    assert squeezed(text_of(sheet.data)).count(squeezed(HOSTILE)) == 10


@needs_text
def test_signs_in_title_summary_clinic_and_sources_are_printed_as_written(house):
    house.edit(HANDOUT_FILE, "title: Dry garden hands", "title: '#let *a* $b$ @c <d> \\e'")
    house.edit(
        HANDOUT_FILE, "summary: See why", "summary: '#let *a* $b$ @c <d> \\e'\nsearch: ['#x']\n#"
    )
    house.edit(HANDOUT_FILE, "search: [cracked fingers]\n", "")
    house.edit("docs/sources.yml", "publisher: Glove Club", "publisher: '#let *a* $b$ @c <d> \\e'")
    house.write(
        "docs/clinic.yml",
        "name: '#let *a* $b$ @c <d> \\e'\nphone: '#1 $2 @3'\nhours: '<4> *5*'\nafter_hours: \\6\\\n",
    )
    sheet = printed(house)
    assert isinstance(sheet, Sheet), sheet
    text = squeezed(text_of(sheet.data))
    assert text.count(squeezed("#let *a* $b$ @c <d> \\e")) == 4
    assert squeezed("#1 $2 @3 (<4> *5*)") in text and "\\6\\" in text
    with opened(sheet.data).open_metadata() as about:
        assert about["dc:title"] == "#let *a* $b$ @c <d> \\e"
        assert about["dc:creator"] == ["#let *a* $b$ @c <d> \\e"]


@needs_text
@pytest.mark.parametrize(
    "place",
    [
        "<p>{}</p>",
        "<ul><li>{}</li></ul>",
        "<table><tbody><tr><td>A</td><td>{}</td></tr></tbody></table>",
    ],
)
def test_a_very_long_word_stays_on_the_sheet(house, place):
    word = "soil" * 50
    sheet = printed(house, '<h1 id="title">Soil</h1>' + place.format(word))
    assert isinstance(sheet, Sheet), sheet
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=sheet.data, capture_output=True, check=True
    ).stdout.decode()
    width = float(re.findall(r'<page width="([\d.]+)"', boxes)[0])
    assert max(float(right) for right in re.findall(r'xMax="([\d.]+)"', boxes)) <= width - 36, (
        "half an inch from the edge, which printers reach"
    )
    assert word in squeezed(text_of(sheet.data))


@pytest.mark.parametrize(
    "old, letters, said",
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
def test_a_letter_that_the_font_lacks_is_told_at_its_line(house, old, letters, said):
    house.edit(HANDOUT_FILE, old, letters)
    written = (house.root / HANDOUT_FILE).read_text(encoding="utf-8").split("\n")
    line = next(number for number, text in enumerate(written, 1) if letters in text)
    assert (
        str(printed(house))
        == f"{HANDOUT_FILE}:{line}: The font cannot print {said}. Use other words or signs."
    )


def test_a_table_to_fill_in_and_four_columns_are_printed(house):
    rows = "<tr><th>Monday</th><td></td><td> </td><td></td></tr>" * 3
    sheet = printed(
        house,
        f'<h1 id="title">Soil</h1><table><thead><tr><th>Day</th><th>A</th><th>B</th><th>C</th></tr></thead><tbody>{rows}</tbody></table>',
    )
    assert isinstance(sheet, Sheet), sheet
    pdf = opened(sheet.data)
    found = [str(one.S) for one in tree(pdf) if one.S in ("/TR", "/TH", "/TD")]
    assert found == ["/TR", *["/TH"] * 4, *["/TR", "/TH", "/TD", "/TD", "/TD"] * 3]


@pytest.mark.parametrize(
    "html, message",
    [
        ("<table><tbody><tr><td>1</td><td>2</td><td>3</td><td>4</td><td>5</td></tr></tbody></table>", "This page cannot be printed: table of 5 columns: at most 4 fit on a sheet."),
        ("<video>x</video>", "This page cannot be printed: no rule to print <video>."),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_is_told_in_a_sentence(house, html, message):
    assert str(printed(house, f'<h1 id="title">Soil</h1>{html}')) == f"{HANDOUT_FILE}: {message}"


def test_a_link_to_a_place_that_is_missing_is_a_problem_and_no_trace(house):
    told = str(printed(house, '<h1 id="title">Soil</h1><p><a href="#nowhere">x</a></p>'))
    assert (
        told.startswith(f"{HANDOUT_FILE}: This page cannot be printed: ")
        and "nowhere" in told
        and "\n" not in told
    )


@pytest.mark.parametrize("kind, fits", [("handout", False), ("worksheet", False), ("words", True)])
def test_a_page_that_needs_a_second_paper_is_told(house, kind, fits):
    library = house.library()
    language = library.languages[0]
    one = replace(
        language.handouts[0], facts=language.handouts[0].facts.model_copy(update={"kind": kind})
    )
    page = article.fragment(
        '<h1 id="title">Soil</h1>' + "<p>Soil dries hands, so wear gloves and rest.</p>" * 110
    )
    library = replace(library, languages=(replace(language, handouts=(one,)),))
    sheet = next(
        pdf_sheets.sheets(
            library, [next(pdf_jobs.jobs(library, library.languages[0], {one.id: page}))]
        )
    )
    if fits:
        assert isinstance(sheet, Sheet) and sheet.pages == 3
    else:
        line = 1 + HANDOUT.split("## Key points")[0].count("\n") - 1
        assert (
            str(sheet)
            == f"{HANDOUT_FILE}:{line}: This page fills 3 pages in print (letter); it must fit 2, both sides of one sheet. Shorten it."
        )


def test_every_problem_of_every_sheet_is_told_at_once(house):
    house.edit(HANDOUT_FILE, "Clay takes", "\u624b takes")
    house.edit("docs/en/handouts/words-to-know.md", "Look up", "\u8a9e Look up")
    library = house.library()
    language = library.languages[0]
    articles = {
        one.id: article.fragment(extension.rendered(library, language, preprocessor.marked(one)))
        for one in language.handouts
    }
    made = pdf_sheets.sheets(library, pdf_jobs.jobs(library, language, articles))
    assert {problem.path for problem in made if isinstance(problem, Problem)} == {
        HANDOUT_FILE,
        "docs/en/handouts/words-to-know.md",
    }


# The site's address ------------------------------------------------------------------------------------------------------

LINKED = '<h1 id="title">Soil</h1><p><a href="../words-to-know/#words">words</a> <a href="#title">up</a> <a href="https://other.example/">other</a></p>'


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
    house, url, links, codes
):
    """A printed address or QR code must never lead to the wrong place."""
    sheet = printed(house, LINKED, url)
    assert isinstance(sheet, Sheet), sheet
    pdf = opened(sheet.data)
    notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
    assert [str(note.A.URI) for note in notes if note.get("/A", {}).get("/S") == "/URI"] == links
    assert [str(one.Alt) for one in tree(pdf) if one.S == "/Figure"] == [
        "Code that a phone camera reads; it leads to the address beside it"
    ] * codes


@needs_text
@pytest.mark.parametrize(
    "url, foot",
    [("", "Garden hands"), ("https://www.clinic.example/", "clinic.example/handouts/dry-hands")],
)
def test_the_foot_names_the_place_the_page_and_the_version(house, url, foot):
    sheet = printed(house, LINKED, url)
    assert isinstance(sheet, Sheet), sheet
    text = text_of(sheet.data)
    assert f"{foot} Page 1 of 1 Version {sheet.handout.version}" in " ".join(text.split())
    assert ("The newest version of this page:" in text) == bool(url)


@needs_text
def test_a_card_and_its_level_are_printed(house):
    for level in (1, 2, 3):
        house.write("docs/en/cards/emergency.md", CARD.replace("level: 3", f"level: {level}"))
        sheet = printed(house)
        assert isinstance(sheet, Sheet), sheet
        assert "Call 112 if:\n• your hand turns white and stays white" in text_of(sheet.data)
