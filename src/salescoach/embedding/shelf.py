"""Vectors of lines that every start needs again, on disk: a playbook is embedded once, not daily.

Only what the caller hands over is written. Texts are kept as digests, so the file holds no words.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import onnxruntime
from loguru import logger

from salescoach.embedding.contract import Vectors
from salescoach.embedding.model import DIMENSIONS
from salescoach.embedding.prepare import fingerprint


class VectorShelf:
    """One file in ``folder``. A file that cannot be read counts as empty."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"vectors-{fingerprint()}-{onnxruntime.__version__}.npz"

    def load(self) -> dict[str, Vectors]:
        """Digest of a text -> its vector."""
        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as content:
                digests, vectors = content["digests"], content["vectors"]
                if vectors.shape != (len(digests), DIMENSIONS):
                    raise ValueError("the shelf does not fit the model")
                rows = vectors.astype(np.float32)
                return {str(digest): row for digest, row in zip(digests, rows, strict=True)}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            logger.warning("Kept vectors are not usable: {}", type(error).__name__)
            return {}

    def save(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Replaces what was kept. Failing to keep is no error: it costs time at the next start."""
        partial = self._path.with_suffix(".part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with partial.open("wb") as file:
                np.savez(file, digests=np.array([digest(t) for t in texts]), vectors=vectors)
            partial.replace(self._path)
        except OSError as error:
            logger.warning("Vectors could not be kept: {}", error.strerror)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
