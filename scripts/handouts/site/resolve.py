"""From a link to the file of the site that it leads to."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from handouts.model.addresses import NOT_FOUND
from handouts.model.library import Library
from handouts.site.extract.content import Link, LinkKind

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_BREAKS = re.compile(r"[\t\r\n]+")
_PLAIN = re.compile(r"https?://([\w-]+(?:\.[\w-]+)+)(?=[/?#]|$)", re.I)
_PHONE = re.compile(r"[+*#(]?[\d][\d\s().*#-]*(?:;.*)?|[*#][\d*#]+")
_NOWHERE = "This link leads nowhere. Write where it goes, or take the link away."

Resolution = tuple[str, str] | str | None
_SAME_FILE = "\0"  # the file that the link stands in
_PORTS = {"http": 80, "https": 443}


def resolve(library: Library, link: Link) -> Resolution:
    """Return the address and place that a link leads to, below the site's own address.

    A sentence where the address is wrong whatever the site holds; None for other sites.
    """
    origin, target = link.origin, link.target
    is_url = target[:8].lower().startswith(("http://", "https://"))
    folder, path = "" if is_url else origin.rpartition("/")[0], target
    # Pages in different folders share links; without the leading ../ they share the cached answer.
    while folder and path.startswith("../"):
        folder, path = folder.rpartition("/")[0], path[3:]
    if path != target and not path.startswith(("/", ".")):
        path = f"./{path}"
    url, at_any_depth = library.site.url, origin == NOT_FOUND
    fetched, full = link.is_fetched, link.kind is LinkKind.ABSOLUTE
    resolution = _resolve_in_folder(url, folder, path, fetched, full, at_any_depth)
    if isinstance(resolution, str) and path != target:  # a message shows the address as written
        folder = origin.rpartition("/")[0]
        resolution = _resolve_in_folder(url, folder, target, fetched, full, at_any_depth)
    if isinstance(resolution, tuple) and resolution[0] == _SAME_FILE:
        return origin, resolution[1]
    return resolution


@lru_cache(maxsize=1 << 17)
def _resolve_in_folder(
    url: str, folder: str, target: str, fetched: bool, full: bool, at_any_depth: bool
) -> Resolution:
    """Resolve a link of a file in a folder; `at_any_depth`: of the page for missing addresses."""
    target = _BREAKS.sub("", target).strip(" \0")
    if not target or target == "#":
        return _NOWHERE
    if target.startswith("//"):
        return f"Write https: in front of {target}."
    if url and target.startswith(url):
        has_scheme, inner = True, urlsplit(url).path + target[len(url) :]
    elif has_scheme := _SCHEME.match(target) is not None:
        path_here, problem = _path_on_site(url, target, target.partition(":")[0].lower(), fetched)
        if path_here is None:
            return problem or None
        inner = path_here
    else:
        inner = target
        if full and not target.startswith("#"):
            return (
                f"{target} is read away from this site, so it must be a full address, "
                "from https: on."
            )
    inner, _, fragment = inner.partition("#")
    inner = inner.partition("?")[0]
    place = unquote(fragment.split(":~:")[0])
    if not inner:
        return ("" if has_scheme else _SAME_FILE), place
    if "\\" in inner:
        return f"Write / where {target} has \\."
    if "//" in inner:
        return f"Write one slash where {target} has two."
    path = unquote(inner)
    if "\ufffd" in path:  # another encoding than the web's
        path = inner
    if inner.startswith("/"):
        base = urlsplit(url).path or "/"
        if not (has_scheme or at_any_depth):
            return (
                f"The address {target} starts at the domain's root, so it breaks where the site "
                "stands below a path."
            )
        if path + "/" == base:
            return f"The address {target} lacks its closing slash: write {target}/."
        if not path.startswith(base):
            # Another site on the same domain is outside.
            return None if has_scheme else f"The address {target} leads out of the site."
        return path[len(base) :], place
    joined = posixpath.normpath(posixpath.join(folder, path))
    if joined.startswith(".."):
        return f"The address {target} leads out of the site."
    if joined == ".":
        return "", place
    is_folder = path.endswith(("/", "/.", "/..")) or path in (".", "..")
    return (f"{joined}/" if is_folder else joined), place


def _path_on_site(url: str, target: str, scheme: str, fetched: bool) -> tuple[str | None, str]:
    """Return the path of a full address of this site, or None and, if it is wrong, a sentence."""
    after_scheme = target[len(scheme) + 1 :]
    if scheme in ("mailto", "sms"):
        return None, "" if after_scheme else _NOWHERE
    if scheme == "tel":
        if _PHONE.fullmatch(unquote(after_scheme)):
            return None, ""
        return None, f"{target} is no telephone number. Write digits, such as tel:+15551234567."
    if scheme == "data" and fetched:
        return None, ""
    if scheme not in ("http", "https"):
        return None, f"A link may not start with {scheme}:."
    if not fetched and (plain := _PLAIN.match(target)) and (not url or plain[1].lower() not in url):
        return None, ""
    try:
        parts, site = urlsplit(target), urlsplit(url)
        server = (parts.hostname or "", parts.port or _PORTS[scheme])
    except ValueError:
        return None, f"This is not an address: {target}."
    if not server[0] or re.search(r"\s", parts.netloc):
        return None, f"This is not an address: {target}."
    if url and server[0] == site.hostname:
        if scheme != site.scheme:
            return None, f"Write {site.scheme}: in front of this site's own address {target}."
        if server[1] == (site.port or _PORTS[site.scheme]):
            path = after_scheme[2 + len(parts.netloc) :]
            return path if path.startswith("/") else f"/{path}", ""
    if fetched:
        problem = f"The page asks another server for {target}."
        return None, f"{problem} Keep a copy on this site, or leave it out."
    return None, ""
