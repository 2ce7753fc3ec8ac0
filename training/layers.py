"""The upper layers of the utterance model, in JAX: where they start from, what they compute, and
how they are written for the product.

They start as the shipped sentence model's own, read out of its file. What is written are the
weights as bytes, eased by how far their inputs were seen to reach.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from salescoach.embedding.graph import Head
from salescoach.embedding.layers import MATRICES, NORMALS, REACHING, Floats, layer
from salescoach.embedding.shipped import HEADS, LAYERS, LOWER_LAYERS, WIDTH, ShippedWeights
from salescoach.embedding.trained import save

DROPOUT, HEAD_DROPOUT = 0.1, 0.2
EPSILON = 1e-12
MASKED = -1e4

Params = dict[str, dict[str, Any]]
Reaches = dict[str, Floats]


def shipped_layers(label_count: int, seed: int) -> Params:
    """The shipped model's upper layers and a fresh head."""
    weights = ShippedWeights()
    params: Params = {
        f"layer_{number}": dict(weights.floats(number)) for number in range(LOWER_LAYERS, LAYERS)
    }
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
    for each in layers:
        rows = _layer(each, rows, hidden, keys)
    head = params["head"]
    mean = (rows * own[..., None]).sum(1) / own.sum(1, keepdims=True)
    shares = jax.nn.softmax(rows @ head["attend"] + (own - 1) * -MASKED, 1)
    both = jnp.concatenate([mean, (rows * shares[..., None]).sum(1)], -1)
    return _dropped(both, HEAD_DROPOUT, next(keys)) @ head["out"] + head["out_bias"]


def _nothing() -> Iterator[None]:
    while True:
        yield None


def _layer(
    numbers: Mapping[str, Any],
    rows: jax.Array,
    hidden: jax.Array,
    keys: Iterator[jax.Array | None],
    seen: dict[str, jax.Array] | None = None,
) -> jax.Array:
    """``seen`` gets the inputs of each matrix."""
    batch, pieces, _ = rows.shape

    def product(name: str, inputs: jax.Array) -> jax.Array:
        if seen is not None:
            seen[name] = inputs
        return inputs @ numbers[name] + numbers[f"{name}_shift"]

    def split(part: jax.Array) -> jax.Array:
        return part.reshape(batch, pieces, HEADS, WIDTH // HEADS).transpose(0, 2, 1, 3)

    query, key, value = map(split, jnp.split(product("ask", rows), 3, axis=-1))
    likeness = query @ key.transpose(0, 1, 3, 2) / np.sqrt(WIDTH / HEADS)
    shares = _dropped(jax.nn.softmax(likeness + hidden, -1), DROPOUT, next(keys))
    heard = (shares @ value).transpose(0, 2, 1, 3).reshape(batch, pieces, WIDTH)
    rows = _normal(rows + _dropped(product("mix", heard), DROPOUT, next(keys)), numbers, "mixed")
    wide = jax.nn.gelu(product("widen", rows), approximate=False)
    narrow = product("narrow", wide)
    return _normal(rows + _dropped(narrow, DROPOUT, next(keys)), numbers, "layered")


def _normal(rows: jax.Array, numbers: Mapping[str, Any], name: str) -> jax.Array:
    mean = rows.mean(-1, keepdims=True)
    spread = ((rows - mean) ** 2).mean(-1, keepdims=True)
    return (rows - mean) / jnp.sqrt(spread + EPSILON) * numbers[name] + numbers[f"{name}_shift"]


def _dropped(values: jax.Array, rate: float, key: jax.Array | None) -> jax.Array:
    if key is None:
        return values
    return jnp.where(jax.random.bernoulli(key, 1 - rate, values.shape), values / (1 - rate), 0)


def reaches(layers: Sequence[Mapping[str, Any]], said: Sequence[Floats]) -> list[Reaches]:
    """The largest that each input of each layer's matrices was, over all of ``said``; each is what
    one text gives to the first layer, (pieces, 384)."""
    found: list[Reaches] = [{} for _ in layers]
    for rows in said:
        through = jnp.asarray(rows, jnp.float32)[None]
        for number, each in enumerate(layers):
            seen: dict[str, jax.Array] = {}
            through = _layer(each, through, jnp.zeros(()), _nothing(), seen)
            for name in REACHING:
                largest = np.asarray(jnp.abs(seen[name][0]).max(0))
                found[number][name] = np.maximum(found[number].get(name, 0), largest)
    return found


def write(params: Params, labels: Sequence[str], said: Sequence[Floats], target: Path) -> None:
    """``said``: what the lower layers gave for some utterances, to see how far inputs reach."""
    floats = [jax.tree.map(np.asarray, params[n]) for n in sorted(params) if n != "head"]
    rounded = [
        layer({name: each[name] for name in _stored_names()}, reach)
        for each, reach in zip(floats, reaches(floats, said), strict=True)
    ]
    head = jax.tree.map(np.asarray, params["head"])
    save(rounded, Head(head["attend"], head["out"], head["out_bias"]), labels, target)


def _stored_names() -> Iterator[str]:
    for name in MATRICES:
        yield from (name, f"{name}_shift")
    for name in NORMALS:
        yield from (name, f"{name}_shift")
