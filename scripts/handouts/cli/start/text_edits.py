"""Changes to files that keep what people wrote around them: comments, order and spacing."""

from __future__ import annotations

import json
import re

import yaml

_SUBJECT = re.compile(r"<!-- subject -->\n.*?<!-- /subject -->\n", re.S)
_EXAMPLE = re.compile(r"(?m)^(# [a-z_]+: )(\{[a-z].*\})$")


def entry(text: str, key: str, indent: int = 0) -> str:
    """Return a key of a YAML text with all that stands below it; empty where there is none."""
    lines = text.split("\n")
    start, end = _span(lines, key, indent)
    return "\n".join(lines[start:end])


def with_entry(text: str, key: str, new: str, indent: int = 0) -> str:
    """Return a YAML text with another entry in the place of a key, or at the end.

    An example that is commented out is replaced too. Where `new` is empty, the key is taken away.
    """
    lines = text.rstrip("\n").split("\n")
    start, end = _span(lines, key, indent)
    if start == end and new:
        example = re.compile(rf"# ?{re.escape(key)}:")
        numbers = (number for number, line in enumerate(lines) if example.match(line))
        start = next(numbers, len(lines))
        end = min(start + 1, len(lines))
        while end < len(lines) and re.match(r"#  +\S", lines[end]):  # what stands below its key
            end += 1
    lines[start:end] = new.split("\n") if new else []
    return "\n".join(lines) + "\n"


def with_examples_in(text: str, folders: dict[str, str]) -> str:
    """Return a YAML text whose examples in comments say a text for each of other languages.

    An example is `# key: {en: …, es: …}`. `folders` are the languages' folders, by their codes; one
    whose words it lacks gets those of the first.
    """

    def example(match: re.Match[str]) -> str:
        words = {code.partition("-")[0]: each for code, each in yaml.safe_load(match[2]).items()}
        first = next(iter(words.values()))
        texts = (f"{code}: {quoted(words.get(name, first))}" for code, name in folders.items())
        return f"{match[1]}{{{', '.join(texts)}}}"

    return _EXAMPLE.sub(example, text)


def with_value(text: str, key: str, value: str, indent: int = 0) -> str | None:
    """Return a YAML text with another value on the line of a key, and its comment as it was.

    None where the key has no line of its own.
    """
    line = re.compile(rf"(?m)^({' ' * indent}{re.escape(key)}:).*?( #.*)?$")
    changed, count = line.subn(lambda match: f"{match[1]} {value}{match[2] or ''}", text, count=1)
    return changed if count else None


def with_front_matter(text: str, key: str, value: str | None) -> str:
    """Return a page with another value of a key of its front matter; None takes the key away."""
    front, body = text.removeprefix("---\n").split("---\n", 1)
    front = re.sub(rf"(?m)^{re.escape(key)}:.*\n", "", front)
    if value is not None:
        front += f"{key}: {value}\n"
    return f"---\n{front}---\n{body}"


def without_citations(text: str, sources: set[str]) -> str:
    """Return a page without the citations of sources that are not among these."""
    return re.sub(
        r" ?\[\^([^\]\s]+)\]", lambda match: match[0] if match[1] in sources else "", text
    )


def without_subject(text: str, head: str = "") -> str:
    """Return a text without what is marked as being about a subject; `head` takes the first place.

    What is marked stands between the lines <!-- subject --> and <!-- /subject -->.
    """
    text = _SUBJECT.sub(lambda _: head, text, count=1)
    before, separator, after = text.partition(head) if head else ("", "", text)
    return before + separator + _SUBJECT.sub("", after)


def quoted(text: str) -> str:
    """Return a text as a value in YAML."""
    return json.dumps(text, ensure_ascii=False)


def _span(lines: list[str], key: str, indent: int) -> tuple[int, int]:
    """Return the first line of a key's entry and the line after it; the same where there is none.

    What stands below a key is indented further. Empty lines at its end do not belong to it.
    """
    margin = " " * indent
    start = next(
        (number for number, line in enumerate(lines) if line.startswith(f"{margin}{key}:")), None
    )
    if start is None:
        return len(lines), len(lines)
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith(f"{margin} ")):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return start, end
