"""Links of a site that was really built: what breaks in it is told."""

from __future__ import annotations

import shutil
from pathlib import Path

from handouts.site import link_check
from handouts.site.built_site import Built
from support.project import HANDOUT_FILE, BuiltLibrary


def test_what_breaks_in_a_built_site_is_told(small_site: BuiltLibrary, tmp_path: Path) -> None:
    library, built = small_site
    folder = tmp_path / "site"
    shutil.copytree(built.folder, folder)
    assert list(link_check.check(library, built)) == []

    (folder / "handouts/dry-hands/dry-hands.pdf").unlink()
    shutil.move(folder / "assets/favicon.svg", folder / "assets/Favicon.svg")
    (folder / "assets/search.js").unlink()
    (folder / "assets/fonts/AtkinsonHyperlegibleNext-Bold.woff2").unlink()
    page = folder / "handouts/words-to-know/index.html"
    page.write_bytes(page.read_bytes().replace(b'id="words"', b'id="wards"'))

    problems = {
        (problem.path, problem.message.removeprefix("On the built page: "))
        for problem in link_check.check(library, Built(folder))
    }
    everywhere = "docs/en/about/index.md"  # the first of five files that have the same template
    assert problems == {
        (
            HANDOUT_FILE,
            "There is nothing at the address handouts/dry-hands/dry-hands.pdf. The same stands in "
            "1 more file.",
        ),
        (HANDOUT_FILE, "The page handouts/words-to-know/ has no place called #words."),
        (
            "docs/en/handouts/words-to-know.md",
            "The page handouts/words-to-know/index.html has no place called #words.",
        ),
        (
            everywhere,
            "There is nothing at the address assets/fonts/AtkinsonHyperlegibleNext-Bold.woff2. "
            "The same stands in 5 more files.",
        ),
        (
            everywhere,
            "The address assets/favicon.svg is spelled assets/Favicon.svg here: capital and small "
            "letters differ. The same stands in 4 more files.",
        ),
        (
            everywhere,
            "There is nothing at the address assets/search.js. The same stands in 4 more files.",
        ),
    }
