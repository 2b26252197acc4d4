"""What names a handout goes on to name it after it moved: docs/moved.yml says where to."""

from __future__ import annotations

from handouts.model.base import Model
from handouts.model.codes import Codes
from handouts.model.data_files import Fact, Moves, Packet
from handouts.model.version_ledger import VersionLedger, ledger_of


def follow(
    moves: Moves, codes: Codes, packets: dict[str, Packet], facts: dict[str, Fact]
) -> tuple[Codes, dict[str, Packet], dict[str, Fact]]:
    """Return codes, packets and facts with the new id of each handout that moved."""

    def update(record: Model, field: str) -> Model:
        value = getattr(record, field)
        ids = [moves.moved.get(id, id) for id in value] if isinstance(value, list) else value
        if isinstance(ids, str):
            ids = moves.moved.get(ids, ids)
        return record.model_copy(update={field: ids}) if ids != value else record

    return (
        codes.model_copy(
            update={
                "codes": [update(code, "answer") for code in codes.codes],
                "subtopics": [update(subtopic, "answer") for subtopic in codes.subtopics],
            }
        ),
        {id: update(packet, "handouts") for id, packet in packets.items()},
        {
            id: fact.model_copy(update={"stands": [update(place, "page") for place in fact.stands]})
            for id, fact in facts.items()
        },
    )


def follow_versions(moves: Moves, versions: VersionLedger) -> VersionLedger:
    """Return the ledger with the new id of each handout that moved."""
    return ledger_of(
        ((code, moves.moved.get(id, id)), version)
        for (code, id), each in versions.items()
        for version in each
    )
