"""What runs of the faults are measured by."""

import json
from dataclasses import dataclass, field

AT_LEAST_RECALLED = 0.99
ACKED_WITHIN_MS = 1_000
BACK_WITHIN_MS = 2_000


@dataclass(slots=True)
class Figures:
    """Of one call, or of many added up. Times in milliseconds. ``said`` are the words that a page
    took in, ``recalled`` those of them that stand in the transcript."""

    runs: int = 0
    acknowledged_audio_lost_ms: int = 0
    lines_lost: int = 0
    lines_doubled: int = 0
    calls_unopenable: int = 0
    said: int = 0
    recalled: int = 0
    ack_lags_ms: list[float] = field(default_factory=list)
    back_live_ms: list[float] = field(default_factory=list)

    def add(self, run: "Figures") -> None:
        self.runs += run.runs
        self.acknowledged_audio_lost_ms += run.acknowledged_audio_lost_ms
        self.lines_lost += run.lines_lost
        self.lines_doubled += run.lines_doubled
        self.calls_unopenable += run.calls_unopenable
        self.said += run.said
        self.recalled += run.recalled
        self.ack_lags_ms += run.ack_lags_ms
        self.back_live_ms += run.back_live_ms

    @property
    def word_recall(self) -> float:
        return self.recalled / self.said if self.said else 1.0

    @property
    def nothing_lost(self) -> bool:
        return not (
            self.acknowledged_audio_lost_ms
            or self.lines_lost
            or self.lines_doubled
            or self.calls_unopenable
        )

    def missed(self) -> list[str]:
        """Which bars are missed, a line each."""
        acked_ms, back_ms = p95(self.ack_lags_ms), p95(self.back_live_ms)
        bars = {
            f"{self.acknowledged_audio_lost_ms} ms of acknowledged sound are lost": (
                self.acknowledged_audio_lost_ms == 0
            ),
            f"{self.lines_lost} lines are lost": self.lines_lost == 0,
            f"{self.lines_doubled} lines came twice": self.lines_doubled == 0,
            f"{self.calls_unopenable} calls cannot be opened": self.calls_unopenable == 0,
            f"words recalled: {self.word_recall:.4f}, at least {AT_LEAST_RECALLED} are asked": (
                self.word_recall >= AT_LEAST_RECALLED
            ),
            "nothing was sent or acknowledged": bool(self.ack_lags_ms),
            f"acknowledged, p95: {acked_ms} ms, less than {ACKED_WITHIN_MS} are asked": (
                acked_ms < ACKED_WITHIN_MS
            ),
            f"live again, p95: {back_ms} ms, at most {BACK_WITHIN_MS} are asked": (
                back_ms <= BACK_WITHIN_MS
            ),
        }
        return [said for said, met in bars.items() if not met]

    def line(self) -> str:
        """As one line of JSON."""
        return json.dumps(
            {
                "runs": self.runs,
                "acknowledged_audio_lost_ms": self.acknowledged_audio_lost_ms,
                "lines_lost": self.lines_lost,
                "lines_doubled": self.lines_doubled,
                "calls_unopenable": self.calls_unopenable,
                "word_recall": round(self.word_recall, 4),
                "ack_lag_ms_p95": p95(self.ack_lags_ms),
                "back_live_ms_p95": p95(self.back_live_ms),
            }
        )


def p95(values: list[float]) -> int:
    """The nearest rank; 0 without values."""
    ranked = sorted(values)
    return round(ranked[max(0, -(-len(ranked) * 95 // 100) - 1)]) if ranked else 0
