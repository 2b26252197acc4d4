"""The one Python-Markdown extension: everything that shapes an article, so that every generator makes the same words.

It adds to Markdown: citations of the bibliography with a Sources list, care cards, the word list and the bibliography
called by name, lists and tables that a screen reader understands, tick boxes, and lines to write on. It takes away
raw HTML: pages hold words only.
"""

from __future__ import annotations

import html
import re
import unicodedata
import xml.etree.ElementTree as etree  # noqa: N813 (as Python-Markdown calls it)

from markdown import Extension, Markdown
from markdown.extensions.smarty import SmartyExtension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

from .handout import HELP, SOURCES, TOP, Handout, Page, Translation
from .library import CITED, PHONE, Language, Library, Notice, entry, escaped, fill, reach, whole

# First line of what a generator is given for a handout; says which one it is. Written by `marked`.
_MARK = re.compile(r"^\{handout: ([a-z0-9-]+)\}$")
_PLACES = re.compile(r"^(?:#{2,6}[ \t].*|///[ \t]*(?:card[ \t]*\|.*|glossary[ \t]*))$", re.M)
GLUE = "\u2060"  # word joiner: no line break here, nothing to see
CALLS = "calls"  # class of a list in a care card whose items are numbers to tap
LETTERS = "letters"  # class of the letters above a word list; paper and checks leave them out
FEW_LETTERS = 4  # a list with fewer needs none
NUMBERS = "0–9"
_TICK = re.compile(r"^\[[ xX]\]\s+")
_STASHED = re.compile("\x02[^\x03]*\x03")  # what Python-Markdown keeps for later: escaped signs and entities


def marked(handout: Handout) -> str:
    """The Markdown of a handout as generators get it: the body, with its id in front, so that markup knows the page."""
    return f"{{handout: {handout.id}}}\n\n{handout.source.body}"


def source(one: Handout | Page | Notice) -> str:
    """The Markdown of any page as generators get it. Of a withdrawn handout only places that other pages may link to."""
    if isinstance(one, Notice):
        return "\n\n".join(f"{line}\n///" if line.startswith("/") else line for line in _PLACES.findall(one.source.body))
    return marked(one) if isinstance(one, Handout) else one.source.body


def rendered(library: Library, language: Language, text: str) -> str:
    """The HTML that a generator will make of this Markdown."""
    return str(Markdown(extensions=[HandoutMarkup(library, language)]).convert(text))


class HandoutMarkup(Extension):
    """What an article is made with. One instance serves one language of one library."""

    def __init__(self, library: Library, language: Language) -> None:
        super().__init__()
        self.library = library
        self.language = language
        self.older_ids: dict[str, list[str]] = {}  # of the headings of the page at hand

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        say = self.language.say
        md.registerExtensions(
            ["attr_list", "def_list", "footnotes", "tables", "toc", _Blocks(self), self._smarty()],
            {
                "footnotes": {"SUPERSCRIPT_TEXT": "[{}]", "BACKLINK_TITLE": say["source_back"] + " {}"},
                "toc": {"permalink": False, "marker": ""},
            },
        )
        md.registerExtension(self)
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.preprocessors.register(_WriteOut(md, self), "write-out", 60)  # before blocks and footnotes read the text
        md.treeprocessors.register(_Speak(md, self), "speak", 4)  # after inline (20), footnotes (50), smarty (6), toc (5)
        md.treeprocessors.register(_Terms(md, self), "terms", 5.5)  # after smarty (6), before the generator notes all ids (5)
        md.treeprocessors.register(_Original(md, self), "original", -10)  # after the generator's own look at links (0)

    def _smarty(self) -> SmartyExtension:
        double, end_double, single, end_single = self.language.interface.quotes
        return SmartyExtension(
            smart_dashes=False,
            substitutions={
                "left-double-quote": double, "right-double-quote": end_double,
                "left-single-quote": single, "right-single-quote": end_single,
                "ellipsis": "…",
            },
        )  # fmt: skip

    def reset(self) -> None:
        """Forget the last page."""
        self.older_ids = {}


