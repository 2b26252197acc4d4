"""The two layers of docs/: what the library says, and over it what the clinic says itself.

A file in docs/clinic/ has the name of the one that it comes before: docs/clinic/en/words.yml comes
before docs/en/words.yml. A page, card or drawing replaces the library's, an entry of a YAML file
replaces the library's entry, and all else is added. So an update of the library changes no file
that the clinic wrote.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from handouts.loading.yaml_reader import YamlContent
from handouts.model.base import KeyPath, Place
from handouts.model.data_files import CLINIC_FOLDER, clinic_file
from handouts.problems import Problem

_PHOTOS = (".jpg", ".jpeg", ".gif", ".webp", ".heic")  # which are told of wherever they stand
_PICTURES = (".svg", ".png", *_PHOTOS)


class Layers:
    """The files of docs/ by their names in the library, and those of the clinic over them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.clinic_files = frozenset(
            path.relative_to(root).as_posix()
            for path in (root / CLINIC_FOLDER).rglob("*")
            if path.is_file()
        )
        self._read: set[str] = set()  # those of the clinic's files that anything asked for

    def files(self, name: str) -> list[str]:
        """Return the files of this name that there are, the library's first."""
        over = clinic_file(name)
        self._read.add(over)
        return [file for file in (name, over) if (self.root / file).exists()]

    def file(self, name: str) -> str:
        """Return the file of this name that counts: the clinic's, or else the library's."""
        return self.files(name)[-1] if clinic_file(name) in self.clinic_files else name

    def names(self, folder: str, pattern: str) -> list[str]:
        """Return the names that match a pattern in a folder of either layer, in order."""
        names = {
            path.relative_to(self.root / layer)
            for layer in (folder, clinic_file(folder))
            for path in (self.root / layer).glob(pattern)
            if layer.startswith(CLINIC_FOLDER) or not path.is_relative_to(self.root / CLINIC_FOLDER)
        }
        return [f"{folder}/{name.as_posix()}" for name in sorted(names)]

    def ask_for_pictures(self) -> None:
        """Take it that something asks for each picture that stands beside the clinic's clinic.yml.

        That is where a logo is.
        """
        self._read |= {
            file
            for file in self.clinic_files
            if PurePosixPath(file).parent.as_posix() == CLINIC_FOLDER
            and PurePosixPath(file).suffix.lower() in _PICTURES
        }

    def unread(self) -> Iterator[Problem]:
        """Yield a Problem for each file of the clinic's that nothing asked for."""
        for file in sorted(self.clinic_files - self._read):
            path = PurePosixPath(file)
            if path.suffix == ".svg":
                place = f"{CLINIC_FOLDER}/pictures/{path.name}"
                yield Problem(
                    file,
                    0,
                    "All languages share a drawing, and the words in it stand in pictures.yml of "
                    f"each. Move it to {place}, or take it away.",
                )
            elif not path.name.startswith(".") and path.suffix.lower() not in _PHOTOS:
                yield Problem(
                    file,
                    0,
                    f"Nothing here has this name. Below {CLINIC_FOLDER}/ stand the same folders "
                    "and names as below docs/, such as en/handouts/hand-care.md. Move it, or take "
                    "it away.",
                )


def overlay(library: YamlContent, clinic: YamlContent, nested: Collection[str]) -> YamlContent:
    """Return what two YAML files hold together: each entry of `clinic` replaces that of `library`.

    Under the keys in `nested` the entries are those one level further in. In a list of codes an
    entry replaces the one for the same code.
    """
    if clinic.data is None or library.data is None:
        content = library if clinic.data is None else clinic
    elif not isinstance(clinic.data, dict) or not isinstance(library.data, dict):
        content = clinic if isinstance(library.data, dict) else library
    else:
        content = _laid_over(library, clinic, nested)
    return replace(
        content,
        problems=(*library.problems, *clinic.problems),
        unsure=library.unsure | clinic.unsure,
    )


def _laid_over(library: YamlContent, clinic: YamlContent, nested: Collection[str]) -> YamlContent:
    data: dict[str, Any] = dict(library.data)
    places = dict(library.places)
    for key, value in clinic.data.items():
        under = data.get(key) if key in nested else None
        if isinstance(under, dict) and isinstance(value, dict):
            data[key] = under | value
            for inner in value:
                _move_places(clinic, (key, inner), places, (key, inner))
        elif isinstance(under, list) and isinstance(value, list):
            codes = {_code(item) for item in value}
            entries = [
                *((library, n, item) for n, item in enumerate(under) if _code(item) not in codes),
                *((clinic, n, item) for n, item in enumerate(value)),
            ]
            data[key] = [item for _, _, item in entries]
            _drop(places, (key,))
            for number, (layer, index, _) in enumerate(entries):
                _move_places(layer, (key, index), places, (key, number))
        else:
            data[key] = value
            _move_places(clinic, (key,), places, (key,))
    return YamlContent(data, places)


def _code(item: Any) -> tuple[str, str]:
    """Return what tells an entry of a list of codes from the others."""
    if isinstance(item, dict):
        return str(item.get("system")), str(item.get("code"))
    return "", repr(item)


def _drop(places: dict[KeyPath, Place], key: KeyPath) -> None:
    for path in [path for path in places if path[: len(key)] == key]:
        del places[path]


def _move_places(
    layer: YamlContent, old: KeyPath, places: dict[KeyPath, Place], new: KeyPath
) -> None:
    """Let the keys from `new` inward stand where a layer has those from `old` inward."""
    _drop(places, new)
    for path, place in layer.places.items():
        if path[: len(old)] == old:
            places[new + path[len(old) :]] = place
