"""The sheets of the library in docs/: every word of the article, tagged for those who listen, the
same bytes every time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from lxml import etree

from handouts.model.addresses import PACKET_SUFFIXES, SHEETS, file_of
from handouts.model.data_files import Clinic
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.model.pages import ABOUT_CLINIC, HELP, Handout
from handouts.outputs.pdf import binding
from handouts.outputs.pdf import jobs as pdf_jobs
from handouts.outputs.pdf import sheets as pdf_sheets
from handouts.outputs.pdf.sheets import Sheet
from handouts.pages import article
from handouts.pages.article import Article
from support.docs import HANDOUTS, LIBRARY
from support.forms import fields, widgets
from support.pdf import check_accessibility, opened, squeezed, text_of, tree
from support.programs import needs
from support.project import BuiltLibrary

# Every handout of the real library, by language and id; each test looks at all four forms of it.
REAL = [pytest.param(each, id="-".join(each)) for each in HANDOUTS]
PAPERS = {"letter": (612, 792), "a4": (595, 842)}  # points
LARGEST = 90_000  # bytes of a sheet; only the word list may have more
needs_text = needs("pdftotext")  # of poppler-utils


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
    sources: Article | None = None  # of handouts that are bound together: one list for all

    def count(self, tag: str) -> int:
        return sum(1 for page in self.pages for _ in page.root.xpath(tag))

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        return opened(self.data)

    @cached_property
    def tree(self) -> list[pikepdf.Object]:
        return tree(self.pdf)

    @cached_property
    def text(self) -> str:
        return text_of(self.data)


@pytest.fixture(scope="module", params=REAL)
def forms(request: pytest.FixtureRequest, built_library: BuiltLibrary) -> list[Form]:
    """The four forms of a handout, opened once for all that is looked at in them."""
    return list(forms_of(built_library, *request.param))


def forms_of(built_library: BuiltLibrary, code: str, id: str) -> Iterator[Form]:
    library, built = built_library
    language = library.language(code)
    handout = next(handout for handout in language.handouts if handout.id == id)
    page = built.article(file_of(library.address(handout)))
    for paper, print in SHEETS:
        yield Form(
            library,
            language,
            [handout],
            [page],
            paper,
            print,
            built.data(library.sheet(handout, paper, print)),
        )


def bound(built_library: BuiltLibrary, language: Language) -> Iterator[Form]:
    """The packets and the booklet of a language."""
    library, built = built_library
    sets = [
        (packet.handouts, partial(library.packet, language, id))
        for id, packet in library.packets.items()
    ]
    for ids, address in (
        *sets,
        ([handout.id for handout in language.handouts], partial(library.booklet, language)),
    ):
        handouts = [handout for id in ids for handout in language.handouts if handout.id == id]
        pages = {
            handout.id: built.article(file_of(library.address(handout))) for handout in handouts
        }
        help_page = language.help_page.id if language.help_page else ""
        articles, sources = binding.bind(pages, help_page)
        for paper in PACKET_SUFFIXES:
            data = built.data(address(paper))
            yield Form(library, language, handouts, articles, paper, "standard", data, sources)


def parts_of(page: Article, *tags: str) -> list[tuple[str, list[etree._Element]]]:
    """The ids of a page's sections, "" above the first, and their elements with these tags."""
    parts: list[tuple[str, list[etree._Element]]] = [("", [])]
    for element in page.root.iter("h2", *tags):
        if element.tag == "h2":
            parts.append((element.get("id").split("--")[-1], []))
        if element.tag in tags:
            parts[-1][1].append(element)
    return parts


def printed(form: Form, page: Article, *tags: str) -> list[etree._Element]:
    """The elements of a page with one of these tags, in the order of the sheet: in large print,
    help comes right after the key points, or after what to do where that begins on the first page,
    and what is to be written last."""
    parts = parts_of(page, *tags)
    ids = [id for id, _ in parts]
    if form.print == "large" and HELP in ids and ids[1] != HELP:
        parts.insert(2, parts.pop(ids.index(HELP)))
        do = next((part for part in parts if part[0] == "what-you-can-do"), None)
        if do and begins_on_first_page(form, do[0]):
            parts.remove(do)
            parts.insert(2, do)
    if form.print == "large" and all(handout.facts.kind != "words" for handout in form.handouts):
        ids = [id for id, _ in parts]
        to_write = [id for id in ids[1:] if id not in ("key-points", HELP, "sources")]
        last = "questions-to-ask" if "questions-to-ask" in ids else to_write[-1]
        parts.append(parts.pop(ids.index(last)))
    return [element for _, elements in parts for element in elements]


def begins_on_first_page(form: Form, id: str) -> bool:
    """Whether the heading of a section stands on the first page of a sheet."""
    (page,) = form.pages
    heading = "".join(page.root.xpath(f"//h2[@id='{id}']")[0].itertext())
    return squeezed(heading) in squeezed(form.text.partition("\f")[0])


