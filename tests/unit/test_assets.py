"""Style sheets and scripts: minified and joined at build."""

from __future__ import annotations

import pytest

from handouts.build import assets


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
