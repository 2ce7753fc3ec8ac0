"""Utterances: what the coach reads in each, and how right that is.

An utterance is read as in a live call: the lines before it are heard first, then it is timed. Of
what is found the strongest of the four signals is the answer; nothing found is ``none``.
"""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from salescoach.app.evaluate.material import LABELS, SIGNALS, LabelledUtterance
from salescoach.app.evaluate.measures import (
    Codes,
    Flags,
    Floats,
    Matrix,
    calibration_error,
    confusion,
    macro_f1,
    precision_at_recall,
    quantile,
    scores,
)
from salescoach.app.evaluate.paired import Figures, Places
from salescoach.domain.audio import Speaker
from salescoach.domain.signal import SignalKind
from salescoach.domain.turn import Turn
from salescoach.pipeline.brain import CONTEXT_TURNS, Expertise
from salescoach.pipeline.labels import NONE
from salescoach.pipeline.signals import Reading
from salescoach.speech.transcripts.lines import PAUSE_MS, WORDS_PER_SECOND

ENOUGH_RECALL = 0.70
"""The share of objections that has to be found before their precision is worth comparing."""

SMALLER_IS_BETTER = frozenset({"ece", "ece_lenient", "ece_signals", "ece_signals_lenient"})

SHOWN_CONTEXT = 2
"""Of the lines before, so many are shown beside a miss."""

_COMPETING = frozenset({SignalKind.OBJECTION, SignalKind.BUYING_SIGNAL, SignalKind.QUESTION})
_LABEL_CODE = {label: code for code, label in enumerate(LABELS)}
_SIGNAL_OF = np.array([SIGNALS.index(label.partition(":")[0]) for label in LABELS], np.int64)
_OBJECTION = SIGNALS.index("objection")


@dataclass(frozen=True, slots=True)
class Answer:
    """``confidence`` is the probability that ``label`` is right; for ``none``, that nothing is
    there. ``took_ms`` and ``cpu_ms``, the processor's share of it, are None for an answer that was
    read from a file."""

    id: str
    label: str
    confidence: float
    basis: str = ""
    quote: str = ""
    took_ms: float | None = None
    cpu_ms: float | None = None


async def read_utterance(expertise: Expertise, utterance: LabelledUtterance) -> Answer:
    reader = expertise.reader()
    turns = _turns(utterance)
    for place, turn in enumerate(turns[:-1]):
        await reader.read(turn, turns[max(0, place - CONTEXT_TURNS) : place])
    began, began_cpu = time.perf_counter(), time.process_time()
    reading = await reader.read(turns[-1], turns[-1 - CONTEXT_TURNS : -1])
    took, took_cpu = time.perf_counter() - began, time.process_time() - began_cpu
    answer = _answer(utterance.id, reading)
    return replace(answer, took_ms=took * 1000, cpu_ms=took_cpu * 1000)


def _turns(utterance: LabelledUtterance) -> list[Turn]:
    said = [*utterance.context, (Speaker.CUSTOMER, utterance.text)]
    turns: list[Turn] = []
    at = 0
    for number, (speaker, text) in enumerate(said, start=1):
        end = at + round(len(text.split()) / WORDS_PER_SECOND * 1000) + 1
        turns.append(Turn(f"t{number}", speaker, text, at, end))
        at = end + PAUSE_MS
    return turns


def _answer(utterance_id: str, reading: Reading) -> Answer:
    heard = [signal for signal in reading.signals if signal.kind in _COMPETING]
    strongest = max(heard, key=lambda signal: signal.confidence, default=None)
    if strongest is None:
        return Answer(utterance_id, NONE, reading.nothing)
    kind = strongest.objection_type
    return Answer(
        utterance_id,
        f"objection:{kind.value}" if kind else strongest.kind.value,
        strongest.confidence,
        strongest.basis,
        strongest.evidence.quote,
    )


@dataclass(frozen=True, slots=True)
class Miss:
    """An answer that is not the label. ``accepted``: it is one that could be defended."""

    id: str
    context: tuple[tuple[str, str], ...]
    text: str
    true: str
    answered: str
    confidence: float
    accepted: bool
    basis: str
    quote: str


