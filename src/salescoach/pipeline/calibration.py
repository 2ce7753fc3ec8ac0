"""What the trained scores are worth as probabilities, fitted on examples they had not seen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

import numpy as np

FILE = "calibration.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """``temperature`` above 1 takes back the confidence that training gave too much."""

    temperature: float

    def shares(self, scores: Mapping[str, float]) -> dict[str, float]:
        """Probabilities that sum to 1."""
        raw = np.array(list(scores.values()), dtype=np.float64) / self.temperature
        shares = np.exp(raw - raw.max())
        shares /= shares.sum()
        return {label: float(share) for label, share in zip(scores, shares, strict=True)}


def shipped_calibration() -> Calibration:
    content = resources.files("salescoach.pipeline").joinpath(FILE).read_text(encoding="utf-8")
    return Calibration(float(json.loads(content)["temperature"]))
