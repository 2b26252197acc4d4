"""Addresses are promises: what is refused before anything is built, and the ledger."""

from __future__ import annotations

import re

import pytest

from handouts.checks import advisories
from handouts.cli import edit
from handouts.markdown import extension
from handouts.model.data_files import LEDGER, MOVES
from handouts.problems import Refused
from handouts.site import permalinks
from handouts.site.built_site import Built
from support.project import Project
from support.published import WITHDRAWN, publish

# What is refused, each in one sentence ------------------------------------------------------------


@pytest.fixture
def published(project: Project) -> Project:
    return publish(project)


def messages_of(project: Project) -> list[str]:
    return list(map(str, project.problems()))


def test_deleting_a_page_is_refused_with_the_cure_before_anything_is_built(published):
    assert messages_of(published) == []
    (published.root / "docs/en/handouts/gloves.md").unlink()
    published.edit("docs/packets.yml", "gloves", "dry-hands")
    line = published.line_of(LEDGER, "/handouts/gloves/")
    cure = (
        f"{LEDGER}:{line}: /handouts/gloves/ was published and is gone. Put it back, or say in "
        f"docs/moved.yml where it went."
    )
    assert messages_of(published) == [cure], "one sentence, not one for each sheet"


def test_whatever_names_a_handout_that_is_gone_says_that_one_line_mends_it(published):
    fact = "says: It may.\n  stands:\n    - {page: gloves, words: [may], cites: [glove-notes]}\n"
    published.write("docs/facts.yml", f"F1:\n  {fact}")
    published.write(
        "docs/codes.yml", CODES.replace("sun-hat", "gloves").replace("why", "key-points")
    )
    published.edit("docs/en/handouts/dry-hands.md", "Rest your hands.", "See [it](gloves.md).")
    published.edit("docs/en/handouts/dry-hands.md", "Wash off", "[Wash](../gloves.md) off")
    elsewhere = "There is no page ../gloves.md from here. Did you mean gloves.md?"
    assert any(message.endswith(elsewhere) for message in messages_of(published)), (
        "it is still there"
    )
    published.edit("docs/en/handouts/dry-hands.md", "[Wash](../gloves.md) off", "Wash off")
    (published.root / "docs/en/handouts/gloves.md").unlink()
    hint = "It was published: say in docs/moved.yml where it went, and this line follows."
    files = {
        message.partition(":")[0] for message in messages_of(published) if message.endswith(hint)
    }
    assert files == {
        "docs/codes.yml",
        "docs/en/handouts/dry-hands.md",
        "docs/facts.yml",
        "docs/packets.yml",
    }
    published.write(MOVES, "moved: {gloves: sun-hat}\n")
    assert not any(
        "gloves" in message for message in messages_of(published) if "facts.yml" not in message
    )


def test_a_page_that_is_no_handout_is_missed_before_anything_is_built(published):
    text = (published.root / LEDGER).read_text(encoding="utf-8")
    ledger = f"{text}/about/team/\n/about/team/#who\n/about/team/plan.pdf\n"
    published.write(LEDGER, ledger)
    line = published.line_of(LEDGER, "/about/team/")
    missing = f"{LEDGER}:{line}: /about/team/ was published and is gone."
    assert [message.split(" Put")[0] for message in messages_of(published)] == [missing]
    published.write("docs/en/about/team.md", "no front matter")
    assert not any(message.startswith(LEDGER) for message in messages_of(published)), (
        "it may be there"
    )
    (published.root / "docs/en/about/team.md").unlink()
    published.write(MOVES, "moved:\n  about/team/: about/\n")
    assert messages_of(published) == []


def test_a_handout_whose_lines_a_merge_took_from_the_ledger_is_known_by_its_versions(published):
    lines = (published.root / LEDGER).read_text(encoding="utf-8").splitlines(keepends=True)
    published.write(LEDGER, "".join(line for line in lines if "/gloves/" not in line))
    assert list(advisories.forgotten_addresses(published.library())) == []
    (published.root / "docs/en/handouts/gloves.md").unlink()
    published.edit("docs/packets.yml", "gloves", "dry-hands")
    (notice,) = advisories.forgotten_addresses(published.library())
    assert str(notice).startswith(f"{LEDGER}: /handouts/gloves/ was published on 2026-11-22, as")
    published.write(MOVES, "moved:\n  gloves: dry-hands\n")
    assert list(advisories.forgotten_addresses(published.library())) == []


