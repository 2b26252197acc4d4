"""Read mkdocs.yml and mkdocs.<code>.yml as data. Needs no generator."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from handouts.loading import text_file, yaml_reader
from handouts.model.settings import CONFIG, Edition, Site
from handouts.problems import Problem, Refused

_NO_CODE = "Settings hold no code. Take away what starts with !!python."


class _Loader(yaml.SafeLoader):
    """YAML with MkDocs' `!ENV [NAME, default]`; any other tag of its own is kept as nothing."""


def _environment(loader: _Loader, node: yaml.Node) -> Any:
    *variables, default = (
        loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else [node.value]
    )
    if not variables:
        variables, default = [default], None
    return next((os.environ[name] for name in variables if os.environ.get(name)), default)


def _code(loader: _Loader, suffix: str, node: yaml.Node) -> Any:
    raise yaml.constructor.ConstructorError(None, None, _NO_CODE, node.start_mark)


_Loader.add_constructor("!ENV", _environment)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _code)
_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def read(root: Path) -> Site:
    """What mkdocs.yml says for the first language and each mkdocs.<code>.yml for another. Raises Refused."""
    first = _config(root, CONFIG)
    editions = [_edition(first, CONFIG, "")]
    for path in sorted(root.glob("mkdocs.*.yml")):
        code = path.name.split(".")[1]
        editions.append(
            _edition(
                {"site_name": first.get("site_name")} | _config(root, path.name),
                path.name,
                f"{code}/",
            )
        )
    url = str(first.get("site_url") or "").strip()
    if url and not re.fullmatch(r"https?://[\w.-]+(:\d+)?(/[^\s<>\"]*)?", url):
        raise Refused(
            [
                Problem(
                    CONFIG,
                    0,
                    f"`site_url` must be a full address that starts with https://, not: {url}",
                )
            ]
        )
    for key in ("code", "docs"):
        seen: dict[str, str] = {}
        for edition in editions:
            if (other := seen.setdefault(getattr(edition, key), edition.config)) != edition.config:
                what = "language code" if key == "code" else "docs_dir"
                raise Refused(
                    [
                        Problem(
                            edition.config,
                            0,
                            f"{other} has the same {what}. Give each language its own.",
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
                    "Under `extra`, `library` must name the library: small letters, digits, hyphens.",
                )
            ]
        )
    return Site(
        id, str(first.get("site_name") or id), url.rstrip("/") + "/" if url else "", tuple(editions)
    )


def resolved(root: Path, edition: Edition) -> dict[str, Any]:
    """The whole configuration of an edition as plain data, as MkDocs understands it: mappings merge, all else is replaced."""
    found = _config(root, edition.config)
    while parent := found.pop("INHERIT", None):
        found = _merged(_config(root, str(parent)), found)
    return found


def _merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """A mapping over another, key by key, and so on inward."""
    both = [
        key
        for key in under.keys() & over.keys()
        if isinstance(under[key], dict) and isinstance(over[key], dict)
    ]
    return under | over | {key: _merged(under[key], over[key]) for key in both}


def _config(root: Path, name: str) -> dict[str, Any]:
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
        if wrong := yaml_reader.pinned(text, partial(_unreadable, name)):
            raise Refused(wrong)
        found = _loaded(text)
    except (ValueError, OverflowError, RecursionError) as error:
        sentence = (
            "Too many levels stand inside one another"
            if isinstance(error, RecursionError)
            else "There is no such date or number"
        )
        raise Refused(
            [
                Problem(
                    name, 0, f"{sentence} in this file. Compare it with the last one that worked."
                )
            ]
        ) from None
    if not isinstance(found, dict):
        raise Refused([Problem(name, 1, "Write `key: value` lines here.")])
    return found


def _loaded(text: str) -> Any:
    return yaml.load(text, Loader=_Loader)  # noqa: S506 (_Loader is the safe loader with !ENV)


def _unreadable(name: str, text: str, ahead: int) -> list[Problem]:
    """Why a piece of a configuration that stands below so many lines cannot be read, if it cannot."""
    try:
        _loaded(text)
    except yaml.MarkedYAMLError as error:
        told = yaml_reader.told(error, name, ahead + 1)
        return [replace(told, message=_NO_CODE) if error.problem == _NO_CODE else told]
    return []


def _edition(config: dict[str, Any], name: str, folder: str) -> Edition:
    theme, docs = config.get("theme"), config.get("docs_dir")
    code = theme.get("language") if isinstance(theme, dict) else None
    if not isinstance(code, str) or not isinstance(docs, str):
        raise Refused(
            [
                Problem(
                    name,
                    0,
                    "Write the language's code under `theme: language:`, and its folder after `docs_dir:`.",
                )
            ]
        )
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", code):
        raise Refused(
            [
                Problem(
                    name,
                    0,
                    f"`theme: language:` must be the code of a language, such as en or pt-BR, not: {code}",
                )
            ]
        )
    if not re.fullmatch(r"/?[\w-]+(/[\w-]+)*/?", docs):
        raise Refused(
            [
                Problem(
                    name,
                    0,
                    f"`docs_dir` must name a folder inside the project, such as docs/en, not: {docs}",
                )
            ]
        )
    return Edition(code, docs.strip("/"), folder, name, str(config.get("site_name") or ""))
