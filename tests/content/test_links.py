"""Links of the library in docs/: none is broken, and another link checker agrees."""

from __future__ import annotations

from dataclasses import replace

from handouts.site import link_check
from support.programs import lychee

# Sites that were really built ---------------------------------------------------------------------


def test_the_real_site_has_no_broken_link(built_library):
    assert list(link_check.check(*built_library)) == []


def test_at_another_address_the_real_site_is_found_to_be_wrong(built_library):
    """The full addresses are really looked at: told that the site stands elsewhere below its
    domain, the check objects."""
    library, built = built_library
    moved = replace(library, site=replace(library.site, url=library.site.url + "old/"))
    assert any(
        problem.message.endswith("leads out of the site.")
        for problem in link_check.check(moved, built)
    )


def test_another_link_checker_finds_no_broken_link_either(built_library, tmp_path):
    library, built = built_library
    report = lychee(built.folder, library.site.url, tmp_path)
    assert report.returncode == 0, report.stdout
    pages = (tmp_path / library.site.url.split("/", 3)[3]).rglob("handouts/*/index.html")
    page = next(page for page in pages if b'id="sources"' in page.read_bytes())
    page.write_bytes(
        page.read_bytes()
        .replace(b'id="sources"', b'id="sauces"')
        .replace(
            b"<title>",
            b'<link rel="canonical" href="' + library.site.url.encode() + b'gone/"><title>',
        )
    )
    report = lychee(built.folder, library.site.url, tmp_path)
    assert report.returncode == 2 and "gone" in report.stdout and "sources" in report.stdout, (
        report.stdout
    )