def repeated_citations(page: Article) -> int:
    """How many citations of the panels of a card repeat one of their panel: below the card stands
    each source of a panel once."""
    panels = [
        ["".join(citation.itertext()) for citation in citations]
        for id, citations in parts_of(page, "sup")
        if id not in ("", "key-points", HELP, "sources")
    ]
    return sum(len(panel) - len(set(panel)) for panel in panels)


# What holds for each PDF: a handout's four forms, packets, booklets -------------------------------


def check_independently(form: Form, folder: Path) -> None:
    (folder / "sheet.pdf").write_bytes(form.data)
    report = check_accessibility(folder / "sheet.pdf")
    assert (list(report.findings), report.exit_code) == ([], 0)


def check_headings(form: Form, besides: int = 0) -> None:
    """Those of the pages, without a gap; a booklet has one of its own for the contents, and what is
    bound has one for its sources."""
    heads = [
        (str(head.S)[1:].lower(), str(head.T))
        for head in form.tree
        if re.fullmatch(r"/H\d", str(head.S))
    ]
    assert heads[besides:] == [
        (head.tag, " ".join("".join(head.itertext()).split()))
        for page in form.pages
        for head in printed(form, page, "h1", "h2", "h3", "h4")
    ] + ([("h1", form.language.labels["sources"])] if form.sources else [])
    levels = [int(tag[1]) for tag, _ in heads]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))


def id_of_part(element: etree._Element) -> str:
    """Return the id of the section that an element stands in, or of its own heading."""
    heads = element.xpath("(self::h2 | preceding::h2)[last()]/@id")
    return heads[0] if heads else ""


def untitled(source: etree._Element) -> str:
    """The words of a source as they stand where titles have no room."""
    return "".join(source.xpath(".//text()[not(ancestor::em)]"))


def check_words(form: Form) -> None:
    """Every word of the pages is there, in order; and each page has its foot. What is copied is
    what is printed."""
    text = form.text
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
    labels = form.language.labels
    at, feet = 0, 0
    for handout, page in zip(form.handouts, form.pages, strict=True):
        short = (
            form.library.absolute(form.library.address(handout))
            .removeprefix("https://")
            .rstrip("/")
        )
        numbers = (
            re.escape(squeezed(labels["sheet_page"]))
            .replace(r"\{page\}", r"\d+")
            .replace(r"\{pages\}", r"\d+")
        )
        text, count = re.subn(
            ("" if form.print == "large" else re.escape(squeezed(short)))
            + numbers
            + re.escape(squeezed(f"{labels['sheet_version']} {handout.version}")),
            "",
            text,
        )
        assert count, handout.id
        feet += count
        start, with_drawings = at, {id_of_part(figure) for figure in page.root.iter("figure")}
        for block in printed(form, page, "h1", "h2", "h3", "p", "li", "th", "td", "dt", "dd"):
            words = squeezed("".join(block.itertext()))
            if words and not any(child.tag in ("p", "ul", "ol", "dl") for child in block):
                if block.tag == "h2":
                    start = at
                # Words beside a drawing may go on over the page, and are then read after its
                # caption.
                is_beside = id_of_part(block) in with_drawings
                place = text.find(words, start if is_beside else at)
                if is_beside and place < 0:  # parted by the end of a page, and so by the drawing
                    parts = [squeezed(word) for word in "".join(block.itertext()).split()]
                    assert [part for part in parts if text.find(part, start) < 0] == []
                    continue
                if handout.facts.shape == "card":  # on what is cut out stand no numbers of sources
                    bare = squeezed("".join(block.xpath(".//text()[not(ancestor::sup)]")))
                    candidates = ((text.find(each, at), each) for each in (words, bare))
                    place, words = min(
                        (candidate for candidate in candidates if candidate[0] >= 0),
                        default=(-1, words),
                    )
                if place < 0 and block.xpath("ancestor::ol[@class='sources']"):
                    words = squeezed(untitled(block))
                    place = text.find(words, at)
                assert place >= 0, (
                    f"not on the sheet, or not in its place: {''.join(block.itertext())}"
                )
                at = max(at, place + len(words))
    for item in form.sources.root if form.sources else ():
        forms = (squeezed("".join(item.itertext())), squeezed(untitled(item)))
        assert any(text.count(words, at) for words in forms), (
            f"not among the sources at the end: {forms[0]}"
        )
    bare = 4 if form.sources else 0
    assert feet >= len(form.pdf.pages) - bare - len(form.handouts) // 10, (
        "only cover, contents and sources have no version in their foot"
    )


