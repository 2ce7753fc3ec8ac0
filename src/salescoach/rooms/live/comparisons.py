"""Comparisons of two versions of a playbook over stored calls, run beside live calls.

One runs at a time, over a bounded number of calls and for a bounded time; what it has found is
there to read while it goes on. Nothing of it is kept longer than it takes to look at it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from loguru import logger

from salescoach.domain.call import Call
from salescoach.domain.events import CallEvent
from salescoach.domain.playbook import Playbook
from salescoach.kit.errors import InvalidInput, NotFound, Unavailable
from salescoach.kit.ids import new_id
from salescoach.pipeline.brain import Expertise
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.live.compare import CallChanges, compare, lines_heard
from salescoach.rooms.live.rehearsal import Rest, SpokenLine
from salescoach.rooms.playbook.loader import parse_draft
from salescoach.rooms.playbook.service import PlaybookService

MOST_CALLS = 20
LATEST_CALLS = 5
MOST_WAITING = 4
KEPT = 16
LONGEST_S = 300.0
PAGE_EVENTS = 200
"""Events read at once: decoding more would hold up the loop."""

STEP_S = 0.002
"""Left to others before each line."""

Problem = Literal["nothing_said", "coach_failed"]
State = Literal["waiting", "running", "done", "stopped", "failed"]
ExpertiseOf = Callable[[Playbook], Awaitable[Expertise]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to compare: ``draft`` (in the shape of a file) or a version, None for the latest, with
    ``against_version``: None is the latest for a draft, else the version before. Over the calls
    named, or the latest ones."""

    playbook_id: str
    draft: Mapping[str, Any] | None = None
    version: int | None = None
    against_version: int | None = None
    call_ids: tuple[str, ...] | None = None
    latest: int = LATEST_CALLS


@dataclass(frozen=True, slots=True)
class ComparedCall:
    """``changes`` is None when there is a ``problem``."""

    call: Call
    changes: CallChanges | None
    problem: Problem | None = None


@dataclass(slots=True)
class Comparison:
    """``after_version`` is None for a draft. ``share`` of the work is done, 0-1. ``stopped`` by
    whoever asked, or at the longest time: then ``out_of_time``."""

    id: str
    playbook_id: str
    before: Playbook
    after: Playbook
    after_version: int | None
    calls: tuple[Call, ...]
    state: State = "waiting"
    out_of_time: bool = False
    share: float = 0.0
    found: list[ComparedCall] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        return self.state in ("done", "stopped", "failed")


