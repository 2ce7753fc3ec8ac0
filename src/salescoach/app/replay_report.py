"""The figures of a replay: how late words and cards came, and against a reference how right.

Against a reference, lateness counts from the reference's own end of each turn, not from the
engine's idea of it.
"""

import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ValidationError

from salescoach.app.word_errors import WordErrors, count_word_errors
from salescoach.domain.audio import Speaker
from salescoach.domain.events import (
    CallEvent,
    ModelUsed,
    SuggestionShown,
    SuggestionWithdrawn,
    Transcription,
)
from salescoach.kit.errors import InvalidInput, NotFound

END_SLACK_MS = 700
"""A line that ends this much before the reference's turn still covers its last words."""

OVERLAP_MS = 300
"""From here on two turns share a moment rather than touch."""


class ReferenceTurn(BaseModel):
    speaker: Speaker
    text: str
    start: float
    end: float


class Reference(BaseModel):
    turns: list[ReferenceTurn]


def read_reference(path: Path) -> Reference:
    """Raises ``NotFound`` (``file_not_found``) or ``InvalidInput`` (``invalid_reference``)."""
    if not path.is_file():
        raise NotFound(f"There is no file {path}.", code="file_not_found")
    try:
        return Reference.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise InvalidInput(
            f"{path.name} needs turns with speaker, text, start and end in seconds.",
            code="invalid_reference",
        ) from error


@dataclass(slots=True)
class Report:
    """Pools the figures of one replay or of several of the same source."""

    reference: Reference | None
    in_time: bool
    """Whether audio came at the pace it was spoken: only then is lateness a figure."""
    audio_s: float = 0.0
    wall_s: float = 0.0
    runs: int = 0
    turns: int = 0
    cards: int = 0
    early_cards: int = 0
    taken_back: int = 0
    advised_cards: int = 0
    """Cards that a language model wrote."""
    model_usd: float = 0.0
    first_words_ms: list[float] = field(default_factory=list)
    final_ms: list[float] = field(default_factory=list)
    card_ms: list[float] = field(default_factory=list)
    words: WordErrors = field(default_factory=WordErrors)
    wrong_speaker: int = 0
    spoken_over_words: int = 0
    spoken_over_kept: int = 0

    def add(self, events: Sequence[CallEvent], audio_s: float, wall_s: float) -> None:
        """One finished run."""
        self.runs += 1
        self.audio_s += audio_s
        self.wall_s += wall_s
        finals = [e for e in events if isinstance(e, Transcription) and e.is_final]
        cards = [e for e in events if isinstance(e, SuggestionShown)]
        turns = {event.turn_id: event for event in finals}
        self.turns += len(turns)
        self.cards += len(cards)
        self.early_cards += sum(card.early for card in cards)
        self.taken_back += sum(
            isinstance(e, SuggestionWithdrawn) and e.reason == "sentence_turned" for e in events
        )
        asked = [e for e in events if isinstance(e, ModelUsed)]
        self.advised_cards += sum(used.outcome == "shown" for used in asked)
        self.model_usd += sum(used.usd for used in asked)
        self.first_words_ms += [e.first_words_ms for e in asked if e.first_words_ms is not None]
        if self.reference is None:
            self.final_ms += [event.at_ms - event.end_ms for event in finals]
            self.card_ms += [card.at_ms - card.evidence.end_ms for card in cards]
            return
        self._compare(self.reference, finals, list(turns.values()), cards)

    def summary(self) -> dict[str, object]:
        figures: dict[str, object] = {
            "type": "summary",
            "audio_s": round(self.audio_s / max(1, self.runs), 2),
            "turns": self.turns // max(1, self.runs),
            "cards": self.cards // max(1, self.runs),
            "early_cards": self.early_cards // max(1, self.runs),
            "cards_taken_back": self.taken_back // max(1, self.runs),
            "final_latency_ms": percentiles(self.final_ms) if self.in_time else None,
            "card_latency_ms": percentiles(self.card_ms) if self.in_time else None,
            "rtf": round(self.wall_s / self.audio_s, 3) if self.audio_s else None,
            "peak_rss_mb": peak_rss_mb(),
        }
        if self.first_words_ms:
            figures["cards_by_model"] = self.advised_cards // max(1, self.runs)
            figures["first_words_ms"] = percentiles(self.first_words_ms)
            figures["model_usd"] = round(self.model_usd / max(1, self.runs), 6)
        if self.runs > 1:
            figures["runs"] = self.runs
        if self.reference is not None:
            figures["word_error_rate"] = round(self.words.rate, 4)
            figures["turns_of_wrong_speaker"] = self.wrong_speaker
            if self.spoken_over_words:
                kept = self.spoken_over_kept / self.spoken_over_words
                figures["spoken_over_kept"] = round(kept, 3)
        return figures

    def _compare(
        self,
        reference: Reference,
        finals: Sequence[Transcription],
        turns: Sequence[Transcription],
        cards: Sequence[SuggestionShown],
    ) -> None:
        for truth in reference.turns:
            end_ms = truth.end * 1000
            covering = (
                event
                for event in finals
                if event.speaker is truth.speaker
                and event.start_ms <= end_ms
                and event.end_ms >= end_ms - END_SLACK_MS
            )
            first = next(covering, None)
            if first is not None:
                self.final_ms.append(first.at_ms - end_ms)
        for card in cards:
            self.card_ms.append(card.at_ms - _true_end_ms(reference, card))
        for speaker in (Speaker.SALESPERSON, Speaker.CUSTOMER):
            said = " ".join(turn.text for turn in reference.turns if turn.speaker is speaker)
            mine = sorted((t for t in turns if t.speaker is speaker), key=lambda t: t.start_ms)
            self.words += count_word_errors(said, " ".join(turn.text for turn in mine))
        self.wrong_speaker += sum(1 for turn in turns if _is_of_other_speaker(reference, turn))
        self._count_spoken_over(reference, turns)

    def _count_spoken_over(self, reference: Reference, turns: Sequence[Transcription]) -> None:
        """Words of the salesperson's turns that the customer was speaking into."""
        for truth in reference.turns:
            if truth.speaker is not Speaker.SALESPERSON or not _overlaps_other(reference, truth):
                continue
            heard = " ".join(
                turn.text
                for turn in turns
                if turn.speaker is Speaker.SALESPERSON
                and turn.start_ms < truth.end * 1000
                and turn.end_ms > truth.start * 1000
            )
            errors = count_word_errors(truth.text, heard)
            self.spoken_over_words += errors.words
            self.spoken_over_kept += errors.matched


