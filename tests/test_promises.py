"""Addresses are promises: what was published once answers for ever, or says where it went, or why it was withdrawn."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import html5lib
import pdfua
import pikepdf
import pytest
from conftest import ABOUT, HANDOUT, House, barriers, drawn, in_spanish, served

from handouts.checks import advisories, plain_text
from handouts.cli import edit
from handouts.model.addresses import BOUND, SHEETS, file_of
from handouts.model.data_files import LEDGER, MOVES
from handouts.model.library import Library
from handouts.outputs import zip_archive
from handouts.outputs.pdf import sheets as pdf_sheets
from handouts.pages import article
from handouts.problems import Refused
from handouts.site import permalinks
from handouts.site.built_site import Built

URL = "https://soil.example/garden/"
PACKETS = "start:\n  title: {en: Start, es: Empezar}\n  handouts: [gloves, sun-hat]\n"
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
    """A library before and after: one handout was renamed, one withdrawn, a packet and a heading got other names."""

    house: House
    before: set[str]  # all that was published
    library: Library
    built: Built


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", URL)
        house = in_spanish(garden(drawn(tmp_path_factory.mktemp("story"))))
        translation = (house.root / "docs/es/handouts/dry-hands.md").read_text(encoding="utf-8")
        for id, title in (("gloves", "Guantes"), ("sun-hat", "Sombreros")):
            house.write(f"docs/es/handouts/{id}.md", translation.replace("Manos secas", title))
        settled(house)
        house.build()
        house.write(LEDGER, "# None yet.\n")
        before = set(edit.promise(house.root))
        for code in ("en", "es"):
            (house.root / f"docs/{code}/handouts/gloves.md").rename(
                house.root / f"docs/{code}/handouts/warm-gloves.md"
            )
            house.edit(f"docs/{code}/handouts/dry-hands.md", "{ #what-helps }", "{ #help }")
        house.write(
            "docs/packets.yml",
            PACKETS.replace("start:", "first:").replace("[gloves", "[warm-gloves"),
        )
        house.write(MOVES, MOVED)
        settled(house)
        yield Story(house, before, house.library(), house.build())


def garden(house: House) -> House:
    """The small library with two handouts more, a packet, and a page that links into one of them."""
    house.write(
        "docs/en/handouts/gloves.md",
        HANDOUT.replace("Dry garden hands", "Gloves").replace("order: 10", "order: 30"),
    )
    house.write(
        "docs/en/handouts/sun-hat.md",
        HANDOUT.replace("Dry garden hands", "Sun hats").replace("order: 10", "order: 40"),
    )
    house.write(
        "docs/en/about/index.md",
        ABOUT.replace("Every fact", "See [hats](../handouts/sun-hat.md#why). Every fact"),
    )
    house.write("docs/packets.yml", PACKETS)
    return house


def settled(house: House) -> None:
    house.stamp()
    edit.translated(house.root, [])


# The story: nothing that was published is lost ---------------------------------------------------------------------------


def test_the_ledger_holds_pages_sheets_packets_parts_and_catalogue(story):
    wanted = {
        "",
        "es/",
        "about/",
        "catalog.json",
        "catalog.schema.json",
        "handouts/gloves/",
        "es/handouts/gloves/",
        "garden-hands.pdf",
    }
    wanted |= {f"handouts/gloves/gloves{end}" for end in (*SHEETS.values(), ".txt")} | {
        f"es/packets/start{end}" for end in BOUND.values()
    }
    wanted |= {
        "feed.xml",
        "es/feed.xml",
        "handouts/gloves/#when-to-get-help",
        "handouts/gloves/#what-helps",
    }
    assert wanted <= story.before
    assert not [
        one
        for one in story.before
        if re.search(
            r"assets|schemas|404|sitemap|search-index|\.qr\.svg|#(sources|title|emergency)$", one
        )
    ]


def test_every_address_of_before_still_answers(story):
    assert {
        one for one in story.before if file_of(one.partition("#")[0]) not in story.built.files
    } == set()
    assert list(permalinks.check(story.library, story.built)) == []


@pytest.mark.parametrize("root", ["", "es/"])
def test_what_was_renamed_leads_on(story, root):
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
    for end in BOUND.values():
        assert story.built.data(f"{root}packets/start{end}") == story.built.data(
            f"{root}packets/first{end}"
        )


def test_what_was_renamed_leads_on_in_a_folder_too(story):
    _, data = zip_archive.archive(story.library, story.built)
    page = (
        zipfile.ZipFile(io.BytesIO(data)).read("garden-hands/handouts/gloves/index.html").decode()
    )
    assert page.count("../../handouts/warm-gloves/index.html") == 3, (
        "the script's way, the refresh, and the link"
    )


def test_a_heading_that_was_renamed_answers_to_both_names(story):
    ids = story.built.ids("handouts/dry-hands/index.html")
    assert ids["help"] == ids["what-helps"] == 1
    (heading,) = story.built.tree("handouts/dry-hands/index.html").xpath("//h2[@id='help']")
    assert heading.xpath("span[@id='what-helps']") and "".join(heading.itertext()) == "What helps?"


@pytest.mark.parametrize(
    "root, said",
    [
        ("", "One step on this page could burn your hands."),
        ("es/", "El motivo, en inglés: One step"),
    ],
)
def test_what_was_withdrawn_says_so_on_screen_and_on_each_sheet(story, root, said):
    page = story.built.tree(f"{root}handouts/sun-hat/index.html")
    title = "Retirada: Sombreros" if root else "Withdrawn: Sun hats"
    assert page.xpath("string(//h1)") == title
    assert said in "".join(page.xpath("//main")[0].itertext())
    assert page.xpath("//main//li/a/text()") == (
        ["Manos secas", "Garden words"] if root else ["Dry garden hands", "Garden words"]
    )
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "cracked" not in story.built.data(f"{root}handouts/sun-hat/index.html").decode()
    for end in SHEETS.values():
        path = story.built.folder / f"{root}handouts/sun-hat/sun-hat{end}"
        assert list(pdfua.validate(path).findings) == []
        assert b"/Type /ObjStm" in path.read_bytes()
        with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
            assert len(pdf.pages) == 1
            with pdf.open_metadata() as about:
                assert about["dc:title"] == title


@pytest.mark.parametrize("root", ["", "es/"])
def test_what_was_withdrawn_says_so_as_text(story, root):
    words = story.built.data(f"{root}handouts/sun-hat/sun-hat.txt").decode("utf-8-sig")
    title = "Retirada: Sombreros" if root else "Withdrawn: Sun hats"
    assert (
        words.startswith(f"{title}\n=====")
        and "One step on this page could burn your hands." in words
    )
    assert words.endswith(f"\n\n{URL}{root}handouts/sun-hat/\n") and "cracked" not in words


def test_what_was_withdrawn_is_nowhere_else(story):
    index = story.built.data("search-index.js") + story.built.data("es/search-index.js")
    catalog = json.loads(story.built.data("catalog.json"))
    assert {one["id"] for one in catalog["handouts"]} == {
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
    told = [str(one) for one in advisories.notices(story.library)]
    assert told == [
        "docs/packets.yml: The packet first is printed without sun-hat, which was withdrawn."
    ]


def test_those_who_follow_the_feed_are_told(story):
    for root, title in (("", "Withdrawn: Sun hats"), ("es/", "Retirada: Sombreros")):
        assert title in story.built.data(f"{root}feed.xml").decode()


def test_links_to_what_was_withdrawn_reach_the_notice(story):
    assert story.built.tree("about/index.html").xpath("//a[@href='../handouts/sun-hat/#why']")


def test_a_notice_is_the_same_bytes_every_time(story):
    language = story.library.languages[1]
    told = {
        one.id: article.of(story.built.tree(file_of(story.library.address(one))))
        for one in language.notices
    }
    made = dict(pdf_sheets.notices(story.library, language, told))
    assert {address: story.built.data(address) for address in made} == made and len(made) == len(
        SHEETS
    )


@pytest.mark.parametrize("file", ["handouts/gloves/index.html", "es/handouts/sun-hat/index.html"])
def test_pages_of_our_own_are_valid(story, file):
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(story.built.data(file).decode())
    assert [(place, wrong) for place, wrong, _ in parser.errors] == []


def test_in_a_browser_what_was_renamed_is_there_at_once_with_what_follows_the_sign(story, browser):
    """A printed code names its version there, and a portal a heading."""
    with served(story.built.folder) as web:
        for scripts, asked, wanted in (
            (
                True,
                "handouts/gloves/#v=2026-01-02.abcdef",
                "handouts/warm-gloves/#v=2026-01-02.abcdef",
            ),
            (
                True,
                "es/handouts/gloves/#when-to-get-help",
                "es/handouts/warm-gloves/#when-to-get-help",
            ),
            (False, "es/handouts/gloves/", "es/handouts/warm-gloves/"),
        ):
            context = browser.new_context(java_script_enabled=scripts)
            page = context.new_page()
            wrong: list[str] = []
            page.on("console", lambda message, wrong=wrong: wrong.append(message.text))
            page.goto(web + asked)
            page.wait_for_url(web + wanted)
            assert wrong == []
            if "#v=" in wanted:
                page.wait_for_selector("[data-version]:not([hidden])")
            context.close()
        for width in (320, 1280):
            page = browser.new_page(viewport={"width": width, "height": 700})
            page.goto(web + "es/handouts/sun-hat/#why")
            assert barriers(page, "light") == []
            assert page.evaluate("document.documentElement.scrollWidth") == width
            page.close()


# What is refused, each in one sentence -----------------------------------------------------------------------------------


@pytest.fixture
def published(house: House) -> House:
    """A small library with a ledger, as if all of it had been published."""
    garden(house).stamp()
    addresses = [
        one
        for id in ("dry-hands", "gloves", "sun-hat", "words-to-know")
        for one in house.library().answers(id)[0]
    ]
    house.write(LEDGER, permalinks.written(addresses))
    return house


def told(house: House) -> list[str]:
    return [str(one) for one in house.problems()]


def line_of(house: House, name: str, words: str) -> int:
    return (house.root / name).read_text(encoding="utf-8").split("\n").index(words) + 1


def test_deleting_a_page_is_refused_with_the_cure_before_anything_is_built(published):
    assert told(published) == []
    (published.root / "docs/en/handouts/gloves.md").unlink()
    published.edit("docs/packets.yml", "gloves", "dry-hands")
    line = line_of(published, LEDGER, "/handouts/gloves/")
    cure = f"{LEDGER}:{line}: /handouts/gloves/ was published and is gone. Put it back, or say in docs/moved.yml where it went."
    assert told(published) == [cure], "one sentence, not one for each sheet"


def test_whatever_else_goes_is_refused_once_it_is_built(house):
    """Pages that are no handouts, files, and headings."""
    ledger = [
        "about/team/",
        "about/team/#who",
        "about/team/plan.pdf",
        "packets/old.pdf",
        "handouts/dry-hands/#how",
        "handouts/dry-hands/#why",
    ]
    house.write(LEDGER, permalinks.written([*ledger, "connect/icd-10-cm/L94.2.json", "feed.xml"]))
    with pytest.raises(Refused) as refused:
        house.build()
    assert [re.sub(r"^.*?:\d+: ", "", str(one)) for one in refused.value.problems] == [
        "/about/team/ was published and is gone. Put it back, or say in docs/moved.yml where it went.",
        "/handouts/dry-hands/#how was published, and this heading is gone. Put #how back, or say in docs/moved.yml which heading "
        "of the page says it now: dry-hands#how: dry-hands#…",
        "/packets/old.pdf was published and is gone. Put it back, or say in docs/moved.yml where it went.",
    ], "and files that need the site's address are not missed while nobody knows it"


@pytest.mark.parametrize(
    "entry, said",
    [
        (
            "old: mittens",
            "No handout is called mittens. Write where old is now, or write it under `withdrawn`.",
        ),
        (
            "gloves: dry-hands",
            "The handout gloves is still there. Delete its file in every language, or this line.",
        ),
        ("old: old", "old leads to old: a circle. Write where old is now."),
        (
            "old: older\n  older: old",
            "old leads to older leads to old: a circle. Write where old is now.",
        ),
        ("old: older\n  older: gloves", "older has moved too. Write where old is now: gloves."),
        (
            "old: packets/start",
            "old is a handout and packets/start is a packet. Write where the same kind of thing is now.",
        ),
        (
            "about/old/: catalog.json",
            "about/old/ is a page and catalog.json is a file that ends in .json. Write where the same kind of thing is now.",
        ),
        (
            "packets/old: packets/older",
            "There is no packet older in docs/packets.yml. Write where packets/old is now.",
        ),
        (
            "packets/start: packets/other",
            "The packet start is still in docs/packets.yml. Delete it there, or delete this line.",
        ),
        (
            "Old Page: gloves",
            "Old Page is no handout's id, packet, heading or address. Write it as docs/addresses.txt does.",
        ),
        (
            "old/../x/: about/",
            "old/../x/ is no handout's id, packet, heading or address. Write it as docs/addresses.txt does.",
        ),
        (
            "gloves#a: sun-hat#why",
            "A heading can only move within its handout. Write gloves# and the heading that a reader should see.",
        ),
        (
            "gloves#a: gloves#b",
            "docs/en/handouts/gloves.md has no heading #b. Write which heading now says what #a said.",
        ),
        (
            "gloves#why: gloves#what-helps",
            "docs/en/handouts/gloves.md still has a heading #why. Delete this line, or change its id.",
        ),
    ],
)
def test_an_entry_that_leads_nowhere_is_refused(published, entry, said):
    published.write(MOVES, f"moved:\n  {entry}\n")
    assert f"{MOVES}:2: {said}" in told(published)


def test_an_address_that_leads_nowhere_is_refused_once_it_is_built(house):
    house.write(
        MOVES,
        "moved:\n  about/team/: about/us/\n  index.html: about/index.html\n  plan.pdf: plan.a4.pdf\n  old/: about/\n",
    )
    with pytest.raises(Refused) as refused:
        house.build()
    assert [str(one) for one in refused.value.problems] == [
        f"{MOVES}:2: /about/team/ would lead to /about/us/, where there is nothing. Write where it went.",
        f"{MOVES}:3: /index.html is still there, so it has not moved. Delete this line, or what stands there.",
        f"{MOVES}:4: /plan.pdf would lead to /plan.a4.pdf, where there is nothing. Write where it went.",
    ]


WITHDRAWN = "withdrawn:\n  sun-hat:\n    on: 2026-11-20\n    reason: {en: It was wrong.}\n    instead: [gloves]\n"


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("2026-11-20", "2027-11-20", "3: `on` lies in the future."),
        ("[gloves]", "[mittens]", "5: No handout is called mittens."),
        ("{en: It", "{es: Era falso. It", "4: Say under `reason` why, in en: a line `en: …`."),
        ("{en: It", "{fr: Faux, en: It", "4: There is no language fr here."),
        (
            "  sun-hat:",
            "  parasol:",
            "2: Say under `title` what the handout was called in en: its file is gone or cannot be read.",
        ),
        (
            "withdrawn:",
            "moved: {sun-hat: gloves}\nwithdrawn:",
            "1: sun-hat stands under `withdrawn` too. Delete one of the two.",
        ),
        ("on: 2026", "when: 2026", "3: `withdrawn.sun-hat.when` is not a field here."),
    ],
)
def test_a_withdrawal_that_does_not_say_all_is_refused(published, old, new, said):
    published.write(MOVES, WITHDRAWN.replace(old, new))
    assert [one for one in told(published) if one.startswith(f"{MOVES}:{said}")], told(published)


def test_the_words_of_a_notice_keep_their_pairs(published):
    published.write(
        "docs/en/pairs.yml", "silk:\n  when: [silk]\n  then: [itch]\n  why: Say both.\n"
    )
    published.write(MOVES, WITHDRAWN.replace("It was wrong.", "Wear silk."))
    assert told(published) == [f"{MOVES}:2: “silk” may not stand without “itch”: Say both."]


def test_a_code_of_a_withdrawn_handout_needs_a_person(published):
    published.write(MOVES, WITHDRAWN)
    published.write(
        "docs/codes.yml",
        "systems:\n  s: {name: S, oid: '1.2', uri: 'https://s.example/'}\ncodes:\n  - {system: s, code: X1, answer: sun-hat}\n",
    )
    sentence = "No handout is called sun-hat. It was withdrawn: take this away, or choose another handout, such as gloves."
    assert told(published) == [f"docs/codes.yml:4: {sentence}"]


def test_words_in_pages_of_our_own_are_escaped_even_where_no_check_stops_them(
    published, monkeypatch
):
    """These templates escape nothing by themselves: what they are given must come escaped."""
    hostile = "<script>alert('clay')</script> & silt"
    monkeypatch.setattr(plain_text, "of_words", lambda text: iter(()))
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
    published.stamp()
    built = published.build()
    for file, times in (("handouts/sun-hat/index.html", 3), ("handouts/old-hands/index.html", 1)):
        page = built.data(file).decode()
        assert "<script>alert" not in page and page.count("&lt;script&gt;alert") >= times, file
        assert "a&b" not in page
    assert (
        "https://clinic.example/a&amp;b/handouts/dry-hands/"
        in built.data("handouts/old-hands/index.html").decode()
    )


def test_withdrawing_stops_nothing_else_while_the_file_is_there(published):
    """On a Friday afternoon there is one entry to write, whatever the page cites, links to, or gets wrong."""
    published.edit(
        "docs/en/handouts/sun-hat.md", "[^glove-notes]", "[^no-such-source] [x](nowhere.md)"
    )
    published.write(MOVES, WITHDRAWN)
    assert told(published) == []
    published.edit("docs/en/handouts/sun-hat.md", "title: Sun hats\n", "")
    published.edit(MOVES, "    on:", "    title: {en: Sun hats}\n    on:")
    assert told(published) == []


def test_links_to_a_withdrawn_handout_are_told_once_its_file_is_gone(published):
    published.write(MOVES, WITHDRAWN.replace("    on:", "    title: {en: Sun hats}\n    on:"))
    (published.root / "docs/en/handouts/sun-hat.md").unlink()
    assert told(published) == [
        "docs/en/about/index.md:6: There is no page ../handouts/sun-hat.md from here. "
        "It was withdrawn: take this away, or choose another handout, such as gloves."
    ]


def test_an_old_id_is_told_with_the_new_one(published):
    (published.root / "docs/en/handouts/sun-hat.md").unlink()
    published.write(MOVES, "moved: {sun-hat: gloves}\n")
    assert told(published) == [
        "docs/en/about/index.md:6: There is no page ../handouts/sun-hat.md from here. It has moved: write gloves.",
        "docs/packets.yml: The packet start names a handout sun-hat that does not exist. It has moved: write gloves.",
    ]


# The ledger --------------------------------------------------------------------------------------------------------------


def test_a_library_without_a_ledger_promises_nothing(house):
    assert house.library().ledger is None
    assert list(permalinks.unlisted(house.library(), Built(house.root))) == []


def test_the_ledger_only_grows_and_the_build_says_when_it_should(house):
    for name in (
        "index.html",
        "handouts/dry-hands/index.html",
        "handouts/dry-hands/dry-hands.pdf",
        "assets/style.css",
    ):
        house.write(f"site/{name}", "")
    house.write(LEDGER, "# Nothing yet.\n/handouts/once/\n\n")
    (notice,) = permalinks.unlisted(house.library(), Built(house.root / "site"))
    assert re.fullmatch(
        rf"{LEDGER}: \d+ addresses of this site are not in here yet, first /\. Once .* python3 scripts promise",
        str(notice),
    )
    added = edit.promise(house.root)
    assert "handouts/dry-hands/dry-hands.pdf" in added and "handouts/once/" not in added
    text = (house.root / LEDGER).read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line.startswith("/")]
    assert lines == sorted(lines) and "/handouts/once/" in lines and len(lines) == len(added) + 1
    assert edit.promise(house.root) == [], "once is enough"
    assert (house.root / LEDGER).read_text(encoding="utf-8") == text
    assert list(permalinks.unlisted(house.library(), Built(house.root / "site"))) == []


def test_promising_without_a_site_is_refused(house):
    with pytest.raises(Refused, match="There is no site/ to read addresses from"):
        edit.promise(house.root)


def test_what_nobody_ever_published_need_not_lead_on(published):
    published.write(MOVES, "moved:\n  mittens: gloves\n")
    assert [str(one) for one in advisories.notices(published.library())] == [
        f"{MOVES}:2: mittens was never published, as far as {LEDGER} knows, so nothing needs to lead on from it."
    ]
