"""What tells people of changes: the feed, the map of the site, the line on a page that is past its day, and the weekly list."""

from __future__ import annotations

import datetime
import subprocess
from pathlib import Path

import pytest
import yaml
from conftest import HANDOUT_FILE, ROOT, TODAY, House, in_spanish, needs
from lxml import etree

from handouts.checks import advisories
from handouts.cli import main, project
from handouts.model.data_files import MOVES
from handouts.outputs import feed
from handouts.pages import site_context

URL = "https://soil.example/garden/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
CHANGES = """\
changes:
  - {on: 2026-11-02, what: Wear gloves in wet soil only., matters: true}
  - {on: 2026-11-02, what: A clearer table., matters: false}
  - {on: 2026-10-05, what: A new picture., matters: false}
sources_gathered"""
WITHDRAWN = """\
withdrawn:
  sun-hat: {on: 2026-11-01, title: {en: Sun hats & caps}, reason: {en: It was wrong.}, instead: [dry-hands]}
"""


@pytest.fixture
def garden(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """The small library with an address, three changes and a withdrawal."""
    monkeypatch.setenv("SITE_URL", URL)
    house.edit(HANDOUT_FILE, "sources_gathered", CHANGES)
    house.write(MOVES, WITHDRAWN)
    return house


def read(house: House, address: str = "feed.xml") -> etree._Element:
    library = house.library()
    return etree.fromstring(
        dict(one for language in library.languages for one in feed.files(library, language))[
            address
        ]
    )


def test_the_feed_says_what_changed_and_whether_it_matters(garden):
    found = read(garden)
    assert found.findtext("a:title", namespaces=ATOM) == "Garden hands: changes"
    entries = [
        (one.findtext("a:title", namespaces=ATOM), one.findtext("a:content", namespaces=ATOM))
        for one in found.findall("a:entry", ATOM)
    ]
    assert entries == [
        (
            "Changed, and it matters for what you do: Dry garden hands",
            "Wear gloves in wet soil only.",
        ),
        ("Changed, but not in what you should do: Dry garden hands", "A clearer table."),
        ("Withdrawn: Sun hats & caps", "It was wrong."),
        ("Changed, but not in what you should do: Dry garden hands", "A new picture."),
    ]
    assert found.xpath("a:entry/a:category[not(@scheme)]/@term", namespaces=ATOM) == [
        "matters",
        "minor",
        "withdrawn",
        "minor",
    ]
    assert found.xpath("a:entry[1]/a:link/@href", namespaces=ATOM) == [f"{URL}handouts/dry-hands/"]
    assert found.xpath("a:entry[3]/a:link[@rel='related']/@href", namespaces=ATOM) == [
        f"{URL}handouts/dry-hands/"
    ]
    due = found.xpath(
        "a:entry[1]/a:category[contains(@scheme, '#next_check_due')]", namespaces=ATOM
    )
    assert [(one.get("term"), one.get("label")) for one in due] == [
        ("2027-10-01", "Next check due: 2027-10-01")
    ]
    assert found.xpath("a:category/@term", namespaces=ATOM) == ["2027-10-01"]


def test_the_feed_is_valid_with_and_without_entries(garden):
    grammar = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))
    grammar.assertValid(read(garden))
    garden.edit(HANDOUT_FILE, CHANGES, "sources_gathered")
    (garden.root / MOVES).unlink()
    grammar.assertValid(read(garden))
    assert read(garden).findtext("a:updated", namespaces=ATOM) == "2026-11-22T00:00:00Z", (
        "the newest change of words"
    )


def test_ids_and_days_come_from_what_was_written_and_stay(garden, monkeypatch):
    def ids() -> list[str]:
        return read(garden).xpath("a:entry/a:id/text()", namespaces=ATOM)

    before = ids()
    assert before == [
        "tag:garden-hands,2026-11-02:en/dry-hands/2", "tag:garden-hands,2026-11-02:en/dry-hands/1",
        "tag:garden-hands,2026-11-01:en/sun-hat/withdrawn", "tag:garden-hands,2026-10-05:en/dry-hands/1",
    ]  # fmt: skip
    assert read(garden).xpath("a:updated/text() | a:entry/a:updated/text()", namespaces=ATOM) == [
        f"{day}T00:00:00Z"
        for day in ("2026-11-02", "2026-11-02", "2026-11-02", "2026-11-01", "2026-10-05")
    ]
    garden.edit(HANDOUT_FILE, "A clearer table.", "A much clearer table.")
    garden.edit(
        HANDOUT_FILE,
        "changes:\n",
        "changes:\n  - {on: 2026-11-02, what: One more., matters: false}\n",
    )
    monkeypatch.setenv("SITE_URL", "https://elsewhere.example/")
    assert ids() == ["tag:garden-hands,2026-11-02:en/dry-hands/3", *before]


def test_each_language_has_its_feed(garden):
    in_spanish(garden)
    garden.edit(
        "docs/es/handouts/dry-hands.md",
        "changed:",
        "changes:\n  - {on: 2026-11-03, what: Más claro., matters: true}\nchanged:",
    )
    found = read(garden, "es/feed.xml")
    assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == "es"
    assert found.xpath("a:entry/a:title/text()", namespaces=ATOM) == [
        "Cambió, e importa para lo que usted hace: Manos secas"
    ]
    assert found.xpath("a:entry/a:link/@href", namespaces=ATOM) == [f"{URL}es/handouts/dry-hands/"]


