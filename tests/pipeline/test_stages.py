import pytest

from salescoach.domain.signal import Evidence, ObjectionType, Signal, SignalKind, Stage
from salescoach.pipeline.stages import StageReading, StageTracker
from tests.fakes import WordEmbedder, index, playbook
from tests.pipeline.events import turn


class Listener:
    """Follows the stage of a call, line by line."""

    def __init__(self, tracker: StageTracker) -> None:
        self.tracker = tracker
        self.stage = Stage.OPENING

    async def hear(self, text: str, *signals: Signal) -> StageReading:
        vectors = await WordEmbedder().embed([text])
        heard = self.tracker.hear(turn(text), vectors, signals, self.stage)
        self.stage = heard.stage
        return heard


@pytest.fixture
async def listener() -> Listener:
    return Listener(StageTracker(await index()))


def typical(stage: Stage) -> list[str]:
    """What the playbook says such a stage sounds like, lines of three words and more."""
    guide = next(guide for guide in playbook().stages if guide.stage is stage)
    return [line for line in guide.sounds_like if len(line.split()) > 3]


def signal(kind: SignalKind, confidence: float = 1.0) -> Signal:
    objection = ObjectionType.PRICE if kind is SignalKind.OBJECTION else None
    return Signal(kind, confidence, Evidence("t1", "Well.", 0, 900), objection)


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


async def test_one_stray_line_does_not_turn_a_settled_stage(listener: Listener) -> None:
    for line in typical(Stage.DISCOVERY)[:6]:
        await listener.hear(line)

    await listener.hear(typical(Stage.CLOSE)[0])

    assert listener.stage is Stage.DISCOVERY


@pytest.mark.parametrize("text", ["hi", "Okay.", "this thing"])
async def test_a_word_or_two_move_nothing(listener: Listener, text: str) -> None:
    for line in typical(Stage.PITCH)[:4]:
        await listener.hear(line)
    before = await listener.hear("hm")

    assert await listener.hear(text) == before


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
    await listener.hear("hm", signal(kind))

    assert listener.stage is stage


async def test_a_stage_that_leads_by_a_hair_does_not_take_over(listener: Listener) -> None:
    hair = await listener.hear("hm", signal(SignalKind.OBJECTION, 0.75))
    clear = await listener.hear("hm", signal(SignalKind.OBJECTION, 0.75))

    assert hair.stage is Stage.OPENING
    assert hair.confidence < 0.5
    assert clear.stage is Stage.OBJECTION


async def test_a_question_counts_for_none(listener: Listener) -> None:
    heard = await listener.hear("hm", signal(SignalKind.QUESTION))

    assert heard == StageReading(Stage.OPENING, 1.0, None)
