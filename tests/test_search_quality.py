"""Whether people find what they need: their questions, typed in a real browser. The misses are printed (pytest -s)."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
import yaml
from conftest import ROOT

FIRST, FIRST_THREE = 0.75, 0.95  # of all questions: the right handout is the first result, or one of the first three
ANSWER = 100  # milliseconds from an input event to the results
LIGHT = 60_000  # bytes of engine, index and script together, compressed

# Per language the rounds of questions, each a mapping: every round but the first was written after the tuning before it.
ROUNDS = {
    path.stem.split(".")[1]: list(yaml.safe_load_all(path.read_text(encoding="utf-8"))) for path in sorted(ROOT.glob("tests/queries.*.yml"))
}
QUESTIONS = {code: {text: ids for one in rounds for text, ids in one.items()} for code, rounds in ROUNDS.items()}
# What people type when it may be urgent, slips and whole sentences among it.
DANGER = {
    "en": """pus|puss coming out|there is pus in the lump|fever|feaver|i have a feverr|he has a high temperature|bleeding|bleding a lot
        |my lump is bleeding|blue finger|my fingertip turned blue|blue fingers|chest pain|chest pains after ivig|my chest hurts
        |black stool|black stools|stool is blak|numb on one side|my face is numb on one side|short of breath|cant breathe
        |trouble breathing|coughing up blood|infected lump|infekted|red hot and swollen|I feel confused|i want to kill myself""",
    "es": """pus|le sale pus|fiebre|fievre|tengo fiebre|calentura|sangrado|me sangra mucho|dedo azul|tiene los dedos azules|dolor de pecho
        |me duele el pecho|heces negras|popo negro|entumecido de un lado|me falta el aire|no puedo respirar|esta infectado|infeccion""",
}  # fmt: skip
CALM = {
    "en": "will it never go away|fewer lumps|sun hat|school|can my child play sports|what is calcinosis|surgery|words|number|cold hands",
    "es": "sol|escuela|mi hija puede hacer deporte|que es la calcinosis|cirugia|manos frias",
}
SHOWN = """text => {
    const box = document.querySelector('#search-box'), start = performance.now();
    box.value = text;
    box.dispatchEvent(new Event('input', {bubbles: true}));
    document.body.getBoundingClientRect();
    return {
        took: performance.now() - start,
        found: [...document.querySelectorAll('[data-search-list] a')].map(one => new URL(one.href).pathname),
        cards: [...document.querySelectorAll('[data-search-danger]:not([hidden]) h2')].map(one => one.textContent),
        above: document.querySelector('[data-search-danger]').compareDocumentPosition(document.querySelector('[data-search-list]')) & 4,
    };
}"""


def languages(real) -> list[str]:
    return [one.code for one in real[0].languages]


@pytest.fixture(scope="module", params=sorted(QUESTIONS))
def asked(request, real, web, browser) -> Iterator[tuple]:
    """A page of one language whose search is ready, and what it answers to a text."""
    if request.param not in languages(real):
        pytest.skip(f"The library is not written in {request.param}.")
    language = real[0].language(request.param)
    context = browser.new_context(viewport={"width": 390, "height": 664})
    page = context.new_page()
    page.goto(web + real[0].home(language))
    page.focus("#search-box")
    page.fill("#search-box", "a")
    page.wait_for_selector("[data-search-results]:not([hidden])")
    yield language, lambda text: page.evaluate(SHOWN, text)
    context.close()


def test_the_right_handout_is_among_the_first(real, asked):
    library, _ = real
    language, ask = asked
    address = {one.id: library.address(one) for one in language.handouts}
    all_questions = QUESTIONS[language.code]
    assert len(all_questions) >= 80 and len(all_questions) == sum(map(len, ROUNDS[language.code]))
    assert {id for ids in all_questions.values() for id in ids} <= address.keys()
    told, low = [], False
    for number, questions in enumerate([all_questions, *ROUNDS[language.code]]):
        first = three = 0
        missed = []
        for text, ids in questions.items():
            found = [path.removeprefix("/handouts/") for path in ask(str(text))["found"]]
            right = {address[id] for id in ids}
            assert all(path.startswith(library.home(language)) for path in found)
            first += found[:1] != [] and found[0] in right
            three += bool(right & set(found[:3]))
            if not right & set(found[:3]):
                missed.append(f"  {text!r} wants {' or '.join(ids)}, finds {', '.join(found[:3]) or 'nothing'}")
        low = low or first / len(questions) < FIRST or three / len(questions) < FIRST_THREE
        told.append(
            f"{language.code}, {f'round {number}' if number else 'all rounds'}: {len(questions)} questions, "
            f"success@1 {first / len(questions):.1%}, success@3 {three / len(questions):.1%}"
        )
        told += missed if number else []
    print("\n" + "\n".join(told))
    assert not low, "\n".join(told)


def test_an_answer_comes_at_once(asked):
    language, ask = asked
    slow = max((ask(str(text))["took"], text) for text in QUESTIONS[language.code])
    print(f"\n{language.code}: slowest answer {slow[0]:.0f} ms")
    assert slow[0] <= ANSWER, slow


def test_words_that_mean_danger_show_the_cards_above_all_results(asked):
    language, ask = asked
    cards = sorted((card for card in language.cards.values() if card.words.level > 1), key=lambda card: -card.words.level)
    titles = [card.words.title.split("{")[0].strip() for card in cards]
    for text in DANGER[language.code].split("|"):
        answer = ask(text.strip())
        assert answer["above"]
        assert len(answer["cards"]) == len(titles), f"no cards for {text.strip()!r}"
        assert all(shown.startswith(title) for shown, title in zip(answer["cards"], titles, strict=True))


def test_other_words_do_not_alarm(asked):
    language, ask = asked
    assert [text for text in CALM[language.code].split("|") if ask(text)["cards"]] == []


def test_words_that_scripts_know_break_nothing(asked):
    _, ask = asked
    for text in ("constructor", "constructors", "__proto__"):
        assert ask("qqqqzzzz")["found"] == []  # else an old answer could stay
        assert ask(f"{text} calcinosis")["found"], text


def test_engine_index_and_script_are_small(real):
    library, built = real
    for language in library.languages:
        files = [
            library.search_index(language),
            f"{library.home(language)}assets/minisearch.js",
            f"{library.home(language)}assets/search.js",
        ]
        sizes = [len(gzip.compress(built.data(file), 9)) for file in files]
        print(f"\n{language.code}: {sum(sizes) / 1000:.1f} KB: {dict(zip(files, sizes, strict=True))}")
        assert sum(sizes) <= LIGHT
