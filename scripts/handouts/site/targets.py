"""Whether what a link leads to is there, and what to write if it is not."""

from __future__ import annotations

from unicodedata import normalize
from urllib.parse import quote

from handouts.model.addresses import file_of
from handouts.site.built_site import Built, folded


def judge(built: Built, path: str, place: str) -> str:
    """What is wrong with a link to this address and place, or nothing."""
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
    if place in places or quote(place) in places or built.stands_in(file):
        return ""
    if any(normalize("NFC", one) == normalize("NFC", place) for one in places):
        other = "one that looks like it has accents made of other characters. Copy it from there"
        return f"The page {path} has no place called #{place}: {other}."
    return f"The page {path or 'itself'} has no place called #{place}."


def _missing(built: Built, path: str) -> str:
    """What is wrong with an address that no file stands for."""
    bare = path.rstrip("/")
    if file_of(bare + "/") in built.files and not path.endswith("/"):
        return f"The address {path} lacks its closing slash: write {path}/."
    if path.endswith("/") and bare in built.files:
        return f"The address {path} is a file: leave out the closing slash."
    known = built.alike.get(folded(bare))
    if known and known != bare:
        if normalize("NFC", known) == normalize("NFC", bare):
            return f"The address {path} looks like {known}, but its accents are made of other characters. Copy the name from there."
        return f"The address {path} is spelled {known} here: capital and small letters differ."
    if bare in built.folders:
        return f"The folder {path} has no page of its own (index.html)."
    if f"{path}.html" in built.files:
        return f"The address {path} lacks its ending: write {path}.html."
    if path.endswith(".md"):
        return (
            f"No page was made of {path}. Link to a file that is there, by its path from this one."
        )
    return f"There is nothing at the address {path or '/'}."
