"""Every address of the site. No other module joins a URL or a path of the site.

An address is relative to the root of the built site, with forward slashes; a page's address ends
in a slash, as browsers see it.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from handouts.model.data_files import MOVES, Clinic
from handouts.model.language import Language
from handouts.model.pages import ID, PACKET_PAGES, AnyPage, Handout, Notice, Page
from handouts.model.settings import Site

# The forms of a sheet: the end of its file name. `sheet_forms` says in which order lists show them.
SHEETS: dict[tuple[str, str], str] = {
    ("letter", "standard"): ".pdf",
    ("a4", "standard"): ".a4.pdf",
    ("letter", "large"): ".large.pdf",
    ("a4", "large"): ".large.a4.pdf",
}
PDF_ENDING = "{pdf}"  # as pages write it, which do not know the clinic's paper
# The other files beside a page: its plain text, the drawing of its QR code, and its words for the
# page that makes packets.
TEXT, QR_DRAWING, PACKET_SCRIPT = ".txt", ".qr.svg", ".packet.js"
# Handouts; a longer booklet is a book that nobody staples, and takes gigabytes of memory to set.
BOOKLET_LIMIT = 100
# The forms of what is printed together: packets, and the booklet of all handouts.
PACKET_SUFFIXES: dict[str, str] = {"letter": ".pdf", "a4": ".a4.pdf"}
CATALOG, CATALOG_SCHEMA = "catalog.json", "catalog.schema.json"
FHIR = "fhir/bundle.json"
SCHEMAS = "schemas/"
FEED = "feed.xml"
NOT_FOUND = "404.html"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
SEARCH = "search-index"


def lost_address_message(address: str) -> str:
    """Return the message about a published address at which there is nothing any more."""
    return f"/{address} was published and is gone. Put it back, or say in {MOVES} where it went."


class Addresses:
    """Every address of the site, relative to its root. Library extends this with the content."""

    site: Site
    languages: tuple[Language, ...]
    clinic: Clinic

    @property
    def papers(self) -> list[str]:
        """Return the papers that sheets are made for, that of the clinic's country first."""
        return sorted(PACKET_SUFFIXES, key=lambda paper: paper != self.clinic.paper)

    @property
    def sheet_forms(self) -> list[tuple[str, str]]:
        """Return paper and print of each form of a sheet, in the order in which lists show them."""
        return [(paper, print) for print in ("standard", "large") for paper in self.papers]

    def language(self, code: str) -> Language:
        """Return the language with this code, which must be one of the library's."""
        return next(language for language in self.languages if language.code == code)

    def language_at(self, address: str) -> Language:
        """Return the language that an address of the site belongs to.

        The first language stands at the root, which all others are below.
        """
        return max(
            (language for language in self.languages if address.startswith(language.edition.root)),
            key=lambda language: len(language.edition.root),
        )

    def home(self, language: Language) -> str:
        """Return the address of a language's home page."""
        return language.edition.root

    def address(self, page: AnyPage) -> str:
        """Return the address of a page."""
        root = self.language(page.language).edition.root
        if not isinstance(page, Page):
            return f"{root}handouts/{page.id}/"
        path = PurePosixPath(page.address)
        inner = str(path.parent if path.name == "index" else path)
        return root if inner == "." else f"{root}{inner}/"

    def url(self, page: AnyPage) -> str:
        """Return the full address of a page; empty while the site's own address is not known."""
        return self.absolute(self.address(page))

    def sheet(self, handout: Handout | Notice, paper: str = "", print: str = "standard") -> str:
        """Return the address of a handout's PDF, by default for the paper of the clinic."""
        paper = paper or self.clinic.paper
        return f"{self.address(handout)}{handout.id}{SHEETS[paper, print]}"

    def with_pdf_ending(self, text: str) -> str:
        """Return a text with the end of a sheet's name, for the paper of the clinic, for {pdf}."""
        return text.replace(PDF_ENDING, SHEETS[self.clinic.paper, "standard"])

    def text(self, handout: Handout | Notice) -> str:
        """Return the address of a handout as plain text."""
        return f"{self.address(handout)}{handout.id}{TEXT}"

    def qr_drawing(self, handout: Handout) -> str:
        """Return the address of the drawing of a handout's QR code, which leads to its page."""
        return f"{self.address(handout)}{handout.id}{QR_DRAWING}"

    def packet_script(self, handout: Handout) -> str:
        """Return the address of the script with a handout's words, for own packets."""
        return f"{self.address(handout)}{handout.id}{PACKET_SCRIPT}"

    def packet(self, language: Language, id: str, paper: str) -> str:
        """Return the address of a packet's PDF."""
        return f"{language.edition.root}{PACKET_PAGES}{id}{PACKET_SUFFIXES[paper]}"

    def packet_page(self, language: Language, id: str) -> str:
        """Return the address of a packet's page; "" where no page of the language leads to it."""
        page = f"{language.edition.root}{PACKET_PAGES}{id}/"
        return page if language.packet_maker else ""

    def booklet(self, language: Language, paper: str) -> str:
        """Return the address of the booklet of all handouts."""
        return f"{language.edition.root}{self.site.id}{PACKET_SUFFIXES[paper]}"

    def connect(self, language: Language, system: str, code: str, form: str) -> str:
        """Return the address of a clinical code's answer as a file, in the form "json" or "xml"."""
        return f"{language.edition.root}connect/{system}/{code}.{form}"

    def is_answer(self, address: str) -> bool:
        """Return whether an address is one that `connect` gives to a clinical code's answer."""
        inner = address.removeprefix(self.language_at(address).edition.root)
        return inner.startswith("connect/") and inner.endswith((".json", ".xml"))

    def is_permanent(self, file: str) -> bool:
        """Return whether the address of a file of the site is published for others to keep.

        Addresses that only our own pages ask for are not.
        """
        inner = file.removeprefix(self.language_at(file).edition.root)
        is_internal = inner in (NOT_FOUND, SITEMAP, ROBOTS) or self.is_search_index(file)
        return (
            not is_internal
            and not inner.startswith(("assets/", SCHEMAS))
            and not inner.endswith((QR_DRAWING, PACKET_SCRIPT))
        )

    def needs_url(self, address: str) -> bool:
        """Return whether an address is served only while the site's own address is known."""
        inner = address.removeprefix(self.language_at(address).edition.root)
        return inner == FEED or (
            inner.startswith(("connect/", "fhir/")) and not inner.endswith("/")
        )

    def feed(self, language: Language) -> str:
        """Return the address of the feed of a language's changes."""
        return f"{language.edition.root}{FEED}"

    def addresses_of_name(self, name: str) -> list[tuple[str, ...]]:
        """Return the addresses that a name in moved.yml stands for, one tuple for each language.

        The first language comes first; the addresses always have the same order. A handout's id
        stands for its page, all its PDFs and its text, packets/<id> for that packet's PDFs and its
        page, any other name for itself.
        """
        addresses: list[tuple[str, ...]] = []
        for language in self.languages:
            root = language.edition.root
            if ID.fullmatch(name):
                page = f"{root}handouts/{name}/"
                addresses.append(
                    (page, *(f"{page}{name}{end}" for end in (*SHEETS.values(), TEXT)))
                )
            elif re.fullmatch(rf"{PACKET_PAGES}{ID.pattern}", name):
                id = name.removeprefix(PACKET_PAGES)
                pdfs = (self.packet(language, id, paper) for paper in PACKET_SUFFIXES)
                addresses.append(tuple(filter(None, (*pdfs, self.packet_page(language, id)))))
            else:
                addresses.append((root + name.removeprefix("/"),))
        return addresses

    def qr_target(self, handout: Handout) -> str:
        """Return the full address that a sheet's QR code opens.

        It is the page, which compares the version after #v= with its own on the reader's device.
        Empty while the site's own address is not known.
        """
        url = self.url(handout)
        return url and part_address(url, f"v={handout.version_mark}")

    @property
    def share_image(self) -> str:
        """The full address of the picture that other sites show beside a link to a page.

        Empty while the site's own address is not known.
        """
        return self.absolute("assets/share-image.png")

    def web_font(self, language: Language, name: str) -> str:
        """Return the address of a web font.

        It is beside the style sheet that names it, and each language has that of its own build.
        """
        return f"{language.edition.root}assets/fonts/{name}"

    def font_sheet(self, language: Language) -> str:
        """Return the address of the style sheet that sets a language in its own font."""
        return f"{language.edition.root}assets/font.css"

    def search_index(self, language: Language, part: int = 1) -> str:
        """Return the address of a part of a language's search index; a large one has several."""
        return f"{language.edition.root}{SEARCH}{f'.{part}' if part > 1 else ''}.js"

    def is_search_index(self, file: str) -> bool:
        """Return whether a file of the site is a search index or a part of one."""
        inner = file.removeprefix(self.language_at(file).edition.root)
        return re.fullmatch(rf"{SEARCH}(\.\d+)?\.js", inner) is not None

    def absolute(self, address: str) -> str:
        """Return the full address; empty while the site's own address is not known."""
        return self.site.url + address if self.site.url else ""


def part_address(page: str, id: str) -> str:
    """Return the address of a part of the page at an address, relative or full."""
    return f"{page}#{id}"


def version_mark(version: str) -> str:
    """Return a version as addresses hold it."""
    return version.replace(" · ", ".")


def file_of(address: str) -> str:
    """Return the file that a server answers an address with."""
    return f"{address}index.html" if address.endswith("/") or not address else address


def address_of(file: str) -> str:
    """Return the address under which a file of the site is published."""
    return file.removesuffix("index.html") if PurePosixPath(file).name == "index.html" else file


def relative_link(origin: str, target: str) -> str:
    """Return the relative link from the page at one address to another address of the site."""
    ups = origin.count("/")
    return "../" * ups + target or "./"


def link_from_home(language: Language, address: str) -> str:
    """Return the relative link from the root of the language's pages to an address of the site."""
    root = language.edition.root
    if address.startswith(root):
        return address[len(root) :]
    return "../" * root.count("/") + address