@pytest.mark.parametrize(
    "entry, message",
    [
        (
            "old: mittens",
            "No handout is called mittens. Write where old is now, or write it under `withdrawn`.",
        ),
        (
            "gloves: dry-hands",
            "The handout gloves is still there. Delete its file in every language, or this line.",
        ),
        ("old: old", "old leads to old: a circle. Write where old is now."),
        (
            "old: older\n  older: old",
            "old leads to older leads to old: a circle. Write where old is now.",
        ),
        ("old: older\n  older: gloves", "older has moved too. Write where old is now: gloves."),
        (
            "old: packets/start",
            "old is a handout and packets/start is a packet. Write where the same kind of thing "
            "is now.",
        ),
        (
            "about/old/: catalog.json",
            "about/old/ is a page and catalog.json is a file that ends in .json. Write where the "
            "same kind of thing is now.",
        ),
        (
            "packets/old: packets/older",
            "There is no packet older in docs/packets.yml. Write where packets/old is now.",
        ),
        (
            "packets/start: packets/other",
            "The packet start is still in docs/packets.yml. Delete it there, or delete this line.",
        ),
        (
            "Old Page: gloves",
            "Old Page is no handout's id, packet, heading or address. Write it as "
            "docs/addresses.txt does.",
        ),
        (
            "old/../x/: about/",
            "old/../x/ is no handout's id, packet, heading or address. Write it as "
            "docs/addresses.txt does.",
        ),
        (
            "gloves#a: sun-hat#why",
            "A heading can only move within its handout. Write gloves# and the heading that a "
            "reader should see.",
        ),
        (
            "gloves#a: gloves#b",
            "docs/en/handouts/gloves.md has no heading #b. Write which heading now says what #a "
            "said.",
        ),
        (
            "gloves#why: gloves#what-helps",
            "docs/en/handouts/gloves.md still has a heading #why. Delete this line, or change its "
            "id.",
        ),
    ],
)
def test_an_entry_that_leads_nowhere_is_refused(published, entry, message):
    published.write(MOVES, f"moved:\n  {entry}\n")
    assert f"{MOVES}:2: {message}" in messages_of(published)


@pytest.mark.parametrize(
    "old, new, start",
    [
        ("2026-11-20", "2027-11-20", "3: `on` lies in the future."),
        ("[gloves]", "[mittens]", "5: No handout is called mittens."),
        ("{en: It", "{es: Era falso. It", "4: Say under `reason` why, in en: a line `en: …`."),
        (
            "{en: It",
            "{fr: Faux, en: It",
            "4: The library has no language fr. The languages are: en.",
        ),
        (
            "  sun-hat:",
            "  parasol:",
            "2: Say under `title` what the handout was called in en: its file is gone or cannot "
            "be read.",
        ),
        (
            "withdrawn:",
            "moved: {sun-hat: gloves}\nwithdrawn:",
            "1: sun-hat stands under `withdrawn` too. Delete one of the two.",
        ),
        ("on: 2026", "when: 2026", "3: `withdrawn.sun-hat.when` is not a field here."),
    ],
)
def test_a_withdrawal_that_does_not_say_all_is_refused(published, old, new, start):
    published.write(MOVES, WITHDRAWN.replace(old, new))
    assert [
        message for message in messages_of(published) if message.startswith(f"{MOVES}:{start}")
    ], messages_of(published)


def test_the_words_of_a_notice_keep_their_pairs(published):
    published.write(
        "docs/en/pairs.yml", "silk:\n  when: [silk]\n  then: [itch]\n  why: Say both.\n"
    )
    published.write(MOVES, WITHDRAWN.replace("It was wrong.", "Wear silk."))
    assert messages_of(published) == [f"{MOVES}:2: “silk” may not stand without “itch”: Say both."]


