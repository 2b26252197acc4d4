"""The site as one ZIP: searched and followed from a folder, without a server."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from handouts.outputs import zip_archive
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


def test_the_folder_can_be_searched_and_followed(folder, page):
    wrong = []
    page.on("console", lambda message: wrong.append(message.text))
    page.goto((folder / "index.html").as_uri())
    page.fill("#search-box", "dry")
    page.click("[data-search-list] a >> nth=0")
    page.wait_for_url("**/handouts/dry-hands/index.html")
    page.click(".header__home")
    page.wait_for_url("**/index.html")
    assert wrong == []