def test_there_is_no_feed_while_nobody_knows_where_the_site_stands(garden, monkeypatch):
    monkeypatch.delenv("SITE_URL")
    library = garden.library()
    assert [
        one for language in library.languages for one in feed.files(library, language)
    ] == [] and site_context.of_site(library, library.languages[0])["feed"] is None


def test_every_page_names_the_feed_and_one_leads_to_it(real):
    _, built = real
    for language, root in (("en", ""), ("es", "es/")):
        for file in (f"{root}index.html", f"{root}handouts/sun-protection/index.html"):
            (link,) = built.tree(file).xpath("//link[@type='application/atom+xml']")
            assert (link.get("rel"), link.get("href").count("../")) == (
                "alternate",
                file.count("/") - root.count("/"),
            ), language
        assert built.tree(f"{root}about/index.html").xpath(
            f"//main//a[@href='https://clinic.example/handouts/{root}feed.xml']"
        )
        assert (
            etree.fromstring(built.data(f"{root}feed.xml")).get(
                "{http://www.w3.org/XML/1998/namespace}lang"
            )
            == language
        )


def test_a_change_is_told_without_splitting_a_pair(house):
    house.edit(HANDOUT_FILE, "sources_gathered", CHANGES)
    house.write(
        "docs/en/pairs.yml", "gloves:\n  when: [wet soil]\n  then: [rinse]\n  why: Say both.\n"
    )
    line = (house.root / HANDOUT_FILE).read_text(encoding="utf-8").split("\n").index("changes:") + 2
    assert f"{HANDOUT_FILE}:{line}: “wet soil” may not stand without “rinse”: Say both." in map(
        str, house.problems()
    )


def test_the_map_of_the_site_says_when_words_changed_not_when_it_was_built(real):
    library, built = real
    days = dict(
        zip(
            *(
                etree.fromstring(built.data("sitemap.xml")).xpath(
                    f"//*[local-name()='{name}']/text()"
                )
                for name in ("loc", "lastmod")
            ),
            strict=True,
        )
    )
    for _, one in library:
        assert days[library.absolute(library.address(one))] == one.changed.isoformat()
    assert max(days.values()) <= max(one.changed for _, one in library).isoformat()


# Pages that are due ------------------------------------------------------------------------------------------------------


def test_a_page_is_due_after_its_day_and_the_build_remarks_it(house):
    library = house.library()
    assert advisories.due(library, datetime.date(2027, 10, 1)) == []
    assert [one.id for one in advisories.due(library, datetime.date(2027, 10, 2))] == [
        "dry-hands",
        "words-to-know",
    ]
    assert list(advisories.notices(library, TODAY)) == []
    told = [str(one) for one in advisories.notices(library, datetime.date(2027, 10, 2))]
    line = (house.root / HANDOUT_FILE).read_text(encoding="utf-8").split("\n").index(
        "next_check_due: 2027-10-01"
    ) + 1
    assert told[0].startswith(
        f"{HANDOUT_FILE}:{line}: The facts were due to be checked by 2027-10-01."
    )


def test_the_list_of_what_is_due_is_markdown_with_a_status(house, monkeypatch, capsys):
    monkeypatch.setattr(project, "ROOT", house.root)
    assert (main.main(["due"]), capsys.readouterr().out) == (0, "")
    house.edit(
        HANDOUT_FILE,
        "sources_gathered: 2026-10-01\nnext_check_due: 2027-10-01",
        "sources_gathered: 2020-01-01\nnext_check_due: 2021-01-01",
    )
    assert main.main(["due"]) == 1
    assert (
        f"\n- [ ] **Dry garden hands** (`{HANDOUT_FILE}`), due on 2021-01-01\n"
        in capsys.readouterr().out
    )


WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/due.yml").read_text(encoding="utf-8"))


@needs("bash")
@pytest.mark.parametrize(
    "known, status, words, asked",
    [
        ("", 0, "", []),
        (
            "",
            1,
            "- [ ] one",
            ["issue create --title Pages are due to be checked again --body-file due.md"],
        ),
        ("7", 1, "- [ ] one", ["issue edit 7 --body-file due.md"]),
        ("7", 0, "", ["issue close 7 --comment All pages were checked."]),
        ("7", 1, "", None),
        ("7", 2, "usage", None),
    ],
)
def test_the_workflow_keeps_one_issue(tmp_path, known, status, words, asked):
    """Its own script, with a `gh` and a `python3` that only say what they were asked."""
    step = WORKFLOW["jobs"]["due"]["steps"][-1]
    for name, script in (
        ("gh", f'[ "$2" = list ] && echo "{known}" && exit; echo "$@" >> {tmp_path}/asked'),
        ("python3", f'printf "%s" "{words}"; exit {status}'),
    ):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        ["bash", "-e", "-c", step["run"]],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "TITLE": step["env"]["TITLE"]},
    )
    said = (tmp_path / "asked").read_text().splitlines() if (tmp_path / "asked").exists() else []
    assert (done.returncode == 0, said) == (asked is not None, asked or [])


def test_the_workflow_may_write_issues_and_nothing_else():
    assert WORKFLOW["permissions"] == {} and WORKFLOW["jobs"]["due"]["permissions"] == {
        "contents": "read",
        "issues": "write",
    }
    site = (ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8")
    assert all(
        step["uses"] in site for step in WORKFLOW["jobs"]["due"]["steps"] if "uses" in step
    ), "the same pinned actions"
