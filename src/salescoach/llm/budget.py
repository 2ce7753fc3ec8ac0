"""What was spent on language models, and when it is enough.

The ledger is a value: it can be stored and read again after a restart. What a request costs is
known only after it, so a budget can be passed by the requests that were under way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from salescoach.kit.clock import Clock
from salescoach.llm.model import Usage


@dataclass(frozen=True, slots=True)
class Limits:
    """US dollars; 0 sets no limit."""

    call_usd: float = 0.0
    day_usd: float = 0.0


@dataclass(frozen=True, slots=True)
class Spend:
    requests: int = 0
    usage: Usage = field(default_factory=Usage)
    usd: float = 0.0

    def __add__(self, other: "Spend") -> "Spend":
        return Spend(self.requests + other.requests, self.usage + other.usage, self.usd + other.usd)

    def since(self, before: "Spend") -> "Spend":
        """What was spent after ``before``, an earlier state of the same account."""
        return Spend(
            self.requests - before.requests,
            self.usage.since(before.usage),
            self.usd - before.usd,
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """``today`` is all that was spent on ``day`` (UTC); ``calls`` are those that still go on."""

    day: date
    today: Spend = field(default_factory=Spend)
    calls: Mapping[str, Spend] = field(default_factory=dict)

    def on(self, day: date) -> "Ledger":
        return self if day == self.day else replace(self, day=day, today=Spend())

    def booked(self, call_id: str, spend: Spend) -> "Ledger":
        calls = {**self.calls, call_id: self.calls.get(call_id, Spend()) + spend}
        return replace(self, today=self.today + spend, calls=calls)

    def without(self, call_id: str) -> "Ledger":
        calls = {each: spend for each, spend in self.calls.items() if each != call_id}
        return replace(self, calls=calls)


@dataclass(frozen=True, slots=True)
class Exhausted:
    """Which limit was reached."""

    scope: Literal["call", "day"]
    spent_usd: float
    limit_usd: float

    def __str__(self) -> str:
        what = "this call" if self.scope == "call" else "today"
        return f"{self.spent_usd:.2f} of {self.limit_usd:.2f} dollars for {what}."


@dataclass(slots=True)
class Account:
    """Where a ledger is kept up to date. Budgets that share one count together."""

    ledger: Ledger


class Budget:
    def __init__(
        self, limits: Limits, clock: Clock, ledger: Ledger | Account | None = None
    ) -> None:
        self._limits = limits
        self._clock = clock
        if not isinstance(ledger, Account):
            ledger = Account(ledger or Ledger(clock.utc().date()))
        self.account = ledger

    @property
    def ledger(self) -> Ledger:
        self.account.ledger = self.account.ledger.on(self._clock.utc().date())
        return self.account.ledger

    def exhausted(self, call_id: str) -> Exhausted | None:
        """None while another request may be made for the call."""
        ledger = self.ledger
        of_call = ledger.calls.get(call_id, Spend()).usd
        if 0 < self._limits.call_usd <= of_call:
            return Exhausted("call", of_call, self._limits.call_usd)
        if 0 < self._limits.day_usd <= ledger.today.usd:
            return Exhausted("day", ledger.today.usd, self._limits.day_usd)
        return None

    def book(self, call_id: str, usage: Usage, usd: float) -> None:
        self.account.ledger = self.ledger.booked(call_id, Spend(1, usage, usd))

    def spent_on(self, call_id: str) -> Spend:
        return self.ledger.calls.get(call_id, Spend())

    def take_up(self, call_id: str, spent: Spend) -> None:
        """A call that goes on after a restart has spent so much; the day's account stands."""
        if call_id not in self.ledger.calls:
            calls = {**self.ledger.calls, call_id: spent}
            self.account.ledger = replace(self.ledger, calls=calls)

    def close_call(self, call_id: str) -> Spend:
        """What the call cost; its account is forgotten, the day's stands."""
        spent = self.ledger.calls.get(call_id, Spend())
        self.account.ledger = self.ledger.without(call_id)
        return spent
