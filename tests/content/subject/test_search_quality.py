"""Whether people find what they need: their questions, typed in a real browser. The misses are
printed (pytest -s)."""

from __future__ import annotations

import gzip
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from handouts.checks import paired_statements
from handouts.model.addresses import file_of
from handouts.model.language import Language, fill
from handouts.model.library import Library
from support.docs import QUESTIONS, ROUNDS, about
from support.project import ROOT, BuiltLibrary

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = about("en/handouts/what-is-calcinosis.md")

FIRST, FIRST_THREE = (
    0.75,
    0.95,
)  # of all questions: the right handout is the first result, or one of the first three
LIGHT = 60_000  # bytes of index and script together, compressed

# What people type when they need help soon, and the ids of the care cards that they must see; none
# for harmless words.
ALARMS = {
    path.stem.split(".")[1]: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted(ROOT.glob("tests/content/subject/alarms.*.yml"))
}
DESPAIR, HARMLESS = 30, 10  # phrases over all languages, at least
ANSWER = """text => {
    const box = document.querySelector('#search-box');
    box.value = text;
    box.dispatchEvent(new Event('input', {bubbles: true}));
    return {
        results: [...document.querySelectorAll('[data-search-list] li > a')].map(link => new \
URL(link.href).pathname),
        cards: [...document.querySelectorAll('[data-search-danger]:not([hidden]) h2')].map(head => \
head.textContent),
        calls: [...document.querySelectorAll('[data-search-danger]:not([hidden]) \
section:first-child a')].map(link => link.getAttribute('href')),
        lines: [...document.querySelectorAll('[data-search-danger]:not([hidden]) .search__lines \
p')].map(line => line.textContent),
        passages: [...document.querySelectorAll('[data-search-list] li > span')].map(passage => {
            const link = passage.querySelector('a');
            return link && {
                place: new URL(link.href).pathname + new URL(link.href).hash,
                texts: [link.textContent, ...[...passage.querySelectorAll('span')].map(text => \
text.textContent)],
                marks: [...passage.querySelectorAll('mark')].map(mark => \
mark.textContent.toLowerCase()),
            };
        }),
        more: document.querySelectorAll('[data-search-danger]:not([hidden]) > p a').length,
        status: document.querySelector('[data-search-count]').textContent,
        above: document.querySelector('[data-search-danger]')
            .compareDocumentPosition(document.querySelector('[data-search-list]')) & 4,
    };
}"""


@dataclass(frozen=True)
class Search:
    """A page of one language whose search is ready. Each text is typed once, whoever asks for its
    answer."""

    language: Language
    page: Page
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    def ask(self, text: str) -> dict[str, Any]:
        """Return what the page shows when a text is typed."""
        return self.ask_all([text])[0]

    def ask_all(self, texts: Iterable[str]) -> list[dict[str, Any]]:
        """Return the answers to texts, all typed in one call of the browser."""
        texts = [*texts]
        unasked = [text for text in dict.fromkeys(texts) if text not in self.answers]
        answers = self.page.evaluate(f"texts => texts.map({ANSWER})", unasked)
        self.answers.update(zip(unasked, answers, strict=True))
        return [self.answers[text] for text in texts]


@pytest.fixture(scope="module", params=sorted(QUESTIONS))
def search(
    request: pytest.FixtureRequest,
    built_library: BuiltLibrary,
    site_url: str,
    browser: Browser,
) -> Iterator[Search]:
    """The search of one language, ready."""
    if request.param not in (language.code for language in built_library[0].languages):
        pytest.skip(f"The library is not written in {request.param}.")
    language = built_library[0].language(request.param)
    context = browser.new_context(viewport={"width": 390, "height": 664})
    page = context.new_page()
    page.goto(site_url + built_library[0].home(language))
    page.focus("#search-box")
    page.fill("#search-box", "a")
    page.wait_for_selector("[data-search-results]:not([hidden])")
    yield Search(language, page)
    context.close()


def test_the_right_handout_is_among_the_first(built_library, search):
    library, _ = built_library
    language = search.language
    address = {handout.id: library.address(handout) for handout in language.handouts}
    all_questions = QUESTIONS[language.code]
    assert len(all_questions) >= 80 and len(all_questions) == sum(map(len, ROUNDS[language.code]))
    assert {id for ids in all_questions.values() for id in ids} <= address.keys()
    report, low = [], False
    for number, questions in enumerate([all_questions, *ROUNDS[language.code]]):
        first = three = 0
        missed = []
        answers = search.ask_all(map(str, questions))
        for (text, ids), answer in zip(questions.items(), answers, strict=True):
            results = [path.removeprefix("/handouts/") for path in answer["results"]]
            right = {address[id] for id in ids}
            assert all(path.startswith(library.home(language)) for path in results)
            first += results[:1] != [] and results[0] in right
            three += bool(right & set(results[:3]))
            if not right & set(results[:3]):
                missed.append(
                    f"  {text!r} wants {' or '.join(ids)}, finds "
                    f"{', '.join(results[:3]) or 'nothing'}"
                )
        low = low or first / len(questions) < FIRST or three / len(questions) < FIRST_THREE
        report.append(
            f"{language.code}, {f'round {number}' if number else 'all rounds'}: {len(questions)} "
            f"questions, "
            f"success@1 {first / len(questions):.1%}, success@3 {three / len(questions):.1%}"
        )
        report += missed if number else []
    print("\n" + "\n".join(report))
    assert not low, "\n".join(report)


