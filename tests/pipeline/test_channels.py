from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescoach.domain.audio import AudioFrame, Channel, Speaker, ms_to_samples, samples_to_ms
from salescoach.pipeline.channels import KEPT_REFERENCE_MS, MAX_SKEW_MS, ChannelFeed
from salescoach.pipeline.echo import LATENCY
from tests.fakes import BOTH

Samples = npt.NDArray[np.int16]
NEAR, FAR = 0, 1


class Feeding:
    """Two channels of sound pushed piece by piece; counts what comes out."""

    def __init__(self, channels: tuple[Channel, ...] = BOTH) -> None:
        self.feed = ChannelFeed(channels)
        self.at = {NEAR: 0, FAR: 0}
        self.out: dict[int, list[AudioFrame]] = {NEAR: [], FAR: []}

    def push(self, channel: int, samples: Samples) -> None:
        frame = AudioFrame(channel, 0, samples.astype("<i2").tobytes(), 7)
        self._take(self.feed.push(frame, samples_to_ms(self.at[channel])))
        self.at[channel] += len(samples)

    def skip(self, channel: int, ms: int) -> None:
        self.at[channel] += ms_to_samples(ms)

    def flush(self) -> None:
        self._take(self.feed.flush())

    def count(self, channel: int) -> int:
        return sum(frame.samples for frame in self.out[channel])

    def sound(self, channel: int) -> Samples:
        return np.frombuffer(b"".join(frame.pcm for frame in self.out[channel]), "<i2")

    def _take(self, frames: Iterator[AudioFrame]) -> None:
        for frame in frames:
            self.out[frame.channel].append(frame)


def noise(ms: float, seed: int = 0, loud: float = 3_000) -> Samples:
    rng = np.random.default_rng(seed)
    return (rng.standard_normal(ms_to_samples(ms)) * loud).clip(-32_000, 32_000).astype(np.int16)


def silence(ms: float) -> Samples:
    return np.zeros(ms_to_samples(ms), np.int16)


@pytest.mark.parametrize(
    "channels",
    [
        (Channel(0, Speaker.UNKNOWN),),
        (Channel(0, Speaker.SALESPERSON),),
        (Channel(0, Speaker.CUSTOMER), Channel(1, Speaker.CUSTOMER)),
        (Channel(0, Speaker.UNKNOWN), Channel(1, Speaker.CUSTOMER)),
    ],
)
def test_without_a_pair_every_frame_passes_untouched(channels: tuple[Channel, ...]) -> None:
    feed = ChannelFeed(channels)
    frame = AudioFrame(channels[-1].id, 4, noise(100).tobytes(), 9)

    assert list(feed.push(frame, 0)) == [frame]
    assert list(feed.flush()) == []


def test_an_engine_that_does_not_listen_gets_every_frame_untouched() -> None:
    feed = ChannelFeed(BOTH, heard=False)
    frames = [AudioFrame(channel, 4, noise(100).tobytes(), 9) for channel in (NEAR, FAR)]

    assert not feed.paired
    assert [passed for frame in frames for passed in feed.push(frame, 0)] == frames
    assert list(feed.flush()) == []


def test_a_third_channel_passes_untouched() -> None:
    feed = ChannelFeed((*BOTH, Channel(2, Speaker.UNKNOWN)))
    frame = AudioFrame(2, 0, noise(100).tobytes())

    assert list(feed.push(frame, 0)) == [frame]


def test_the_customer_never_waits_and_is_never_changed() -> None:
    feeding = Feeding()
    sound = noise(300)

    feeding.push(FAR, sound)

    assert np.array_equal(feeding.sound(FAR), sound)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from((NEAR, FAR)), st.integers(20, 250)), max_size=25))
def test_every_sample_comes_out_however_the_channels_come(pieces: list[tuple[int, int]]) -> None:
    feeding = Feeding()
    for channel, ms in pieces:
        feeding.push(channel, noise(ms, seed=ms))

    waiting = ms_to_samples(MAX_SKEW_MS + 20)
    assert feeding.count(FAR) == feeding.at[FAR]
    assert feeding.at[NEAR] - waiting <= feeding.count(NEAR) <= feeding.at[NEAR]
    assert all(20 <= frame.duration_ms <= 250 for frame in feeding.out[NEAR])
    assert [frame.seq for frame in feeding.out[NEAR]] == list(range(len(feeding.out[NEAR])))
    feeding.flush()
    # What the canceller lags behind comes as silence first and as sound at the end.
    assert feeding.count(NEAR) - feeding.at[NEAR] == LATENCY


