"""The site as one ZIP: every link in it leads to a file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from handouts.outputs import zip_archive
from handouts.site.built_site import Built
from support.project import BuiltLibrary


@pytest.fixture(scope="module")
def folder(built_library: BuiltLibrary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    name, data = zip_archive.archive(*built_library)
    assert (
        name == f"{built_library[0].site.id}.zip" and data == zip_archive.archive(*built_library)[1]
    )
    to = tmp_path_factory.mktemp("zip")
    zipfile.ZipFile(io.BytesIO(data)).extractall(to)
    return to / built_library[0].site.id


def test_every_link_in_the_folder_names_a_file_that_is_there(built_library, folder):
    built = Built(folder)
    assert Built(folder).files < built_library[1].files
    for file in (file for file in built.files if file.endswith(".html")):
        for link in built.content(file).links:
            if ":" not in link.target.split("#")[0] and link.target.split("#")[0]:
                assert (folder / file).parent.joinpath(link.target.split("#")[0]).is_file(), (
                    file,
                    link.target,
                )
