"""What the tests ask for, and the answer that the recorded streams hold."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field

from salescoach.llm.faults import Fault, ModelError
from salescoach.llm.model import Answer, Ask, Partial, Prompt, Purpose


class Card(BaseModel):
    text: str = Field(description="Words to say.")
    reasoning: str
    confidence: Annotated[int, Field(ge=0, le=100)]


CARD = Card(
    text="Teams your size usually see it pay back within a quarter.",
    reasoning="The price came up; tie it to the return – “worth it”.",
    confidence=82,
)

Tone = Literal["calm", "keen"]

LIVE = Ask("call-1", Purpose.LIVE, Prompt("You coach. The playbook.", "It is too dear."), Card)
REVIEW = replace(LIVE, purpose=Purpose.REVIEW)


async def read(stream: AsyncIterator[Partial | Answer[Card]]) -> tuple[list[Partial], Answer[Card]]:
    """The partials, and the answer that ends the stream."""
    items = [item async for item in stream]
    answer = items.pop()
    assert isinstance(answer, Answer)
    return [item for item in items if isinstance(item, Partial)], answer


async def fails(stream: AsyncIterator[Partial | Answer[Card]], fault: Fault) -> ModelError:
    with pytest.raises(ModelError) as caught:
        await read(stream)
    assert caught.value.fault is fault
    return caught.value