def test_the_salesperson_waits_for_the_customer_but_not_for_ever() -> None:
    feeding = Feeding()

    for _ in range(4):
        feeding.push(NEAR, noise(100))
    held = feeding.count(NEAR)
    for _ in range(10):
        feeding.push(NEAR, noise(100))

    assert held == 0
    assert feeding.at[NEAR] - feeding.count(NEAR) <= ms_to_samples(MAX_SKEW_MS + 20)


def test_with_the_customer_there_nothing_waits() -> None:
    feeding = Feeding()
    feeding.push(FAR, silence(1_000))

    feeding.push(NEAR, noise(200))

    assert feeding.count(NEAR) == ms_to_samples(200)
    assert feeding.out[NEAR][-1].captured_at_ms == 7


def test_the_salespersons_words_come_through_when_there_is_no_echo() -> None:
    feeding = Feeding()
    words = noise(1_000)
    for at in range(0, len(words), 1_600):
        feeding.push(FAR, silence(100))
        feeding.push(NEAR, words[at : at + 1_600])
    feeding.flush()

    out = feeding.sound(NEAR).astype(float)
    shift = len(out) - len(words)
    assert np.corrcoef(out[shift:], words.astype(float))[0, 1] > 0.95


def echoing(feeding: Feeding, seconds: int, *, seed: int = 1) -> None:
    """The customer's sound leaks into the microphone, 60 ms later and 6 dB softer."""
    far = noise(seconds * 1_000, seed)
    delayed = np.concatenate([silence(60), far])[: len(far)] // 2
    for at in range(0, len(far), 1_600):
        feeding.push(FAR, far[at : at + 1_600])
        feeding.push(NEAR, delayed[at : at + 1_600])


def loudness(samples: Samples) -> float:
    return float(np.sqrt(np.mean(samples.astype(float) ** 2)))


def left_of_echo(feeding: Feeding) -> float:
    """Loudness of the last second of the cleaned channel, as a share of the echo's."""
    return loudness(feeding.sound(NEAR)[-16_000:]) / 1_500


def test_echo_is_taken_out_and_noticed() -> None:
    feeding = Feeding()

    echoing(feeding, 6)

    assert feeding.feed.echo_heard
    assert left_of_echo(feeding) < 0.2


@pytest.mark.parametrize(("channel", "ms"), [(FAR, 2_300), (NEAR, 2_300)])
def test_channels_that_begin_apart_are_still_compared_at_the_same_moment(
    channel: int, ms: int
) -> None:
    """An opened-again engine hears each channel from its own last word on."""
    feeding = Feeding()
    feeding.skip(channel, ms)
    other = NEAR if channel == FAR else FAR
    for _ in range(ms // 100):
        feeding.push(other, silence(100))

    echoing(feeding, 6)

    assert feeding.feed.echo_heard
    assert left_of_echo(feeding) < 0.2


@pytest.mark.parametrize("ms", [2_300, KEPT_REFERENCE_MS + 5_000])
def test_channels_stay_aligned_over_a_gap_of_one_of_them(ms: int) -> None:
    feeding = Feeding()
    echoing(feeding, 1)
    feeding.skip(FAR, ms)
    for _ in range(ms // 100):
        feeding.push(NEAR, silence(100))

    echoing(feeding, 6)

    assert feeding.feed.echo_heard
    assert left_of_echo(feeding) < 0.2


def test_a_late_customer_is_still_compared_when_the_salesperson_is_later() -> None:
    feeding = Feeding()
    far = noise(6_000, 3)
    delayed = np.concatenate([silence(60), far])[: len(far)] // 2

    feeding.push(FAR, far[:32_000])
    for at in range(0, len(far), 1_600):
        feeding.push(NEAR, delayed[at : at + 1_600])
        feeding.push(FAR, far[32_000 + at : 33_600 + at])

    assert left_of_echo(feeding) < 0.2
