"""By clinical code: the page that a portal opens, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

# The page -----------------------------------------------------------------------------------------

ICD, SNOMED, MESH = (f"2.16.840.1.113883.6.{end}" for end in ("90", "96", "177"))
START, KIDS, OVERLAP = "dry-hands", "warm-gloves", "sun-hats"
TITLES = {
    "en": ("Handouts for you", "No handout for this"),
    "es": ("Hojas para usted", "No hay una hoja para esto"),
}
ANSWER = """() => ({
    title: document.querySelector('h1').textContent,
    first: [...document.querySelectorAll('[data-first-list] > li')]
        .map(line => line.dataset.handout),
    all: document.querySelectorAll('[data-handout]').length,
    words: [...document.querySelectorAll('[data-answer] p, [data-answer] li')].filter(line => \
line.offsetParent).map(line => line.textContent.trim()),
    manual: [...document.querySelectorAll('[data-manual]')].some(part => part.offsetParent),
    address: location.href,
    foreign: document.querySelectorAll('script:not([src]), [data-answer] b, [data-answer] img, \
iframe, [onerror]').length,
})"""
# The address is changed as a reader would, who pastes another one while the page is open.
CHANGED = f"""async question => {{
    const to = hash => new Promise(done => \
{{ addEventListener('hashchange', done, {{once: true}}); location.hash = hash; }});
    await to('x=' + Math.random());
    await to(question);
    const answer = ({ANSWER})();
    dispatchEvent(new HashChangeEvent('hashchange'));  // what is kept in the address must mean \
the same again
    if (location.hash && JSON.stringify(answer) !== JSON.stringify(({ANSWER})())) throw 'another \
answer by ' + location.hash;
    return answer;
}}"""


def asks(code: str, system: str = ICD, ending: str = "") -> str:
    """Return a request for a code."""
    return f"mainSearchCriteria.v.c={code}&mainSearchCriteria.v.cs={system}{ending}"


SPANISH = "&informationRecipient.languageCode.c=es"
ANSWERED = [
    # As MedlinePlus Connect receives them
    (asks("V94.2"), START), (asks("W27.0-"), KIDS), (asks("W27.02"), KIDS), (asks("W27.1-"), START),
    (asks("W27.12"), START), (asks("W27.9-"), START),
    (asks("W28.1"), OVERLAP), (asks("W28"), OVERLAP), (asks("W29.1"), OVERLAP),
    (asks("W26.10"), OVERLAP),
    (asks("123037004", SNOMED), START), (asks("410607006", SNOMED), OVERLAP),
    (asks("D010944", MESH), START), (asks("D006225", MESH), OVERLAP),
    # Sloppy senders
    (asks("v94.2"), START), (asks("V942"), START), (asks("w2712"), START), (asks("W270"), KIDS),
    (asks(" V94.2 "), START), (asks("+V94.2+"), START),
    (asks("%20w27%2E12%20"), START), (asks("W27.1"), START), (asks("W27.12X"), START),
    (asks("W28.1 "), OVERLAP), (asks("W27.0%E2%80%93"), KIDS),
    (asks("V94.2", "urn:oid:" + ICD), START), (asks("V94.2", "URN:OID:" + ICD), START),
    (asks("V94.2", f" {ICD} "), START), (asks("V94.2", "ICD10CM"), START),
    (asks("V94.2", "icd-10-cm"), START), (asks("V94.2", "ICD-10"), START),
    (asks("V94.2", "http://hl7.org/fhir/sid/icd-10-cm"), START), (asks("V94.2", ""), START),
    (asks("410607006", "SNOMEDCT"), OVERLAP), (asks("410607006", "SNOMED%20CT"), OVERLAP),
    (asks("d010944", "MSH"), START), (asks("D010944", ""), START),
    ("mainSearchCriteria.v.c=V94.2", START), ("MAINSEARCHCRITERIA.V.C=V94.2", START),
    ("mainSearchCriteria_v_c=V94.2", START),
    ("mainSearchCriteria%2Ev%2Ec=V94.2", START),
    ("mainSearchCriteria.v.c%3DV94.2%26mainSearchCriteria.v.cs%3D" + ICD, START),
    ("mainSearchCriteria.v.cs=" + ICD + "&amp;mainSearchCriteria.v.c=V94.2", START),
    ("& mainSearchCriteria.v.c = V94.2& x", START),
    ("mainSearchCriteria.c.c=V94.2&mainSearchCriteria.c.cs=" + ICD, START),
    ("mainSearchCriteria.v.code=V94.2&mainSearchCriteria.v.codeSystem=ICD10", START),
    ("mainSearchCriteria.v.dn=Garden hands", START),
    ("mainSearchCriteria.v.ot=garden++HANDS", START),
    (asks("V94.2", ending="&mainSearchCriteria.v.dn=Wool"), START),
    (asks("V94.2",
     ending="&age.v.v=7&age.v.u=a&patientPerson.administrativeGenderCode.c=F&name=Ann&taskContext.c.c=PROBLISTREV"),
     START),
    (asks("V94.2", ending="&dn=100%&knowledgeResponseType=text/xml&x=%E0%A4%A"), START),
    (asks("V94.2", ending="&informationRecipient.languageCode.c=fr"), START),
    # Systems beside the code, and the other names that programs give
    (asks("V94.2", "").replace("&", ";"), START), (asks("W27.01").replace("&", ";"), KIDS),
    ("mainSearchCriteria.v.c=V94.2;mainSearchCriteria.v.cs=" + ICD, START),
    (asks("ICD10CM:W27.12", ""), START), (asks("icd-10:W28.1", ""), OVERLAP),
    (asks(f"urn:oid:{ICD}:W27.01", ""), KIDS), (asks("W27.12^^I10C", ""), START),
    (asks("W28.1^Wool felt^I10C", ""), OVERLAP), (asks("410607006^^SCT", ""), OVERLAP),
    (asks("http://hl7.org/fhir/sid/icd-10-cm|W27.12", ""), START),
    (asks("http://snomed.info/sct|410607006", ""), OVERLAP),
    (asks(f"urn:oid:{ICD}|W27.01", ""), KIDS), (asks("|W27.01", ""), KIDS),
    (asks("W27.01|W27.02", ""), KIDS),
    ("code=V94.2", START), ("code=http://hl7.org/fhir/sid/icd-10-cm|W28.1", OVERLAP),
    ("system=http://snomed.info/sct&code=410607006", OVERLAP), ("icd10=W27.12", START),
    ("ICD10CM=W27.01", KIDS), ("icd_10=V94.2", START), ("snomed=410607006&lang=en", OVERLAP),
    ("icd10=V94.2&x=1", START),
    (asks("V94.2", "undefined"), START), (asks("V94.2", "null"), START),
    (asks("V94.2", "2.16.840.1.113883.6.3"), START),
    (asks("V94.2", "urn:oid:2.16.840.1.113883.6.3"), START),
    (asks("V94.2", "http://hl7.org/fhir/sid/icd-10"), START),
    (asks("V94.2", "https://hl7.org/fhir/sid/icd-10-cm/"), START),
    (asks("12345", "IMO", "&mainSearchCriteria.v.dn=Garden hands"), START),
    (asks("LOCAL-7", "1.2.3.4.5", "&mainSearchCriteria.v.dn=Garden hands"), START),
    (asks("V94.2", ending="&performer.languageCode.c=en-US"), START),
    (asks("V94.2", ending="&subTopic.v.c=Q999999&go=0"), START),
]  # fmt: skip
IN_SPANISH = [
    (asks("V94.2", ending=SPANISH), START),
    (asks("W27.0-", ending="&informationRecipient.languageCode.c=ES-mx"), KIDS),
    (asks("D003025", MESH, SPANISH), OVERLAP),
    (asks("w271", ending="&performer.languageCode.c=es"), START),
    (asks("123037004", SNOMED, "&informationRecipient.languageCode.c=spa"), START),
    (asks("W28.1", ending="&language=Spanish&performer.languageCode.c=en"), OVERLAP),
]
UNANSWERED = [
    asks(code) for code in ("V94.0", "W60.0", "W27.20", "W27.2-", "Y93.59", "W60.451", "Z99.9",
     "W2", "", "W27.14", "123037004")
] + [
    asks("V94.2", "2.16.840.1.113883.6.103"), asks("123037004999", SNOMED),
    asks("362981000", SNOMED), asks("D014675", MESH), asks("D0109441", MESH),
    asks("V94.2", "FOO"), asks("FOO:V94.2", ""), asks("V94.2^^FOO", ""),
    asks("http://foo.example/|V94.2", ""), "icd9=V94.2", "code=V94.0", asks("ICD9:V94.2", ""),
    asks("V94.0", ending="&mainSearchCriteria.v.dn=Garden hands"), "mainSearchCriteria.v.dn=garden",
    "subTopic.v.c=Q000628",
]  # fmt: skip
WIDE = [asks(code) for code in ("W27", "W26.1", "V94", "W27.-", "w29", "ICD10CM:W27")] + [
    "icd10=W27"
]
# What is no code of a system that the page knows is neither shown nor kept in the address.
NO_CODES = [
    asks("VISIT.EVIL-SITE.COM"), asks("JANESMITH1970"),
    asks("JANESMITH1970", "2.16.840.1.113883.6.259"), asks("19700412", ""), asks("5551234567", ""),
    asks("A1JANESMITH"), asks("555-1234", "2.16.840.1.113883.6.3"), asks("SMITH", "1.2.3"),
    asks("V9.4.2"), asks("V94.2", "9.9.9"), "code=JANESMITH1970", "icd10=JANE-SMITH",
    "code=xyz&state=JANE", asks("JANE^SMITH^I10C", ""), asks("ICD10CM:JANE", ""),
    asks("0412-1970", SNOMED), asks("412197000", "MeSH"),
]  # fmt: skip
EVIL = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)",
 "//evil.example", "__proto__", "constructor", "toString", "V94.2'--", "%", "%zz"]  # fmt: skip
HOSTILE = [
    *(asks(evil) for evil in EVIL),
    *(asks("V94.2", evil) for evil in EVIL if not evil.startswith("%")),
    *(f"mainSearchCriteria.v.dn={evil}" for evil in EVIL),
    *(f"mainSearchCriteria.v.c={evil}&mainSearchCriteria.v.cs={evil}&subTopic.v.c={evil}&"
        f"informationRecipient.languageCode.c={evil}&go={evil}&{evil}={evil}" for evil in EVIL[:6]),
    asks("V94.2" * 2000), asks("V94.2", "9" * 9000), "mainSearchCriteria.v.c=" + "A" * 10_000,
    "&" * 9000 + asks("__proto__"), "mainSearchCriteria.v.c=%E0%A4%A&go=1",
    "__proto__[row]=x&" + asks("__proto__", "__proto__"),
    "constructor.prototype.row=1&" + asks("hasOwnProperty"),
    asks("V94.0", ending="&go=//evil.example"),
    asks("V94.0", ending="&go=1&next=https://evil.example&url=//evil.example"),
    asks("W27.20", ending="&informationRecipient.languageCode.c=//evil.example&go=1"),
    "mainSearchCriteria.v.c=V94.0\nV94.2<b>&mainSearchCriteria.v.cs=" + ICD,
]  # fmt: skip


@pytest.fixture
def ask(site_url: str, page: Page) -> Callable[..., dict[str, Any]]:
    """Opens the page with a question, behind ? or #, and says what it shows. Nothing else may
    happen meanwhile."""
    problems: list[str] = []
    page.on(
        "dialog", lambda dialog: (problems.append(f"dialog {dialog.message}"), dialog.dismiss())
    )
    page.on("pageerror", lambda error: problems.append(f"error {error}"))
    page.on("console", lambda message: problems.append(f"console {message.text}"))
    page.on(
        "request",
        lambda request: (
            problems.append(request.url) if not request.url.startswith(site_url) else None
        ),
    )
    page.on("popup", lambda _: problems.append("a window"))
    page.goto(site_url + "connect/")

    def open_page(question: str, sign: str = "#") -> dict[str, Any]:
        if sign == "#":
            answer = page.evaluate(CHANGED, question)
        else:
            page.goto(f"{site_url}connect/?{question}")
            answer = page.evaluate(ANSWER)
        assert problems == [], question[:500]
        return answer

    return open_page


def test_requests_land_on_the_right_handout(ask):
    for at, (question, start) in enumerate(ANSWERED):
        answer = ask(question, "?" if at % 8 == 0 else "#")
        assert (answer["title"], answer["first"], answer["manual"], answer["all"]) == (
            TITLES["en"][0],
            [start],
            False,
            4,
        ), question
        assert not re.search(
            r"\?|age|gender|name|Ann|dn=|task", answer["address"].split("/connect/")[1]
        ), answer["address"]


def test_requests_in_spanish_land_on_the_right_spanish_handout(page, site_url):
    for at, (question, start) in enumerate(IN_SPANISH):
        page.goto("about:blank")
        page.goto(f"{site_url}connect/{'?#'[at % 2]}{question}")
        page.wait_for_url(site_url + "es/connect/#mainSearchCriteria.v.c=*")
        answer = page.evaluate(ANSWER)
        assert (answer["title"], answer["first"]) == (TITLES["es"][0], [start]), question
    page.goto(
        site_url + "es/connect/?" + asks("V94.0", ending="&informationRecipient.languageCode.c=eng")
    )
    page.wait_for_url(
        f"{site_url}connect/#mainSearchCriteria.v.c=V94.0&mainSearchCriteria.v.cs={ICD}"
    )
    assert page.locator("h1").text_content() == TITLES["en"][1]


def test_codes_that_are_not_listed_get_no_handout(ask):
    for at, question in enumerate(UNANSWERED):
        answer = ask(question, "?" if at % 8 == 0 else "#")
        assert (answer["title"], answer["first"], answer["manual"], answer["all"]) == (
            TITLES["en"][1],
            [],
            False,
            4,
        ), question
        assert answer["words"][0].startswith(
            "None of our handouts is about what was looked up for you."
        ), question


def test_a_code_for_several_diagnoses_is_explained(ask):
    for question in WIDE:
        answer = ask(question)
        assert (answer["title"], answer["first"]) == (TITLES["en"][1], []), question
        assert answer["words"][0].startswith("This code stands for several diagnoses."), question


def test_what_is_no_code_is_neither_shown_nor_kept(ask, site_url):
    for question in NO_CODES:
        answer = ask(question)
        assert (answer["title"], answer["first"], len(answer["words"])) == (
            TITLES["en"][1],
            [],
            1,
        ), question
        assert answer["address"].rstrip("#") == site_url + "connect/", question


def test_a_code_of_a_system_without_answers_leads_elsewhere(ask):
    answer = ask(asks("799.3", "2.16.840.1.113883.6.103"))
    assert answer["words"][1] == "No handout for: 799.3" and "v.c=799.3&" in answer["address"]
    assert ask(asks("799.3", ""))["words"][1:] == [], "without its system it may be anything"


def test_a_language_without_pages_is_told_which_there_are(ask, page, site_url):
    words = "These handouts are written in: English, español."
    for code in ("fr", "fr-CA", "FR_ca", "fra", "est"):
        answer = ask(asks("V94.2", ending=f"&informationRecipient.languageCode.c={code}"))
        assert (answer["first"], [line.lower() for line in answer["words"]]) == (
            [START],
            [words.lower()],
        ), code
    for code in ("en", "eng", "en-US", "<b>", "undefined", "42"):
        answer = ask(asks("V94.2", ending=f"&informationRecipient.languageCode.c={code}"))
        assert answer["words"] == [], code


def test_hostile_requests_do_nothing_and_get_no_handout(ask, site_url):
    assert len(HOSTILE) >= 40
    for at, question in enumerate(HOSTILE):
        answer = ask(question, "?" if at % 8 == 0 else "#")
        assert (answer["title"], answer["first"], answer["foreign"], answer["manual"]) == (
            TITLES["en"][1],
            [],
            0,
            False,
        ), question[:500]
        assert (
            answer["address"].startswith(site_url + "connect/")
            and len(answer["address"]) < len(site_url) + 200
        )
        assert not re.search(
            r"evil|script|proto|%3C|<", answer["address"] + " ".join(answer["words"])
        ), question[:500]


def test_what_an_answer_says(ask, page):
    answer = ask(asks("W26.10"))
    assert answer["words"] == ["These pages are about hands. They are not about felt."]
    assert ask(asks("W27.1"))["words"] == [
        "This code stands for a group of codes. All of them lead to these handouts."
    ]
    assert ask(asks("V94.2"))["words"] == []
    answer = ask(
        asks("W27.01") + "&mainSearchCriteria.v.c1=V94.2&mainSearchCriteria.v.cs1=ICD10CM&"
        "mainSearchCriteria.v.c2=V94.0"
    )
    assert (answer["first"], answer["words"]) == ([KIDS, START], ["No handout for: V94.0"])
    assert ask(asks("V94.2,D003025", ""))["first"] == [START, OVERLAP]
    answer = ask(asks("V94.0"))
    assert answer["words"][1:] == [
        "No handout for: V94.0",
        "Look it up on MedlinePlus Connect (opens another website)",
    ]
    assert page.get_attribute("[data-elsewhere]", "href") == (
        f"https://connect.medlineplus.gov/application?mainSearchCriteria.v.c=V94.0&mainSearchCriteria.v.cs={ICD}&informationRecipient.languageCode.c=en"
    )
    assert not any("MedlinePlus" in line for line in ask(asks("<b>"))["words"])
    order = page.eval_on_selector_all(
        "[data-other-list] > li", "lines => lines.map(line => line.dataset.handout)"
    )
    assert order[:3] == [START, "words-to-know", KIDS]


def test_a_question_about_a_code_leads_to_its_heading(ask, page, site_url):
    answer = ask(asks("D010944", MESH, "&subTopic.v.c=Q000175&subTopic.v.cs=" + MESH))
    assert answer["words"] == ["Go straight to:", "Why does soil dry skin?"]
    page.goto(site_url + "connect/?" + asks("V94.2", ending="&subTopic.v.c=q000628&go=1&age.v.v=7"))
    page.wait_for_url(site_url + "handouts/dry-hands/#what-helps")


def test_go_opens_the_first_handout_at_once(page, site_url):
    page.goto(site_url)
    page.goto(site_url + "connect/#" + asks("W27.01", ending=SPANISH + "&go=1"))
    page.wait_for_url(site_url + "es/handouts/warm-gloves/")
    page.go_back()
    assert page.url == site_url
    page.goto(site_url + "connect/?" + asks("V94.0", ending="&go=1"))
    assert page.locator("h1").text_content() == TITLES["en"][1]


def test_an_answer_survives_reload_and_a_change_of_language(ask, page, site_url):
    ask(asks("W28.1", ending="&age.v.v=44"), "?")
    page.reload()
    assert page.evaluate(ANSWER)["first"] == [OVERLAP]
    page.click(".header__languages a")
    page.wait_for_url(site_url + "es/connect/#*")
    assert (page.evaluate(ANSWER)["title"], page.evaluate(ANSWER)["first"]) == (
        TITLES["es"][0],
        [OVERLAP],
    )


def test_without_a_question_the_page_explains_itself(page, site_url):
    page.goto(site_url + "connect/?utm_source=portal#icd-10-cm-w28.1")
    answer = page.evaluate(ANSWER)
    assert (answer["title"], answer["manual"], answer["words"]) == ("Handouts by code", True, [])
    assert page.url == site_url + "connect/#icd-10-cm-w28.1"


def test_it_works_in_a_folder_too(archive_folder, page):
    """Opened from the ZIP, without a server."""
    folder = archive_folder.as_uri()
    page.goto(f"{folder}/connect/index.html?" + asks("v942", ending=SPANISH))
    page.wait_for_url(f"{folder}/es/connect/index.html#*")
    assert page.evaluate(ANSWER)["first"] == [START]
    page.goto(f"{folder}/connect/index.html#" + asks("W27.00", ending="&go=1"))
    page.wait_for_url(f"{folder}/handouts/warm-gloves/index.html")


# For people ---------------------------------------------------------------------------------------


def test_a_code_can_be_typed(site_url, page):
    """The answer says in words what was looked up; what is no code is not shown."""
    page.goto(site_url + "connect/")
    assert not page.locator("[data-looked-up]").is_visible()
    page.fill("#code", "v94.2")
    page.press("#code", "Enter")
    page.wait_for_selector("[data-first-list] > li")
    assert page.text_content("[data-looked-up]") == "You looked up: Garden hands, V94.2"
    page.goto(site_url + "connect/")
    page.fill("#code", "JANE SMITH")
    page.click("[data-code-form] button")
    page.wait_for_selector("[data-no-match]:visible")
    assert not page.locator("[data-looked-up]").is_visible() and "JANE" not in page.url


def test_three_answers_come_before_all_others(site_url, page):
    page.goto(f"{site_url}connect/#{asks('V94.2')}")
    page.wait_for_selector("[data-first-list] > li")
    visible = page.locator("[data-handout]:visible")
    total = page.locator("[data-handout]").count()
    assert total > 3 and visible.count() == 3
    page.click("[data-rest] button")
    assert visible.count() == total and not page.locator("[data-rest]").is_visible()
    assert page.evaluate("!!document.activeElement.closest('[data-other-list]')")
