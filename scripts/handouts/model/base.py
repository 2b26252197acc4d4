"""The base of every schema of what people write in YAML, and the places of its keys."""

from __future__ import annotations

import re
from typing import ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict

VISIBLE = r"\S"  # a field of words holds at least this
KeyPath = tuple[str | int, ...]  # the keys that lead to a value
Place = tuple[str, int]  # a file, relative to the project, and a line; 0 for the file itself
Places = dict[KeyPath, Place]
# In words.yml: an example of a page in Markdown, and groups of words, one a line. All other values
# are the same on one line as in a block text (> or |) or between quotes on several lines.
NEW_PAGE: KeyPath = ("words", "new_page")
KEEP_LINES: frozenset[KeyPath] = frozenset((NEW_PAGE, ("words", "search_alike")))
NO_BREAK_SPACES = "\xa0\u2007\u202f"
TYPED = {ord(space): " " for space in NO_BREAK_SPACES}  # for str.translate
_PLAIN = str.maketrans("\u2010\u2011\u02bc\u2018\u2019\u2032", "--''''")
PLAIN_SPACE = "This line holds a no-break space where a plain one belongs. Type the space anew."


class Record(BaseModel):
    """The base of all models that people write: no unknown keys, no silent conversion of types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    # Fields that there were once, each with the sentence for whoever still writes it.
    retired: ClassVar[dict[str, str]] = {}


Model = TypeVar("Model", bound=Record)
Content = TypeVar("Content", bound=BaseModel)  # of a whole file


def comparable(text: str) -> str:
    """Return a text as checks compare it: every space, hyphen and apostrophe in its plain form."""
    return re.sub(r"\s+", " ", text.translate(_PLAIN))


def nearest_place(places: Places, key: KeyPath, default: Place) -> Place:
    """Return the place of a key, or of the innermost key above it; `default` if none is known."""
    keys = (key[:size] for size in range(len(key), 0, -1))
    return next((places[outer] for outer in keys if outer in places), default)
