"""A small library with one of each kind of page, in two languages, with codes and packets: what a
browser is shown."""

from __future__ import annotations

from pathlib import Path

from handouts.model.data_files import MOVES
from support.project import HANDOUT, PACKETS_FILE, Project, add_spanish, write_project

WORDS = {
    "ampoule": "A small glass tube.", "barrier cream": "A cream that keeps water out.",
    "chilblain": "A sore patch after cold.",
    "compost": "Plants that became soil.", "dibber": "A stick to make holes.",
    "earth": "What plants stand in.", "fork": "A tool to dig.",
    "frost": "Ice on plants.", "hoe": "A tool to weed.", "ivy": "A plant that climbs.",
    "jute": "A rough thread.", "knot": "What holds a thread.",
    "loam": "Soil that holds water.", "mulch": "What covers soil.",
    "nettle": "A plant that stings.", "rake": "A tool with teeth.",
    "clay": "Soil that is fine and heavy.", "rubber": "What keeps water out.",
    "wool": "The hair of sheep.",
}  # fmt: skip
GLOSSARY = "".join(f"{word}:\n  definition: {meaning}\n" for word, meaning in WORDS.items())
GLOSSARY = GLOSSARY.replace(
    "keeps water out.\n", "keeps water out.\n  treatment: true\n  cites: [glove-notes]\n"
)
PACKETS = (
    "spring:\n  title: {en: Spring set, es: Para la primavera}\n"
    "  handouts: [dry-hands, warm-gloves]\n  teach_back: true\n"
)
TEACH_BACK = {
    "en": "dry-hands:\n  - Which gloves will you wear?\n  - When will you call?\n",
    "es": "dry-hands:\n  - ¿Qué guantes va a usar?\n  - ¿Cuándo va a llamar?\n",
}
# Codes with the shapes that portals send; the answers are about gardens.
CODES = """\
systems:
  icd-10-cm:
    {name: ICD-10-CM, oid: 2.16.840.1.113883.6.90, uri: "http://hl7.org/fhir/sid/icd-10-cm", \
names: [ICD10CM, ICD-10, I10C, I10, 2.16.840.1.113883.6.3, "http://hl7.org/fhir/sid/icd-10"],
     pattern: "[A-Z][0-9][0-9AB][0-9A-Z]{0,4}", narrower: true, openemr: ICD10}
  snomed-ct:
    {name: SNOMED CT, oid: 2.16.840.1.113883.6.96, uri: "http://snomed.info/sct", names: [SNOMED, \
SNOMEDCT_US, SCT], pattern: "[1-9][0-9]{2,14}[01]0[0-9]", openemr: SNOMED}
  mesh:
    {name: MeSH, oid: 2.16.840.1.113883.6.177, uri: "https://www.nlm.nih.gov/mesh", names: [MSH], \
pattern: "[DQ][0-9]{6,9}",
     term: "http://id.nlm.nih.gov/mesh/{code}"}
  icd-9-cm: {name: ICD-9-CM, oid: 2.16.840.1.113883.6.103, uri: \
"http://hl7.org/fhir/sid/icd-9-cm", names: [ICD-9], pattern: "[0-9]{3,5}"}
notes:
  felt: {en: These pages are about hands. They are not about felt., es: Estas hojas tratan de las \
manos. No tratan del fieltro.}
codes:
  - {system: icd-10-cm, code: V94.2, display: Garden hands, answer: dry-hands}
  - {system: icd-10-cm, code: W27.00, answer: warm-gloves}
  - {system: icd-10-cm, code: W27.01, answer: warm-gloves}
  - {system: icd-10-cm, code: W27.02, answer: warm-gloves}
  - {system: icd-10-cm, code: W27.10, answer: dry-hands}
  - {system: icd-10-cm, code: W27.12, answer: dry-hands}
  - {system: icd-10-cm, code: W27.90, answer: dry-hands}
  - {system: icd-10-cm, code: W28.1, answer: sun-hats, note: felt}
  - {system: icd-10-cm, code: W28.9, answer: sun-hats, note: felt}
  - {system: icd-10-cm, code: W26.10, answer: sun-hats, note: felt}
  - {system: icd-10-cm, code: W29.1, answer: sun-hats, note: felt}
  - {system: snomed-ct, code: "123037004", answer: dry-hands}
  - {system: snomed-ct, code: "410607006", answer: sun-hats, note: felt}
  - {system: mesh, code: D010944, answer: dry-hands}
  - {system: mesh, code: D003025, answer: sun-hats, note: felt}
  - {system: mesh, code: D006225, answer: sun-hats, note: felt}
categories:
  - {system: icd-10-cm, code: W27.0, codes: [W27.00, W27.01, W27.02]}
  - {system: icd-10-cm, code: W27.1, codes: [W27.10, W27.12]}
  - {system: icd-10-cm, code: W27.9, codes: [W27.90]}
  - {system: icd-10-cm, code: W28, codes: [W28.1, W28.9]}
subtopics:
  - {system: mesh, code: Q000175, display: diagnosis, answer: dry-hands, part: why}
  - {system: mesh, code: Q000628, display: therapy, answer: dry-hands, part: what-helps}
elsewhere: {name: MedlinePlus Connect, url: "https://connect.medlineplus.gov/application"}
"""
MOVED = """\
moved:
  old-hands: dry-hands
withdrawn:
  straw-hats:
    on: 2026-11-20
    title: {en: Straw hats, es: Sombreros de paja}
    reason: {en: One step on this page could burn your hands.}
    instead: [sun-hats]
"""
PAGES = {
    "en": {
        "for-clinics/index.md": ("For clinics", "How to share these pages.",
         "Ask a gardener, or ask [by code](../connect.md). Or [make a packet](packet.md)."),
        "for-clinics/packet.md": ("Make a packet", "Choose handouts and print them as one.",
         "Read [what to check](index.md) first."),
        "for-clinics/share.md": ("Share a handout", "Choose a handout and copy its link.",
         "Read [what to check](index.md) first."),
        "connect.md": ("Handouts by code", "A portal can ask this page with a code.",
         "## Link by code { #link-by-code }\n\nWrite the code."),
        "sheets.md": ("All sheets", "Every handout as a PDF.", "Pick a sheet and open its PDF."),
    },
    "es": {
        "about/index.md": ("Acerca de", "Cómo se hacen estas hojas.", "Cada dato tiene su fuente."),
        "for-clinics/index.md": ("Para clínicas", "Cómo compartir estas hojas.",
         "Pregunte [por código](../connect.md). O [prepare un paquete](packet.md)."),
        "for-clinics/packet.md": ("Preparar un paquete", "Elija hojas e imprímalas juntas.",
         "Lea [qué revisar](index.md) primero."),
        "for-clinics/share.md": ("Compartir una hoja", "Elija una hoja y copie su enlace.",
         "Lea [qué revisar](index.md) primero."),
        "connect.md": ("Hojas por código", "Un portal puede preguntar aquí.",
         "## Enlace por código { #link-by-code }\n\nEscriba el código."),
        "sheets.md": ("Hojas para imprimir", "Cada hoja en un PDF.",
         "Elija una hoja y abra su PDF."),
    },
}  # fmt: skip
MORE = {"warm-gloves": ("Warm gloves", "Guantes calientes"), "sun-hats": ("Sun hats", "Sombreros")}


