"""`make train`: fits the coach's reading of utterances to the example bank.

Seeded. Quality is judged on sittings that were left out together with every industry they speak of,
so that no sibling of a test sentence was trained on; the calibration is fitted on the same
predictions. What is written is small data: the upper layers beside the embedding model; the linear
head, the calibration and the lines that are shown as examples beside the brain.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score
from training.examples import Example, read_bank
from training.finetune import Lower, Material, fit, material, predict
from training.layers import Params, write
from training.reaches import some
from training.typical import typical_lines
from training.words import fit_words, vectors_of

from salescoach.app.evaluate.measures import precision_at_recall
from salescoach.app.evaluate.utterances import ENOUGH_RECALL
from salescoach.embedding import trained
from salescoach.embedding.contract import Vectors
from salescoach.pipeline import calibration, likeness, words_head
from salescoach.pipeline.calibration import Calibration
from salescoach.pipeline.heads import combined, readings
from salescoach.pipeline.labels import LABELS, NONE, OBJECTIONS
from salescoach.pipeline.words_head import WordsHead

MODEL = Path(trained.__file__).parent / trained.FILE
WORDS = Path(words_head.__file__).parent / words_head.FILE
EXAMPLES = Path(likeness.__file__).parent / likeness.FILE
CALIBRATION = Path(calibration.__file__).parent / calibration.FILE
SEED = 20261123
FOLDS = ("agjm", "bhkn", "ceio", "dflp")
"""Letters of the sittings that are left out together; between them every sitting once. For labelled
calls there are those that nobody learns from (`training.judge_reviews`)."""

CALIBRATING = FOLDS[:2]
"""Six in ten of the sittings' examples, enough for the two numbers; all four take twice as long."""

TEMPERATURES = np.linspace(1.0, 2.0, 21)
"""Never sharper than learnt: other people's calls are further from the bank than one of its
sittings from another."""

OBJECTION_OFFSETS = np.linspace(-1.0, 0.4, 15)

AS_LEARNT = Calibration(1.0, 0.0)

Table = list[dict[str, float]]


@dataclass(frozen=True, slots=True)
class Fold:
    name: str
    train: tuple[int, ...]
    test: tuple[int, ...]


def folds(examples: Sequence[Example]) -> Iterator[Fold]:
    for letters in FOLDS:
        out = {f"sitting_{letter}" for letter in letters}
        test = [place for place, each in enumerate(examples) if each.sitting in out]
        spoken_of = {examples[place].industry.lower() for place in test}
        train = [
            place
            for place, each in enumerate(examples)
            if each.sitting not in out and each.industry.lower() not in spoken_of
        ]
        yield Fold(letters, tuple(train), tuple(test))


def left_out(
    given: Material, vectors: Vectors, chosen: Sequence[str]
) -> dict[int, dict[str, float]]:
    """Scores for every example of the chosen folds by heads that saw nothing of its sitting or its
    industry."""
    found: dict[int, dict[str, float]] = {}
    for fold in folds(given.examples):
        if fold.name not in chosen:
            continue
        part = given.of(fold.train)
        layers = fit(part, LABELS, SEED)
        words = fit_words(part.examples, vectors[list(fold.train)], LABELS, SEED)
        table = both(layers, words, given.of(fold.test), vectors[list(fold.test)])
        report(f"left out {fold.name}", given.of(fold.test).examples, table)
        found.update(zip(fold.test, table, strict=True))
    return found


def both(layers: Params, words: WordsHead, given: Material, vectors: Vectors) -> Table:
    """What a live call combines, for each example."""
    alone, heard = (_scored(layers, each) for each in (given.alone, given.heard))
    table: Table = []
    for place, example in enumerate(given.examples):
        answering = [heard[place]] if len(readings(example.utterance)) > 1 else []
        linear = words.scores(example.utterance.text, vectors[place])
        table.append(combined(alone[place], answering, linear))
    return table


