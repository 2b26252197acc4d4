"""The bench: its made-up library keeps the rules, and it says what things cost."""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from pathlib import Path

import pytest

from handouts.checks import run as checks
from handouts.cli import edit
from handouts.cli.benchmark import run as benchmark
from handouts.cli.benchmark import sample_library
from handouts.loading import library_loader, settings
from handouts.system import stopwatch
from handouts.system.stopwatch import Clock, Cost
from support.project import TODAY


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_the_made_up_library_is_the_same_every_time_and_keeps_every_rule(
    tmp_path: Path, dated_project: Path
) -> None:
    for name in ("one", "two"):
        sample_library.library(tmp_path / name, dated_project, 24)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    edit.add_versions(tmp_path / "one", TODAY)
    library, problems = library_loader.read(tmp_path / "one", settings.read(tmp_path / "one"))
    assert not problems
    assert list(checks.check(library, TODAY)) == []
    assert len(library.languages[0].handouts) == 25  # and the list of words
    bodies = [handout.source.body for handout in library.languages[0].handouts]
    assert any("\n| " in body for body in bodies) and any("/// picture" in body for body in bodies)
    assert len({len(body) // 200 for body in bodies}) > 3  # short ones and long ones


def test_a_thousand_made_up_handouts_have_a_thousand_names() -> None:
    assert len({sample_library._id(number) for number in range(5000)}) == 5000


def test_the_bare_copy_holds_the_same_pages_and_nothing_of_ours(
    tmp_path: Path, dated_project: Path
) -> None:
    sample_library.library(tmp_path / "made", dated_project, 10)
    config = sample_library.bare(tmp_path / "bare", tmp_path / "made")
    assert {path.name for path in (tmp_path / "bare/docs/handouts").iterdir()} == {
        path.name for path in (tmp_path / "made/docs/en/handouts").iterdir()
    }
    assert "hooks" not in config.read_text(encoding="utf-8")
    page = next((tmp_path / "bare/docs/handouts").glob("rose-*.md")).read_text(encoding="utf-8")
    assert "trouble" not in page and "\nnext_check_due: " in page


def test_one_edit_changes_one_handout(tmp_path: Path, dated_project: Path) -> None:
    sample_library.library(tmp_path, dated_project, 10)
    before = files(tmp_path)
    sample_library.edit(tmp_path)
    assert len([name for name, data in files(tmp_path).items() if data != before[name]]) == 1


def test_a_clock_adds_up_what_each_part_costs() -> None:
    clock = Clock()
    for _ in range(2):
        with clock.time("sums"):
            sum(number * number for number in range(300_000))
    cost = clock.parts["sums"]
    assert cost.seconds > 0 and cost.cpu > 0


def test_the_memory_of_the_largest_process_is_told_where_the_system_knows_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    subprocess.run([sys.executable, "-c", "'x' * 300_000_000"], check=True)
    _, cost = stopwatch.measure(lambda clock: None)
    assert (
        cost.memory is None
        if sys.platform == "win32"
        else cost.memory and 300 < cost.memory < 3_000
    )
    monkeypatch.setattr(stopwatch, "resource", None)
    assert stopwatch.measure(lambda clock: None)[1].memory is None
    lines = benchmark.report_lines(
        10, 10, {10: Cost(1, 1)}, Cost(1, 1), Cost(1, 1), {10: benchmark.Sizes(1, 1, 1, 1, 1, 1)}
    )
    assert "This system does not say how much memory was used; at most 1,000." in lines


def test_the_bench_prints_every_number_that_has_a_limit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    costs = iter([Cost(1, 12, 100), Cost(90, 150, 800), Cost(20, 35, 300), Cost(25, 30, 200)])
    monkeypatch.setattr(benchmark, "_run_in_process", lambda work, path, title: next(costs))
    sizes = benchmark.Sizes(400_000_000, 6_000, 50_000, 6_900, 20_000_000, 5_400)
    monkeypatch.setattr(benchmark, "measure_site", lambda folder: sizes)
    monkeypatch.setattr(sample_library, "library", lambda root, project, count: root.mkdir())
    monkeypatch.setattr(sample_library, "edit", lambda root: None)
    monkeypatch.setattr(sample_library, "bare", lambda root, of: root)
    monkeypatch.setattr(edit, "add_versions", lambda root, today: [])
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.setenv("SITE_URL", "")  # put back afterwards: the bench sets its own
    assert benchmark.run_bench(argparse.Namespace(handouts=1000)) == 0
    output = capsys.readouterr().out
    for words in (
        "First build: 90 s;", "The largest process held 800 MB", "After one edit: 1.17 ×",
        "0.80 × its time", "A handout costs 150 ms", "among 100, 120 ms: 1.25 ×",
        "A page: 6.0 KB", "Search loads 50 KB", "The site: 400 MB; GitHub Pages takes 1000.",
        "loads 6.9 KB of script and style compressed, at most 8, and 5.4 KB for each handout.",
        "Packet scripts are 20.0 MB, 5.0 % of the site.",
    ):  # fmt: skip
        assert words in output, output


def test_the_bench_weighs_what_the_page_for_packets_loads(tmp_path: Path) -> None:
    """Script and style apart from the words of handouts; of these all, and the median one."""
    sizes = {"search.js": 9, "packet.js": 3_000, "packet.css": 2_000, "clipboard.js": 1_000}
    noise = random.Random(1)  # noqa: S311 (the same every time)
    files = {f"assets/{name}": size for name, size in sizes.items()}
    files |= {
        f"handouts/{id}/{id}.packet.js": size for id, size in zip("abc", (9, 500, 900), strict=True)
    }
    files |= {f"handouts/{id}/index.html": 400 for id in "abc"} | {"search-index.js": 700}
    for name, size in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(noise.randbytes(size))  # which no program makes smaller
    weighed = benchmark.measure_site(tmp_path)
    assert weighed.site == sum(files.values()) and weighed.packet_words == 1_409
    assert 6_000 <= weighed.packet_code < 6_200 and 500 <= weighed.packet_script < 600
