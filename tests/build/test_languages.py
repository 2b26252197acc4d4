"""More than one language: a third one in an hour, from right to left and in letters that our font
lacks; translations that are late; pages that only one language has; one site of them all."""

from __future__ import annotations

import io
import re
from importlib.util import find_spec
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from lxml import etree

from handouts.loading import font_files
from handouts.model import addresses
from handouts.model.addresses import NOT_FOUND, SITEMAP
from handouts.problems import Refused
from handouts.site.built_site import Built
from support.forms import fields, filled_by_pypdf, is_tick, widgets
from support.pdf import opened
from support.project import (
    HANDOUT_FILE,
    LABELS,
    Project,
    add_spanish,
    add_translation,
    keep_cache,
    write_project,
)

ARABIC = "docs/ar/handouts/dry-hands.md"


@pytest.fixture(scope="session")
def noto() -> dict[str, bytes]:
    """Noto Sans Arabic in two styles, cut from the variable font of the package."""
    found = find_spec("fontpkg_noto_sans_arabic")
    assert found and found.origin
    (path,) = (Path(found.origin).parent / "files").glob("*.ttf")
    made = {}
    for style, weight in (("Regular", 400), ("Bold", 700)):
        one = instancer.instantiateVariableFont(
            TTFont(path), {"wght": weight, "wdth": 100}, updateFontNames=False
        )
        out = io.BytesIO()
        one.save(out)
        made[f"NotoSansArabic-{style}.ttf"] = out.getvalue()
    return made


@pytest.fixture
def arabic(project: Project, noto: dict[str, bytes]) -> Project:
    return in_arabic(project, noto)


@pytest.fixture(scope="module")
def arabic_site(
    tmp_path_factory: pytest.TempPathFactory, noto: dict[str, bytes], kept: Path
) -> Built:
    """The site of the garden in Arabic, for tests that only look."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SITE_URL", raising=False)
        project = write_project(tmp_path_factory.mktemp("arabic"))
        return in_arabic(keep_cache(project, kept), noto).build()


@pytest.fixture(scope="module")
def spanish_site(tmp_path_factory: pytest.TempPathFactory, kept: Path) -> Built:
    """The site of the garden in Spanish too, at an address, for tests that only look."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://soil.example/garden/")
        project = write_project(tmp_path_factory.mktemp("spanish"))
        return add_spanish(keep_cache(project, kept)).build()


def in_arabic(project: Project, noto: dict[str, bytes]) -> Project:
    """The garden in Arabic: its words are those of the English interface, but for the few that
    show."""
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


def test_a_language_from_right_to_left_has_nothing_to_mend(arabic):
    assert arabic.problems() == []


def test_a_language_from_right_to_left_with_its_own_font_builds(arabic_site):
    built = arabic_site
    page = built.tree("ar/handouts/dry-hands/index.html")
    assert (page.get("lang"), page.xpath("//body/@dir")) == ("ar", ["rtl"])
    assert "التربة تجفف الجلد" in "".join(page.itertext())
    assert [
        one for one in page.xpath("//link[@rel='stylesheet']/@href") if "assets/font.css?" in one
    ]
    style = built.data("ar/assets/font.css").decode()
    assert "Noto Sans Arabic" in style and "NotoSansArabic-Bold.woff2" in style
    assert {
        "ar/assets/fonts/NotoSansArabic-Regular.woff2",
        "ar/assets/fonts/NotoSansArabic-Bold.woff2",
    } <= built.files
    assert not [file for file in built.files if file.endswith(".ttf")]


def test_its_forms_take_its_letters_and_ours(arabic_site):
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


def test_its_sheets_are_set_in_its_font_and_say_their_language(arabic_site):
    built = arabic_site
    for form in ("", ".a4", ".large", ".large.a4"):
        with pikepdf.open(
            io.BytesIO(built.data(f"ar/handouts/dry-hands/dry-hands{form}.pdf"))
        ) as pdf:
            assert str(pdf.Root.Lang) == "ar"
            names = {
                str(one.BaseFont) for page in pdf.pages for one in page.Resources.Font.values()
            }
            assert any("NotoSansArabic" in name for name in names), names


def test_other_languages_do_not_load_its_font(arabic_site):
    built = arabic_site
    assert b"font.css" not in built.data("handouts/dry-hands/index.html")
    assert not [file for file in built.files if "Noto" in file and not file.startswith("ar/")]


def test_a_letter_that_its_font_lacks_is_a_problem_and_no_empty_box(arabic):
    arabic.edit(ARABIC, "القفازات تساعد.", "القفازات 手 تساعد.")
    arabic.date()
    problems = arabic.problems()
    assert {problem.message for problem in problems} == {
        "The font cannot print 手 (U+624B). Use other words or signs."
    }
    assert {problem.path for problem in problems} == {ARABIC}


def test_without_its_font_every_letter_is_a_problem(arabic):
    for path in (arabic.root / "docs/ar/fonts").iterdir():
        path.unlink()
    problems = arabic.problems()
    assert problems
    assert all(problem.message.startswith("The font cannot print ") for problem in problems)


