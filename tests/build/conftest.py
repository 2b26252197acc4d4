"""Whole builds: what none of these tests is about, web fonts and unchanged PDFs, is found made."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.project import Project, keep_cache


@pytest.fixture
def project(project: Project, kept: Path) -> Project:
    """The small library, after a build of it."""
    return keep_cache(project, kept)
