"""The rules of the house, read from its source."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

from handouts.model.addresses import SHEETS
from handouts.model.language import LABELS
from support.programs import needs
from support.project import ROOT

SCRIPTS = ROOT / "scripts"
MODULES = {
    path.relative_to(SCRIPTS / "handouts").as_posix(): path
    for path in sorted((SCRIPTS / "handouts").rglob("*.py"))
    if path.stem != "__init__"
}
PYTHON = {path.relative_to(SCRIPTS).as_posix(): path for path in sorted(SCRIPTS.rglob("*.py"))}
TEMPLATES = {
    path.relative_to(ROOT).as_posix(): path for path in sorted((ROOT / "overrides").rglob("*.html"))
}
# What we wrote of the machine and its looks.
WRITTEN = [
    path
    for folder in ("scripts", "overrides")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".py", ".typ", ".html", ".css", ".js", ".svg")
]


def imports(path: Path) -> set[str]:
    """Return the full names of all modules that a file imports, wherever in it; our own start
    with `handouts.`."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add(str(node.module))
    return modules


# Doors and dependencies ---------------------------------------------------------------------------


def test_only_the_two_doors_know_mkdocs():
    importers = {
        name
        for name, path in PYTHON.items()
        if any(module.split(".")[0] == "mkdocs" for module in imports(path))
    }
    assert importers <= {"hooks.py", "handouts/build/mkdocs.py", "handouts/cli/commands.py"}


def test_nobody_in_scripts_knows_material():
    """Only overrides/ knows the theme."""
    material = {"material", "mkdocs_material"}
    assert [
        name
        for name, path in PYTHON.items()
        if material & {module.split(".")[0] for module in imports(path)}
    ] == []


FIRST_RUN = {
    "handouts.cli.environment",
    "handouts.cli.parser",
    "handouts.system.files",
    "handouts.cli",
}


@pytest.mark.parametrize("name", sorted(FIRST_RUN - {"handouts.cli"}))
def test_the_first_run_needs_the_standard_library_only(name):
    foreign = {
        module
        for module in imports(SCRIPTS / f"{name.replace('.', '/')}.py")
        if module.split(".")[0] not in sys.stdlib_module_names
    }
    assert foreign <= FIRST_RUN


# Plain speech -------------------------------------------------------------------------------------


def undocumented(tree: ast.Module) -> list[str]:
    """Name public functions, classes and methods without a docstring. The name of a property or a
    model speaks for itself."""
    names = []
    for node in tree.body:
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) or node.name.startswith("_"):
            continue
        data = isinstance(node, ast.ClassDef) and all(
            isinstance(statement, (ast.AnnAssign, ast.Assign)) for statement in node.body
        )
        if not ast.get_docstring(node) and not data:
            names.append(node.name)
        methods = (
            [child for child in node.body if isinstance(child, ast.FunctionDef)]
            if isinstance(node, ast.ClassDef)
            else []
        )
        silent = [
            method.name
            for method in methods
            if not method.name.startswith("_")
            and not ast.get_docstring(method)
            and not method.decorator_list
        ]
        names += [f"{node.name}.{name}" for name in silent]
    return names


@pytest.mark.parametrize("name", MODULES)
def test_everything_public_says_what_it_promises(name):
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    # Names that other packages call; what they do is said there.
    called_elsewhere = {"extendMarkdown", "extendMarkdownBlocks", "run"}
    assert [
        qualified
        for qualified in undocumented(tree)
        if qualified.rpartition(".")[2] not in called_elsewhere
    ] == []


def test_no_source_holds_a_note_of_work_to_do():
    assert [
        path.name
        for path in WRITTEN
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", path.read_text(encoding="utf-8"))
    ] == []


def test_lines_of_print_templates_fit_a_screen():
    """Those of Python are up to `ruff`."""
    templates = [path for path in WRITTEN if path.suffix == ".typ"]
    assert templates
    lines = {path.name: path.read_text(encoding="utf-8").splitlines() for path in templates}
    too_long = [
        f"{name}:{number}"
        for name, text in lines.items()
        for number, line in enumerate(text, 1)
        if len(line) > 100
    ]
    assert too_long == []


def tool_output(*words: str) -> str:
    """Run a tool of this Python, and return what it says; nothing where it finds nothing."""
    process = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True
    )
    return "" if process.returncode == 0 else process.stdout + process.stderr


def test_the_code_is_in_one_style_and_without_slips():
    assert tool_output("ruff", "check", "scripts", "tests") == ""
    assert tool_output("ruff", "format", "--check", "scripts", "tests") == ""


def test_the_types_of_the_machine_agree():
    """Strictly; the packages that come without types are listed in pyproject.toml."""
    assert tool_output("mypy") == ""


# Words of the site --------------------------------------------------------------------------------


FORM = r'\blabels\["(\w+)" ~ sheet\.print ~ "_" ~ sheet\.paper\]'  # a word for each form of a sheet


