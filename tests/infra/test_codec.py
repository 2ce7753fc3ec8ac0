import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from salescoach.domain.events import CallEvent, ModeSet, is_durable
from salescoach.infra.codec import decode_event, encode_event, event_fields
from salescoach.pipeline.state import fold
from salescoach.rooms.live import wire

GOLDEN = sorted((Path(__file__).parents[2] / "fixtures/calls").glob("*.jsonl"))

st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
EVENTS = st.one_of(*(st.from_type(member) for member in get_args(CallEvent)))
CONNECTION = TypeAdapter[object](
    wire.ConnectionEstablished
    | wire.CallOpened
    | wire.CallResumed
    | wire.AudioAck
    | wire.Pong
    | wire.ErrorMessage
)
CONNECTION_TYPES = {
    "connection_established", "call_opened", "call_resumed", "audio_ack", "pong", "error"
}  # fmt: skip


@pytest.mark.parametrize("member", get_args(CallEvent), ids=lambda member: member.__name__)
def test_every_kind_of_event_comes_back_as_it_was(member: type[CallEvent]) -> None:
    @given(st.from_type(member))
    def comes_back(event: CallEvent) -> None:
        assert decode_event(encode_event(event)) == event
        assert event_fields(event)["type"] == event.type

    comes_back()


@given(EVENTS)
def test_an_unknown_field_is_refused(event: CallEvent) -> None:
    written = json.loads(encode_event(event))

    with pytest.raises(ValidationError):
        decode_event(json.dumps(written | {"surprise": 1}))


def test_an_unknown_field_is_refused_inside_as_well() -> None:
    written = {"type": "call_started", "playbook_id": "p", "started_at": "", "channels": []}
    decode_event(json.dumps(written))

    with pytest.raises(ValidationError):
        decode_event(json.dumps(written | {"customer": {"name": "Dana", "shoe_size": 38}}))


@pytest.mark.parametrize(
    "payload",
    ["", "null", "[]", "{}", '{"type": "suggest"}', '{"type": "mode"}', '{"type": "mode", "mode":'],
)
def test_what_is_no_event_is_refused(payload: str) -> None:
    with pytest.raises(ValidationError):
        decode_event(payload)


def test_an_event_that_is_only_shown_has_no_seq() -> None:
    assert "seq" not in json.loads(encode_event(ModeSet(mode="guidance")))
    assert json.loads(encode_event(ModeSet(mode="guidance", seq=3)))["seq"] == 3


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_golden_call_holds_only_what_the_socket_sends_and_folds(path: Path) -> None:
    events: list[CallEvent] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if json.loads(line)["type"] in CONNECTION_TYPES:
            CONNECTION.validate_json(line)
        else:
            events.append(decode_event(line))

    log = [event for event in events if is_durable(event)]
    state = fold(events)

    assert {event.seq for event in log} == set(range(1, state.seq + 1))
    assert all(event.seq is None for event in events if not is_durable(event))
    assert state.ended
    assert state.turns
    assert state.cards


def test_there_is_a_golden_call() -> None:
    assert GOLDEN
