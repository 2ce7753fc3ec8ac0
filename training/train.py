"""`make train`: fits the coach's heads to the example bank and writes them beside the brain.

Seeded and deterministic. Quality is judged by leaving out a whole sitting and, within the others,
whole industries, so that no sibling of a test sentence was trained on; the temperature is fitted
on predictions of examples that were not trained on.
"""

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from salescoach.embedding.contract import Vectors
from salescoach.embedding.model import SentenceModel
from salescoach.pipeline import heads
from salescoach.pipeline.features import Utterance, features, terms, without_context

BANK = Path(__file__).parent / "bank"
OUTPUT = Path(heads.__file__).parent / heads.FILE
SEED = 20261122
STRENGTH = 5.0
LEAST_TERM_COUNT = 3
TEMPERATURES = np.linspace(0.5, 3.0, 51)

Labels = npt.NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Example:
    utterance: Utterance
    label: str
    industry: str
    sitting: str


def read_bank() -> list[Example]:
    examples: list[Example] = []
    for path in sorted(BANK.glob("sitting_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            context = entry["context"]
            kind = entry["objection_type"]
            label = f"{entry['signal']}:{kind}" if kind else entry["signal"]
            utterance = Utterance(entry["text"], context[-1]["text"] if context else "")
            examples.append(Example(utterance, label, entry["industry"], path.stem))
    return examples


def embed(examples: list[Example]) -> list[Vectors]:
    """For each example, a row for each of its texts."""
    model = SentenceModel()
    known: dict[str, Vectors] = {}
    for number, example in enumerate(examples):
        for text in example.utterance.texts():
            if text not in known:
                known[text] = model.encode(text)
        if number % 500 == 0:
            print(f"embedded {number} of {len(examples)}", file=sys.stderr)
    return [np.stack([known[text] for text in e.utterance.texts()]) for e in examples]


def vocabulary_of(examples: list[Example]) -> tuple[dict[str, int], Vectors]:
    """Terms that several examples use, and how rare each is."""
    counts: Counter[str] = Counter()
    for example in examples:
        counts.update(set(terms(example.utterance.text)))
    chosen = sorted(term for term, count in counts.items() if count >= LEAST_TERM_COUNT)
    idf = [np.log((1 + len(examples)) / (1 + counts[term])) + 1 for term in chosen]
    return {term: place for place, term in enumerate(chosen)}, np.array(idf, dtype=np.float32)


def fit(examples: list[Example], vectors: list[Vectors], temperature: float = 1.0) -> heads.Heads:
    """Each example that has a line before it is learnt with it and without it, half each."""
    vocabulary, idf = vocabulary_of(examples)
    table: list[Vectors] = []
    labels: list[str] = []
    weights: list[float] = []
    for example, own in zip(examples, vectors, strict=True):
        utterance = example.utterance
        table.append(features(utterance, own, vocabulary, idf))
        if utterance.before:
            table.append(without_context(utterance, own, vocabulary, idf))
        copies = 2 if utterance.before else 1
        labels += [example.label] * copies
        weights += [1 / copies] * copies
    model = LogisticRegression(
        C=STRENGTH, class_weight="balanced", max_iter=4000, random_state=SEED
    )
    model.fit(np.stack(table), labels, sample_weight=weights)
    return heads.Heads(
        labels=tuple(str(label) for label in model.classes_),
        weights=model.coef_.astype(np.float32),
        bias=model.intercept_.astype(np.float32),
        vocabulary=vocabulary,
        idf=idf,
        temperature=temperature,
    )


def left_out(
    examples: list[Example], vectors: list[Vectors], groups: list[str], folds: int
) -> list[dict[str, float]]:
    """Predictions for every example by heads that saw nothing of its group."""
    found: list[dict[str, float]] = [{} for _ in examples]
    for train, test in GroupKFold(folds).split(examples, groups=groups):
        fitted = fit([examples[i] for i in train], [vectors[i] for i in train])
        tables = fitted.probabilities(
            [examples[i].utterance for i in test], np.concatenate([vectors[i] for i in test])
        )
        for place, table in zip(test, tables, strict=True):
            found[place] = table
    return found


def report(name: str, examples: list[Example], tables: list[dict[str, float]]) -> None:
    true = [e.label for e in examples]
    mine = [max(table, key=lambda label: table[label]) for table in tables]
    fine = f1_score(true, mine, average="macro")
    coarse = f1_score(
        [label.split(":")[0] for label in true],
        [label.split(":")[0] for label in mine],
        average="macro",
    )
    print(f"{name}: macro F1 {fine:.3f} over {len(set(true))} classes, {coarse:.3f} over signals")


def best_temperature(examples: list[Example], tables: list[dict[str, float]]) -> float:
    """The temperature under which left-out examples are least surprising."""
    labels = sorted(tables[0])
    logs = np.log([[max(table[label], 1e-9) for label in labels] for table in tables])
    true = np.array([labels.index(e.label) for e in examples])

    def surprise(temperature: float) -> float:
        scaled = logs / temperature
        scaled -= scaled.max(axis=1, keepdims=True)
        shares = np.exp(scaled)
        shares /= shares.sum(axis=1, keepdims=True)
        return float(-np.log(shares[np.arange(len(true)), true] + 1e-12).mean())

    return float(min(TEMPERATURES, key=surprise))


def main() -> None:
    examples = read_bank()
    vectors = embed(examples)
    sittings = [e.sitting for e in examples]
    by_sitting = left_out(examples, vectors, sittings, len(set(sittings)))
    report("leaving out a sitting", examples, by_sitting)
    by_industry = left_out(examples, vectors, [f"{e.sitting}/{e.industry}" for e in examples], 8)
    report("leaving out industries", examples, by_industry)
    temperature = best_temperature(examples, by_sitting)
    final = fit(examples, vectors, temperature)
    with OUTPUT.open("wb") as file:
        np.savez_compressed(
            file,
            labels=np.array(final.labels),
            weights=final.weights.astype(np.float16),
            bias=final.bias,
            terms=np.array(list(final.vocabulary)),
            idf=final.idf.astype(np.float16),
            temperature=np.float32(temperature),
        )
    size = OUTPUT.stat().st_size // 1000
    print(f"{len(examples)} examples, temperature {temperature:.2f}, {size} kB")


if __name__ == "__main__":
    main()
