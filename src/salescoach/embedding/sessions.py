"""Graphs ready to run on one thread, and what the processor makes of bytes.

The fastest instruction of older x64 processors adds products of bytes in 16 bits, which overflow.
Others need not pay for that, so what is written to be mapped is written for the processor at hand.
"""

from pathlib import Path

import numpy as np
import onnxruntime

ERRORS_ONLY = 3

TRIAL_WIDTH = 384
_CLOSE = 0.01


def session(model: Path | bytes) -> onnxruntime.InferenceSession:
    """A path is mapped into memory and has to be of the runtime's own format."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = ERRORS_ONLY
    # No memory is kept for the largest input there ever was.
    options.enable_cpu_mem_arena = False
    if isinstance(model, Path):
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.add_session_config_entry("session.use_memory_mapped_ort_model", "1")
        options.add_session_config_entry("session.use_ort_model_bytes_for_initializers", "1")
    else:
        add_in_more_bits(options)
    source = str(model) if isinstance(model, Path) else model
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])


def add_in_more_bits(options: onnxruntime.SessionOptions) -> None:
    """Products of bytes by an instruction that never overflows: exact on every processor, and up
    to twice as slow."""
    options.add_session_config_entry("session.x64quantprecision", "1")


def passes(trial: Path) -> bool:
    """Whether this processor gives ``trial_graph`` the right sums. Raises onnxruntime's errors
    when it is none."""
    rows = np.ones((1, 1, TRIAL_WIDTH), np.float32)
    sums = np.asarray(session(trial).run(None, {"rows": rows})[0])
    return bool(np.allclose(sums, TRIAL_WIDTH, rtol=_CLOSE))
