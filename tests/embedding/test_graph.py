import numpy as np

from salescoach.embedding.graph import LOWER_OUTPUT, lower_model_bytes, model_bytes
from salescoach.embedding.model import SentenceModel


def test_the_lower_model_is_the_smaller_one_and_both_name_the_output() -> None:
    whole, lower = model_bytes(), lower_model_bytes()

    assert len(lower) < len(whole)
    assert LOWER_OUTPUT.encode() in lower
    assert LOWER_OUTPUT.encode() in whole


def test_one_run_gives_what_two_would_give() -> None:
    model = SentenceModel()
    text = "What would that cost us in the second year?"

    vector, rows, pieces = model.encode_and_lower(text)
    alone, alone_pieces = model.lower(text, "")

    assert np.array_equal(vector, model.encode(text))
    assert np.allclose(rows, alone, atol=1e-5)
    assert pieces == alone_pieces
    assert rows.shape == (len(pieces.ids), 384)
