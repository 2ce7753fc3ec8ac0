"""The recorded messages against the types of the vendor's own client: a new version of it that
knows other messages, or wants other fields, shows here first."""

import copy
from typing import Any, get_args

import pytest
from pydantic import BaseModel

# The engine's import loads the client without its warnings.
from salescoach.speech.engines.deepgram_sdk import ListenV1Response
from tests.speech.engines.deepgram_connections import Message, shapes

V1, V2, WHOLE = (shapes(f"{name}.json") for name in ("listen_v1", "listen_v2", "prerecorded"))


def known(version: str) -> dict[str, type[BaseModel]]:
    """Every message the client knows, by its type."""
    if version == "v1":
        from deepgram.listen.v1.socket_client import V1SocketClientResponse as Responses
    else:
        from deepgram.listen.v2.socket_client import V2SocketClientResponse as Responses
    return {model.model_fields["type"].default: model for model in get_args(Responses)}


CASES = [("v1", name) for name in sorted(V1)] + [("v2", name) for name in sorted(V2)]


@pytest.mark.parametrize(("version", "recorded"), [("v1", V1), ("v2", V2)])
def test_every_message_the_client_knows_is_recorded(
    version: str, recorded: dict[str, Message]
) -> None:
    assert set(known(version)) == set(recorded)


@pytest.mark.parametrize(("version", "name"), CASES)
def test_a_recorded_message_has_the_client_s_shape(version: str, name: str) -> None:
    message = (V1 if version == "v1" else V2)[name]
    model = known(version)[name]
    assert unknown(model.model_validate(copy.deepcopy(message))) == []


def test_a_recorded_answer_has_the_client_s_shape() -> None:
    answer = ListenV1Response.model_validate(copy.deepcopy(WHOLE))
    # The service sends it, and the client's type of a recording's word does not name it.
    assert set(unknown(answer)) == {"punctuated_word"}


def unknown(value: Any) -> list[str]:
    """Fields that the client keeps but does not know."""
    if isinstance(value, list):
        return [name for each in value for name in unknown(each)]
    if not isinstance(value, BaseModel):
        return []
    fields = type(value).model_fields
    inside = [name for field in fields for name in unknown(getattr(value, field))]
    return [*(value.model_extra or ()), *inside]
