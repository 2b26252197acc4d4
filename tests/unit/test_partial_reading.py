"""What could not be read is unknown, not absent: one mistake is told once, in its own file, and
nobody else is blamed for it."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest

from handouts.build import pipeline
from handouts.checks import advisories
from handouts.checks import run as checks
from handouts.loading import library_loader, settings
from handouts.problems import Refused
from support.project import ONLY_ENGLISH, TODAY, Project, add_spanish, write_project

FILES = {
    "docs/en/everyday.txt": "emergency\ngardener\n7\n",
    "docs/es/everyday.txt": "emergencia\n7\n",
    "docs/en/pairs.yml": "cream:\n  when: [cream, itch]\n  then: [rash]\n"
        "  why: it may cause a rash.\n",
    "docs/es/pairs.yml": "cream:\n  when: [crema, picor]\n  then: [sarpullido]\n"
        "  why: it may cause a rash.\n",
    "docs/es/glossary.yml": "sabañón:\n  definition: Una llaga.\n",
    "docs/pictures/hand.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path '
        'd="M0 0h9" fill="none"/><text x="1" y="1" font-size="2" font-family="Atkinson '
        'Hyperlegible Next" fill="currentColor">{palm}</text></svg>\n',
    "docs/en/pictures.yml": "hand:\n  alt: A hand.\n  labels: {palm: Palm}\n",
    "docs/es/pictures.yml": "hand:\n  alt: Una mano.\n  labels: {palm: Palma}\n",
    "docs/packets.yml": "both:\n  title: {en: Both, es: Dos}\n"
        "  handouts: [dry-hands, words-to-know]\n",
    "docs/codes.yml": """\
systems:
  icd: {name: ICD, oid: 1.2.3, uri: "https://icd.example"}
notes:
  soon: {en: Read this first., es: Lea esto primero.}
codes:
  - {system: icd, code: L98, answer: dry-hands, note: soon}
subtopics:
  - {system: icd, code: T1, display: Treatment, answer: dry-hands, part: what-you-can-do}
""",
    "docs/moved.yml": """\
moved:
  old-hands: dry-hands
  packets/all: packets/both
  dry-hands#reasons: dry-hands#why
withdrawn:
  wet-hands:
    on: 2026-11-01
    title: {en: Wet hands, es: Manos mojadas}
    reason: {en: It was wrong., es: No era cierto.}
    instead: [dry-hands]
""",
    "docs/addresses.txt": "".join(
        f"/{address}\n"
        for address in (
            "", "packets/all.pdf", "handouts/dry-hands/", "handouts/dry-hands/#reasons",
            "handouts/old-hands/", "handouts/wet-hands/", "handouts/words-to-know/",
            "es/handouts/dry-hands/", "es/handouts/wet-hands/",
        )
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def full_garden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The garden in two languages with one of each file, each of them named by others."""
    project = add_spanish(write_project(tmp_path_factory.mktemp("full") / "project"))
    for name, text in FILES.items():
        project.write(name, text)
    english, spanish = "docs/en/handouts/dry-hands.md", "docs/es/handouts/dry-hands.md"
    project.edit(
        english,
        "Clay takes up water",
        "/// picture | hand\n7 hands of a gardener.\n///\n\nClay takes up water",
    )
    cited = "Wear thin wool gloves on all days that are cold and dry. [^soil-2020]"
    for name in (english, spanish):
        project.edit(
            name,
            "your skin dries out. [^soil-2020]",
            f"7 hands dry out. [^soil-2020] {cited} {cited}",
        )
    project.edit(
        english,
        "(words-to-know.md#words)",
        "(words-to-know.md#word-chilblain) and [whom to call](#emergency)",
    )
    project.edit(
        "docs/en/handouts/words-to-know.md", "Look up", "[Dry hands](dry-hands.md#why): look up"
    )
    project.edit(
        spanish,
        "## What helps?",
        "/// picture | hand\n7 hands of a gardener.\n///\n\n[Llame](#emergency) y [lea](#why).\n\n"
        "## What helps?",
    )
    project.date()
    project.translate()
    project.date()
    assert messages_of(project) == []
    return project.root


def messages_of(project: Project) -> list[str]:
    """Return all that reading and checking say of a library, whatever asks; what is only worth
    knowing too, but for the page that is in English only."""
    try:
        library, problems = library_loader.read(project.root, settings.read(project.root))
    except Refused as refused:
        return list(map(str, refused.problems))
    all_problems = {*problems, *checks.check(library, TODAY)}
    with contextlib.suppress(Refused):
        pipeline.require_no_problems(library, problems)
        assert not all_problems, "a build would say nothing of it"
    messages = list(map(str, sorted({*all_problems, *advisories.notices(library, TODAY)})))
    return [message for message in messages if message != ONLY_ENGLISH]


