from hypothesis import given
from hypothesis import strategies as st

from salescoach.domain.audio import AudioFrame, Speaker, ms_to_samples, samples_to_ms


@given(st.integers(0, 10**9))
def test_milliseconds_survive_the_way_to_samples_and_back(ms: int) -> None:
    assert samples_to_ms(ms_to_samples(ms)) == ms


def test_a_frame_knows_how_long_it_lasts() -> None:
    frame = AudioFrame(1, 0, bytes(3_200))

    assert frame.samples == 1_600
    assert frame.duration_ms == 100


def test_the_other_of_the_other_side_is_oneself() -> None:
    assert Speaker.SALESPERSON.other is Speaker.CUSTOMER
    assert all(speaker.other.other is speaker for speaker in Speaker)
    assert Speaker.UNKNOWN.other is Speaker.UNKNOWN