def _scored(layers: Params, given: Sequence[Lower]) -> list[Mapping[str, float]]:
    return [
        {label: float(score) for label, score in zip(LABELS, row, strict=True)}
        for row in predict(layers, given)
    ]


def report(name: str, examples: Sequence[Example], table: Table) -> None:
    true = [example.label for example in examples]
    mine = [answer(scores) for scores in table]
    fine = f1_score(true, mine, average="macro")
    print(
        f"{name}: macro F1 {fine:.3f} over {len(set(true))} classes, "
        f"{signal_f1(true, mine):.3f} over signals; of objections "
        f"{objection_precision(true, table):.3f} right at a recall of {ENOUGH_RECALL:.2f}"
    )


def answer(shares: Mapping[str, float]) -> str:
    """The likeliest label, objections counted together first. ``shares`` are logarithms."""
    signals: dict[str, float] = {}
    for label, share in shares.items():
        kind = label.partition(":")[0]
        signals[kind] = signals.get(kind, 0.0) + float(np.exp(share))
    kind = max(signals, key=lambda each: signals[each])
    fitting = [label for label in shares if label.partition(":")[0] == kind]
    return max(fitting, key=lambda each: shares[each])


def signal_f1(true: Sequence[str], mine: Sequence[str]) -> float:
    parts = [[label.partition(":")[0] for label in labels] for labels in (true, mine)]
    return float(f1_score(*parts, average="macro"))


def objection_precision(true: Sequence[str], table: Table) -> float:
    """By how probable any objection is; nan without one."""
    sure = [
        sum(share for label, share in AS_LEARNT.shares(scores).items() if label in OBJECTIONS)
        for scores in table
    ]
    objects = np.array([label in OBJECTIONS for label in true])
    point = precision_at_recall(np.array(sure), objects, ENOUGH_RECALL)
    return point.precision if point else float("nan")


def calibrated(examples: Sequence[Example], table: Table) -> Calibration:
    """The offset that tells signals apart best, then the temperature under which what was left
    out is least surprising."""
    true = [example.label for example in examples]

    def quality(offset: float) -> float:
        tried = Calibration(1.0, offset)
        shares = [tried.shares(scores) for scores in table]
        logs = [{label: float(np.log(p + 1e-12)) for label, p in each.items()} for each in shares]
        return signal_f1(true, [answer(each) for each in logs])

    offset = float(max(OBJECTION_OFFSETS, key=quality))

    def surprise(temperature: float) -> float:
        tried = Calibration(temperature, offset)
        own = [tried.shares(s)[label] for s, label in zip(table, true, strict=True)]
        return float(-np.log(np.array(own) + 1e-12).mean())

    return Calibration(round(float(min(TEMPERATURES, key=surprise)), 3), round(offset, 3))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", nargs="+", choices=FOLDS, default=CALIBRATING)
    parser.add_argument("--judge-only", action="store_true", help="write nothing")
    options = parser.parse_args()
    examples = read_bank()
    given, vectors = material(examples), vectors_of(examples)
    found = left_out(given, vectors, options.folds)
    judged = [examples[place] for place in found]
    table = list(found.values())
    report("leaving out sittings with their industries", judged, table)
    fitted = calibrated(judged, table)
    shares = [
        {label: float(np.log(p + 1e-12)) for label, p in fitted.shares(scores).items()}
        for scores in table
    ]
    report("the same, calibrated", judged, shares)
    if options.judge_only:
        return
    heard = dict(zip(examples, given.heard, strict=True))
    said = [heard[each].rows for each in some(examples)]
    write(fit(given, LABELS, SEED), LABELS, said, MODEL)
    fit_words(examples, vectors, LABELS, SEED).save(WORDS)
    fitted.save(CALIBRATION)
    typical = typical_lines(examples, [label for label in LABELS if label != NONE])
    EXAMPLES.write_text(json.dumps(typical, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    size = sum(path.stat().st_size for path in (MODEL, WORDS, EXAMPLES)) // 1000
    print(f"{len(examples)} examples, {fitted}, {size} kB", file=sys.stderr)


if __name__ == "__main__":
    main()
