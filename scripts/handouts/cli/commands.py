"""Verbs that build, check and show the library.

With hooks.py and build/mkdocs.py all that calls MkDocs.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

from handouts.build import pipeline
from handouts.checks import advisories
from handouts.checks import run as checks
from handouts.cli import progress, project
from handouts.cli.environment import LOCK, TOOLS_LOCK
from handouts.cli.project import as_built
from handouts.loading import library_loader, settings
from handouts.model.addresses import file_of
from handouts.model.library import Library
from handouts.model.settings import CONFIG, PURPOSE
from handouts.outputs import zip_archive
from handouts.problems import Problem, Refused, print_notices, print_problems
from handouts.site import link_check, permalinks
from handouts.site.built_site import Built
from handouts.system import files
from handouts.system.stopwatch import Clock

# Where Linux keeps files in memory, and how much of it must be free, in bytes.
MEMORY, ROOM = Path("/dev/shm"), 2**30  # noqa: S108 (pytest makes a folder of its own there)


def run_build(arguments: argparse.Namespace) -> int:
    """Build the site; print how long it took and the remarks. Return the exit status."""
    start = time.perf_counter()
    folder = project.ROOT / (
        "site" if arguments.generator == "mkdocs" else f"site-{arguments.generator}"
    )
    with progress.shown(arguments.quiet) as show:
        clock = Clock(show=show)
        library = pipeline.build(project.ROOT, folder, clock, arguments.generator, publish=True)
    total = time.perf_counter() - start
    count = sum(1 for _ in library)
    site_notices = permalinks.notices(library, Built(project.ROOT / "site"))
    print_notices([*advisories.notices(library), *site_notices])
    languages = len(library.languages)
    language_count = f"{languages} language" if languages == 1 else f"{languages} languages"
    print(
        f"Built {folder.name}/ in {total:.1f} s: {count} handouts in {language_count},"
        " each with its PDF; all checks passed."
    )
    print(f"sha256 of all files: {zip_archive.digest(Built(folder))}")
    if arguments.zip:
        name, data = zip_archive.archive(library, Built(folder))
        files.write_atomically(project.ROOT / name, data)
        files.write_atomically(
            project.ROOT / "SHA256SUMS", zip_archive.checksums_file({name: data})
        )
        print(
            f"{name}: the whole site in {len(data) / 1e6:.1f} MB."
            " Unpack it and open index.html; it needs no server."
        )
        if education := zip_archive.education_files(library):
            size = sum(len(Built(folder).data(address)) for address in education.values())
            print(
                f"{zip_archive.EDUCATION}/ in it holds {len(education)} PDFs named by code,"
                f" {size / 1e6:.1f} MB of these."
            )
    if not library.site.url:
        print(
            "The site's address is not set (SITE_URL),"
            " so QR codes, canonical links and full addresses were left out."
        )
    if arguments.timings:
        for part, cost in clock.parts.items():
            print(f"{cost.seconds:8.2f} s  {part}")
        print(f"{total:8.2f} s  all")
    return (
        _compare(Built(project.ROOT / "site"), Built(folder))
        if folder.name != "site" and (project.ROOT / "site").is_dir()
        else 0
    )


def _compare(before: Built, after: Built) -> int:
    """Print which files differ between two builds of the site. Return 1 where any does."""
    before_name, after_name = before.folder.name, after.folder.name
    differing = [
        *(f"Only in {before_name}/: {file}" for file in sorted(before.files - after.files)),
        *(f"Only in {after_name}/: {file}" for file in sorted(after.files - before.files)),
        *(
            f"Not the same: {file}"
            for file in sorted(before.files & after.files)
            if before.data(file) != after.data(file)
        ),
    ]
    print("\n".join(differing) or f"Every file is the same as in {before_name}/.")
    return 1 if differing else 0


def run_check(arguments: argparse.Namespace) -> int:
    """Check what was written, and the links of site/ if it is there. Return the exit status."""
    library, problems = library_loader.read(project.ROOT, settings.read(project.ROOT))
    problems += checks.check(library)
    print_notices(advisories.notices(library))
    folder = project.ROOT / "site"
    # Without every language nobody can say what belongs on the site.
    is_built = folder.is_dir() and len(library.languages) == len(library.site.editions)
    if page := _unbuilt(library, folder) if is_built else "":
        # What leads to it would be told of the old site, and not of what was written.
        message = "This page is not in site/ yet, so the links there were not checked. Build it."
        print_notices([Problem(page, 0, message)])
        is_built = False
    if is_built:
        site_library, built = (
            as_built(library, folder),
            Built(folder, pdf_cache_file=project.ROOT / files.CACHE / "pdfs.json"),
        )
        problems += [*link_check.check(site_library, built), *permalinks.check(site_library, built)]
    if not problems:
        print(
            f"No problems in {sum(1 for _ in library)} handouts"
            + (" and in site/." if is_built else "." if page else ". There is no site/ yet.")
        )
    return print_problems(problems)


def _unbuilt(library: Library, folder: Path) -> str:
    """Return the file of a page that the site in `folder` does not have; "" where it has all."""
    pages = (page for language in library.languages for page in language.all_pages)
    missing = (page for page in pages if not (folder / file_of(library.address(page))).is_file())
    return next((page.source.path for page in missing), "")


def run_serve(arguments: argparse.Namespace) -> int:
    """Let MkDocs show one language while a writer works. Return the exit status."""
    editions = {edition.code: edition.config for edition in settings.read(project.ROOT).editions}
    if arguments.language and arguments.language not in editions:
        raise Refused(
            [
                Problem(
                    CONFIG,
                    0,
                    f"No language is called {arguments.language}."
                    f" There are: {', '.join(editions)}.",
                )
            ]
        )
    config = editions.get(arguments.language, CONFIG)
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", PURPOSE: "serve"}
    with contextlib.suppress(KeyboardInterrupt):
        return subprocess.call(
            [sys.executable, "-m", "mkdocs", "serve", "--config-file", str(project.ROOT / config)],
            cwd=project.ROOT,
            env=environment,
        )
    return 0


def run_test(arguments: argparse.Namespace) -> int:
    """Run the tests, on up to four cores unless some are named. Return the exit status of pytest.

    Counting the lines they reach takes a tenth longer; the limit is in pyproject.toml.
    """
    ours = {
        "--fast": ["tests/unit"],
        "--engines": ["tests/engines", "-rs"],  # names the browsers that are not installed
        "--coverage": ["--cov", "--cov-report", "term-missing"],
    }
    words = arguments.pytest_words
    options = [option for word in words for option in ours.get(word, [word])]
    if set(words) <= ours.keys():
        options += ["--numprocesses", "auto", "--maxprocesses", "4", "--dist", "worksteal"]
    # Tests start some hundred processes: what one of them compiled, the others find.
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    # Fast tests write twenty thousand small files, each for a moment.
    if "--fast" in words and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        environment["TMPDIR"] = str(MEMORY)
    return subprocess.call(
        [sys.executable, "-m", "pytest", *options], cwd=project.ROOT, env=environment
    )


def run_outside(arguments: argparse.Namespace) -> int:
    """Ask other sites for what the library links to and cites. Return the exit status."""
    try:
        from handouts.checks.external import check as external
        from handouts.checks.external import findings
        from handouts.checks.external.http_client import Web
    except ImportError as error:
        raise Refused(
            [
                Problem(
                    "pyproject.toml",
                    0,
                    f"{error.name} is not installed. It is among the packages for developers.",
                )
            ]
        ) from None
    library, problems = library_loader.read(project.ROOT, settings.read(project.ROOT))
    if problems:
        raise Refused(problems)
    repository = (
        "/".join(
            filter(None, (os.environ.get("GITHUB_SERVER_URL"), os.environ.get("GITHUB_REPOSITORY")))
        )
        or library.site.url
    )
    agent = f"{library.site.id} link check"
    if repository:
        agent += f" (+{repository})"
    web = Web(who=agent)
    with progress.shown(arguments.quiet) as show:
        results = list(external.findings(library, web, show))
    if results and not web.has_answered:
        print(
            "No other site answered: there is no network. Connect, and run the same command again."
        )
        return 1
    print_notices(result.problem for result in results if result.kind != "broken")
    print(findings.summary(results))
    broken = [result.problem for result in results if result.kind == "broken"]
    if arguments.report and broken:
        Path(arguments.report).write_text(findings.report(results), encoding="utf-8", newline="\n")
    return print_problems(broken)


def run_lock(arguments: argparse.Namespace) -> int:
    """Write both locks, and return the exit status.

    One holds what builds the site, without the packages that it never imports; the other all.
    """
    left_out = tomllib.loads((project.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "handouts"
    ]["left-out"]
    common = (
        "-m uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11"
        " --no-emit-index-url --no-header --quiet"
    )
    complete = f"{common} --group dev --upgrade --output-file {TOOLS_LOCK}"
    lean = f"{common} --upgrade --constraint {TOOLS_LOCK} --output-file {LOCK}"
    lean += "".join(f" --no-emit-package {name}" for name in left_out)
    return max(
        subprocess.call([sys.executable, *words.split()], cwd=project.ROOT)
        for words in (complete, lean)
    )
