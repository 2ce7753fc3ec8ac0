"""Engines, keys and privacy as they travel over HTTP. A key comes in and never goes out."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, SecretStr, StringConstraints

from salescoach.domain.privacy import Handling, Privacy
from salescoach.infra.changeable import CHANGEABLE, bounds_of, default_of
from salescoach.infra.taken import Taken
from salescoach.kit.masking import Kind
from salescoach.rooms.settings.engine_trial import Outcome, Tried
from salescoach.rooms.settings.engines import (
    InForce,
    KeyStanding,
    KeyState,
    Lack,
    languages_of,
)
from salescoach.rooms.settings.served import Served, coach_of, speech_of
from salescoach.rooms.settings.views import View

SpeechName = Literal["local", "deepgram", "scripted"]
CoachName = Literal["local", "claude", "openai_compatible"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
KeyOwner = Literal["deepgram", "claude", "openai_compatible"]


class ChoiceView(View):
    """``by_environment``: it is set there and cannot be changed here."""

    by_environment: bool


class TextView(ChoiceView):
    value: str
    default: str


class NumberView(ChoiceView):
    value: float
    default: float
    least: float
    most: float


class SpeechChoiceView(ChoiceView):
    value: SpeechName


class CoachChoiceView(ChoiceView):
    value: CoachName


class KeyView(View):
    """``problem``: what to do about a stored key that cannot be read."""

    state: KeyState
    last_four: str
    problem: str

    @classmethod
    def of(cls, key: KeyStanding) -> "KeyView":
        return cls(state=key.state, last_four=key.last_four, problem=key.problem)


class KeysView(View):
    deepgram: KeyView
    claude: KeyView
    openai_compatible: KeyView


class AtWorkView(View):
    """What the next call begins with. ``lack``: why that is not the chosen one. ``leaves``: what it
    is given leaves this machine, to ``host``. ``notes``: what is to be known of it though it works,
    such as a model that had to be replaced."""

    engine: str
    host: str
    leaves: bool
    lack: Lack | None
    notes: list[str]

    @classmethod
    def of(cls, served: Served, notes: tuple[str, ...] = ()) -> "AtWorkView":
        return cls(
            engine=served.engine,
            host=served.host,
            leaves=served.leaves,
            lack=served.lack,
            notes=list(notes),
        )


class EnginesView(View):
    stt_engine: SpeechChoiceView
    coach_engine: CoachChoiceView
    speech_language: TextView
    deepgram_model: TextView
    claude_model: TextView
    claude_analysis_model: TextView
    openai_base_url: TextView
    openai_model: TextView
    max_context_tokens: NumberView
    first_words_ms: NumberView
    call_budget_usd: NumberView
    day_budget_usd: NumberView
    keys: KeysView
    languages: list[str]
    speech: AtWorkView
    coach: AtWorkView

    @classmethod
    def of(cls, known: InForce, notes: tuple[str, ...]) -> "EnginesView":
        """``notes``: of the model that advises."""
        chosen = known.settings.model_copy(update=dict(known.chosen))
        return cls.model_validate(
            {name: _choice(name, known) for name in CHANGEABLE}
            | {
                "keys": {engine: KeyView.of(key) for engine, key in known.keys.items()},
                "languages": list(languages_of(chosen)),
                "speech": AtWorkView.of(speech_of(known)),
                "coach": AtWorkView.of(coach_of(known), notes),
            }
        )


# Wider than any setting; what each may be is the settings' own rule.
Whole = Annotated[int, Field(ge=-(2**31), lt=2**31)]
Amount = Annotated[float, Field(ge=-1e9, le=1e9, allow_inf_nan=False)]


class EngineChangeBody(Taken):
    """Only what is sent is changed; null sets back to what it comes with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stt_engine: Literal["local", "deepgram"] | None = None
    coach_engine: CoachName | None = None
    speech_language: Text | None = None
    deepgram_model: Text | None = None
    claude_model: Text | None = None
    claude_analysis_model: Text | None = None
    openai_base_url: Text | None = None
    openai_model: Text | None = None
    max_context_tokens: Whole | None = None
    first_words_ms: Whole | None = None
    call_budget_usd: Amount | None = None
    day_budget_usd: Amount | None = None

    def values(self) -> dict[str, object]:
        return self.model_dump(exclude_unset=True)


class KeyBody(Taken):
    model_config = ConfigDict(frozen=True, extra="forbid")

    key: SecretStr = Field(min_length=1, max_length=500)


class InsteadView(View):
    setting: Literal["deepgram_model", "claude_model", "claude_analysis_model", "openai_model"]
    model: str


class TriedView(View):
    """``instead``: the next best model, when the one that is set is not known."""

    outcome: Outcome
    message: str
    instead: InsteadView | None

    @classmethod
    def of(cls, tried: Tried) -> "TriedView":
        better = tried.instead
        fields = {"setting": better.setting, "model": better.model} if better else None
        return cls.model_validate(
            {"outcome": tried.outcome, "message": tried.message, "instead": fields}
        )


class PrivacyView(View):
    handling: dict[Kind, Handling]
    words: list[str]
    keep_audio: bool
    defaults: dict[Kind, Handling]

    @classmethod
    def of(cls, chosen: Privacy) -> "PrivacyView":
        return cls(
            handling=dict(chosen.handling),
            words=list(chosen.words),
            keep_audio=chosen.keep_audio,
            defaults=dict(Privacy().handling),
        )


class PrivacyBody(Taken):
    """Replaces what is chosen; a kind that is left out is as it comes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    handling: dict[Kind, Handling] = Field(default_factory=dict, max_length=50)
    words: list[Annotated[str, StringConstraints(max_length=200)]] = Field(
        default_factory=list, max_length=1000
    )
    keep_audio: bool = True


def _choice(name: str, known: InForce) -> dict[str, object]:
    """Of the fields, each view takes what it has."""
    bounds = bounds_of(name)
    numbers = {"least": bounds.least, "most": bounds.most} if bounds else {}
    value, default = known.chosen[name], default_of(name)
    return {
        "value": "" if value is None else value,
        "default": "" if default is None else default,
        "by_environment": name in known.fixed,
        **numbers,
    }
