"""Style sheets and scripts: what is joined, what is minified, and how a part is written."""

from __future__ import annotations

import re
import tomllib

import pytest
from conftest import ROOT

from handouts.build import assets

FOLDER = ROOT / "overrides/assets"
BUNDLES = tomllib.loads((FOLDER / assets.BUNDLES).read_text(encoding="utf-8"))
PARTS = [file for files in BUNDLES.values() for file in files]
STYLE_SHEETS = [file for file in PARTS if file.endswith(".css")]


@pytest.mark.parametrize(
    ("text", "minified"),
    [
        (
            "a {\n  color: red;\n  margin: 0 auto;\n}\n\nb > i,\nb { top: 0 }\n",
            "a{color:red;margin:0 auto}b > i,b{top:0}",
        ),
        ("a :hover, a:hover { width: calc(1px + 2px) }", "a :hover,a:hover{width:calc(1px + 2px)}"),
        (
            "@media print and (min-width: 9em) { a { top: 0; } }",
            "@media print and (min-width:9em){a{top:0}}",
        ),
        (
            "/* A reader's */\n/* own */ a { } /* b { top: 0 } */ i { top: 0 /* no */ }",
            "a{}i{top:0}",
        ),
        ("a/* b */i { top: 0 }", "a/**/i{top:0}"),
        (
            'a { content: " ; } /* x */  \\" { "; top: 0 }',
            'a{content:" ; } /* x */  \\" { ";top:0}',
        ),
        (
            "a { background: url(b:  c;d.svg), url( 'e  f.svg' ) }",
            "a{background:url(b:  c;d.svg),url( 'e  f.svg' )}",
        ),
    ],
)
def test_a_style_sheet_loses_only_what_means_nothing(text, minified):
    assert assets.minify_css(text) == minified
    assert assets.minify_css(minified) == minified


def test_parts_are_joined_in_order_in_every_language_and_go(tmp_path):
    for root in ("", "es/"):
        folder = tmp_path / root / "assets"
        (folder / "css").mkdir(parents=True)
        (folder / "css/b.css").write_text("b { top: 0; }\n")
        (folder / "css/a.css").write_text(
            "a { background: url( \"data:image/svg+xml,<svg d=')'>\" ); }\n"
        )
        (folder / "own.js").write_text("// no\nown( 1 );\n")
        (folder / "part.js").write_text("part( 2 );\n")
        (folder / assets.BUNDLES).write_text(
            '"style.css" = ["css/b.css", "css/a.css"]\n"two.js" = ["own.js", "part.js"]\n'
        )
    assets.finish(tmp_path)
    for root in ("", "es/"):
        files = {
            path.name: path.read_text()
            for path in (tmp_path / root / "assets").rglob("*")
            if path.is_file()
        }
        assert files == {
            "style.css": "b{top:0}a{background:linear-gradient(#0000,#0000)}",
            "two.js": '(function(){"use strict";own(1);part(2);})();',
        }


def test_every_part_stands_in_a_bundle():
    """What stands in none would reach no reader."""
    files = {
        path.relative_to(FOLDER).as_posix()
        for folder in ("css", "js")
        for path in (FOLDER / folder).rglob("*.*s")
    }
    assert files == set(PARTS)


@pytest.mark.parametrize("file", STYLE_SHEETS)
def test_a_style_sheet_has_one_selector_or_declaration_a_line(file):
    text = re.sub(r"/\*.*?\*/", "", (FOLDER / file).read_text(encoding="utf-8"), flags=re.S)
    text = re.sub(r'"[^"]*"|\([^()]*(?:\([^()]*\)[^()]*)*\)', "…", text)
    line = re.compile(r"\s*|\s*[^{};,]+[{,]|\s*[\w-]+: [^{};]+;|\s*\}")
    assert [found for found in text.split("\n") if not line.fullmatch(found)] == []


def test_a_page_loads_few_files(real):
    """Two style sheets, the theme's and ours, and at most five scripts: whoever splits a file joins it again."""
    _, built = real
    for file in (file for file in built.files if file.endswith(".html")):
        page = built.tree(file)
        assert (
            len(page.xpath("//link[@rel='stylesheet']")) == 2
            and len(page.xpath("//script[@src]")) <= 5
        ), file
    assert {
        file for file in built.files if file.startswith("assets/") and file.count("/") == 1
    } == {
        *(
            f"assets/{name}" for name in BUNDLES if name != "moved.js"
        ),  # which stands on pages that moved only
        "assets/favicon.svg",
    }
