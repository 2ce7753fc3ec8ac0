"""So many live pages and no more, each told why."""

import json

import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from salescoach.app.main import create_app
from salescoach.infra.configuration import load_settings
from tests.app.edge import house

LOCAL = {"Host": "localhost"}


def client(**limits: int) -> TestClient:
    settings = load_settings(None, rate_limit_per_minute=10_000, **limits)
    return TestClient(create_app(house(settings)), base_url="http://localhost:5000")


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"max_connections": 2}, "server_full"),
        ({"max_connections_per_address": 2}, "too_many_connections"),
    ],
)
def test_the_third_finds_no_place_until_one_is_free(limits: dict[str, int], code: str) -> None:
    def open_() -> WebSocketTestSession:
        return pages.websocket_connect("/api/v1/live", headers=LOCAL)

    with client(**limits) as pages:
        with open_() as first, open_() as second:
            with open_() as third:
                told = json.loads(third.receive_text())
                assert (told["type"], told["code"]) == ("error", code)
                with pytest.raises(WebSocketDisconnect) as closed:
                    third.receive_text()
            assert closed.value.code == 1013
            first.send_text("bye")
            assert first.receive_text() == "bye"
            second.send_text("bye")
            assert second.receive_text() == "bye"
        with open_() as again:
            again.send_text("hello")
            assert again.receive_text() == "hello"
