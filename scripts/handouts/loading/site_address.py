"""The address of the site, SITE_URL: a whole address of a folder, in one form."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

LOCAL = re.compile(r"localhost|127\.\d+\.\d+\.\d+|\[::1\]")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_PAGE = re.compile(r"\.(?:html?|xhtml|php|aspx?|jsp|pdf|xml|json|txt|md)$", re.I)
# Letters that the two standards for names of hosts, of 2003 and 2008, read differently.
_AMBIGUOUS = re.compile("[\u00df\u03c2\u200c\u200d]")
_EXAMPLE = "Write it as https://clinic.example/handouts/"


class InvalidAddress(ValueError):
    """The reason why an address is not that of a site's folder, and what to write instead."""


def normalize(address: str) -> str:
    """Return the address of a site's folder in one form (RFC 3986, 6.2), with a slash at its end.

    Scheme and host are in small letters, the host in ASCII, and signs of the path as %XX.
    Raises InvalidAddress.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise InvalidAddress(f"is no address: {address}. {_EXAMPLE}") from None
    netloc = parts.netloc.rpartition("@")[2]
    host = netloc.lower() if port is None else netloc.lower().rpartition(":")[0]
    if parts.scheme not in ("https", "http") or not host or re.search(r"[\s\\<>\"^`{|}]", address):
        raise InvalidAddress(
            f"must be a full address that starts with https://, not: {address}. {_EXAMPLE}"
        )
    is_local = bool(LOCAL.fullmatch(host))
    if parts.scheme == "http" and not is_local:
        raise InvalidAddress(f"must start with https://, since http:// is not safe: {address}")
    if "@" in parts.netloc:
        raise InvalidAddress(f"may hold no name or password of a person: {address}")
    if (port is not None or netloc.endswith(":")) and not is_local:
        raise InvalidAddress(f"may hold no port but on this computer (localhost): {address}")
    if "?" in address or "#" in address:
        raise InvalidAddress(f"may hold no ? and no #: {address}. {_EXAMPLE}")
    path = _path(parts.path, address)
    return f"{parts.scheme}://{_host(host, address)}{f':{port}' if port else ''}{path}"


def _host(host: str, address: str) -> str:
    """Return the name of a host in ASCII."""
    if LOCAL.fullmatch(host):
        return host
    try:
        if _AMBIGUOUS.search(host):
            raise UnicodeError
        name = host.encode("idna").decode().lower()
    except UnicodeError:
        name = ""
    labels = name.split(".")
    if len(labels) < 2 or len(name) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise InvalidAddress(
            f"names no host: {address}. Write the host as its owner registered it, such as "
            "clinic.example or xn--nio-8ma.example."
        )
    if labels[-1].isdigit():
        try:
            ip_address(name)
        except ValueError:
            raise InvalidAddress(f"names no host: {address}. {_EXAMPLE}") from None
    return name


def _path(path: str, address: str) -> str:
    """Return the path of a folder, between slashes."""
    if re.search(r"%(?![0-9A-Fa-f]{2})|%(?:[01][0-9A-Fa-f]|2[Ff]|5[Cc]|7[Ff])", path):
        raise InvalidAddress(f"holds a % that stands for no sign: {address}. Leave it out.")
    segments = re.sub("%2[Ee]", ".", path).strip("/").split("/") if path.strip("/") else []
    if "//" in path or any(segment in ("", ".", "..") for segment in segments):
        raise InvalidAddress(f"may hold no // and no .. in its path: {address}. {_EXAMPLE}")
    if segments and _PAGE.search(segments[-1]) and not path.endswith("/"):
        raise InvalidAddress(
            f"must be the address of a folder, not of a page: {address}. Leave out {segments[-1]}."
        )
    folders = "".join(f"{quote(segment, safe='%!$&()*+,;=:@~-._')}/" for segment in segments)
    return "/" + re.sub("%[0-9a-f]{2}", lambda match: match[0].upper(), folders, flags=re.I)
