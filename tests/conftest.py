"""Fixtures that the rooms share: small libraries in a temporary folder, and a real browser."""

from __future__ import annotations

import gc
import io
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.browser import FLAGS, PROGRAMS, OpenPage, close_pages, serve

# The machine is loaded where it is needed: the process that hands out tests runs none.
if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from support.project import BuiltLibrary, Project


gc.set_threshold(100_000)  # as in scripts/__main__.py


@pytest.fixture(scope="session")
def dated_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small library, written and dated once for all tests, which copy it."""
    from support.project import write_project

    return write_project(tmp_path_factory.mktemp("dated")).root


@pytest.fixture(scope="session")
def dated_files(dated_project: Path) -> dict[str, bytes]:
    """The files of that library: written, they cost half of what copies cost."""
    return {
        path.relative_to(dated_project).as_posix(): path.read_bytes()
        for path in dated_project.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def project(
    dated_files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Project:
    """A small library without an address of its own, dated and without a problem."""
    from support.project import Project

    monkeypatch.delenv("SITE_URL", raising=False)
    project = Project(tmp_path)
    for name, data in dated_files.items():
        project.write(name, data)
    return project


@pytest.fixture
def bilingual_project(project: Project) -> Project:
    """The small library in two languages."""
    from support.project import add_spanish

    return add_spanish(project)


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> BuiltLibrary:
    """The small library and its site, without an address, for tests that only look."""
    from support.project import build_once, write_project

    return build_once("small", tmp_path_factory, "", lambda folder: write_project(folder).build())


@pytest.fixture(scope="session")
def built_library(tmp_path_factory: pytest.TempPathFactory) -> BuiltLibrary:
    """A library and its site, for tests that only look. Here the sample; in tests/content, the
    library in docs/."""
    from support.project import ADDRESS, build_once
    from support.sample import write_sample

    return build_once(
        "sample", tmp_path_factory, ADDRESS, lambda folder: write_sample(folder).build()
    )


@pytest.fixture(scope="session")
def site_url(built_library: BuiltLibrary) -> Iterator[str]:
    """The address of that site on a server of this machine."""
    with serve(built_library.site.folder) as url:
        yield url


@pytest.fixture(scope="module")
def archive_folder(built_library: BuiltLibrary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ZIP of that site, unpacked: it works from a folder, without a server."""
    from handouts.outputs import zip_archive

    name, data = zip_archive.archive(*built_library)
    assert (
        name == f"{built_library[0].site.id}.zip" and data == zip_archive.archive(*built_library)[1]
    )
    to = tmp_path_factory.mktemp("zip")
    zipfile.ZipFile(io.BytesIO(data)).extractall(to)
    return to / built_library[0].site.id


# A real browser -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of a worker."""
    path = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if path is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("No Chromium or Chrome is installed, and REQUIRE_BROWSER asks for one.")
        pytest.skip("No Chromium or Chrome is installed.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """What all pages of a worker share that need nothing special: its processes stay, so a page
    costs less than half."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def new_page(browser: Browser, context: BrowserContext) -> Iterator[OpenPage]:
    """Opens pages; with permissions or without scripts, in a context of their own."""
    contexts = []

    def open_page(
        width: int,
        height: int = 800,
        *,
        java_script_enabled: bool = True,
        permissions: tuple[str, ...] = (),
        **media: str,
    ) -> Page:
        if java_script_enabled and not permissions:
            page = context.new_page()
        else:
            contexts.append(
                browser.new_context(
                    java_script_enabled=java_script_enabled, permissions=permissions
                )
            )
            page = contexts[-1].new_page()
        page.set_viewport_size({"width": width, "height": height})
        if media:
            page.emulate_media(**media)
        return page

    yield open_page
    for special in contexts:
        special.close()
    close_pages(context.pages)


@pytest.fixture
def page(new_page: OpenPage) -> Page:
    """A page on a phone."""
    return new_page(390, 664)