def titles_of(library: Library, language: Language) -> dict[str, str]:
    """The titles of the care cards as readers see them, by id."""
    phones = library.phones(language, linked=False)
    return {id: fill(card.words.title, **phones) for id, card in language.cards.items()}


def test_a_question_shows_the_care_cards_whose_words_it_holds_and_no_others(built_library, search):
    library, _ = built_library
    language = search.language
    titles = titles_of(library, language)
    shown_cards = {}
    alarms = ALARMS[language.code]
    answers = search.ask_all(map(str, alarms))
    for (text, ids), answer in zip(alarms.items(), answers, strict=True):
        assert answer["above"]
        if answer["cards"] != [titles[id] for id in ids]:
            shown_cards[text] = answer["cards"]
    assert shown_cards == {}


def test_whoever_types_a_sign_of_a_card_sees_that_card(built_library, search):
    """Every sign of every card, as people may type it: signs.yml."""
    library, _ = built_library
    language = search.language
    titles = titles_of(library, language)
    signs = yaml.safe_load((ROOT / "tests/content/subject/signs.yml").read_text(encoding="utf-8"))[
        language.code
    ]
    unseen = {
        text: card
        for card, texts in signs.items()
        for text, answer in zip(texts, search.ask_all(map(str, texts)), strict=True)
        if titles[card] not in answer["cards"]
    }
    assert unseen == {}


LINES = {
    "en": (
        ["leaking pus", "my lump is leaking", "red hot skin"],
        ["pus and fever", "infected and vomiting"],
    ),
    "es": (["pus", "el bulto gotea"], ["pus y fiebre", "infección y confusión"]),
}


def test_two_lines_answer_an_infection_before_its_cards(built_library, search):
    """The line for today first; after a sign of an emergency that for an emergency."""
    library, _ = built_library
    language, ask = search.language, search.ask
    lines = language.interface.alarm_lines
    today, emergency = (
        fill(lines[id], **library.phones(language, linked=False))
        for id in ("call-today", "emergency")
    )
    calm, urgent = LINES[language.code]
    assert {text: ask(text)["lines"] for text in calm} == {
        text: [today, emergency] for text in calm
    }
    assert {text: ask(text)["lines"] for text in urgent} == {
        text: [emergency, today] for text in urgent
    }
    assert ask("calcinosis")["lines"] == []


def test_a_result_shows_its_passage_whole_and_with_its_warning(built_library, search):
    """Of every question: no passage says half of a pair, each holds a marked word, and its link
    leads to its heading."""
    _, built = built_library
    language = search.language
    passages = unmarked = 0
    places, texts = set(), set()
    for answer in search.ask_all(map(str, QUESTIONS[language.code])):
        for passage in filter(None, answer["passages"]):
            passages += 1
            unmarked += not passage["marks"]
            places.add(passage["place"])
            texts.add("\n".join(passage["texts"]))
    for place in places:
        path, _, id = place.removeprefix("/handouts/").partition("#")
        assert built.tree(file_of(path)).xpath("//h2[@id=$id]", id=id), place
    for words in texts:
        assert list(paired_statements.split_pairs(language.pairs, words)) == [], words
    assert passages > len(QUESTIONS[language.code]) * 3 and unmarked < passages / 10, (
        passages,
        unmarked,
    )


def test_there_are_enough_phrases_of_despair_and_harmless_ones():
    cards = [ids for phrases in ALARMS.values() for ids in phrases.values()]
    assert (
        sum(ids[:1] == ["crisis"] for ids in cards) >= DESPAIR
        and sum(ids == [] for ids in cards) >= HARMLESS
    )
    assert not any(isinstance(text, bool) for phrases in ALARMS.values() for text in phrases)


def test_every_alarm_word_shows_its_card(built_library, search):
    """Each entry of words.yml, typed as it stands there, without its quotes and the words that rule
    it out."""
    library, _ = built_library
    language = search.language
    titles = titles_of(library, language)
    missed = []
    for id in language.interface.alarm_words:
        entries = [*library.alarms(language, id)]
        bare = [re.sub(r"(?<!\S)-\w+", "", entry).replace('"', " ") for entry in entries]
        answers = search.ask_all(" ".join(text.split()) for text in bare)
        missed += [
            entry
            for entry, answer in zip(entries, answers, strict=True)
            if titles[id] not in answer["cards"]
        ]
    assert missed == []


