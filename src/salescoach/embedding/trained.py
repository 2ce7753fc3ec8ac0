"""Our own upper layers, trained on the example bank by `make train`, as small data beside this
file."""

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from salescoach.embedding.graph import Head
from salescoach.embedding.layers import Floats, Layer, packed, unpacked

FILE = "utterances.npz"
LABELS = "labels"
_HEAD = ("attend", "out", "shift")


def trained_layers() -> tuple[list[Layer], Head]:
    """Raises ``OSError``."""
    stored = _stored()
    count = sum(name.endswith("_narrow") for name in stored)
    layers = [unpacked(stored, f"{number}_") for number in range(count)]
    attend, out, shift = (stored[f"head_{part}"].astype(np.float32) for part in _HEAD)
    return layers, Head(attend, out, shift)


def trained_labels() -> tuple[str, ...]:
    """In the order of the scores."""
    with _open() as file, np.load(file, allow_pickle=False) as stored:
        return tuple(str(label) for label in stored[LABELS])


def save(layers: Sequence[Layer], head: Head, labels: Sequence[str], target: Path) -> None:
    stored: dict[str, npt.NDArray[np.generic]] = {LABELS: np.array(labels)}
    for number, layer in enumerate(layers):
        stored |= packed(layer, f"{number}_")
    parts: tuple[Floats, ...] = (head.attend, head.out, head.shift)
    stored |= {f"head_{name}": part for name, part in zip(_HEAD, parts, strict=True)}
    np.savez_compressed(target, **stored)  # type: ignore[arg-type]  # names are data here


def _stored() -> dict[str, npt.NDArray[np.generic]]:
    with _open() as file, np.load(file, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def _open() -> IO[bytes]:
    return resources.files("salescoach.embedding").joinpath(FILE).open("rb")
