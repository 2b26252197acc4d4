"""The site as one ZIP: every link in it leads to a file."""

from __future__ import annotations

import re
from pathlib import Path

from handouts.outputs import zip_archive
from handouts.site.built_site import Built
from support.project import BuiltLibrary


def test_every_link_in_the_folder_names_a_file_that_is_there(
    built_library: BuiltLibrary, archive_folder: Path
) -> None:
    built = Built(archive_folder)
    assert {
        file for file in built.files if not file.startswith(zip_archive.EDUCATION)
    } < built_library[1].files
    for file in (file for file in built.files if file.endswith(".html")):
        for link in built.content(file).links:
            path = re.split("[?#]", link.target)[0]
            if ":" not in path and path:
                assert (archive_folder / file).parent.joinpath(path).is_file(), (
                    file,
                    link.target,
                )


def test_openemr_finds_a_sheet_under_the_name_of_its_code(
    built_library: BuiltLibrary, archive_folder: Path
) -> None:
    """It asks for <type>_<code>_<language>.pdf, all in lower case, in one folder."""
    _, built = built_library
    education = archive_folder / zip_archive.EDUCATION
    for name, sheet in (
        ("icd10_w27.12_en.pdf", "handouts/dry-hands/dry-hands.pdf"),
        ("icd10_w27.12_es.pdf", "es/handouts/dry-hands/dry-hands.pdf"),
        ("icd10_w28.1_en.pdf", "handouts/sun-hats/sun-hats.pdf"),
        ("snomed_410607006_es.pdf", "es/handouts/sun-hats/sun-hats.pdf"),
    ):
        assert (education / name).read_bytes() == built.data(sheet), name
    names = {path.name for path in education.iterdir()}
    assert len(names) == 2 * (11 + 2), "no file for a category, nor for a system it does not know"
    assert all(re.fullmatch(r"[a-z0-9_.-]+", name) for name in names), "it refuses other signs"
