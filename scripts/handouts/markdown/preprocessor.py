"""Before Markdown is parsed: includes are expanded, with the title on top and sources below."""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from handouts.markdown.context import Context
from handouts.markdown.quotes import keep_marks
from handouts.markdown.units import keep_units
from handouts.model.addresses import relative_link
from handouts.model.includes import PHONE, escaped, expand_includes, follow_moves, source_entries
from handouts.model.language import fill
from handouts.model.pages import CITED, CLINIC_NOTE, HELP, SOURCES, Handout
from handouts.model.review_status import behind_notice, review_notice, translation_notice

# First line of what a generator gets for a handout: its id. Written by `markdown_with_id`.
_ID_LINE = re.compile(r"^\{handout: ([a-z0-9-]+)\}$")
WORD_JOINER = "\u2060"  # word joiner: no line break here, nothing to see


def markdown_with_id(handout: Handout) -> str:
    """Return the Markdown of a handout as generators get it: its id, by which markup knows the
    page, and the body.
    """
    return f"{{handout: {handout.id}}}\n\n{handout.source.body}"


class IncludePreprocessor(Preprocessor):
    """Expands includes, puts title and summary on top, and the cited sources at the end."""

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(md)
        self.context = context

    def run(self, lines: list[str]) -> list[str]:
        library, language = self.context.library, self.context.language
        handout = None
        if lines and (match := _ID_LINE.match(lines[0])):
            handout = language.by_id.get(match.group(1))
            lines = lines[1:]
        self.context.former_ids = library.former_ids(handout) if handout else {}
        text = expand_includes(language, "\n".join(lines), library.references)
        text = follow_moves(text, library.moves.moved)
        text = library.with_pdf_ending(fill_phones(text, library.phones(language)))
        # The number of a citation never starts a line of its own.
        text = re.sub(r"(?<![ \t])[ \t]*(?=\[\^[^\]]+\](?!:))", WORD_JOINER, text)
        if handout:
            text = self._framed(text, handout)
        text = keep_units(keep_marks(text, language.code))
        cited = [id for id in dict.fromkeys(CITED.findall(text)) if id in library.references]
        if cited:
            text += f"\n\n## {escaped(language.labels['sources'])} {{ #{SOURCES} }}"
            text += "\n\n///Footnotes Go Here///\n\n"
            entries = source_entries({id: library.references[id] for id in cited}, language)
            text += "\n".join(f"[^{id}]: {entry}" for id, entry in entries.items())
        return text.split("\n")

    def _framed(self, text: str, handout: Handout) -> str:
        """Return the text below its title and summary, with the review status beside the cards."""
        library, language = self.context.library, self.context.language
        top = f"# {escaped(handout.title)} {{ #title }}\n\n"
        top += f"{escaped(handout.summary)}\n{{ .summary }}\n\n"
        if handout.original and (behind := behind_notice(language, handout)):
            link = relative_link(library.address(handout), library.address(handout.original))
            top += f"{escaped(behind)}\n{{ .behind data-original='{link}' }}\n\n"
        if note := language.clinic_notes.get(handout.id):
            name = library.clinic.lines(language.code).name
            label = fill(language.labels["note_from"], name=name or language.labels["note_clinic"])
            top += f"**{escaped(label)}** {escaped(note)}\n{{ .{CLINIC_NOTE} }}\n\n"
        notice = f"\n\n{escaped(review_notice(language, handout))}\n{{ .review }}\n"
        # Apart: a sheet, which has less room, says it on top only.
        if translated := translation_notice(language, handout):
            notice += f"\n{escaped(translated)}\n{{ .translation }}\n"
        heading = rf"^(##[ \t].*\{{[ \t]*#{HELP}[ \t]*\}}.*)$"
        return top + re.sub(heading, lambda match: match[1] + notice, text, flags=re.M)


def fill_phones(text: str, phones: dict[str, str]) -> str:
    """Return the text with the clinic's numbers in place of placeholders.

    A line with the placeholder of a number that the clinic does not have is left out.
    """

    def phone(name: str) -> str:
        return phones[name.strip("{}")]

    lines = (line for line in text.split("\n") if all(map(phone, PHONE.findall(line))))
    return "\n".join(PHONE.sub(lambda match: phone(match[0]), line) for line in lines)
