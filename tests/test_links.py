"""Links of the built site: each broken one is told once, and no right one is accused."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from conftest import HANDOUT_FILE, House

from handouts import library as shelf
from handouts import links, site
from handouts.library import Library
from handouts.links import Built, Link

ROOT_URL, BELOW = "https://soil.example/", "https://soil.example/garden/"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Library]:
    """A library that has one language, no page, and the address that one gives it."""
    root = tmp_path_factory.mktemp("bare")
    (root / "docs/en").mkdir(parents=True)
    (root / "mkdocs.yml").write_text("docs_dir: docs/en\ntheme: {language: en}\nextra: {library: garden}\n")
    (root / "docs/sources.yml").write_text("")
    (root / "docs/clinic.yml").write_text("")
    (root / "docs/en/words.yml").write_text("language: English\ncategories: {a: A}\naudiences: {b: B}\nwords: {c: C}\n")
    library, problems = shelf.read(root, site.read(root))
    assert not problems
    return lambda url: replace(library, site=replace(library.site, url=url))


def pdf(*addresses: str) -> bytes:
    """A PDF of one page with links."""
    made = pikepdf.new()
    page = made.add_blank_page()
    page.Annots = pikepdf.Array(
        made.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address)))
        for address in addresses
    )
    page.Annots.append(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Dest=pikepdf.Array([page.obj, pikepdf.Name.Fit])))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


# A site in which everything is right. Each case below adds to its home page, or changes a file.
HOME = '<h1 id="home">Garden</h1><a href="gloves/">Gloves</a><a href="café/">Café</a>'
SITE: dict[str, str | bytes] = {
    "index.html": HOME,
    "gloves/index.html": '<h1 id="title">Gloves</h1><h2 id="wool">Wool</h2><a name="old">Old</a>',
    "gloves/gloves.pdf": pdf("https://other.example/"),
    "café/index.html": '<h1 id="título">Café</h1>',
    "assets/glove.png": b"",
    "assets/a glove.png": b"",
    "assets/style.css": "@font-face { src: url(fonts/soil.woff2) }",
    "assets/search.js": "go('nowhere.html')",
    "assets/fonts/soil.woff2": b"",
}


def drawn(folder: Path, files: dict[str, str | bytes]) -> Built:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return Built(folder)


@pytest.fixture
def told(tmp_path: Path, bare: Callable[[str], Library]) -> Callable[..., list[str]]:
    """What is wrong with the site that some files make, at some address."""
    return lambda files, url="": [str(problem) for problem in links.check(bare(url), drawn(tmp_path, files))]


BROKEN = {
    # pages and places
    '<a href="gluves/">x</a>': "There is nothing at the address gluves/.",
    '<a href="gluves.html">x</a>': "There is nothing at the address gluves.html.",
    '<a href="./gloves/../gluves/#wool">x</a>': "There is nothing at the address gluves/.",
    '<a href="gluves/?a=b">x</a>': "There is nothing at the address gluves/.",
    '<area href="gluves/">': "There is nothing at the address gluves/.",
    '<form action="gluves/"></form>': "There is nothing at the address gluves/.",
    '<a href="gloves/#silk">x</a>': "The page gloves/ has no place called #silk.",
    '<a href="gloves/?a=b#silk">x</a>': "The page gloves/ has no place called #silk.",
    '<a href="gloves/index.html#Wool">x</a>': "The page gloves/index.html has no place called #Wool.",
    '<a href="#silk">x</a>': "The page index.html has no place called #silk.",
    '<svg><use href="#silk"/></svg>': "The page index.html has no place called #silk.",
    '<a href="caf%C3%A9/#titulo">x</a>': "The page café/ has no place called #titulo.",
    '<a href="caf%C3%A8/">x</a>': "There is nothing at the address cafè/.",
    '<a href="Gloves/">x</a>': "The address Gloves/ is spelled gloves here: capital and small letters differ.",
    '<a href="gloves/Gloves.pdf">x</a>': "The address gloves/Gloves.pdf is spelled gloves/gloves.pdf here: capital and small letters differ.",
    '<a href="gloves">x</a>': "The address gloves lacks its closing slash: write gloves/.",
    '<a href="gloves#wool">x</a>': "The address gloves lacks its closing slash: write gloves/.",
    '<a href="gloves/gloves.pdf/">x</a>': "The address gloves/gloves.pdf/ is a file: leave out the closing slash.",
    '<a href="assets/">x</a>': "The folder assets/ has no page of its own (index.html).",
    '<a href="assets">x</a>': "The folder assets has no page of its own (index.html).",
    '<a href="gloves/silk.pdf">x</a>': "There is nothing at the address gloves/silk.pdf.",
    # what a page is made of
    '<img src="assets/glow.png" alt="x">': "There is nothing at the address assets/glow.png.",
    '<img src="assets/glove.PNG" alt="x">': "The address assets/glove.PNG is spelled assets/glove.png here: capital and small letters differ.",
    '<img srcset="assets/glove.png 1x, assets/glow.png 2x" src="assets/glove.png" alt="">': "There is nothing at the address assets/glow.png.",
    '<source srcset="assets/glow.png">': "There is nothing at the address assets/glow.png.",
    '<link rel="stylesheet" href="assets/stile.css">': "There is nothing at the address assets/stile.css.",
    '<link rel="icon" href="assets/icon.svg">': "There is nothing at the address assets/icon.svg.",
    '<script src="assets/find.js"></script>': "There is nothing at the address assets/find.js.",
    '<script src="assets/search.js" data-index="index.js"></script>': "There is nothing at the address index.js.",
    '<p style="background: url(glow.png)">x</p>': "There is nothing at the address glow.png.",
    "<style>p { background: url('glow.png') }</style>": "There is nothing at the address glow.png.",
    '<meta http-equiv="refresh" content="0; url=gluves/">': "There is nothing at the address gluves/.",
    """<meta http-equiv="Refresh" content="0;URL='gluves/'">""": "There is nothing at the address gluves/.",
    # addresses that are wrong wherever they lead
    '<a href="">x</a>': "This link leads nowhere. Write where it goes, or take the link away.",
    '<a href=" # ">x</a>': "This link leads nowhere. Write where it goes, or take the link away.",
    '<a href="javascript:go()">x</a>': "A link may not start with javascript:.",
    '<a href=" JavaScript:go()">x</a>': "A link may not start with javascript:.",
    '<a href="ftp://other.example/">x</a>': "A link may not start with ftp:.",
    '<a href="//other.example/">x</a>': "Write https: in front of //other.example/.",
    '<a href="/gloves/">x</a>': "The address /gloves/ starts at the domain's root, so it breaks where the site stands below a path.",
    '<a href="../gloves/">x</a>': "The address ../gloves/ leads out of the site.",
    '<a href="gloves/../../x/">x</a>': "The address gloves/../../x/ leads out of the site.",
    '<a href="https://[soil/">x</a>': "This is not an address: https://[soil/.",
    # what the browser would fetch from another server
    '<script src="https://other.example/x.js"></script>': "The page asks another server for https://other.example/x.js. Keep a copy on this site, or leave it out.",
    '<link rel="Preload StyleSheet" href="https://other.example/x.css">': "The page asks another server for https://other.example/x.css. Keep a copy on this site, or leave it out.",
    '<link rel="preconnect" href="https://other.example">': "The page asks another server for https://other.example. Keep a copy on this site, or leave it out.",
    '<img src="https://other.example/x.png" alt="x">': "The page asks another server for https://other.example/x.png. Keep a copy on this site, or leave it out.",
    '<iframe src="https://other.example/"></iframe>': "The page asks another server for https://other.example/. Keep a copy on this site, or leave it out.",
    '<p style="background: url(https://other.example/x.png)">x</p>': "The page asks another server for https://other.example/x.png. Keep a copy on this site, or leave it out.",
    # ids
    '<p id="a">x</p><p id="b">x</p><p id="a">x</p>': "The id a stands 2 times on one page. Give each its own.",
}  # fmt: skip


@pytest.mark.parametrize("html, message", BROKEN.items(), ids=BROKEN)
@pytest.mark.parametrize("url", ["", BELOW], ids=["no address", "below a path"])
def test_a_broken_link_is_told_once(told, html, message, url):
    assert told(SITE | {"index.html": HOME + html + html.replace('id="', 'data-id="')}, url) == [f"site/index.html: {message}"]


RIGHT = [
    '<a href="gloves/">x</a>',
    '<a href="./gloves/">x</a>',
    '<a href="gloves/index.html">x</a>',
    '<a href="gloves/../gloves/">x</a>',
    '<a href=" gloves/ ">x</a>',
    '<a href="gloves/#wool">x</a>',
    '<a href="gloves/#old">x</a>',
    '<a href="gloves/#">x</a>',
    '<a href="gloves/?from=home&amp;a=b#wool">x</a>',
    '<a href="?page=2">x</a>',
    '<a href="#home">x</a>',
    '<a href="#top">x</a>',
    '<a href="gloves/#:~:text=wool">x</a>',
    '<a href="gloves/#v=71c886">x</a>',  # a version, as printed codes name it
    '<a href="gloves/gloves.pdf#page=2">x</a>',
    '<a href=".">x</a>',
    '<a href="./">x</a>',
    '<a href="café/#título">x</a>',
    '<a href="caf%C3%A9/#t%C3%ADtulo">x</a>',
    '<img src="assets/a%20glove.png" alt="x">',
    '<img src="assets/a glove.png" alt="x">',
    '<img src="assets/glove.png?v=3" alt="x">',
    '<img src="data:image/png;base64,AA//" alt="x">',
    '<img srcset="data:image/png;base64,AA// 1x, assets/glove.png 2x" alt="x">',
    '<img srcset=" assets/glove.png 480w,assets/a%20glove.png 800w , " alt="x">',
    '<img srcset="assets/glove.png" sizes="(max-width: 9em) 1em, 2em" alt="x">',
    '<a href="mailto:soil@other.example?subject=x">x</a>',
    '<a href="tel:+1555">x</a>',
    '<a href="https://other.example/nowhere/#at-all">x</a>',
    '<a href="http://other.example">x</a>',
    '<a href="HTTPS://other.example/">x</a>',
    '<a id="gate">x</a>',
    '<a id="dup"></a><!-- <a id="dup" href="nowhere/">x</a> -->',
    '<script>var a = "<a href=nowhere/>";</script>',
    '<p data-href="nowhere/" title="nowhere/">nowhere/</p>',
    '<svg><path id="leaf"/><use xlink:href="#leaf"/></svg>',
    "<style>/* url(gone.png) */ p { background: url( 'assets/glove.png' ) }</style>",
    """<style>p { background: url("data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg'/>") }</style>""",
    '<meta name="description" content="0; url=nowhere/">',
    '<meta http-equiv="refresh" content="30">',
    '<meta http-equiv="refresh" content="0; url=gloves/#wool">',
    '<link rel="license" href="https://other.example/licence">',
    '<base target="_self">',
]


@pytest.mark.parametrize("html", RIGHT)
@pytest.mark.parametrize("url", ["", ROOT_URL, BELOW], ids=["no address", "root", "below a path"])
def test_a_right_link_is_not_accused(told, html, url):
    assert told(SITE | {"index.html": HOME + html}, url) == []


@pytest.mark.parametrize("file", ["index.html", "gloves/index.html", "assets/style.css"])
@pytest.mark.parametrize("name, target, message", [
    ("right", "glove.png", ""),
    ("wrong", "glow.png", "There is nothing at the address assets/glow.png."),
])  # fmt: skip
def test_links_are_relative_to_the_file_they_stand_in(told, file, name, target, message):
    way = {"index.html": "assets/", "gloves/index.html": "../assets/", "assets/style.css": ""}[file]
    added = f"p {{ background: url({way}{target}) }}" if file.endswith(".css") else f'<img src="{way}{target}" alt="x">'
    said = told(SITE | {file: str(SITE[file]) + added})
    assert said == ([f"site/{file}: {message}"] if message else [])


@pytest.mark.parametrize(
    "file, text, message",
    [
        ("assets/style.css", "@font-face { src: url(fonts/clay.woff2) }", "There is nothing at the address assets/fonts/clay.woff2."),
        ("assets/style.css", '@import "more.css";', "There is nothing at the address assets/more.css."),
        ("assets/style.css", "@import url('https://other.example/x.css');", "The page asks another server for https://other.example/x.css. Keep a copy on this site, or leave it out."),
        ("assets/style.css", "a { b: url(/assets/glove.png) }", "The address /assets/glove.png starts at the domain's root, so it breaks where the site stands below a path."),
        ("catalog.json", '{"handouts": [{"path": "gluves/", "url": null}]}', "There is nothing at the address gluves/."),
        ("catalog.json", '{"pdfs": [{"path": "gloves/Gloves.pdf"}]}', "The address gloves/Gloves.pdf is spelled gloves/gloves.pdf here: capital and small letters differ."),
        ("catalog.json", '{"url": "https://soil.example/garden/gluves/"}', "There is nothing at the address gluves/."),
        ("sitemap.xml", '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://soil.example/garden/gluves/</loc></url></urlset>', "There is nothing at the address gluves/."),
        ("sitemap.xml", '<a xmlns="s" xmlns:x="x"><x:link href="https://soil.example/garden/Gloves/"/></a>', "The address Gloves/ is spelled gloves here: capital and small letters differ."),
        ("gloves/more.pdf", pdf("https://soil.example/garden/gloves/#silk"), "The page gloves/ has no place called #silk."),
        ("gloves/more.pdf", pdf("https://soil.example/garden/gluves/", "https://soil.example/garden/gluves/"), "There is nothing at the address gluves/."),
    ],
)  # fmt: skip
def test_broken_links_in_files_that_are_no_pages(told, file, text, message):
    assert told(SITE | {file: text}, BELOW) == [f"site/{file}: {message}"]


def test_a_broken_link_in_the_search_index_is_told(told):
    script = 'var handoutIndex={"handouts":[{"link":"gloves/"},{"link":"gluves/"}],"idle":[]};\n'
    assert told(SITE | {"search-index.js": script}) == ["site/index.html: There is nothing at the address gluves/."]


@pytest.mark.parametrize(
    "file, text",
    [
        ("assets/style.css", "/* url(gone.png) */ a { b: url( \"fonts/soil.woff2?#iefix\" ) }"),
        ("assets/style.css", "a { b: url(data:image/png;base64,AA//) }"),
        ("assets/style.css", "a { b: url('data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22/>') }"),
        ("catalog.schema.json", '{"properties": {"path": "nowhere", "url": "#/nowhere"}}'),
        ("catalog.json", '{"path": "gloves/", "url": "https://soil.example/garden/gloves/", "summary": "nowhere/"}'),
        ("catalog.json", '{"sources": [{"url": "https://other.example/nowhere"}], "url": null}'),
        ("sitemap.xml", '<urlset xmlns="s"><!-- x --><url><loc>\nhttps://soil.example/garden/\n</loc><lastmod>2026-11-01</lastmod></url></urlset>'),
        ("gloves/more.pdf", pdf("https://soil.example/garden/gloves/#wool", "mailto:soil@other.example")),
        ("notes.txt", "nowhere/"),
        ("404.html", '<link rel="stylesheet" href="/garden/assets/style.css"><a href="/garden/">x</a><a href="/garden/gloves/#wool">x</a>'),
    ],
)  # fmt: skip
def test_right_links_in_files_that_are_no_pages(told, file, text):
    assert told(SITE | {file: text}, BELOW) == []


@pytest.mark.parametrize("url", [ROOT_URL, BELOW])
@pytest.mark.parametrize(
    "rest, message",
    [
        ("gloves/", ""),
        ("gloves/#wool", ""),
        ("", ""),
        ("gluves/", "There is nothing at the address gluves/."),
        ("gloves", "The address gloves lacks its closing slash: write gloves/."),
        ("Gloves/", "The address Gloves/ is spelled gloves here: capital and small letters differ."),
        ("assets/", "The folder assets/ has no page of its own (index.html)."),
    ],
)
@pytest.mark.parametrize(
    "html", ['<link rel="canonical" href="{}">', '<link rel="alternate" hreflang="en" href="{}">', '<meta property="og:url" content="{}">']
)
def test_full_addresses_of_our_own_are_followed(told, url, rest, message, html):
    said = told(SITE | {"index.html": HOME + html.format(url + rest)}, url)
    assert said == ([f"site/index.html: {message}"] if message else [])


@pytest.mark.parametrize(
    "target, message",
    [
        ("http://soil.example/garden/gloves/", "Write https: in front of this site's own address http://soil.example/garden/gloves/."),
        ("https://soil.example/", ""),  # another site on the same domain is outside
        ("https://soil.example/other/gluves/", ""),
        ("https://www.soil.example/garden/gluves/", ""),
    ],
)
def test_what_counts_as_our_own_address(told, target, message):
    said = told(SITE | {"index.html": f'{HOME}<a href="{target}">x</a>'}, BELOW)
    assert said == ([f"site/index.html: {message}"] if message else [])


@pytest.mark.parametrize(
    "target, message",
    [
        ("/garden/gluves/", "There is nothing at the address gluves/."),
        ("/gloves/", "The address /gloves/ leads out of the site."),
    ],
)
def test_the_page_for_lost_readers_starts_at_the_root(told, target, message):
    """It is served at any depth, so only there an address starts with a slash."""
    assert told(SITE | {"404.html": f'<a href="{target}">x</a>'}, BELOW) == [f"site/404.html: {message}"]


@pytest.mark.parametrize(
    "home",
    [
        "<h1>Garden</h1>",
        '<link rel="icon" href="assets/glove.png">',
        '<a href="gloves/gloves.pdf">PDF</a>',
    ],
)
def test_a_page_that_nothing_links_to_is_told(told, home):
    files = SITE | {
        "index.html": f'{home}<a href="café/">x</a>',
        "gloves/index.html": str(SITE["gloves/index.html"]) + '<a href="../gloves/">me</a>',
    }
    assert told(files) == ["site/gloves/index.html: Nothing links to this page, so nobody will find it. Link to it from a page."]


def test_everything_is_told_at_once_and_each_page_for_itself(told):
    page = '<a href="../gluves/">x</a><a href="../gluves/">x</a><img src="x.png" alt="x">'
    assert told(SITE | {"index.html": HOME + '<a href="gluves/">x</a>', "gloves/index.html": page}) == [
        "site/gloves/index.html: There is nothing at the address gluves/.",
        "site/gloves/index.html: There is nothing at the address gloves/x.png.",
        "site/index.html: There is nothing at the address gluves/.",
    ]


# The parts, each alone ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin, target, found",
    [
        ("index.html", "gloves/", ("gloves/", "")),
        ("gloves/index.html", "../", ("", "")),
        ("gloves/index.html", "..", ("", "")),
        ("gloves/index.html", ".", ("gloves/", "")),
        ("gloves/index.html", "#wool", ("gloves/index.html", "wool")),
        ("gloves/index.html", "?a#wool", ("gloves/index.html", "wool")),
        ("a/b/c.html", "../../d%20e/#f%20g", ("d e/", "f g")),
        ("a/b/c.css", "../d.png", ("a/d.png", "")),
        ("index.html", "https://soil.example/garden/a/#b", ("a/", "b")),
        ("index.html", "https://soil.example/garden/", ("", "")),
        ("404.html", "/garden/a/", ("a/", "")),
        ("index.html", "https://other.example/", None),
        ("index.html", "mailto:a@b.example", None),
    ],
)
def test_resolve(bare, origin, target, found):
    assert links.resolve(bare(BELOW), Link(origin, target)) == found


def test_judge_asks_for_page_and_place_apart(tmp_path):
    built = drawn(tmp_path, SITE)
    assert links.judge(built, "gloves/", "wool") == ""
    assert links.judge(built, "gloves/", "silk") == "The page gloves/ has no place called #silk."
    assert links.judge(built, "gluves/", "silk") == "There is nothing at the address gluves/."
    assert links.judge(built, "assets/glove.png", "silk") == "", "only pages have places"


def test_extract_says_what_the_browser_fetches_by_itself(tmp_path):
    built = drawn(
        tmp_path, {"index.html": '<a href="a/">x</a><img src="b.png" alt=""><link rel="canonical" href="c/"><link rel="icon" href="d.svg">'}
    )
    assert list(links.extract(built, "index.html")) == [
        Link("index.html", "a/"), Link("index.html", "b.png", True), Link("index.html", "c/"), Link("index.html", "d.svg", True),
    ]  # fmt: skip


# Sites that were really built --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words, target, line, message",
    [
        ("See [gluves](words-to-know.md).", "../gluves/", "gluves", "There is nothing at the address handouts/gluves/."),
        (
            "See [words](words-to-know.md#silk).",
            "../words-to-know/#silk",
            "#silk",
            "The page handouts/words-to-know/ has no place called #silk.",
        ),
        ("See ![a glove](glow.png).", "glow.png", "glow.png", "There is nothing at the address handouts/dry-hands/glow.png."),
        ("Ask [us](javascript:go()).", "javascript:go()", "javascript", "A link may not start with javascript:."),
    ],
)
def test_a_broken_link_of_a_page_is_told_at_its_line_of_the_markdown(house, words, target, line, message):
    """Whatever made the page: a hand-made page stands in for one that MkDocs made."""
    house.edit(HANDOUT_FILE, "Clay takes up water, so your skin dries out.", words)
    house.write("site/handouts/dry-hands/index.html", f'<a href="../words-to-know/">x</a><a href="../../">x</a><a href="{target}">x</a>')
    house.write("site/handouts/words-to-know/index.html", '<p id="words">x</p><a href="../dry-hands/">x</a>')
    house.write("site/index.html", '<a href="handouts/dry-hands/">x</a>')
    written = (house.root / HANDOUT_FILE).read_text(encoding="utf-8").split("\n")
    number = next(number for number, text in enumerate(written, 1) if words in text)
    assert [str(one) for one in links.check(house.library(), Built(house.root / "site"))] == [f"{HANDOUT_FILE}:{number}: {message}"]


def test_what_breaks_in_a_built_site_is_told(house: House, monkeypatch):
    monkeypatch.delenv("SITE_URL", raising=False)
    built = house.build()
    library, folder = house.library(), built.folder
    assert list(links.check(library, built)) == []

    (folder / "handouts/dry-hands/dry-hands.pdf").unlink()
    shutil.move(folder / "assets/favicon.svg", folder / "assets/Favicon.svg")
    (folder / "assets/search.js").unlink()
    (folder / "assets/fonts/AtkinsonHyperlegibleNext-Bold.woff2").unlink()
    page = folder / "handouts/words-to-know/index.html"
    page.write_bytes(page.read_bytes().replace(b'id="words"', b'id="wards"'))

    said = {(one.path, one.message.removeprefix("On the built page: ")) for one in links.check(library, Built(folder))}
    name = "assets/favicon.svg is spelled assets/Favicon.svg here: capital and small letters differ."
    pages = {"docs/en/index.md", "docs/en/about/index.md", HANDOUT_FILE, "docs/en/handouts/words-to-know.md", "site/404.html"}
    assert said == {
        (HANDOUT_FILE, "There is nothing at the address handouts/dry-hands/dry-hands.pdf."),
        ("site/catalog.json", "There is nothing at the address handouts/dry-hands/dry-hands.pdf."),
        (HANDOUT_FILE, "The page handouts/words-to-know/ has no place called #words."),
        ("docs/en/handouts/words-to-know.md", "The page handouts/words-to-know/index.html has no place called #words."),
        ("site/assets/style.css", "There is nothing at the address assets/fonts/AtkinsonHyperlegibleNext-Bold.woff2."),
        *((page, f"The address {name}") for page in pages),
        *((page, "There is nothing at the address assets/search.js.") for page in pages),
        *((page, "There is nothing at the address assets/fonts/AtkinsonHyperlegibleNext-Bold.woff2.") for page in pages),
    }


def test_the_real_site_has_no_broken_link(real):
    assert list(links.check(*real)) == []


def test_at_another_address_the_real_site_is_found_to_be_wrong(real):
    """The full addresses are really looked at: told that the site stands elsewhere below its domain, the check objects."""
    library, built = real
    moved = replace(library, site=replace(library.site, url=library.site.url + "old/"))
    assert any(one.message.endswith("leads out of the site.") for one in links.check(moved, built))


def lychee(built: Built, url: str, domain: Path) -> subprocess.CompletedProcess[str]:
    """Another link checker on the same site, laid out below `domain` as it will stand on the web."""
    root, path = url.split("//")[1].split("/", 1)
    if not (domain / path).exists():
        shutil.copytree(built.folder, domain / path)
    return subprocess.run(
        [Path(sys.executable).with_name("lychee" + (".exe" if os.name == "nt" else "")), "--offline", "--include-fragments", "--no-progress", "--index-files", "index.html", "--root-dir", domain,
         "--remap", f"https://{root}/ {domain.as_uri()}/", "--extensions", "html,css", domain / path],
        capture_output=True, text=True, cwd=domain, timeout=120,
    )  # fmt: skip


def test_another_link_checker_finds_no_broken_link_either(real, tmp_path):
    library, built = real
    found = lychee(built, library.site.url, tmp_path)
    assert found.returncode == 0, found.stdout
    page = next((tmp_path / library.site.url.split("/", 3)[3]).rglob("handouts/*/index.html"))
    page.write_bytes(
        page.read_bytes()
        .replace(b'id="sources"', b'id="sauces"')
        .replace(b"<title>", b'<link rel="canonical" href="' + library.site.url.encode() + b'gone/"><title>')
    )
    found = lychee(built, library.site.url, tmp_path)
    assert found.returncode == 2 and "gone" in found.stdout and "sources" in found.stdout, found.stdout
