"""Whether the target of a link exists, and what to write if it does not."""

from __future__ import annotations

from unicodedata import normalize
from urllib.parse import quote

from handouts.model.addresses import file_of
from handouts.site.built_site import Built, folded


def target_problem(built: Built, path: str, place: str) -> str:
    """Return what is wrong with a link to this address and place, or ""."""
    file = file_of(path)
    if file not in built.files:
        return _missing(built, path)
    if not place:
        return ""
    if file.endswith(".pdf"):
        return "" if place in built.ids(file) else f"The PDF {path} has no place called #{place}."
    # What looks like a setting is for a script to read.
    if not file.endswith(".html") or "=" in place or place.lower() == "top":
        return ""
    places = built.ids(file)
    if place in places or quote(place) in places or built.is_stand_in(file):
        return ""
    if any(normalize("NFC", id) == normalize("NFC", place) for id in places):
        return (
            f"The page {path} has no place called #{place}: one that looks like it has accents "
            "made of other characters. Copy it from there."
        )
    return f"The page {path or 'itself'} has no place called #{place}."


def _missing(built: Built, path: str) -> str:
    """Return what to write instead of an address without a file."""
    bare = path.rstrip("/")
    if file_of(bare + "/") in built.files and not path.endswith("/"):
        return f"The address {path} lacks its closing slash: write {path}/."
    if path.endswith("/") and bare in built.files:
        return f"The address {path} is a file: leave out the closing slash."
    similar = built.by_folded_name.get(folded(bare))
    if similar and similar != bare:
        if normalize("NFC", similar) == normalize("NFC", bare):
            return (
                f"The address {path} looks like {similar}, but its accents are made of other "
                "characters. Copy the name from there."
            )
        return f"The address {path} is spelled {similar} here: capital and small letters differ."
    if bare in built.folders:
        return f"The folder {path} has no page of its own (index.html)."
    if f"{path}.html" in built.files:
        return f"The address {path} lacks its ending: write {path}.html."
    if path.endswith(".md"):
        return (
            f"No page was made of {path}. Link to a file that is there, by its path from this one."
        )
    return f"There is nothing at the address {path or '/'}."
