"""British and American spelling: a page may be written in either, and its words are the same words.

The search knows the same rules (`SPELLINGS` in overrides/assets/js/search/text.js).
"""

from __future__ import annotations

import re
from functools import cache

# From British to American. Where both sides of a comparison are rewritten it does no harm that
# `exercise` becomes `exercize`. Differences that pronunciation shows (aluminium) are no spelling.
_RULES = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"aem", "em"),  # anaemia, haemorrhage
        (r"paed", "ped"),
        (r"aesth", "esth"),
        (r"aec", "ec"),  # gynaecology, faeces
        (r"aetio", "etio"),
        (r"oe(?=dem|soph|str)", "e"),  # oedema, oesophagus, oestrogen
        (r"rrhoe", "rrhe"),
        (r"foet", "fet"),
        (r"([a-z]{3})our(?=$|s$|e[dr]|ing|less|ful|ite|abl)", r"\1or"),  # tumour, colours
        (r"([a-z]{4})is(e[drs]?|ing|ations?|able)$", r"\1iz\2"),  # moisturiser, immunisation
        (r"lys(e[drs]?|ing)$", r"lyz\1"),
        (r"([a-z]{2}[tb])re(?=s?$)", r"\1er"),  # centre, fibre
    )
)


@cache  # the pages of a library are written in a few thousand words
def american(word: str) -> str:
    """Return an English word in American spelling. It is in small letters."""
    for british, replacement in _RULES:
        word = british.sub(replacement, word)
    return word
