"""The shipped sentence model: all-MiniLM-L6-v2 as int8 ONNX, run on one thread."""

from pathlib import Path

import numpy as np
import onnxruntime

from salescoach.embedding.contract import Vectors
from salescoach.embedding.graph import LOWER_OUTPUT, lower_model_bytes, model_bytes
from salescoach.embedding.prepare import ERRORS_ONLY, lower_path
from salescoach.embedding.tokens import Pieced, Pieces

DIMENSIONS = 384
SENTENCE_OUTPUT = "last_hidden_state"


class SentenceModel:
    """Blocking and not thread-safe: one caller at a time.

    One text a run, here and below: a batch would have to be padded, and a neighbour must not change
    a text's result.
    """

    def __init__(self, prepared: Path | None = None) -> None:
        """``prepared``: the model as ``prepare`` wrote it; the shipped file when None."""
        self._pieced = Pieced()
        self._whole = _session(prepared or model_bytes())
        self._lower = _session(lower_path(prepared) if prepared else lower_model_bytes())

    def encode(self, text: str) -> Vectors:
        """The text as a unit vector of 384 numbers."""
        (rows,) = _run(self._whole, [SENTENCE_OUTPUT], self._pieced.sentence(text))
        return _unit(rows)

    def encode_and_lower(self, text: str) -> tuple[Vectors, Vectors, Pieces]:
        """In one run what ``encode`` gives and what ``lower`` gives without a line before, of a
        text that is short enough for none of it to be cut."""
        pieces = self._pieced.utterance(text, "")
        sentence, lower = _run(self._whole, [SENTENCE_OUTPUT, LOWER_OUTPUT], pieces)
        return _unit(sentence), lower, pieces

    def lower(self, text: str, before: str) -> tuple[Vectors, Pieces]:
        """What the lower layers make of an utterance after the line ``before``: a row of 384
        numbers for each piece."""
        pieces = self._pieced.utterance(text, before)
        (rows,) = _run(self._lower, [LOWER_OUTPUT], pieces)
        return rows, pieces


def _session(model: Path | bytes) -> onnxruntime.InferenceSession:
    options = session_options()
    if isinstance(model, Path):
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.add_session_config_entry("session.use_memory_mapped_ort_model", "1")
        options.add_session_config_entry("session.use_ort_model_bytes_for_initializers", "1")
    source = str(model) if isinstance(model, Path) else model
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])


def _run(
    session: onnxruntime.InferenceSession, outputs: list[str], pieces: Pieces
) -> list[Vectors]:
    feed = {
        "input_ids": np.array([pieces.ids], dtype=np.int64),
        "attention_mask": np.ones((1, len(pieces.ids)), dtype=np.int64),
        "token_type_ids": np.array([pieces.segments], dtype=np.int64),
    }
    return [np.asarray(rows, dtype=np.float32)[0] for rows in session.run(outputs, feed)]


def _unit(rows: Vectors) -> Vectors:
    vector = rows.mean(axis=0)
    normalised: Vectors = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return normalised


def session_options() -> onnxruntime.SessionOptions:
    """One thread, and no memory kept for the largest input there ever was."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = ERRORS_ONLY
    options.enable_cpu_mem_arena = False
    return options
