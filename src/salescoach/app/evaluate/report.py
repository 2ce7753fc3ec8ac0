"""One evaluation as a value, and as the JSON that later runs and other programs read.

The shape of the JSON is part of the command's help: names are only ever added.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from salescoach.app.evaluate.baseline import Comparison
from salescoach.app.evaluate.call_figures import STAGES, figures_of, stage_confusion
from salescoach.app.evaluate.calls import CallResult, added_up
from salescoach.app.evaluate.material import LABELS, SIGNALS
from salescoach.app.evaluate.measures import (
    Matrix,
    macro_f1,
    precision_at_recall,
    reliability,
    scores,
)
from salescoach.app.evaluate.utterances import ENOUGH_RECALL, Answer, Marked
from salescoach.domain.playbook import Playbook

DIGITS = 4


@dataclass(frozen=True, slots=True)
class Evaluation:
    """``marked`` is None without utterances; ``results`` is empty without whole calls."""

    playbook: Playbook
    marked: Marked | None
    results: tuple[CallResult, ...]
    peak_rss_mb: int | None
    against_utterances: Comparison | None = None
    against_calls: Comparison | None = None


def prediction(answer: Answer) -> dict[str, Any]:
    """A line of `--predictions`."""
    signal, _, kind = answer.label.partition(":")
    return {
        "id": answer.id,
        "signal": signal,
        "objection_type": kind or None,
        "confidence": round(answer.confidence, DIGITS),
    }


def as_json(evaluation: Evaluation, with_errors: bool = False) -> str:
    found: dict[str, Any] = {
        "type": "evaluation",
        "playbook": {"id": evaluation.playbook.id, "version": evaluation.playbook.version},
        "utterances": _utterances(evaluation.marked, with_errors),
        "calls": _calls(evaluation.results, with_errors),
        "peak_rss_mb": evaluation.peak_rss_mb,
    }
    against = {
        "utterances": _comparison(evaluation.against_utterances),
        "calls": _comparison(evaluation.against_calls),
    }
    if any(against.values()):
        found["baseline"] = against
    return json.dumps(_plain(found), ensure_ascii=False)


def _utterances(marked: Marked | None, with_errors: bool) -> dict[str, Any] | None:
    if marked is None:
        return None
    places = marked.everything
    figures = marked.figures()(places)
    point = precision_at_recall(marked.objection_score, marked.objection_true, ENOUGH_RECALL)
    found = {
        "count": len(marked.utterances),
        "figures": figures,
        "signals": {
            "strict": _table(marked.signals(False), SIGNALS),
            "lenient": _table(marked.signals(True), SIGNALS),
        },
        "labels": {
            "strict": _table(marked.labels(False), LABELS),
            "lenient": _table(marked.labels(True), LABELS),
        },
        "objection_at_recall": None if point is None else asdict(point),
        "confusion": {"labels": LABELS, "rows": marked.labels(False).tolist()},
        "reliability": [asdict(each) for each in reliability(marked.confidence, marked.right)],
        "latency_ms": marked.latency(),
        "predictions": [prediction(answer) for answer in marked.answers],
    }
    if with_errors:
        found["errors"] = [asdict(miss) for miss in marked.misses()]
    return found


def _calls(results: tuple[CallResult, ...], with_errors: bool) -> dict[str, Any] | None:
    if not results:
        return None
    total = added_up(each.tally for each in results)
    items: list[dict[str, Any]] = []
    for result in results:
        item: dict[str, Any] = {
            "id": result.id,
            "figures": figures_of(result.tally),
            "tally": asdict(result.tally),
        }
        if with_errors:
            item["missed"] = [asdict(each) for each in result.missed]
            item["false_cards"] = [asdict(each) for each in result.cards if each.is_false]
            item["false_ticks"] = [asdict(each) for each in result.ticks if not each.is_right]
            item["unticked"] = [asdict(each) for each in result.unticked]
        items.append(item)
    return {
        "count": len(results),
        "figures": figures_of(total),
        "tally": asdict(total),
        "stage_confusion": {"labels": STAGES, "rows": stage_confusion(results).tolist()},
        "items": items,
    }


def _table(matrix: Matrix, names: tuple[str, ...]) -> dict[str, Any]:
    rows = {name: asdict(score) for name, score in zip(names, scores(matrix), strict=True)}
    return {"macro_f1": macro_f1(matrix), "classes": rows}


def _comparison(comparison: Comparison | None) -> dict[str, Any] | None:
    return None if comparison is None else asdict(comparison)


def _plain(value: Any) -> Any:
    """Rounded, and null where a figure is not defined."""
    match value:
        case float():
            return None if math.isnan(value) else round(value, DIGITS)
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return value