def test_the_title_of_a_withdrawn_handout_goes_on_to_be_a_name(published):
    """It stands in its notice and in links to it, and no warning must be written first."""
    published.edit("docs/en/handouts/sun-hat.md", "title: Sun hats", "title: Silk hats")
    table = (
        "| For | Give |\n| --- | --- |\n| Soil | [Gloves](../handouts/gloves.md), and a list |\n"
        "| Soil and lumps | [Gloves](../handouts/gloves.md), [Silk hats](../handouts/sun-hat.md), "
        "and a list |\n"
    )
    published.edit("docs/en/about/index.md", "Every fact", f"\n\n{table}\nEvery fact")
    published.write(
        "docs/en/pairs.yml", "silk:\n  when: [silk]\n  then: [itch]\n  why: Say both.\n"
    )
    assert messages_of(published) == []
    published.write(MOVES, WITHDRAWN)
    assert messages_of(published) == []
    published.edit("docs/en/about/index.md", "sun-hat.md), and", "sun-hat.md), silk and")
    line = published.line_of("docs/en/about/index.md", "silk and")
    assert messages_of(published) == [
        f"docs/en/about/index.md:{line}: “silk” may not stand without “itch”: Say both."
    ]


def test_what_moved_in_a_handout_and_addresses_of_it_stay_right_when_it_is_withdrawn(published):
    published.write(MOVES, f"moved: {{sun-hat#brim: sun-hat#why}}\n{WITHDRAWN}")
    published.edit(
        "docs/en/about/index.md", "Every fact", "Its PDF is `/handouts/sun-hat/sun-hat.pdf`. Every"
    )
    assert messages_of(published) == []


CODES = """\
systems:
  s: {name: S, oid: "1.2", uri: "https://s.example/"}
notes:
  straw: {en: Straw is dry.}
codes:
  - {system: s, code: X1, answer: sun-hat, note: straw}
  - {system: s, code: X2, answer: sun-hat, note: straw}
  - {system: s, code: Y1, answer: sun-hat}
categories:
  - {system: s, code: X, codes: [X1, X2]}
subtopics:
  - {system: s, code: Q1, display: sun, answer: sun-hat, part: why}
"""


def test_a_code_of_a_withdrawn_handout_needs_a_person_who_is_told_all_of_it_at_once(published):
    published.write(MOVES, WITHDRAWN)
    published.write("docs/codes.yml", CODES)
    start = "No handout is called sun-hat. It was withdrawn: choose another handout, such as gloves"
    goes = "the category X (docs/codes.yml:10) and the note straw (docs/codes.yml:4)"
    headings = ", ".join(published.library().languages[0].by_id["gloves"].headings)
    assert messages_of(published) == [
        *(
            f"docs/codes.yml:{line}: {start}, the same for all codes below X. "
            f"Or delete the code, and with it {goes}."
            for line in (6, 7)
        ),
        f"docs/codes.yml:8: {start}. Or delete the code.",
        f"docs/codes.yml:12: {start}, and under `part` one of its headings: those of gloves are "
        f"{headings}. Or delete this entry.",
    ]
    published.write("docs/codes.yml", CODES.partition("notes:")[0])
    assert messages_of(published) == [], "nothing else hangs on the codes"
    other = CODES.replace("answer: sun-hat", "answer: gloves")
    published.write("docs/codes.yml", other.replace("part: why", "part: key-points"))
    assert messages_of(published) == []


def test_a_code_whose_answer_was_published_stays(published):
    published.write(MOVES, WITHDRAWN)
    ledger = (published.root / LEDGER).read_text(encoding="utf-8")
    published.write(LEDGER, f"{ledger}/connect/s/X1.json\n/connect/s/Y1.xml\n")
    published.write("docs/codes.yml", CODES)
    codes = [message for message in messages_of(published) if "The code itself stays" in message]
    assert [message.partition(": ")[0] for message in codes] == [
        "docs/codes.yml:6",
        "docs/codes.yml:8",
    ]
    assert not any("Or delete the code" in message for message in codes)
    text = CODES.replace("answer: sun-hat", "answer: gloves").replace(
        "part: why", "part: key-points"
    )
    published.write("docs/codes.yml", text)
    assert messages_of(published) == []
    published.write(
        "docs/codes.yml", text.replace("  - {system: s, code: Y1, answer: gloves}\n", "")
    )
    line = published.line_of(LEDGER, "/connect/s/Y1.xml")
    assert messages_of(published) == [
        f"{LEDGER}:{line}: /connect/s/Y1.xml was published and is gone. Put it back, or say in "
        f"{MOVES} where it went."
    ]
    published.edit(MOVES, "withdrawn:", "moved: {connect/s/Y1.xml: connect/s/X2.xml}\nwithdrawn:")
    assert messages_of(published) == []


