"""A missed moment becomes a drill, is answered, and comes back."""

from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from salescoach.app.errors import add_error_handlers
from salescoach.domain.drill import Drill
from salescoach.domain.events import Timing
from salescoach.domain.signal import ObjectionType
from salescoach.kit.errors import Conflict, InvalidInput, NotFound
from salescoach.rooms.live.experts import Experts
from salescoach.rooms.live.rehearsal import OnePlaybook
from salescoach.rooms.practice.api import OpenedDrillView, practice_router
from salescoach.rooms.practice.hearing import Hearing
from salescoach.rooms.practice.service import PracticeService
from salescoach.speech.engines.scripted import ScriptedTranscriber, ScriptLine
from tests.fakes import WordEmbedder
from tests.pipeline.review.talk import SCRIPT, C, S, Talk
from tests.rooms.insights.told import Told

PCM = bytes(32_000)


@pytest.fixture
def practice(told: Told) -> PracticeService:
    learn = Experts(OnePlaybook(told.playbook), WordEmbedder()).learn
    return PracticeService(
        told.database, told.calls, told.reviews, told.playbooks, learn, told.clock
    )


def talk() -> Talk:
    found = Talk()
    found.says(S, "Hi Dana, this is Sam from Fernbell. Is now okay?")
    found.objects("I have to ask my partner.", ObjectionType.AUTHORITY)
    found.says(S, "Sure, it is worth it in any case.")
    found.objects("As I said, I have to ask my partner.", ObjectionType.AUTHORITY)
    found.says(C, "Goodbye then.")
    return found


async def started(told: Told, practice: PracticeService, turn_id: str = "t2") -> Drill:
    await told.call(talk(), "c1")
    await told.reviewed()
    return await practice.start("c1", turn_id)


async def test_a_missed_moment_becomes_one_drill(told: Told, practice: PracticeService) -> None:
    drill = await started(told, practice)
    assert await practice.start("c1", "t2") == drill
    opened = await practice.open(drill.id)
    assert opened.line.text == "I have to ask my partner."
    assert opened.before is not None
    assert opened.said_then is not None
    assert opened.said_then.text == "Sure, it is worth it in any case."
    [listed] = await practice.drills()
    assert (listed.line, listed.title, listed.attempts) == (opened.line.text, "Dana Reyes", 0)


async def test_a_drill_of_the_demo_is_listed_as_one(told: Told, practice: PracticeService) -> None:
    await told.call(talk(), "d1", demo=True)
    await told.reviewed()
    drill = await practice.start("d1", "t2")
    assert (await practice.open(drill.id)).line.text == "I have to ask my partner."
    assert [(each.drill.id, each.demo) for each in await practice.drills()] == [(drill.id, True)]


async def test_only_what_a_review_names_can_be_practised(
    told: Told, practice: PracticeService
) -> None:
    await started(told, practice)
    with pytest.raises(NotFound) as unknown:
        await practice.start("c1", "t99")
    assert unknown.value.code == "moment_not_found"
    with pytest.raises(NotFound):
        await practice.start("nobody", "t1")


async def test_before_the_customers_first_words_there_is_nothing_to_answer(
    told: Told, practice: PracticeService
) -> None:
    alone = Talk()
    for _ in range(30):
        alone.says(S, "We do this for forty dollars a month, and that, and more of it.", 100, 5_000)
    alone.says(C, "I see, and now I have to go, sorry.")
    await told.call(alone, "c2")
    await told.reviewed()
    made = await told.reviews.made("c2")
    assert made is not None
    assert made.stored is not None
    moment = next(each for each in made.stored.review.missed if each.evidence.turn_id != "t31")
    with pytest.raises(Conflict) as nothing:
        await practice.start("c2", moment.evidence.turn_id)
    assert nothing.value.code == "nothing_to_answer"


async def test_an_answer_is_compared_kept_and_moves_the_drill(
    told: Told, practice: PracticeService
) -> None:
    drill = await started(told, practice)
    attempt, moved = await practice.answer(drill.id, f"  {SCRIPT} ", "typed")
    assert (attempt.answer, attempt.comparison.ready) == (SCRIPT, True)
    assert attempt.comparison.card.script_id == "ask_other"
    assert moved.due_at - told.clock.utc() == timedelta(days=3)

    told.clock.advance(1_000)
    second, same = await practice.answer(drill.id, "Okay, bye.", "voice")
    assert (second.comparison.ready, same.due_at) == (False, moved.due_at)
    assert [each.id for each in (await practice.open(drill.id)).attempts] == [second.id, attempt.id]
    [listed] = await practice.drills()
    assert (listed.attempts, listed.last_at) == (2, second.at)


async def test_nothing_said_is_nothing_to_compare(told: Told, practice: PracticeService) -> None:
    drill = await started(told, practice)
    with pytest.raises(InvalidInput):
        await practice.answer(drill.id, " \n", "typed")


async def test_a_drill_goes_with_its_call_and_when_it_is_not_needed(
    told: Told, practice: PracticeService
) -> None:
    drill = await started(told, practice)
    made = await told.reviews.made("c1")
    assert made is not None
    assert made.stored is not None
    turns = {each.evidence.turn_id for each in made.stored.review.missed} - {"t2"}
    other = await practice.start("c1", min(turns))
    await practice.answer(drill.id, SCRIPT, "typed")
    await practice.remove(other.id)
    assert [each.drill.id for each in await practice.drills()] == [drill.id]
    await told.calls.history.delete(["c1"])
    assert await practice.drills() == []
    with pytest.raises(NotFound) as gone:
        await practice.open(drill.id)
    assert gone.value.code == "drill_not_found"


async def test_over_http_by_voice_and_in_writing(told: Told, practice: PracticeService) -> None:
    await told.call(talk(), "c1")
    await told.reviewed()
    script = (ScriptLine(0, 0, 400, "What would they"), ScriptLine(0, 450, 700, "ask first?"))
    app = FastAPI()
    add_error_handlers(app)
    app.include_router(practice_router(practice, Hearing(ScriptedTranscriber(script))))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        body = {"call_id": "c1", "turn_id": "t2"}
        drill = (await client.post("/practice/drills", json=body)).json()
        assert (drill["due"], drill["step"]) == (True, 0)
        sound = {"content-type": "application/octet-stream"}
        heard = (await client.post("/practice/hear", content=PCM, headers=sound)).json()
        assert heard == {"text": "What would they ask first?"}
        answer = {"text": heard["text"], "said_by": "voice"}
        path = f"/practice/drills/{drill['id']}"
        told_back = (await client.post(f"{path}/answers", json=answer)).json()
        assert told_back["attempt"]["comparison"]["card"]["text"] == SCRIPT
        opened = (await client.get(path)).json()
        assert [each["said_by"] for each in opened["attempts"]] == ["voice"]
        assert (await client.delete(path)).status_code == 204
        missing = await client.get(path)
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "drill_not_found")


@pytest.mark.parametrize(
    ("timing", "begins", "ends"),
    [("full", True, True), ("starts", True, False), ("none", False, False)],
)
async def test_a_drill_tells_the_times_that_are_known(
    told: Told, practice: PracticeService, timing: Timing, begins: bool, ends: bool
) -> None:
    await told.call(talk(), "c1", timing=timing)
    await told.reviewed()
    drill = await practice.start("c1", "t2")
    view = OpenedDrillView.of(await practice.open(drill.id), practice.now())
    assert view.before is not None
    assert view.said_then is not None
    for line in (view.line, view.before, view.said_then):
        assert (line.start_ms is not None, line.end_ms is not None) == (begins, ends)
