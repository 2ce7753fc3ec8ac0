"""In which order the spool's frames reach the session."""

import asyncio
from pathlib import Path

from salescoach.domain.audio import AudioFrame, Channel, Speaker, ms_to_samples
from salescoach.domain.events import CallEvent, Gap
from salescoach.kit.clock import ManualClock
from salescoach.pipeline.session import CallSession
from salescoach.rooms.live.disk_sync import DiskSync
from salescoach.rooms.live.feeder import Feeder
from salescoach.rooms.live.spool import Spool
from tests.fakes import expertise
from tests.pipeline.events import started
from tests.rooms.live.hearing import Ears, said
from tests.rooms.live.place import until

SIDES = (Channel(0, Speaker.UNKNOWN), Channel(1, Speaker.UNKNOWN))


class Noting(CallSession):
    """Notes where in the call each frame lies that it is fed."""

    fed: list[tuple[int, int]]

    async def feed(self, frame: AudioFrame, received_ms: float | None = None) -> None:
        at = self.heard.get(frame.channel, 0)
        self.fed.append((frame.channel, self.state.timeline(frame.channel).position_ms(at)))
        self.heard[frame.channel] = at + round(frame.duration_ms)
        await super().feed(frame, received_ms)

    heard: dict[int, int]


async def test_frames_come_in_the_order_of_call_time_also_after_a_gap_of_one_channel(
    tmp_path: Path,
) -> None:
    events: list[CallEvent] = []
    session = Noting(await expertise(), Ears(), ManualClock(), events.append)
    session.fed, session.heard = [], {}
    await session.start(started())
    session.emit(Gap(channel=0, start_ms=0, end_ms=1_000, reason="lost"))
    spool = Spool(tmp_path / "c", (0, 1), DiskSync())
    feeder = Feeder(session, spool, ManualClock())
    for seq in range(15):
        feeder.offer(1, spool.channels[1].append(said(seq, 0, 1), 0.0))
    for seq in range(5):
        feeder.offer(0, spool.channels[0].append(said(seq, 0), 0.0))

    feeder.start()
    await feeder.drained()

    places = [place for _, place in session.fed]
    assert places == sorted(places)
    assert len(places) == 20
    await feeder.aclose()
    await session.aclose()
    spool.close()


async def test_an_engine_opened_again_gets_both_channels_from_one_moment(tmp_path: Path) -> None:
    """One channel has long been silent, the other has its text: neither waits for the other."""
    ears = Ears()
    session = Noting(await expertise(), ears, ManualClock(), lambda event: None)
    session.fed, session.heard = [], {}
    await session.start(started())
    spool = Spool(tmp_path / "c", (0, 1), DiskSync())
    feeder = Feeder(session, spool, ManualClock())
    feeder.start()
    for seq in range(30):
        word = seq + 1 if seq < 20 else 0
        feeder.offer(1, spool.channels[1].append(said(seq, word, 1), 0.0))
        feeder.offer(0, spool.channels[0].append(said(seq, 0), 0.0))
    await feeder.drained()
    await until(lambda: session.state.committed_ms.get(1, 0) == 2_000)
    session.fed.clear()
    session.heard = {0: 0, 1: 0}

    ears.kill()
    await until(lambda: session.lost is not None)
    await feeder.drained()

    places = [place for _, place in session.fed]
    assert places == sorted(places)
    assert {channel for channel, _ in session.fed[:2]} == {0, 1}
    # The engine itself hears of each channel only what has no text yet.
    heard = ears.streams[-1].heard
    assert len(heard) // 2 <= ms_to_samples(3_000 + 1_000 + 100)
    await feeder.aclose()
    await session.aclose()
    spool.close()
    await asyncio.sleep(0)
