import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from salescoach.pipeline.echo_past import Past

KEPT = 12


@given(st.lists(st.integers(1, 3 * KEPT), max_size=30), st.integers(1, KEPT))
def test_the_latest_samples_are_there_however_they_came(lengths: list[int], count: int) -> None:
    past = Past(np.zeros(KEPT, np.float32))
    everything = np.zeros(KEPT, np.float32)
    for length in lengths:
        new = np.arange(len(everything), len(everything) + length, dtype=np.float32)
        past.append(new)
        everything = np.concatenate((everything, new))
        assert np.array_equal(past.latest(count), everything[-count:])
