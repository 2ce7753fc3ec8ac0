"""The document the page's types come from: complete, true to what is sent, the same every time."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from typer import Typer
from typer.testing import CliRunner

from salescoach.app.schema import command, document, rendered
from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallEnded, CallEvent, Gap, Transcription
from salescoach.infra.codec import encode_event
from salescoach.rooms.live.wire import AudioAck, ClientMessage, ConnectionMessage

Schema = dict[str, Any]


@pytest.fixture(scope="module")
def described() -> Schema:
    return document()


@pytest.fixture(scope="module")
def schemas(described: Schema) -> Schema:
    found: Schema = described["components"]["schemas"]
    return found


def members(union: Schema) -> set[str]:
    return {option["$ref"].rpartition("/")[2] for option in union["oneOf"]}


def names(union: object) -> set[str]:
    return {member.__name__ for member in get_args(union)}


def test_every_message_is_a_component_of_its_union(schemas: Schema) -> None:
    assert members(schemas["ClientMessage"]) == names(ClientMessage)
    assert members(schemas["CallEvent"]) == names(CallEvent)
    assert members(schemas["ConnectionMessage"]) == names(ConnectionMessage)
    assert members(schemas["ServerMessage"]) == names(CallEvent) | names(ConnectionMessage)
    assert names(ClientMessage) | names(CallEvent) | names(ConnectionMessage) <= set(schemas)


def test_every_reference_leads_somewhere(described: Schema, schemas: Schema) -> None:
    text = json.dumps(described)
    referred = {part.partition('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert referred <= set(schemas)


@pytest.mark.parametrize(
    "event",
    [
        Gap(call_id="c", seq=3, channel=None, start_ms=0, end_ms=5, reason="paused"),
        CallEnded(call_id="c", seq=4, duration_s=1.5),
        Transcription(
            call_id="c", turn_id="t", text="Hello", speaker=Speaker.CUSTOMER, is_final=False,
            start_ms=0, end_ms=400, channel=1, committed_ms=0,
        ),
    ],
)  # fmt: skip
def test_what_is_sent_is_what_is_required(schemas: Schema, event: CallEvent) -> None:
    sent = json.loads(encode_event(event))
    schema = schemas[type(event).__name__]
    assert set(schema["required"]) <= set(sent) <= set(schema["properties"])
    optional = {"seq"} if isinstance(event, Transcription) else set()
    assert set(schema["properties"]) - set(schema["required"]) == optional


def test_connection_messages_are_sent_whole(schemas: Schema) -> None:
    sent = json.loads(AudioAck(channel=0, seq=7).model_dump_json())
    assert set(schemas["AudioAck"]["required"]) == set(sent)


def test_a_client_may_leave_defaults_out_but_says_the_type(schemas: Schema) -> None:
    assert set(schemas["StartCall"]["required"]) == {"type", "channels", "consent"}
    for name in members(schemas["ClientMessage"]):
        assert "type" in schemas[name]["required"], name


def test_rest_paths_and_errors_are_in_it(described: Schema) -> None:
    assert {"/api/v1/calls", "/api/v1/toolkit", "/api/v1/health", "/api/v1/feature-flags"} <= set(
        described["paths"]
    )
    assert "ErrorBody" in described["components"]["schemas"]


def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = rendered()
    monkeypatch.setenv("PORT", "no port")
    monkeypatch.setenv("ENVIRONMENT", "production")
    assert rendered() == before


def test_check_tells_a_file_that_differs(tmp_path: Path) -> None:
    app = Typer()
    app.command()(command)
    run = CliRunner().invoke
    path = tmp_path / "deep" / "openapi.json"
    assert run(app, ["--check", str(path)]).exit_code == 1
    assert run(app, ["--write", str(path)]).exit_code == 0
    assert run(app, ["--check", str(path)]).exit_code == 0
    path.write_text(path.read_text().replace("audio_ack", "audio_nack"))
    differs = run(app, ["--check", str(path)])
    assert differs.exit_code == 1
    assert "make types" in differs.output
