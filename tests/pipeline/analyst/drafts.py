"""What a model writes of a call, as JSON, and a model that writes it."""

import json
from collections.abc import Sequence
from math import inf
from typing import Any

from salescoach.kit.clock import ManualClock
from salescoach.llm.budget import Budget, Limits
from salescoach.llm.engines.scripted import Line, ScriptedEngine
from salescoach.llm.failure import GuardedModel, Patience
from salescoach.llm.model import Purpose
from salescoach.llm.shelf import CONTEXT_TOKENS, LiveModel
from salescoach.pipeline.analyst.analyst import Analyst
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, Talk

ROOMY = CONTEXT_TOKENS
FOR_EVER = {Purpose.REVIEW: Patience(inf, inf)}
"""However busy the machine is: how slow a model may be is tried elsewhere."""

EMPTY: dict[str, Any] = {
    "summary": [],
    "missed_opportunities": [],
    "what_worked": [],
    "improvement_tips": [],
    "key_insights": [],
    "objections": [],
    "next_steps": [],
    "follow_up_mail": None,
}


def whole(**fields: Any) -> str:
    return json.dumps({**EMPTY, **fields})


def worked(turn: int, quote: str, text: str = "You asked.", why: str = "They told.") -> Any:
    return {"turn": turn, "quote": quote, "text": text, "why": why}


def missed(turn: int, quote: str, opportunity: str, what_to_do: str) -> Any:
    return {"turn": turn, "quote": quote, "opportunity": opportunity, "what_to_do": what_to_do}


def insight(turn: int, quote: str, text: str) -> Any:
    return {"turn": turn, "quote": quote, "text": text}


def notes(*items: tuple[int, str]) -> str:
    return json.dumps(
        {
            "notes": [
                {"turn": turn, "quote": quote, "kind": "worked", "text": "You asked.", "more": ""}
                for turn, quote in items
            ]
        }
    )


class Reviewed:
    """A model that says ``answers`` in order, the last one for ever, and what it makes of a
    call."""

    def __init__(
        self, *answers: str | Line, context: int = ROOMY, limits: Limits | None = None
    ) -> None:
        said = [each if isinstance(each, Line) else Line(each, piece=10_000) for each in answers]
        self.engine = ScriptedEngine(said, name="claude")
        self.clock = ManualClock()
        budget = Budget(limits or Limits(), self.clock)
        self.guarded = GuardedModel(
            self.engine, budget, self.clock, patience=FOR_EVER, sleep=self._sleep
        )
        self.model = LiveModel(self.guarded, context_tokens=context)
        self.progress: list[tuple[int, int]] = []
        self.slept: list[float] = []

    def analyst(self, talk: Talk) -> Analyst:
        record = talk.record()
        embedded = write_review(record, PLAYBOOK)
        return Analyst(self.model, record, PLAYBOOK, embedded, self._tell)

    def asked(self) -> Sequence[str]:
        assert all(ask.purpose is Purpose.REVIEW for _, ask in self.engine.asked)
        return [ask.prompt.asked for _, ask in self.engine.asked]

    def _tell(self, done: int, total: int) -> None:
        self.progress.append((done, total))

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.advance(1000 * seconds)
