"""The live call's WebSocket: starlette's socket on one side, the gateway on the other."""

import asyncio
import contextlib
from collections.abc import Callable

from fastapi import APIRouter, WebSocket
from loguru import logger
from starlette.websockets import WebSocketDisconnect, WebSocketState

from salescoach.kit.errors import SalesCoachError
from salescoach.rooms.live.connections import Connections
from salescoach.rooms.live.desk import CallDesk
from salescoach.rooms.live.gateway import Gateway, Socket

NORMAL_CLOSE = 1000
CLOSE_REASON_BYTES = 120
CLOSE_WITHIN_S = 5.0

CloseCode = Callable[[SalesCoachError], int]


class StarletteSocket:
    """A WebSocket as the gateway sees it."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket

    async def receive(self) -> str | bytes:
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise ConnectionError("the client is gone")
        text: str | None = message.get("text")
        content: bytes | None = message.get("bytes")
        return text if text is not None else content or b""

    async def send(self, text: str) -> None:
        try:
            await self._websocket.send_text(text)
        except (WebSocketDisconnect, RuntimeError) as error:
            raise ConnectionError("the client is gone") from error


def live_router(desk: CallDesk, *, outbox_limit: int, close_code: CloseCode) -> APIRouter:
    """``/live``. ``close_code`` tells with which WebSocket code an error ends a connection."""
    router = APIRouter()
    connections = Connections()

    @router.websocket("/live")
    async def live(websocket: WebSocket) -> None:
        await websocket.accept()
        socket: Socket = StarletteSocket(websocket)
        code, reason = NORMAL_CLOSE, ""
        try:
            await Gateway(socket, desk, connections, outbox_limit).serve()
        except ConnectionError:
            return
        except SalesCoachError as error:
            code, reason = close_code(error), error.code
        except Exception as error:  # noqa: BLE001 - the last line of defence of a connection
            logger.opt(exception=error).error("A live connection failed")
            code, reason = close_code(SalesCoachError("")), "internal_error"
        await _close(websocket, code, reason)

    return router


async def _close(websocket: WebSocket, code: int, reason: str) -> None:
    """A client that reads nothing, or is gone, does not hold the server."""
    if websocket.application_state is not WebSocketState.CONNECTED:
        return
    with contextlib.suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
        async with asyncio.timeout(CLOSE_WITHIN_S):
            await websocket.close(code, reason[:CLOSE_REASON_BYTES])
