"""More than one language: a third one, from right to left and in letters that our font
lacks; translations that are late; pages that only one language has; one site of them all."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pikepdf
import pytest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from lxml import etree

from handouts.loading import font_files
from handouts.model import addresses
from handouts.model.addresses import NOT_FOUND, SITEMAP
from handouts.problems import Refused
from handouts.site.built_site import Built
from support.forms import fields, filled_by_pypdf, is_tick, widgets
from support.pdf import opened, squeezed, text_of
from support.programs import is_installed
from support.project import (
    HANDOUT_FILE,
    LABELS,
    Project,
    add_spanish,
    add_translation,
    build_once,
    keep_cache,
    write_project,
)

ARABIC = "docs/ar/handouts/dry-hands.md"
URL = "https://soil.example/garden/"


@pytest.fixture(scope="session")
def noto() -> dict[str, bytes]:
    """Noto Sans Arabic in two styles, cut from the variable font of the package; of its letters,
    those of Arabic, which take a tenth of the time of all."""
    package = find_spec("fontpkg_noto_sans_arabic")
    assert package and package.origin
    (path,) = (Path(package.origin).parent / "files").glob("*.ttf")
    letters = Subsetter(Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True))
    letters.populate(unicodes=[*range(0x20, 0x7F), *range(0x600, 0x700)])
    fonts = {}
    for style, weight in (("Regular", 400), ("Bold", 700)):
        font = TTFont(path)
        letters.subset(font)
        font = instancer.instantiateVariableFont(
            font, {"wght": weight, "wdth": 100}, updateFontNames=False
        )
        output = io.BytesIO()
        font.save(output)
        fonts[f"NotoSansArabic-{style}.ttf"] = output.getvalue()
    return fonts


@pytest.fixture
def arabic_project(project: Project, noto: dict[str, bytes]) -> Project:
    """The small library in Arabic too."""
    return add_arabic(project, noto)


@pytest.fixture(scope="session")
def arabic_site(
    tmp_path_factory: pytest.TempPathFactory, noto: dict[str, bytes], build_cache: Path
) -> Built:
    """The site of the small library in Arabic too, for tests that only look."""

    def build(folder: Path) -> None:
        add_arabic(keep_cache(write_project(folder), build_cache), noto).build()

    return build_once("arabic", tmp_path_factory, "", build).site


@pytest.fixture(scope="session")
def spanish_site(tmp_path_factory: pytest.TempPathFactory, build_cache: Path) -> Built:
    """The site of the small library in Spanish too, of which one handout is behind its original,
    for tests that only look."""

    def build(folder: Path) -> None:
        project = add_spanish(keep_cache(write_project(folder), build_cache))
        project.edit(HANDOUT_FILE, "Gloves help.", "Warm gloves help.")
        project.date()
        project.build()

    return build_once("spanish", tmp_path_factory, URL, build).site


def add_arabic(project: Project, noto: dict[str, bytes]) -> Project:
    """Add Arabic: its words are those of the English interface, but for the few that show."""
    words = LABELS["en"].replace("language: English", "language: العربية", 1)
    words = words.replace(
        "  not_found_title: This page is not here", "  not_found_title: هذه الصفحة ليست هنا"
    )
    body = {
        "Soil dries skin.": "التربة تجفف الجلد.",
        "Gloves help.": "القفازات تساعد.",
        "Why does soil dry skin?": "لماذا تجفف التربة الجلد؟",
        "See [the list of words](words-to-know.md#words).": "القفازات تساعد.",
    }
    add_translation(
        project,
        "ar",
        words,
        "اتصل",
        "أيدي الحديقة",
        "title: أيدٍ جافة\nsummary: اعرف لماذا تجفف التربة يديك.",
        body,
    )
    project.write(
        "docs/ar/about/index.md",
        "---\ntitle: عن الصفحات\nsummary: كيف كتبت هذه الصفحات.\n---\n\nالقفازات تساعد.\n",
    )
    for name, data in noto.items():
        project.write(f"docs/ar/fonts/{name}", data)
    project.date()
    return project


# A third language ---------------------------------------------------------------------------------


def test_a_language_from_right_to_left_has_no_problem(arabic_project: Project) -> None:
    assert arabic_project.problems() == []


def test_a_language_from_right_to_left_with_its_own_font_builds(arabic_site: Built) -> None:
    built = arabic_site
    page = built.tree("ar/handouts/dry-hands/index.html")
    assert (page.get("lang"), page.xpath("//body/@dir")) == ("ar", ["rtl"])
    assert "التربة تجفف الجلد" in "".join(page.itertext())
    styles = page.xpath("//link[@rel='stylesheet']/@href")
    assert [address for address in styles if "assets/font.css?" in address]
    style = built.data("ar/assets/font.css").decode()
    assert "Noto Sans Arabic" in style and "NotoSansArabic-Bold.woff2" in style
    assert {
        "ar/assets/fonts/NotoSansArabic-Regular.woff2",
        "ar/assets/fonts/NotoSansArabic-Bold.woff2",
    } <= built.files
    assert not [file for file in built.files if file.endswith(".ttf")]


def test_its_forms_take_its_letters_and_ours(arabic_site: Built) -> None:
    """A name in its script, and a number; text begins at the right."""
    data = arabic_site.data("ar/handouts/dry-hands/dry-hands.pdf")
    with opened(data) as pdf:
        texts = [widget for widget in widgets(pdf) if "/DA" in widget]
        assert len(texts) > 5 and {int(widget.Q) for widget in texts} == {2}
        font = pdf.Root.AcroForm.DR.Font.Body
        ranges = re.findall(
            r"^<(\w{4})> <(\w{4})> <(\w{4})>$", font.ToUnicode.read_bytes().decode(), re.M
        )
        letters = {
            chr(int(letter, 16) + number)
            for first, last, letter in ranges
            for number in range(int(last, 16) - int(first, 16) + 1)
        }
        assert letters >= set("ليلى العربية 0123456789 ٠١٢ Łukasz Żółć")
        program = TTFont(io.BytesIO(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()))
        assert len(program.getGlyphOrder()) == len(font.DescendantFonts[0].W[1])
    filled = filled_by_pypdf(data, "ليلى 0199")
    with opened(filled) as pdf:
        assert {str(field.V) for field in fields(pdf).values() if not is_tick(field)} == {
            "ليلى 0199"
        }


def test_its_sheets_are_set_in_its_font_and_say_their_language(arabic_site: Built) -> None:
    built = arabic_site
    for form in ("", ".a4", ".large", ".large.a4"):
        with pikepdf.open(
            io.BytesIO(built.data(f"ar/handouts/dry-hands/dry-hands{form}.pdf"))
        ) as pdf:
            assert str(pdf.Root.Lang) == "ar"
            names = {
                str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()
            }
            assert any("NotoSansArabic" in name for name in names), names


def test_other_languages_do_not_load_its_font(arabic_site: Built) -> None:
    built = arabic_site
    assert b"font.css" not in built.data("handouts/dry-hands/index.html")
    assert not [file for file in built.files if "Noto" in file and not file.startswith("ar/")]


def test_a_letter_that_its_font_lacks_is_a_problem_and_no_empty_box(
    arabic_project: Project,
) -> None:
    arabic_project.edit(ARABIC, "القفازات تساعد.", "القفازات 手 تساعد.")
    arabic_project.date()
    problems = arabic_project.problems()
    assert {problem.message for problem in problems} == {
        "The font cannot print 手 (U+624B). Use other words or signs."
    }
    assert {problem.path for problem in problems} == {ARABIC}


def test_without_its_font_every_letter_is_a_problem(arabic_project: Project) -> None:
    for path in (arabic_project.root / "docs/ar/fonts").iterdir():
        path.unlink()
    problems = arabic_project.problems()
    assert problems
    assert all(problem.message.startswith("The font cannot print ") for problem in problems)


def test_a_font_needs_two_styles(tmp_path: Path, noto: dict[str, bytes]) -> None:
    (tmp_path / "NotoSansArabic-Regular.ttf").write_bytes(noto["NotoSansArabic-Regular.ttf"])
    with pytest.raises(Refused) as refused:
        font_files.families(tmp_path)
    assert [problem.message for problem in refused.value.problems] == [
        "A style of the font is missing: NotoSansArabic-Bold.ttf."
    ]


@pytest.mark.parametrize(
    "damage",
    [
        lambda font: b"",
        lambda font: b"no font",
        lambda font: font[:4],
        lambda font: font[:200],
        lambda font: b"wOF2" + font[4:],
        lambda font: b"ttcf" + font[4:],
        lambda font: font.replace(b"name", b"nome", 1),
        lambda font: font.replace(b"cmap", b"kmap", 1),
        lambda font: font.replace(b"maxp", b"mixp", 1),
        lambda font: font[: len(font) // 2],
    ],
)
def test_a_damaged_font_is_told_by_its_name(
    tmp_path: Path, noto: dict[str, bytes], damage: Callable[[bytes], bytes]
) -> None:
    folder = tmp_path / "docs/ar/fonts"
    folder.mkdir(parents=True)
    for name, data in noto.items():
        (folder / name).write_bytes(damage(data) if name.endswith("-Bold.ttf") else data)
    with pytest.raises(Refused) as refused:
        font_files.families(folder)
    (problem,) = refused.value.problems
    assert problem.path == "docs/ar/fonts/NotoSansArabic-Bold.ttf"
    assert problem.message.startswith(
        ("This font cannot be read (", "This font does not say which letters it has.")
    )


# A translation that is late -----------------------------------------------------------------------


def test_the_reader_is_told_on_screen_and_on_paper(spanish_site: Built) -> None:
    built = spanish_site
    (line,) = built.tree("es/handouts/dry-hands/index.html").xpath("//article//p[@class='behind']")
    notice = (
        "Esta traducción todavía no muestra lo que la página en inglés dice ahora en: “Key points”."
    )
    assert " ".join("".join(line.itertext()).split()).startswith(notice)
    if is_installed("pdftotext"):
        sheet = text_of(built.data("es/handouts/dry-hands/dry-hands.pdf"))
        assert squeezed(notice) in squeezed(sheet)
    assert line.xpath(".//a/@href") == ["../../../handouts/dry-hands/"] and line.xpath(
        ".//a/@hreflang"
    ) == ["en"]
    assert not built.tree("handouts/dry-hands/index.html").xpath("//p[@class='behind']")


# The sites as one ---------------------------------------------------------------------------------


def test_each_language_has_pages_sheets_search_and_cards_of_its_own(spanish_site: Built) -> None:
    built = spanish_site
    assert {"es/index.html", "es/handouts/dry-hands/dry-hands.pdf"} <= built.files
    assert b"Manos s" in built.data("es/search-index.js")
    assert b"Manos s" not in built.data("search-index.js")
    page = built.data("es/handouts/dry-hands/index.html").decode()
    assert 'Llame <a href="tel:112">112</a>:' in page


def test_a_missing_translation_breaks_no_link(spanish_site: Built) -> None:
    built = spanish_site
    english = built.tree("handouts/words-to-know/index.html")
    (switch,) = english.xpath("//nav[@class='header__languages']")
    assert "".join(switch.itertext()).strip() == "Español (solo en inglés)"
    assert switch.xpath(".//span/@lang") == ["es"] and not switch.xpath(".//a")
    home = built.tree("es/index.html")
    ((heading, item),) = [
        (heading, heading.getnext().find("li"))
        for heading in home.xpath("//h3[@id='untranslated']")
    ]
    assert heading.text == "Solo en inglés" and item.get("lang") == "en"
    assert (item.find("a").get("href"), item.find("a").get("hreflang")) == (
        "./../handouts/words-to-know/",
        "en",
    )


def test_the_switch_leads_to_the_same_page(spanish_site: Built) -> None:
    built = spanish_site
    (link,) = built.tree("handouts/dry-hands/index.html").xpath(
        "//nav[@class='header__languages']/a"
    )
    assert (link.get("href"), link.get("lang"), link.get("hreflang"), link.text) == (
        "../../es/handouts/dry-hands/",
        "es",
        "es",
        "Español",
    )
    spanish = built.data("es/handouts/dry-hands/index.html").decode()
    assert 'href="../../../handouts/dry-hands/" lang="en"' in spanish


def test_alternates_both_ways_and_one_map_of_the_site(spanish_site: Built) -> None:
    built = spanish_site
    both = {
        "en": f"{URL}handouts/dry-hands/",
        "es": f"{URL}es/handouts/dry-hands/",
        "x-default": f"{URL}handouts/dry-hands/",
    }
    for file in ("handouts/dry-hands/index.html", "es/handouts/dry-hands/index.html"):
        assert {
            link.get("hreflang"): link.get("href")
            for link in built.tree(file).xpath("//link[@rel='alternate'][@hreflang]")
        } == both
    assert {file for file in built.files if "sitemap" in file} == {SITEMAP}
    sitemap = etree.fromstring(built.data("sitemap.xml"))
    pages = {
        url.findtext("{*}loc"): {
            link.get("hreflang"): link.get("href") for link in url.findall("{*}link")
        }
        for url in sitemap
    }
    assert pages[both["en"]] == pages[both["es"]] == both
    html = {file for file in built.files if file.endswith(".html")} - {NOT_FOUND}
    assert {addresses.file_of(page.removeprefix(URL)) for page in pages} == html


def test_the_page_for_lost_readers_speaks_every_language(spanish_site: Built) -> None:
    built = spanish_site
    page = built.tree("404.html")
    assert page.xpath("//section[@lang]/@lang") == ["en", "es"]
    assert [title.text for title in page.xpath("//section[@lang]/*[self::h1 or self::h2]")] == [
        "This page is not here",
        "Esta página no está aquí",
    ]
    assert [file for file in built.files if file.endswith("404.html")] == ["404.html"]


def test_sizes_beside_a_link_are_those_of_its_own_language(spanish_site: Built) -> None:
    built = spanish_site
    sizes = " ".join(
        built.tree("es/handouts/dry-hands/index.html").xpath("//span[@class='file-size']/text()")
    )
    assert "página" in sizes and "page" not in sizes
