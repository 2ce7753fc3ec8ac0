"""The head that hears how the customer sounds; part of `make train`.

The sittings of the bank were labelled by different standards: one calls every buying signal
positive, another only open delight. So each sitting has an offset of its own in training, which
takes up its generosity, and the head goes by the average offset. Where a label only repeats the
signal it says nothing about tone, and is left out. `bank/tones.jsonl` was written for the tone
alone, by one standard, in two sittings; it counts more. Judged and calibrated by leaving out whole
sittings.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from salescoach.domain.signal import Sentiment
from salescoach.embedding.contract import Vectors
from salescoach.embedding.model import SentenceModel
from salescoach.pipeline import sentiment
from salescoach.pipeline.lines import clauses
from salescoach.pipeline.sentiment import ENTER, SentimentHead, tone_row
from salescoach.pipeline.wording import terms

BANK = Path(__file__).parent / "bank"
OUTPUT = Path(sentiment.__file__).parent / sentiment.FILE
SEED = 20261124
STRENGTH = 2.0
OFFSET_WEIGHT = 3.0
LEAST_TERM_COUNT = 8
FOLDS = 5
TONES = "tones"
ONE_TONE_SHARE = 0.9
"""A sitting whose labels of a signal agree this much went by the signal, not by the tone."""

TONES_COUNT = 3
"""How many times a line written for its tone counts."""

TEMPERATURES = np.linspace(0.5, 3.0, 51)


@dataclass(frozen=True, slots=True)
class Heard:
    text: str
    vectors: Vectors
    signal: str
    tone: Sentiment
    sitting: str


def read_bank() -> list[Heard]:
    model = SentenceModel()
    found: list[Heard] = []
    for path in sorted(BANK.glob("sitting_*.jsonl")):
        print(f"embedding {path.stem}", file=sys.stderr)
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            if entry["sentiment"] is None:
                # A sitting that was labelled for signals alone.
                continue
            found.append(
                Heard(
                    text=entry["text"],
                    vectors=np.stack([model.encode(piece) for piece in clauses(entry["text"])]),
                    signal=entry["signal"],
                    tone=Sentiment(entry["sentiment"]),
                    sitting=path.stem,
                )
            )
    for line in (BANK / "tones.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        found.append(
            Heard(
                text=entry["text"],
                vectors=np.stack([model.encode(piece) for piece in clauses(entry["text"])]),
                signal="",
                tone=Sentiment(entry["sentiment"]),
                sitting=f"{TONES}_{entry['id'][0]}",
            )
        )
    return found


def telling(bank: Sequence[Heard]) -> list[Heard]:
    """Without those whose label only repeats the signal."""
    labels: dict[tuple[str, str], Counter[Sentiment]] = defaultdict(Counter)
    for each in bank:
        labels[each.sitting, each.signal][each.tone] += 1

    def repeats(each: Heard) -> bool:
        counts = labels[each.sitting, each.signal]
        tone, most = counts.most_common(1)[0]
        return tone is not Sentiment.NEUTRAL and most >= ONE_TONE_SHARE * counts.total()

    return [each for each in bank if not repeats(each)]


def fit(bank: Sequence[Heard], temperature: float = 1.0) -> SentimentHead:
    counts: Counter[str] = Counter()
    for each in bank:
        counts.update(terms(each.text))
    chosen = sorted(term for term, count in counts.items() if count >= LEAST_TERM_COUNT)
    vocabulary = {term: place for place, term in enumerate(chosen)}
    idf = np.array(
        [np.log((1 + len(bank)) / (1 + counts[term])) + 1 for term in chosen], dtype=np.float32
    )
    sittings = sorted({each.sitting for each in bank})
    said = np.stack([tone_row(e.text, e.vectors, vocabulary, idf) for e in bank])
    whose = np.zeros((len(bank), len(sittings)), dtype=np.float32)
    for place, each in enumerate(bank):
        whose[place, sittings.index(each.sitting)] = OFFSET_WEIGHT
    model = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3, random_state=SEED)
    model.fit(
        csr_matrix(np.hstack([said, whose])),
        [each.tone.value for each in bank],
        sample_weight=[TONES_COUNT if e.sitting.startswith(TONES) else 1 for e in bank],
    )
    width = said.shape[1]
    offsets = model.coef_[:, width:].mean(axis=1) * OFFSET_WEIGHT
    return SentimentHead(
        tones=tuple(Sentiment(str(tone)) for tone in model.classes_),
        weights=model.coef_[:, :width].astype(np.float32),
        bias=(model.intercept_ + offsets).astype(np.float32),
        vocabulary=vocabulary,
        idf=idf,
        temperature=temperature,
    )


def left_out(bank: Sequence[Heard]) -> list[dict[Sentiment, float]]:
    """For every line the shares by a head that saw nothing of its sitting."""
    found: dict[int, dict[Sentiment, float]] = {}
    sittings = [each.sitting for each in bank]
    for train, test in GroupKFold(FOLDS).split(bank, groups=sittings):
        head = fit(telling([bank[place] for place in train]))
        for place in test:
            each = bank[place]
            row = tone_row(each.text, each.vectors, head.vocabulary, head.idf)
            found[int(place)] = head.shares(row)
    return [found[place] for place in range(len(bank))]


def cooled(shares: dict[Sentiment, float], temperature: float) -> dict[Sentiment, float]:
    raised = {tone: share ** (1 / temperature) for tone, share in shares.items()}
    whole = sum(raised.values())
    return {tone: share / whole for tone, share in raised.items()}


def best_temperature(bank: Sequence[Heard], shares: Sequence[dict[Sentiment, float]]) -> float:
    def surprise(temperature: float) -> float:
        return -float(
            np.mean(
                [
                    np.log(cooled(share, temperature)[each.tone] + 1e-12)
                    for each, share in zip(bank, shares, strict=True)
                ]
            )
        )

    return float(min(TEMPERATURES, key=surprise))


def report(name: str, bank: Sequence[Heard], shares: Sequence[dict[Sentiment, float]]) -> None:
    told = [max(share, key=lambda tone: share[tone]) for share in shares]
    true = [each.tone for each in bank]
    whole = f1_score([t.value for t in true], [t.value for t in told], average="macro")
    print(f"sentiment, {name}: macro F1 {whole:.2f} over {len(bank)} turns")
    for tone in (Sentiment.NEGATIVE, Sentiment.POSITIVE):
        sure = [place for place, share in enumerate(shares) if share[tone] >= ENTER[tone]]
        right = sum(true[place] is tone for place in sure)
        opposite = sum(true[place] not in (tone, Sentiment.NEUTRAL) for place in sure)
        all_of_it = sum(t is tone for t in true)
        print(
            f"  {tone} from {ENTER[tone]}: precision {right / max(1, len(sure)):.2f}, "
            f"recall {right / max(1, all_of_it):.2f}, the opposite {opposite} of {len(sure)}"
        )
    print(f"  calibration error {calibration_error(true, shares):.3f}")


def calibration_error(
    true: Sequence[Sentiment], shares: Sequence[dict[Sentiment, float]], bins: int = 10
) -> float:
    told = [max(share, key=lambda tone: share[tone]) for share in shares]
    sure = np.array([share[tone] for share, tone in zip(shares, told, strict=True)])
    right: npt.NDArray[np.bool_] = np.array([t is m for t, m in zip(true, told, strict=True)])
    places = np.minimum((sure * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(sure[places == b].mean() - right[places == b].mean()) * (places == b).mean()
            for b in range(bins)
            if (places == b).any()
        )
    )


def main() -> None:
    bank = read_bank()
    raw = left_out(bank)
    # What repeats the signal is no measure of tone either.
    measured = set(map(id, telling(bank)))
    pairs = [(e, share) for e, share in zip(bank, raw, strict=True) if id(e) in measured]
    tested = [each for each, _ in pairs]
    temperature = best_temperature(tested, [share for _, share in pairs])
    for name, of_tones in (("turns of left-out sittings", False), ("left-out lines of tone", True)):
        some = [(e, share) for e, share in pairs if e.sitting.startswith(TONES) is of_tones]
        report(name, [e for e, _ in some], [cooled(share, temperature) for _, share in some])
    head = fit(telling(bank), temperature)
    with OUTPUT.open("wb") as file:
        np.savez_compressed(
            file,
            tones=np.array([tone.value for tone in head.tones]),
            weights=head.weights.astype(np.float16),
            bias=head.bias,
            terms=np.array(list(head.vocabulary)),
            idf=head.idf.astype(np.float16),
            temperature=np.float32(temperature),
        )
    print(f"  temperature {temperature:.2f}, {OUTPUT.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
