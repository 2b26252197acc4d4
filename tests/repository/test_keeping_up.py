"""A year of updates: the original changes, a clinic changes, and git brings both together each
month.

What a clinic takes over must be the original's words and its own, never the words of one of them
alone; and no line of a ledger, source, packet or handout may get lost on the way.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from handouts.checks import advisories
from handouts.cli import edit as verbs
from handouts.cli.start.answers import Answers
from handouts.cli.start.plan import make_plan
from handouts.cli.start.run import apply
from handouts.model.library import Library
from support.programs import needs
from support.project import CARD, HANDOUT, ROOT, TODAY, Project
from support.sample import write_start_sample

Step = Callable[[Project], object]
MONTHS = range(1, 13)
LEDGERS = ("docs/versions.txt", "docs/addresses.txt")
HANDOUTS = ["dry-hands", "sun-hats", "wet-soil", "sore-knees", "seed-trays", "cold-days"]


# Changes, as people make them --------------------------------------------------------------------


def edit(file: str, old: str, new: str) -> Step:
    return lambda project: project.edit(f"docs/{file}", old, new)


def write(file: str, text: str) -> Step:
    return lambda project: project.write(f"docs/{file}", text)


def add(file: str, text: str) -> Step:
    """Add lines at the end of a file, which may be new."""

    def step(project: Project) -> None:
        path = project.root / "docs" / file
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        project.write(f"docs/{file}", before + text)

    return step


def move(old: str, new: str) -> Step:
    return lambda project: (project.root / "docs" / old).rename(project.root / "docs" / new)


def copy(old: str, new: str, *changes: tuple[str, str]) -> Step:
    """Let a clinic take a file of the library as the start of its own."""

    def step(project: Project) -> None:
        text = (project.root / "docs" / old).read_text(encoding="utf-8")
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        project.write(f"docs/{new}", text)

    return step


def handout(id: str, order: int) -> str:
    title = f"About {id.replace('-', ' ')}"
    return HANDOUT.replace("Dry garden hands", title).replace("order: 10", f"order: {order}")


def source(id: str, publisher: str) -> str:
    return (
        f"{id}:\n  publisher: {publisher}\n  title: On {id}\n  url: https://{id}.example/\n"
        "  read: In full\n  trust: high\n  why: Measured.\n"
    )


def packet(id: str, *handouts: str) -> str:
    return (
        f"{id}:\n  title: {{en: Set {id}, es: Juego {id}}}\n  handouts: [{', '.join(handouts)}]\n"
    )


SOIL = "Clay takes up water, so your skin dries out. [^soil-2020]"
ORIGINAL: list[tuple[Step, ...]] = [
    (edit("en/handouts/dry-hands.md", "- Soil dries skin.", "- Dry soil dries skin."),),
    (edit("en/cards/emergency.md", "turns white and stays", "turns white or blue and stays"),),
    (edit("en/words.yml", "  print_title: ", "  print_title: Now "),),
    (
        add("sources.yml", source("rain-2027", "Rain Club")),
        edit("en/handouts/wet-soil.md", SOIL, "Rain makes soil wet. [^rain-2027]"),
    ),
    (add("packets.yml", packet("spring", "dry-hands", "wet-soil")),),
    (edit("en/search.yml", "[cracked fingers]", "[cracked fingers, rough hands]"),),
    (add("codes.yml", "- {system: icd, code: L98, answer: dry-hands}\n"),),
    (edit("en/glossary.yml", "that comes after cold.", "that comes some days after cold."),),
    # A clinic has a page of its own in the place of this one.
    (edit("en/handouts/sun-hats.md", "- [ ] Rest your hands.", "- [ ] Rest in the shade."),),
    (
        move("en/handouts/sun-hats.md", "en/handouts/hats.md"),
        add("moved.yml", "  sun-hats: hats\n"),
    ),
    (edit("es/cards/emergency.md", "- Llame [", "- Llame ya [") ,),
    (add("en/everyday.txt", "wheelbarrow\n"),),
    (edit("en/about/index.md", "Every fact has a source.", "Each fact has a source."),),
    # Its address stands beside that of the clinic's new page of the same month.
    (write("en/handouts/bean-rows.md", handout("bean-rows", 80)),),
    (edit("en/handouts/sore-knees.md", "- Gloves help.", "- Pads help."),),
    (
        add("moved.yml",
         "withdrawn:\n  cold-days:\n    on: 2026-11-20\n"
         "    reason: {en: A step could hurt you., es: Un paso puede hacerle daño.}\n"),
    ),
    (edit("sources.yml", "year: 2020", "year: 2021"),),
    (
        edit("en/handouts/seed-trays.md", "{ #what-helps }", "{ #which-trays-help }"),
        edit("moved.yml", "moved:\n",
         "moved:\n  seed-trays#what-helps: seed-trays#which-trays-help\n"),
    ),
    (
        edit("packets.yml", "spring:\n", "garden:\n"),
        edit("moved.yml", "moved:\n", "moved:\n  packets/spring: packets/garden\n"),
    ),
    (edit("codes.yml", "code: L98, answer: dry-hands", "code: L98, answer: wet-soil"),),
    (write("en/pairs.yml", "balm:\n  when: [balm]\n  then: [help]\n  why: Hope alone misleads.\n"),
     ),
    (write("es/pairs.yml", "balm:\n  when: [bálsamo]\n  then: [ayuda]\n  why: Engaña.\n"),),
    (add("en/glossary.yml", "callus:\n  definition: Thick skin where a tool rubs.\n"),),
    (write("pictures/glove.svg",
     '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="none" '
     'stroke="currentColor" d="M0 0h9"/></svg>\n'),
     ),
    (write("facts.yml",
     "F1:\n  says: Soil dries skin.\n  stands:\n  - {page: wet-soil, words: [Soil dries skin.]}\n"),
     ),
    (
        edit("sources.yml", "rain-2027:", "rain-2028:"),
        edit("en/handouts/wet-soil.md", "[^rain-2027]", "[^rain-2028]"),
    ),
    (edit("clinic.yml", "# name:", "# The name that patients use.\n# name:"),),
    (edit("en/index.md", "Start here.", "Start here, please."),),
    (edit("en/handouts/bean-rows.md", "- [ ] Wear gloves.", "- [ ] Use a balm to help."),),
    # The one sentence that the clinic changes in the same month.
    (edit("en/handouts/sore-knees.md", SOIL, "Hard soil hurts your knees. [^soil-2020]"),),
]  # fmt: skip
CLINIC: list[tuple[Step, ...]] = [
    (write("clinic/clinic.yml", 'name: Garden clinic\nphone: "555-0100"\n'),),
    (write("clinic/en/handouts/tools.md", handout("tools", 90)),),
    (copy("en/handouts/sun-hats.md", "clinic/en/handouts/sun-hats.md",
     ("- Gloves help.", "- Our hats help.")),),
    (write("clinic/en/cards/emergency.md", CARD.replace("stays white", "stays white or numb")),),
    (write("clinic/en/words.yml", "words:\n  home: Start\n"),),
    (
        write("clinic/sources.yml", source("own-2027", "Garden clinic")),
        edit("clinic/en/handouts/tools.md", SOIL, "Tools can be heavy. [^own-2027]"),
    ),
    (write("clinic/packets.yml", packet("first-visit", "dry-hands", "tools")),),
    # In files of the library, not its own.
    (edit("en/handouts/dry-hands.md", "- Which gloves are best for me?",
     "- Which of your gloves are best?"),),
    (edit("en/handouts/wet-soil.md", "- [ ] Wash off the soil.",
     "- [ ] Wash off the soil at our tap."),),
    (write("clinic/en/glossary.yml", "potting bench:\n  definition: A high table for plants.\n"),),
    (write("clinic/en/everyday.txt", "greenhouse\n"),),
    (add("en/everyday.txt", "allotment\n"),),
    (write("clinic/codes.yml", "codes:\n- {system: icd, code: L10, answer: tools}\n"),),
    (write("clinic/en/handouts/benches.md", handout("benches", 95)),),
    (edit("clinic/en/words.yml", "home: Start", "home: Our garden"),),
    (
        move("clinic/en/handouts/benches.md", "clinic/en/handouts/tables.md"),
        write("clinic/moved.yml", "moved:\n  benches: tables\n"),
    ),
    (write("clinic/en/about/team.md",
     "---\ntitle: Our team\nsummary: Who we are.\n---\n\nWe garden.\n"),),
    (edit("en/about/index.md", "title: About", "title: About us"),),
    (write("clinic/en/search.yml", "tools: [heavy spade]\n"),),
    (write("clinic/pictures/bench.svg",
     '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="none" '
     'stroke="currentColor" d="M0 0h9"/></svg>\n'),
     ),
    (write("clinic/facts.yml",
     "C1:\n  says: Tools can be heavy.\n  stands:\n  - {page: tools, words: [Tools can be "
     "heavy.]}\n"),
     ),
    (edit("clinic/en/handouts/tools.md", "- [ ] Wear gloves.", "- [ ] Ask for a light spade."),),
    (edit("clinic.yml", "# phone:", "# The desk answers.\n# phone:"),),
    (edit("en/handouts/seed-trays.md", "- Soil dries skin.", "- Our soil dries skin."),),
    (add("clinic/packets.yml", packet("benches", "tables", "tools")),),
    (edit("clinic/clinic.yml", "555-0100", "555-0199"),),
    (copy("es/handouts/dry-hands.md", "clinic/es/handouts/dry-hands.md",
     ("Manos secas", "Nuestras manos")),),
    (edit("es/index.md", "title: Manos", "title: Nuestras manos"),),
    (add("clinic/sources.yml", source("own-2028", "Garden clinic")),
     edit("clinic/en/handouts/tables.md", SOIL, "A table saves your back. [^own-2028]")),
    (edit("en/handouts/sore-knees.md", SOIL, "Our soil is soft on knees. [^soil-2020]"),),
]  # fmt: skip
CONFLICT = ["docs/en/handouts/sore-knees.md"]  # in the last month, and in no other


# The two repositories ----------------------------------------------------------------------------


def git(project: Project, *words: str, check: bool = True) -> str:
    names = "-c user.name=Anna -c user.email=anna@clinic.example -c commit.gpgsign=false".split()
    command = ["git", *names, *words]
    process = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)
    assert not check or process.returncode == 0, process.stdout + process.stderr
    return process.stdout


def commit(project: Project, message: str) -> None:
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", message)


def lines(project: Project, file: str) -> set[str]:
    return set((project.root / file).read_text(encoding="utf-8").splitlines())


def publish(project: Project, day: date) -> None:
    """Date drafts and promise the pages, as publishing does."""
    verbs.add_versions(project.root, day)
    library = project.library()  # which has no Problem
    pages = {f"/{library.address(page)}" for lang in library.languages for page in lang.all_pages}
    text = "".join(f"{line}\n" for line in sorted(pages | lines(project, "docs/addresses.txt")))
    project.write("docs/addresses.txt", text)


def unmerged(project: Project) -> list[str]:
    return git(project, "diff", "--name-only", "--diff-filter=U").split()


@pytest.fixture
def original(bilingual_project: Project) -> Project:
    project = bilingual_project
    shutil.copy(ROOT / ".gitattributes", project.root)
    for number, id in enumerate(HANDOUTS[1:], 3):
        project.write(f"docs/en/handouts/{id}.md", handout(id, 10 * number))
    for file, text in {
        "clinic.yml": 'emergency: "112"\n\n# name: Name of your clinic\n#\n# phone: "555-0100"\n',
        "packets.yml": packet("start", "dry-hands", "words-to-know"),
        "codes.yml": "systems:\n  icd: {name: ICD, oid: 1.2.3, uri: 'https://icd.example'}\ncodes:\n",
        "moved.yml": "moved:\n",
        "en/everyday.txt": "tomato\n",
        "addresses.txt": "",
    }.items():
        project.write(f"docs/{file}", text)
    project.edit(
        "docs/codes.yml", "codes:\n", "codes:\n- {system: icd, code: L99, answer: dry-hands}\n"
    )
    project.write("docs/moved.yml", "moved:\n  packets/old: packets/start\n")
    publish(project, TODAY)
    assert project.problems() == []
    git(project, "init", "--quiet", "--initial-branch=main")
    commit(project, "The library")
    return project


# The year ----------------------------------------------------------------------------------------


@needs("git")
def test_a_year_of_updates_keeps_the_words_of_both(original: Project, tmp_path: Path) -> None:
    folder = tmp_path.with_name("clinic")
    git(original, "clone", "--quiet", str(original.root), str(folder))
    clinic = Project(folder)
    assert len(ORIGINAL) == len(CLINIC) == 30
    for month in MONTHS:
        year = slice(5 * (month - 1) // 2, 5 * month // 2)
        for project, changes in ((original, ORIGINAL), (clinic, CLINIC)):
            for step in (step for change in changes[year] for step in change):
                step(project)
            publish(project, date(2027, month, 1))
            commit(project, f"Month {month}")
        check_merge(original, clinic, month)
    check_words(clinic)


def check_merge(original: Project, clinic: Project, month: int) -> None:
    """Merge the original into the clinic's library, and compare what both had with the result."""
    both = (original, clinic)
    libraries = [project.library() for project in both]
    ledgers = {file: set.union(*map(partial(lines, file=file), both)) for file in LEDGERS}
    git(clinic, "fetch", "--quiet", "origin")
    git(clinic, "merge", "--quiet", "--no-edit", "origin/main", check=False)
    assert unmerged(clinic) == (CONFLICT if month == MONTHS[-1] else []), month
    for file in unmerged(clinic):
        git(clinic, "checkout", "--ours", file)
    if unmerged(clinic):
        commit(clinic, "Our sentence")
    assert git(clinic, "status", "--porcelain") == ""
    assert clinic.problems() == [], month
    for file, before in ledgers.items():
        assert before <= lines(clinic, file), (month, file)
    merged = clinic.library()
    moved = merged.moves.moved
    check_versions(libraries[1], merged)
    for library in libraries:
        withdrawn = merged.moves.withdrawn.keys() | {"rain-2027"}
        assert library.references.keys() - withdrawn <= merged.references.keys()
        assert {
            moved.get(f"packets/{id}", id).removeprefix("packets/") for id in library.packets
        } <= (merged.packets.keys())
        for language in library.languages:
            ids = {moved.get(id, id) for id in language.by_id} - withdrawn
            assert ids <= merged.language(language.code).by_id.keys()
        assert {code.code for code in library.codes.codes} <= {
            code.code for code in merged.codes.codes
        }


