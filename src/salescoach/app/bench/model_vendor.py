"""A stand-in for Claude that begins to answer after a fixed time, and streams the rest.

How long it really waited stands in the name of its model, which comes through to the page with the
finished card: so the vendor's own time can be taken away to the millisecond.
"""

import asyncio
import json
import socket
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn

MODEL = "claude-haiku-5-5"

_HELD = ".held-"
_FIRST = (
    '{"say": "I hear you, and it makes sense to look at that once more. What would have to be true'
)
_REST = (
    " for you and for your people",
    ' to try it?", "why": "They hesitate and say why.", ',
    '"next_move": "Ask and then listen."}',
)
_PAUSE_S = 0.03
"""Between two pieces of the rest."""

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]


def model_name(held_s: float) -> str:
    return f"{MODEL}{_HELD}{held_s:.6f}"


def held_s(model: str) -> float | None:
    """The vendor's own time, from the name of its model; None for another's."""
    _, found, told = model.partition(_HELD)
    return float(told) if found else None


class ModelVendor:
    """``requests`` were made."""

    def __init__(self, delay_s: float) -> None:
        self.requests = 0
        self._delay_s = delay_s
        self._server: uvicorn.Server | None = None
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> int:
        """The port it listens on."""
        listening = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(
            self._answer,
            interface="asgi3",
            lifespan="off",
            log_config=None,
            access_log=False,
            ws="none",
        )
        self._server = uvicorn.Server(config)
        self._serving = asyncio.create_task(self._server.serve([listening]))
        port: int = listening.getsockname()[1]
        return port

    async def aclose(self) -> None:
        if self._server is not None and self._serving is not None:
            self._server.should_exit = self._server.force_exit = True
            await self._serving

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        received = time.monotonic()
        while (await receive()).get("more_body"):
            pass
        if scope["method"] != "POST":
            await _begin(send, b"application/json")
            await send({"type": "http.response.body", "body": json.dumps(_MODELS).encode()})
            return
        self.requests += 1
        await asyncio.sleep(received + self._delay_s - time.monotonic())
        start = _message(model_name(time.monotonic() - received))
        await _begin(send, b"text/event-stream; charset=utf-8")
        first = _event("message_start", message=start)
        first += _event("content_block_start", index=0, content_block={"type": "text", "text": ""})
        await _send(send, first + _piece(_FIRST))
        for text in _REST:
            await asyncio.sleep(_PAUSE_S)
            await _send(send, _piece(text))
        last = _event("content_block_stop", index=0)
        stop = {"stop_reason": "end_turn", "stop_sequence": None}
        last += _event("message_delta", delta=stop, usage={"output_tokens": 48})
        await _send(send, last + _event("message_stop"))
        await send({"type": "http.response.body", "body": b""})


async def _begin(send: Send, kind: bytes) -> None:
    headers = [(b"content-type", kind)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


async def _send(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


def _event(kind: str, **fields: object) -> str:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n"


def _piece(text: str) -> str:
    return _event("content_block_delta", index=0, delta={"type": "text_delta", "text": text})


def _message(model: str) -> dict[str, object]:
    return {
        "id": "msg_01Bench",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {"input_tokens": 400, "output_tokens": 1},
    }


_MODELS = {
    "data": [
        {
            "type": "model",
            "id": MODEL,
            "display_name": "Stand-in",
            "created_at": "2026-01-01T00:00:00Z",
        }
    ],
    "has_more": False,
    "first_id": MODEL,
    "last_id": MODEL,
}
