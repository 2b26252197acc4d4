"""What search engines are told of a handout and of the site, in the terms of schema.org."""

from __future__ import annotations

import pytest

from handouts.pages.structured_data import site_data, structured_data
from support.project import Project

SITE = "https://clinic.example/handouts/"
CODES = """\
systems:
  plants: {name: Plant codes, oid: "1.2.3", uri: "https://plants.example/codes"}
codes:
  - {system: plants, code: "7", display: Gardening, answer: words-to-know, subject: true}
  - {system: plants, code: "42", display: Dry hands, answer: dry-hands}
  - {system: plants, code: "43", answer: dry-hands}
"""


@pytest.fixture
def garden(bilingual_project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("SITE_URL", SITE)
    bilingual_project.write("docs/codes.yml", CODES)
    return bilingual_project


def data_of(project: Project, language: int, id: str) -> dict:
    library = project.library()
    return structured_data(library, library.summaries[library.languages[language].by_id[id]])


def test_every_handout_is_about_the_subject_of_the_library(garden):
    """Names of codes are English, so a page in another language has the codes alone."""
    code = {"@type": "MedicalCode", "codingSystem": "Plant codes"}
    conditions = [
        {"@type": "MedicalCondition", "name": "Gardening", "code": code | {"codeValue": "7"}},
        {"@type": "MedicalCondition", "name": "Dry hands", "code": code | {"codeValue": "42"}},
    ]
    assert data_of(garden, 0, "dry-hands")["about"] == conditions
    assert data_of(garden, 0, "words-to-know")["about"] == conditions[:1]
    assert data_of(garden, 1, "dry-hands")["about"] == [
        {key: value for key, value in condition.items() if key != "name"}
        for condition in conditions
    ]
    garden.write("docs/codes.yml", CODES.replace(", subject: true", ""))
    garden.edit("docs/codes.yml", "display: Gardening, answer: words", "answer: words")
    assert "about" not in data_of(garden, 0, "words-to-know")


def test_a_handout_names_its_publisher_license_and_translations(garden):
    original, translation = data_of(garden, 0, "dry-hands"), data_of(garden, 1, "dry-hands")
    page = {"@type": "MedicalWebPage"}
    assert original["workTranslation"] == [
        page | {"inLanguage": "es", "url": SITE + "es/handouts/dry-hands/"}
    ]
    assert translation["translationOfWork"] == page | {
        "inLanguage": "en",
        "url": SITE + "handouts/dry-hands/",
    }
    assert {"workTranslation", "translationOfWork"}.isdisjoint(data_of(garden, 0, "words-to-know"))
    assert original["publisher"] == {"@type": "Organization", "name": "Garden hands", "url": SITE}
    assert original["license"] == "https://creativecommons.org/licenses/by/4.0/"
    garden.edit("docs/clinic.yml", "emergency:", "name: Green House\nemergency:")
    assert data_of(garden, 0, "dry-hands")["publisher"]["name"] == "Green House"


def test_the_home_page_describes_the_site(garden, monkeypatch):
    library = garden.library()
    data = site_data(library, library.languages[1])
    assert (data["@type"], data["url"], data["inLanguage"]) == ("WebSite", SITE + "es/", "es")
    assert data["name"] == "Manos"
    monkeypatch.delenv("SITE_URL")
    library = garden.library()
    assert site_data(library, library.languages[1]) == {}
