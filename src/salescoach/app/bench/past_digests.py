"""What would have been counted of the calls that never were: the same every time."""

import random
from datetime import UTC, datetime

from salescoach.app.bench.past_calls import BEGAN, EVERY, TURNS, call_id_of
from salescoach.domain.insight import (
    CallDigest,
    CountedLine,
    CountedMoment,
    CountedObjection,
    Place,
    Reaction,
)
from salescoach.domain.playbook import Playbook, Script
from salescoach.domain.review import HandledObjection, Handling, Outcome, Review
from salescoach.domain.signal import Evidence, ObjectionType
from salescoach.infra.database import Database
from salescoach.rooms.calls.history import History
from salescoach.rooms.insights.store import keeping
from salescoach.rooms.review import store as reviews

_MADE = datetime(2027, 1, 1, tzinfo=UTC)
_HANDLINGS: tuple[Handling, ...] = ("settled", "moved_on", "came_back", "unanswered")
_AT_ONCE = 500
_LINES = 4
_OBJECTIONS = 3
_MOMENTS = 5


async def keep_digests(
    database: Database, history: History, playbook: Playbook, how_many: int
) -> None:
    """A digest, a review and a score for each of the first ``how_many`` past calls."""
    chance = random.Random(11)  # noqa: S311 - no secret: the same figures every time
    scripts = [script for category in playbook.categories for script in category.scripts]
    made: dict[str, Review] = {}
    for start in range(0, how_many, _AT_ONCE):
        async with database.write() as connection:
            for number in range(start, min(how_many, start + _AT_ONCE)):
                call_id = call_id_of(number)
                made[call_id] = _review(chance)
                stored = reviews.StoredReview(call_id, made[call_id], _MADE, 0)
                await reviews.save_review(connection, stored)
                digest = _digest(number, playbook.id, scripts, chance)
                await keeping.put_digest(connection, digest, _MADE)
    for call_id, review in made.items():
        await history.note_review(call_id, review, chance.uniform(0, 10))


def _review(chance: random.Random) -> Review:
    kinds = chance.sample(list(ObjectionType), chance.randint(0, _OBJECTIONS))
    raised = Evidence("t1", "", 6_000, 11_000)
    return Review(
        chance.choice(list(Outcome)[:-1]),
        "It ended so.",
        None,
        objections=tuple(
            HandledObjection(kind, "moved_on", "", raised, None, None) for kind in kinds
        ),
    )


def _digest(
    number: int, playbook_id: str, scripts: list[Script], chance: random.Random
) -> CallDigest:
    spoken = chance.sample(scripts, _LINES)
    return CallDigest(
        call_id=call_id_of(number),
        day=(BEGAN + EVERY * number).date(),
        playbook_id=playbook_id,
        counts=True,
        duration_ms=TURNS * 6_000,
        talk_ratio=chance.uniform(30, 80),
        questions=chance.randint(0, 15),
        open_questions=chance.randint(0, 8),
        longest_monologue_ms=chance.randint(5_000, 90_000),
        patience_ms=chance.randint(100, 1_500),
        objections=tuple(
            CountedObjection(
                chance.choice(list(ObjectionType)),
                chance.choice(_HANDLINGS),
                _place(chance),
                _place(chance),
                chance.choice(spoken).id,
            )
            for _ in range(chance.randint(0, _OBJECTIONS))
        ),
        lines=tuple(
            CountedLine(
                script.id,
                script.name,
                chance.randint(0, 2),
                _place(chance),
                chance.choice([*Reaction, None]),
                _place(chance),
            )
            for script in spoken
        ),
        moments=tuple(
            CountedMoment("best" if each % 2 else "worst", each % 3, "So.", "Do.", _place(chance))
            for each in range(_MOMENTS)
        ),
    )


def _place(chance: random.Random) -> Place:
    turn = chance.randrange(TURNS)
    return Place(f"t{turn}", turn * 6_000)