class _WriteOut(Preprocessor):
    """Writes out what a page calls by name, puts title and summary on top, and the cited sources at the end."""

    def __init__(self, md: Markdown, house: HandoutMarkup) -> None:
        super().__init__(md)
        self.house = house

    def run(self, lines: list[str]) -> list[str]:
        library, language = self.house.library, self.house.language
        handout = None
        if lines and (found := _MARK.match(lines[0])):
            handout = language.by_id.get(found.group(1))
            lines = lines[1:]
        self.house.older_ids = library.older_ids(handout) if handout else {}
        text = whole(language, "\n".join(lines), library.references)
        text = with_phones(text, library.phones(language))
        text = re.sub(r"(?<![ \t])[ \t]*(?=\[\^[^\]]+\](?!:))", GLUE, text)  # the number never starts a line of its own
        if handout:
            text = self._framed(text, handout)
        cited = [id for id in dict.fromkeys(CITED.findall(text)) if id in library.references]
        if cited:
            text += f"\n\n## {escaped(language.say['sources'])} {{ #{SOURCES} }}\n\n///Footnotes Go Here///\n\n"
            text += "\n".join(f"[^{id}]: {entry(library.references[id], language)}" for id in cited)
        return text.split("\n")

    def _framed(self, text: str, handout: Handout) -> str:
        """Title, summary, and beside the care cards the review status."""
        library, language = self.house.library, self.house.language
        top = f"# {escaped(handout.title)} {{ #title }}\n\n{escaped(handout.summary)}\n{{ .summary }}\n\n"
        if handout.original and (late := behind_notice(language, handout)):
            to = reach(library.address(handout), library.address(handout.original))
            top += f"{escaped(late)}\n{{ .behind data-original='{to}' }}\n\n"
        notice = f"\n\n{escaped(review_notice(language, handout))}\n{{ .review }}\n"
        if said := translation_notice(language, handout):  # apart: a sheet, which has less room, says it on top only
            notice += f"\n{escaped(said)}\n{{ .translation }}\n"
        return top + re.sub(rf"^(##[ \t].*\{{[ \t]*#{HELP}[ \t]*\}}.*)$", lambda m: m[1] + notice, text, flags=re.M)


def with_phones(text: str, phones: dict[str, str]) -> str:
    """The text with the clinic's numbers for placeholders. A line goes where it names what the clinic does not have."""

    def phone(name: str) -> str:
        return phones[name.strip("{}")]

    lines = (line for line in text.split("\n") if all(map(phone, PHONE.findall(line))))
    return "\n".join(PHONE.sub(lambda found: phone(found[0]), line) for line in lines)


def review_notice(language: Language, handout: Handout) -> str:
    """One sentence: who reviewed this version, or that nobody has."""
    say, review = language.say, handout.facts.review
    if not review:
        return say["review_none"]
    on = language.day(review.on)
    if handout.review_state == "changed":
        return fill(say["review_changed"], on=on)
    if handout.original:
        return fill(say["review_original"], who=review.who, role=review.role, on=on)
    return fill(say["review_done"], who=review.who, role=review.role, on=on)


def translation_notice(language: Language, handout: Handout) -> str:
    """One sentence: who reviewed this translation, or that nobody has; nothing for an original."""
    say, words = language.say, handout.words
    if not isinstance(words, Translation):
        return ""
    if not (review := words.translation_review):
        return say["translation_review_none"]
    on = language.day(review.on)
    if review.version != handout.version:
        return fill(say["translation_review_changed"], on=on)
    return fill(say["translation_review_done"], who=review.who, role=review.role, on=on)


def behind_notice(language: Language, handout: Handout) -> str:
    """One sentence: in which parts this translation does not show what its original says; nothing where it is up to date."""
    original = handout.original
    if not original or not handout.behind:
        return ""
    heads = {TOP: language.say["behind_top"]}
    heads |= {part.id: f"“{part.title}”" for part in (*original.parts, *handout.parts)}
    everywhere = {TOP, *(part.id for part in original.parts if part.level == 2)} <= set(handout.behind)
    parts = language.say["behind_all"] if everywhere else ", ".join(heads.get(id, id) for id in handout.behind)
    return fill(language.say["behind"], on=language.day(original.changed), parts=parts)


class _CardBlock(Block):
    """`/// card | name`: a care card, whose words stand once per language in cards/."""

    NAME = "card"
    ARGUMENT = True

    def on_validate(self, parent: etree.Element) -> bool:
        return bool(re.fullmatch(r"[a-z0-9-]+", self.argument))

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "section", {"class": "card", "data-card": self.argument})


