"""Before Markdown is read: what a page calls by name is written out, with its title on top and its sources below."""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from handouts.markdown.context import Context
from handouts.model.addresses import reach
from handouts.model.includes import PHONE, entry, escaped, whole
from handouts.model.pages import CITED, HELP, SOURCES, Handout
from handouts.model.review_status import behind_notice, review_notice, translation_notice

# First line of what a generator is given for a handout; says which one it is. Written by `marked`.
_MARK = re.compile(r"^\{handout: ([a-z0-9-]+)\}$")
GLUE = "\u2060"  # word joiner: no line break here, nothing to see


def marked(handout: Handout) -> str:
    """The Markdown of a handout as generators get it: the body, with its id in front, so that markup knows the page."""
    return f"{{handout: {handout.id}}}\n\n{handout.source.body}"


class IncludePreprocessor(Preprocessor):
    """Writes out what a page calls by name, puts title and summary on top, and the cited sources at the end."""

    def __init__(self, md: Markdown, house: Context) -> None:
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
        text = re.sub(
            r"(?<![ \t])[ \t]*(?=\[\^[^\]]+\](?!:))", GLUE, text
        )  # the number never starts a line of its own
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
        if said := translation_notice(
            language, handout
        ):  # apart: a sheet, which has less room, says it on top only
            notice += f"\n{escaped(said)}\n{{ .translation }}\n"
        return top + re.sub(
            rf"^(##[ \t].*\{{[ \t]*#{HELP}[ \t]*\}}.*)$", lambda m: m[1] + notice, text, flags=re.M
        )


def with_phones(text: str, phones: dict[str, str]) -> str:
    """The text with the clinic's numbers for placeholders. A line goes where it names what the clinic does not have."""

    def phone(name: str) -> str:
        return phones[name.strip("{}")]

    lines = (line for line in text.split("\n") if all(map(phone, PHONE.findall(line))))
    return "\n".join(PHONE.sub(lambda found: phone(found[0]), line) for line in lines)
