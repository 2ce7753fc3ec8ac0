"""The head that tells a promise from words that only sound like one; part of `make train`.

Learns from the bank's turns and from `bank/commitments.jsonl`, which also has the salesperson's.
Judged by leaving out whole sittings and, in the promise file, whole industries; slope and offset
are fitted on the predictions for what was left out.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from salescoach.domain.audio import Speaker
from salescoach.embedding.contract import Vectors
from salescoach.embedding.model import DIMENSIONS, SentenceModel
from salescoach.pipeline import promise_head
from salescoach.pipeline.commitments import OPENING_CLAUSES, SURE_FROM, line_end
from salescoach.pipeline.lines import clauses
from salescoach.pipeline.promise_head import (
    Candidate,
    PromiseHead,
    facts_of,
    row_of,
    words_of,
)
from salescoach.pipeline.undertakings import undertakings
from salescoach.pipeline.wording import pooled

BANK = Path(__file__).parent / "bank"
NOTED_LATER = BANK / "noted_later.jsonl"
"""Promises in the sittings that their writers had passed over."""
OUTPUT = Path(promise_head.__file__).parent / promise_head.FILE
SEED = 20261123
STRENGTH = 1.0
LEAST_WORD_COUNT = 3
FOLDS = 8
ANY_DAY = date(2026, 11, 18)


@dataclass(slots=True)
class Said:
    """A turn of the bank. ``who`` promised, None when nobody did; ``words`` of what and by when."""

    id: str
    group: str
    speaker: Speaker
    text: str
    before: str
    who: Speaker | None
    words: frozenset[str]
    candidates: list[Candidate] = field(default_factory=list)


def read_bank() -> list[Said]:
    later = {
        entry["id"]: entry["commitment"]
        for entry in map(json.loads, NOTED_LATER.read_text(encoding="utf-8").splitlines())
    }
    found: list[Said] = []
    for path in [*sorted(BANK.glob("sitting_*.jsonl")), BANK / "commitments.jsonl"]:
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            if "commitment" not in entry:
                # A sitting that was labelled for signals alone.
                continue
            promise = later.get(entry["id"], entry["commitment"])
            context = entry["context"]
            speaker = Speaker(entry.get("speaker", "customer"))
            answers = context and Speaker(context[-1]["speaker"]) is not speaker
            own = f"{path.stem}/{entry['industry']}"
            found.append(
                Said(
                    id=entry["id"],
                    group=own if path.stem == "commitments" else path.stem,
                    speaker=speaker,
                    text=entry["text"],
                    before=context[-1]["text"] if answers else "",
                    who=Speaker(promise["who"]) if promise else None,
                    words=_words(f"{promise['what']} {promise['by']}") if promise else frozenset(),
                )
            )
    return found


def find_candidates(bank: Sequence[Said]) -> None:
    model = SentenceModel()
    known: dict[str, Vectors] = {}
    nothing = np.zeros(DIMENSIONS, dtype=np.float32)

    def vector(text: str) -> Vectors:
        if text not in known:
            known[text] = model.encode(text)
        return known[text]

    def end_of(line: str) -> Vectors:
        return pooled(np.stack([vector(clause) for clause in line_end(line)])) if line else nothing

    for number, said in enumerate(bank):
        for place, clause in enumerate(clauses(said.text)):
            opens = place < OPENING_CLAUSES
            for each in undertakings(clause, said.before, ANY_DAY, opens=opens):
                before = said.before if opens else ""
                said.candidates.append(
                    Candidate(each, clause, before, said.speaker, vector(clause), end_of(before))
                )
        if number % 1000 == 0:
            print(f"read {number} of {len(bank)}", file=sys.stderr)


_SMALL = frozenset(
    {
        *("the", "a", "an", "to", "for", "of", "on", "in", "at", "by", "and", "or", "it"),
        "that",
        "with",
        "my",
        "your",
        "our",
        "none",
    }
)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", text.lower())) - _SMALL


def examples_of(said: Said) -> list[tuple[Candidate, bool]]:
    """What can be learnt from a turn. In one with a promise only the forms that share its words
    are known to be it; the others may be promises nobody noted."""
    if said.who is None:
        return [(each, False) for each in said.candidates]
    doers = [each for each in said.candidates if _doer(each) is said.who]
    shared = [
        len(
            said.words
            & _words(f"{e.undertaking.deed} {e.undertaking.due.words if e.undertaking.due else ''}")
        )
        for e in doers
    ]
    most = max(shared, default=0)
    return [(each, True) for each, count in zip(doers, shared, strict=True) if count == most]


def _doer(candidate: Candidate) -> Speaker:
    other = {Speaker.CUSTOMER: Speaker.SALESPERSON, Speaker.SALESPERSON: Speaker.CUSTOMER}
    by_speaker = candidate.undertaking.by_speaker
    return candidate.speaker if by_speaker else other[candidate.speaker]


def fit(bank: Sequence[Said]) -> PromiseHead:
    pairs = [pair for said in bank for pair in examples_of(said)]
    candidates = [candidate for candidate, _ in pairs]
    counts: Counter[str] = Counter()
    facts: set[str] = set()
    for each in candidates:
        counts.update(words_of(each))
        facts |= set(facts_of(each))
    chosen = sorted(word for word, count in counts.items() if count >= LEAST_WORD_COUNT)
    words = {word: place for place, word in enumerate(chosen)}
    rarity = np.array(
        [np.log((1 + len(candidates)) / (1 + counts[word])) + 1 for word in chosen], np.float32
    )
    places = {fact: place for place, fact in enumerate(sorted(facts))}
    model = LogisticRegression(
        C=STRENGTH, class_weight="balanced", max_iter=4000, random_state=SEED
    )
    model.fit(
        np.stack([row_of(each, words, rarity, places) for each in candidates]),
        [promised for _, promised in pairs],
    )
    return PromiseHead(
        weights=model.coef_[0].astype(np.float32),
        bias=float(model.intercept_[0]),
        words=words,
        rarity=rarity,
        facts=places,
    )


def left_out(bank: Sequence[Said]) -> dict[str, list[float]]:
    """For every turn the raw probabilities of its candidates, by heads that saw none of its
    group."""
    found: dict[str, list[float]] = {}
    groups = [said.group for said in bank]
    for train, test in GroupKFold(FOLDS).split(bank, groups=groups):
        head = fit([bank[i] for i in train])
        for i in test:
            found[bank[i].id] = head.probabilities(bank[i].candidates)
    return found


def calibrate(bank: Sequence[Said], raw: dict[str, list[float]]) -> tuple[float, float]:
    """Slope and offset under which what was left out is least surprising."""
    scores: list[float] = []
    truth: list[bool] = []
    for said in bank:
        known = {id(candidate): promised for candidate, promised in examples_of(said)}
        for candidate, share in zip(said.candidates, raw[said.id], strict=True):
            if id(candidate) in known:
                scores.append(_logit(share))
                truth.append(known[id(candidate)])
    model = LogisticRegression(C=1e6, random_state=SEED).fit(np.array(scores)[:, None], truth)
    return float(model.coef_[0][0]), float(model.intercept_[0])


def _logit(share: float) -> float:
    share = min(max(share, 1e-6), 1 - 1e-6)
    return float(np.log(share / (1 - share)))


@dataclass(frozen=True, slots=True)
class Score:
    threshold: float
    precision: float
    recall: float


def score(bank: Sequence[Said], probabilities: dict[str, list[float]], threshold: float) -> Score:
    """By turn: right when somebody is said to promise who did. Recall counts every promise of the
    bank, also those in a form that is not looked for."""
    right = wrong = 0
    for said in bank:
        sure = [
            _doer(candidate)
            for candidate, share in zip(said.candidates, probabilities[said.id], strict=True)
            if share >= threshold
        ]
        if sure and said.who in sure:
            right += 1
        elif sure:
            wrong += 1
    promised = sum(said.who is not None for said in bank)
    return Score(threshold, right / max(1, right + wrong), right / max(1, promised))


def calibration_error(
    bank: Sequence[Said], probabilities: dict[str, list[float]], bins: int = 10
) -> float:
    pairs: list[tuple[float, bool]] = []
    for said in bank:
        known = {id(candidate): promised for candidate, promised in examples_of(said)}
        for candidate, share in zip(said.candidates, probabilities[said.id], strict=True):
            if id(candidate) in known:
                pairs.append((share, known[id(candidate)]))
    shares, truth = np.array([s for s, _ in pairs]), np.array([t for _, t in pairs])
    places = np.minimum((shares * bins).astype(int), bins - 1)
    gaps = [
        abs(shares[places == b].mean() - truth[places == b].mean()) * (places == b).mean()
        for b in range(bins)
        if (places == b).any()
    ]
    return float(sum(gaps))


def main() -> None:
    bank = read_bank()
    find_candidates(bank)
    raw = left_out(bank)
    slope, offset = calibrate(bank, raw)
    sure = {
        key: [1 / (1 + float(np.exp(-(_logit(share) * slope + offset)))) for share in shares]
        for key, shares in raw.items()
    }
    promised = sum(said.who is not None for said in bank)
    print(f"promises: {len(bank)} turns, {promised} with a promise")
    for threshold in (0.5, SURE_FROM, 0.8, 0.9):
        each = score(bank, sure, threshold)
        print(f"  from {threshold:.2f}: precision {each.precision:.2f}, recall {each.recall:.2f}")
    print(f"  calibration error {calibration_error(bank, sure):.3f}")
    head = fit(bank)
    with OUTPUT.open("wb") as file:
        np.savez_compressed(
            file,
            weights=head.weights.astype(np.float16),
            bias=np.float32(head.bias),
            words=np.array(list(head.words)),
            rarity=head.rarity.astype(np.float16),
            facts=np.array(list(head.facts)),
            slope=np.float32(slope),
            offset=np.float32(offset),
        )
    print(f"  {OUTPUT.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
