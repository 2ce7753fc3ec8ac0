import numpy as np

from salescoach.embedding.contract import Heard
from salescoach.embedding.model import SentenceModel


def test_a_vector_on_the_way_is_the_one_that_encoding_gives() -> None:
    model = SentenceModel()

    _, vector = model.judge(Heard("Go ahead."))
    _, answering = model.judge(Heard("Go ahead.", "Shall I?"))
    _, cut = model.judge(Heard("hello " * 100))

    assert vector is not None
    assert np.array_equal(vector, model.encode("Go ahead."))
    assert answering is None
    assert cut is None
