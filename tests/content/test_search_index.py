"""The search index of the library in docs/: what it holds, and what it must not."""

from __future__ import annotations

import json
from collections.abc import Iterator

from handouts.checks import paired_statements
from handouts.model.addresses import file_of
from handouts.model.language import Language
from handouts.model.library import Library
from handouts.pages import article
from support.project import BuiltLibrary


def parsed(data: bytes) -> dict:
    script = data.decode()
    assert (
        script.startswith("var handoutIndex=")
        and script.endswith(";\n")
        and script.count("\n") == 1
    )
    return json.loads(script.removeprefix("var handoutIndex=").removesuffix(";\n"))


def strings_of(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, (list, dict)):
        for part in content.values() if isinstance(content, dict) else content:
            yield from strings_of(part)


# The script ---------------------------------------------------------------------------------------


def test_readers_load_one_script_and_its_parts_are_not_published(built_library):
    _, built = built_library
    assert b"function cardsFor(" in built.data("assets/search.js")
    assert [file for file in built.files if "assets/js/" in file] == []


# The real library ---------------------------------------------------------------------------------


def real_index(built_library: BuiltLibrary) -> Iterator[tuple[Library, Language, dict]]:
    library, built = built_library
    for language in library.languages:
        yield library, language, parsed(built.data(library.search_index(language)))


def test_every_real_handout_is_in_its_index_and_every_link_leads_there(built_library):
    for library, language, index in real_index(built_library):
        assert [handout["id"] for handout in index["handouts"]] == [
            handout.id for handout in language.handouts
        ]
        for entry in index["handouts"]:
            assert file_of(library.home(language) + entry["link"]) in built_library[1].files
            assert not entry["link"].startswith(("/", ".", "http"))


def test_every_sentence_of_a_real_article_is_in_the_index_whole(built_library):
    library, built = built_library
    for _, language, index in real_index(built_library):
        for handout, entry in zip(language.handouts, index["handouts"], strict=True):
            if "sections" not in entry:
                continue
            texts = "\n".join(text for section in entry["sections"] for text in section[1])
            page = article.article_of_page(built.tree(file_of(library.address(handout))))
            missing = [
                block.text for block in page.blocks() if not block.card and block.text not in texts
            ]
            assert missing == []


def text_of(runs: list[str | list[str]]) -> str:
    """The words of a line of a card, those of its links too."""
    return "".join(run if isinstance(run, str) else run[0] for run in runs)


def test_no_string_of_the_index_splits_a_real_pair(built_library):
    """A text is shown with its heading and those that belong to it. Single words say nothing: names
    of a word list, and what is typed for them."""
    for _, language, index in real_index(built_library):
        for entry in index["handouts"]:
            bag = entry.pop("bag", [])
            for part, texts, *companions in entry.pop("sections", []):
                companions_of = companions[0] if companions else {}
                for at in range(1, len(texts)) if part else ():
                    numbers = sorted({0, at, *companions_of.get(str(at), ())})
                    text = "\n".join(texts[number] for number in numbers)
                    assert not list(paired_statements.split_pairs(language.pairs, text)), text
            names = [
                entry.pop("title"),
                *entry.pop("words"),
                *entry.pop("heads"),
            ]  # a name alone promises nothing
            pairs = [pair for pair in language.pairs if len(pair.when) > 1]
            assert [
                (text, pair.why)
                for text in names
                for pair in paired_statements.split_pairs(pairs, text)
            ] == []
            del entry["id"], entry["link"]  # addresses promise nothing
            entry.pop("terms")  # what people type for words of the list: never shown
            assert bag == sorted(bag) and (
                set(bag) <= language.terms.keys() or not any(" " in word for word in bag)
            )
        del index["danger"]["signs"]  # never shown
        for card in index["danger"].pop("cards"):  # a card is shown whole
            words = "\n".join(
                text_of(runs) for runs in (card["title"], *(runs for _, runs in card["parts"]))
            )
            assert [
                (words, pair.why) for pair in paired_statements.split_pairs(language.pairs, words)
            ] == []
        assert [
            (text, pair.why)
            for text in strings_of(index)
            for pair in paired_statements.split_pairs(language.pairs, text)
        ] == []