class Comparisons:
    """``expertise_of`` builds what reads a playbook, with an embedder that steps aside."""

    def __init__(
        self,
        playbooks: PlaybookService,
        calls: CallService,
        expertise_of: ExpertiseOf,
        longest_s: float = LONGEST_S,
    ) -> None:
        self._playbooks = playbooks
        self._calls = calls
        self._expertise_of = expertise_of
        self._longest_s = longest_s
        self._kept: OrderedDict[str, Comparison] = OrderedDict()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._one = asyncio.Lock()

    async def start(self, wanted: Wanted) -> Comparison:
        """Begins in the background. Raises ``NotFound`` for an unknown playbook, version or call,
        ``PlaybookInvalid``, ``InvalidInput`` (``no_earlier_version``, ``no_calls``) or
        ``Unavailable`` (``comparisons_busy``)."""
        if len(self._tasks) > MOST_WAITING:
            raise Unavailable(
                "Other comparisons are still running. Try again in a minute.",
                code="comparisons_busy",
            )
        before, after, version = await self._versions(wanted)
        calls = await self._chosen(wanted)
        made = Comparison(new_id("cmp"), wanted.playbook_id, before, after, version, calls)
        self._kept[made.id] = made
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        task = asyncio.create_task(self._run(made), name="playbook-comparison")
        self._tasks[made.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(made.id, None))
        return made

    def get(self, playbook_id: str, comparison_id: str) -> Comparison:
        """Raises ``NotFound`` (``comparison_not_found``)."""
        found = self._kept.get(comparison_id)
        if found is None or found.playbook_id != playbook_id:
            raise NotFound(
                "This comparison is not kept any more. Run it again.", code="comparison_not_found"
            )
        return found

    async def stop(self, playbook_id: str, comparison_id: str) -> Comparison:
        """Stops it; what it has found stays. Stopping twice is harmless."""
        found = self.get(playbook_id, comparison_id)
        task = self._tasks.get(comparison_id)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        if not found.is_over:
            found.state = "stopped"
        return found

    async def aclose(self) -> None:
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _versions(self, wanted: Wanted) -> tuple[Playbook, Playbook, int | None]:
        """Before, after, and the number of what comes after unless it is a draft."""
        entry = await self._playbooks.get(wanted.playbook_id)
        latest = entry.playbook.version
        against = wanted.against_version
        if wanted.draft is not None:
            draft = {**wanted.draft, "id": wanted.playbook_id, "version": latest + 1}
            after, version = parse_draft(draft), None
            against = against or latest
        else:
            version = wanted.version or latest
            after = await self._playbooks.at_version(wanted.playbook_id, version)
            against = against or version - 1
        if against < 1:
            raise InvalidInput(
                "There is no earlier version to compare with.", code="no_earlier_version"
            )
        return await self._playbooks.at_version(wanted.playbook_id, against), after, version

    async def _chosen(self, wanted: Wanted) -> tuple[Call, ...]:
        if wanted.call_ids is not None:
            unique = list(dict.fromkeys(wanted.call_ids))[:MOST_CALLS]
            return tuple([await self._calls.get(call_id) for call_id in unique])
        page = await self._calls.list(100)
        spoken = [call for call in page.calls if call.turn_count and call.status != "live"]
        if not spoken:
            raise InvalidInput("There are no calls to compare over yet.", code="no_calls")
        return tuple(spoken[: min(wanted.latest, MOST_CALLS)])

    async def _run(self, made: Comparison) -> None:
        try:
            async with self._one:
                made.state = "running"
                async with asyncio.timeout(self._longest_s):
                    await self._compare(made)
            made.state = "done"
        except TimeoutError:
            made.state, made.out_of_time = "stopped", True
        except asyncio.CancelledError:
            made.state = "stopped"
            raise
        except Exception as error:  # noqa: BLE001 - whoever waits for it has to hear of it
            made.state = "failed"
            logger.opt(exception=error).error("Comparison {} failed", made.id)

    async def _compare(self, made: Comparison) -> None:
        before = await self._expertise_of(made.before)
        after = await self._expertise_of(made.after)
        for number, call in enumerate(made.calls):
            try:
                lines = await self._lines(call.id)
            except NotFound:
                continue  # it was deleted meanwhile
            rest = _Steps(made, number, len(made.calls), 2 * len(lines))
            made.found.append(await _compared(call, before, after, lines, rest))
            made.share = (number + 1) / len(made.calls)

    async def _lines(self, call_id: str) -> tuple[SpokenLine, ...]:
        events: list[CallEvent] = []
        after_seq = 0
        while page := await self._calls.events(call_id, after_seq, PAGE_EVENTS):
            events += page
            after_seq = page[-1].seq or after_seq
            await asyncio.sleep(STEP_S)
        return lines_heard(events)


async def _compared(
    call: Call, before: Expertise, after: Expertise, lines: Sequence[SpokenLine], rest: Rest
) -> ComparedCall:
    if not lines:
        return ComparedCall(call, None, "nothing_said")
    try:
        return ComparedCall(call, await compare(before, after, lines, rest))
    except Unavailable as error:
        logger.warning("Call {} could not be compared: {}", call.id, error.code)
        return ComparedCall(call, None, "coach_failed")


@dataclass(slots=True)
class _Steps:
    """Rests before each line, and counts how far it is."""

    made: Comparison
    number: int
    calls: int
    steps: int
    done: int = 0

    async def __call__(self) -> None:
        self.done += 1
        self.made.share = (self.number + min(1.0, self.done / self.steps)) / self.calls
        await asyncio.sleep(STEP_S)
