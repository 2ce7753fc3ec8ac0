"""What the Deepgram engine is told once, and the terms of a playbook in the form Deepgram takes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from salescoach.domain.playbook import Term

BASE_URL = "https://api.deepgram.com"
MODEL = "nova-3"

LANGUAGES = (
    "en", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "es", "et", "fi", "fr", "hi", "hr",
    "hu", "id", "it", "ja", "kn", "ko", "lt", "lv", "mk", "mr", "ms", "nl", "no", "pl", "pt", "ro",
    "ru", "sk", "sl", "sr", "sv", "ta", "te", "th", "tl", "tr", "uk", "vi", "zh",
)  # fmt: skip
"""Languages of Nova-3."""

FLUX_LANGUAGES = ("en", "de", "es", "fr", "hi", "it", "ja", "nl", "pt", "ru")

_MOST_TERMS = 100
_MOST_TOKENS = 400
"""Deepgram allows 500 and falls silent beyond it; tokens are only estimated here."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds. ``keep_alive_s`` between two signs of life while no audio comes (Deepgram hangs up
    after 10). ``flush_after_s``: what was said before a pause of the audio is finished then.
    ``hung_after_s`` without an answer to audio, the connection is given up."""

    connect_s: float = 5.0
    pulse_s: float = 0.25
    keep_alive_s: float = 4.0
    flush_after_s: float = 1.0
    hung_after_s: float = 12.0
    goodbye_s: float = 0.3


@dataclass(frozen=True, slots=True)
class DeepgramOptions:
    """``model`` is a Nova model, or one whose name begins with flux. ``endpointing_ms`` of silence
    end a line, ``utterance_end_ms`` without a word do so where noise hides the silence (Deepgram
    wants at least 1000). ``eager_end_of_turn`` (0.3-0.9, None for off) is Flux's confidence for an
    early word that the turn is over. ``opt_out`` keeps the audio out of Deepgram's training."""

    api_key: str = field(repr=False)
    model: str = MODEL
    language: str = "en"
    base_url: str = BASE_URL
    endpointing_ms: int = 300
    utterance_end_ms: int = 1_000
    eager_end_of_turn: float | None = 0.5
    opt_out: bool = True
    timing: Timing = Timing()

    @property
    def flux(self) -> bool:
        return self.model.startswith("flux")

    @property
    def languages(self) -> tuple[str, ...]:
        if self.model == "flux-general-en":
            return ("en",)
        return FLUX_LANGUAGES if self.flux else LANGUAGES


def key_terms(vocabulary: Sequence[Term], model: str) -> list[str]:
    """The vocabulary as Deepgram takes it, the first terms first, within its limits; empty for
    models that take none."""
    if not model.startswith(("nova-3", "flux")):
        return []
    terms: list[str] = []
    tokens = 0
    for each in vocabulary:
        term = " ".join(each.term.replace(",", " ").replace(";", " ").split())
        tokens += len(term) // 3 + 1
        if len(terms) == _MOST_TERMS or tokens > _MOST_TOKENS:
            break
        if term and term not in terms:
            terms.append(term)
    return terms
