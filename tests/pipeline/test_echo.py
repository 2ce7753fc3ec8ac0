"""The echo canceller on made-up speech: noise in syllables, so no recording is needed."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescoach.pipeline.echo import LATENCY, LOOK_AHEAD, EchoCanceller

RATE = 16_000
BLOCK = 1_600
Pcm = npt.NDArray[np.int16]
Signal = npt.NDArray[np.float64]


def speech(seconds: float, seed: int, level: float = 2_000.0) -> Signal:
    """Noise of changing colour in syllables of a quarter of a second, with gaps between words."""
    rng = np.random.default_rng(seed)
    parts: list[Signal] = []
    while sum(len(part) for part in parts) < seconds * RATE:
        length = int(rng.uniform(0.15, 0.35) * RATE)
        centre, width = rng.uniform(300, 2_500), rng.uniform(200, 1_200)
        spectrum = np.fft.rfft(rng.standard_normal(length))
        frequencies = np.fft.rfftfreq(length, 1 / RATE)
        spectrum *= np.exp(-(((frequencies - centre) / width) ** 2)) + 0.2
        syllable = np.fft.irfft(spectrum, length) * np.hanning(length)
        parts += [
            syllable / np.sqrt(np.mean(syllable**2)),
            np.zeros(int(rng.uniform(0.02, 0.12) * RATE)),
        ]
    return np.concatenate(parts)[: int(seconds * RATE)] * level


def room(
    seed: int, delay_ms: float = 5, gain_db: float = -3, reverberation_ms: int = 120
) -> Signal:
    rng = np.random.default_rng(seed)
    length = reverberation_ms * RATE // 1000
    response = 0.2 * rng.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
    response[0] = 1
    response *= 10 ** (gain_db / 20) / np.sqrt(np.sum(response**2))
    return np.concatenate((np.zeros(int(delay_ms * RATE / 1000)), response))


def through(far: Signal, response: Signal) -> Signal:
    size = len(far) + len(response)
    return np.fft.irfft(np.fft.rfft(far, size) * np.fft.rfft(response, size), size)[: len(far)]


def noise(samples: int, level: float = 8.0) -> Signal:
    return np.random.default_rng(99).standard_normal(samples) * level


def pcm(signal: Signal) -> Pcm:
    return np.clip(np.rint(signal), -32768, 32767).astype(np.int16)


def pause(seconds: float) -> Signal:
    return np.zeros(int(seconds * RATE))


def cleaned(near: Pcm, far: Pcm, block: int = BLOCK) -> tuple[Pcm, EchoCanceller, int, bool]:
    """The whole call, moved back in time by the latency."""
    canceller = EchoCanceller()
    blocks = [
        canceller.process(near[at : at + block], far[at : at + block])
        for at in range(0, len(near), block)
    ]
    rest = canceller.flush()
    clean = np.concatenate([part.clean for part in (*blocks, rest)])
    echo_ms = sum(part.echo_ms for part in blocks)
    return clean[canceller.latency :][: len(near)], canceller, echo_ms, blocks[-1].active


def decibels(clean: npt.NDArray[np.generic], reference: npt.NDArray[np.generic]) -> float:
    powers = [float(np.mean(part.astype(np.float64) ** 2)) for part in (clean, reference)]
    return float(10 * np.log10((powers[0] + 1e-3) / powers[1]))


@pytest.mark.parametrize(
    ("delay_ms", "gain_db", "clip"),
    [(3, -3, None), (60, 0, None), (230, -6, None), (20, -18, None), (10, -3, 3_000)],
)
def test_the_customer_alone_becomes_silence(
    delay_ms: float, gain_db: float, clip: float | None
) -> None:
    far = np.concatenate((pause(0.3), speech(2.5, 1)))
    played = far if clip is None else clip * np.tanh(far / clip)
    near = pcm(through(played, room(2, delay_ms, gain_db)) + noise(len(far)))

    clean, _, echo_ms, active = cleaned(near, pcm(far))

    assert decibels(clean, near) < -20
    assert active
    assert echo_ms > 1_000


def test_an_echo_ahead_of_its_reference_is_removed_too() -> None:
    voice = np.concatenate((pause(0.3), speech(4, 1), pause(0.2)))
    far = np.roll(voice, RATE * 40 // 1000)
    near = pcm(through(voice, room(3)) + noise(len(voice)))

    clean, canceller, _, active = cleaned(near, pcm(far))

    assert active
    assert canceller.latency == LATENCY + LOOK_AHEAD
    assert decibels(clean[RATE:], near[RATE:]) < -20


def test_the_salesperson_is_kept_while_the_customer_speaks() -> None:
    far = np.concatenate((pause(0.3), speech(5, 4)))
    voice = np.concatenate((pause(2.5), speech(2.5, 5), pause(0.3)))
    near = voice + through(far, room(6)) + noise(len(far))

    clean, *_ = cleaned(pcm(near), pcm(far))

    hops = voice[: len(voice) // 160 * 160].reshape(-1, 160)
    result = clean[: hops.size].astype(np.float64).reshape(-1, 160)
    spoken = np.mean(hops**2, axis=1) > 1_000**2
    kept = np.mean(result[spoken] ** 2, axis=1) > 0.25 * np.mean(hops[spoken] ** 2, axis=1)
    assert kept.mean() > 0.9
    assert decibels(clean[RATE // 2 : 2 * RATE], near[RATE // 2 : 2 * RATE]) < -20


@pytest.mark.parametrize("near_from", [0.0, 1.5])
def test_headphones_leave_every_sample_as_it_was(near_from: float) -> None:
    far = np.concatenate((pause(0.5), speech(4, 7)))
    voice = np.concatenate((pause(near_from), speech(4.5 - near_from, 8)))
    near = pcm(voice + noise(len(voice)))

    clean, canceller, echo_ms, active = cleaned(near, pcm(far))

    np.testing.assert_array_equal(clean, near)
    assert (echo_ms, active, canceller.latency) == (0, False, LATENCY)


def test_a_path_that_changes_is_learned_again() -> None:
    far = np.concatenate((pause(0.3), speech(7, 9)))
    half = len(far) // 2
    later = room(11, delay_ms=60, gain_db=-8)
    echo = np.concatenate((through(far, room(10))[:half], through(far, later)[half:]))
    near = pcm(echo + noise(len(far)))

    clean, *_ = cleaned(near, pcm(far))

    after = slice(half + RATE, None)
    assert decibels(clean[after], near[after]) < -20


def test_headphones_that_come_off_are_noticed() -> None:
    far = np.concatenate((pause(0.3), speech(9, 14)))
    off = 5 * RATE
    echo = through(far, room(15))
    echo[:off] = 0
    near = pcm(echo + noise(len(far)))

    clean, _, _, active = cleaned(near, pcm(far))

    np.testing.assert_array_equal(clean[:off], near[:off])
    assert active
    later = slice(off + RATE, None)
    assert decibels(clean[later], near[later]) < -20


@settings(max_examples=3, deadline=None)
@given(st.integers(min_value=320, max_value=4_000))
def test_the_length_of_the_blocks_does_not_matter(block: int) -> None:
    far = np.concatenate((pause(0.2), speech(1.2, 12)))
    near = pcm(through(far, room(13)) + noise(len(far)))

    np.testing.assert_array_equal(cleaned(near, pcm(far), block)[0], cleaned(near, pcm(far))[0])


@pytest.mark.parametrize("length", [320, 1_000, 4_000])
def test_as_many_samples_come_out_as_went_in(length: int) -> None:
    canceller = EchoCanceller()
    block = pcm(noise(length, 1_000))

    assert len(canceller.process(block, block).clean) == length
    assert len(canceller.process(block, block).clean) == length
    assert len(canceller.flush().clean) == canceller.latency


def test_silence_stays_silence() -> None:
    silence = np.zeros(RATE, np.int16)

    clean, _, echo_ms, active = cleaned(silence, silence)

    assert not clean.any()
    assert (echo_ms, active) == (0, False)


def test_channels_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="blocks differ"):
        EchoCanceller().process(np.zeros(320, np.int16), np.zeros(160, np.int16))
