import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.embedding.layers import Floats, Layer, layer, packed, rounded, unpacked

WIDTH = 8


def numbers(seed: int, *shape: int) -> Floats:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def small_layer(seed: int) -> Layer:
    shapes = {"ask": (8, 24), "mix": (8, 8), "widen": (8, 32), "narrow": (32, 8)}
    floats: dict[str, Floats] = {}
    for place, (name, shape) in enumerate(shapes.items()):
        floats[name] = numbers(seed + place, *shape)
        floats[f"{name}_shift"] = numbers(seed + place + 10, shape[1])
    for name in ("mixed", "layered"):
        floats |= {name: numbers(seed + 20, WIDTH), f"{name}_shift": numbers(seed + 21, WIDTH)}
    reaches = {name: np.abs(numbers(seed + 30, WIDTH)) for name in ("ask", "mix", "widen")}
    return layer(floats, reaches)


@given(st.integers(0, 1000), st.booleans())
def test_bytes_and_steps_mean_the_weights_within_half_a_step(seed: int, with_reach: bool) -> None:
    weights = numbers(seed, WIDTH, 5)
    reach = np.abs(numbers(seed + 1, WIDTH)).astype(np.float32)

    made = rounded(weights, np.zeros(5, np.float32), reach if with_reach else None)

    meant = made.weights * made.steps
    if made.eased is not None:
        meant = meant * made.eased[:, None]
    steps = made.steps * (made.eased[:, None] if made.eased is not None else 1)
    assert np.all(np.abs(meant - weights) <= steps * 0.5001)
    assert np.abs(made.weights).max() == 127


def test_an_input_that_reaches_far_is_eased_most() -> None:
    reach = np.array([1, 1, 100, 1], np.float32)

    made = rounded(numbers(1, 4, 6), np.zeros(6, np.float32), reach)

    assert made.eased is not None
    assert made.eased.argmin() == 2


def test_a_layer_is_the_same_after_a_file() -> None:
    before = small_layer(7)

    after = unpacked(packed(before, "3_"), "3_")

    assert packed(after, "").keys() == packed(before, "").keys()
    for name, values in packed(before, "").items():
        assert np.array_equal(packed(after, "")[name], values), name


def test_what_is_missing_in_a_file_is_an_error() -> None:
    stored = packed(small_layer(7), "0_")
    del stored["0_mix"]

    with pytest.raises(KeyError):
        unpacked(stored, "0_")
