from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.pipeline.calibration import Calibration, shipped_calibration
from salescoach.pipeline.labels import LABELS

scores = st.dictionaries(st.sampled_from(LABELS), st.floats(-30, 30), min_size=1)


@given(scores, st.floats(0.5, 3))
def test_shares_are_probabilities_in_the_order_of_the_scores(
    given: dict[str, float], temperature: float
) -> None:
    shares = Calibration(temperature, objection=0.0).shares(given)

    assert sum(shares.values()) == pytest.approx(1)
    best = max(given, key=lambda label: given[label])
    assert shares[best] == max(shares.values())


def test_a_higher_temperature_is_less_sure() -> None:
    surer, less = (Calibration(each, 0.0).shares({"a": 2.0, "b": 0.0})["a"] for each in (1.0, 2.0))

    assert surer > less > 0.5


def test_objections_are_taken_for_granted_less() -> None:
    shares = Calibration(1.0, objection=-1.0).shares({"objection:price": 1.0, "none": 0.5})

    assert shares["none"] > shares["objection:price"]


def test_what_was_fitted_is_read_back(tmp_path: Path) -> None:
    shipped = shipped_calibration()
    shipped.save(tmp_path / "calibration.json")

    assert (tmp_path / "calibration.json").read_text("utf-8").endswith("\n")
    assert 0.3 < shipped.temperature < 4
    assert -2 < shipped.objection < 2
