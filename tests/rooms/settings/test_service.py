"""Preferences that last, and what past calls teach about cards."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest

from salescoach.domain.cue import CUES, DEFAULT_CUES, CueKind, CueRule
from salescoach.domain.events import SuggestionDismissed, SuggestionUsed, SuggestionVoted
from salescoach.domain.playbook import Playbook
from salescoach.domain.suggestion import card_of_fact
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.kit.errors import InvalidInput
from salescoach.pipeline.muting import DISMISSED_TO_MUTE
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.settings.service import CoachingChange, CoachingService
from tests.fakes import playbook
from tests.migrated import migrated
from tests.rooms.calls.events import started
from tests.rooms.calls.test_cards import shown

FAIR, VALUE = "price_too_expensive", "price_no_budget"
Judgement = Literal["wrong", "useful", "used", "dismissed"]


class OnePlaybook:
    async def every(self) -> Sequence[Playbook]:
        return (playbook(),)


class Past:
    """Calls that were made, one card each."""

    def __init__(self, database: Database) -> None:
        self._log = SqlEventLog(database, MemoryBus())
        self._clock = ManualClock()
        self.clock = self._clock
        self._count = 0

    async def card(self, script_id: str, judgement: Judgement) -> None:
        self._count += 1
        self._clock.advance(60_000)
        call_id = f"call{self._count}"
        await self._log.open_call(started(call_id, at=self._clock.utc().isoformat()), "hash")
        self._log.append(shown(2, script_id, call_id))
        match judgement:
            case "wrong" | "useful":
                event = SuggestionVoted(call_id=call_id, seq=3, id="c2", vote=judgement)
                self._log.append(event)
            case "used":
                self._log.append(SuggestionUsed(call_id=call_id, seq=3, id="c2"))
            case "dismissed":
                self._log.append(SuggestionDismissed(call_id=call_id, seq=3, id="c2"))
        await self._log.drain()
        self._clock.advance(60_000)

    async def aclose(self) -> None:
        await self._log.aclose()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    url = await migrated(tmp_path / "coach.db")
    database = Database(url)
    yield database
    await database.aclose()


@pytest.fixture
async def past(database: Database) -> AsyncIterator[Past]:
    past = Past(database)
    yield past
    await past.aclose()


@pytest.fixture
def service(database: Database, past: Past) -> CoachingService:
    return CoachingService(
        database, CallService(database), OnePlaybook(), past.clock, default_mode="guidance"
    )


def change(
    *, cues: dict[CueKind, CueRule] | None = None, muted: Sequence[str] | None = None
) -> CoachingChange:
    return CoachingChange(
        mode=None,
        early_cards=True,
        cues=cues or {},
        muted=None if muted is None else frozenset(("default", script) for script in muted),
    )


async def muted(service: CoachingService) -> dict[str, str]:
    return {card.script.id: card.reason for card in (await service.get()).muted}


async def test_nothing_was_chosen_yet(service: CoachingService) -> None:
    settings = await service.get()
    call = await service.for_call("default")

    assert (settings.mode, settings.default_mode, settings.early_cards) == (None, "guidance", True)
    assert dict(settings.cues) == dict(DEFAULT_CUES)
    assert settings.muted == ()
    assert (call.mode, call.early_cards, call.muted) == (None, True, ())


async def test_what_is_chosen_lasts_and_reaches_the_next_call(
    service: CoachingService, database: Database, past: Past
) -> None:
    pace = CueRule(False, 200)
    wanted = CoachingChange("suggestion", False, {**DEFAULT_CUES, "pace": pace})

    answered = await service.put(wanted)

    again = CoachingService(database, CallService(database), OnePlaybook(), past.clock)
    call = await again.for_call("default")
    assert (answered.mode, answered.early_cards, answered.cues["pace"]) == (
        "suggestion",
        False,
        pace,
    )
    assert (call.mode, call.early_cards, call.cues["pace"]) == ("suggestion", False, pace)
    assert call.cues["monologue"] == DEFAULT_CUES["monologue"]


async def test_a_cue_set_back_is_as_it_comes(service: CoachingService) -> None:
    await service.put(change(cues={"pace": CueRule(False, 200)}))
    back = await service.put(change())

    assert dict(back.cues) == dict(DEFAULT_CUES)


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("pace", CueRule(True, CUES["pace"].most + 1)),
        ("pace", CueRule(True, CUES["pace"].least - 1)),
        ("pace", CueRule(True, None)),
        ("never_say", CueRule(True, 3)),
    ],
)
async def test_a_figure_out_of_its_range_is_refused_and_nothing_kept(
    service: CoachingService, kind: CueKind, rule: CueRule
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await service.put(CoachingChange("suggestion", False, {kind: rule}))

    assert refused.value.code == "invalid_cue"
    assert (await service.get()).early_cards


async def test_a_script_voted_wrong_twice_is_muted(service: CoachingService, past: Past) -> None:
    await past.card(FAIR, "wrong")
    assert await muted(service) == {}
    await past.card(FAIR, "wrong")

    assert await muted(service) == {FAIR: "voted_wrong"}
    assert (await service.for_call("default")).muted == (FAIR,)
    assert (await service.for_call("another")).muted == ()
    (card,) = (await service.get()).muted
    assert (card.category.name, card.wrong) == ("Price", 2)


async def test_a_fact_voted_wrong_twice_is_muted_as_scripts_are(
    service: CoachingService, past: Past
) -> None:
    fact = playbook().product.facts[0]
    for _ in range(2):
        await past.card(card_of_fact(fact.id), "wrong")

    assert card_of_fact(fact.id) in (await service.for_call("default")).muted
    (muted,) = (await service.get()).muted
    assert (muted.category.name, muted.script.text, muted.wrong) == ("Facts", fact.text, 2)


async def test_use_counts_against_it(service: CoachingService, past: Past) -> None:
    judgements: list[Judgement] = ["wrong", "used", "wrong"]
    for judgement in judgements:
        await past.card(FAIR, judgement)

    assert await muted(service) == {}


async def test_dismissed_again_and_again_it_is_muted(service: CoachingService, past: Past) -> None:
    for _ in range(DISMISSED_TO_MUTE):
        await past.card(VALUE, "dismissed")

    assert await muted(service) == {VALUE: "dismissed"}


async def test_unmuted_it_starts_afresh(service: CoachingService, past: Past) -> None:
    for _ in range(2):
        await past.card(FAIR, "wrong")

    freed = await service.put(change(muted=[]))
    await past.card(FAIR, "wrong")

    assert freed.muted == ()
    assert await muted(service) == {}
    await past.card(FAIR, "wrong")
    assert await muted(service) == {FAIR: "voted_wrong"}


async def test_a_card_can_be_muted_and_freed_by_hand(service: CoachingService) -> None:
    await service.put(change(muted=[VALUE]))
    kept = await service.put(change())

    assert [(card.script.id, card.reason) for card in kept.muted] == [(VALUE, "by_hand")]
    assert (await service.for_call("default")).muted == (VALUE,)
    assert (await service.put(change(muted=[]))).muted == ()


async def test_what_was_muted_stays_so_when_it_is_sent_back(
    service: CoachingService, past: Past
) -> None:
    for _ in range(2):
        await past.card(FAIR, "wrong")

    kept = await service.put(change(muted=[FAIR]))

    assert [(card.script.id, card.reason) for card in kept.muted] == [(FAIR, "voted_wrong")]


async def test_a_script_that_is_no_more_is_not_shown(service: CoachingService, past: Past) -> None:
    for _ in range(2):
        await past.card("long_gone", "wrong")

    assert await muted(service) == {}
    past.clock.advance(int(timedelta(days=1).total_seconds() * 1000))
    assert "long_gone" in (await service.for_call("default")).muted
