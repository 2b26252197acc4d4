"""Unit tests are many and small: what costs each of them a little is done once for all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from handouts.checks import context, hard_words, plain_text
from handouts.loading import characters, validation, yaml_reader
from handouts.markdown import extension
from support.render_memory import remember


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a signal end a test that hangs: no browser is at work here, and no thread is needed for
    each test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(300, method="signal"))


@pytest.fixture(scope="session", autouse=True)
def _done_once() -> Iterator[None]:
    """Do once what the words of a file decide alone: most tests change one file of the same small
    library, and nobody changes what was read."""
    markup_messages = plain_text.markup_messages
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_reader, "read_entries", cache(yaml_reader.read_entries))
        patch.setattr(validation, "read_entries", yaml_reader.read_entries)
        patch.setattr(characters, "normalize", cache(characters.normalize))
        patch.setattr(characters, "is_plain", cache(characters.is_plain))
        patch.setattr(
            plain_text, "markup_messages", cache(lambda text: tuple(markup_messages(text)))
        )
        patch.setattr(hard_words, "american", cache(hard_words.american))
        patch.setattr(extension, "render", remember(extension.render))
        patch.setattr(context, "fragment", cache(context.fragment))
        yield
