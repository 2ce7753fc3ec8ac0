"""Reads what an utterance means, after the line before it, with our own upper layers.

They were trained on our example bank (`make train`) on top of the shipped model's lower layers, and
are small data that lies beside this file. How sure the scores may be taken is the caller's to say.
"""

from importlib import resources

import numpy as np
import onnxruntime

from salescoach.embedding.contract import Scores, Vectors
from salescoach.embedding.model import SentenceModel, session_options
from salescoach.embedding.tokens import Pieces

FILE = "utterances.onnx"
LABELS_KEY = "labels"


class UtteranceModel:
    """Blocking and not thread-safe: one caller at a time."""

    def __init__(self, sentences: SentenceModel) -> None:
        """``sentences`` gives the lower layers."""
        self._sentences = sentences
        content = resources.files("salescoach.embedding").joinpath(FILE).read_bytes()
        self._session = onnxruntime.InferenceSession(
            content, session_options(), providers=["CPUExecutionProvider"]
        )
        metadata = self._session.get_modelmeta().custom_metadata_map
        self._labels = tuple(str(label) for label in metadata[LABELS_KEY].split(","))

    def scores(self, text: str, before: str) -> Scores:
        """``before``: the line before it, which matters most to few words."""
        return self._upper(*self._sentences.lower(text, before))

    def scores_and_vector(self, text: str) -> tuple[Scores, Vectors]:
        """Of an utterance by itself, short enough that none of it is cut."""
        vector, rows, pieces = self._sentences.encode_and_lower(text)
        return self._upper(rows, pieces), vector

    def _upper(self, rows: Vectors, pieces: Pieces) -> Scores:
        feed = {"rows": rows[None], "own": np.array([pieces.own], dtype=np.float32)}
        found = np.asarray(self._session.run(["scores"], feed)[0])[0]
        return {label: float(score) for label, score in zip(self._labels, found, strict=True)}
