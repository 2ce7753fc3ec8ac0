"""The shipped sentence model: all-MiniLM-L6-v2 as int8 ONNX, run on one thread."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from salescoach.embedding.contract import Vectors
from salescoach.embedding.graph import LOWER_OUTPUT, model_bytes
from salescoach.embedding.prepare import ERRORS_ONLY
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
        options = session_options()
        if prepared is not None:
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
            options.add_session_config_entry("session.use_memory_mapped_ort_model", "1")
            options.add_session_config_entry("session.use_ort_model_bytes_for_initializers", "1")
        self._session = onnxruntime.InferenceSession(
            str(prepared) if prepared else model_bytes(),
            options,
            providers=["CPUExecutionProvider"],
        )
        # Without it the upper layers would be computed for nothing when the lower ones are asked.
        self._only_asked = onnxruntime.RunOptions()
        self._only_asked.only_execute_path_to_fetches = True

    def encode(self, text: str) -> Vectors:
        """The text as a unit vector of 384 numbers."""
        ids = self._pieced.sentence(text)
        vector = self._run(SENTENCE_OUTPUT, ids, (0,) * len(ids)).mean(axis=0)
        normalised: Vectors = vector / max(float(np.linalg.norm(vector)), 1e-12)
        return normalised

    def lower(self, text: str, before: str) -> tuple[Vectors, Pieces]:
        """What the lower layers make of an utterance after the line ``before``: a row of 384
        numbers for each piece."""
        pieces = self._pieced.utterance(text, before)
        return self._run(LOWER_OUTPUT, pieces.ids, pieces.segments), pieces

    def _run(self, output: str, ids: Sequence[int], segments: Sequence[int]) -> Vectors:
        feed = {
            "input_ids": np.array([ids], dtype=np.int64),
            "attention_mask": np.ones((1, len(ids)), dtype=np.int64),
            "token_type_ids": np.array([segments], dtype=np.int64),
        }
        rows: Vectors = np.asarray(
            self._session.run([output], feed, self._only_asked)[0], dtype=np.float32
        )[0]
        return rows


def session_options() -> onnxruntime.SessionOptions:
    """One thread, and no memory kept for the largest input there ever was."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = ERRORS_ONLY
    options.enable_cpu_mem_arena = False
    return options