def test_a_font_needs_two_styles_and_must_be_one(arabic):
    (arabic.root / "docs/ar/fonts/NotoSansArabic-Bold.ttf").unlink()
    with pytest.raises(Refused) as refused:
        font_files.families(arabic.root / "docs/ar/fonts")
    assert [problem.message for problem in refused.value.problems] == [
        "A style of the font is missing: NotoSansArabic-Bold.ttf."
    ]


@pytest.mark.parametrize(
    "damaged",
    [
        lambda whole: b"",
        lambda whole: b"no font",
        lambda whole: whole[:4],
        lambda whole: whole[:200],
        lambda whole: b"wOF2" + whole[4:],
        lambda whole: b"ttcf" + whole[4:],
        lambda whole: whole.replace(b"name", b"nome", 1),
        lambda whole: whole.replace(b"cmap", b"kmap", 1),
        lambda whole: whole.replace(b"maxp", b"mixp", 1),
        lambda whole: whole[: len(whole) // 2],
    ],
)
def test_a_damaged_font_is_told_by_its_name(tmp_path, noto, damaged):
    folder = tmp_path / "docs/ar/fonts"
    folder.mkdir(parents=True)
    for name, data in noto.items():
        (folder / name).write_bytes(damaged(data) if name.endswith("-Bold.ttf") else data)
    with pytest.raises(Refused) as refused:
        font_files.families(folder)
    (problem,) = refused.value.problems
    assert problem.path == "docs/ar/fonts/NotoSansArabic-Bold.ttf"
    assert problem.message.startswith(
        ("This font cannot be read (", "This font does not say which letters it has.")
    )


# A translation that is late -----------------------------------------------------------------------


def test_the_reader_is_told_on_screen_and_on_paper(bilingual_project):
    bilingual_project.edit(HANDOUT_FILE, "Gloves help.", "Warm gloves help.")
    bilingual_project.date()
    built = bilingual_project.build()
    (line,) = built.tree("es/handouts/dry-hands/index.html").xpath("//article//p[@class='behind']")
    said = " ".join("".join(line.itertext()).split())
    assert said.startswith(
        "Esta traducción todavía no muestra lo que la página en inglés dice ahora en: “Key points”."
    )
    assert line.xpath(".//a/@href") == ["../../../handouts/dry-hands/"] and line.xpath(
        ".//a/@hreflang"
    ) == ["en"]
    assert not built.tree("handouts/dry-hands/index.html").xpath("//p[@class='behind']")


# The sites as one ---------------------------------------------------------------------------------


def test_a_missing_translation_breaks_no_link(spanish_site):
    built = spanish_site
    english = built.tree("handouts/words-to-know/index.html")
    (switch,) = english.xpath("//nav[@class='header__languages']")
    assert "".join(switch.itertext()).strip() == "Español (solo en inglés)"
    assert switch.xpath(".//span/@lang") == ["es"] and not switch.xpath(".//a")
    home = built.tree("es/index.html")
    ((heading, item),) = [
        (one, one.getnext().find("li")) for one in home.xpath("//h3[@id='untranslated']")
    ]
    assert heading.text == "Solo en inglés" and item.get("lang") == "en"
    assert (item.find("a").get("href"), item.find("a").get("hreflang")) == (
        "./../handouts/words-to-know/",
        "en",
    )


def test_the_switch_leads_to_the_same_page(spanish_site):
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


def test_alternates_both_ways_and_one_map_of_the_site(spanish_site):
    built = spanish_site
    both = {
        "en": "https://soil.example/garden/handouts/dry-hands/",
        "es": "https://soil.example/garden/es/handouts/dry-hands/",
        "x-default": "https://soil.example/garden/handouts/dry-hands/",
    }
    for file in ("handouts/dry-hands/index.html", "es/handouts/dry-hands/index.html"):
        assert {
            one.get("hreflang"): one.get("href")
            for one in built.tree(file).xpath("//link[@rel='alternate'][@hreflang]")
        } == both
    assert {file for file in built.files if "sitemap" in file} == {SITEMAP}
    map_ = etree.fromstring(built.data("sitemap.xml"))
    pages = {
        url.findtext("{*}loc"): {
            one.get("hreflang"): one.get("href") for one in url.findall("{*}link")
        }
        for url in map_
    }
    assert pages[both["en"]] == pages[both["es"]] == both
    html = {file for file in built.files if file.endswith(".html")} - {NOT_FOUND}
    assert {
        addresses.file_of(page.removeprefix("https://soil.example/garden/")) for page in pages
    } == html


def test_the_page_for_lost_readers_speaks_every_language(spanish_site):
    built = spanish_site
    page = built.tree("404.html")
    assert page.xpath("//section[@lang]/@lang") == ["en", "es"]
    assert [one.text for one in page.xpath("//section[@lang]/*[self::h1 or self::h2]")] == [
        "This page is not here",
        "Esta página no está aquí",
    ]
    assert [file for file in built.files if file.endswith("404.html")] == ["404.html"]


def test_sizes_beside_a_link_are_those_of_its_own_language(spanish_site):
    built = spanish_site
    said = " ".join(
        built.tree("es/handouts/dry-hands/index.html").xpath("//span[@class='file-size']/text()")
    )
    assert "página" in said and "page" not in said
