"""Addresses are promises: what was published once answers for ever, or says where it went, or why
it was withdrawn."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import html5lib
import pikepdf
import pytest

from handouts.checks import advisories, plain_text
from handouts.cli import edit
from handouts.model.addresses import PACKET_SUFFIXES, SHEETS, file_of
from handouts.model.data_files import LEDGER, MOVES
from handouts.model.library import Library
from handouts.outputs import zip_archive
from handouts.outputs.pdf import sheets as pdf_sheets
from handouts.pages import article
from handouts.problems import Refused
from handouts.site import permalinks
from handouts.site.built_site import Built
from support.pdf import check_accessibility
from support.project import (
    ONLY_ENGLISH,
    Project,
    add_spanish,
    build_once,
    keep_cache,
    write_project,
)
from support.published import PACKETS, WITHDRAWN, add_handouts, publish

URL = "https://soil.example/garden/"
BEFORE = "before.txt"
MOVED = """\
moved:
  gloves: warm-gloves
  packets/start: packets/first
  dry-hands#what-helps: dry-hands#help
withdrawn:
  sun-hat:
    on: 2026-11-20
    reason: {en: One step on this page could burn your hands.}
    instead: [dry-hands, words-to-know]
"""


@dataclass
class Story:
    """A library before and after: one handout was renamed, one withdrawn, a packet and a heading
    got other names."""

    before: set[str]  # all that was published
    library: Library
    built: Built


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory, build_cache: Path) -> Story:
    """The site after that, and what was published before, for tests that only look."""

    def build(folder: Path) -> None:
        build_twice(keep_cache(write_project(folder), build_cache))

    library, site = build_once("story", tmp_path_factory, URL, build)
    before = (site.folder.parent / BEFORE).read_text(encoding="utf-8")
    return Story(set(before.split("\n")), library, site)


def build_twice(project: Project) -> None:
    """Publish the library, change it, and build it again."""
    add_spanish(add_handouts(project))
    translation = (project.root / "docs/es/handouts/dry-hands.md").read_text(encoding="utf-8")
    for id, title in (("gloves", "Guantes"), ("sun-hat", "Sombreros")):
        project.write(f"docs/es/handouts/{id}.md", translation.replace("Manos secas", title))
    project.date()
    project.translate()
    project.build()
    project.write(LEDGER, "# None yet.\n")
    project.write(BEFORE, "\n".join(edit.promise(project.root)))
    for code in ("en", "es"):
        (project.root / f"docs/{code}/handouts/gloves.md").rename(
            project.root / f"docs/{code}/handouts/warm-gloves.md"
        )
        project.edit(f"docs/{code}/handouts/dry-hands.md", "{ #what-helps }", "{ #help }")
    project.write(
        "docs/packets.yml",
        PACKETS.replace("start:", "first:").replace("[gloves", "[warm-gloves"),
    )
    project.write(MOVES, MOVED)
    project.date()
    project.translate()
    project.build()


# The story: nothing that was published is lost ----------------------------------------------------


def test_the_ledger_holds_pages_sheets_packets_parts_and_catalogue(story: Story) -> None:
    expected = {
        "",
        "es/",
        "about/",
        "catalog.json",
        "catalog.schema.json",
        "handouts/gloves/",
        "es/handouts/gloves/",
        "garden-hands.pdf",
    }
    expected |= {f"handouts/gloves/gloves{end}" for end in (*SHEETS.values(), ".txt")} | {
        f"es/packets/start{end}" for end in PACKET_SUFFIXES.values()
    }
    expected |= {
        "feed.xml",
        "es/feed.xml",
        "handouts/gloves/#when-to-get-help",
        "handouts/gloves/#what-helps",
    }
    assert expected <= story.before
    assert not [
        address
        for address in story.before
        if re.search(
            r"assets|schemas|404|sitemap|search-index|\.qr\.svg|#(sources|title|emergency)$",
            address,
        )
    ]


def test_every_address_of_before_still_answers(story: Story) -> None:
    assert {
        address
        for address in story.before
        if file_of(address.partition("#")[0]) not in story.built.files
    } == set()
    assert list(permalinks.check(story.library, story.built)) == []


@pytest.mark.parametrize("root", ["", "es/"])
def test_what_was_renamed_leads_on(story: Story, root: str) -> None:
    page = story.built.tree(f"{root}handouts/gloves/index.html")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{URL}{root}handouts/warm-gloves/"]
    up = "../" * (3 if root else 2)
    assert page.xpath("//noscript/meta[@http-equiv='refresh']/@content") == [
        f"0; url={up}{root}handouts/warm-gloves/"
    ]
    (link,) = page.xpath("//main//a")
    assert (link.get("href"), link.text) == (
        f"{up}{root}handouts/warm-gloves/",
        "Guantes" if root else "Gloves",
    )
    assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0].startswith(
        "default-src 'none'; script-src 'self'"
    )
    for end in SHEETS.values():
        old, new = (
            story.built.data(f"{root}handouts/{id}/{id}{end}") for id in ("gloves", "warm-gloves")
        )
        assert old == new and old.startswith(b"%PDF")
    assert story.built.data(f"{root}handouts/gloves/gloves.txt") == story.built.data(
        f"{root}handouts/warm-gloves/warm-gloves.txt"
    )
    for end in PACKET_SUFFIXES.values():
        assert story.built.data(f"{root}packets/start{end}") == story.built.data(
            f"{root}packets/first{end}"
        )


def test_what_was_renamed_leads_on_in_a_folder_too(story: Story) -> None:
    _, data = zip_archive.archive(story.library, story.built)
    page = (
        zipfile.ZipFile(io.BytesIO(data)).read("garden-hands/handouts/gloves/index.html").decode()
    )
    assert page.count("../../handouts/warm-gloves/index.html") == 3, (
        "the script's way, the refresh, and the link"
    )


def test_a_heading_that_was_renamed_answers_to_both_names(story: Story) -> None:
    ids = story.built.ids("handouts/dry-hands/index.html")
    assert ids["help"] == ids["what-helps"] == 1
    (heading,) = story.built.tree("handouts/dry-hands/index.html").xpath("//h2[@id='help']")
    assert heading.xpath("span[@id='what-helps']") and "".join(heading.itertext()) == "What helps?"


@pytest.mark.parametrize(
    "root, reason",
    [
        ("", "One step on this page could burn your hands."),
        ("es/", "El motivo, en inglés: One step"),
    ],
)
def test_what_was_withdrawn_says_so_on_screen_and_on_each_sheet(
    story: Story, root: str, reason: str
) -> None:
    page = story.built.tree(f"{root}handouts/sun-hat/index.html")
    title = "Retirada: Sombreros" if root else "Withdrawn: Sun hats"
    assert page.xpath("string(//h1)") == title
    assert reason in "".join(page.xpath("//main")[0].itertext())
    assert page.xpath("//main//li/a/text()") == (
        ["Manos secas", "Garden words"] if root else ["Dry garden hands", "Garden words"]
    )
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "cracked" not in story.built.data(f"{root}handouts/sun-hat/index.html").decode()
    for end in SHEETS.values():
        path = story.built.folder / f"{root}handouts/sun-hat/sun-hat{end}"
        assert list(check_accessibility(path).findings) == []
        assert b"/Type /ObjStm" in path.read_bytes()
        with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
            assert len(pdf.pages) == 1
            with pdf.open_metadata() as metadata:
                assert metadata["dc:title"] == title


@pytest.mark.parametrize("root", ["", "es/"])
def test_what_was_withdrawn_says_so_as_text(story: Story, root: str) -> None:
    words = story.built.data(f"{root}handouts/sun-hat/sun-hat.txt").decode("utf-8-sig")
    title = "Retirada: Sombreros" if root else "Withdrawn: Sun hats"
    assert (
        words.startswith(f"{title}\n=====")
        and "One step on this page could burn your hands." in words
    )
    assert words.endswith(f"\n\n{URL}{root}handouts/sun-hat/\n") and "cracked" not in words


def test_what_was_withdrawn_is_nowhere_else(story: Story) -> None:
    index = story.built.data("search-index.js") + story.built.data("es/search-index.js")
    catalog = json.loads(story.built.data("catalog.json"))
    assert {handout["id"] for handout in catalog["handouts"]} == {
        "dry-hands",
        "warm-gloves",
        "words-to-know",
    }
    for data in (
        index,
        story.built.data("sitemap.xml"),
        story.built.data("index.html"),
        story.built.data("catalog.json"),
    ):
        assert b"sun-hat" not in data and b"handouts/gloves" not in data and b"warm-gloves" in data
    notices = [str(notice) for notice in advisories.notices(story.library)]
    assert notices == [
        ONLY_ENGLISH,
        "docs/packets.yml:1: The packet first is printed without sun-hat, which was withdrawn.",
    ]


def test_a_library_without_the_page_for_packets_has_none_of_its_scripts(story: Story) -> None:
    assert "packets/first.pdf" in story.built.files
    assert not [
        file
        for file in story.built.files
        if re.search(r"\.packet\.js$|^assets/packet|^packets/first/", file)
    ]


def test_those_who_follow_the_feed_are_told(story: Story) -> None:
    for root, title in (("", "Withdrawn: Sun hats"), ("es/", "Retirada: Sombreros")):
        assert title in story.built.data(f"{root}feed.xml").decode()


def test_links_to_what_was_withdrawn_reach_the_notice(story: Story) -> None:
    assert story.built.tree("about/index.html").xpath("//a[@href='../handouts/sun-hat/#why']")


def test_a_notice_is_the_same_bytes_every_time(story: Story) -> None:
    language = story.library.languages[1]
    articles = {
        notice.id: article.article_of_page(story.built.tree(file_of(story.library.address(notice))))
        for notice in language.notices
    }
    sheets = dict(pdf_sheets.notices(story.library, language, articles))
    assert {address: story.built.data(address) for address in sheets} == sheets
    assert len(sheets) == len(SHEETS)


@pytest.mark.parametrize("file", ["handouts/gloves/index.html", "es/handouts/sun-hat/index.html"])
def test_pages_of_our_own_are_valid(story: Story, file: str) -> None:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(story.built.data(file).decode())
    assert [(place, message) for place, message, _ in parser.errors] == []


def test_a_packet_of_which_every_handout_was_withdrawn_says_so_at_its_addresses(
    published: Project,
) -> None:
    published.write(
        "docs/en/for-clinics/packet.md",
        "---\ntitle: Make a packet\nsummary: Choose handouts.\n---\n\nRead them first.\n",
    )
    published.write(
        MOVES,
        "withdrawn:\n"
        "  gloves:\n    on: 2026-11-21\n    reason: {en: They itch.}\n"
        "  sun-hat:\n    on: 2026-11-20\n    reason: {en: It was wrong.}\n",
    )
    library = published.library()
    pdf, a4, page = library.addresses_of_name("packets/start")[0]
    published.write(LEDGER, permalinks.ledger_text([pdf, a4, page]))
    built = published.build()
    main = built.tree(file_of(page)).xpath("//main")[0]
    assert (
        main.xpath("string(.//h1)") == "Withdrawn: Gloves" and "They itch." in main.text_content()
    )
    assert built.data(pdf) == built.data("handouts/gloves/gloves.pdf")
    assert built.data(a4) == built.data("handouts/gloves/gloves.a4.pdf")
    for name in (name for name in built.files if name.endswith(".html")):
        assert b"packets/start" not in built.data(name), name


def test_an_emptied_packet_without_a_page_of_its_own_replaces_no_other(published: Project) -> None:
    published.write(
        MOVES,
        "withdrawn:\n"
        "  gloves:\n    on: 2026-11-21\n    reason: {en: They itch.}\n"
        "  sun-hat:\n    on: 2026-11-20\n    reason: {en: It was wrong.}\n",
    )
    built = published.build()
    assert not built.tree("index.html").xpath("//article[@data-notice]")
    assert not [name for name in built.files if name.startswith("packets/start/")]
    assert built.data("packets/start.pdf") == built.data("handouts/gloves/gloves.pdf")


# What is refused, each in one sentence ------------------------------------------------------------


def test_whatever_else_goes_is_refused_once_it_is_built(project: Project) -> None:
    """Pages that are no handouts, files, and headings; and a broken link of a template, which no
    writer wrote."""
    project.edit("mkdocs.yml", "favicon: assets/favicon.svg", "favicon: assets/gone.svg")
    ledger = [
        "packets/old.pdf",
        "handouts/dry-hands/#how",
        "handouts/dry-hands/#why",
    ]
    project.write(
        LEDGER, permalinks.ledger_text([*ledger, "connect/icd-10-cm/V94.2.json", "feed.xml"])
    )
    project.write(
        "docs/codes.yml",
        "systems:\n  icd-10-cm: {name: ICD, oid: '1.2', uri: 'https://icd.example/'}\ncodes:\n"
        "  - {system: icd-10-cm, code: V94.2, answer: dry-hands}\n",
    )
    with pytest.raises(Refused) as refused:
        project.build()
    *problems, template_problem = [problem.message for problem in refused.value.problems]
    assert "There is nothing at the address assets/gone.svg." in template_problem
    assert problems == [
        "/handouts/dry-hands/#how was published, and this heading is gone. Put #how back, or say "
        "in docs/moved.yml which heading "
        "of the page says it now: dry-hands#how: dry-hands#…",
        "/packets/old.pdf was published and is gone. Put it back, or say in docs/moved.yml where "
        "it went.",
    ], "and files that need the site's address are not missed while nobody knows it"


def test_an_address_that_leads_nowhere_is_refused_once_it_is_built(project: Project) -> None:
    project.write(
        MOVES,
        "moved:\n  about/team/: about/us/\n  index.html: about/index.html\n"
        "  plan.pdf: plan.a4.pdf\n  old/: about/\n",
    )
    with pytest.raises(Refused) as refused:
        project.build()
    assert [str(problem) for problem in refused.value.problems] == [
        f"{MOVES}:2: /about/team/ would lead to /about/us/, where there is nothing. Write where "
        f"it went.",
        f"{MOVES}:3: /index.html is still there, so it has not moved. Delete this line, or what "
        f"stands there.",
        f"{MOVES}:4: /plan.pdf would lead to /plan.a4.pdf, where there is nothing. Write where it "
        f"went.",
    ]


@pytest.fixture
def published(project: Project) -> Project:
    """The small library with a ledger of what it published."""
    return publish(project)


def test_words_in_pages_of_our_own_are_escaped_even_where_no_check_stops_them(
    published: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """These templates escape nothing by themselves: what they are given must come escaped."""
    hostile = "<script>alert('clay')</script> & silt"
    monkeypatch.setattr(plain_text, "markup_messages", lambda text: iter(()))
    monkeypatch.setenv("SITE_URL", "https://clinic.example/a&b/")
    published.edit(
        "docs/en/handouts/dry-hands.md", "title: Dry garden hands", f'title: "Dry {hostile}"'
    )
    published.edit("docs/en/handouts/sun-hat.md", "title: Sun hats", f'title: "Sun {hostile}"')
    published.write(
        MOVES,
        WITHDRAWN.replace("It was wrong.", f'"Wrong {hostile}"').replace("[gloves]", "[dry-hands]"),
    )
    published.edit(MOVES, "withdrawn:", "moved:\n  old-hands: dry-hands\nwithdrawn:")
    published.date()
    built = published.build()
    for file, times in (("handouts/sun-hat/index.html", 3), ("handouts/old-hands/index.html", 1)):
        page = built.data(file).decode()
        assert "<script>alert" not in page and page.count("&lt;script&gt;alert") >= times, file
        assert "a&b" not in page
    assert (
        "https://clinic.example/a&amp;b/handouts/dry-hands/"
        in built.data("handouts/old-hands/index.html").decode()
    )