def check_versions(before: Library, merged: Library) -> None:
    """See that words which an update leaves alone keep the day on which they were published.

    Else a nurse would take the sheets in her drawer for old ones.
    """
    moved = merged.moves.moved
    for language, handout in before:
        id = moved.get(handout.id, handout.id)
        after = merged.language(language.code).by_id.get(id)
        if after and after.fingerprint == handout.fingerprint:
            assert after.version == handout.version, (language.code, id)


def check_words(clinic: Project) -> None:
    """Look for the words of both in the clinic's library, after a year."""
    library = clinic.library()
    english, spanish = library.languages
    assert "- Dry soil dries skin." in english.by_id["dry-hands"].source.body
    assert "- Which of your gloves are best?" in english.by_id["dry-hands"].source.body
    assert "- Our hats help." in english.by_id["hats"].source.body
    assert "stays white or numb" in english.cards["emergency"].source.body
    assert "Llame ya" in spanish.cards["emergency"].source.body
    assert "Our soil is soft on knees." in english.by_id["sore-knees"].source.body
    assert english.labels["home"] == "Our garden" and english.labels["print_title"].startswith(
        "Now"
    )
    assert english.everyday == {"tomato", "wheelbarrow", "allotment", "greenhouse"}
    assert english.terms.keys() >= {"chilblain", "callus", "potting bench"}
    assert library.packets.keys() == {"start", "garden", "first-visit", "benches"}
    assert (library.clinic.name, library.clinic.phone) == ("Garden clinic", "555-0199")
    assert spanish.by_id["dry-hands"].title == "Nuestras manos"
    assert {"about/team", "about/index"} <= {page.address for page in english.pages}
    assert library.facts.keys() == {"F1", "C1"} and library.drawings.keys() == {"glove", "bench"}
    behind = {notice.path for notice in advisories.replaced_pages(library)}
    assert behind == {
        "docs/clinic/en/handouts/sun-hats.md",
        "docs/clinic/en/cards/emergency.md",
        "docs/clinic/es/handouts/dry-hands.md",
    }