def write_sample(root: Path) -> Project:
    """Write the sample library into a folder, dated, with up-to-date translations and without a
    problem."""
    project = write_project(root)
    project.write("docs/en/glossary.yml", GLOSSARY)
    for order, (id, (title, _)) in enumerate(MORE.items(), 3):
        project.write(
            f"docs/en/handouts/{id}.md",
            HANDOUT.replace("Dry garden hands", title).replace("order: 10", f"order: {order}0"),
        )
    project.date()
    add_spanish(project)
    translation = (project.root / "docs/es/handouts/dry-hands.md").read_text(encoding="utf-8")
    for id, (_, title) in MORE.items():
        project.write(f"docs/es/handouts/{id}.md", translation.replace("Manos secas", title))
    for code, pages in PAGES.items():
        for name, (title, summary, text) in pages.items():
            project.write(
                f"docs/{code}/{name}", f"---\ntitle: {title}\nsummary: {summary}\n---\n\n{text}\n"
            )
    for code, home in (("en", "Start here."), ("es", "(handouts/dry-hands.md)")):
        project.edit(
            f"docs/{code}/index.md",
            home,
            f"{home}\n- [{PAGES[code]['for-clinics/share.md'][0]}](for-clinics/share.md)",
        )
    project.write(PACKETS_FILE, PACKETS)
    for code, questions in TEACH_BACK.items():
        project.write(f"docs/{code}/teach_back.yml", questions)
    project.write("docs/codes.yml", CODES)
    project.write(MOVES, MOVED)
    project.translate()
    project.date()
    return project


