from pathlib import Path

import numpy as np
import pytest

from salescoach.embedding.contract import Vectors
from salescoach.embedding.model import DIMENSIONS
from salescoach.embedding.shelf import VectorShelf, digest


def vectors(count: int) -> Vectors:
    return np.random.default_rng(1).standard_normal((count, DIMENSIONS)).astype(np.float32)


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    rows = vectors(2)
    VectorShelf(tmp_path / "new").save(["one", "two"], rows)

    kept = VectorShelf(tmp_path / "new").load()

    assert set(kept) == {digest("one"), digest("two")}
    assert np.array_equal(kept[digest("two")], rows[1])


def test_keeping_replaces_what_was_kept_and_leaves_one_file(tmp_path: Path) -> None:
    shelf = VectorShelf(tmp_path)
    shelf.save(["one"], vectors(1))
    shelf.save(["two"], vectors(1))

    assert set(shelf.load()) == {digest("two")}
    assert len(list(tmp_path.iterdir())) == 1


def test_no_words_are_written(tmp_path: Path) -> None:
    VectorShelf(tmp_path).save(["confidential"], vectors(1))

    assert all(b"confidential" not in file.read_bytes() for file in tmp_path.iterdir())


def test_an_empty_folder_is_an_empty_shelf(tmp_path: Path) -> None:
    assert VectorShelf(tmp_path / "none").load() == {}


@pytest.mark.parametrize("damage", [b"", b"junk", None])
def test_a_damaged_file_counts_as_empty_and_is_replaced(
    tmp_path: Path, damage: bytes | None
) -> None:
    shelf = VectorShelf(tmp_path)
    shelf.save(["one"], vectors(1))
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-200] if damage is None else damage)

    assert shelf.load() == {}
    shelf.save(["one"], vectors(1))
    assert set(shelf.load()) == {digest("one")}


def test_vectors_of_another_model_are_not_used(tmp_path: Path) -> None:
    shelf = VectorShelf(tmp_path)
    shelf.save(["one"], vectors(1)[:, :100])

    assert shelf.load() == {}


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")

    VectorShelf(blocked / "folder").save(["one"], vectors(1))

    assert VectorShelf(blocked / "folder").load() == {}