# Another subject ---------------------------------------------------------------------------------


@needs("git")
def test_another_subject_takes_the_machine_and_keeps_its_own_words(tmp_path: Path) -> None:
    """What README says, after a time in which the original changed, added and renamed pages."""
    original = write_start_sample(tmp_path / "original")
    original.write("scripts/machine.py", "old\n")
    shutil.copy(ROOT / ".gitattributes", original.root)
    git(original, "init", "--quiet", "--initial-branch=main")
    commit(original, "The library")
    walks = Project(tmp_path / "walks")
    git(original, "clone", "--quiet", "--origin=upstream", str(original.root), str(walks.root))
    answers = Answers(languages=["en"], name=["Walks"], id="walks", emergency="999")
    before = walks.library()
    apply(walks.root, before, make_plan(before, answers, TODAY))
    walks.write("docs/en/handouts/boots.md", handout("boots", 90).replace("soil-2020", "five-ways"))
    commit(walks, "Another subject")
    for change in (
        edit("en/cards/emergency.md", "title: ", "level: 3\ntitle: "),
        add("en/handouts/dry-hands.md", "\nSoil is dry.\n"),
        move("en/handouts/sun-hats.md", "en/handouts/hats.md"),
        add("moved.yml", "# sun-hats: hats\n"),
        add("packets.yml", packet("spring", "dry-hands")),
        write("en/handouts/bean-rows.md", handout("bean-rows", 80)),
        lambda project: project.write("tests/content/subject/test_soil.py", "assert 'soil'\n"),
        lambda project: project.write("scripts/machine.py", "new\n"),
        lambda project: project.write("README.md", "# Another title\n"),
        lambda project: project.write("mkdocs.es.yml", "INHERIT: mkdocs.yml\n# new\n"),
    ):
        change(original)
    commit(original, "A year")
    words = git(walks, "rev-parse", "HEAD:docs")
    readme = (walks.root / "README.md").read_text(encoding="utf-8")
    text = (
        (ROOT / "README.md").read_text(encoding="utf-8").partition("**Take updates of the machine")
    )
    for line in text[2].split("```")[1].partition("\n")[2].splitlines():
        command = line.partition("#")[0].strip().replace("git commit", "git commit -m Update")
        if command.startswith("git"):
            git(walks, "-c", f"alias.readme=!{command}", "readme", check="merge" not in command)
    assert git(walks, "rev-parse", "HEAD:docs") == words
    assert (walks.root / "README.md").read_text(encoding="utf-8") == readme
    assert not (walks.root / "mkdocs.es.yml").exists(), "the language that was taken away"
    assert git(walks, "status", "--porcelain") == ""
    assert git(walks, "log", "--oneline", "HEAD..upstream/main") == "", "the next update goes on"
    assert (walks.root / "scripts/machine.py").read_text(encoding="utf-8") == "new\n"
    assert not (walks.root / "tests/content/subject").exists()