STARTED_CLINIC = """\
# What a clinic says of itself.
name: Garden Clinic
# phone: "555-0199"
hours: Monday, 555-0100
report: mailto:garden@soil.example
emergency: "112"
crisis:
  emergency: "112"
  lines:
    en: {call: "116 000", hours: any time}
    es: {call: "116 000", hours: siempre}
"""
CRISIS_CARDS = {
    "en": "---\ntitle: You are not alone\nlevel: 4\n---\n\n"
    "Do you feel hopeless? Get help {crisis_hours}. [^soil-2020]\n\n- {crisis_call}\n",
    "es": "---\ntitle: No tiene que pasar por esto a solas\nlevel: 4\n---\n\n"
    "¿Se siente sin esperanza? Pida ayuda {crisis_hours}. [^soil-2020]\n\n- {crisis_call}\n",
}
# What commands make of a library, and git does not hold.
MADE = ("site/index.html", "site-preview/index.html", "status.html", "garden-hands.zip",
 "review-dry-hands.pdf", ".cache/pdfs.json")  # fmt: skip
DESPAIR = {"en": '"want to die", "116 000"', "es": '"quiero morir", "116 000"'}


def write_start_sample(root: Path) -> Project:
    """Write the sample as it stands before `start`: with settings, texts and tests that speak of
    its subject."""
    project = write_sample(root)
    project.edit("mkdocs.yml", "extra: {library: garden-hands}", "extra:\n  library: garden-hands")
    project.edit(
        "mkdocs.yml",
        "site_url:",
        "site_description: About gardens. # for search engines\nsite_url:",
    )
    project.write("docs/clinic.yml", STARTED_CLINIC)
    for code, card in CRISIS_CARDS.items():
        project.write(f"docs/{code}/cards/crisis.md", card)
        words = (project.root / f"docs/{code}/words.yml").read_text(encoding="utf-8")
        project.write(f"docs/{code}/words.yml", words.partition("\n")[2])  # that names the subject
        project.edit(
            f"docs/{code}/words.yml",
            "\nwords:\n",
            "\n# The answers in one line.\nalarm_lines:\n  emergency: A garden? Call {emergency}.\n"
            "emergency_signs: soil, moss\nwords:\n",
        )
        project.edit(
            f"docs/{code}/words.yml",
            "alarm_words:\n",
            f"alarm_words:\n  crisis: >-\n    {DESPAIR[code]}\n",
        )
    subject = "<!-- subject -->\n{}\n<!-- /subject -->\n"
    project.write("README.md", subject.format("# Garden hands") + "\nIt stays.\n")
    project.write(
        ".github/guide/files.md",
        "# Files\n" + subject.format("Moss.") + "[Cards](../../docs/en/cards/emergency.md)\n",
    )
    project.write(
        "CHANGELOG.md", "A machine.\n" + subject.format("Gloves.") + subject.format("Soil.")
    )
    project.write("docs/addresses.txt", "/\n")
    project.write("docs/en/fonts.txt", "Gloves.\n")
    project.write("tests/content/subject/test_garden.py", "assert 'garden'\n")
    for name in (".github/pictures/garden.txt", *MADE):
        project.write(name, "garden\n")
    project.translate()
    return project
