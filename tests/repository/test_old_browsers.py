"""Old phones: what Chrome 70 and Safari 12.1 do not know has a plain fallback, or loses nothing but
looks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from handouts.build import assets
from support.project import ROOT

FOLDER = ROOT / "overrides/assets"
PARTS = [
    file
    for files in tomllib.loads((FOLDER / assets.BUNDLES).read_text(encoding="utf-8")).values()
    for file in files
]
STYLE_SHEETS = [file for file in PARTS if file.endswith(".css")]
SCRIPTS = [file for file in PARTS if file.endswith(".js")]
FALLBACKS = "css/old-browsers.css"

# Style sheets -------------------------------------------------------------------------------------

NO_INSET = "@supports not (inset: 0)"
# What these browsers lack, as a pattern of "property: value", and the condition under which
# old-browsers.css replaces it.
# Versions are those of caniuse.com. The list is of what people write, and grows with it.
REPLACED = {
    r"(inset|(margin|padding|border)-(inline|block))(-\w+)*: .*": NO_INSET,
    r"gap: .*": NO_INSET,
    r"[\w-]+: .*\b(min|max|clamp)\(.*": "@supports not (width: min(1px, 2px))",
    r"overflow-wrap: anywhere": "@supports not (overflow-wrap: anywhere)",
}
KNOWN = r"(margin|padding|border)-(inline|block)-(start|end)(-\w+)?: .*"  # Chrome 69, Safari 12.1
# Never written, since without them a page is hard to read or to use.
UNKNOWN = [
    r"(aspect-ratio|translate|rotate|scale|text-wrap|scrollbar-gutter|place-items): "
    r".*",
    r"overflow(-[xy])?: clip",
    r"[\w-]+: .*\b(color-mix|light-dark|env|oklch|lab|round|mod)\(.*",
    r"[\w-]+: .*\d(dv|sv|lv)(h|w|min|max)\b.*",
    r"[\w-]+: .*\d(lh|rlh|cap|ic)\b.*",
    r"text-decoration: \S+ .*",  # no Safari draws any of it where one value is a thickness
]
SELECTORS = r":(is|where|has)\(|&|:not\([^)]*,|::(marker|backdrop)"
# Without it a browser leaves out what stands inside, and nothing else: page breaks on paper.
HAS = "@supports selector(:has(*))"
AT_RULES = r"@(layer|property|scope|starting-style)|@media.*[<>]"


class Rule(NamedTuple):
    """A rule of a style sheet: the conditions around it, its selectors, its declarations."""

    conditions: tuple[str, ...]
    selectors: tuple[str, ...]
    declarations: tuple[str, ...]


def rules(text: str) -> Iterator[Rule]:
    """Read a style sheet that has one selector or declaration a line."""
    open_blocks: list[str] = []
    head: list[str] = []
    declarations: list[str] = []
    for line in map(str.strip, re.sub(r"/\*.*?\*/", "", text, flags=re.S).split("\n")):
        if line.endswith("{"):
            open_blocks.append(" ".join([*head, line.removesuffix("{").strip()]))
            head, declarations = [], []
        elif line.endswith(";"):
            declarations.append(line.removesuffix(";"))
        elif line == "}":
            selector = open_blocks.pop()
            if not selector.startswith("@"):
                selectors = tuple(part.strip() for part in re.split(r",(?![^(]*\))", selector))
                yield Rule(tuple(open_blocks), selectors, tuple(declarations))
        elif line:
            head.append(line)


def all_rules() -> list[tuple[str, Rule]]:
    return [
        (file, rule)
        for file in STYLE_SHEETS
        for rule in rules((FOLDER / file).read_text(encoding="utf-8"))
    ]


def without_question(selector: str, rule: Rule) -> str:
    """Return a selector without the signs that its rule asks the browser about."""
    is_asked = {HAS, "@media print"} <= set(rule.conditions)
    return (
        re.sub(r":not\(:has\(\w+\)\)|:has\([^()]*(\([^()]*\))?\)", "", selector)
        if is_asked
        else selector
    )


def lacking(sheets: list[tuple[str, Rule]]) -> list[str]:
    """Return what an old browser would not know of style sheets, and nothing replaces."""
    replaced: dict[str, list[str]] = {}
    grids: set[str] = set()
    for file, rule in sheets:
        if file == FALLBACKS:
            for condition in rule.conditions:
                replaced.setdefault(condition, []).extend(rule.selectors)
        if "display: grid" in rule.declarations:
            grids.update(rule.selectors)
    flaws = []
    for file, rule in sheets:
        if file == FALLBACKS:
            continue
        flaws += [
            f"{file}: {text}"
            for text in (*rule.conditions, *rule.selectors)
            if text != HAS
            and (re.search(SELECTORS, without_question(text, rule)) or re.match(AT_RULES, text))
        ]
        for declaration in rule.declarations:
            if any(re.fullmatch(pattern, declaration) for pattern in UNKNOWN):
                flaws.append(f"{file}: {declaration}")
            for pattern, condition in REPLACED.items():
                if not re.fullmatch(pattern, declaration) or re.fullmatch(KNOWN, declaration):
                    continue
                flaws += [
                    f"{file}: {selector} {{ {declaration} }} has nothing under {condition}"
                    for selector in rule.selectors
                    if not (declaration.startswith("gap:") and selector in grids)
                    and not any(selector in other for other in replaced.get(condition, ()))
                ]
    return flaws


def test_what_an_old_browser_does_not_know_of_the_styles_is_replaced():
    assert lacking(all_rules()) == []


@pytest.mark.parametrize(
    "text",
    [
        "a {\n  display: flex;\n  gap: 1rem;\n}",
        "a {\n  margin-inline: 1rem 0;\n}",
        "a {\n  inset-inline-start: 0;\n}",
        "a {\n  width: min(100%, 3rem);\n}",
        "a {\n  overflow-wrap: anywhere;\n}",
        "a {\n  height: 100dvh;\n}",
        "a {\n  aspect-ratio: 1;\n}",
        "a:is(b, i) {\n  top: 0;\n}",
        "a:has(b) {\n  top: 0;\n}",
        f"{HAS} {{\n  a:has(b) {{\n    top: 0;\n  }}\n}}",
        f"@media print {{\n  {HAS} {{\n    a:is(b) {{\n      top: 0;\n    }}\n  }}\n}}",
        "a {\n  text-decoration: underline dotted 1px red;\n}",
        "@layer base {\n  a {\n    top: 0;\n  }\n}",
        "@media (width >= 40rem) {\n  a {\n    top: 0;\n  }\n}",
    ],
)
def test_what_is_not_replaced_is_found(text):
    assert lacking([("css/new.css", rule) for rule in rules(text)])


def test_what_every_browser_knows_is_not_told():
    text = (
        "a,\nb {\n  margin-inline-start: 1rem;\n  column-gap: 1rem;\n}\n\ni {\n  display: grid;\n"
        "  gap: 1rem;\n}"
    )
    assert lacking([("css/new.css", rule) for rule in rules(text)]) == []


def test_the_ring_around_what_has_focus_has_a_fallback():
    """Without `:focus-visible` its rule is dropped whole, and the theme hides the browser's own
    ring around text boxes."""
    boxes = [
        rule
        for file, rule in all_rules()
        if file == FALLBACKS and ".search__box:focus" in rule.selectors and not rule.conditions
    ]
    assert any(text.startswith("outline: ") for rule in boxes for text in rule.declarations)


# Scripts ------------------------------------------------------------------------------------------

# Comments, texts and regular expressions of a script; the last ones only where a value may begin.
TOKENS = re.compile(
    r"""(?P<comment>/\*.*?\*/|//[^\n]*)
    |(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<pattern>(?<![\w)\]])(?<![\w)\]]\s)/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*)
    |(?P<other>.)""",
    re.S | re.X,
)
# Of ECMAScript 2019 and later, and what browsers brought as late.
NEWER = re.compile(
    r"""\?\.(?!\d) | \?\?  | \|\|= | &&= | \#\w | \bcatch\s*\{ | \d_\d | \b\d+n\b | `
    | \b(?:import|export|await|static|globalThis|structuredClone|queueMicrotask|BigInt|WeakRef)\b
    | \.(?:flat|flatMap|fromEntries|matchAll|replaceAll|trimStart|trimEnd|allSettled|any|at|hasOwn
        |findLast|findLastIndex|toSorted|toReversed|toSpliced|with|groupBy|replaceChildren|showModal
        |requestSubmit|description|raw|replaceWith)\(
    | \b(?:ResizeObserver|BroadcastChannel|AbortSignal|ClipboardItem|URLPattern|Highlight)\b
    | \bCSSStyleSheet\b""",
    re.X,
)
NEWER_PATTERN = re.compile(r"\(\?<[=!]|/[a-z]*[dv][a-z]*$")  # looks behind; flags d and v


def newer(script: str) -> list[str]:
    """Return what a script holds that an engine of ECMAScript 2018 does not read or know."""
    code, flaws = "", []
    for match in TOKENS.finditer(script):
        if match["pattern"]:
            flaws += NEWER_PATTERN.findall(match["pattern"])
        code += {"comment": " ", "text": '""', "pattern": "/ /"}.get(match.lastgroup, match[0])
    return flaws + NEWER.findall(code)


# What a script may name that old browsers lack, since the first part of its bundle looks for it
# and goes no further.
QUESTION = ("js/packet/start.js", '!("adoptedStyleSheets" in document)')
LOOKED_FOR = {"js/packet/printed-packet.js": {"CSSStyleSheet": QUESTION}}


@pytest.mark.parametrize("file", SCRIPTS)
def test_a_script_is_of_ecmascript_2018(file):
    """One newer sign, and an old browser reads none of the file."""
    looked_for = LOOKED_FOR.get(file, {})
    assert set(newer((FOLDER / file).read_text(encoding="utf-8"))) == looked_for.keys()
    for first, question in looked_for.values():
        assert question in (FOLDER / first).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "script",
    [
        "a?.b", "a ?? b", "try { x(); } catch { y(); }", "[1].flat()", "x.matchAll(/a/g)",
        "a.replaceAll('b', 'c')", "x = 1_000;", "x = 10n;", "a ||= b",
        "class A { #b }", "x = `a`;", "x = /(?<=a)b/;", "list.at(-1)", "Object.fromEntries(x)",
        "new ResizeObserver(f)", "x.replaceChildren()", "y = /a/v;",
    ],
)  # fmt: skip
def test_what_an_old_browser_does_not_read_is_found(script):
    assert newer(script)


@pytest.mark.parametrize(
    "script",
    [
        "x = a ? .5 : 1;",
        "/* a?.b */ // `x`",
        "x = 'a?.b'; y = /[?.]\\p{L}`/u;",
        "try { x(); } catch (none) { y(); }",
        "x = a / b / c;",
        "x = y ? [] : 'a `b`';",
        "x = /\\/`/.test(y);",
    ],
)
def test_what_every_browser_reads_is_not_told(script):
    assert newer(script) == []
