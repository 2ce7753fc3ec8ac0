"""The sound of calls, and how long it is kept, as they travel over HTTP."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from salescoach.domain.retention import MOST_DAYS, Retention
from salescoach.infra.taken import Taken
from salescoach.rooms.recordings.service import SoundOfCall, State
from salescoach.rooms.recordings.sweeping import Due
from salescoach.rooms.recordings.waveform import Waveform


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class SoundView(View):
    """`preparing`: it can be heard soon. `gone`: it was deleted. `none`: nothing was recorded."""

    state: State
    size_bytes: int
    until: datetime | None = Field(description="when it will be deleted, UTC; null for never")

    @classmethod
    def of(cls, sound: SoundOfCall) -> "SoundView":
        return cls(state=sound.state, size_bytes=sound.size_bytes, until=sound.until)


class WaveformView(View):
    duration_ms: int
    point_ms: int
    peaks: list[list[int]] = Field(
        description="0-255, a row for each channel: salesperson and customer, or both in one"
    )

    @classmethod
    def of(cls, known: Waveform) -> "WaveformView":
        peaks = [list(row) for row in known.peaks]
        return cls(duration_ms=known.duration_ms, point_ms=known.point_ms, peaks=peaks)


class DueView(View):
    """What the next sweep deletes: `calls` with everything, and of `sounds` the sound alone."""

    calls: int
    sounds: int

    @classmethod
    def of(cls, due: Due) -> "DueView":
        return cls(calls=len(due.calls), sounds=len(due.sounds))


class RetentionView(View):
    """Days after the end of a call; null for ever."""

    sound_days: int | None
    call_days: int | None
    default_sound_days: int | None
    most_days: int
    due: DueView

    @classmethod
    def of(cls, chosen: Retention, due: Due) -> "RetentionView":
        return cls(
            sound_days=chosen.sound_days,
            call_days=chosen.call_days,
            default_sound_days=Retention().sound_days,
            most_days=MOST_DAYS,
            due=DueView.of(due),
        )


class RetentionBody(Taken):
    """Replaces what is chosen; null keeps for ever."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sound_days: Annotated[int, Field(ge=-MOST_DAYS, le=10 * MOST_DAYS)] | None
    call_days: Annotated[int, Field(ge=-MOST_DAYS, le=10 * MOST_DAYS)] | None

    def chosen(self) -> Retention:
        return Retention(self.sound_days, self.call_days)