def test_withdrawing_stops_nothing_else_while_the_file_is_there(published):
    """On a Friday afternoon there is one entry to write, whatever the page cites, links to, or gets
    wrong."""
    published.edit(
        "docs/en/handouts/sun-hat.md", "[^glove-notes]", "[^no-such-source] [x](nowhere.md)"
    )
    published.write(MOVES, WITHDRAWN)
    assert messages_of(published) == []
    published.edit("docs/en/handouts/sun-hat.md", "title: Sun hats\n", "")
    published.edit(MOVES, "    on:", "    title: {en: Sun hats}\n    on:")
    assert messages_of(published) == []


def test_links_to_a_withdrawn_handout_are_told_once_its_file_is_gone(published):
    published.write(MOVES, WITHDRAWN.replace("    on:", "    title: {en: Sun hats}\n    on:"))
    (published.root / "docs/en/handouts/sun-hat.md").unlink()
    assert messages_of(published) == [
        "docs/en/about/index.md:6: There is no page ../handouts/sun-hat.md from here. "
        "It was withdrawn: take this away, or choose another handout, such as gloves."
    ]


def test_links_and_packets_follow_a_handout_that_moved(published):
    """To rename a handout takes one line in moved.yml: nobody edits the pages that lead to it."""
    about = "docs/en/about/index.md"
    published.edit(
        about, "sun-hat.md#why)", "sun-hat.md#reasons) and [more hats](../handouts/sun-hat.md)"
    )
    (published.root / "docs/en/handouts/sun-hat.md").unlink()
    published.write(MOVES, "moved: {sun-hat: gloves, gloves#reasons: gloves#why}\n")
    assert messages_of(published) == []
    library = published.library()
    assert (
        library.packets["start"].handouts.count("gloves")
        and "sun-hat" not in library.packets["start"].handouts
    )
    language = library.languages[0]
    (page,) = [page for page in language.pages if page.source.path == about]
    html = extension.render(library, language, extension.markdown_source(page))
    assert html.count("../handouts/gloves.md") == 2 and "gloves.md#why" in html


# The ledger ---------------------------------------------------------------------------------------


def test_a_library_without_a_ledger_promises_nothing(project):
    assert project.library().ledger is None
    assert list(permalinks.unlisted_addresses(project.library(), Built(project.root))) == []


def test_the_ledger_only_grows_and_the_build_says_when_it_should(project):
    for name in (
        "index.html",
        "handouts/dry-hands/index.html",
        "handouts/dry-hands/dry-hands.pdf",
        "assets/style.css",
    ):
        project.write(f"site/{name}", "")
    project.write(LEDGER, "# Nothing yet.\n/handouts/once/\n\n")
    (notice,) = permalinks.unlisted_addresses(project.library(), Built(project.root / "site"))
    assert re.fullmatch(
        rf"{LEDGER}: \d+ addresses of this site are not in here yet, first /\. There .* python3 "
        rf"scripts promise",
        str(notice),
    )
    added = edit.promise(project.root)
    assert "handouts/dry-hands/dry-hands.pdf" in added and "handouts/once/" not in added
    text = (project.root / LEDGER).read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line.startswith("/")]
    assert lines == sorted(lines) and "/handouts/once/" in lines and len(lines) == len(added) + 1
    assert edit.promise(project.root) == [], "once is enough"
    assert (project.root / LEDGER).read_text(encoding="utf-8") == text
    project.write(LEDGER, "\n".join([*reversed(lines), *lines]))  # what a merge may leave
    assert edit.promise(project.root) == []
    assert (project.root / LEDGER).read_text(encoding="utf-8") == text
    assert (
        list(permalinks.unlisted_addresses(project.library(), Built(project.root / "site"))) == []
    )


def test_promising_without_a_site_is_refused(project):
    with pytest.raises(Refused, match="There is no site/ to read addresses from"):
        edit.promise(project.root)


def test_what_nobody_ever_published_need_not_lead_on(published):
    published.write(MOVES, "moved:\n  mittens: gloves\n")
    assert list(map(str, advisories.notices(published.library()))) == [
        f"{MOVES}:2: mittens was never published, as far as {LEDGER} knows, so nothing needs to "
        f"lead on from it."
    ]
