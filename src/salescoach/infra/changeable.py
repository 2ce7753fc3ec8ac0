"""Settings that may be changed while the server runs, by the very rules of the configuration.

What the environment says wins over what was chosen in the page. A line of `.env` that only repeats
the default, as every line of the copied example does, says nothing.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError, create_model

from salescoach.infra.config import Settings
from salescoach.kit.errors import InvalidInput

CHANGEABLE = (
    "stt_engine",
    "coach_engine",
    "speech_language",
    "deepgram_model",
    "claude_model",
    "claude_analysis_model",
    "openai_base_url",
    "openai_model",
    "max_context_tokens",
    "first_words_ms",
    "call_budget_usd",
    "day_budget_usd",
)
KEYS: Mapping[str, str] = {
    "deepgram": "deepgram_api_key",
    "claude": "anthropic_api_key",
    "openai_compatible": "openai_api_key",
}
"""Setting that holds the key of an engine."""

_RULES = {
    "string_too_short": "This must not be empty.",
    "string_pattern_mismatch": "Small letters, digits and hyphens only.",
}


@dataclass(frozen=True, slots=True)
class Bounds:
    least: float
    most: float


class WrongSetting(InvalidInput):
    """``problems`` go by the setting's name and hold nothing of a value."""

    code = "wrong_setting"

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self._name = name

    @property
    def details(self) -> Mapping[str, Any]:
        return {"problems": [{"path": self._name, "message": self.message}]}


def fixed(settings: Settings) -> frozenset[str]:
    """Names that the environment, or a line of `.env` that differs from the default, has set."""
    environment = {name.lower() for name, value in os.environ.items() if value}
    return frozenset(
        name
        for name in settings.model_fields_set
        if name in environment or getattr(settings, name) != default_of(name)
    )


def default_of(name: str) -> Any:
    return Settings.model_fields[name].default


def bounds_of(name: str) -> Bounds | None:
    """The range of a number, both ends included."""
    metadata = Settings.model_fields[name].metadata
    least = [each.ge for each in metadata if hasattr(each, "ge")]
    most = [each.le for each in metadata if hasattr(each, "le")]
    return Bounds(least[0], most[0]) if least and most else None


def checked(name: str, value: object) -> Any:
    """``value`` as the setting takes it. Raises ``WrongSetting`` with the rule, and for a number
    with its range, never with the value."""
    try:
        return getattr(_alone(name).model_validate({name: value}), name)
    except ValidationError as error:
        raise WrongSetting(name, _rule(name, error)) from None


@cache
def _alone(name: str) -> type[BaseModel]:
    """One setting without the others: rules that need another one find nothing to complain of."""
    field = Settings.model_fields[name]
    definition: Any = {name: (field.annotation, field)}
    return create_model(f"One_{name}", **definition)


def _rule(name: str, error: ValidationError) -> str:
    bounds = bounds_of(name)
    if bounds is not None:
        return f"Between {bounds.least:,.10g} and {bounds.most:,.10g}."
    details = error.errors(include_url=False)[0]
    if details["type"] == "rule":
        # In a page there is no line to remove.
        mend = details["ctx"]["mend"].partition(", or remove the line")[0]
        return f"This {details['msg']}: {mend}."
    return _RULES.get(details["type"], "This cannot be used here.")
