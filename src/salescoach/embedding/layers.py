"""Transformer layers with their weights as bytes, the form in which both halves of the model run.

A matrix product of bytes is two to three times as fast as one of floats. What is lost by rounding
a layer's inputs to bytes comes from the few inputs that are far larger than the others, so inputs
are eased: divided by about how far each reaches, with the weights multiplied by the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.int8]

EASING = 0.85
"""How much of an input's reach moves into the weights: 0 none, 1 all."""

LARGEST = 127
SMALLEST_REACH = 1e-5


@dataclass(frozen=True, slots=True)
class Matrix:
    """``weights`` (in, out) times ``steps`` (out) are the numbers meant. The inputs are multiplied
    by ``eased`` (in) before they are rounded, all by one step; without it they are rounded in
    blocks of each row, which is slower and exact where inputs are of very different size."""

    weights: Bytes
    steps: Floats
    shifts: Floats
    eased: Floats | None


@dataclass(frozen=True, slots=True)
class Normal:
    scale: Floats
    shift: Floats


@dataclass(frozen=True, slots=True)
class Layer:
    """``ask`` gives queries, keys and values side by side."""

    ask: Matrix
    mix: Matrix
    widen: Matrix
    narrow: Matrix
    mixed: Normal
    layered: Normal


REACHING = ("ask", "mix", "widen")
"""Matrices whose inputs are eased; those of ``narrow`` differ too much from piece to piece."""

MATRICES = (*REACHING, "narrow")
NORMALS = ("mixed", "layered")


def rounded(weights: Floats, shifts: Floats, reach: Floats | None) -> Matrix:
    """``weights`` (in, out); ``reach``: the largest each input was seen to be."""
    eased: Floats | None = None
    if reach is not None:
        largest = np.maximum(np.abs(weights).max(axis=1), SMALLEST_REACH)
        ease = np.maximum(reach, SMALLEST_REACH) ** EASING / largest ** (1 - EASING)
        ease = (ease / np.exp(np.log(ease).mean())).astype(np.float32)
        weights, eased = weights * ease[:, None], 1 / ease
    steps = np.maximum(np.abs(weights).max(axis=0), SMALLEST_REACH) / LARGEST
    whole = np.clip(np.round(weights / steps), -LARGEST, LARGEST).astype(np.int8)
    return Matrix(whole, steps.astype(np.float32), shifts.astype(np.float32), eased)


def layer(floats: Mapping[str, Floats], reaches: Mapping[str, Floats]) -> Layer:
    """``floats`` by the names of ``MATRICES`` and ``NORMALS`` and, ending in ``_shift``, what is
    added after each; ``reaches`` by the names of ``REACHING``."""

    def matrix(name: str) -> Matrix:
        return rounded(floats[name], floats[f"{name}_shift"], reaches.get(name))

    def normal(name: str) -> Normal:
        return Normal(floats[name], floats[f"{name}_shift"])

    ask, mix, widen, narrow = map(matrix, MATRICES)
    mixed, layered = map(normal, NORMALS)
    return Layer(ask, mix, widen, narrow, mixed, layered)


def packed(layer: Layer, prefix: str) -> dict[str, npt.NDArray[np.generic]]:
    """The layer as named arrays, for a file."""
    found: dict[str, npt.NDArray[np.generic]] = {}
    for name in MATRICES:
        matrix: Matrix = getattr(layer, name)
        found |= {
            f"{prefix}{name}": matrix.weights,
            f"{prefix}{name}_steps": matrix.steps,
            f"{prefix}{name}_shift": matrix.shifts,
        }
        if matrix.eased is not None:
            found[f"{prefix}{name}_eased"] = matrix.eased
    for name in NORMALS:
        normal: Normal = getattr(layer, name)
        found |= {f"{prefix}{name}": normal.scale, f"{prefix}{name}_shift": normal.shift}
    return found


def unpacked(stored: Mapping[str, npt.NDArray[np.generic]], prefix: str) -> Layer:
    """Raises ``KeyError`` when something is missing."""

    def floats(name: str) -> Floats:
        return stored[f"{prefix}{name}"].astype(np.float32)

    def matrix(name: str) -> Matrix:
        eased = floats(f"{name}_eased") if f"{prefix}{name}_eased" in stored else None
        weights = stored[f"{prefix}{name}"].astype(np.int8)
        return Matrix(weights, floats(f"{name}_steps"), floats(f"{name}_shift"), eased)

    def normal(name: str) -> Normal:
        return Normal(floats(name), floats(f"{name}_shift"))

    ask, mix, widen, narrow = map(matrix, MATRICES)
    mixed, layered = map(normal, NORMALS)
    return Layer(ask, mix, widen, narrow, mixed, layered)
