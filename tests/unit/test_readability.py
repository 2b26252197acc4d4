"""Reading scales: syllables counted as a person counts them, and the formulas on top of them."""

from __future__ import annotations

import pytest

from handouts.checks import readability

# Counted by hand, each written with its syllables apart (Real Academia Española, Ortografía, 2010).
BY_HAND = """
sol pan y muy rey hoy ley voy buey piel pie tos sed luz más qué sí tú fue dio vio guion
ca-sa pe-rro cla-se mé-di-co en-fer-me-ra ho-ja llu-via ai-re cau-sa pei-ne reu-ma deu-da boi-na \
bo-ca
dí-a rí-o pa-ís o-ír le-er ca-er ba-úl ma-íz Ra-úl re-ír sa-bí-a te-ní-a o-í-a le-í-a cre-er \
po-e-ta te-a-tro a-é-re-o
o-cé-a-no hé-ro-e al-co-hol a-ho-ra re-ú-ne o-í-do ca-í-da tra-er lí-ne-a ro-er le-ón to-a-lla
nie-ve tie-ne pier-na cue-llo pue-blo sue-ro rui-do cui-da ciu-dad viu-da je-sui-ta cons-trui-do \
cuí-da-te lin-güís-ti-ca
Pa-ra-guay U-ru-guay a-ve-ri-guáis cam-biáis miau
que quie-re que-ma ra-quí-ti-co gue-rra ju-gue-te si-guien-te gui-ta-rra pin-güi-no ver-güen-za \
an-ti-güe-dad a-gua len-gua guan-te
pro-hí-be bú-ho ve-hí-cu-lo de-sahu-cio ahi-ja-do za-na-ho-ria al-mo-ha-da hue-so hier-ba \
des-hue-sar
ya yo ye-so ma-yo a-yu-da in-yec-ción pro-yec-to re-yes Ray-naud
fá-cil-men-te rá-pi-da-men-te di-fí-cil-men-te u-sual-men-te so-la-men-te a-de-cua-da-men-te
cal-ci-no-sis der-ma-to-mio-si-tis es-cle-ro-der-mia in-fec-ción in-fla-ma-ción an-ti-bió-ti-co \
ci-ru-gí-a ra-dio-gra-fí-a to-mo-gra-fí-a
reu-ma-tó-lo-go fi-sio-te-ra-peu-ta me-di-ci-na war-fa-ri-na cef-tria-xo-na in-mu-ni-ta-rio \
an-ti-co-a-gu-lan-te bi-fos-fo-na-tos
tio-sul-fa-to hi-dró-xi-do a-lu-mi-nio an-ti-in-fla-ma-to-rio vi-ta-mi-na úl-ce-ra pus ve-na \
san-gre cuer-po hue-sos ri-ñón co-ra-zón
ten-dón mús-cu-lo ar-ti-cu-la-ción ni-ño ni-ña hi-jo es-cue-la fie-bre frí-o ca-lor do-lor
quí-mi-co ó-le-o mie-do via-je cie-go Dios na-ción
""".split()


def test_spanish_syllables_are_those_counted_by_hand():
    counts = {word: readability.spanish_syllables(word.replace("-", "")) for word in BY_HAND}
    assert counts == {word: word.count("-") + 1 for word in BY_HAND}


def test_case_does_not_matter_and_a_word_without_vowels_is_one_syllable():
    assert readability.spanish_syllables("CIRUGÍA") == 4
    assert readability.spanish_syllables("SRL") == 1


def test_the_spanish_scale_is_the_formula():
    """11 words in 2 sentences with 18 syllables, counted by hand."""
    text = "La piel se pone roja y caliente. Llame hoy al médico."
    words = "la piel se po-ne ro-ja y ca-lien-te lla-me hoy al mé-di-co".split()
    assert (len(words), sum(word.count("-") + 1 for word in words)) == (11, 18)
    assert readability.ease(text) == round(206.84 - 60 * 18 / 11 - 1.02 * 11 / 2, 1)


def test_numbers_lengthen_a_sentence_and_have_no_syllables():
    assert readability.ease("Son 20 de cada 100.") == round(206.84 - 60 * 4 / 3 - 1.02 * 5, 1)
    assert readability.ease("100") == 100.0


def test_plain_words_are_easier_than_hard_ones():
    hard = "La administración de medicamentos inmunosupresores requiere evaluación especializada."
    assert (
        readability.ease("Tome su medicina. Llame si se siente mal.")
        > 90
        > 50
        > readability.ease(hard)
    )


def test_the_english_scale():
    assert readability.grade("You can ask your care team. They know what helps.") < 3
    assert readability.scale("en-US").syllables("medicine") == 3


def test_a_language_without_a_scale_has_none():
    assert readability.scale("ar") is None


@pytest.mark.parametrize(
    "text, sentences",
    [
        ("Uno. Dos.", ["Uno.", "Dos."]),
        ("¿Uno? «¡Dos!» Tres", ["¿Uno?", "«¡Dos!", "Tres"]),
        ("هل؟ نعم.", ["هل؟", "نعم."]),
    ],
)
def test_sentences_in_several_languages(text, sentences):
    assert readability.sentences(text) == sentences


@pytest.mark.parametrize(
    ("language", "text", "share"),
    [
        ("en", "Two thirds of people get better.", "Two thirds of"),
        ("en", "It helps a quarter of them.", "a quarter of"),
        ("en", "Nine out of ten do.", "Nine out of ten"),
        ("en", "Cut it in half. Take one in the morning.", ""),
        ("es", "Ayuda a la mitad de las personas.", "la mitad de"),
        ("es", "Dos tercios de los niños mejoran.", "Dos tercios de"),
        ("es", "Una de cada tres personas lo tiene.", "Una de cada tres"),
        ("es", "Tome una de estas cada mañana.", ""),
    ],
)
def test_a_share_in_words_is_found(language, text, share):
    match = readability.scale(language).share.search(text)
    assert (match.group() if match else "") == share
