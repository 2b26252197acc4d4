"""From a link to the file of the site that it leads to."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from handouts.model.addresses import NOT_FOUND
from handouts.model.library import Library
from handouts.site.extract.content import Link

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_BREAKS = re.compile(r"[\t\r\n]+")
_PLAIN = re.compile(r"https?://([\w-]+(?:\.[\w-]+)+)(?=[/?#]|$)", re.I)
_PHONE = re.compile(r"[+*#(]?[\d][\d\s().*#-]*(?:;.*)?|[*#][\d*#]+")
_NOWHERE = "This link leads nowhere. Write where it goes, or take the link away."

Found = tuple[str, str] | str | None
_HERE = "\0"  # stands for the very file that the link stands in
_PORTS = {"http": 80, "https": 443}


def resolve(library: Library, link: Link) -> Found:
    """The address and place that a link leads to; a sentence where that can be said without looking; None for outside."""
    origin, target = link.origin, link.target
    folder, rest = (
        "" if target[:8].lower().startswith(("http://", "https://")) else origin.rpartition("/")[0],
        target,
    )
    # Pages in different folders have links in common; the way up taken off, the answer is the same and known.
    while folder and rest.startswith("../"):
        folder, rest = folder.rpartition("/")[0], rest[3:]
    if rest != target and not rest.startswith(("/", ".")):
        rest = f"./{rest}"
    lost = origin == NOT_FOUND
    found = _resolved(library.site.url, folder, rest, link.fetched, link.full, lost)
    if isinstance(found, str) and rest != target:
        found = _resolved(
            library.site.url, origin.rpartition("/")[0], target, link.fetched, link.full, lost
        )
    return (origin, found[1]) if isinstance(found, tuple) and found[0] == _HERE else found


@lru_cache(maxsize=1 << 17)
def _resolved(url: str, folder: str, target: str, fetched: bool, full: bool, lost: bool) -> Found:
    """What `resolve` promises, for a link in a file of a folder. `lost`: on the page for lost readers, served at any depth."""
    target = _BREAKS.sub("", target).strip(" \0")
    if not target or target == "#":
        return _NOWHERE
    if target.startswith("//"):
        return f"Write https: in front of {target}."
    if url and target.startswith(url):
        scheme, inner = True, urlsplit(url).path + target[len(url) :]
    elif scheme := _SCHEME.match(target) is not None:
        own, wrong = _inside(url, target, target.partition(":")[0].lower(), fetched)
        if own is None:
            return wrong or None
        inner = own
    else:
        inner = target
        if full and not target.startswith("#"):
            return f"{target} is read away from this site, so it must be a full address, from https: on."
    inner, _, fragment = inner.partition("#")
    inner = inner.partition("?")[0]
    place = unquote(fragment.split(":~:")[0])
    if not inner:
        return ("" if scheme else _HERE), place
    if "\\" in inner:
        return f"Write / where {target} has \\."
    if "//" in inner:
        return f"Write one slash where {target} has two."
    path = unquote(inner)
    if "\ufffd" in path:  # another encoding than the web's
        path = inner
    if inner.startswith("/"):
        base = urlsplit(url).path or "/"
        if not (scheme or lost):
            return f"The address {target} starts at the domain's root, so it breaks where the site stands below a path."
        if path + "/" == base:
            return f"The address {target} lacks its closing slash: write {target}/."
        if not path.startswith(base):
            # Another site on the same domain is outside.
            return None if scheme else f"The address {target} leads out of the site."
        return path[len(base) :], place
    joined = posixpath.normpath(posixpath.join(folder, path))
    if joined.startswith(".."):
        return f"The address {target} leads out of the site."
    ends = path.endswith(("/", "/.", "/..")) or path in (".", "..")
    return ("" if joined == "." else joined + "/" * ends), place


def _inside(url: str, target: str, scheme: str, fetched: bool) -> tuple[str | None, str]:
    """What follows the domain in an address of our own; None for one outside, and a sentence where that is wrong."""
    rest = target[len(scheme) + 1 :]
    if scheme in ("mailto", "sms"):
        return None, "" if rest else _NOWHERE
    if scheme == "tel":
        number = unquote(rest)
        return None, "" if _PHONE.fullmatch(
            number
        ) else f"{target} is no telephone number. Write digits, such as tel:+15551234567."
    if scheme == "data" and fetched:
        return None, ""
    if scheme not in ("http", "https"):
        return None, f"A link may not start with {scheme}:."
    if not fetched and (plain := _PLAIN.match(target)) and (not url or plain[1].lower() not in url):
        return None, ""
    try:
        there, here = urlsplit(target), urlsplit(url)
        server = (there.hostname or "", there.port or _PORTS[scheme])
    except ValueError:
        return None, f"This is not an address: {target}."
    if not server[0] or re.search(r"\s", there.netloc):
        return None, f"This is not an address: {target}."
    if url and server[0] == here.hostname:
        if scheme != here.scheme:
            return None, f"Write {here.scheme}: in front of this site's own address {target}."
        if server[1] == (here.port or _PORTS[here.scheme]):
            path = rest[2 + len(there.netloc) :]
            return path if path.startswith("/") else f"/{path}", ""
    return (
        None,
        f"The page asks another server for {target}. Keep a copy on this site, or leave it out."
        if fetched
        else "",
    )
