"""The graphs in bytes against the same layers in floats, computed here with nothing but numpy."""

import math

import numpy as np
import onnxruntime
import pytest

from salescoach.embedding.graph import (
    Head,
    lower_graph,
    sentence_graph,
    utterance_graph,
)
from salescoach.embedding.layers import Floats, layer
from salescoach.embedding.shipped import HEADS, LAYERS, WIDTH, ShippedWeights, shipped_reaches
from salescoach.embedding.tokens import Pieced

TEXT = "What would that cost us in the second year?"
WEIGHTS = ShippedWeights()


def run(graph: bytes, **inputs: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> Floats:
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, inputs)[0])


def normal(rows: Floats, scale: Floats, shift: Floats) -> Floats:
    centred = rows - rows.mean(-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
    found: Floats = centred / spread * scale + shift
    return found


def in_floats(rows: Floats, numbers: dict[str, Floats]) -> Floats:
    def product(name: str, inputs: Floats) -> Floats:
        found: Floats = inputs @ numbers[name] + numbers[f"{name}_shift"]
        return found

    def split(part: Floats) -> Floats:
        return part.reshape(len(rows), HEADS, -1).transpose(1, 0, 2)

    query, key, value = map(split, np.split(product("ask", rows), 3, axis=-1))
    likeness = query @ key.transpose(0, 2, 1) / math.sqrt(WIDTH / HEADS)
    shares = np.exp(likeness - likeness.max(-1, keepdims=True))
    shares = shares / shares.sum(-1, keepdims=True)
    heard = (shares @ value).transpose(1, 0, 2).reshape(len(rows), WIDTH)
    mixed = normal(rows + product("mix", heard), numbers["mixed"], numbers["mixed_shift"])
    wide = product("widen", mixed)
    bent = wide * 0.5 * (1 + np.vectorize(math.erf)(wide / math.sqrt(2)))
    narrow = product("narrow", bent.astype(np.float32))
    return normal(mixed + narrow, numbers["layered"], numbers["layered_shift"])


@pytest.fixture(scope="module")
def begun() -> Floats:
    """What the first layer sees of the text."""
    pieces, table = Pieced().sentence(TEXT), WEIGHTS.table()
    ids = list(pieces.ids)
    rows = table.pieces[ids] * table.steps[ids]
    rows = rows + table.places[: len(ids)] + table.segments[list(pieces.segments)]
    return normal(rows, table.normal.scale, table.normal.shift)


def test_layers_in_bytes_come_near_to_the_shipped_ones_in_floats(begun: Floats) -> None:
    floats = [WEIGHTS.floats(number) for number in range(LAYERS)]
    layers = [layer(*both) for both in zip(floats, shipped_reaches(), strict=True)]
    pieces = Pieced().sentence(TEXT)
    expected = begun
    for numbers in floats:
        expected = in_floats(expected, numbers)

    rows = run(
        lower_graph(WEIGHTS.table(), layers[:3]),
        ids=np.array([pieces.ids]),
        segments=np.array([pieces.segments]),
    )
    (vector,) = run(sentence_graph(layers[3:]), rows=rows)

    mean = expected.mean(0)
    assert rows.shape == (1, len(pieces.ids), WIDTH)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert float(vector @ mean / np.linalg.norm(mean)) > 0.998


def test_scores_look_at_the_pieces_of_each_part_only(begun: Floats) -> None:
    random = np.random.default_rng(1)
    out, shift = random.normal(size=(2 * WIDTH, 4)), random.normal(size=4)
    head = Head(*(each.astype(np.float32) for each in (random.normal(size=WIDTH), out, shift)))
    own = np.zeros((2, len(begun)), np.float32)
    own[0], own[1, 2:5] = 1, 1

    found = run(utterance_graph([], head), rows=begun[None], own=own)

    for scores, mask in zip(found, own.astype(bool), strict=True):
        seen = begun[mask]
        looks = np.exp(seen @ head.attend - (seen @ head.attend).max())
        attention = (looks / looks.sum()) @ seen
        expected = np.concatenate([seen.mean(0), attention]) @ head.out + head.shift
        assert scores == pytest.approx(expected, abs=1e-3)
