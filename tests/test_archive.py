"""The site as one ZIP: read, searched and followed from a folder, without a server."""

from __future__ import annotations

import io
import zipfile

import pytest

from handouts.outputs import zip_archive
from handouts.site.built_site import Built


@pytest.mark.parametrize(
    "target, named",
    [
        ("../sun/", "../sun/index.html"), ("../..", "../../index.html"), (".", "./index.html"), ("../../#all", "../../index.html#all"),
        ("a.pdf", "a.pdf"), ("#top", "#top"), ("https://x.example/", "https://x.example/"), ("mailto:a@b.c", "mailto:a@b.c"), ("tel:911", "tel:911"), ("", ""),
    ],
)  # fmt: skip
def test_a_link_names_its_file(target, named):
    assert zip_archive.with_file_name(target) == named


@pytest.fixture(scope="module")
def folder(real, tmp_path_factory):
    name, data = zip_archive.archive(*real)
    assert name == f"{real[0].site.id}.zip" and data == zip_archive.archive(*real)[1]
    to = tmp_path_factory.mktemp("zip")
    zipfile.ZipFile(io.BytesIO(data)).extractall(to)
    return to / real[0].site.id


def test_every_link_in_the_folder_names_a_file_that_is_there(real, folder):
    built = Built(folder)
    assert Built(folder).files < real[1].files
    for file in (file for file in built.files if file.endswith(".html")):
        for link in built.content(file).links:
            if ":" not in link.target.split("#")[0] and link.target.split("#")[0]:
                assert (folder / file).parent.joinpath(link.target.split("#")[0]).is_file(), (
                    file,
                    link.target,
                )


def test_the_folder_can_be_searched_and_followed(folder, page):
    wrong = []
    page.on("console", lambda message: wrong.append(message.text))
    page.goto((folder / "index.html").as_uri())
    page.fill("#search-box", "sun")
    page.click("[data-search-list] a >> nth=0")
    page.wait_for_url("**/handouts/sun-protection/index.html")
    page.click(".header__home")
    page.wait_for_url("**/index.html")
    assert wrong == []
