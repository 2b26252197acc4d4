"""A sample library of any size about a garden, with the same words every time.

Its handouts keep every rule that real ones must keep, and differ in length, sources, tables, cards
and drawings.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from pathlib import Path

import yaml

from handouts.loading import settings
from handouts.model.language import fill
from handouts.model.pages import PACKET_MAKER
from handouts.model.settings import CONFIG

ADDRESS = "https://garden.example/handouts/"
PLANTS = (
    "rose bean pea leek kale mint sage plum pear fig fern moss beet corn lime rye hop ivy elm yew"
    " dill lily iris flax oat palm pine reed rue thyme vine yam"
).split()
PARTS = "leaf root stem bud seed bark tip shoot fruit bloom".split()
TOPICS = {
    "in spring": "when the soil warms up",
    "in the heat": "when it is hot and dry",
    "in the wet": "when it rains for days",
    "in frost": "when nights are cold",
    "in pots": "when there is not much room",
    "in shade": "when there is not much light",
    "and slugs": "when slugs come at night",
    "and wind": "when the wind is strong",
}
CARE = "water prune feed mulch shade dig rake plant pick lift move weed tie trim thin".split()
WHEN = (
    "in May",
    "at dawn",
    "after rain",
    "before frost",
    "each week",
    "when you have time",
    "at dusk",
    "in the fall",
    "once the buds show",
    "when the days grow long",
)
LOOKS = (
    "brown",
    "soft",
    "dry",
    "pale",
    "black at the edge",
    "wet",
    "thin",
    "flat",
    "full of holes",
    "white with dust",
)
TERMS = {
    "loam": "Soil that is part sand and part clay.",
    "tilth": "How fine and loose soil is.",
    "mildew": "A white dust that grows on leaves.",
    "lime wash": "A chalk paint that is put on bark.",
    "grafting": "Joining a shoot to the root of another plant.",
    "compost": "Dark soil made from old plants.",
    "blight": "A disease that turns leaves black.",
    "perlite": "Light white grains that keep soil loose.",
}
TREATMENTS = ("lime wash", "perlite")
SENTENCES = (
    "You can {care} the {plant} {when}.",
    "The {part} of a {plant} may turn {look} {when}.",
    "Do not {care} while the soil is {look}.",
    "If a {part} looks {look}, {care} the bed {when}.",
    "Good {term} helps the {part} to grow.",
    "Some people {care} their {plant} {when}, and some do not.",
    "Look at each {part} {when}.",
    "A {plant} with a {look} {part} needs your help.",
    "In one garden, {number} of 100 plants had a {look} {part} {when}.",
)
CARDS = ("next-visit", "call-today", "emergency")


def library(root: Path, project: Path, count: int) -> None:
    """Write a library of `count` handouts into the empty folder `root`.

    Its looks and interface words are those of `project`.
    """
    first = settings.read(project).editions[0]
    words = with_alarms(
        (project / first.docs / "words.yml").read_text(encoding="utf-8"), *CARDS[1:]
    )
    interface = yaml.load(words, yaml.CSafeLoader)
    categories, readers = list(interface["categories"]), list(interface["audiences"])
    config = settings.resolved(project, first) | {
        "site_name": "Garden handouts",
        "site_url": ADDRESS,
        "docs_dir": "docs/en",
    }
    config["extra"] |= {"library": "garden-handouts"}
    config["theme"] |= {"custom_dir": str(project / "overrides"), "language": "en"}
    config["hooks"] = [str(project / "scripts" / "hooks.py")]
    sources = max(6, count // 2)
    start = f"## Where to start {{ #start }}\n\n- [Start here](handouts/{_id(0)}.md) Read this."
    listed = (
        "Garden words",
        "Find out what a garden word means.",
        "words",
        categories[-1],
        readers[0],
        count,
        _WORD_LIST,
    )
    texts = {
        CONFIG: yaml.safe_dump(config, sort_keys=False),
        "docs/sources.yml": "\n".join(_source(number) for number in range(sources)),
        "docs/clinic.yml": 'emergency: "112"\n',
        "docs/packets.yml": _packets(min(count, 60)),
        "docs/pictures/plant.svg": _DRAWING,
        "docs/en/words.yml": words,
        "docs/en/pictures.yml": _PICTURES,
        "docs/en/glossary.yml": "\n".join(_term(name, meaning) for name, meaning in TERMS.items()),
        "docs/en/search.yml": _search_words(count),
        "docs/en/everyday.txt": "another\ngarden\n",
        "docs/en/index.md": _page("Garden handouts", "Help for gardens.", start),
        "docs/en/sheets.md": _page("All sheets", "Find each sheet to print.", ""),
        f"docs/en/{PACKET_MAKER}.md": _page(
            "Make a packet", "Choose handouts, and print them as one.", "Read them first."
        ),
        "docs/en/about/index.md": _page(
            "About",
            "How these pages are made.",
            "Every fact has a source.\n\n/// bibliography\n///",
        ),
        "docs/en/handouts/words.md": _handout(*listed),
        **{f"docs/en/cards/{name}.md": _card(name, level) for level, name in enumerate(CARDS, 1)},
        **{
            f"docs/en/handouts/{_id(number)}.md": _sample_handout(
                number,
                sources,
                categories[number % len(categories)],
                readers[number % len(readers)],
            )
            for number in range(count)
        },
    }
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def with_alarms(words: str, *cards: str) -> str:
    """Return the text of a words.yml with the ids and signs of these care cards as alarm words."""
    entries = "".join(f"  {id}: {id}, tree fall, cut hand\n" for id in cards)
    return re.sub(
        r"^alarm_words:\n(?:[ ].*\n|\n)*", f"alarm_words:\n{entries}\n", words, count=1, flags=re.M
    )


def bare(root: Path, source: Path) -> Path:
    """Write the pages of the library `source` below `root`, for MkDocs and its theme alone.

    Returns the path of the configuration, which uses nothing of ours.
    """
    for path in sorted((source / "docs/en").rglob("*.md")):
        copy = root / "docs" / path.relative_to(source / "docs/en")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    extensions = ["attr_list", "def_list", "footnotes", "tables", "toc", "smarty"]
    config = root / CONFIG
    config.write_text(
        yaml.safe_dump(
            {
                "site_name": "Bare",
                "site_url": ADDRESS,
                "theme": "material",
                "markdown_extensions": extensions,
            }
        )
    )
    return config


def edit(root: Path) -> None:
    """Change a sentence of the first handout, as a writer would."""
    path = root / f"docs/en/handouts/{_id(0)}.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Look at it with care.", "Look at it twice."),
        encoding="utf-8",
        newline="\n",
    )


def _title(number: int) -> str:
    topics = list(TOPICS)
    plant, number = PLANTS[number % len(PLANTS)], number // len(PLANTS)
    topic, number = topics[number % len(topics)], number // len(topics)
    part, number = PARTS[number % len(PARTS)], number // len(PARTS)
    return f"{plant.capitalize()} {part} {topic}" + (f", part {number + 1}" if number else "")


def _id(number: int) -> str:
    return _title(number).lower().replace(",", "").replace(" ", "-")


def _sample_handout(number: int, source_count: int, category: str, reader: str) -> str:
    """Return the source of a handout.

    It has 2 to 5 questions of 1 or 2 paragraphs, sometimes a table or a drawing, and 1 to 3 cards.
    """
    chance = random.Random(f"handout {number}")  # noqa: S311 (nothing secret; the same every time)
    plant, part = PLANTS[number % len(PLANTS)], chance.choice(PARTS)
    sources = [
        number % source_count,
        *chance.sample(range(source_count), chance.randint(2, min(source_count, 8))),
    ]

    def cite(source: int | None = None) -> str:
        return f"[^source-{chance.choice(sources) if source is None else source}]"

    def sentence() -> str:
        return fill(
            chance.choice(SENTENCES),
            care=chance.choice(CARE),
            plant=plant,
            part=chance.choice(PARTS),
            when=chance.choice(WHEN),
            look=chance.choice(LOOKS),
            term=chance.choice(list(TERMS)),
            number=chance.randint(2, 98),
        )

    def paragraph() -> str:
        return f"{' '.join(sentence() for _ in range(3))} {cite()}"

    topic = list(TOPICS)[number // len(PLANTS) % len(TOPICS)]
    extra = chance.choice(["table", "picture", "", ""])
    questions = []
    for place in range(chance.randint(2, 5)):
        text = "\n\n".join(paragraph() for _ in range(1 if extra else chance.randint(1, 2)))
        if place == 1 and extra == "table":
            rows = "\n".join(
                f"| {chance.choice(PARTS)} | {chance.choice(LOOKS)}"
                f" | {chance.choice(CARE)} it {cite()} |"
                for _ in range(3)
            )
            text += f"\n\n| Part | How it looks | What to do |\n| --- | --- | --- |\n{rows}"
        if place == 1 and extra == "picture":
            text += "\n\n/// picture | plant\nWhat to look at.\n///"
        if place == 0:
            other = _id((number * 7 + 3) % (number + 1))
            text += f" {cite(sources[0])}\n\nSee also [another page]({other}.md)."
            text += " Look at it with care."
        subject = PARTS[(number + place) % len(PARTS)]
        questions.append(f"## What about the {subject}? {{ #question-{place} }}\n\n{text}")

    def several(words: Iterable[str]) -> list[str]:
        return chance.sample(list(words), chance.randint(3, 5))

    points = "\n".join(
        f"- {chance.choice(CARE).capitalize()} it {when}. {cite()}" for when in several(WHEN)
    )
    actions = "\n".join(f"- [ ] {care.capitalize()} the {plant}." for care in several(CARE))
    cards = "\n\n".join(
        f"/// card | {card}\n///" for card in reversed(CARDS[-chance.randint(1, 3) :])
    )
    clinic_questions = "\n".join(f"- When do I {care} it?" for care in several(CARE))
    body = "\n\n".join(
        (
            f"## Key points {{ #key-points }}\n\n{points}",
            *questions,
            f"## What you can do {{ #what-you-can-do }}\n\n{actions}",
            f"## When to get help {{ #when-to-get-help }}\n\n{cards}",
            f"## Questions to ask {{ #questions-to-ask }}\n\n{clinic_questions}",
        )
    )
    return _handout(
        _title(number),
        f"See what a {plant} and its {part} need {TOPICS[topic]}.",
        "handout",
        category,
        reader,
        number,
        body,
    )


def _handout(
    title: str, summary: str, kind: str, category: str, reader: str, order: int, body: str
) -> str:
    front = {
        "title": title,
        "summary": summary,
        "kind": kind,
        "category": category,
        "audience": reader,
        "order": order,
        "sources_gathered": "2026-10-01",
        "next_check_due": "2027-10-01",
    }
    top = yaml.safe_dump(front, sort_keys=False, width=1000)
    top = top.replace("'2026-10-01'", "2026-10-01").replace("'2027-10-01'", "2027-10-01")
    return f"---\n{top}---\n\n{body}\n"


def _search_words(count: int) -> str:
    titles = {_id(number): _title(number).lower() for number in range(count)}
    words = {
        id: [f"my {title}", f"{title.split(maxsplit=1)[0]} trouble"] for id, title in titles.items()
    }
    return yaml.safe_dump(words, sort_keys=False, width=1000)


def _page(title: str, summary: str, body: str) -> str:
    return f"---\ntitle: {title}\nsummary: {summary}\n---\n\n{body}\n"


def _card(name: str, level: int) -> str:
    signs = f"- a tree may fall [^source-{level}]\n- you cut your hand [^source-{level + 1}]"
    return f'---\ntitle: "Call for help ({name}) if:"\nlevel: {level}\n---\n\n{signs}\n'


def _source(number: int) -> str:
    plant, year = PLANTS[number % len(PLANTS)], 1960 + number % 60
    return (
        f"source-{number}:\n  publisher: Garden Notes {number}\n  title: Notes on {plant}\n"
        f"  year: {year}\n  url: https://notes.example/{number}\n  doi: 10.1000/garden.{number}\n"
        "  read: In full\n  trust: high\n  why: Seen in a garden.\n"
    )


def _term(name: str, meaning: str) -> str:
    treatment = str(name in TREATMENTS).lower()
    return (
        f"{name}:\n  definition: {meaning}\n  treatment: {treatment}\n"
        f"  search: [{name[:4]}y]\n  cites: [source-0]\n"
    )


def _packets(count: int) -> str:
    return "".join(
        f"set-{first}:\n  title: {{en: Set {first}}}\n"
        f"  handouts: [{', '.join(_id(number) for number in range(first, first + 3))}]\n"
        for first in range(0, count - 3, 6)
    )


_WORD_LIST = """\
## Key points { #key-points }

- Look up a word here.
- Ask if a word is not here.
- Words stand from A to Z.

## Words { #words }

/// glossary
///"""
_PICTURES = """\
plant:
  alt: A plant with two leaves above the soil.
  labels: {leaf: leaf, soil: soil}
"""
_DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200">
  <path d="M10 160h280" fill="none" stroke="currentColor" stroke-width="3"/>
  <path d="M150 160V60M150 110q40-40 60-10M150 90q-40-40-60-10"
    fill="none" stroke="currentColor" stroke-width="4"/>
  <text x="215" y="95" font-size="16" fill="currentColor"
    font-family="Atkinson Hyperlegible Next">{leaf}</text>
  <text x="20" y="180" font-size="16" fill="currentColor"
    font-family="Atkinson Hyperlegible Next">{soil}</text>
</svg>
"""
