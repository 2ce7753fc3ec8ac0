"""An evaluation for a person to read: aligned, and only what decides something."""

import math
from collections.abc import Iterator, Mapping, Sequence

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
from salescoach.app.evaluate.paired import Difference
from salescoach.app.evaluate.playbooks import NEUTRAL
from salescoach.app.evaluate.report import Evaluation
from salescoach.app.evaluate.utterances import ENOUGH_RECALL, Marked

_NAME = 24
_SHORT = {label: label.removeprefix("objection:").replace("_signal", "") for label in LABELS}

Row = Sequence[str]


def as_text(evaluation: Evaluation) -> str:
    playbook = evaluation.playbook
    with_what = (
        "a playbook for any product"
        if playbook.id == NEUTRAL
        else f"playbook {playbook.id}, version {playbook.version}"
    )
    parts = [f"Read with {with_what}."]
    if evaluation.marked is not None:
        parts += _utterances(evaluation.marked)
    if evaluation.results:
        parts += _calls(evaluation.results)
    if evaluation.against_utterances is not None:
        parts += _compared("Utterances", evaluation.against_utterances)
    if evaluation.against_calls is not None:
        parts += _compared("Calls", evaluation.against_calls)
    if evaluation.peak_rss_mb is not None:
        parts.append(f"Memory at the peak: {evaluation.peak_rss_mb} MB.")
    return "\n\n".join(parts)


def misses_as_text(evaluation: Evaluation) -> str:
    parts = [*_misses(evaluation.marked)] if evaluation.marked is not None else []
    for result in evaluation.results:
        parts += _call_misses(result)
    return "\n\n".join(parts) or "No misses."


def _utterances(marked: Marked) -> Iterator[str]:
    yield _count(len(marked.utterances), "utterance")
    yield _classes("Signals", SIGNALS, marked.signals(False), marked.signals(True))
    yield _classes("Eleven classes", LABELS, marked.labels(False), marked.labels(True))
    yield _objections(marked)
    yield _matrix("Eleven classes: true in rows, answered in columns", LABELS, marked.labels(False))
    yield _calibration(marked)
    yield _latency(marked.latency())


def _classes(title: str, names: Sequence[str], strict: Matrix, lenient: Matrix) -> str:
    head = [
        [title, "", "strict", "", "", "lenient", "", ""],
        ["", "precision", "recall", "F1", "precision", "recall", "F1", "n"],
    ]
    rows = [
        [
            name,
            *(_figure(each) for each in (one.precision, one.recall, one.f1)),
            *(_figure(each) for each in (two.precision, two.recall, two.f1)),
            str(one.support),
        ]
        for name, one, two in zip(names, scores(strict), scores(lenient), strict=True)
    ]
    macro = [
        ["macro F1", "", "", _figure(macro_f1(strict)), "", "", _figure(macro_f1(lenient)), ""]
    ]
    return _aligned([*head, *rows, *macro])


def _objections(marked: Marked) -> str:
    figures = marked.figures()(marked.everything)
    point = precision_at_recall(marked.objection_score, marked.objection_true, ENOUGH_RECALL)
    at = f"a recall of {ENOUGH_RECALL:.2f} is not reached"
    if point is not None:
        at = (
            f"precision {_figure(point.precision)} at recall {_figure(point.recall)}"
            f" (from confidence {_figure(point.threshold)})"
        )
    right, lenient = (
        figures["objection_type_accuracy"],
        figures["objection_type_accuracy_lenient"],
    )
    return _aligned(
        [
            ["Objections found", at],
            ["Their type is right", f"{_percent(right)}, {_percent(lenient)} leniently"],
        ],
        left=2,
    )


def _calibration(marked: Marked) -> str:
    figures = marked.figures()(marked.everything)
    title = (
        f"Calibration: ECE {_figure(figures['ece'])}, {_figure(figures['ece_lenient'])} leniently; "
        f"of the signal alone {_figure(figures['ece_signals'])}, "
        f"{_figure(figures['ece_signals_lenient'])} leniently"
    )
    rows = [
        [
            f"{each.low:.1f} to {each.high:.1f}",
            _figure(each.confidence),
            _figure(each.right),
            str(each.count),
        ]
        for each in reliability(marked.confidence, marked.right)
        if each.count
    ]
    return title + "\n" + _aligned([["confidence", "said", "right", "n"], *rows])


def _latency(latency: Mapping[str, float | None]) -> str:
    rows = [
        [name, *("-" if ms is None else f"{ms:.1f} ms" for ms in (latency[p50], latency[p95]))]
        for name, p50, p95 in (
            ("by the clock", "p50", "p95"),
            ("on one core", "cpu_p50", "cpu_p95"),
        )
    ]
    return _aligned([["Reading one", "p50", "p95"], *rows])


