"""Style sheets and scripts: minified and joined at build."""

from __future__ import annotations

import re

import pytest

from handouts.build import assets, used_styles


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
    files = {
        path.relative_to(tmp_path).as_posix(): path.read_text()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    assert files == {
        "assets/style.css": "b{top:0}a{background:linear-gradient(#0000,#0000)}",
        "assets/two.js": '(function(){"use strict";own(1);part(2);})();',
    }, "both languages load the same files, so there is one of each"


def test_an_address_of_an_asset_changes_with_what_it_holds(tmp_path):
    """Also where a font changes that a style sheet names, and on a page that names all of its
    path."""
    page = (
        '<link href="{}assets/style.css"><script src="{}assets/own.js"></script>'
        '<a href="{}handouts/">x</a><img src="{}assets/gone.png"><a href="#top">x</a>'
    )

    def addresses(font: bytes) -> dict[str, list[str]]:
        for root, pages in (("", ("", "../")), ("es/", ("", "../"))):
            folder = tmp_path / root / "assets"
            (folder / "fonts").mkdir(parents=True, exist_ok=True)
            (folder / "fonts/soil.woff2").write_bytes(font)
            (folder / "style.css").write_text('a{src:url("fonts/soil.woff2")}')
            (folder / "own.js").write_text("own(1);")
            (tmp_path / root / "handouts").mkdir(exist_ok=True)
            for name, base in zip(("index.html", "handouts/index.html"), pages, strict=True):
                (tmp_path / root / name).write_text(page.replace("{}", base))
        (tmp_path / "404.html").write_text(page.replace("{}", "/below/"))
        assets.finish(tmp_path)
        return {
            path.relative_to(tmp_path).as_posix(): re.findall(
                '(?:href|src)="([^"]*)"', path.read_text()
            )
            for path in tmp_path.rglob("*.html")
        }

    before, after = addresses(b"clay"), addresses(b"sand")
    assert len(before) == 5
    for name, (style, script, *links) in before.items():
        base = {"404.html": "/below/"}.get(name, "../" * (name.count("handouts/")))
        assets_base = base if name == "404.html" else "../" * name.count("/")
        assert re.fullmatch(re.escape(assets_base) + r"assets/style\.css\?[0-9a-f]{8}", style), name
        assert re.fullmatch(re.escape(assets_base) + r"assets/own\.js\?[0-9a-f]{8}", script), name
        assert links == [f"{base}handouts/", f"{base}assets/gone.png", "#top"]
        assert after[name][0] != style and after[name][1] == script
    assert addresses(b"clay") == before
    assert re.search(r"soil\.woff2\?[0-9a-f]{8}\"", (tmp_path / "assets/style.css").read_text())


@pytest.mark.parametrize("name", ["own.js", "style.css"])
def test_what_a_language_has_of_its_own_keeps_its_address(tmp_path, name):
    """Such as a font, and the style sheet that names it; beside it, what it shares is named where
    it stands."""
    for root, font in (("", b"clay"), ("es/", b"clay")):
        folder = tmp_path / root / "assets"
        (folder / "fonts").mkdir(parents=True)
        (folder / "fonts/soil.woff2").write_bytes(font)
        (folder / name).write_text(
            "/* */a{src:url('fonts/soil.woff2')}" + "\n" * len(root) + root[:2]
        )
        (tmp_path / root / "index.html").write_text(f'<link href="assets/{name}">')
    assets.finish(tmp_path)
    assert f'"assets/{name}?' in (tmp_path / "es/index.html").read_text()
    if name.endswith(".css"):
        assert "../../assets/fonts/soil.woff2?" in (tmp_path / "es/assets/style.css").read_text()


# The theme ----------------------------------------------------------------------------------------

PAGE = (
    '<html lang="en"><body class="bed wide"><p id="row">x<a href="#" '
    "rel='seed'>y</a></p></body></html>"
)


@pytest.mark.parametrize(
    ("style", "lean"),
    [
        (".bed{top:0}.path{top:0}", ".bed{top:0}"),
        (".bed,.path{top:0}", ".bed{top:0}"),
        (".bed .path,.bed p>a:hover{top:0}", ".bed p>a:hover{top:0}"),
        ("#row a,#hole a{top:0}", "#row a{top:0}"),
        ("[rel=seed]{top:0}[rel=weed]{top:0}[dir=rtl] p{top:0}", "[rel=seed]{top:0}"),
        ("[rel^=se]{top:0}", "[rel^=se]{top:0}"),
        ("table{top:0}p:not(.path){top:0}", "p:not(.path){top:0}"),
        ("p:is(.path,.bed){top:0}", "p:is(.path,.bed){top:0}"),
        (".shed{top:0}", ".shed{top:0}"),
        ("@media print{.path{top:0}}@media(min-width:1em){p{top:0}}",
         "@media(min-width:1em){p{top:0}}"),
        (":root{--a:1px;--b:2px;--c:var(--b)}p{top:var(--a)}", ":root{--a:1px}p{top:var(--a)}"),
        (":root{--ours:1px}", ":root{--ours:1px}"),
        ("@keyframes grow{to{top:0}}@keyframes wilt{to{top:0}}p{animation:grow 1s}",
         "@keyframes grow{to{top:0}}p{animation:grow 1s}"),
        ('@charset "UTF-8";p:before{content:"} .path{"}',
         '@charset "UTF-8";p:before{content:"} .path{"}'),
        (".wide\\:bed{top:0}", ""),
    ],
)  # fmt: skip
def test_of_the_theme_stays_what_a_page_may_use(style, lean):
    """A script may add a shed; our own style sheet uses a variable of the theme."""
    used = used_styles.usage([PAGE], ['grow("shed small", true)'])
    assert used_styles.used_styles(style, used, "i{top:var(--ours)}") == lean
