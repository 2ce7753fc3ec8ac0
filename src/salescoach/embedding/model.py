"""The shipped sentence model, all-MiniLM-L6-v2, with our own layers beside its upper half, on one
thread."""

from pathlib import Path

import numpy as np

from salescoach.embedding.contract import Heard, Scores, Vectors
from salescoach.embedding.prepare import GRAPHS, graph_path, written_graphs
from salescoach.embedding.sessions import session
from salescoach.embedding.tokens import Pieced, Pieces
from salescoach.embedding.trained import trained_labels

DIMENSIONS = 384


class SentenceModel:
    """Blocking and not thread-safe: one caller at a time."""

    def __init__(self, prepared: Path | None = None) -> None:
        """``prepared``: the folder that ``prepare`` wrote; None writes the graphs now, which costs
        a second and memory."""
        self._pieced = Pieced()
        self._labels = trained_labels()
        sources: dict[str, Path | bytes] = (
            {name: graph_path(prepared, name) for name in GRAPHS}
            if prepared is not None
            else dict(written_graphs())
        )
        sessions = {name: session(source) for name, source in sources.items()}
        self._lower, self._sentence, self._utterance = (sessions[name] for name in GRAPHS)

    def encode(self, text: str) -> Vectors:
        """The text as a unit vector of 384 numbers."""
        return self._vector(self._rows(self._pieced.sentence(text)))

    def judge(self, heard: Heard) -> tuple[tuple[Scores, ...], Vectors | None]:
        """The scores of the utterance and of its parts; and what ``encode`` gives for it, if that
        takes no further reading."""
        pieces = self._pieced.utterance(heard.text, heard.before, heard.parts)
        rows = self._rows(pieces)
        own = np.array([pieces.own, *pieces.parts], dtype=np.float32)
        found = np.asarray(self._utterance.run(None, {"rows": rows, "own": own})[0])
        scores = tuple(dict(zip(self._labels, map(float, row), strict=True)) for row in found)
        return scores, self._vector(rows) if pieces.is_whole_text else None

    def _rows(self, pieces: Pieces) -> Vectors:
        """What the lower layers make of it: (1, pieces, 384)."""
        feed = {
            "ids": np.array([pieces.ids], dtype=np.int64),
            "segments": np.array([pieces.segments], dtype=np.int64),
        }
        return np.asarray(self._lower.run(None, feed)[0], dtype=np.float32)

    def _vector(self, rows: Vectors) -> Vectors:
        found: Vectors = np.asarray(self._sentence.run(None, {"rows": rows})[0], np.float32)[0]
        return found

    def lower(self, text: str, before: str) -> tuple[Vectors, Pieces]:
        """What training works on: a row of 384 numbers for each piece of the utterance and of the
        line before."""
        pieces = self._pieced.utterance(text, before)
        return self._rows(pieces)[0], pieces
