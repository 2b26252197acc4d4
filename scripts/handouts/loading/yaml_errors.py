"""What the errors of the YAML library mean, in sentences for who wrote the file."""

from __future__ import annotations

import yaml

from handouts.problems import Problem

SIGN = "A value here starts with &, * or !. Put the value in quotes."
_UNCLOSED = "A quote is opened here and never closed."
_UNCLOSED_LIST = "A bracket is opened here and never closed, or a comma inside it is missing."
_NO_COLON = "A colon is missing here. Write `key: value`."


def problem_of(error: yaml.MarkedYAMLError, name: str, first_line: int = 1) -> Problem:
    """Return the Problem that a YAML error stands for.

    What is never closed, or lacks its colon, has the line where it starts, not where YAML gave up.
    """
    sentence = sentence_of(error)
    opening = error.context_mark if sentence in (_UNCLOSED, _UNCLOSED_LIST, _NO_COLON) else None
    mark = opening or error.problem_mark or error.context_mark
    return Problem(name, (mark.line if mark else 0) + first_line, sentence)


def sentence_of(error: yaml.MarkedYAMLError) -> str:
    """Return the meaning of a YAML error, in one plain sentence."""
    problem, context = error.problem or "", error.context or ""
    if "mapping values are not allowed" in problem:
        return (
            "A colon stands where YAML does not expect it. Put the text after the first colon in "
            "quotes, or look for a missing colon or space in the line above."
        )
    if "could not find expected ':'" in problem:
        return _NO_COLON
    if "scanning an alias" in context or "scanning an anchor" in context or "a tag" in context:
        return SIGN
    if "scanning a quoted scalar" in context:
        return _UNCLOSED
    if "parsing a flow sequence" in context or "parsing a flow mapping" in context:
        return _UNCLOSED_LIST
    if "cannot start any token" in problem or "constructor" in problem:
        return "A value cannot start with this sign. Put the text in quotes."
    return (
        f"This is not readable as YAML ({problem}). Look at the quotes, the colons and the spaces "
        "at the start."
    )
