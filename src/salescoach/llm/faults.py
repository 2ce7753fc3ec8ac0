"""What can go wrong with a language model, as values that code can tell apart.

The sentences are ours: what a vendor writes in an error may repeat the key or the prompt.
"""

from enum import StrEnum

from salescoach.kit.errors import SalesCoachError
from salescoach.llm.model import Usage


class Fault(StrEnum):
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    NO_CREDIT = "no_credit"
    RETIRED = "retired"
    INVALID = "invalid"
    TOO_LONG = "too_long"
    RATE_LIMITED = "rate_limited"
    OVERLOADED = "overloaded"
    SERVER_ERROR = "server_error"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    SLOW = "slow"
    """No first words before the deadline of a live call."""
    CUT = "cut"
    TRUNCATED = "truncated"
    REFUSED = "refused"
    MALFORMED = "malformed"
    RESTING = "resting"
    """Not asked: it failed so often that it is left alone for a while."""
    OVER_BUDGET = "over_budget"
    """Not asked: what may be spent is spent."""


TRANSIENT = frozenset(
    {
        Fault.RATE_LIMITED,
        Fault.OVERLOADED,
        Fault.SERVER_ERROR,
        Fault.UNREACHABLE,
        Fault.TIMEOUT,
        Fault.CUT,
        Fault.MALFORMED,
        Fault.RESTING,
    }
)
"""The same request may work a little later."""

LASTING = frozenset({Fault.UNAUTHORIZED, Fault.FORBIDDEN, Fault.NO_CREDIT})
"""Nothing but a person can mend it."""

AILING = frozenset(
    {
        Fault.OVERLOADED,
        Fault.SERVER_ERROR,
        Fault.UNREACHABLE,
        Fault.TIMEOUT,
        Fault.SLOW,
        Fault.CUT,
        Fault.RATE_LIMITED,
        Fault.MALFORMED,
    }
)
"""Says something about the service rather than about the request."""

_SENTENCES = {
    Fault.UNAUTHORIZED: "{who} does not accept the key. Check it in the settings.",
    Fault.FORBIDDEN: "The key may not use this model of {who}.",
    Fault.NO_CREDIT: "The account at {who} has no credit left.",
    Fault.RETIRED: "{who} has no model {model}. Choose another in the settings.",
    Fault.INVALID: "{who} did not understand the request.",
    Fault.TOO_LONG: "The call is too long for {model} of {who}.",
    Fault.RATE_LIMITED: "{who} takes no more requests for a moment.",
    Fault.OVERLOADED: "{who} is busy.",
    Fault.SERVER_ERROR: "{who} has a problem of its own.",
    Fault.UNREACHABLE: "{who} cannot be reached.",
    Fault.TIMEOUT: "{who} took too long.",
    Fault.SLOW: "{who} was too slow for this moment.",
    Fault.CUT: "{who} broke off in the middle.",
    Fault.TRUNCATED: "The answer of {who} was longer than allowed.",
    Fault.REFUSED: "{who} declined to answer.",
    Fault.MALFORMED: "{who} answered in a form that cannot be used.",
    Fault.RESTING: "{who} failed several times and is left alone for a moment.",
    Fault.OVER_BUDGET: "The budget for {who} is spent.",
}


class ModelError(SalesCoachError):
    """``code`` is ``model_`` and the fault. ``retry_after_s``: what the vendor asked for, or when
    it will be asked again. ``usage``: what was spent all the same. ``told``: this lasting fault
    was said before."""

    def __init__(
        self,
        fault: Fault,
        who: str,
        *,
        model: str = "",
        detail: str = "",
        retry_after_s: float | None = None,
        usage: Usage | None = None,
        told: bool = False,
    ) -> None:
        sentence = _SENTENCES[fault].format(who=who, model=model or "that name")
        super().__init__(f"{sentence} {detail}".rstrip(), code=f"model_{fault}")
        self.fault = fault
        self.model = model
        self.retry_after_s = retry_after_s
        self.usage = usage or Usage()
        self.told = told

    @property
    def retryable(self) -> bool:
        return self.fault in TRANSIENT
