"""Drills: made from missed moments, answered, compared with the playbook, due again later."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from salescoach.domain.audio import Speaker
from salescoach.domain.call import CallRecord
from salescoach.domain.drill import Attempt, CardLine, Comparison, Drill, SaidBy
from salescoach.domain.playbook import Playbook
from salescoach.domain.turn import Turn
from salescoach.infra.database import Database
from salescoach.kit.clock import Clock
from salescoach.kit.errors import Conflict, InvalidInput, NotFound
from salescoach.kit.ids import new_id
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.practice.compare import compare, script_of
from salescoach.pipeline.practice.schedule import after
from salescoach.rooms.calls.errors import call_not_found
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.playbook.service import PlaybookService
from salescoach.rooms.playbook.trial import Learn, Said, Trial
from salescoach.rooms.practice import store
from salescoach.rooms.practice.listed import ListedDrill, OpenedDrill
from salescoach.rooms.review.service import ReviewService

CONTEXT_TURNS = 4
NEAR_TRIGGER = 0.5
"""So near to a trigger, its script fits although the coach would not have shown it unasked."""


def drill_not_found() -> NotFound:
    return NotFound("There is no such drill; it went with its call.", code="drill_not_found")


class PracticeService:
    """Every method raises ``StorageTrouble`` when the database cannot be used just now."""

    def __init__(
        self,
        database: Database,
        calls: CallService,
        reviews: ReviewService,
        playbooks: PlaybookService,
        learn: Learn,
        clock: Clock,
    ) -> None:
        self._database = database
        self._calls = calls
        self._reviews = reviews
        self._playbooks = playbooks
        self._learn = learn
        self._trial = Trial(learn)
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.utc()

    async def drills(self) -> list[ListedDrill]:
        async with self._database.read() as connection:
            return await store.listed(connection)

    async def start(self, call_id: str, turn_id: str) -> Drill:
        """The drill of a missed moment, which is made when there is none yet. Raises ``NotFound``
        (``call_not_found``, ``moment_not_found``), ``Conflict`` (``nothing_to_answer``)."""
        async with self._database.read() as connection:
            known = await store.drill_of(connection, call_id, turn_id)
        if known is not None:
            return known
        analysis = await self._reviews.made(call_id)
        missed = analysis.stored.review.missed if analysis and analysis.stored else ()
        found = next((each for each in missed if each.evidence.turn_id == turn_id), None)
        if found is None:
            raise NotFound(
                "The review names no such moment; it may have been made again.",
                code="moment_not_found",
            )
        line = _line_of(await self._turns(call_id), turn_id)
        now = self.now()
        made = Drill(
            new_id("drill"),
            call_id,
            turn_id,
            line.id,
            found.opportunity,
            found.what_to_do,
            now,
            now,
        )
        async with self._database.write() as connection:
            again = await store.drill_of(connection, call_id, turn_id)
            if again is not None:
                return again
            if not await store.add_drill(connection, made):
                raise call_not_found(call_id)
        return made

    async def open(self, drill_id: str) -> OpenedDrill:
        """Raises ``NotFound`` (``drill_not_found``)."""
        drill = await self._drill(drill_id)
        async with self._database.read() as connection:
            tried = await store.attempts_at(connection, drill_id)
        record = await self._calls.record(drill.call_id)
        turns = sorted(record.turns, key=lambda turn: (turn.start_ms, turn.id))
        place = _place_of(turns, drill.line_turn_id)
        customer = record.call.customer
        return OpenedDrill(
            drill=drill,
            line=turns[place],
            before=_said_by_salesperson(reversed(turns[:place])),
            said_then=_said_by_salesperson(turns[place + 1 :]),
            title=record.call.title,
            company=customer.company if customer else None,
            called_at=record.call.started_at,
            recorded=record.call.record_audio,
            timing=record.call.timing,
            attempts=tuple(tried),
        )

    async def answer(self, drill_id: str, text: str, said_by: SaidBy) -> tuple[Attempt, Drill]:
        """Compares it, keeps it, and the drill as it is due now. Raises ``NotFound``
        (``drill_not_found``), ``InvalidInput`` (``nothing_said``)."""
        text = " ".join(text.split())
        if not text:
            raise InvalidInput("Say or write something first.", code="nothing_said")
        drill = await self._drill(drill_id)
        comparison = await self._compared(drill, text)
        now = self.now()
        attempt = Attempt(new_id("try"), now, said_by, text, comparison)
        moved = after(drill, ready=comparison.ready, now=now)
        async with self._database.write() as connection:
            if await store.drill(connection, drill_id) is None:
                raise drill_not_found()
            await store.add_attempt(connection, drill_id, attempt)
            await store.move(connection, moved)
        return attempt, moved

    async def remove(self, drill_id: str) -> None:
        """Raises ``NotFound`` (``drill_not_found``)."""
        async with self._database.write() as connection:
            if not await store.remove(connection, drill_id):
                raise drill_not_found()

    async def _drill(self, drill_id: str) -> Drill:
        async with self._database.read() as connection:
            found = await store.drill(connection, drill_id)
        if found is None:
            raise drill_not_found()
        return found

    async def _turns(self, call_id: str) -> list[Turn]:
        record = await self._calls.record(call_id)
        return sorted(record.turns, key=lambda turn: (turn.start_ms, turn.id))

    async def _compared(self, drill: Drill, text: str) -> Comparison:
        record = await self._calls.record(drill.call_id)
        turns = sorted(record.turns, key=lambda turn: (turn.start_ms, turn.id))
        place = _place_of(turns, drill.line_turn_id)
        said: list[Said] = [
            (turn.speaker, turn.text) for turn in turns[max(0, place - CONTEXT_TURNS) : place]
        ]
        written = await self._playbook(record)
        expertise = await self._learn(written)
        card = await self._card(written, expertise, turns[place].text, said, drill)
        return await compare(text, turns[place].text, card, expertise)

    async def _card(
        self,
        written: Playbook,
        expertise: Expertise,
        line: str,
        said: Sequence[Said],
        drill: Drill,
    ) -> CardLine:
        """What the coach shows for the line today, else the nearest script, else the review's
        advice."""
        tried = await self._trial(written, line, said)
        if tried.card is not None:
            script = script_of(expertise.playbook, tried.card.script_id)
            name = script.name if script else None
            return CardLine(tried.card.text, name, tried.card.script_id, tried.card.reasoning)
        for near in tried.nearest:
            script = script_of(expertise.playbook, near.script_id)
            if script is not None and near.similarity >= NEAR_TRIGGER:
                return CardLine(script.text, script.name, script.id, script.when_to_use)
        return CardLine(drill.what_to_do, None, None, drill.opportunity)

    async def _playbook(self, record: CallRecord) -> Playbook:
        """The call's as it is now: what was mended since is what is practised."""
        try:
            return await self._playbooks.for_call(record.call.playbook_id)
        except NotFound:
            return await self._playbooks.for_call()


def _place_of(turns: Sequence[Turn], turn_id: str) -> int:
    place = next((at for at, turn in enumerate(turns) if turn.id == turn_id), None)
    if place is None:
        raise drill_not_found()
    return place


def _line_of(turns: Sequence[Turn], turn_id: str) -> Turn:
    """The customer's words that were to be answered: the moment's own, or the last before it."""
    place = next((at for at, turn in enumerate(turns) if turn.id == turn_id), -1)
    for turn in reversed(turns[: place + 1]):
        if turn.speaker is not Speaker.SALESPERSON:
            return turn
    raise Conflict(
        "The customer had not said anything yet at this moment.", code="nothing_to_answer"
    )


def _said_by_salesperson(turns: Iterable[Turn]) -> Turn | None:
    return next((turn for turn in turns if turn.speaker is Speaker.SALESPERSON), None)