def _calls(results: Sequence[CallResult]) -> Iterator[str]:
    total = added_up(result.tally for result in results)
    length = f"{total.seconds / 60:.1f} minutes, {_count(total.turns, 'turn')}"
    yield f"{_count(len(results), 'whole call')}, {length}"
    head = ["", "stage", "objections", "any type", "carded", "buying", "false / 10 min", "cards"]
    head += ["ticks right", "reached ticked"]
    rows = [
        _call_row(result.id, figures_of(result.tally), result.tally.cards) for result in results
    ]
    if len(results) > 1:
        rows.append(_call_row("all", figures_of(total), total.cards))
    yield _aligned([head, *rows])
    yield _matrix(
        "Stages: true in rows, followed in columns",
        [each.value for each in STAGES],
        stage_confusion(results),
    )


def _call_row(name: str, figures: Mapping[str, float], cards: int) -> Row:
    return [
        name,
        _figure(figures["stage_accuracy"]),
        _figure(figures["objection_recall"]),
        _figure(figures["objection_recall_any_type"]),
        _figure(figures["objection_card_recall"]),
        _figure(figures["buying_signal_recall"]),
        _figure(figures["false_cards_per_10_min"]),
        str(cards),
        _figure(figures["tick_precision"]),
        _figure(figures["tick_recall"]),
    ]


def _compared(title: str, comparison: Comparison) -> Iterator[str]:
    rows = [[_spelled(name), *_difference(each)] for name, each in comparison.figures.items()]
    head = [f"{title} against the baseline", "before", "now", "change", "95% range", ""]
    yield _aligned([head, *rows], left_last=True)
    if comparison.common < comparison.total:
        yield f"Only {comparison.common} of {comparison.total} are in both runs and compared."
    if comparison.chance is not None:
        yield (
            f"{len(comparison.fixed)} became right, {len(comparison.broken)} became wrong "
            f"(McNemar p = {comparison.chance:.3f})."
        )
        for what, ids in (("Became wrong", comparison.broken), ("Became right", comparison.fixed)):
            if ids:
                yield f"{what}: {', '.join(ids)}"


def _difference(each: Difference) -> list[str]:
    spread = "" if each.low is None or each.high is None else f"{each.low:+.3f} to {each.high:+.3f}"
    change = each.now - each.before
    shown = "-" if math.isnan(change) else f"{change:+.3f}"
    return [_figure(each.before), _figure(each.now), shown, spread, each.verdict]


def _misses(marked: Marked) -> Iterator[str]:
    for miss in marked.misses():
        accepted = ", accepted leniently" if miss.accepted else ""
        lines = [
            f"{miss.id}   true {miss.true}, answered {miss.answered} "
            f"({miss.confidence:.2f}{accepted})"
        ]
        lines += [f"    {speaker}: {text}" for speaker, text in miss.context]
        lines.append(f"  > {miss.text}")
        if miss.basis:
            lines.append(f"    because: {miss.basis}, in “{miss.quote}”")
        yield "\n".join(lines)


def _call_misses(result: CallResult) -> Iterator[str]:
    for missed in result.missed:
        heard = f", heard as {', '.join(missed.heard)}" if missed.heard else ""
        yield f"{result.id}, turn {missed.turn}   missed {missed.about}{heard}\n  > {missed.text}"
    for card in result.cards:
        if card.is_false:
            yield (
                f"{result.id}, turn {card.turn}   false card, {card.about} ({card.confidence})\n"
                f"  > {card.quote}\n    card: {card.text}"
            )
    for tick in result.ticks:
        if not tick.is_right:
            yield f"{result.id}, turn {tick.turn}   false tick, {tick.objective}\n  > {tick.quote}"
    for each in result.unticked:
        yield f"{result.id}, turn {each.turn}   not ticked, {each.objective}\n  > {each.text}"


def _matrix(title: str, names: Sequence[str], matrix: Matrix) -> str:
    short = [_SHORT.get(name, name) for name in names]
    rows = [
        [name, *(str(count) if count else "." for count in row)]
        for name, row in zip(short, matrix.tolist(), strict=True)
    ]
    return title + "\n" + _aligned([["", *short], *rows])


def _aligned(rows: Sequence[Row], left: int = 1, left_last: bool = False) -> str:
    """The first ``left`` columns stand to the left, as words; the others to the right."""
    columns = len(rows[0])
    widths = [max(len(row[place]) for row in rows) for place in range(columns)]
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width)
            if place < left or (left_last and place == columns - 1)
            else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _spelled(name: str) -> str:
    words = name.replace("_", " ").replace("macro f1", "macro F1").replace("ece", "ECE")
    return words[:1].upper() + words[1:]


def _figure(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"


def _percent(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.0%}"
