import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescoach.domain.audio import Speaker
from salescoach.domain.events import SignalHeard, StageChanged
from salescoach.domain.signal import Evidence, ObjectionType, SignalKind, Stage
from salescoach.pipeline.index import PlaybookIndex
from salescoach.pipeline.stage_heads import (
    STAGES,
    HeardTurn,
    StageHeads,
    judged,
    load_stage_heads,
    stage_features,
)
from salescoach.pipeline.stages import WINDOW, StageReading, StageTracker
from salescoach.pipeline.state import CallState
from tests.fakes import WordEmbedder, index, playbook
from tests.pipeline.events import said

OWN, THEIRS = Speaker.SALESPERSON, Speaker.CUSTOMER


class Listener:
    """Follows the stage of a call, line by line."""

    def __init__(self, built: PlaybookIndex, heads: StageHeads | None = None) -> None:
        self.tracker = StageTracker(built, WordEmbedder(), heads)
        self.state = CallState()
        self._count = 0

    @property
    def stage(self) -> Stage:
        return self.state.stage

    async def hear(
        self, text: str, *signals: SignalKind, speaker: Speaker = THEIRS
    ) -> StageReading:
        self._count += 1
        start = self._count * 5_000
        return await self.grow(f"t{self._count}", start, text, *signals, speaker=speaker)

    async def grow(
        self, turn_id: str, start: int, text: str, *signals: SignalKind, speaker: Speaker = THEIRS
    ) -> StageReading:
        self.state.apply(said(turn_id, start, start + 4_000, text, speaker))
        for kind in signals:
            self.state.apply(signal(kind, turn_id))
        heard = await self.tracker.read(self.state)
        if heard.entered_at_ms is not None:
            self.state.apply(
                StageChanged(
                    current=heard.stage,
                    confidence=heard.confidence,
                    time_in_stage_ms=0,
                    entered_at_ms=heard.entered_at_ms,
                )
            )
        return heard


@pytest.fixture
async def listener() -> Listener:
    return Listener(await index())


def typical(stage: Stage) -> list[str]:
    """What the playbook says such a stage sounds like, lines of four words and more."""
    guide = next(guide for guide in playbook().stages if guide.stage is stage)
    return [line for line in guide.sounds_like if len(line.split()) > 3]


def signal(kind: SignalKind, turn_id: str, confidence: float = 1.0) -> SignalHeard:
    objection = ObjectionType.PRICE if kind is SignalKind.OBJECTION else None
    evidence = Evidence(turn_id, "Well.", 0, 900)
    return SignalHeard(
        kind=kind, objection_type=objection, confidence=confidence, evidence=evidence
    )


@pytest.mark.parametrize("stage", [s for s in Stage if s is not Stage.OPENING])
async def test_talk_typical_of_a_stage_leads_there_with_evidence(
    listener: Listener, stage: Stage
) -> None:
    changes = [await listener.hear(line) for line in typical(stage)[:4]]
    moved = [heard for heard in changes if heard.evidence is not None]

    assert listener.stage is stage
    assert len(moved) == 1
    assert moved[0].evidence is not None
    assert moved[0].evidence.quote in typical(stage)
    assert 0 < moved[0].confidence <= 1


async def test_a_call_can_go_back(listener: Listener) -> None:
    for line in typical(Stage.CLOSE)[:4] + typical(Stage.DISCOVERY)[:5]:
        await listener.hear(line)

    assert listener.stage is Stage.DISCOVERY


async def test_a_stage_begins_with_the_words_that_began_it(listener: Listener) -> None:
    """It may take more than one turn to be sure of it."""
    for line in typical(Stage.DISCOVERY)[:6]:
        await listener.hear(line)
    before = listener.state.stage_entered_ms
    changes = [await listener.hear(line) for line in typical(Stage.CLOSE)[:4]]
    (moved,) = [heard for heard in changes if heard.entered_at_ms is not None]

    assert moved.evidence is not None
    assert moved.entered_at_ms == moved.evidence.start_ms
    assert moved.evidence.quote in typical(Stage.CLOSE)
    assert moved.entered_at_ms > before


async def test_one_stray_line_does_not_turn_a_settled_stage(listener: Listener) -> None:
    for line in typical(Stage.DISCOVERY)[:6]:
        await listener.hear(line)

    await listener.hear("So the start of it all is like the end then")

    assert listener.stage is Stage.DISCOVERY


