"""Every address of the site. No other module joins a URL or a path of the site.

An address is relative to the root of the built site, with forward slashes; a page's address ends in a slash, as browsers see it.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from handouts.model.data_files import MOVES
from handouts.model.language import Language
from handouts.model.pages import ID, Handout, Notice, Page
from handouts.model.settings import Site

# The forms of a sheet: the end of its file name, in the order in which lists show them.
SHEETS: dict[tuple[str, str], str] = {
    ("letter", "standard"): ".pdf",
    ("a4", "standard"): ".a4.pdf",
    ("letter", "large"): ".large.pdf",
    ("a4", "large"): ".large.a4.pdf",
}
TEXT, CODE = (
    ".txt",
    ".qr.svg",
)  # what else stands beside a page: its plain text, the drawing of its QR code
# The forms of what is printed together: packets, and the booklet of all handouts.
BOOKLET = 100  # handouts; a booklet of more is a book that nobody staples, and takes gigabytes of memory to set
BOUND: dict[str, str] = {"letter": ".pdf", "a4": ".a4.pdf"}
CATALOG, CATALOG_SCHEMA = "catalog.json", "catalog.schema.json"
FHIR = "fhir/bundle.json"
SCHEMAS = "schemas/"
FEED = "feed.xml"
NOT_FOUND = "404.html"
SITEMAP = "sitemap.xml"
SEARCH = "search-index"


def broken(address: str) -> str:
    """What to say of a published address at which nothing stands any more."""
    return f"/{address} was published and is gone. Put it back, or say in {MOVES} where it went."


class Addresses:
    """Every address of the site, relative to its root. Library extends this: it knows what there is."""

    site: Site
    languages: tuple[Language, ...]

    def language(self, code: str) -> Language:
        """The language with this code, which must be one of the library's."""
        return next(one for one in self.languages if one.code == code)

    def language_at(self, address: str) -> Language:
        """The language that an address of the site belongs to. The first one stands at the root, which all are below."""
        return max(
            (one for one in self.languages if address.startswith(one.edition.root)),
            key=lambda one: len(one.edition.root),
        )

    def home(self, language: Language) -> str:
        """Where a language's home page stands on the site."""
        return language.edition.root

    def address(self, one: Handout | Page | Notice) -> str:
        """Where a page stands on the site."""
        root = self.language(one.language).edition.root
        if not isinstance(one, Page):
            return f"{root}handouts/{one.id}/"
        path = PurePosixPath(one.address)
        inner = str(path.parent if path.name == "index" else path)
        return root if inner == "." else f"{root}{inner}/"

    def sheet(
        self, handout: Handout | Notice, paper: str = "letter", print: str = "standard"
    ) -> str:
        """Where a handout's PDF stands on the site."""
        return f"{self.address(handout)}{handout.id}{SHEETS[paper, print]}"

    def text(self, handout: Handout | Notice) -> str:
        """Where a handout stands as plain text."""
        return f"{self.address(handout)}{handout.id}{TEXT}"

    def code(self, handout: Handout) -> str:
        """Where the drawing of a handout's QR code stands, which leads to its page."""
        return f"{self.address(handout)}{handout.id}{CODE}"

    def packet(self, language: Language, id: str, paper: str = "letter") -> str:
        """Where a packet's PDF stands on the site."""
        return f"{language.edition.root}packets/{id}{BOUND[paper]}"

    def has_booklet(self, language: Language) -> bool:
        """Whether all handouts of a language are also printed as one booklet: more than one, and not too many."""
        return 1 < len(language.handouts) <= BOOKLET

    def booklet(self, language: Language, paper: str = "letter") -> str:
        """Where the booklet of all handouts stands on the site."""
        return f"{language.edition.root}{self.site.id}{BOUND[paper]}"

    def connect(self, language: Language, system: str, code: str, form: str) -> str:
        """Where the answer to a clinical code stands as a file, in the form "json" or "xml"."""
        return f"{language.edition.root}connect/{system}/{code}.{form}"

    def part(self, handout: Handout, part: str) -> str:
        """Where a part of a handout stands on the site."""
        return f"{self.address(handout)}#{part}"

    def promises(self, file: str) -> bool:
        """Whether the address of a file of the site is published for others to keep; not of what only our own pages ask for."""
        inner = file.removeprefix(self.language_at(file).edition.root)
        own = inner in (NOT_FOUND, SITEMAP) or self.is_search_index(file)
        return not own and not inner.startswith(("assets/", SCHEMAS)) and not inner.endswith(CODE)

    def needs_url(self, address: str) -> bool:
        """Whether there is something at this address only while the site's own address is known."""
        inner = address.removeprefix(self.language_at(address).edition.root)
        return inner == FEED or (
            inner.startswith(("connect/", "fhir/")) and not inner.endswith("/")
        )

    def feed(self, language: Language) -> str:
        """Where the feed of a language's changes stands."""
        return f"{language.edition.root}{FEED}"

    def answers(self, name: str) -> list[tuple[str, ...]]:
        """What a name in moved.yml stands for in each language, first language first: addresses, always in the same order.

        A handout's id stands for its page, all its PDFs and its text, packets/<id> for that packet's PDFs, any other name for itself.
        """
        found: list[tuple[str, ...]] = []
        for language in self.languages:
            root = language.edition.root
            if ID.fullmatch(name):
                at = f"{root}handouts/{name}/"
                found.append((at, *(f"{at}{name}{end}" for end in (*SHEETS.values(), TEXT))))
            elif re.fullmatch(rf"packets/{ID.pattern}", name):
                found.append(
                    tuple(
                        self.packet(language, name.removeprefix("packets/"), paper)
                        for paper in BOUND
                    )
                )
            else:
                found.append((root + name.removeprefix("/"),))
        return found

    def current(self, handout: Handout) -> str:
        """The full address that a sheet's QR code opens: the page, told on the reader's device which version they hold."""
        return f"{self.absolute(self.address(handout))}#v={handout.version.replace(' · ', '.')}"

    def web_font(self, language: Language, name: str) -> str:
        """Where a web font stands: beside the style sheet that names it, and each language has that of its own build."""
        return f"{language.edition.root}assets/fonts/{name}"

    def font_sheet(self, language: Language) -> str:
        """Where the style sheet stands that sets a language in its own font, where it has one."""
        return f"{language.edition.root}assets/font.css"

    def search_index(self, language: Language, part: int = 1) -> str:
        """Where a language's search index stands on the site; a large one has further parts."""
        return f"{language.edition.root}{SEARCH}{f'.{part}' if part > 1 else ''}.js"

    def is_search_index(self, file: str) -> bool:
        """Whether a file of the site is a search index or a part of one."""
        inner = file.removeprefix(self.language_at(file).edition.root)
        return re.fullmatch(rf"{SEARCH}(\.\d+)?\.js", inner) is not None

    def absolute(self, address: str) -> str:
        """The full address, or nothing while the site's own address is not known."""
        return self.site.url + address if self.site.url else ""


def file_of(address: str) -> str:
    """The file that a server answers an address with."""
    return f"{address}index.html" if address.endswith("/") or not address else address


def address_of(file: str) -> str:
    """The address under which a file of the site is published."""
    return file.removesuffix("index.html") if PurePosixPath(file).name == "index.html" else file


def reach(origin: str, target: str) -> str:
    """The relative link that leads from the page at one address to another address of the site."""
    ups = origin.count("/")
    return "../" * ups + target or "./"


def link_from_home(language: Language, address: str) -> str:
    """The way from the root of the language's pages to an address of the site."""
    root = language.edition.root
    if address.startswith(root):
        return address[len(root) :]
    return "../" * root.count("/") + address
