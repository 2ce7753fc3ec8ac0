"""Calls that never were, for measuring a long history: the same ones every time."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from salescoach.domain.audio import Channel, Speaker
from salescoach.domain.events import (
    CallEnded,
    CallEvent,
    CallStarted,
    Customer,
    SignalHeard,
    StageChanged,
    Transcription,
)
from salescoach.domain.signal import Evidence, ObjectionType, SignalKind, Stage

TURNS = 40
WORDS_OF_A_TURN = 14
_WORDS = 6_000
_FREQUENT = (
    "the and you to a that it is we of i for in on what with so have this how are do not be "
    "but they can our if would price just about one when your know need time call there "
    "already think team week budget month customers send contract email pilot security "
)
_SYLLABLES = (
    "ba",
    "co",
    "de",
    "fi",
    "ga",
    "hu",
    "jo",
    "ka",
    "le",
    "mi",
    "no",
    "pu",
    "ra",
    "se",
    "ti",
)
_NAMES = ("Dana", "Tony", "Priya", "Zoë", "Marcus", "Aisha", "Ravi", "Elena", "Sam", "Chloé")
BEGAN = datetime(2024, 1, 1, 8, tzinfo=UTC)
EVERY = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class PastCall:
    start: CallStarted
    events: tuple[CallEvent, ...]


def call_id_of(number: int) -> str:
    return f"bench{number:06d}"


def past_calls(how_many: int) -> Iterator[PastCall]:
    """Two years of calls, in the order they began."""
    chance = random.Random(7)  # noqa: S311 - no secret: the same calls every time
    words = [*_FREQUENT.split(), *("".join(chance.choices(_SYLLABLES, k=4)) for _ in range(_WORDS))]
    weights = list(accumulate(1 / place for place in range(1, len(words) + 1)))
    for number in range(how_many):
        yield _call(number, BEGAN + EVERY * number, chance, words, weights)


def _call(
    number: int, began: datetime, chance: random.Random, words: list[str], weights: list[float]
) -> PastCall:
    call_id = call_id_of(number)
    events: list[CallEvent] = []
    for place in range(TURNS):
        customer = place % 2
        events.append(
            Transcription(
                call_id=call_id,
                seq=len(events) + 2,
                at_ms=place * 6_000,
                turn_id=f"t{place}",
                text=" ".join(chance.choices(words, cum_weights=weights, k=WORDS_OF_A_TURN)),
                speaker=Speaker.CUSTOMER if customer else Speaker.SALESPERSON,
                is_final=True,
                start_ms=place * 6_000,
                end_ms=place * 6_000 + 5_000,
                confidence=0.9,
                channel=customer,
                committed_ms=place * 6_000 + 5_000,
            )
        )
    for stage in list(Stage)[: chance.randint(1, len(Stage))]:
        events.append(
            StageChanged(
                call_id=call_id,
                seq=len(events) + 2,
                current=stage,
                confidence=0.9,
                time_in_stage_ms=0,
                entered_at_ms=0,
            )
        )
    for kind in chance.sample(list(ObjectionType), chance.randint(0, 3)):
        events.append(
            SignalHeard(
                call_id=call_id,
                seq=len(events) + 2,
                kind=SignalKind.OBJECTION,
                objection_type=kind,
                # Its words are of no language: a review leaves it out unless it is nearly certain.
                confidence=0.95,
                evidence=Evidence("t1", "", 6_000, 11_000),
            )
        )
    length_s = TURNS * 6 + chance.randint(0, 1_800)
    events.append(CallEnded(call_id=call_id, seq=len(events) + 2, duration_s=length_s))
    start = CallStarted(
        call_id=call_id,
        seq=1,
        channels=(Channel(0, Speaker.SALESPERSON), Channel(1, Speaker.CUSTOMER)),
        playbook_id="default",
        customer=Customer(chance.choice(_NAMES), f"{words[-1 - number % 500].title()} Ltd"),
        started_at=began.isoformat(),
    )
    return PastCall(start, tuple(events))