class Marked:
    """Answers beside their labels. Leniently, an answer that is also accepted counts as if it
    were the label itself, so both ways every class has the same support."""

    def __init__(self, utterances: Sequence[LabelledUtterance], answers: Sequence[Answer]) -> None:
        self.utterances = tuple(utterances)
        self.answers = tuple(answers)
        self.confidence: Floats = np.array([a.confidence for a in answers], np.float64)
        self.label_true = _codes([u.label for u in utterances])
        self.label_strict = _codes([a.label for a in answers])
        self.signal_true: Codes = _SIGNAL_OF[self.label_true]
        self.signal_strict: Codes = _SIGNAL_OF[self.label_strict]
        label_accepted, signal_accepted = _accepted(utterances, answers)
        self.label_lenient = np.where(label_accepted, self.label_true, self.label_strict)
        self.signal_lenient = np.where(signal_accepted, self.signal_true, self.signal_strict)

    def signals(self, lenient: bool, places: Places | None = None) -> Matrix:
        """Confusion of the four signals; of some places when given."""
        answered = self.signal_lenient if lenient else self.signal_strict
        return _matrix(self.signal_true, answered, len(SIGNALS), places)

    def labels(self, lenient: bool, places: Places | None = None) -> Matrix:
        """Confusion of the eleven classes; of some places when given."""
        answered = self.label_lenient if lenient else self.label_strict
        return _matrix(self.label_true, answered, len(LABELS), places)

    @property
    def right(self) -> Flags:
        """Which answers are the label itself, signal and type."""
        return np.equal(self.label_true, self.label_strict)

    @property
    def right_leniently(self) -> Flags:
        return np.equal(self.label_true, self.label_lenient)

    @property
    def objection_score(self) -> Floats:
        """How sure each answer is of an objection; 0 where it is another."""
        return np.where(self.signal_strict == _OBJECTION, self.confidence, 0.0)

    @property
    def objection_true(self) -> Flags:
        return np.equal(self.signal_true, _OBJECTION)

    def latency(self) -> dict[str, float | None]:
        """Milliseconds an answer took, by the clock and on the processor."""
        took = [a.took_ms for a in self.answers if a.took_ms is not None]
        cpu = [a.cpu_ms for a in self.answers if a.cpu_ms is not None]
        return {
            "p50": quantile(took, 0.50),
            "p95": quantile(took, 0.95),
            "cpu_p50": quantile(cpu, 0.50),
            "cpu_p95": quantile(cpu, 0.95),
        }

    @property
    def everything(self) -> Places:
        return np.arange(len(self.utterances), dtype=np.int64)

    def misses(self) -> list[Miss]:
        """What is worth reading, the surest mistakes first."""
        found = [
            Miss(
                utterance.id,
                tuple(
                    (speaker.value, text) for speaker, text in utterance.context[-SHOWN_CONTEXT:]
                ),
                utterance.text,
                utterance.label,
                answer.label,
                answer.confidence,
                answer.label in utterance.also_ok,
                answer.basis,
                answer.quote,
            )
            for utterance, answer in zip(self.utterances, self.answers, strict=True)
            if answer.label != utterance.label
        ]
        return sorted(found, key=lambda miss: (miss.accepted, -miss.confidence))

    def figures(self) -> Figures:
        """The few numbers an evaluation is judged by, as a function of places."""

        def measured(places: Places) -> Mapping[str, float]:
            objection = scores(self.signals(False, places))[_OBJECTION]
            point = precision_at_recall(
                self.objection_score[places], self.objection_true[places], ENOUGH_RECALL
            )
            return {
                "signals_macro_f1": macro_f1(self.signals(False, places)),
                "signals_macro_f1_lenient": macro_f1(self.signals(True, places)),
                "labels_macro_f1": macro_f1(self.labels(False, places)),
                "labels_macro_f1_lenient": macro_f1(self.labels(True, places)),
                "objection_precision": objection.precision,
                "objection_recall": objection.recall,
                "objection_precision_at_recall": point.precision if point else math.nan,
                "objection_type_accuracy": self._type_accuracy(places, lenient=False),
                "objection_type_accuracy_lenient": self._type_accuracy(places, lenient=True),
                "ece": self._ece(places, self.right),
                "ece_lenient": self._ece(places, self.right_leniently),
                "ece_signals": self._ece(places, self.signal_true == self.signal_strict),
                "ece_signals_lenient": self._ece(places, self.signal_true == self.signal_lenient),
            }

        return measured

    def _type_accuracy(self, places: Places, lenient: bool) -> float:
        """Of the true objections that were answered with an objection, how many have its type."""
        found = self.objection_true[places] & (self.signal_strict[places] == _OBJECTION)
        if not found.any():
            return math.nan
        right = self.right_leniently if lenient else self.right
        return float(right[places][found].mean())

    def _ece(self, places: Places, right: Flags) -> float:
        return calibration_error(self.confidence[places], right[places])


def _codes(labels: Sequence[str]) -> Codes:
    return np.array([_LABEL_CODE[label] for label in labels], np.int64)


def _matrix(true: Codes, answered: Codes, classes: int, places: Places | None) -> Matrix:
    if places is not None:
        true, answered = true[places], answered[places]
    return confusion(true, answered, classes)


def _accepted(
    utterances: Sequence[LabelledUtterance], answers: Sequence[Answer]
) -> tuple[Flags, Flags]:
    """Which answers are among the accepted labels, and which at least name their signal."""
    labels, signals = [], []
    for utterance, answer in zip(utterances, answers, strict=True):
        labels.append(answer.label in utterance.also_ok)
        kinds = {label.partition(":")[0] for label in utterance.also_ok}
        signals.append(answer.label.partition(":")[0] in kinds)
    return np.array(labels, np.bool_), np.array(signals, np.bool_)
