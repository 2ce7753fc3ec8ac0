"""The scripted model keeps the contract of a real one."""

import pytest

from salescoach.llm.engines.scripted import Line, ScriptedEngine
from salescoach.llm.faults import Fault
from tests.llm.cards import CARD, LIVE, fails, read

GOOD = Line(CARD.model_dump_json())


async def test_lines_come_in_order_and_the_last_for_ever() -> None:
    engine = ScriptedEngine([Line(fault=Fault.CUT), GOOD])
    await fails(engine.attempt(LIVE, "scripted"), Fault.CUT)
    for _ in range(2):
        partials, answer = await read(engine.attempt(LIVE, "scripted"))
        assert answer.value == CARD
        assert partials[-1].value == CARD.model_dump()
    assert [model for model, _ in engine.asked] == ["scripted"] * 3


async def test_words_that_are_no_answer_are_malformed() -> None:
    error = await fails(ScriptedEngine([Line("Hello")]).attempt(LIVE, "x"), Fault.MALFORMED)
    assert error.usage.output > 0


def test_an_empty_script_is_none() -> None:
    with pytest.raises(ValueError, match="a line and a model"):
        ScriptedEngine([])
