"""The benchmark of a long history as it is, only with a short one."""

from pathlib import Path

from salescoach.app.bench.history import QUESTIONS, run
from salescoach.app.bench.past_calls import TURNS, past_calls


async def test_every_question_is_asked_of_calls_that_were_kept(tmp_path: Path) -> None:
    figures = await run(4, tmp_path)
    assert figures["calls"] == 4
    for name in (*QUESTIONS, "list_deep_page", "filter_choices"):
        told = figures[f"{name}_ms"]
        assert isinstance(told, dict)
        assert told["p50"] > 0


def test_the_calls_are_the_same_every_time() -> None:
    first, second = list(past_calls(3)), list(past_calls(3))
    assert first == second
    assert len({call.start.call_id for call in first}) == 3
    assert sum(event.type == "transcription" for event in first[0].events) == TURNS
