"""A language model reads a whole call and writes its review, on top of the counted one.

A call that fits is read at once. A longer one is read in parts, each by itself, and the review is
made of the notes on them: nothing of the call is ever left out because it is long. When the model
cannot, the counted review stands and says why.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pydantic import BaseModel

from salescoach.domain.call import CallRecord
from salescoach.domain.playbook import Playbook
from salescoach.domain.review import Review, Writing
from salescoach.llm.budget import Spend
from salescoach.llm.faults import Fault, ModelError
from salescoach.llm.model import Ask, Prompt, Purpose
from salescoach.llm.shelf import LiveModel
from salescoach.llm.tokens import estimate
from salescoach.pipeline.analyst.asked import Note, Notes, WholeReview
from salescoach.pipeline.analyst.judged import Judge, Judged
from salescoach.pipeline.analyst.passages import Passage, halves, lines_of, passages
from salescoach.pipeline.analyst.prompts import ReviewPrompts
from salescoach.pipeline.prompts import material
from salescoach.pipeline.review.reading import read

MOST_NOTES_TOKENS = 4_000
MOST_REVIEW_TOKENS = 6_000
TOO_MUCH = frozenset({Fault.TOO_LONG, Fault.TRUNCATED})
"""A shorter part may do."""
UNPROVED = "unproved"

OnProgress = Callable[[int, int], None]
"""Told how many requests are done, of how many."""

Value = TypeVar("Value", bound=BaseModel)


def nobody_looks(done: int, total: int) -> None:
    return


@dataclass(slots=True)
class _Log:
    """What became of the requests of one review so far."""

    model: str
    spent: Spend
    parts: int = 1
    refused: int = 0
    done: int = 0
    to_do: list[Passage] = field(default_factory=list)


class Analyst:
    """For one review of ``record``; ``embedded`` is the counted one. ``playbook``: the call's,
    its slots filled."""

    def __init__(
        self,
        model: LiveModel,
        record: CallRecord,
        playbook: Playbook,
        embedded: Review,
        on_progress: OnProgress = nobody_looks,
    ) -> None:
        self._model = model
        self._record = record
        self._playbook = playbook
        self._embedded = embedded
        self._on_progress = on_progress
        guarded = model.guarded
        self._account = f"review-{record.call.id}"
        self._log = _Log(guarded.wanted(Purpose.REVIEW) or guarded.engine.label, Spend())

    async def review(self) -> Review:
        """Never raises for a model's sake: ``writing.fault`` of the result says what failed."""
        try:
            judged = await self._read()
        except ModelError as error:
            self._settle()
            return self._instead(str(error.fault), error.message)
        self._settle()
        written = judged.review
        if not (written.what_worked or written.missed or written.insights or written.tips):
            label = self._model.guarded.engine.label
            return self._instead(UNPROVED, f"What {label} wrote could not be proved by the call.")
        writing = replace(
            self._writing(),
            refused=self._log.refused + judged.refused,
            mail_refused=judged.mail_refused,
        )
        return replace(written, source=writing.source, writing=writing)

    def _settle(self) -> None:
        self._log.spent += self._model.guarded.budget.close_call(self._account)

    def _instead(self, fault: str, message: str) -> Review:
        writing = replace(self._writing(), fault=fault, message=message)
        return replace(self._embedded, writing=writing)

    async def _read(self) -> Judged:
        """Raises ``ModelError``."""
        # Masking and reading a long call takes long enough to be felt by live ones.
        judge, prompts, found = await asyncio.to_thread(self._prepare)
        log = self._log
        if len(found) == 1:
            self._tell(1)
            try:
                draft = await self._ask(prompts.of_call(found[0]), WholeReview, MOST_REVIEW_TOKENS)
            except ModelError as error:
                parts = halves(found[0])
                if error.fault not in TOO_MUCH or len(parts) == 1:
                    raise
                found = parts
            else:
                log.done += 1
                self._tell(0)
                return judge.review(draft)
        notes = await self._notes(prompts, judge, found)
        log.parts = log.done
        draft = await self._of_notes(prompts, judge, notes)
        return judge.review(draft)

    def _prepare(self) -> tuple[Judge, ReviewPrompts, tuple[Passage, ...]]:
        mask = self._model.mask
        reading = read(self._record, self._playbook)
        judge = Judge(reading, self._embedded)
        limit = self._model.context_tokens
        prompts = ReviewPrompts(self._playbook, self._embedded, limit, mask)
        return judge, prompts, passages(lines_of(reading.turns, mask, reading.clock), prompts.room)

    async def _notes(
        self, prompts: ReviewPrompts, judge: Judge, found: Sequence[Passage]
    ) -> list[Note]:
        """On every part, in the order of the call. A part that is too much after all is halved."""
        log = self._log
        log.to_do = list(found)
        notes: list[Note] = []
        while log.to_do:
            self._tell(len(log.to_do) + 1)
            passage = log.to_do.pop(0)
            number, count = log.done + 1, log.done + 1 + len(log.to_do)
            prompt = prompts.of_part(passage, number, count)
            try:
                answer = await self._ask(prompt, Notes, MOST_NOTES_TOKENS)
            except ModelError as error:
                smaller = halves(passage)
                if error.fault not in TOO_MUCH or len(smaller) == 1:
                    raise
                log.to_do[:0] = smaller
                continue
            log.done += 1
            standing, refused = judge.notes(answer.notes)
            log.refused += refused
            notes.extend(sorted(standing, key=lambda note: note.turn))
        return notes

    async def _of_notes(
        self, prompts: ReviewPrompts, judge: Judge, notes: list[Note]
    ) -> WholeReview:
        """Notes that are too many for one request are thinned out first, a half each time."""
        while True:
            self._tell(1)
            batches = _batches(list(map(self._shown, notes)), prompts.room)
            if len(batches) <= 1:
                shown = [line for batch in batches for line in batch]
                answer = await self._ask(prompts.of_notes(shown), WholeReview, MOST_REVIEW_TOKENS)
                self._log.done += 1
                self._tell(0)
                return answer
            fewer: list[Note] = []
            for batch in batches:
                if len(batch) == 1:
                    raise ModelError(Fault.TOO_LONG, self._model.guarded.engine.label)
                most = len(batch) // 2
                asked = prompts.of_too_many(batch, most)
                standing, _ = judge.notes((await self._ask(asked, Notes, MOST_NOTES_TOKENS)).notes)
                fewer.extend(standing[:most])
            notes = fewer

    def _shown(self, note: Note) -> str:
        def plain(text: str) -> str:
            return material(self._model.mask(text))

        said = f"{plain(note.text)} {plain(note.more)}".rstrip()
        kind = f'turn="{note.turn}" kind="{note.kind}"'
        return f"<note {kind}><quote>{plain(note.quote)}</quote> {said}</note>"

    async def _ask(self, prompt: Prompt, schema: type[Value], most_tokens: int) -> Value:
        ask = Ask(self._account, Purpose.REVIEW, prompt, schema, most_tokens)
        answer = await self._model.guarded.complete(ask)
        self._log.model = answer.model
        return answer.value

    def _tell(self, left: int) -> None:
        self._on_progress(self._log.done, self._log.done + left)

    def _writing(self) -> Writing:
        log, engine = self._log, self._model.guarded.engine
        usage = log.spent.usage
        return Writing(
            source=engine.name,
            label=engine.label,
            model=log.model,
            parts=max(1, log.parts),
            requests=log.spent.requests,
            prompt_tokens=usage.prompt,
            cached_tokens=usage.cache_read,
            output_tokens=usage.output,
            usd=round(log.spent.usd, 6),
            estimated=usage.estimated,
        )


def _batches(lines: Sequence[str], most_tokens: int) -> list[list[str]]:
    batches: list[list[str]] = []
    tokens = 0
    for line in lines:
        cost = estimate(line) + 1
        if not batches or tokens + cost > most_tokens:
            batches.append([])
            tokens = 0
        batches[-1].append(line)
        tokens += cost
    return batches
