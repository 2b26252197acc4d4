"""The help band loses no sign of the cards that it stands for, in either language."""

from __future__ import annotations

import re

import pytest

from handouts.checks import context
from handouts.loading import library_loader, settings
from handouts.markdown import extension
from handouts.model.library import Library
from handouts.model.pages import BAND, CARD_CALL, HELP
from handouts.outputs import plain_text, search_index
from handouts.pages.article import fragment
from support.docs import about
from support.project import ROOT

pytestmark = about("en/cards/band-emergency.md", "es/cards/band-emergency.md")

# Each sign as a pattern, by the card of the band that it must stand on. Those of "infection" must
# stand below the item of that name: a fast heartbeat alone is no emergency (F101).
INFECTION = {"en": "infection signs (", "es": "señales de infección ("}
SIGNS = {
    "en": {
        "band-emergency": {
            "infection": (
                "red, hot, swollen or more painful skin near lumps", "pus", "blisters",
                "fast worsening", "fever (100.4 °F, 38 °C or more)", "fast-spreading redness",
                "vomiting", "diarrhea", "fast heartbeat or breathing", "cold, clammy, pale skin",
                "dizzy", "faint", "confused", "hard to wake",
            ),
            "alone": (
                "new, very bad pain near lumps or sores, worse than skin looks",
                "fingertips staying darker or blue",
            ),
        },
        "band-today": {
            "alone": (
                "infection signs, above all: face, near eyes",
                "worsening skin, even without fever", "steroids can hide infection",
                "open or leaking lumps",
                "children", "older adults", "weak immune system",
            ),
        },
        "band-next-visit": {
            "alone": ("lumps (new, growing)", "stiff joints", "numb, tingling spots"),
        },
    },
    "es": {
        "band-emergency": {
            "infection": (
                "piel roja, caliente, hinchada o más adolorida cerca de bultos", "pus", "ampollas",
                "empeoran rápido", "fiebre (100.4 °F, 38 °C o más)", "mancha roja que crece rápido",
                "vómito", "diarrea", "latido o respiración rápidos", "piel fría, húmeda, pálida",
                "mareo", "sensación de desmayo", "confusión", "cuesta despertarle",
            ),
            "alone": (
                "dolor nuevo, muy fuerte, cerca de bultos o llagas, peor de lo que aparenta la "
                "piel",
                "yema de un dedo que sigue más oscura o azul",
            ),
        },
        "band-today": {
            "alone": (
                "señales de infección, sobre todo: cara, cerca del ojo",
                "piel que empeora, aun sin fiebre", "los esteroides pueden esconder infecciones",
                "bultos abiertos o goteando",
                "niños", "adultos mayores", "defensas bajas",
            ),
        },
        "band-next-visit": {
            "alone": (
                "bultos nuevos o que crecen", "articulaciones tiesas", "zonas dormidas",
                "hormigueo",
            ),
        },
    },
}  # fmt: skip
# Pages on sores, medicines, surgery, children and getting help show the cards in full.
FULL = {
    "when-to-get-help", "signs-and-symptoms", "skin-and-sore-care", "surgery-and-procedures",
    "children-and-teens", "treating-the-cause", "staying-safe-on-immune-medicine",
    "methotrexate-and-mycophenolate", "jak-inhibitors", "tnf-blockers", "medicines-for-calcinosis",
    "warfarin", "ceftriaxone-and-minocycline", "ivig", "sodium-thiosulfate",
    "more-medicines-for-calcinosis", "diltiazem-and-colchicine", "bone-gout-and-antacid-medicines",
}  # fmt: skip


@pytest.fixture(scope="module")
def library() -> Library:
    return library_loader.read(ROOT, settings.read(ROOT))[0]


def items(library: Library, code: str, call: str = "band") -> dict[str, list[str]]:
    """The items of each card of the band, as readers see them, with what stands below them."""
    article = fragment(extension.render(library, library.language(code), f"/// {call}\n///\n"))
    return {
        card.get("aria-labelledby", ""): [
            " ".join("".join(map(str, item.itertext())).split()) for item in card.iterfind("ul/li")
        ]
        for card in article.root.iter("section")
    }


@pytest.mark.parametrize("call", ["band", "band | school"])
@pytest.mark.parametrize("code", SIGNS)
def test_no_sign_is_lost_in_the_band(library, code, call):
    band = items(library, code, call)
    assert list(band) == list(SIGNS[code]), "most urgent first"
    for card, groups in SIGNS[code].items():
        bound = [item for item in band[card] if item.startswith(INFECTION[code])]
        for sign in groups.get("infection", ()):
            assert any(sign in item for item in bound), f"{card} lost: {sign}"
            assert not any(sign in item for item in band[card] if item not in bound), sign
        for sign in groups["alone"]:
            assert any(sign in item for item in band[card]), f"{card} lost: {sign}"


@pytest.mark.parametrize("code", SIGNS)
def test_a_school_is_told_to_call_a_parent_and_no_care_team(library, code):
    source = library.language(code).by_id["letter-for-school"].source
    assert [match[1] for match in BAND.finditer(source.body)] == ["school"]
    for card in library.language(code).band:
        assert re.search("parent|padres", card.words.titles["school"]), card.id
        assert not re.search("care team|equipo de salud", card.words.titles["school"]), card.id


@pytest.mark.parametrize("code", SIGNS)
def test_pages_show_the_band_or_all_three_cards(library, code):
    for handout in library.language(code).handouts:
        called = set(CARD_CALL.findall(handout.source.body))
        if any(part.id == HELP for part in handout.parts):
            is_full = {"emergency", "call-today", "next-visit"} <= called
            assert is_full == (handout.id in FULL), handout.id
            assert bool(BAND.search(handout.source.body)) != is_full, handout.id


@pytest.mark.parametrize("code", SIGNS)
def test_the_band_calls_by_link_and_leads_to_the_whole_page(library, code):
    language = library.language(code)
    markup = extension.render(library, language, "/// band\n///\n")
    assert f'<a href="tel:{library.clinic.emergency}">' in markup
    assert f'href="{language.help_page.id}.md"' in markup
    assert "<details" not in markup, "no sign is ever folded away"


@pytest.mark.parametrize("code", SIGNS)
def test_the_band_is_in_plain_text_with_its_levels_and_not_in_search(library, code):
    language = library.language(code)
    handout = next(handout for handout in language.handouts if BAND.search(handout.source.body))
    page = context.render(library, language, handout)
    text = plain_text.to_plain_text(library.clinic, library.summaries[handout], page)
    for level, card in zip(
        ("level_emergency", "level_today", "level_visit"), language.band, strict=True
    ):
        title = re.sub(r"\{emergency\}", library.clinic.emergency, card.words.title)
        assert f"[{language.labels[level]}] {title}" in text
    articles = {
        handout.id: context.render(library, language, handout) for handout in language.handouts
    }
    (_, index), *_ = search_index.index(library, language, articles)
    assert "band-emergency" not in index.decode()
    assert items(library, code)["band-emergency"][0] not in index.decode().replace("\u00a0", " ")