def check_links(form: Form) -> None:
    pdf = form.pdf
    links = [
        str(note.A.URI)
        for page in pdf.pages
        for note in page.get("/Annots", [])
        if note.get("/A", {}).get("/S") == "/URI"
    ]
    for handout in form.handouts:
        for _, other in form.library.translations(handout):
            assert form.library.absolute(form.library.address(other)) in links, (
                "the newest version, in each language"
            )
    assert [link for link in links if not re.match(r"https?://\w|mailto:|tel:|sms:", link)] == []


def check_one_set(form: Form) -> None:
    """The cards of the help sections stand once, and from each other handout a line leads to their
    page."""
    text = squeezed(form.text)
    heads = Counter(str(head.T) for head in form.tree if head.S == "/H3")
    general = {
        " ".join("".join(card.find("h3").itertext()).split())
        for page in form.pages
        for card in page.root.xpath(
            "//h2[@id and contains(@id, 'when-to-get-help')]/following-sibling::section"
        )
        if "level-2" in card.get("class")
    }
    assert all(heads[title] == 1 for title in general), heads
    lines = [page.root.find("p[@class='cards-elsewhere']") for page in form.pages]
    has_words = sum(handout.facts.kind in ("words", ABOUT_CLINIC) for handout in form.handouts)
    # A band for other readers, such as a school, stays on its page.
    bands = sum(page.root.find(".//div[@class='band']") is not None for page in form.pages)
    assert sum(line is None for line in lines) <= 1 + has_words + bands
    before, after = form.language.labels["sheet_cards"].split("{page}")
    for line in lines:
        if line is not None:
            title = "".join(line.itertext())
            pattern = (
                re.escape(squeezed(before))
                + r"\d+"
                + re.escape(squeezed(after.replace("{title}", title)))
            )
            assert re.search(pattern, text)


def test_an_independent_checker_finds_nothing_against_the_sheet(forms, tmp_path):
    for form in forms:
        check_independently(form, tmp_path)


def test_the_sheet_says_its_language_and_title(forms):
    for form in forms:
        pdf = form.pdf
        with pdf.open_metadata() as about:
            assert about["dc:title"] == form.handouts[0].title
            assert about["pdfuaid:part"] == "1"
        assert str(pdf.Root.Lang) == form.language.code
        assert pdf.Root.MarkInfo.Marked is True
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True


def test_the_headings_are_those_of_the_page_without_a_gap(forms):
    for form in forms:
        check_headings(form)


def test_lists_tables_and_links_are_those_of_the_page(forms):
    for form in forms:
        elements = form.tree
        counted = Counter(str(element.S) for element in elements)
        is_card = form.handouts[0].facts.shape == "card" and form.print == "standard"
        lines = form.count("//div[@class='write']//li") if is_card else 0  # each a line to fill in
        assert counted["/LI"] == form.count("//li | //dt") - lines, "the word list is a list, too"
        assert counted["/Table"] == form.count("//table")
        translations = len(form.library.translations(form.handouts[0]))
        repeated = sum(map(repeated_citations, form.pages)) if is_card else 0
        assert counted["/Link"] == form.count("//a[@href]") - repeated + translations, (
            "and the addresses of the newest version, in each language"
        )
        has_logo = form.library.logo is not None and not is_card
        assert counted["/Figure"] == form.count("//figure") + 1 + has_logo, "and the QR code"
        assert counted["/Form"] == len(widgets(form.pdf)) >= form.count("//li[@class='tick']") + 2
        assert all(
            str(element.get("/Alt", "")).strip() for element in elements if element.S == "/Figure"
        )
        for element in elements:
            if element.S == "/L":
                kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
                assert kids and all(kid.S in ("/LI", "/L") for kid in kids)


def test_each_row_of_a_table_has_its_head(forms):
    """And no cell names its heads by id, which would outrank the scope."""
    for form in forms:
        scopes, headers = [], 0
        for cell in (element for element in form.tree if element.S in ("/TH", "/TD")):
            attributes = cell.get("/A")
            for attribute in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
                headers += isinstance(attribute, pikepdf.Dictionary) and "/Headers" in attribute
                if isinstance(attribute, pikepdf.Dictionary) and "/Scope" in attribute:
                    scopes.append(str(attribute.Scope))
        assert headers == 0
        expected = {"col": "/Column", "row": "/Row"}
        assert scopes == [
            expected[head.get("scope")] for page in form.pages for head in page.root.iter("th")
        ]


