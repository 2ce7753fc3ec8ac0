from pathlib import Path

import numpy as np

from salescoach.embedding.contract import Heard
from salescoach.embedding.model import SentenceModel
from salescoach.embedding.prepare import (
    TRIAL,
    graph_path,
    is_prepared,
    prepare,
    prepared_folder,
)


def test_what_was_prepared_gives_what_the_written_graphs_give(tmp_path: Path) -> None:
    prepared = prepared_folder(tmp_path)
    heard = Heard("It is too expensive.", "What do you think?", ("expensive",))

    prepare(prepared)
    mapped, written = SentenceModel(prepared), SentenceModel()

    assert is_prepared(prepared)
    assert np.allclose(mapped.encode("Go ahead."), written.encode("Go ahead."), atol=1e-3)
    for one, other in zip(mapped.judge(heard)[0], written.judge(heard)[0], strict=True):
        assert np.allclose(list(one.values()), list(other.values()), atol=0.05)


def test_what_earlier_versions_left_goes_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "model-before-1.0").mkdir()
    (tmp_path / "model-before-1.0" / "lower.ort").write_bytes(b"old")
    (tmp_path / "minilm-older.ort").write_bytes(b"older")
    (tmp_path / "vectors-kept.npz").write_bytes(b"kept")

    prepare(prepared_folder(tmp_path))

    left = {path.name for path in tmp_path.iterdir()}
    assert left == {prepared_folder(tmp_path).name, "vectors-kept.npz"}


def test_a_folder_with_something_missing_is_not_prepared(tmp_path: Path) -> None:
    prepared = prepared_folder(tmp_path)
    prepare(prepared)

    (prepared / "sentence.ort").unlink()

    assert not is_prepared(prepared)


def test_graphs_of_another_processor_are_not_used(tmp_path: Path) -> None:
    prepared = prepared_folder(tmp_path)
    prepare(prepared)
    trial = graph_path(prepared, TRIAL)
    if not trial.exists():
        # This processor overflows: its graphs are right everywhere.
        return

    # Some other sums than the right ones.
    trial.write_bytes(graph_path(prepared, "sentence").read_bytes())
    assert not is_prepared(prepared)

    prepare(prepared)
    assert is_prepared(prepared)
