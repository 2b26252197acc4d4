"""The blocks of a page, such as `/// card | name`."""

from __future__ import annotations

import html
import json
import re
import xml.etree.ElementTree as etree  # noqa: N813 (as Python-Markdown calls it)

from markdown import Markdown
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

from handouts.markdown.context import Context


class _CardBlock(Block):
    """`/// card | name`: a care card, whose words stand once per language in cards/."""

    NAME = "card"
    ARGUMENT = True

    def on_validate(self, parent: etree.Element) -> bool:
        return bool(re.fullmatch(r"[a-z0-9-]+", self.argument))

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "section", {"class": "card", "data-card": self.argument})


class _PictureBlock(Block):
    """`/// picture | name`: a drawing with its labels; inside stands the caption."""

    NAME = "picture"
    ARGUMENT = True
    context: Context  # set for each Markdown by Blocks

    def on_create(self, parent: etree.Element) -> etree.Element:
        library, language = self.context.library, self.context.language
        figure = etree.SubElement(
            parent, "figure", {"class": "picture", "data-picture": self.argument}
        )
        if self.argument not in library.drawings or self.argument not in language.pictures:
            # A check reports the missing drawing; the caption is words all the same.
            return etree.SubElement(figure, "figcaption")
        picture = language.pictures[self.argument]
        if picture.marks:
            figure.set("data-marks", json.dumps(picture.marks, ensure_ascii=False))
            places = (f"{x:g} {y:g} {name}" for name, (x, y) in picture.places.items())
            figure.set("data-places", "|".join(places))
        svg = re.sub(
            r"<\?xml.*?\?>|<!--.*?-->", "", library.drawing(language, self.argument), flags=re.S
        ).strip()
        alt = html.escape(picture.alt)
        svg = re.sub(
            r"\s*\n\s*", " ", svg.replace("<svg", f'<svg role="img" aria-label="{alt}"', 1)
        )
        figure.text = self.md.htmlStash.store(svg)
        return etree.SubElement(figure, "figcaption")


class _ListBlock(Block):
    """`/// glossary` and `/// bibliography`: lists that the library knows."""

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": self.NAME})


class _BandBlock(_ListBlock):
    """`/// band`: the help band, whose items stand once per language in cards/.

    `/// band | school` has the headings that they hold for these readers.
    """

    NAME = "band"
    ARGUMENT = None

    def on_create(self, parent: etree.Element) -> etree.Element:
        box = super().on_create(parent)
        if self.argument:
            box.set("data-readers", self.argument)
        return box


class _GlossaryBlock(_ListBlock):
    NAME = "glossary"


class _BibliographyBlock(_ListBlock):
    NAME = "bibliography"


class _FeedBlock(_ListBlock):
    """`/// feed`: a link to the feed of changes; nothing while the site has no address."""

    NAME = "feed"


class _WriteBlock(Block):
    """`/// write | 2`: lines to write on, two after each item of the list inside, or just two."""

    NAME = "write"
    ARGUMENT = True

    def on_validate(self, parent: etree.Element) -> bool:
        return bool(re.fullmatch(r"[1-9]|1\d|20", self.argument, re.A))

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": "write", "data-lines": self.argument})


class Blocks(BlocksExtension):
    """Registers the blocks above."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:  # noqa: N802
        picture = type("PictureBlock", (_PictureBlock,), {"context": self.context})
        for block in (
            _CardBlock,
            picture,
            _BandBlock,
            _GlossaryBlock,
            _BibliographyBlock,
            _FeedBlock,
            _WriteBlock,
        ):
            block_mgr.register(block, {})
