"""The site as a ZIP that works from a folder, without a server: every link names its file."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from pathlib import PurePosixPath

from handouts.model.addresses import NOT_FOUND, ROBOTS, SITEMAP
from handouts.model.codes import list_answers
from handouts.model.library import Library
from handouts.site.built_site import Built

EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest date in a ZIP: the same site makes the same bytes
EDUCATION = "openemr/education"  # the folder that an OpenEMR site takes over
OPENEMR_LANGUAGES = ("en", "es")
_LINK = re.compile(r"""((?:\shref|\sdata-words|\sdata-to)="|\scontent="0; url=)([^"]*)(")""")
_PRELOAD = re.compile(r'<link rel="preload"[^>]*>')  # browsers refuse it in a folder, and say so
_INDEX = "var handoutIndex="


def archive(library: Library, built: Built) -> tuple[str, bytes]:
    """Return the name and the bytes of the ZIP.

    It also holds PDFs by clinical code, for OpenEMR.
    It lacks what only a server uses: robots.txt, the sitemap, the page for wrong addresses.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zip:
        for file in sorted(built.files):
            if PurePosixPath(file).name in (NOT_FOUND, SITEMAP, ROBOTS):
                continue
            data = built.data(file)
            if file.endswith(".html"):
                page = _LINK.sub(
                    lambda match: match[1] + with_file_name(match[2]) + match[3], data.decode()
                )
                data = _PRELOAD.sub("", page).encode()
            elif library.is_search_index(file):
                data = _index(data.decode()).encode()
            _add(zip, f"{library.site.id}/{file}", data)
        for name, address in education_files(library).items():
            _add(zip, f"{library.site.id}/{EDUCATION}/{name}", built.data(address))
    return f"{library.site.id}.zip", out.getvalue()


def education_files(library: Library) -> dict[str, str]:
    """Return the address of the PDF of each code, by the name under which OpenEMR looks for it.

    OpenEMR shows what lies in documents/education/ of its site as <type>_<code>_<language>.pdf, in
    lower case, where the language is en or es (interface/patient_file/education.php). Records hold
    whole codes, so there is no file for a category.
    """
    return {
        f"{called}_{answer.code}_{language.code}.pdf".lower(): library.sheet(handout)
        for language in library.languages
        if language.code in OPENEMR_LANGUAGES
        for answer in list_answers(library.codes)
        if not answer.group
        and (called := library.codes.systems[answer.system].openemr)
        and (handout := language.by_id.get(answer.start))
    }


def _add(zip: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Add a file with the same date and rights every time."""
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    zip.writestr(info, data)


def digest(built: Built) -> str:
    """Return the SHA-256 of all files: of what `sha256sum` prints for them, sorted by path."""
    lines = (
        f"{hashlib.sha256(built.data(file)).hexdigest()}  {file}\n"
        for file in sorted(built.files, key=str.encode)
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def checksums_file(files: dict[str, bytes]) -> bytes:
    """Return a file for `sha256sum --check`, for files by name."""
    return "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())
    ).encode()


def with_file_name(target: str) -> str:
    """Return a link with the name of the file it leads to.

    Links to other sites and within a page are returned unchanged.
    """
    path, sharp, part = target.partition("#")
    if not path or path.startswith("/") or re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", path):
        return target
    if path.endswith("/"):
        path += "index.html"
    elif PurePosixPath(path).name in ("", ".", ".."):
        path += "/index.html"
    return path + sharp + part


def _index(script: str) -> str:
    index = json.loads(script.removeprefix(_INDEX).rstrip(";\n"))
    for entry in (*index["handouts"], *index.get("pages", ())):
        if "link" in entry:
            entry["link"] = with_file_name(entry["link"])
    if "danger" in index:
        index["danger"]["help"] = with_file_name(index["danger"]["help"])
    return f"{_INDEX}{json.dumps(index, ensure_ascii=False, separators=(',', ':'))};\n"
