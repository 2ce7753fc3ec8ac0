from random import Random

from hypothesis import given
from hypothesis import strategies as st

from salescoach.domain.transcript import Transcript
from salescoach.pipeline.order import SETTLED_MS, SpokenOrder


def line(channel: int, end_ms: int, is_final: bool = True) -> Transcript:
    return Transcript(channel, f"{end_ms}", "Well.", is_final, end_ms - 100, end_ms)


def test_a_line_waits_until_nothing_can_come_before_it() -> None:
    order = SpokenOrder()
    order.hold(line(1, 3_000), 3_000)
    order.hold(line(0, 2_000), 2_000)

    assert order.release(1_999 + SETTLED_MS) == []
    assert order.release(2_000 + SETTLED_MS) == [line(0, 2_000)]
    assert order.release(None) == [line(1, 3_000)]
    assert order.release(None) == []


def test_an_interim_is_not_kept() -> None:
    order = SpokenOrder()

    order.hold(line(0, 2_000, is_final=False), 2_000)

    assert order.release(None) == []


@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(100, 60_000)), max_size=20, unique=True),
    st.lists(st.integers(0, 70_000), max_size=20),
    st.randoms(use_true_random=False),
)
def test_the_order_does_not_depend_on_when_each_channel_was_heard(
    spoken: list[tuple[int, int]], looks: list[int], random: Random
) -> None:
    """However far apart the channels are, lines that come within the settled time leave alike."""
    order = SpokenOrder()
    released: list[Transcript] = []
    pending = sorted(spoken, key=lambda one: one[1])
    for heard_ms in sorted(looks):
        due = [one for one in pending if one[1] + SETTLED_MS <= heard_ms or random.random() < 0.5]
        random.shuffle(due)
        for channel, end_ms in due:
            order.hold(line(channel, end_ms), end_ms)
            pending.remove((channel, end_ms))
        released += order.release(heard_ms)
    for channel, end_ms in pending:
        order.hold(line(channel, end_ms), end_ms)
    released += order.release(None)

    assert [(one.end_ms, one.channel) for one in released] == sorted(
        (end_ms, channel) for channel, end_ms in spoken
    )
