"""Which language model answers to which name: one line an engine."""

from collections.abc import Callable
from dataclasses import dataclass, field

from salescoach.kit.clock import Clock
from salescoach.kit.errors import SalesCoachError
from salescoach.llm.budget import Account, Budget, Ledger, Limits
from salescoach.llm.failure import PATIENCE, GuardedModel, Patience
from salescoach.llm.model import Engine, Purpose
from salescoach.llm.prices import Price, per_million


class ModelUnset(SalesCoachError):
    """A language model was chosen but what it needs is not set."""

    code = "model_unset"


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """What engines may ask for. Addresses empty: the vendor's own. Money in US dollars, 0 for no
    limit. ``openai_*_usd``: dollars for a million tokens of the compatible server; None for the
    list price."""

    claude_key: str = field(default="", repr=False)
    claude_model: str = "claude-haiku-5-5"
    claude_analysis_model: str = "claude-sonnet-5-5"
    claude_url: str = ""
    openai_key: str = field(default="", repr=False)
    openai_model: str = ""
    openai_url: str = ""
    openai_input_usd: float | None = None
    openai_output_usd: float | None = None
    first_words_ms: int = 2500
    call_budget_usd: float = 0.0
    day_budget_usd: float = 0.0


def _claude(settings: ModelSettings) -> Engine:
    from salescoach.llm.engines.claude import DEFAULT_URL, ClaudeEngine

    if not settings.claude_key:
        raise ModelUnset("Claude needs a key: set ANTHROPIC_API_KEY.")
    return ClaudeEngine(
        settings.claude_key,
        live_model=settings.claude_model,
        review_model=settings.claude_analysis_model,
        base_url=settings.claude_url or DEFAULT_URL,
    )


def _openai_compatible(settings: ModelSettings) -> Engine:
    from salescoach.llm.engines.openai_compatible import DEFAULT_URL, OpenAICompatibleEngine

    if not (settings.openai_key or settings.openai_url):
        raise ModelUnset("Set OPENAI_BASE_URL to the address of your server, or OPENAI_API_KEY.")
    if not (settings.openai_model or settings.openai_url):
        raise ModelUnset("Set OPENAI_MODEL to the model to ask.")
    return OpenAICompatibleEngine(
        base_url=settings.openai_url or DEFAULT_URL,
        key=settings.openai_key,
        model=settings.openai_model,
    )


# Imported only when asked for: their libraries take seconds to load.
_ENGINES: dict[str, Callable[[ModelSettings], Engine]] = {
    "claude": _claude,
    "openai_compatible": _openai_compatible,
}


def create_model(
    name: str, settings: ModelSettings, clock: Clock, ledger: Ledger | Account | None = None
) -> GuardedModel:
    """``name`` is a value of COACH_ENGINE other than local. Raises ``ModelUnset`` for a name that
    no engine has and for settings that are missing; nothing is asked of the network. The first one
    loads its vendor's library, which takes seconds: not on an event loop with a call on it."""
    engine = _ENGINES.get(name)
    if engine is None:
        known = ", ".join(sorted(_ENGINES))
        raise ModelUnset(f"There is no language model {name!r}; there are {known}.")
    limits = Limits(settings.call_budget_usd, settings.day_budget_usd)
    live = Patience(settings.first_words_ms / 1000, PATIENCE[Purpose.LIVE].total_s)
    return GuardedModel(
        engine(settings),
        Budget(limits, clock, ledger),
        clock,
        patience={**PATIENCE, Purpose.LIVE: live},
        price=_set_price(settings) if name == "openai_compatible" else None,
    )


def _set_price(settings: ModelSettings) -> Price | None:
    """Either side that is not set costs nothing beside one that is."""
    input_, output = settings.openai_input_usd, settings.openai_output_usd
    if input_ is None and output is None:
        return None
    return per_million(input_ or 0.0, output or 0.0)