def names() -> list[str]:
    garden = (
        "sources.yml clinic.yml en/words.yml en/glossary.yml en/cards/emergency.md "
        "en/handouts/dry-hands.md en/handouts/words-to-know.md "
        "en/index.md en/about/index.md es/words.yml versions.txt en/search.yml "
        "es/cards/emergency.md es/handouts/dry-hands.md es/index.md"
    )
    return ["mkdocs.yml", "mkdocs.es.yml", *FILES, *(f"docs/{name}" for name in garden.split())]


@pytest.fixture
def copy(full_garden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.delenv("SITE_URL", raising=False)
    shutil.copytree(full_garden, tmp_path / "project")
    return Project(tmp_path / "project")


def test_every_file_of_the_library_is_among_the_cases(copy):
    paths = {
        path.relative_to(copy.root).as_posix()
        for path in copy.root.rglob("*")
        if path.suffix in (".md", ".yml", ".txt", ".svg")
    }
    assert paths == set(names())


@pytest.mark.parametrize("name", names())
def test_a_file_that_cannot_be_read_is_told_once_and_nobody_else_is_blamed(copy, name):
    path = copy.root / name
    text = path.read_bytes()
    path.write_bytes(text + b"caf\xe9\n")
    line = text.count(b"\n") + 1
    assert messages_of(copy) == [
        f"{name}:{line}: This line is not UTF-8. Save the file with the encoding UTF-8."
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "messages"),
    [
        ("docs/en/words.yml", "\nwords:", "\nwrods:",
         ["`wrods` is not a field here. Did you mean `words`?"]),
        ("docs/es/words.yml", "\nwords:", "\nwrods:",
         ["`wrods` is not a field here. Did you mean `words`?"]),
        ("docs/sources.yml", "trust: high", "trsut: high",
         ["`trsut` is not a field here. Did you mean `trust`?"]),
        ("docs/sources.yml", "year: 2020", "year: about 2020", ["`year` must be a whole number."]),
        ("docs/sources.yml", "url: https://soil", "url: htps://soil",
         ["`url` is not written as it should be: a full web address."]),
        ("docs/sources.yml", "glove-notes:", "soil-2020:",
         ["`soil-2020` stands here twice; the first is on line 1. Keep one."]),
        ("docs/en/pictures.yml", "alt: A hand.", 'alt: ""',
         ["`alt` is empty. Write something there or delete the line."]),
        ("docs/en/pictures.yml", "labels:", "lables:",
         ["`lables` is not a field here. Did you mean `labels`?"]),
        ("docs/en/cards/emergency.md", "level:", "levle:",
         ["`levle` is not a field here. Did you mean `level`?"]),
        ("docs/en/handouts/dry-hands.md", "kind:", "knid:",
         ["`knid` is not a field here. Did you mean `kind`?"]),
        ("docs/en/handouts/dry-hands.md", "{ #key-points }", "",
         ["Give this heading a fixed id: ## Key points { #key-points }"]),
        ("docs/moved.yml", "withdrawn:", "withdrew:",
         ["`withdrew` is not a field here. Did you mean `withdrawn`?"]),
        ("docs/codes.yml", "answer: dry-hands, note", "anwser: dry-hands, note",
         ["`anwser` is not a field here. Did you mean `answer`?"]),
    ],
)  # fmt: skip
def test_one_mistake_is_told_once(copy, name, old, new, messages):
    before = (copy.root / name).read_text(encoding="utf-8").partition(old)[0]
    line = before.count("\n") + 1 + old.startswith("\n")
    copy.edit(name, old, new)
    assert messages_of(copy) == [f"{name}:{line}: {message}" for message in messages]


def test_what_hangs_on_nothing_unread_is_told_all_the_same(copy):
    """A mistake in one file hides none in another."""
    copy.edit("docs/clinic.yml", "emergency", "emergncy")
    copy.edit("docs/packets.yml", "words-to-know", "words-to-now")
    copy.edit("docs/en/index.md", "Start here.", "Start here. <b>Now</b> [soon](soon.md)")
    copy.edit("docs/codes.yml", "L98, answer: dry-hands", "L98, answer: wet-gloves")
    assert messages_of(copy) == [
        "docs/clinic.yml:1: `emergncy` is not a field here. Did you mean `emergency`?",
        "docs/codes.yml:6: No handout is called wet-gloves.",
        "docs/en/index.md:8: Pages hold no HTML: <b> would be shown as it stands. Use Markdown.",
        "docs/en/index.md:8: There is no page soon.md from here.",
        "docs/packets.yml:3: The packet both names a handout words-to-now that does not exist. "
        "Did you mean words-to-know?",
    ]