def requested_labels() -> set[str]:
    """Return the keys of words.yml that templates, sheets and scripts ask for."""
    labels: set[str] = set()
    for path in WRITTEN:
        text = path.read_text(encoding="utf-8")
        if path.suffix in (".html", ".typ"):
            labels |= set(re.findall(r"\b(?:labels|say)\.(\w+)", text)) | set(
                re.findall(r"\b(?:labels|say)\[\"(\w+)\"\]", text)
            )
            labels |= {
                f"{key}{print}_{paper}" for key in re.findall(FORM, text) for paper, print in SHEETS
            }
        elif path.suffix == ".py":
            labels |= set(re.findall(r"\b(?:say|labels)\[[\"'](\w+)[\"']\]", text)) | set(
                re.findall(r"\b(?:say|labels)\.get\(\"(\w+)\"", text)
            )
            labels |= {
                key
                for pair in re.findall(r"\b(?:say|labels)\[\"(\w+)\" if .*? else \"(\w+)\"\]", text)
                for key in pair
            }
    from handouts.pages.site_context import NAVIGATION

    return labels | {key for key, _ in NAVIGATION}


def test_the_list_of_labels_is_what_templates_sheets_and_scripts_ask_for():
    """The checks hold words.yml of each language against that list."""
    assert sorted(LABELS) == sorted(requested_labels())
    text = "".join(path.read_text(encoding="utf-8") for path in WRITTEN)
    unfilled = [
        name
        for names in LABELS.values()
        for name in names
        if f"{name}=" not in text and f"{{{name}}}" not in text
    ]
    assert unfilled == []


@pytest.mark.parametrize("name", MODULES)
def test_what_people_write_is_never_a_format_string(name):
    """`format` looks up attributes where words ask for them; `fill` puts in what it is given and
    nothing else."""
    calls = [
        node
        for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    assert [
        node.lineno
        for node in calls
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "format_map")
    ] == []


def test_templates_ask_for_words_in_one_way_only():
    """So that the two tests above see them all."""
    for path in TEMPLATES.values():
        for expression in re.findall(r"\blabels\[[^\]]*\]", path.read_text(encoding="utf-8")):
            assert re.fullmatch(r'labels\["\w+"\]', expression) or re.fullmatch(FORM, expression), (
                expression
            )


# Templates ----------------------------------------------------------------------------------------


def without_jinja(path: Path) -> str:
    """Return a template without its Jinja."""
    return re.sub(
        r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.S
    )


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_hold_no_words_of_their_own(name):
    text = without_jinja(TEMPLATES[name])
    attributes = re.findall(
        r'\b(?:alt|title|aria-label|placeholder|aria-description|label)="([^"]*)"', text
    )
    assert [
        word
        for part in (re.sub(r"<[^>]*>", " ", text), *attributes)
        for word in re.findall(r"[^\W\d_]{2,}", part)
    ] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_hold_no_inline_style_or_script(name):
    """The content policy of the site allows neither."""
    text = without_jinja(TEMPLATES[name])
    if not text.strip():
        return
    page = html.fragment_fromstring(text, create_parent="div")
    assert (
        page.xpath(
            "//style | //@style | //script[not(@src)][not(@type='application/ld+json')] | "
            "//@*[starts-with(name(), 'on')]"
        )
        == []
    )


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_send_nobody_elsewhere(name):
    assert re.findall(r"(?:https?:)?//[\w.-]+", without_jinja(TEMPLATES[name])) == []


# The repository -----------------------------------------------------------------------------------


checkout = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")


@needs("git")
@checkout
def test_git_holds_no_generated_file():
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    generated = re.compile(
        r"^(site|site\.new|site\.old|site-preview)/|(^|/)(\.venv|\.cache|__pycache__|\.pytest_cache)/|\.(pyc|pdf|woff2)$"
    )
    assert [file for file in files if generated.search(file)] == []


@needs("git")
@checkout
def test_nothing_stands_at_the_top_that_does_not_belong_there():
    files = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    ours = {
        "docs",
        "overrides",
        "scripts",
        "tests",
        "mkdocs.yml",
        *(path.name for path in ROOT.glob("mkdocs.*.yml")),
        "README.md",
        "CONTRIBUTING.md",
        "LICENSE",
    }
    tools = {
        ".ci",
        ".github",
        ".vscode",
        ".editorconfig",
        ".git-blame-ignore-revs",
        ".gitattributes",
        ".pre-commit-config.yaml",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        ".gitignore",
        "pyproject.toml",
        "requirements.txt",
        "requirements-dev.txt",
    }
    assert {file.split("/")[0] for file in files if file} - ours - tools == set()


@needs("git")
@checkout
@pytest.mark.parametrize(
    "name", ["site/x", "site.new/x", "site.old/x", "site-preview/x", ".venv", ".cache/x"]
)
def test_git_ignores_what_is_generated(name):
    assert subprocess.run(["git", "check-ignore", "-q", name], cwd=ROOT).returncode == 0
