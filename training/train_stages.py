"""`make train`: fits the layer that tells the stage of a call to whole calls of our own.

One call a block in `stages/*.txt`, its trade behind `#`; a turn a line: the stage (`o`pening,
`d`iscovery, `p`itch, o`b`jection, `c`lose), the speaker (`s`alesperson, `c`ustomer), the words. An
objection lasts from the words that raise it until the talk goes on to something else.

Quality is judged on calls that were left out, turn by turn, through the tracker of a live call.
"""

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from salescoach.domain.audio import Speaker
from salescoach.domain.events import SignalHeard, StageChanged, Transcription
from salescoach.domain.signal import Stage
from salescoach.domain.slots import filled
from salescoach.domain.turn import Turn
from salescoach.embedding.embedder import LocalEmbedder
from salescoach.pipeline import stage_heads
from salescoach.pipeline.heads import load_heads
from salescoach.pipeline.index import PlaybookIndex, build_index
from salescoach.pipeline.signals import SignalReader
from salescoach.pipeline.stage_heads import (
    STAGES,
    HeardTurn,
    StageHeads,
    count_of,
    judged,
    stage_features,
)
from salescoach.pipeline.stages import StageTracker
from salescoach.pipeline.state import CallState
from salescoach.rooms.playbook.loader import load_default

CALLS = Path(__file__).parent / "stages"
OUTPUT = Path(stage_heads.__file__).parent / stage_heads.FILE
FOLDS = 7
SEED = 20261123
STRENGTH = 1.0
SMOOTHING = 3.0
TURN_MS, PAUSE_MS = 4_000, 500
_LETTERS = dict(zip("odpbc", STAGES, strict=True))


@dataclass(frozen=True, slots=True)
class LabelledTurn:
    turn: Turn
    stage: Stage


Call = tuple[LabelledTurn, ...]


def read_calls() -> list[Call]:
    calls: list[Call] = []
    for path in sorted(CALLS.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            lines = [line for line in block.strip().splitlines() if not line.startswith("#")]
            calls.append(tuple(_labelled(place, line) for place, line in enumerate(lines)))
    return calls


def _labelled(place: int, line: str) -> LabelledTurn:
    letter, side, text = line.split(" ", 2)
    speaker = Speaker.SALESPERSON if side == "s" else Speaker.CUSTOMER
    start = place * (TURN_MS + PAUSE_MS)
    return LabelledTurn(
        Turn(f"t{place + 1}", speaker, text, start, start + TURN_MS), _LETTERS[letter]
    )


async def rows_of(call: Call, embedder: LocalEmbedder) -> list[stage_heads.Vectors]:
    vectors = await embedder.embed([judged(each.turn.text) for each in call])
    rows: list[stage_heads.Vectors] = []
    words, before = 0, None
    for each, vector in zip(call, vectors, strict=True):
        heard = HeardTurn(each.turn.speaker, each.turn.text, vector, words)
        rows.append(stage_features(heard, before))
        words += count_of(each.turn.text)
        before = heard
    return rows


def fit(calls: Sequence[Call], rows: Sequence[Sequence[stage_heads.Vectors]]) -> StageHeads:
    labels = [STAGES.index(each.stage) for call in calls for each in call]
    table = np.stack([row for call in rows for row in call])
    model = LogisticRegression(C=STRENGTH, max_iter=3000).fit(table, labels)
    transitions = np.full((len(STAGES), len(STAGES)), SMOOTHING / len(STAGES))
    for call in calls:
        places = [STAGES.index(each.stage) for each in call]
        for now, then in itertools.pairwise(places):
            transitions[now, then] += 1
    transitions /= transitions.sum(axis=1, keepdims=True)
    prior = np.bincount(labels, minlength=len(STAGES)) / len(labels)
    parts = (model.coef_, model.intercept_, prior**0.9, transitions)
    return StageHeads(*(np.asarray(part, np.float16).astype(np.float32) for part in parts))


async def accuracy(
    call: Call,
    heads: StageHeads,
    index: PlaybookIndex,
    embedder: LocalEmbedder,
    reader: SignalReader,
) -> tuple[int, int]:
    """Right turns and changes of stage, as the live call would show them."""
    tracker = StageTracker(index, embedder, heads)
    state = CallState()
    right = changes = 0
    for place, each in enumerate(call):
        turn = each.turn
        state.apply(
            Transcription(
                turn_id=turn.id, text=turn.text, speaker=turn.speaker, is_final=True,
                start_ms=turn.start_ms, end_ms=turn.end_ms, channel=0, committed_ms=turn.end_ms,
            )
        )  # fmt: skip
        before = [known.turn for known in call[max(0, place - 3) : place]]
        reading = await reader.read(turn, before)
        for signal in reading.signals:
            state.apply(
                SignalHeard(
                    kind=signal.kind, confidence=signal.confidence, evidence=signal.evidence,
                    objection_type=signal.objection_type, sentiment=signal.sentiment,
                )
            )  # fmt: skip
        heard = await tracker.read(state)
        if heard.stage is not state.stage:
            changes += 1
            state.apply(
                StageChanged(
                    current=heard.stage, confidence=heard.confidence, time_in_stage_ms=0,
                    entered_at_ms=heard.entered_at_ms or turn.start_ms,
                )
            )  # fmt: skip
        right += state.stage is each.stage
    return right, changes


async def main() -> None:
    embedder = LocalEmbedder()
    index = await build_index(filled(load_default()), embedder)
    reader = SignalReader(index, embedder, load_heads(embedder))
    calls = read_calls()
    rows = [await rows_of(call, embedder) for call in calls]
    order = np.random.default_rng(SEED).permutation(len(calls))
    right = turns = changes = 0
    for fold in np.array_split(order, FOLDS):
        kept = [place for place in range(len(calls)) if place not in fold]
        heads = fit([calls[place] for place in kept], [rows[place] for place in kept])
        for place in fold:
            done = await accuracy(calls[place], heads, index, embedder, reader)
            right, changes = right + done[0], changes + done[1]
            turns += len(calls[place])
    true_changes = sum(
        now.stage is not then.stage for call in calls for now, then in itertools.pairwise(call)
    )
    print(f"{len(calls)} calls, {turns} turns: {right / turns:.3f} of the stages right, left out")
    print(f"{changes} changes of stage, {true_changes} true ones")
    heads = fit(calls, rows)
    names = ("weights", "bias", "prior", "transitions")
    np.savez_compressed(OUTPUT, **{name: getattr(heads, name).astype(np.float16) for name in names})
    await embedder.aclose()


if __name__ == "__main__":
    asyncio.run(main())