def test_the_same_fields_stand_on_every_form_of_a_handout_in_every_language(built_library, forms):
    """By the names that programs know them by; each asks something, and no two the same."""
    library, _ = built_library
    id, names = forms[0].handouts[0].id, {}
    for form in (*forms_of(built_library, library.languages[0].code, id), *forms):
        form_fields = fields(form.pdf)
        # In large print a diary has the day on the line of the name, elsewhere beside its table.
        # A card for the wallet is another sheet there.
        is_same = form.handouts[0].facts.shape == "page" or form.print == "standard"
        if is_same:
            names[form.language.code, form.paper, form.print] = form_fields.keys() - {
                "week",
                "date",
            }
        words = [str(field.TU) for field in form_fields.values()]
        assert all(words) and len(words) == len(set(words)), Counter(words).most_common(1)
        assert {f"{id}_together", *to_fill_in(library.clinic)} <= form_fields.keys()
    assert len({frozenset(names_on_form) for names_on_form in names.values()}) == 1


def to_fill_in(clinic: Clinic) -> set[str]:
    """The fields of what the clinic's file leaves out."""
    clinic_words = {"clinic": clinic.name, "phone": clinic.phone, "after-hours": clinic.after_hours}
    return {field for field, words in clinic_words.items() if not words}


@needs_text
def test_every_word_of_the_page_is_on_the_sheet_in_order(forms):
    for form in forms:
        check_words(form)


def test_the_sheet_fits_its_paper(forms):
    """Both sides of one paper, and small enough to send; large print and the word list may need
    more paper."""
    for form in forms:
        pdf = form.pdf
        kind = form.handouts[0].facts.kind
        assert pdf.check_pdf_syntax() == []
        assert {tuple(round(side) for side in page.mediabox[2:]) for page in pdf.pages} == {
            PAPERS[form.paper]
        }
        assert kind == "words" or len(form.data) <= LARGEST
        assert kind == "words" or form.print == "large" or len(pdf.pages) <= 2


def test_links_of_the_sheet_are_absolute(forms):
    for form in forms:
        check_links(form)


@needs_text
@pytest.mark.parametrize("code", [language.code for language in LIBRARY.languages])
def test_packets_and_booklets_hold_what_their_sheets_hold(built_library, tmp_path, code):
    library, _ = built_library
    language = library.language(code)
    bound_forms = list(bound(built_library, language))
    assert len(bound_forms) == (len(library.packets) + 1) * len(PACKET_SUFFIXES)
    for number, form in enumerate(bound_forms, 1):
        is_booklet = number > len(bound_forms) - len(PACKET_SUFFIXES)  # they come last
        assert form.pdf.check_pdf_syntax() == []
        check_headings(form, besides=1 if is_booklet else 0)
        check_words(form)
        check_links(form)
        check_one_set(form)
        # The checker takes as long for one booklet as for twenty sheets.
        if not is_booklet or form.paper != "a4":
            check_independently(form, tmp_path)


def test_every_pdf_is_written_in_object_streams(built_library):
    """Twice as large without them: a tagged PDF is mostly small dictionaries."""
    _, built = built_library
    files = [file for file in built.files if file.endswith(".pdf")]
    assert files
    for file in files:
        data = built.data(file)
        assert b"/Type /ObjStm" in data and b"/StructElem" not in data, file


def test_a_phone_reads_the_code_on_the_sheet(forms):
    """From a gray picture at the resolution of a poor photocopy."""
    for form in forms:
        codes: list[str] = []
        pdf = pypdfium2.PdfDocument(form.data)
        for number in reversed(range(len(pdf))):  # beside the sources, which end the sheet
            picture = pdf[number].render(scale=100 / 72, grayscale=True)
            pixels = memoryview(bytes(picture.buffer)).cast("B", (picture.height, picture.stride))
            barcodes = zxingcpp.read_barcodes(pixels, formats=zxingcpp.BarcodeFormat.QRCode)
            if codes := [code.text for code in barcodes]:
                break
        pdf.close()
        assert codes == [form.library.qr_target(form.handouts[0])]


def test_the_same_pages_make_the_same_bytes_at_any_time_in_any_thread(built_library):
    library, built = built_library
    language = library.languages[0]
    articles = {
        handout.id: article.article_of_page(built.tree(file_of(library.address(handout))))
        for handout in language.handouts
    }
    shortest = sorted(articles, key=lambda id: len(articles[id].text()))
    # The shortest with a table, if there is one, and the shortest without.
    by_tables = {bool(articles[id].tables()): id for id in reversed(shortest)}
    ids = list(by_tables.values())
    jobs = [
        job
        for job in pdf_jobs.jobs(library, language, articles)
        if job.form == "sheet" and job.handouts[0][0].id in ids
    ]
    with ThreadPoolExecutor(2) as pool:
        runs = list(
            pool.map(lambda batch: list(pdf_sheets.sheets(library, batch)), [jobs, jobs[::-1]])
        )
    for sheets in runs:
        assert len(sheets) == len(ids) * len(SHEETS) and all(
            isinstance(sheet, Sheet) for sheet in sheets
        )
        assert [sheet.address for sheet in sheets if sheet.data != built.data(sheet.address)] == []