def test_known_names_are_told_in_the_order_of_their_file(copy):
    for id in ("thumb", "arm"):
        copy.write(
            f"docs/pictures/{id}.svg", FILES["docs/pictures/hand.svg"].replace("{palm}", "1")
        )
        with (copy.root / "docs/en/pictures.yml").open("a", encoding="utf-8") as file:
            file.write(f"{id}:\n  alt: A picture.\n")
    copy.edit("docs/en/index.md", "- [My", "/// picture | foot\n///\n\n- [My")
    assert messages_of(copy) == [
        "docs/en/index.md:8: There is no picture called foot: it needs docs/pictures/foot.svg and "
        "its words in docs/en/pictures.yml. "
        "The pictures are: hand, thumb, arm."
    ]


def test_a_link_to_what_may_have_moved_is_no_second_problem(copy):
    page = copy.root / "docs/en/handouts/dry-hands.md"
    page.rename(page.with_name("garden-hands.md"))
    copy.write("docs/moved.yml", "moved:\n  dry-hands: garden-hands\nwithdrawn: [wool]\n")
    assert not [message for message in messages_of(copy) if "There is no page" in message]


def test_a_page_with_a_part_too_few_is_looked_through_like_any_other(copy):
    page = "docs/en/handouts/dry-hands.md"
    copy.edit(page, "## Questions to ask { #questions-to-ask }", "## More { #more }")
    copy.edit(page, "category: daily-care", "category: tols")
    copy.edit(page, "Rest your hands.", "Rest your hands. <b>")
    copy.edit("docs/en/index.md", "handouts/dry-hands.md", "handouts/dry-hands.md#wy")
    assert [message.partition(":")[2] for message in messages_of(copy)] == [
        "5: `category` must be one of: basics, treatment, daily-care, family, tools.",
        "39: Pages hold no HTML: <b> would be shown as it stands. Use Markdown.",
        "46: The part #questions-to-ask is missing. Add a heading for it; or, if it is this part, "
        "write: ## More { #questions-to-ask }",
        "8: The page handouts/dry-hands.md has no heading #wy. Did you mean #why?",
    ]


def test_a_translation_is_looked_through_while_its_original_cannot_be_read(copy):
    copy.edit("docs/en/handouts/dry-hands.md", "order: 10", "order: first")
    copy.edit("docs/es/handouts/dry-hands.md", "translated:", "trnaslated:")
    copy.edit("docs/es/handouts/dry-hands.md", "[lea](#why)", "[lea](#wy) <i>")
    assert messages_of(copy) == [
        "docs/en/handouts/dry-hands.md:7: `order` must be a whole number.",
        "docs/es/handouts/dry-hands.md:4: `trnaslated` is not a field here. Did you mean "
        "`translated`?",
        "docs/es/handouts/dry-hands.md:21: Pages hold no HTML: <i> would be shown as it stands. "
        "Use Markdown.",
        "docs/es/handouts/dry-hands.md:21: The page itself has no heading #wy. Did you mean #why?",
    ]


def test_cards_and_plain_pages_are_looked_through_though_their_front_matter_is_wrong(copy):
    copy.edit("docs/en/cards/emergency.md", "level: 3", "level: 5")
    copy.edit("docs/en/cards/emergency.md", "turns white", "turns <b>white</b>")
    copy.edit("docs/en/about/index.md", "summary:", "sumary:")
    copy.edit("docs/en/about/index.md", "Every fact", "**Every [fact](../facts.md)")
    assert messages_of(copy) == [
        "docs/en/about/index.md:3: `sumary` is not a field here. Did you mean `summary`?",
        "docs/en/about/index.md:6: There is no page ../facts.md from here.",
        "docs/en/about/index.md:6: These stars make nothing bold: **. Write them right before and "
        "right after the words.",
        "docs/en/cards/emergency.md:3: `level` must be 4 or less.",
        "docs/en/cards/emergency.md:6: Pages hold no HTML: <b> would be shown as it stands. Use "
        "Markdown.",
    ]
