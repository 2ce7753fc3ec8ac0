"""Schemas that every vendor takes, and text read back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from salescoach.llm.structured import Unusable, instruction, so_far, strict_schema, whole
from tests.llm.cards import CARD, Card, Tone


class Inner(BaseModel):
    tone: Tone = "calm"
    note: str | None = None


class Outer(BaseModel):
    title: str = Field(description="A title.", max_length=40)
    inner: Inner
    many: list[Inner] = Field(default_factory=list, max_length=3)


def test_every_object_is_closed_and_every_field_required() -> None:
    schema = strict_schema(Outer)
    for each in (schema, schema["$defs"]["Inner"]):
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])
    assert schema["properties"]["inner"] == {"$ref": "#/$defs/Inner"}
    assert "default" not in json.dumps(schema)


def test_a_field_may_be_named_like_a_keyword() -> None:
    assert strict_schema(Outer)["properties"]["title"]["type"] == "string"


def test_rules_that_vendors_do_not_keep_are_told() -> None:
    properties = strict_schema(Outer)["properties"]
    assert properties["title"]["description"] == "A title. (maxLength 40)"
    assert properties["many"]["description"] == "(maxItems 3)"
    assert "maxLength" not in properties["title"]


def test_the_instruction_holds_the_schema() -> None:
    assert json.dumps(strict_schema(Card), separators=(",", ":")) in instruction(Card)


@given(st.integers(0, 200))
def test_every_beginning_is_a_beginning(cut: int) -> None:
    value = so_far(CARD.model_dump_json()[:cut])
    if value is None:
        return
    full = CARD.model_dump()
    for name, part in value.items():
        assert str(full[name]).startswith(str(part))


@pytest.mark.parametrize("text", ["", "{", "[1", "null", "so", "```json\n", "<think>{"])
def test_nothing_readable_is_nothing(text: str) -> None:
    assert so_far(text) is None


def test_what_cannot_be_used_is_told_without_its_words() -> None:
    with pytest.raises(Unusable, match=r"int_parsing at confidence") as caught:
        whole('{"text": "secret words", "reasoning": "", "confidence": "secret"}', Card)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    with pytest.raises(Unusable, match="at top"):
        whole("secret", Card)


def test_a_name_the_model_made_up_is_not_repeated() -> None:
    with pytest.raises(Unusable) as caught:
        whole('{"secret words": 1}', Card)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "wrap", ["{}", "\n {} \n", "```json\n{}\n```", "```\n{}\n```\n", "<think>so {{}}</think>\n{}"]
)
def test_known_wrappings_are_taken_off(wrap: str) -> None:
    text = wrap.replace("{{}}", "{ }").replace("{}", CARD.model_dump_json())
    assert whole(text, Card) == CARD


def test_values_out_of_bounds_are_refused_here() -> None:
    with pytest.raises(Unusable, match="less_than_equal at confidence"):
        whole('{"text": "", "reasoning": "", "confidence": 8500}', Card)
