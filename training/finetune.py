"""Trains the upper layers on examples: seeded, on the processor, in minutes.

An example that has a line before it is learnt with it and, one time in four, without it, so that
words that speak for themselves are understood anywhere. Labels that a careful reader could also
defend get a small share of the truth.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
import optax
from training.examples import Example
from training.layers import Params, scores, shipped_layers

from salescoach.embedding.model import SentenceModel

EPOCHS = 4
BATCH = 32
RATE, HEAD_RATE = 1e-4, 5e-4
DECAY = 0.01
WARM_UP = 0.1
WITHOUT_BEFORE = 0.25
SMOOTHING = 0.05
ALSO_OK_SHARE = 0.1
LENGTHS = (16, 32, 48, 64, 96, 132)
"""A batch is padded to one of these, so that few shapes have to be compiled."""

SORTED_BATCHES = 20
"""So many batches are sorted by length together: little padding, little order."""

Rows = npt.NDArray[np.float32]

# The default generator is several times slower on a processor.
jax.config.update("jax_default_prng_impl", "unsafe_rbg")


@dataclass(frozen=True, slots=True)
class Lower:
    """What the lower layers gave for an utterance: ``rows`` (pieces, 384), kept as halves."""

    rows: npt.NDArray[np.float16]
    own: Rows


def lower_layers(utterances: Sequence[tuple[str, str]]) -> list[Lower]:
    """``utterances``: text and the line before."""
    model = SentenceModel()
    known: dict[tuple[str, str], Lower] = {}
    for number, (text, before) in enumerate(utterances):
        if (text, before) not in known:
            rows, pieces = model.lower(text, before)
            known[text, before] = Lower(rows.astype(np.float16), np.array(pieces.own, np.float32))
        if number % 2000 == 0:
            print(f"read {number} of {len(utterances)}", file=sys.stderr)
    return [known[utterance] for utterance in utterances]


@dataclass(frozen=True, slots=True)
class Material:
    """Examples as the upper layers see them, ``heard`` with the line before, ``alone`` without."""

    examples: tuple[Example, ...]
    heard: tuple[Lower, ...]
    alone: tuple[Lower, ...]

    def of(self, places: Sequence[int]) -> "Material":
        return Material(
            tuple(self.examples[place] for place in places),
            tuple(self.heard[place] for place in places),
            tuple(self.alone[place] for place in places),
        )


def material(examples: Sequence[Example]) -> Material:
    said = [(e.utterance.text, e.utterance.before) for e in examples]
    lower = lower_layers(said + [(text, "") for text, _ in said])
    return Material(tuple(examples), tuple(lower[: len(said)]), tuple(lower[len(said) :]))


def fit(given: Material, labels: Sequence[str], seed: int) -> Params:
    random = np.random.default_rng(seed)
    params = shipped_layers(len(labels), seed)
    truth = _truth(given.examples, labels)
    weights = jnp.asarray(_label_weights(given.examples, labels))
    steps = EPOCHS * (len(given.examples) // BATCH) + 1
    optimiser = _optimiser(params, steps)
    state = optimiser.init(params)

    def loss(
        params: Params,
        rows: jax.Array,
        held: jax.Array,
        own: jax.Array,
        true: jax.Array,
        key: jax.Array,
    ) -> jax.Array:
        shares = jax.nn.log_softmax(scores(params, rows, held, own, key))
        weight = (true * weights).sum(-1)
        return -((true * shares).sum(-1) * weight).sum() / weight.sum()

    @jax.jit
    def step(params: Params, state: optax.OptState, batch: tuple[jax.Array, ...], key: jax.Array):  # type: ignore[no-untyped-def]
        cost, slope = jax.value_and_grad(loss)(params, *batch, key)
        change, state = optimiser.update(slope, state, params)
        return optax.apply_updates(params, change), state, cost

    key = jax.random.key(seed)
    for epoch in range(EPOCHS):
        costs = []
        for places in _batches(given.heard, random):
            key, own_key = jax.random.split(key)
            source = [
                (given.alone if random.random() < WITHOUT_BEFORE else given.heard)[place]
                for place in places
            ]
            batch = (*_padded(source), jnp.asarray(truth[places]))
            params, state, cost = step(params, state, batch, own_key)
            costs.append(float(cost))
        print(f"epoch {epoch + 1} of {EPOCHS}: loss {np.mean(costs):.3f}", file=sys.stderr)
    return params


_scores = jax.jit(lambda params, rows, held, own: scores(params, rows, held, own, None))


def predict(params: Params, given: Sequence[Lower]) -> Rows:
    """A row of scores for each utterance."""
    order = sorted(range(len(given)), key=lambda place: len(given[place].rows))
    found: dict[int, Rows] = {}
    for start in range(0, len(order), BATCH):
        places = order[start : start + BATCH]
        full = places + places[:1] * (BATCH - len(places))
        rows = np.asarray(_scores(params, *_padded([given[place] for place in full])))
        found.update(zip(places, rows, strict=False))
    return np.stack([found[place] for place in range(len(given))])


def _optimiser(params: Params, steps: int) -> optax.GradientTransformation:
    def adam(rate: float) -> optax.GradientTransformation:
        schedule = optax.cosine_onecycle_schedule(steps, rate, pct_start=WARM_UP)
        return optax.adamw(schedule, weight_decay=DECAY)

    groups = {
        name: jax.tree.map(lambda _, name=name: "head" if name == "head" else "layer", part)
        for name, part in params.items()
    }
    return optax.chain(
        optax.clip_by_global_norm(1.0),
        optax.multi_transform({"layer": adam(RATE), "head": adam(HEAD_RATE)}, groups),
    )


def _batches(given: Sequence[Lower], random: np.random.Generator) -> list[list[int]]:
    order = random.permutation(len(given)).tolist()
    share = BATCH * SORTED_BATCHES
    found: list[list[int]] = []
    for start in range(0, len(order), share):
        some = sorted(order[start : start + share], key=lambda place: len(given[place].rows))
        found += [some[at : at + BATCH] for at in range(0, len(some) - BATCH + 1, BATCH)]
    return [found[place] for place in random.permutation(len(found))]


def _padded(given: Sequence[Lower]) -> tuple[jax.Array, jax.Array, jax.Array]:
    longest = max(len(each.rows) for each in given)
    length = next(each for each in LENGTHS if each >= longest)
    rows = np.zeros((len(given), length, given[0].rows.shape[1]), np.float32)
    held, own = np.zeros(rows.shape[:2], np.float32), np.zeros(rows.shape[:2], np.float32)
    for place, each in enumerate(given):
        count = len(each.rows)
        rows[place, :count], held[place, :count], own[place, :count] = each.rows, 1, each.own
    return jnp.asarray(rows), jnp.asarray(held), jnp.asarray(own)


def _truth(examples: Sequence[Example], labels: Sequence[str]) -> Rows:
    truth = np.full((len(examples), len(labels)), SMOOTHING / len(labels), np.float32)
    for row, example in zip(truth, examples, strict=True):
        others = [label for label in example.also_ok if label in labels]
        share = ALSO_OK_SHARE if others else 0
        row[labels.index(example.label)] += 1 - SMOOTHING - share
        for label in others:
            row[labels.index(label)] += share / len(others)
    return truth


def _label_weights(examples: Sequence[Example], labels: Sequence[str]) -> Rows:
    """Rare labels count more, by the root of how rare they are."""
    counts = np.array([sum(e.label == label for e in examples) for label in labels])
    return np.sqrt(len(examples) / len(labels) / counts).astype(np.float32)