class _PictureBlock(Block):
    """`/// picture | name`: a drawing with its labels in the page's language; what stands inside is its caption."""

    NAME = "picture"
    ARGUMENT = True
    house: HandoutMarkup  # set for each Markdown by _Blocks

    def on_create(self, parent: etree.Element) -> etree.Element:
        library, language = self.house.library, self.house.language
        figure = etree.SubElement(parent, "figure", {"class": "picture", "data-picture": self.argument})
        if self.argument not in library.drawings or self.argument not in language.pictures:
            return etree.SubElement(figure, "figcaption")  # that is told by itself; its caption is words all the same
        svg = re.sub(r"<\?xml.*?\?>|<!--.*?-->", "", library.drawing(language, self.argument), flags=re.S).strip()
        alt = html.escape(language.pictures[self.argument].alt)
        svg = re.sub(r"\s*\n\s*", " ", svg.replace("<svg", f'<svg role="img" aria-label="{alt}"', 1))
        figure.text = self.md.htmlStash.store(svg)
        return etree.SubElement(figure, "figcaption")


class _ListBlock(Block):
    """`/// glossary` and `/// bibliography`: lists that the library knows."""

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": self.NAME})


class _GlossaryBlock(_ListBlock):
    NAME = "glossary"


class _BibliographyBlock(_ListBlock):
    NAME = "bibliography"


class _FeedBlock(_ListBlock):
    """`/// feed`: the way to the feed of changes; nothing while the site has no address, for then there is no feed."""

    NAME = "feed"


class _WriteBlock(Block):
    """`/// write | 2`: lines to write on, two after each item of the list inside, or just two."""

    NAME = "write"
    ARGUMENT = True

    def on_validate(self, parent: etree.Element) -> bool:
        return bool(re.fullmatch(r"[1-9]|1\d|20", self.argument, re.A))

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": "write", "data-lines": self.argument})


class _Blocks(BlocksExtension):
    """Registers the blocks above."""

    def __init__(self, house: HandoutMarkup) -> None:
        super().__init__()
        self.house = house

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:  # noqa: N802
        picture = type("PictureBlock", (_PictureBlock,), {"house": self.house})
        for block in (_CardBlock, picture, _GlossaryBlock, _BibliographyBlock, _FeedBlock, _WriteBlock):
            block_mgr.register(block, {})


class _Speak(Treeprocessor):
    """Gives citations, tables, lists and cards the words and roles that a screen reader needs."""

    def __init__(self, md: Markdown, house: HandoutMarkup) -> None:
        super().__init__(md)
        self.house = house

    def run(self, root: etree.Element) -> None:
        self._older_ids(root)
        self._cards(root)
        self._ticks(root)
        for table in root.iter("table"):
            _head(table)
        self._citations(root)
        self._feed(root)
        self._outside(root)

    def _older_ids(self, root: etree.Element) -> None:
        """A heading also answers to the ids that it had before."""
        for heading in root.iter() if self.house.older_ids else ():
            for old in self.house.older_ids.get(heading.get("id", ""), []):
                place = etree.Element("span", {"id": old})
                place.tail, heading.text = heading.text, None
                heading.insert(0, place)

    def _cards(self, root: etree.Element) -> None:
        cards = self.house.language.cards
        for section in root.iter("section"):
            if (name := section.attrib.pop("data-card", None)) in cards:
                section.set("class", f"card level-{cards[name].words.level}")
                section.set("aria-labelledby", name)
                for list_ in section.iter("ul"):
                    if all(map(_is_call, list_)):
                        list_.set("class", CALLS)

    def _ticks(self, root: etree.Element) -> None:
        for list_ in root.iter("ul"):
            items = list_.findall("li")
            for item in items:
                words = item if item.text and item.text.strip() else item.find("p")
                if words is not None and words.text and _TICK.match(words.text.lstrip()):
                    words.text = _TICK.sub("", words.text.lstrip())
                    item.set("class", "tick")
                    list_.set("class", "ticks")

    def _feed(self, root: etree.Element) -> None:
        house = self.house
        to = house.library.absolute(house.library.feed(house.language))
        for parent in root.iter():
            for place in [child for child in parent if child.tag == "div" and child.get("class") == "feed"]:
                if not to:
                    parent.remove(place)
                    continue
                words = etree.SubElement(place, "p")
                words.text = f"{house.language.say['feed_follow']} "
                etree.SubElement(words, "a", {"href": to}).text = house.language.say["feed_link"]

    def _outside(self, root: etree.Element) -> None:
        """A link to another site says so, on screen, and tells that site nothing."""
        words, site = self.house.language.say["outside"], self.house.library.site.url
        for link in root.iter("a"):
            href = link.get("href", "")
            if re.match(r"https?://", href) and not (site and href.startswith(site)):
                link.set("rel", "noopener noreferrer")
                etree.SubElement(link, "span", {"class": "screen-only"}).text = f" ({words})"

    def _citations(self, root: etree.Element) -> None:
        say = self.house.language.say
        first: dict[str, str] = {}  # source → id of its first citation; Python-Markdown numbers these ids in another order
        for sup in root.iter("sup"):
            if (id := sup.get("id", "")).startswith("fnref"):
                first.setdefault(id.partition(":")[2], id)
        for parent in root.iter():
            for place, child in enumerate(list(parent)):
                if child.tag == "div" and child.get("class") == "footnote":
                    parent[place] = _list_of_sources(child, say, first)
            for link in parent.findall("a"):
                if link.get("class") == "footnote-ref":
                    number = (link.text or "").strip("[]")
                    link.set("role", "doc-noteref")
                    link.set("aria-label", f"{say['source']} {number}")


