"""A card about an objection ends when the objection is answered, in whatever words."""

from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallEvent, SuggestionShown, SuggestionWithdrawn
from salescoach.pipeline.brain import Brain
from salescoach.pipeline.state import CallState
from tests.fakes import expertise, trigger
from tests.pipeline.events import said

OBJECTION = trigger("price")


async def endings(*spoken: tuple[Speaker, str]) -> list[str]:
    """Why cards were withdrawn, after the customer has objected and then ``spoken`` was said."""
    state, events = CallState(), list[CallEvent]()

    def emit(event: CallEvent) -> None:
        state.apply(event)
        events.append(event)

    brain = Brain(await expertise(), state, emit, lambda turn: 0)
    for number, (speaker, text) in enumerate([(Speaker.CUSTOMER, OBJECTION), *spoken]):
        start = number * 4_000
        emit(said(f"t{number}", start, start + 3_000, text, speaker))
        await brain.consider(state.turns[f"t{number}"])
    assert any(isinstance(event, SuggestionShown) for event in events)
    return [event.reason for event in events if isinstance(event, SuggestionWithdrawn)]


async def test_an_answer_in_own_words_ends_it() -> None:
    assert await endings((Speaker.SALESPERSON, f"You say: {OBJECTION} It depends.")) == ["answered"]


async def test_other_talk_and_a_murmur_leave_it() -> None:
    other = "Bananas are yellow and lions roar at night."

    assert await endings((Speaker.SALESPERSON, other)) == []
    assert await endings((Speaker.SALESPERSON, "Right.")) == []


async def test_the_customer_saying_it_again_is_no_answer() -> None:
    assert "answered" not in await endings((Speaker.CUSTOMER, OBJECTION))
