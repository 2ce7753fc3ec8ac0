"""Fits how either side of a sales call speaks, and tries it on calls that were left out.

The bank's lines are what is learnt from; the calls written for the stages are played turn by turn
as two voices of one channel, and are never learnt from.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from training.examples import FOLDER

from salescoach.domain.audio import Speaker
from salescoach.speech.voices import WEIGHTS_FILE, SideWeights, Voices, terms_of, words_of

CALLS = Path(__file__).parent / "stages"
NOT_LEARNT = frozenset({"sitting_m", "sitting_n", "sitting_o", "sitting_p"})
"""Near-objections above all, which most customers do not speak in."""

LEAST_COUNT = 5
LEAST_PAIR_WEIGHT = 0.15
"""Pairs of words that weigh less are left out; words stay, for a known word is known."""

STRENGTH = 1.0
_SIDES = {"s": Speaker.SALESPERSON, "c": Speaker.CUSTOMER}


def bank_lines() -> dict[str, str]:
    """Each line of the bank and who says it."""
    lines: dict[str, str] = {}
    files = (each for each in sorted(FOLDER.glob("*.jsonl")) if each.stem not in NOT_LEARNT)
    for file in files:
        for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
            if "context" not in row:
                continue
            lines.update({said["text"]: said["speaker"] for said in row["context"]})
            lines[row["text"]] = row.get("speaker", "customer")
    return {text: side for text, side in lines.items() if side in ("salesperson", "customer")}


def fit(lines: dict[str, str]) -> SideWeights:
    reader = CountVectorizer(
        analyzer=lambda text: terms_of(words_of(text)), min_df=LEAST_COUNT, binary=True
    )
    table = reader.fit_transform(lines)
    chosen = reader.get_feature_names_out().tolist()
    sides = [side == "salesperson" for side in lines.values()]
    model = LogisticRegression(
        C=STRENGTH, class_weight="balanced", solver="liblinear", max_iter=300, random_state=0
    )
    model.fit(table, sides)
    weights = dict(zip(chosen, model.coef_[0].round(2).tolist(), strict=True))
    kept = {
        term: weight
        for term, weight in weights.items()
        if " " not in term or abs(weight) >= LEAST_PAIR_WEIGHT
    }
    return SideWeights(round(float(model.intercept_[0]), 2), kept)


def left_out_calls() -> Iterator[list[tuple[Speaker, str]]]:
    for file in sorted(CALLS.glob("*.txt")):
        turns: list[tuple[Speaker, str]] = []
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                if turns:
                    yield turns
                turns = []
                continue
            _, side, text = [*line.split(" ", 2), "", ""][:3]
            if side in _SIDES:
                turns.append((_SIDES[side], text))
        if turns:
            yield turns


@dataclass(slots=True)
class Naming:
    """Turns by what their voice was named when they were said."""

    right: int = 0
    wrong: int = 0
    unknown: int = 0


def judge(weights: SideWeights) -> Naming:
    found = Naming()
    for call in left_out_calls():
        voices = Voices(weights)
        for side, text in call:
            number = 0 if side is Speaker.SALESPERSON else 1
            voices.hear(number, text)
            role = voices.role_of(number)
            found.unknown += role is Speaker.UNKNOWN
            found.right += role is side
            found.wrong += role not in (side, Speaker.UNKNOWN)
    return found


def main() -> None:
    weights = fit(bank_lines())
    stored = {"bias": weights.bias, "terms": weights.terms}
    WEIGHTS_FILE.write_text(json.dumps(stored, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(weights.terms)} terms; turns of calls left out: {judge(weights)}")


if __name__ == "__main__":
    main()
