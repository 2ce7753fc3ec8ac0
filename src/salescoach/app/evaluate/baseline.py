"""Two runs side by side: what got better, what got worse, and what is noise.

The earlier run is a file that `--json` or `--predictions` wrote. It is marked against the labels
of now, item by item, so a corrected label is no change of the coach.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from salescoach.app.evaluate import call_figures
from salescoach.app.evaluate.calls import CallResult, Tally
from salescoach.app.evaluate.material import LABELS, LabelledUtterance, SignalName, json_values
from salescoach.app.evaluate.paired import Difference, differences, mcnemar
from salescoach.app.evaluate.utterances import SMALLER_IS_BETTER, Answer, Marked
from salescoach.domain.signal import ObjectionType
from salescoach.kit.errors import InvalidInput

CODE = "invalid_baseline"


@dataclass(frozen=True, slots=True)
class Baseline:
    """``answers`` by the id of an utterance, ``tallies`` by the id of a call."""

    answers: dict[str, Answer]
    tallies: dict[str, Tally]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``common`` of ``total`` items are in both runs; only they are compared. ``fixed`` became
    right, ``broken`` became wrong, strictly; ``chance`` is how likely so uneven a change is when
    nothing but chance is at work."""

    total: int
    common: int
    figures: dict[str, Difference]
    fixed: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    chance: float | None = None


class _Prediction(BaseModel):
    id: str | int
    signal: SignalName
    objection_type: ObjectionType | None = None
    confidence: float = Field(ge=0, le=1)

    def to_domain(self) -> Answer:
        kind = self.objection_type
        label = f"objection:{kind.value}" if kind else self.signal
        if label not in LABELS:
            raise InvalidInput(
                f"The prediction for {self.id} is an objection without a type.", code=CODE
            )
        return Answer(str(self.id), label, self.confidence)


class _Utterances(BaseModel):
    predictions: list[_Prediction]


class _CallEntry(BaseModel):
    id: str
    tally: Tally


class _Calls(BaseModel):
    items: list[_CallEntry]


class _Evaluation(BaseModel):
    utterances: _Utterances | None = None
    calls: _Calls | None = None


_PREDICTIONS = TypeAdapter(list[_Prediction])


def read_baseline(file: Path) -> Baseline:
    """Raises ``InvalidInput`` (``invalid_baseline``)."""
    try:
        values = [value for _, value in json_values(file.read_text(encoding="utf-8-sig"))]
    except OSError as error:
        raise InvalidInput(f"{file} cannot be read: {error.strerror}.", code=CODE) from None
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise _not_ours(file) from None
    try:
        if len(values) == 1 and isinstance(values[0], dict) and "type" in values[0]:
            return _of_evaluation(values[0])
        return Baseline(_by_id(_PREDICTIONS.validate_python(values)), {})
    except ValidationError:
        raise _not_ours(file) from None


def compare_utterances(
    utterances: Sequence[LabelledUtterance], now: Sequence[Answer], baseline: Baseline
) -> Comparison | None:
    """None when the earlier run has none of them."""
    places = [at for at, each in enumerate(utterances) if each.id in baseline.answers]
    if not places:
        return None
    shared = [utterances[at] for at in places]
    here = Marked(shared, [now[at] for at in places])
    there = Marked(shared, [baseline.answers[each.id] for each in shared])
    fixed = tuple(_ids(shared, here.right & ~there.right))
    broken = tuple(_ids(shared, there.right & ~here.right))
    return Comparison(
        len(utterances),
        len(shared),
        differences(len(shared), here.figures(), there.figures(), SMALLER_IS_BETTER),
        fixed,
        broken,
        mcnemar(len(fixed), len(broken)),
    )


def compare_calls(results: Sequence[CallResult], baseline: Baseline) -> Comparison | None:
    """None when the earlier run has none of them."""
    shared = [each for each in results if each.id in baseline.tallies]
    if not shared:
        return None
    here = call_figures.call_figures([each.tally for each in shared])
    there = call_figures.call_figures([baseline.tallies[each.id] for each in shared])
    found = differences(len(shared), here, there, call_figures.SMALLER_IS_BETTER)
    return Comparison(len(results), len(shared), found)


def _of_evaluation(value: dict[str, Any]) -> Baseline:
    written = _Evaluation.model_validate(value)
    answers = _by_id(written.utterances.predictions) if written.utterances else {}
    tallies = {each.id: each.tally for each in written.calls.items} if written.calls else {}
    return Baseline(answers, tallies)


def _by_id(predictions: Sequence[_Prediction]) -> dict[str, Answer]:
    return {str(each.id): each.to_domain() for each in predictions}


def _ids(utterances: Sequence[LabelledUtterance], which: np.ndarray) -> Iterator[str]:
    return (each.id for each, chosen in zip(utterances, which, strict=True) if chosen)


def _not_ours(file: Path) -> InvalidInput:
    return InvalidInput(
        f"{file} is no earlier run: give a file that --json or --predictions wrote.", code=CODE
    )