def test_the_crisis_line_is_on_the_first_screen_to_tap(built_library, site_url, new_page):
    """On a phone, wherever the search is: the whole card, with numbers as large as a thumb, and the
    box still above it."""
    library, _ = built_library
    for language in library.languages:
        line = library.clinic.crisis.lines[language.code]
        text = next(text for text, ids in ALARMS[language.code].items() if ids == ["crisis"])
        for address in (library.home(language), library.address(language.handouts[0])):
            page = new_page(390, 664)
            page.goto(site_url + address)
            if address != library.home(language):
                page.click("[data-search-open]")
            page.click("#search-box")
            page.keyboard.type(text)
            page.wait_for_selector("[data-search-danger] .card")
            box = page.locator("#search-box").bounding_box()
            card = page.locator("[data-search-results] section, [data-search-results] li").first
            shape = card.bounding_box()
            assert card.get_attribute("class") == "card level-4"
            assert 0 <= box["y"] < shape["y"] and shape["y"] + shape["height"] <= 664, (
                address,
                box,
                shape,
            )
            links = card.locator("a")
            assert links.evaluate_all("links => links.map(link => link.getAttribute('href'))") == [
                f"tel:{line.call}",
                f"sms:{line.text}",
            ]
            assert all(link.bounding_box()["height"] >= 44 for link in links.all())


def test_words_of_despair_are_marked_in_no_answer(built_library, site_url, new_page):
    """A sentence about death, with that word marked, is no answer to whoever wants to die."""
    page = new_page(390, 664)
    for code, text in (("", "i want to die"), ("es/", "quiero morir")):
        page.goto(site_url + code)
        page.fill("#search-box", "dermatomyositis" if not code else "dermatomiositis")
        page.wait_for_selector("[data-search-list] mark")
        page.fill("#search-box", text)
        page.wait_for_selector("[data-search-danger] .card.level-4")
        assert page.locator("[data-search-list] mark").count() == 0


def test_despair_is_answered_in_a_calm_voice(built_library, search):
    library, _ = built_library
    language, ask = search.language, search.ask
    phones = library.phones(language, linked=False)
    by_cards = {tuple(ids): str(text) for text, ids in ALARMS[language.code].items()}
    crisis, overdose = ask(by_cards["crisis",]), ask(by_cards["overdose",])
    assert phones["crisis"] in crisis["status"] and crisis["more"] == 0
    labels = language.labels
    assert not any(
        labels[key] in crisis["status"] for key in ("search_alarm_emergency", "search_alarm_today")
    )
    assert labels["search_alarm_emergency"] in overdose["status"] and overdose["more"] == 1
    assert (
        overdose["calls"][0] == f"tel:{library.clinic.emergency}"
        and overdose["calls"][-2:] == crisis["calls"]
    )
    assert ask(by_cards["call-today",])["status"].startswith(labels["search_alarm_today"])


def test_words_that_scripts_know_break_nothing(search):
    ask = search.ask
    for text in ("constructor", "constructors", "__proto__"):
        assert ask(f"qqqqzzzz {'q' * len(text)}")["results"] == []  # else an old answer could stay
        assert ask(f"{text} calcinosis")["results"], text


def test_a_stem_is_worth_what_bm25_plus_says(browser):
    """Two pages: one with the stem twice among two different ones, one with four others; k 1.2, b
    0.7, d 0.5."""
    ranking = (ROOT / "overrides/assets/js/search/ranking.js").read_text(encoding="utf-8")
    page = browser.new_page()
    scores = page.evaluate(f"""() => {{
        function bare() {{ return Object.create(null); }}
        {ranking}
        const field = emptyField(3), scores = {{}};
        addToField(field, 0, ["sore", "skin", "sore"]);
        addToField(field, 1, ["sun", "hat", "sand", "sea"]);
        addScores(field, "sore", scores);
        addScores(field, "constructor", scores);
        return scores;
    }}""")
    page.close()
    rarity = math.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    assert scores == {
        "0": pytest.approx(
            3 * rarity * (0.5 + 2 * 2.2 / (2 + 1.2 * (0.3 + 0.7 * 2 / 3))), abs=1e-12
        )
    }


def test_index_and_script_are_small(built_library):
    library, built = built_library
    for language in library.languages:
        files = [library.search_index(language), "assets/search.js"]
        sizes = [len(gzip.compress(built.data(file), 9)) for file in files]
        print(
            f"\n{language.code}: {sum(sizes) / 1000:.1f} KB: {dict(zip(files, sizes, strict=True))}"
        )
        assert sum(sizes) <= LIGHT


@pytest.mark.parametrize(
    "question, title",
    [
        ("open sore", "Skin and sore care"),
        ("surjery", "Surgery and procedures"),
        ("can my child go to school", "Calcinosis in children and teens"),
        ("sun", "Sun protection"),
    ],
)
def test_search_finds_in_spite_of_slips(site_url, page, question, title):
    page.goto(site_url)
    page.fill("#search-box", question)
    page.wait_for_selector("[data-search-list] a")
    titles = page.locator("[data-search-list] li > a").all_text_contents()
    assert title in titles[:3], titles