@pytest.mark.parametrize("text", ["hi", "Okay.", "this thing"])
async def test_a_word_or_two_move_nothing(listener: Listener, text: str) -> None:
    for line in typical(Stage.PITCH)[:4]:
        await listener.hear(line)

    await listener.hear(text)

    assert listener.stage is Stage.PITCH


async def test_letters_inside_other_words_mean_nothing(listener: Listener) -> None:
    """``hi`` inside ``this`` once meant an opening."""
    for line in typical(Stage.DISCOVERY)[:4]:
        await listener.hear(line)

    for _ in range(3):
        await listener.hear("Which whimsical thistle chimes within architecture")

    assert listener.stage is Stage.DISCOVERY


@pytest.mark.parametrize(
    ("kind", "stage"),
    [(SignalKind.OBJECTION, Stage.OBJECTION), (SignalKind.BUYING_SIGNAL, Stage.CLOSE)],
)
async def test_a_signal_counts_for_its_stage(
    listener: Listener, kind: SignalKind, stage: Stage
) -> None:
    for line in typical(Stage.PITCH)[:2]:
        await listener.hear(line)
    for _ in range(3):
        await listener.hear("Whimsical thistle chimes within architecture", kind)

    assert listener.stage is stage


async def test_a_question_counts_for_none(listener: Listener) -> None:
    plain = await listener.hear("Whimsical thistle chimes")
    other = Listener(await index())

    assert await other.hear("Whimsical thistle chimes", SignalKind.QUESTION) == plain


async def test_a_turn_that_grows_counts_once(listener: Listener) -> None:
    """Every line of a long turn brings it here again, longer."""
    for line in typical(Stage.DISCOVERY)[:4]:
        await listener.hear(line)
    closing = typical(Stage.CLOSE)[0]
    once = copy.deepcopy(listener.state)

    heard = await listener.grow("t9", 50_000, closing)
    for _ in range(5):
        assert await listener.tracker.read(listener.state) == heard or listener.stage is heard.stage
        again = await listener.grow("t9", 50_000, closing)

    once.apply(said("t9", 50_000, 54_000, closing))
    alone = await StageTracker(await index(), WordEmbedder()).read(once)
    assert (alone.stage, alone.confidence) == (heard.stage, heard.confidence)
    assert again.confidence == heard.confidence or heard.entered_at_ms is not None


async def test_before_the_first_words_a_call_is_opening() -> None:
    heard = await StageTracker(await index(), WordEmbedder()).read(CallState())

    assert heard.stage is Stage.OPENING
    assert heard.evidence is None


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(STAGES), st.integers(0, 9), st.booleans(), st.booleans()),
        min_size=1,
        max_size=WINDOW + 12,
    ),
    st.data(),
)
async def test_a_call_taken_up_from_its_log_stands_where_it_stood(
    talk: list[tuple[Stage, int, bool, bool]], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(talk)))
    whole = Listener(await index(), load_stage_heads())
    taken_up = Listener(await index(), load_stage_heads())
    for place, (stage, line, own, objects) in enumerate(talk):
        lines = typical(stage)
        text, signals = lines[line % len(lines)], [SignalKind.OBJECTION] * objects
        speaker = OWN if own else THEIRS
        if place == cut:
            # All that an earlier server knew is gone, but for the log.
            taken_up.tracker = StageTracker(await index(), WordEmbedder(), load_stage_heads())
        heard = await whole.hear(text, *signals, speaker=speaker)
        assert await taken_up.hear(text, *signals, speaker=speaker) == heard
        assert 0 <= heard.confidence <= 1
    assert taken_up.state == whole.state


def test_the_heads_that_come_with_the_product_fit_their_features() -> None:
    heads = load_stage_heads()
    vector = np.zeros(384, np.float32)
    row = stage_features(HeardTurn(OWN, "How many calls?", vector, 12), None)

    fitting = heads.log_likelihoods([row, row])

    assert fitting.shape == (2, len(STAGES))
    assert np.isfinite(fitting).all()
    assert np.allclose(heads.transitions.sum(axis=1), 1, atol=0.01)


def test_who_says_it_matters_and_an_unknown_speaker_lies_between() -> None:
    vector = np.ones(4, np.float32)
    rows = [
        stage_features(HeardTurn(speaker, "Why?", vector, 0), None)
        for speaker in (OWN, Speaker.UNKNOWN, THEIRS)
    ]

    assert np.allclose((rows[0] + rows[2]) / 2, rows[1])


def test_of_a_long_turn_the_end_is_judged() -> None:
    text = " ".join(f"word{n}" for n in range(100))

    assert judged(text).split()[0] == "word40"
    assert judged("Short.") == "Short."
