"""`python -m training.reaches`: how far the inputs of the shipped model's matrices reach on what
customers say, which decides how its weights are eased (`salescoach/embedding/layers.py`).

Has to run again only when the shipped model is another.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from training.examples import Example, read_bank
from training.layers import EPSILON, reaches

from salescoach.embedding import shipped
from salescoach.embedding.layers import Floats
from salescoach.embedding.shipped import LAYERS, ShippedWeights, Table
from salescoach.embedding.tokens import Pieced, Pieces

TARGET = Path(shipped.__file__).parent / shipped.REACHES
COUNT = 500
SEED = 20261123


def some(examples: Sequence[Example]) -> list[Example]:
    """As many as it takes to see how far inputs reach."""
    places = np.random.default_rng(SEED).choice(len(examples), COUNT, replace=False)
    return [examples[place] for place in places]


def beginnings(examples: Sequence[Example], table: Table) -> list[Floats]:
    """What the first layer sees of each utterance after the line before, and by itself."""
    pieced = Pieced()
    said = [e.utterance for e in examples]
    return [
        _begun(pieced.utterance(each.text, before), table)
        for each in said
        for before in {each.before, ""}
    ]


def _begun(pieces: Pieces, table: Table) -> Floats:
    ids = list(pieces.ids)
    rows = table.pieces[ids] * table.steps[ids]
    rows = rows + table.places[: len(ids)] + table.segments[list(pieces.segments)]
    rows = rows - rows.mean(-1, keepdims=True)
    rows = rows / np.sqrt((rows**2).mean(-1, keepdims=True) + EPSILON)
    begun: Floats = (rows * table.normal.scale + table.normal.shift).astype(np.float32)
    return begun


def main() -> None:
    weights = ShippedWeights()
    layers = [weights.floats(number) for number in range(LAYERS)]
    found = reaches(layers, beginnings(some(read_bank()), weights.table()))
    halves = {
        f"{number}_{name}": values.astype(np.float16)
        for number, each in enumerate(found)
        for name, values in each.items()
    }
    np.savez_compressed(TARGET, **halves)
    print(f"{LAYERS} layers, {TARGET.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
