"""What the trained scores are worth as probabilities, fitted on examples they had not seen."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path

import numpy as np

FILE = "calibration.json"
OBJECTION = "objection:"


@dataclass(frozen=True, slots=True)
class Calibration:
    """``objection``: what is added to the score of every objection, which are taken for granted too
    easily. ``temperature`` above 1 takes back the confidence that training gave too much."""

    temperature: float
    objection: float

    def shares(self, scores: Mapping[str, float]) -> dict[str, float]:
        """Probabilities that sum to 1."""
        raw = np.array(list(scores.values()), dtype=np.float64)
        raw += [self.objection if label.startswith(OBJECTION) else 0.0 for label in scores]
        raw /= self.temperature
        shares = np.exp(raw - raw.max())
        shares /= shares.sum()
        return {label: float(share) for label, share in zip(scores, shares, strict=True)}

    def save(self, target: Path) -> None:
        target.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")


def shipped_calibration() -> Calibration:
    content = resources.files("salescoach.pipeline").joinpath(FILE).read_text(encoding="utf-8")
    return Calibration(**json.loads(content))
