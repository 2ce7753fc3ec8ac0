import json
from pathlib import Path

from salescoach.domain.cue import WON_TALK_PERCENT
from salescoach.domain.review import FigureKey
from salescoach.pipeline.metrics_catalogue import SPECS

RANGES = Path(__file__).parents[2] / "fixtures" / "ranges.json"


def test_the_review_judges_as_the_live_page_does() -> None:
    """The page's tests hold it to the same file."""
    told: dict[str, FigureKey] = {
        "talk_percent": "talk_ratio",
        "monologue_ms": "longest_monologue",
        "interruptions": "interruptions",
        "pace_wpm": "pace",
    }
    highest = {}
    for name, key in told.items():
        benchmark = SPECS[key].benchmark
        assert benchmark is not None
        assert benchmark.low is None
        highest[name] = benchmark.high
    assert {**highest, "won_talk_percent": WON_TALK_PERCENT} == json.loads(RANGES.read_text())
