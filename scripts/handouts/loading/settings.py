"""Read mkdocs.yml and mkdocs.<code>.yml as data. Needs no generator."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from handouts.loading import site_address, text_file, yaml_errors, yaml_reader
from handouts.loading.site_address import InvalidAddress
from handouts.model.settings import CONFIG, Edition, Site
from handouts.problems import Problem, Refused

_NO_CODE = "Settings hold no code. Take away what starts with !!python."


class _Loader(yaml.CSafeLoader):
    """YAML with MkDocs' `!ENV [NAME, default]`; any other tag of its own becomes None."""


def _read_environment(loader: _Loader, node: yaml.Node) -> Any:
    *variables, default = (
        loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else [node.value]
    )
    if not variables:
        variables, default = [default], None
    return next((os.environ[name] for name in variables if os.environ.get(name)), default)


def _refuse_code(loader: _Loader, suffix: str, node: yaml.Node) -> Any:
    raise yaml.constructor.ConstructorError(None, None, _NO_CODE, node.start_mark)


_Loader.add_constructor("!ENV", _read_environment)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _refuse_code)
_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def read(root: Path) -> Site:
    """Return the settings of mkdocs.yml (first language) and of each mkdocs.<code>.yml.

    Raises Refused.
    """
    first = _read_config(root, CONFIG)
    editions = [_make_edition(first, CONFIG, "")]
    for path in sorted(root.glob("mkdocs.*.yml")):
        code = path.name.split(".")[1]
        editions.append(
            _make_edition(
                {"site_name": first.get("site_name")} | _read_config(root, path.name),
                path.name,
                f"{code}/",
            )
        )
    for key in ("code", "docs"):
        config_of: dict[str, str] = {}
        for edition in editions:
            if (
                other := config_of.setdefault(getattr(edition, key), edition.config)
            ) != edition.config:
                key_name = "language code" if key == "code" else "docs_dir"
                raise Refused(
                    [
                        Problem(
                            edition.config,
                            0,
                            f"{other} has the same {key_name}. Give each language its own.",
                        )
                    ]
                )
    id = first["extra"].get("library") if isinstance(first.get("extra"), dict) else None
    if not isinstance(id, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id):
        raise Refused(
            [
                Problem(
                    CONFIG,
                    0,
                    "Under `extra`, `library` must name the library: small letters, digits, "
                    "hyphens.",
                )
            ]
        )
    return Site(id, str(first.get("site_name") or id), _site_address(first), tuple(editions))


def _site_address(config: dict[str, Any]) -> str:
    """Return the address of the site in one form; "" where it has none.

    Raises Refused; the Problem names the variable SITE_URL where the address came from there.
    """
    address = str(config.get("site_url") or "").strip()
    if not address:
        return ""
    try:
        return site_address.normalize(address)
    except InvalidAddress as reason:
        is_variable = os.environ.get("SITE_URL", "").strip() == address
        place, name = ("SITE_URL", "The address") if is_variable else (CONFIG, "`site_url`")
        raise Refused([Problem(place, 0, f"{name} {reason}")]) from None


def resolved(root: Path, edition: Edition) -> dict[str, Any]:
    """Return the complete configuration of an edition as plain data, as MkDocs understands it.

    Mappings merge, all else is replaced.
    """
    config = _read_config(root, edition.config)
    while parent := config.pop("INHERIT", None):
        config = _merge(_read_config(root, str(parent)), config)
    return config


def _merge(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Return a mapping merged over another, key by key, and so on inward."""
    both = [
        key
        for key in under.keys() & over.keys()
        if isinstance(under[key], dict) and isinstance(over[key], dict)
    ]
    return under | over | {key: _merge(under[key], over[key]) for key in both}


def _read_config(root: Path, name: str) -> dict[str, Any]:
    text = text_file.text_of(root / name, name)
    if tabs := list(re.finditer(r"(?m)^ *\t", text)):
        raise Refused(
            Problem(
                name,
                text.count("\n", 0, tab.start()) + 1,
                "This line starts with a tab. Use spaces.",
            )
            for tab in tabs
        )
    try:
        config = _load(text, name)
    except (ValueError, OverflowError):
        sentence = "There is no such date or number in this file."
        raise Refused(
            [Problem(name, 0, f"{sentence} Compare it with the last one that worked.")]
        ) from None
    if not isinstance(config, dict):
        raise Refused([Problem(name, 1, "Write `key: value` lines here.")])
    return config


def _load(text: str, name: str) -> Any:
    """Return what a configuration holds. Raises Refused, or ValueError for an impossible date."""
    try:
        yaml_reader.check_depth(text, name)  # the YAML library would crash
        return _load_yaml(text)
    except yaml.MarkedYAMLError:
        raise Refused(yaml_reader.locate(text, partial(_unreadable, name))) from None


def _load_yaml(text: str) -> Any:
    return yaml.load(text, Loader=_Loader)  # noqa: S506 (_Loader is the safe loader with !ENV)


def _unreadable(name: str, text: str, ahead: int) -> list[Problem]:
    """Return why a piece of a configuration cannot be read; nothing if it can.

    `ahead` is the number of lines above the piece.
    """
    try:
        _load_yaml(text)
    except yaml.MarkedYAMLError as error:
        problem = yaml_errors.problem_of(error, name, ahead + 1)
        return [replace(problem, message=_NO_CODE) if error.problem == _NO_CODE else problem]
    return []


def _make_edition(config: dict[str, Any], name: str, folder: str) -> Edition:
    theme, docs = config.get("theme"), config.get("docs_dir")
    code = theme.get("language") if isinstance(theme, dict) else None
    if not isinstance(code, str) or not isinstance(docs, str):
        raise Refused(
            [
                Problem(
                    name,
                    0,
                    "Write the language's code under `theme: language:`, and its folder after "
                    "`docs_dir:`.",
                )
            ]
        )
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", code):
        raise Refused(
            [
                Problem(
                    name,
                    0,
                    "`theme: language:` must be the code of a language, such as en or pt-BR, "
                    f"not: {code}",
                )
            ]
        )
    if not re.fullmatch(r"/?[\w-]+(/[\w-]+)*/?", docs):
        raise Refused(
            [
                Problem(
                    name,
                    0,
                    "`docs_dir` must name a folder inside the project, such as docs/en, not: "
                    f"{docs}",
                )
            ]
        )
    return Edition(code, docs.strip("/"), folder, name, str(config.get("site_name") or ""))
