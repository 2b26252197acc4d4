"""What a new library is told of itself: asked on a terminal, or taken from options."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import Field

from handouts.cli.parser import START_OPTIONS
from handouts.cli.start.variants import folder_of
from handouts.loading.validation import validate
from handouts.loading.yaml_reader import YamlContent
from handouts.model.base import Places, Record
from handouts.model.data_files import EMERGENCY, NUMBER
from handouts.model.front_matter import Text
from handouts.problems import Problem, Refused

_LONGEST = 60
_PLAIN_WORDS = f"Write at most {_LONGEST} signs without brackets, braces and bars"
_NAME = r"^[^\s<>{}\[\]|`#][^\n<>{}\[\]|`]*$"
_PER_LANGUAGE = ("name", "crisis_hours")
_OF_CRISIS_LINE = ("crisis_name", "crisis_text", "crisis_hours")


class Answers(Record):
    """What `start` needs to know of a new library."""

    languages: list[Text] = Field(min_length=1)
    name: list[Text]
    id: str = Field(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=60,
        description="small letters, digits and single hyphens",
    )
    emergency: str = Field(pattern=EMERGENCY, description="a number of 2 to 15 digits")
    crisis_call: str | None = Field(default=None, pattern=NUMBER, description="a phone number")
    crisis_name: Annotated[str, Field(pattern=_NAME, max_length=40)] | None = Field(
        default=None, description="a name without brackets, braces and bars"
    )
    crisis_text: str | None = Field(default=None, pattern=NUMBER, description="a phone number")
    crisis_hours: list[Text] = Field(default=[])
    paper: Literal["letter", "a4"] | None = None
    clinic: Annotated[str, Field(pattern=_NAME, max_length=_LONGEST)] | None = Field(
        default=None, description="a name without brackets, braces and bars"
    )
    phone: Annotated[str, Field(pattern=_NAME, max_length=40)] | None = Field(
        default=None, description="a phone number"
    )


def usual_paper(emergency: str) -> str:
    """Return the paper of a country where nobody named it.

    Letter is the paper of North America and a few other countries (Unicode CLDR, paperSize), most
    of which call 911; all others have A4.
    """
    return "letter" if emergency == "911" else "a4"


def from_options(arguments: argparse.Namespace, languages: list[str]) -> Answers:
    """Return the answers that were given as options.

    `languages` are those that a library can have. Raises Refused with a Problem for each option.
    """
    values = {field: _stripped(value) for field, value in _options(arguments).items() if value}
    values["languages"] = _chosen("languages", str(values.get("languages") or ""), languages)
    if "paper" in values:
        values["paper"] = _chosen("paper", str(values["paper"]), languages)
    if problems := _problems(values, languages):
        raise Refused(problems)
    return Answers.model_validate(values)


def from_terminal(ask: Callable[[str], str], languages: list[str]) -> Answers:
    """Return the answers of a person, who is asked again where one cannot be used."""
    values: dict[str, Any] = {}
    for field, question in START_OPTIONS.items():
        if field in _OF_CRISIS_LINE and not values.get("crisis_call"):
            continue
        while True:
            values[field] = _answer(ask, field, question, values, languages)
            problems = [
                problem
                for problem in _problems(values, languages)
                if problem.path == _option(field)
            ]
            if not problems:
                break
            print("\n".join(problem.message for problem in problems))
        if not values[field]:
            del values[field]
    return Answers.model_validate(values)


def is_empty(arguments: argparse.Namespace) -> bool:
    """Return whether no option was given, so that a person is to be asked."""
    return not any(_options(arguments).values())


def _answer(
    ask: Callable[[str], str],
    field: str,
    question: str,
    values: dict[str, Any],
    languages: list[str],
) -> Any:
    if field in _PER_LANGUAGE:
        return [ask(f"{question} ({code}): ").strip() for code in values["languages"]]
    return _chosen(field, ask(f"{question}: ").strip(), languages)


def _chosen(field: str, answer: str, languages: list[str]) -> Any:
    """Return an answer, and of those that are chosen from a list each as it is written there."""
    if field == "languages":
        codes = {code.lower(): code for code in languages}
        return [codes.get(code.lower(), code) for code in _split(answer or languages[0])]
    return answer.lower() if field == "paper" else answer


def _options(arguments: argparse.Namespace) -> dict[str, Any]:
    return {field: getattr(arguments, field) for field in START_OPTIONS}


def _option(field: str) -> str:
    return f"--{field.replace('_', '-')}"


def _stripped(value: str | list[str]) -> str | list[str]:
    return value.strip() if isinstance(value, str) else [text.strip() for text in value]


def _split(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _problems(values: dict[str, Any], languages: list[str]) -> list[Problem]:
    """Return what is wrong with the answers, each under the option that gives it."""
    problems = [
        Problem(_option(field), 0, f"This is needed. {question}.")
        for field, question in START_OPTIONS.items()
        if Answers.model_fields[field].is_required() and not values.get(field)
    ]
    # An answer stands under the option that gives it, as in a file at the line of its key.
    places: Places = {(field,): (_option(field), 0) for field in START_OPTIONS}
    content = YamlContent({key: value for key, value in values.items() if value}, places)
    try:
        validate(Answers, content, ("start", 0))
    except Refused as refused:
        options = {_option(field) for field in START_OPTIONS if values.get(field)}
        problems += [problem for problem in refused.problems if problem.path in options]
    codes = values["languages"]
    if unknown := [code for code in codes if code not in languages]:
        problems.append(
            Problem(
                "--languages",
                0,
                f"There are no words for {', '.join(unknown)} yet, only for "
                f"{', '.join(languages)}. Start with one of these;"
                " .github/guide/new-language.md tells how to add another language.",
            )
        )
    if len({folder_of(code) for code in codes}) < len(codes):
        problems.append(Problem("--languages", 0, "A language stands here twice. Name it once."))
    for field in _PER_LANGUAGE:
        texts = values.get(field)
        problems += [
            Problem(_option(field), 0, f"{_PLAIN_WORDS}, not: {text}")
            for text in texts or ()
            if text and not (re.search(_NAME, text) and len(text) <= _LONGEST)
        ]
        if texts is None and (field == "name" or not values.get("crisis_call")):
            continue
        if len(texts or ()) != len(codes):
            problems.append(
                Problem(
                    _option(field),
                    0,
                    f"Write it once for each language, in their order: {', '.join(codes)}.",
                )
            )
    for field in _OF_CRISIS_LINE:
        if values.get(field) and not values.get("crisis_call"):
            problems.append(
                Problem(_option(field), 0, "Write the number to call too: --crisis-call.")
            )
    return problems
