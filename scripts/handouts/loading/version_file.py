"""Read the ledger of versions."""

from __future__ import annotations

from pathlib import Path

from handouts.loading import text_file
from handouts.model.version_ledger import VERSIONS, VersionLedger, ledger_of, parse_line
from handouts.problems import Problem, Refused

LARGEST = 20_000_000  # bytes; a version takes about 250, and none is ever taken away


def read(root: Path) -> VersionLedger:
    """Return the versions in the ledger below `root`; none where there is no such file.

    Raises Refused with a Problem for each line that is no version.
    """
    if not (root / VERSIONS).exists():
        return {}
    entries, problems = [], []
    text = text_file.text_of(root / VERSIONS, VERSIONS, LARGEST)
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            entries.append(parse_line(line.rstrip()))
        except ValueError:
            message = (
                "This line is no version. Only publishing writes this ledger: bring the line back "
                "from an earlier copy of it, or delete the line if you added it."
            )
            problems.append(Problem(VERSIONS, number, message))
    if problems:
        raise Refused(problems)
    return ledger_of(entries)
