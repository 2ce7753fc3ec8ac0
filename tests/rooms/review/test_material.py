"""A call that was corrected is heard anew before it is reviewed, another is not."""

from dataclasses import replace

from salescoach.domain.audio import Speaker
from salescoach.domain.call import CallRecord
from salescoach.domain.playbook import Playbook
from salescoach.rooms.calls.corrections import Wanted
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.review.material import Material
from salescoach.rooms.review.service import ReviewService
from tests.rooms.review.conftest import EndedCall
from tests.rooms.review.reviewing import OnePlaybook, Reviewing


async def test_only_a_corrected_call_is_heard_anew(calls: CallService, a_call: EndedCall) -> None:
    heard: list[str] = []

    async def hear_anew(record: CallRecord, playbook: Playbook) -> CallRecord:
        heard.append(record.turns[0].text)
        return replace(record, events=())

    material = Material(calls, OnePlaybook(), hear_anew)
    await a_call("c1")
    before, _ = await material.of("c1")
    assert before == await calls.record("c1")

    await calls.corrections.correct("c1", "t1", lambda now: Wanted("We miss thirty.", now.speaker))
    after, _ = await material.of("c1")
    assert (heard, after.events) == (["We miss thirty."], ())
    await calls.corrections.swap_speakers("c1")
    assert (await material.of("c1"))[0].turns[0].speaker is Speaker.SALESPERSON
    assert len(heard) == 2


async def test_a_review_is_older_than_a_correction_until_it_is_made_anew(
    service: ReviewService, reviewing: Reviewing, calls: CallService, a_call: EndedCall
) -> None:
    await a_call("c1")
    await reviewing.worker.work_off()
    await calls.corrections.swap_speakers("c1")
    older = await service.analysis("c1")
    assert older.stored is not None
    assert older.stored.review.read_until < older.corrected_until

    await service.analyze("c1")
    await reviewing.worker.work_off()
    newer = await service.analysis("c1")
    assert newer.stored is not None
    assert newer.stored.review.read_until == newer.corrected_until