class _Terms(Treeprocessor):
    """Each word of the word list can be linked to: its id is the word itself. And above the list stand its letters."""

    def __init__(self, md: Markdown, house: HandoutMarkup) -> None:
        super().__init__(md)
        self.house = house

    def run(self, root: etree.Element) -> None:
        for term in root.iter("dt"):
            words = _STASHED.sub(" ", "".join(term.itertext()))
            term.set("id", word_id(words))
        for box in root.iter("div"):
            if box.get("class") == _GlossaryBlock.NAME:
                self._letters(box)

    def _letters(self, box: etree.Element) -> None:
        """Above a word list, its letters: each leads to the first word with it. On paper one turns the page."""
        first: dict[str, str] = {}
        for term in box.iter("dt"):
            first.setdefault(letter(_STASHED.sub(" ", "".join(term.itertext()))), term.get("id", ""))
        if len(first) < FEW_LETTERS:
            return
        nav = etree.Element("nav", {"class": LETTERS, "aria-label": self.house.language.say["letters"]})
        list_ = etree.SubElement(nav, "ul")
        for sign, id in first.items():
            etree.SubElement(etree.SubElement(list_, "li"), "a", {"href": f"#{id}"}).text = sign
        box.insert(0, nav)


class _Original(Treeprocessor):
    """Leads from the line that says a translation is behind to its original, which is a page of another language."""

    def __init__(self, md: Markdown, house: HandoutMarkup) -> None:
        super().__init__(md)
        self.house = house

    def run(self, root: etree.Element) -> None:
        language = self.house.library.languages[0].code
        for line in root.iter("p"):
            if to := line.attrib.pop("data-original", None):
                line.text = f"{line.text or ''} "
                link = etree.SubElement(line, "a", {"href": to, "hreflang": language})
                link.text = self.house.language.say["behind_link"]
                link.tail = "."


def _is_call(item: etree.Element) -> bool:
    """Whether a list item is a number to call or to text, and nothing else."""
    links = [child for child in item if child.tag == "a" and re.match("(?:tel|sms):", child.get("href", ""))]
    return len(item) == len(links) == 1 and not f"{item.text or ''}{links[0].tail or ''}".strip()


def letter(name: str) -> str:
    """The capital letter under which a word stands in a list: É under E, Ñ for itself, and one sign for all numbers."""
    start = unicodedata.normalize("NFD", name.strip())[:2].upper()
    if start[:1].isdigit():
        return NUMBERS
    return unicodedata.normalize("NFC", start) if start == "N\u0303" else start[:1]


def word_id(name: str) -> str:
    """The id of a word of the word list on its page."""
    return "word-" + "-".join(re.findall(r"[^\W_]+", name.lower()))


def _list_of_sources(notes: etree.Element, say: dict[str, str], first: dict[str, str]) -> etree.Element:
    """The footnotes as a plain numbered list, with one way back from each: to where it was first cited."""
    list_ = notes.find("ol")
    assert list_ is not None
    list_.set("class", "sources")
    for number, item in enumerate(list_.findall("li"), 1):
        for paragraph in item.findall("p"):
            backs = [link for link in paragraph.findall("a") if link.get("class") == "footnote-backref"]
            for link in backs[1:]:
                paragraph.remove(link)
            for link in backs[:1]:
                link.attrib.pop("title", None)
                link.set("href", "#" + first.get(item.get("id", "").partition(":")[2], ""))
                link.set("aria-label", f"{say['source_back']} {number}")
    list_.tail = notes.tail
    return list_


def _head(table: etree.Element) -> None:
    """Says which cells are heads, of which column and of which row."""
    for cell in table.iter("th"):
        cell.set("scope", "col")
    for row in table.findall("tbody/tr"):
        first = row.find("td")
        if first is not None and ("".join(first.itertext())).strip():
            first.tag = "th"
            first.set("scope", "row")
