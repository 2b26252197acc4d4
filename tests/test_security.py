"""Security of the works: drawings do nothing, what people write is never executed, workflows may do no more than they must."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import HANDOUT_FILE, ROOT, at_hand, needs

from handouts.checks import plain_text
from handouts.loading import library_loader, settings, svg
from handouts.markdown import extension
from handouts.problems import Refused

WORKFLOWS = {path.name: path for path in sorted((ROOT / ".github/workflows").iterdir())}

# Drawings ----------------------------------------------------------------------------------------------------------------

XMLNS = 'xmlns="http://www.w3.org/2000/svg"'
PLAIN = f"""<?xml version="1.0" encoding="UTF-8"?>
<svg {XMLNS} viewBox="0 0 10 10">
<!-- a hand -->
<g fill="none" stroke="url(#ink)"><path d="M0 0L9 9"/><text x="1" y="2">{{hand}} &lt;3</text></g>
</svg>
"""
HOLDS = "A drawing may hold only shapes and words, not "
OUTSIDE = "A drawing may not ask for anything outside itself: "


def around(inside: str) -> str:
    return PLAIN.replace("<!-- a hand -->", inside)


def test_plain_shapes_and_words_are_a_drawing():
    assert list(svg.check(PLAIN, "a.svg")) == []


@pytest.mark.parametrize(
    ("svg", "said"),
    [
        (around("<script>1</script>"), f"3: {HOLDS}<script>. Save it as plain SVG."),
        (around("<g><g>\n<style>g{}</style></g></g>"), f"4: {HOLDS}<style>. Save it as plain SVG."),
        (around("<foreignObject><g/></foreignObject>"), f"3: {HOLDS}<foreignObject>. Save it as plain SVG."),
        (around('<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>'), f"3: {HOLDS}<script>. Save it as plain SVG."),
        (around('<h:g xmlns:h="http://www.w3.org/1999/xhtml"/>'), f"3: {HOLDS}<g>. Save it as plain SVG."),
        (around('<image href="#a"/>'), f"3: {HOLDS}<image>. Save it as plain SVG."),
        (around('<use href="#a"/>'), f"3: {HOLDS}<use>. Save it as plain SVG."),
        (around('<a href="#a"/>'), f"3: {HOLDS}<a>. Save it as plain SVG."),
        (around('<set attributeName="x" to="1"/>'), f"3: {HOLDS}<set>. Save it as plain SVG."),
        (around('<g onclick="x()"/>'), "3: A drawing does nothing: take away onclick=."),
        (around('<g OnLoad="x()"/>'), "3: A drawing does nothing: take away onload=."),
        (around('<g href="https://a.example/"/>'), f"3: {OUTSIDE}https://a.example/."),
        (around('<g xmlns:x="http://www.w3.org/1999/xlink" x:href="a.svg#b"/>'), f"3: {OUTSIDE}a.svg#b."),
        (around('<g fill="url(a.svg#b)"/>'), f"3: {OUTSIDE}url(a.svg#b)."),
        (around('<g fill="URL( //a.example)"/>'), f"3: {OUTSIDE}URL( //a.example)."),
        (around('<g fill="&#117;rl(a.svg)"/>'), f"3: {OUTSIDE}url(a.svg)."),
        (around('<g fill="u\\72l(a.svg)"/>'), f"3: {OUTSIDE}u\\72l(a.svg)."),
        (around('<g style="fill: red"/>'), "3: Pages switch off style= in a drawing. Write fill=, stroke= and so on."),
        (around('<g id="{hand}"/>'), "3: A label stands between words, not inside id=."),
        (around("<title><![CDATA[<img src=x>]]></title>"), f"3: {HOLDS}<![CDATA[. Save it as plain SVG."),
        (around('<?xml-stylesheet href="a.css"?>'), f"3: {HOLDS}<?xml-stylesheet. Save it as plain SVG."),
        (f'<!DOCTYPE svg [<!ENTITY a "b">]><svg {XMLNS}>&a;</svg>', f"1: {HOLDS}<!DOCTYPE. Save it as plain SVG."),
        (f"<svg {XMLNS}><g></svg>", None),
        ("<svg/>", f"1: A drawing starts with <svg {XMLNS} …>."),
    ],
)  # fmt: skip
def test_what_is_more_than_a_drawing_is_refused_as_picture_and_as_logo(house, svg, said):
    house.write("docs/pictures/hand.svg", svg)
    (problem, *_) = [one for one in house.problems() if one.path == "docs/pictures/hand.svg"]
    if said is None:
        assert problem.message.startswith("This drawing is not readable as SVG (")
        return
    assert f"{problem.line}: {problem.message}" == said
    if "style=" not in said:  # a logo is only printed
        house.write("docs/clinic.yml", "logo: pictures/hand.svg\n")
        _, problems = library_loader.read(house.root, settings.read(house.root))
        assert problem in problems


def test_the_drawings_as_shipped_are_plain():
    found = sorted((ROOT / "docs/pictures").glob("*.svg"))
    assert found
    assert [
        problem
        for path in found
        for problem in svg.check(path.read_text(encoding="utf-8"), path.name)
    ] == []


def test_words_of_a_drawing_cannot_leave_their_place(house):
    house.write("docs/pictures/hand.svg", PLAIN)
    house.write(
        "docs/en/pictures.yml",
        "hand: {alt: '\"><script>', labels: {hand: '</text><script>1</script>\"'}}\n",
    )
    house.edit(HANDOUT_FILE, "Clay takes", "/// picture | hand\nA hand.\n///\n\nClay takes")
    whole = house.library()
    page = extension.rendered(
        whole, whole.languages[0], extension.source(whole.languages[0].handouts[0])
    )
    assert "<script" not in page
    assert "&lt;/text&gt;&lt;script&gt;" in page and 'aria-label="&quot;&gt;&lt;script&gt;"' in page


# What people write is never executed -------------------------------------------------------------------------------------

JINJA = "{{ 7*7 }} {# gone #}"
RAW = "{% raw %}{{ 7*7 }}"
TYPST = "#(7*7) $7*7$ #sys.version *7* @top <top>"


def test_templates_and_code_in_what_people_write_stay_text(house, monkeypatch):
    """No macros, no Jinja, no Typst: page, title, summary, search words, card, word list, clinic and words of the site.

    Some of it is refused before that; here as if it were not.
    """
    monkeypatch.setattr(plain_text, "of_words", lambda text: iter(()))
    house.edit(HANDOUT_FILE, "title: Dry garden hands", f"title: 'Dry {RAW}'")
    house.edit(HANDOUT_FILE, "summary: See why", f"summary: 'See {TYPST} why")
    house.edit(HANDOUT_FILE, "and what helps.", "and what helps.'")
    house.edit(
        HANDOUT_FILE,
        "Clay takes up water,",
        f"`{JINJA}` takes water. It is `{TYPST}`. [^soil-2020]\n\nClay takes up water,",
    )
    house.edit(HANDOUT_FILE, "search: [cracked fingers]", f"search: ['{JINJA}']")
    house.edit(
        "docs/en/glossary.yml",
        "A sore, itchy patch that comes after cold.",
        f"'A `{JINJA}` patch.'",
    )
    house.edit("docs/en/about/index.md", "Every fact", f"Every `{JINJA}` fact")
    house.write("docs/clinic.yml", f"name: '{RAW}'\nphone: '{TYPST[:40]}'\n")
    house.edit("docs/en/words.yml", "  about_this: ", f"  about_this: '{JINJA}' # ")
    house.stamp()
    built = house.build()
    for file in (
        "handouts/dry-hands/index.html",
        "handouts/words-to-know/index.html",
        "about/index.html",
    ):
        page = built.data(file).decode()
        assert JINJA in page and "49" not in re.sub(r"fingerprint|[0-9a-f]{6,}", "", page), file
    assert built.tree("handouts/dry-hands/index.html").findtext(".//h1") == f"Dry {RAW}"
    if at_hand("pdftotext"):
        sheet = built.folder / "handouts/dry-hands/dry-hands.pdf"
        words = subprocess.run(
            ["pdftotext", "-raw", str(sheet), "-"], capture_output=True, check=True
        ).stdout.decode()
        assert " ".join(words.replace("\u2060", "").split()).count("7*7") >= 5 and "49" not in words


@pytest.mark.parametrize("text", ["{{ 7*7 }}", "{% raw %}", "{% include 'x' %}"])
def test_braces_outside_code_are_told_before_anybody_expects_them_to_work(house, text):
    house.edit(HANDOUT_FILE, "Clay takes", f"{text} takes")
    assert any(one.message.startswith("Only a heading may hold braces") for one in house.problems())


def test_a_configuration_cannot_name_python(house):
    house.edit(
        "mkdocs.yml", "strict: true", "strict: !!python/object/apply:os.system ['touch executed']"
    )
    with pytest.raises(Refused) as refused:
        house.build()
    assert [str(one) for one in refused.value.problems] == [
        "mkdocs.yml:20: Settings hold no code. Take away what starts with !!python."
    ]
    assert not list(house.root.rglob("executed"))


# Workflows ---------------------------------------------------------------------------------------------------------------


def read(name: str) -> dict[str, Any]:
    """A workflow as plain text in mappings: `on` stays on."""
    return yaml.load(WORKFLOWS[name].read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 (it makes strings only)


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in read(name)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_is_pinned_by_its_commit_and_says_which_version_that_is(name):
    used = re.findall(r"^\s*(?:- )?uses:(.*)$", WORKFLOWS[name].read_text(encoding="utf-8"), re.M)
    assert len(used) == sum("uses" in step for step in steps(name))
    assert [
        one
        for one in used
        if not re.fullmatch(r" [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)
    ] == []


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_only_read_and_a_job_says_what_more_it_needs(name):
    workflow = read(name)
    assert workflow["permissions"] in ({}, {"contents": "read"})
    for job in workflow["jobs"].values():
        more = {right for right, degree in job.get("permissions", {}).items() if degree != "read"}
        assert more <= {"issues", "pages", "id-token"} and "timeout-minutes" in job


@pytest.mark.parametrize("name", WORKFLOWS)
def test_what_strangers_send_meets_no_rights_and_no_shell(name):
    text = WORKFLOWS[name].read_text(encoding="utf-8")
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(read(name)["on"])
    assert "secrets." not in text
    assert [step["run"] for step in steps(name) if "${{" in step.get("run", "")] == []
    for step in steps(name):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


def test_zizmor_finds_no_weak_spot():
    zizmor = Path(sys.executable).with_name("zizmor")
    done = subprocess.run(
        [zizmor, "--offline", "--no-progress", "--quiet", ".github"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_dependabot_looks_after_packages_and_actions():
    found = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))
    assert {one["package-ecosystem"]: one["schedule"]["interval"] for one in found["updates"]} == {
        "github-actions": "weekly",
        "pip": "weekly",
    }


@needs("bash")
@pytest.mark.parametrize(
    ("table", "status", "done", "told"),
    [
        ("", 0, 0, ["close 7"]),
        ("Name | ID\na | CVE-1\n", 1, 0, ["edit 7: Name | ID a | CVE-1"]),
        ("", 1, 1, None),  # asking itself failed: red, and no issue
    ],
)
def test_the_audit_tells_what_it_finds_and_fails_where_it_cannot_ask(
    tmp_path: Path, table, status, done, told
):
    """The workflow's own lines, with stand-ins for the two programs that they call."""
    jobs = read("audit.yml")["jobs"]
    (tmp_path / "table").write_text(table)
    for name, lines in {
        "pipx": f'[[ "$*" == "run pip-audit=="*" --requirement requirements-dev.txt --require-hashes "* ]]\ncp table found.md\nexit {status}',
        "gh": 'case "$2" in list) echo 7;; edit) echo "edit $3: $(tr "\\n" " ")" >> told;; *) echo "$2 $3" >> told;; esac',
    }.items():
        (tmp_path / name).write_text(f"#!/bin/bash\nset -e\n{lines}\n")
        (tmp_path / name).chmod(0o755)
    environment = os.environ | {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "GITHUB_OUTPUT": str(tmp_path / "out"),
        "TITLE": "x",
    }

    def run(job: str, found: str = "") -> int:
        (lines,) = [step["run"] for step in jobs[job]["steps"] if "run" in step]
        return subprocess.run(
            ["bash", "-e", "-c", lines], cwd=tmp_path, env=environment | {"FOUND": found}
        ).returncode

    (tmp_path / "out").touch()
    assert run("audit") == done
    if told is not None:
        found = re.search(r"found<<(\w+)\n(.*)\n\1\n", (tmp_path / "out").read_text(), re.S)
        assert run("tell", found[2] if found else "") == 0
        assert [line.strip() for line in (tmp_path / "told").read_text().splitlines()] == told
    assert (tmp_path / "told").exists() == (told is not None)