def _true_end_ms(reference: Reference, card: SuggestionShown) -> float:
    """The end of the reference's customer turn that the card's evidence lies in."""
    evidence = card.evidence

    def shared(turn: ReferenceTurn) -> float:
        return min(turn.end * 1000, evidence.end_ms) - max(turn.start * 1000, evidence.start_ms)

    customer = [turn for turn in reference.turns if turn.speaker is not Speaker.SALESPERSON]
    best = max(customer, key=shared, default=None)
    return best.end * 1000 if best is not None else evidence.end_ms


def _is_of_other_speaker(reference: Reference, turn: Transcription) -> bool:
    """Whether the turn's words are rather what the other side said at that time."""
    together = [
        truth
        for truth in reference.turns
        if truth.start * 1000 < turn.end_ms + 500 and truth.end * 1000 > turn.start_ms - 500
    ]
    own = " ".join(t.text for t in together if t.speaker is turn.speaker)
    other = " ".join(t.text for t in together if t.speaker is not turn.speaker)
    return count_word_errors(turn.text, other).matched > count_word_errors(turn.text, own).matched


def _overlaps_other(reference: Reference, turn: ReferenceTurn) -> bool:
    return any(
        min(other.end, turn.end) - max(other.start, turn.start) > OVERLAP_MS / 1000
        for other in reference.turns
        if other.speaker is not turn.speaker
    )


def percentiles(values: Sequence[float]) -> dict[str, int] | None:
    """p50 and p95, nearest rank; None without values."""
    if not values:
        return None
    ordered = sorted(values)

    def at(share: float) -> int:
        return round(ordered[math.ceil(share * len(ordered)) - 1])

    return {"p50": at(0.50), "p95": at(0.95)}


def peak_rss_mb(with_worker: bool = True) -> int | None:
    """The most memory this process and its largest worker have held, added up; None where the
    system does not tell."""
    if sys.platform == "win32":
        return None
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss if with_worker else 0
    return round((own + worker) * unit / 1_000_000)


def to_json(summary: dict[str, object]) -> str:
    return json.dumps(summary)
