"""A small library on another subject is built with all its parts: the machine knows nothing of what
it is about."""

from __future__ import annotations

from support.project import BuiltLibrary, Project


def test_another_subject_builds(small_site: BuiltLibrary) -> None:
    built = small_site.site
    assert {
        "index.html",
        "handouts/dry-hands/index.html",
        "handouts/dry-hands/dry-hands.pdf",
        "catalog.json",
        "search-index.js",
    } <= built.files
    assert b'Call <a href="tel:112">112</a> if:' in built.data("handouts/dry-hands/index.html")


def test_a_right_page_has_no_problem(project: Project) -> None:
    assert project.problems() == []
