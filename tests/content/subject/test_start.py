"""`start` takes away all that this repository says of its subject."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from handouts.checks import run as run_checks
from handouts.cli import main
from handouts.cli.start import variants
from handouts.loading import library_loader, settings
from handouts.model.language import LABELS
from support.clinic import PARKING
from support.docs import missing_targets
from support.programs import needs
from support.project import ROOT

# The name and the disease, other names of it, and medicines; as pages, addresses and ids have them.
NAMES = (
    "calcinosis|dermatomyositis|dermatomiositis|myositis|miositis|jdm|dmj|scleroderma|esclerodermia|lupus|raynaud|warfarin|warfarina|"
    "steroids?|prednis\\w+|ivig|methotrexate|metotrexato|thiosulfate|tiosulfato|probenecid|diltiazem|colchicine|colchicina|rituximab|"
    "minocycline|ceftriaxone|mycophenolate|infliximab|jak|calcium|calcio|cellulitis|lifeline|988"
)
PATTERN = re.compile(rf"(?<![a-z]){NAMES.join(('(?:', ')'))}(?![a-z])", re.I)
# What it speaks of, and pages and drawings of it, in what people read: elsewhere they are words.
TRACES = re.compile(
    r"\b(?:sores|ulcers?|rheumatolog\w+|snomed\b.*|blood thinners?|blood clots?|sun-cover|"
    r"warmth-and-blood-flow)\b|(?<=  )es/",
    re.I,
)
# Tests of a library in docs/ that look at its paper, language and fields, and at what a page loads.
FOLLOWING = [
    f"tests/content/test_{name}.py"
    for name in ("catalog", "fhir", "full_clinic", "pairs", "sheets", "weight")
]
# Codes of the subject, without what a portal may add to any code; and ids by which its pages go.
CODES = re.findall(
    r'code: "?(?!Q)([A-Z0-9][A-Z0-9.]+)', (ROOT / "docs/codes.yml").read_text(encoding="utf-8")
)
IDS = {
    *(path.stem for path in ROOT.glob("docs/en/handouts/*.md")),
    *yaml.safe_load((ROOT / "docs/packets.yml").read_text(encoding="utf-8")),
} - {
    *(path.stem for path in ROOT.glob("scripts/starter/docs/en/handouts/*.md")),
    *yaml.safe_load((ROOT / "scripts/starter/docs/packets.yml").read_text(encoding="utf-8")),
}
MARKS = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, (*CODES, *IDS)))})(?![\w-])", re.I)
# Further ones, that look at what a clinic adds and takes away.
CLINICS = [
    f"tests/content/test_{name}.py"
    for name in (
        *("drawings", "elsewhere", "links", "packets", "pages", "pages_in_a_browser"),
        *("search_index", "text", "withdrawal"),
    )
]
PYTEST = ("pytest", "-n", "0", "-p", "no:cacheprovider")
NO_TEXT = re.compile(r"requirements.*\.txt|.*\.(ttf|png|ico)")


pytestmark = [
    needs("git"),
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout"),
]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What git holds of this repository, in a folder of its own."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = [name for name in listing.stdout.decode().split("\0") if (ROOT / name).is_file()]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    monkeypatch.setattr("handouts.cli.project.ROOT", tmp_path)
    return tmp_path


def test_nothing_but_the_history_of_the_machine_names_the_old_subject(copy, capsys):
    words = (
        "start --languages en,es --name Walks --name Paseos --id hill-walks --emergency 112 "
        "--crisis-call 116123 --crisis-hours always --crisis-hours siempre --yes"
    )
    assert main.main(words.split()) == 0
    library, problems = library_loader.read(copy, settings.read(copy))
    assert not problems and library.site.name == "Walks"
    assert mentions(copy) == []
    assert missing_targets(copy) == []
    assert not (copy / Path(__file__).relative_to(ROOT)).exists()


def test_the_tests_follow_what_a_clinic_may_say_of_itself(copy, capsys):
    """British English, another paper, a name and a phone, and nothing of the old subject."""
    words = ["--name", "Walks", "--id", "hill-walks", "--emergency", "999", "--paper", "a4"]
    words += ["--languages", "en-GB", "--clinic", "Hill Clinic", "--phone", "020 555", "--yes"]
    assert main.main(["start", *words]) == 0
    run(copy, "ruff", "check", "scripts", "tests")
    keep_fonts(copy)
    run(copy, *PYTEST, *FOLLOWING)


def test_the_tests_follow_what_a_clinic_adds_renames_and_withdraws(copy, capsys):
    """A green build must not be followed by a red test, which would keep a withdrawal from being
    published."""
    words = ["--name", "Walks", "--name", "Paseos", "--id", "hill-walks", "--emergency", "112"]
    assert main.main(["start", *words, "--languages", "en,es", "--yes"]) == 0
    write_clinic(copy)
    library, problems = library_loader.read(copy, settings.read(copy))
    assert [*map(str, problems), *map(str, run_checks.check(library))] == []
    keep_fonts(copy)
    run(copy, *PYTEST, *FOLLOWING, *CLINICS)


def test_tests_of_the_subject_step_aside_where_a_clinic_has_words_of_its_own(copy):
    write_clinic(copy)
    report = run(copy, *PYTEST, "-rs", "tests/content/subject")
    assert "docs/clinic/ has words of a clinic's own" in report and "passed" not in report


def write_clinic(root: Path) -> None:
    """Write who a clinic is, its own handout, page about itself, packet, pair and note, and what
    became of pages."""
    library = root / "docs/clinic"
    (library / "en/handouts").mkdir(parents=True)
    page = (ROOT / "scripts/starter/docs/en/handouts/when-to-get-help.md").read_text("utf-8")
    page = re.sub(r"(?m)^unfinished:.*\n", "", page).replace("order: 10", "order: 90")
    page = page.replace("{today}", "2026-11-30").replace("{due}", "2027-11-30")
    for name, text in {
        "clinic.yml": "name: Hill Clinic by the lake\nphone: 020 555 0100\nlogo: logo.svg\n"
        "paper: a4\nhours: {en: Monday to Friday from 8 to 5, es: lunes a viernes de 8 a 17}\n",
        "logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">'
        '<path d="M0 0h300v100z" fill="#246"/></svg>\n',
        "en/handouts/call-us.md": page.replace("title: When to get help", "title: Call us"),
        "en/handouts/parking.md": PARKING,
        "en/pairs.yml": "walks:\n  when: [boots]\n  then: [blisters]\n  why: Hope misleads.\n",
        "en/notes.yml": "when-to-get-help: We have a desk for walkers. Ask there.\n",
        "packets.yml": "walkers:\n  title: {en: Walkers, es: Caminantes}\n"
        "  handouts: [call-us, parking, when-to-get-help, words-to-know]\n",
        "moved.yml": "moved:\n  ask-us: call-us\nwithdrawn:\n  questions-for-your-visit:\n"
        "    on: 2026-11-30\n    reason: {en: A step was wrong., es: Un paso era incorrecto.}\n"
        "    instead: [when-to-get-help]\n",
    }.items():
        (library / name).write_text(text, encoding="utf-8")


def keep_fonts(root: Path) -> None:
    """Let the builds of a copy find the web fonts and templates that a build here has made."""
    ignored = shutil.ignore_patterns("pdf*", "mypy", "*.lock")
    if (ROOT / ".cache").exists():
        shutil.copytree(ROOT / ".cache", root / ".cache", ignore=ignored)


def run(root: Path, *words: str) -> str:
    """Run a module of Python in a folder, which must succeed, and return what it prints."""
    # Not those of the worker that runs this: a folder that workers share is another library's.
    environment = {key: value for key, value in os.environ.items() if "XDIST" not in key}
    process = subprocess.run(
        [sys.executable, "-m", *words, *([f"--basetemp={root / 'tmp'}"] * (words[0] == "pytest"))],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


def test_each_british_word_stands_for_one_that_the_starter_has():
    """Of the words that this repository brings along, in its first language or its starter."""
    variant = variants.variant_of("en-GB")
    texts = "\n".join(
        path.read_text(encoding="utf-8").lower()
        for folder in (ROOT / "scripts/starter/docs/en", ROOT / "docs/en")
        for path in [*folder.rglob("*.md"), *folder.rglob("*.yml")]
    )
    assert [word for word in variant.spellings if word.lower() not in texts] == []
    assert variant.words.keys() <= LABELS.keys()


def mentions(root: Path) -> list[str]:
    """Return where the old subject is named, line by line."""
    lines = []
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not NO_TEXT.fullmatch(name):
            text = f"{name}\n{path.read_text(encoding='utf-8')}"
            lines += [
                f"{name}: {match[0]} in {line[:120]}"
                for line in text.splitlines()
                for match in (*PATTERN.finditer(line), *MARKS.finditer(line), *_traces(name, line))
                if not (name.startswith("tests/unit/") and match[0] == "988")  # any number
            ]
    return lines


def _traces(name: str, line: str) -> Iterator[re.Match[str]]:
    if not name.startswith(("overrides/", "scripts/", "tests/")):
        yield from TRACES.finditer(line)
