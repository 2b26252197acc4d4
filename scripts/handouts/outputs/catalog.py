"""catalog.json: the contents of the library, for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from handouts.checks.readability import Score
from handouts.model.addresses import CATALOG, CATALOG_SCHEMA
from handouts.model.front_matter import Version
from handouts.model.library import Library
from handouts.outputs.json_schemas import json_bytes, schema_bytes
from handouts.outputs.pdf.sheets import Sheet


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Pdf(_Entry):
    paper: str = Field(description="Paper size: letter or a4")
    print: str = Field(description="standard (12 pt or more) or large (18 pt)")
    pages: int = Field(ge=1)
    bytes: int = Field(ge=1)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    path: str = Field(description="Address relative to this file")
    url: str | None = Field(description="Full address, once the site has one")


class Status(_Entry):
    state: Literal["none", "current", "changed"] = Field(
        description=(
            "none: no clinician has reviewed it; current: this very version was reviewed;"
            " changed: an older one was"
        )
    )
    who: str | None = None
    role: str | None = None
    on: str | None = Field(default=None, description="Day of the review")
    version: str | None = Field(default=None, description="The version that was reviewed")


class ClinicalCode(_Entry):
    system: str
    oid: str
    code: str


class Cited(_Entry):
    id: str
    publisher: str
    year: int | None
    url: str | None = Field(description="null where readers are not sent there")


class Entry(_Entry):
    """One handout in one language."""

    id: str = Field(description="The same in all languages, for ever")
    language: str = Field(description="BCP 47")
    title: str
    summary: str
    kind: Literal["handout", "worksheet", "words", "clinic"]
    category: str
    audience: str
    path: str = Field(description="Address of the page relative to this file")
    url: str | None = Field(description="Full address, once the site has one")
    pdfs: list[Pdf]
    reading_grade: float | None = Field(
        description="Flesch-Kincaid grade; null for languages it was not made for"
    )
    reading_ease: float | None = Field(
        description="Fernández-Huerta reading ease of Spanish; null for other languages"
    )
    behind: list[str] = Field(
        description=(
            "Ids of the parts in which a translation does not show what its original says now"
        )
    )
    version: Version
    changed: str | None = Field(description="Day of the last change to the words; null for a draft")
    sources_gathered: str = Field(description="Day on which facts and sources were gathered")
    next_check_due: str = Field(description="Day by which they should be checked again")
    review: Status
    codes: list[ClinicalCode] = Field(
        description="Clinical codes for which a reader starts with this handout"
    )
    sources: list[Cited]


class Catalog(_Entry):
    """Every handout of a library, in library order, first language first."""

    library: str
    name: str
    url: str | None
    handouts: list[Entry]


def catalog(
    library: Library, sheets: Mapping[str, Sheet], scores: Mapping[str, Mapping[str, Score]]
) -> Iterator[tuple[str, bytes]]:
    """Yield the catalogue and its schema, as (address, bytes).

    It lists the handouts that have a score; `sheets` are by address, `scores` by language code and
    id.
    """
    entries = []
    for summary in library.summaries.values():
        handout, language = summary.handout, summary.language
        if (score := scores.get(language.code, {}).get(handout.id)) is None:
            continue
        review = handout.facts.review
        state = handout.review_state
        entries.append(
            Entry(
                id=handout.id,
                language=language.code,
                title=handout.title,
                summary=handout.summary,
                kind=handout.facts.kind,
                category=handout.facts.category,
                audience=handout.facts.audience,
                path=summary.address,
                url=summary.url or None,
                pdfs=[
                    Pdf(
                        paper=link.paper,
                        print=link.print,
                        pages=sheet.pages,
                        bytes=sheet.weight.size,
                        sha256=sheet.weight.sha256,
                        path=link.address,
                        url=link.url or None,
                    )
                    for link in summary.sheets
                    if (sheet := sheets.get(link.address))
                ],
                reading_grade=score.grade,
                reading_ease=score.ease,
                behind=list(handout.behind),
                version=handout.version,
                changed=handout.changed.isoformat() if handout.changed else None,
                sources_gathered=handout.facts.sources_gathered.isoformat(),
                next_check_due=handout.facts.next_check_due.isoformat(),
                review=Status(state=state)
                if not review
                else Status(
                    state=state,
                    who=review.who,
                    role=review.role,
                    on=review.on.isoformat(),
                    version=review.sheet,
                ),
                codes=[
                    ClinicalCode(
                        system=code.system,
                        oid=library.codes.systems[code.system].oid,
                        code=code.code,
                    )
                    for code in summary.codes
                ],
                sources=[
                    Cited(
                        id=id,
                        publisher=source.publisher,
                        year=source.year,
                        url=source.address if source.link else None,
                    )
                    for id, source in summary.sources.items()
                ],
            )
        )
    catalogue = Catalog(
        library=library.site.id,
        name=library.site.name,
        url=library.site.url or None,
        handouts=entries,
    )
    yield CATALOG, json_bytes(catalogue.model_dump(mode="json"))
    yield CATALOG_SCHEMA, schema_bytes(Catalog.model_json_schema())
