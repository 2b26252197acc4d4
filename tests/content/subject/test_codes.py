"""The clinical codes of this library: which are answered, which must not be, and with what."""

from __future__ import annotations

import json
import re

from lxml import etree

from handouts.model import codes
from handouts.model.addresses import file_of
from handouts.site import resolve
from support.atom import ATOM, atom_flaws
from support.docs import about

pytestmark = about("codes.yml", "en/handouts/what-is-calcinosis.md")


# The map ------------------------------------------------------------------------------------------


def test_nothing_is_answered_that_is_not_listed_or_a_whole_category(built_library):
    """The codes of other diseases that stand beside ours, of wider groups, and of other calcium
    problems."""
    library, built = built_library
    answered = {(answer.system, answer.code) for answer in codes.list_answers(library.codes)}
    neighbors = (
        "L94 L94.0 M32 M32.1 M33 M33.2 M33.20 M33.29 M35 M35.9 M36 M60.9 M61 M61.0 M61.4 M61.45 "
        "E83.5 E83.59 L98.499"
    )
    assert not {("icd-10-cm", code) for code in neighbors.split()} & answered
    assert (
        not {
            ("snomed-ct", code)
            for code in ("31384009", "1212005", "33110008", "237881004", "38826005")
        }
        & answered
    )
    assert ("mesh", "D009220") not in answered
    assert {
        code for system, code in answered if system == "icd-10-cm" and not re.search(r"\.", code)
    } == {"M34"}
    assert not [
        file
        for file in built.files
        if re.search(r"/(L94\.0|M61\.0|M33\.2\d?|E83\.59)\.(json|xml)$", file)
    ]


def test_codes_start_where_the_content_says(built_library):
    library, _ = built_library
    for answer in codes.list_answers(library.codes):
        start = (
            "children-and-teens"
            if answer.code.startswith("M33.0")
            else "overlap-diseases"
            if answer.note
            else "what-is-calcinosis"
        )
        assert answer.start == start, answer
        assert bool(answer.note) == (
            answer.code[:3] in ("M32", "M34", "M35")
            or answer.code in ("89155008", "55464009", "D012595", "D008180", "D008947", "D017675")
        )


def test_of_snomed_ct_only_codes_are_published(built_library):
    library, built = built_library
    for answer in (
        answer for answer in codes.list_answers(library.codes) if answer.system == "snomed-ct"
    ):
        feed = json.loads(built.data(f"connect/snomed-ct/{answer.code}.json"))["feed"]
        assert (answer.display, feed["category"][2]) == (
            "",
            {"scheme": "mainSearchCriteria.v.dn", "term": ""},
        )


# As files -----------------------------------------------------------------------------------------


def test_the_real_answers_hold_the_start_page_and_two_others_in_order(built_library):
    library, built = built_library
    for language in library.languages:
        for answer in codes.list_answers(library.codes):
            feed = json.loads(
                built.data(library.connect(language, answer.system, answer.code, "json"))
            )["feed"]
            ids = [entry["id"]["_value"].rstrip("/").split("/")[-1] for entry in feed["entry"]]
            further_ids = [
                handout.id for handout in language.handouts if handout.id != answer.start
            ]
            assert ids == [answer.start, *further_ids[:2]]
            opening = library.codes.notes[answer.note][language.code] if answer.note else ""
            assert feed["entry"][0]["summary"]["_value"].startswith(f"<p>{opening}")
            for entry in feed["entry"]:
                for link in entry["link"]:
                    path, _, part = link["href"].removeprefix(library.site.url).partition("#")
                    assert file_of(path) in built.files and (
                        not part or part in built.content(file_of(path)).places
                    )


def test_every_question_leads_to_a_heading(built_library):
    library, built = built_library
    feed = json.loads(built.data("es/connect/icd-10-cm/M33.12.json"))["feed"]
    parts = {
        link["rel"].split("/")[-1]: link
        for entry in feed["entry"]
        for link in entry["link"]
        if "#" in link["href"]
    }
    assert parts.keys() == {subtopic.code for subtopic in library.codes.subtopics}
    assert (
        parts["Q000628"]["href"]
        == library.site.url + "es/handouts/what-is-calcinosis/#what-can-be-done"
    )
    heading = built.tree("es/handouts/what-is-calcinosis/index.html").xpath(
        "//*[@id='what-can-be-done']"
    )
    assert heading[0].text_content().startswith(parts["Q000628"]["title"])


def test_the_atom_files_keep_to_atom_and_say_what_the_json_says(built_library):
    library, built = built_library
    files = [file for file in built.files if re.match(r"(es/)?connect/.*\.xml$", file)]
    assert len(files) == 2 * len(codes.list_answers(library.codes)) > 80
    for file in files:
        assert atom_flaws(built.data(file)) == [], file
    root = etree.fromstring(built.data("connect/mesh/D008180.xml"))
    feed = json.loads(built.data("connect/mesh/D008180.json"))["feed"]
    assert root.get("{http://www.w3.org/XML/1998/namespace}base") == feed["base"]
    assert [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")] == [
        entry["title"]["_value"] for entry in feed["entry"]
    ]
    assert [dict(category.attrib) for category in root.findall(f"{ATOM}category")] == feed[
        "category"
    ]
    assert root.find(f"{ATOM}entry/{ATOM}summary").text == feed["entry"][0]["summary"]["_value"]
    assert root.findtext(f"{ATOM}author/{ATOM}name") == feed["author"]["name"]["_value"]


def test_links_in_the_files_are_checked(built_library):
    library, built = built_library
    for file in ("connect/icd-10-cm/M33.12.json", "connect/icd-10-cm/M33.12.xml"):
        targets = {resolve.resolve(library, link) for link in built.content(file).links}
        assert ("handouts/what-is-calcinosis/", "what-can-be-done") in targets and (
            "handouts/what-is-calcinosis/what-is-calcinosis.large.pdf",
            "",
        ) in targets


# The page -----------------------------------------------------------------------------------------


def test_without_scripts_there_is_a_table_with_an_anchor_for_each_code(built_library):
    library, built = built_library
    for language in library.languages:
        file = file_of(f"{language.edition.root}connect/")
        tree = built.tree(file)
        starts = {row.get("id"): row.xpath("td/a/@href") for row in tree.xpath("//tr[@data-code]")}
        assert starts == {
            answer.row_id: [f"../handouts/{answer.start}/"]
            for answer in codes.list_answers(library.codes)
        }
        assert not tree.xpath(
            "//*[not(self::form)][@data-manual][@hidden] | //ul[@data-other-list][@hidden]"
        )
