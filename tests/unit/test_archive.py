"""The site as one ZIP: how a link names its file."""

from __future__ import annotations

import pytest

from handouts.outputs import zip_archive


@pytest.mark.parametrize(
    "target, link",
    [
        ("../sun/", "../sun/index.html"), ("../..", "../../index.html"), (".", "./index.html"),
        ("../../#all", "../../index.html#all"),
        ("a.pdf", "a.pdf"), ("#top", "#top"), ("https://x.example/", "https://x.example/"),
        ("mailto:a@b.c", "mailto:a@b.c"), ("tel:911", "tel:911"), ("", ""),
    ],
)  # fmt: skip
def test_a_link_names_its_file(target, link):
    assert zip_archive.with_file_name(target) == link
