"""What was found out about addresses on other sites, as a report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from handouts.problems import Problem

_HEADS = {"broken": "To mend", "note": "Worth reading", "unsure": "Could not be checked"}


@dataclass(frozen=True, order=True)
class Named:
    """An address or a DOI that the library names, and the first place where it does."""

    address: str
    path: str
    line: int
    doi: bool = False


@dataclass(frozen=True, order=True)
class Finding:
    """What was found out about an address. `broken` calls for a change; `unsure` could not be checked; `note` is worth reading."""

    kind: Literal["broken", "note", "unsure"]
    problem: Problem


def report(found: Iterable[Finding]) -> str:
    """Everything that was found, as Markdown for an issue: what to mend first."""
    parts = ["Addresses on other sites and references, as `python3 scripts outside` found them."]
    for kind, problems in _by_kind(found).items():
        # Words of other servers stand among these: they may neither call people nor hold markup.
        lines = (
            f"- `{one.path}:{one.line}` {one.message.replace('<', '&lt;').replace('@', '&#64;')}"
            for one in problems
        )
        parts += [f"## {_HEADS[kind]}", "\n".join(lines)] if problems else []
    parts.append(
        "Some servers answer only people. Open what could not be checked in a browser now and then."
    )
    return "\n\n".join(parts) + "\n"


def summary(found: Iterable[Finding]) -> str:
    """One line with the number of each kind."""
    return (
        ", ".join(
            f"{len(problems)} {_HEADS[kind].lower()}" for kind, problems in _by_kind(found).items()
        )
        + "."
    )


def _by_kind(found: Iterable[Finding]) -> dict[str, list[Problem]]:
    all_ = sorted(set(found))
    return {kind: [one.problem for one in all_ if one.kind == kind] for kind in _HEADS}
