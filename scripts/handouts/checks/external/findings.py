"""Findings about addresses on other sites, and their report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from handouts.problems import Problem

_HEADS = {"broken": "To mend", "note": "Worth reading", "unsure": "Could not be checked"}


@dataclass(frozen=True, order=True)
class OutsideLink:
    """An address or a DOI that the library names, and the first place where it does."""

    address: str
    path: str
    line: int
    doi: bool = False


@dataclass(frozen=True, order=True)
class Finding:
    """What a check of an address found.

    `broken` calls for a change; `unsure` could not be checked; `note` is worth reading.
    """

    kind: Literal["broken", "note", "unsure"]
    problem: Problem


def report(findings: Iterable[Finding]) -> str:
    """Return all findings as Markdown for an issue, those to mend first."""
    parts = ["Addresses on other sites and references, as `python3 scripts outside` found them."]
    for kind, problems in _by_kind(findings).items():
        lines = (
            f"- `{problem.path}:{problem.line}` {_escaped(problem.message)}" for problem in problems
        )
        parts += [f"## {_HEADS[kind]}", "\n".join(lines)] if problems else []
    parts.append(
        "Some servers answer only people. Open what could not be checked in a browser now and then."
    )
    return "\n\n".join(parts) + "\n"


def summary(findings: Iterable[Finding]) -> str:
    """Return one line with the number of findings of each kind."""
    counts = (
        f"{len(problems)} {_HEADS[kind].lower()}" for kind, problems in _by_kind(findings).items()
    )
    return ", ".join(counts) + "."


def _escaped(message: str) -> str:
    """Return a message, which may quote other servers, without markup and calls to people."""
    return message.replace("<", "&lt;").replace("@", "&#64;")


def _by_kind(findings: Iterable[Finding]) -> dict[str, list[Problem]]:
    ordered = sorted(set(findings))
    return {
        kind: [finding.problem for finding in ordered if finding.kind == kind] for kind in _HEADS
    }
