"""A language as another country writes it: the texts of its starter, with other spellings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from handouts.cli.start.text_edits import quoted, with_value

STARTER = Path(__file__).resolve().parents[3] / "starter"


@dataclass(frozen=True)
class Variant:
    """What a country changes of the texts of a language."""

    words: dict[str, str]  # labels of words.yml
    spellings: dict[str, str]  # words of all texts, and what stands for them

    def spelled(self, text: str) -> str:
        """Return a text in the country's spelling; a capital letter stays one."""
        for word, other in self.spellings.items():
            for old, new in ((word, other), (_with_capital(word), _with_capital(other))):
                text = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, text)
        return text

    def labelled(self, text: str) -> str:
        """Return words.yml with the country's labels, each on the line of its key."""
        for key, words in self.words.items():
            text = with_value(text, key, quoted(words), 2) or text
        return text


def _with_capital(words: str) -> str:
    return words[0].upper() + words[1:]


def startable_codes() -> list[str]:
    """Return the codes of all languages that the starter has texts for, variants last."""
    folders = starter_folders()
    files = (path.stem for path in STARTER.glob("*.yml"))
    return [*folders, *sorted(code for code in files if code.partition("-")[0] in folders)]


def starter_folders() -> list[str]:
    """Return the names of the starter's folders that hold a language."""
    return sorted(path.parent.name for path in (STARTER / "docs").glob("*/words.yml"))


def folder_of(code: str) -> str:
    """Return the name of the folder of a language: that of en-GB is en, where it is a variant."""
    return code.partition("-")[0] if variant_of(code) else code


def variant_of(code: str) -> Variant | None:
    """Return what a country changes of a language; None where the code is a language's own."""
    path = STARTER / f"{code}.yml"
    if "-" not in code or not path.is_file():
        return None
    content = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return Variant(content["words"], content["spellings"])


def localized(code: str, text: str) -> str:
    """Return a text of a language's folder as the language of this code spells it."""
    variant = variant_of(code)
    return variant.spelled(text) if variant else text
