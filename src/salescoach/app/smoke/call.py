"""One call from its first word to its deletion, as the page makes it, with the demo's sound.

Sound is sent only until the first card has come, at most three times as fast as it was spoken: the
server may have live calls that need its engine.
"""

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from salescoach.app.smoke.checks import Failed
from salescoach.app.smoke.target import Target
from salescoach.domain.audio import MIN_FRAME_MS, AudioFrame
from salescoach.rooms.live.frames import encode_frame
from salescoach.speech.media import frames

DEMO = "/demo/demo-call.mp3"
SPEED = 3.0
PATIENCE_S = 60.0
LEAST_SOUND_MS = 10_000
"""Sent even when a card comes sooner, so that both sides are heard."""

_CHANNELS = [{"id": 0, "role": "salesperson"}, {"id": 1, "role": "customer"}]

Message = dict[str, Any]


@dataclass(slots=True)
class Heard:
    """What the server said. ``card_ms``: how late the first card was."""

    call_id: str = ""
    acknowledged: int = 0
    lines: int = 0
    card_ms: int | None = None
    ended: bool = False
    first_card: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)


async def demo_call(client: httpx.AsyncClient, target: Target) -> str:
    """What was heard. The call is deleted whatever comes of it. Raises ``Failed``."""
    sound = await _sound(client)
    heard = Heard()
    try:
        await _talk(target, sound, heard)
        await _find(client, heard)
    finally:
        if heard.call_id:
            await _delete(client, heard)
    assert heard.card_ms is not None
    return (
        f"{heard.lines} lines, first card {heard.card_ms} ms after its words, in the history, "
        "deleted again"
    )


async def _sound(client: httpx.AsyncClient) -> list[AudioFrame]:
    answer = await client.get(DEMO)
    if answer.status_code != 200:
        raise Failed(f"The demo's sound is not served ({answer.status_code}): was the page built?")
    return await asyncio.to_thread(lambda: list(_decoded(answer.content)))


def _decoded(content: bytes) -> Iterator[AudioFrame]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "demo.mp3"
        file.write_bytes(content)
        for frame in frames(file, (0, 1)):
            if frame.duration_ms >= MIN_FRAME_MS:
                yield frame


async def _talk(target: Target, sound: list[AudioFrame], heard: Heard) -> None:
    try:
        async with (
            asyncio.timeout(PATIENCE_S + sum(f.duration_ms for f in sound) / 2000),
            connect(
                target.socket,
                additional_headers=target.headers,
                origin=target.origin,  # type: ignore[arg-type]  # a plain string serves
                ssl=target.tls,
                # A busy server answers late; PATIENCE_S says how late is too late.
                ping_interval=None,
                open_timeout=PATIENCE_S,
            ) as socket,
        ):
            await socket.send(
                json.dumps(
                    {
                        "type": "start_call",
                        "channels": _CHANNELS,
                        "consent": True,
                        "demo": True,
                        "customer": {"name": "Smoke test"},
                    }
                )
            )
            reading = asyncio.create_task(_read(socket, heard))
            try:
                await _speak(socket, sound, heard)
                await socket.send(json.dumps({"type": "end_call"}))
            finally:
                await asyncio.wait({reading}, timeout=PATIENCE_S)
                reading.cancel()
            if reading.done() and not reading.cancelled() and (error := reading.exception()):
                raise error
    except TimeoutError:
        raise Failed("The call did not come to its end in time") from None
    except ConnectionClosed as closed:
        code = closed.rcvd.code if closed.rcvd else "no code"
        raise Failed(f"The server closed the call ({code})") from None
    except (OSError, InvalidHandshake) as error:
        raise Failed(
            f"No WebSocket at {target.socket} ({type(error).__name__}): does the proxy pass it on?"
        ) from None
    _judge(heard)


def _judge(heard: Heard) -> None:
    if not heard.acknowledged:
        raise Failed("No audio was acknowledged: can DATA_DIR be written to?")
    if not heard.lines:
        raise Failed("No words came: does the speech engine load? `salescoach doctor` says more")
    if heard.card_ms is None:
        raise Failed("No card came for what the demo's customer says")
    if not heard.ended:
        raise Failed("The call did not end")


async def _speak(socket: ClientConnection, sound: list[AudioFrame], heard: Heard) -> None:
    begun, sent_ms = time.monotonic(), 0.0
    for frame in sound:
        if heard.over.is_set() or (heard.first_card.is_set() and sent_ms > LEAST_SOUND_MS):
            return
        await socket.send(encode_frame(frame))
        if frame.channel == _CHANNELS[-1]["id"]:
            sent_ms += frame.duration_ms
            ahead_s = sent_ms / 1000 / SPEED - (time.monotonic() - begun)
            await asyncio.sleep(max(0.0, ahead_s))


async def _read(socket: ClientConnection, heard: Heard) -> None:
    try:
        async for text in socket:
            message: Message = json.loads(text)
            match message["type"]:
                case "call_opened":
                    heard.call_id = message["call_id"]
                case "audio_ack":
                    heard.acknowledged += 1
                case "transcription" if message["is_final"]:
                    heard.lines += 1
                case "suggestion" if heard.card_ms is None:
                    heard.card_ms = message["latency_ms"]
                    heard.first_card.set()
                case "error":
                    raise Failed(f"{message['code']}: {message['message']}")
                case "call_ended":
                    heard.ended = True
                    return
                case _:
                    pass
    finally:
        heard.over.set()


async def _find(client: httpx.AsyncClient, heard: Heard) -> None:
    answer = await client.get(f"/api/v1/calls/{heard.call_id}")
    if answer.status_code != 200 or answer.json()["status"] != "ended":
        raise Failed(f"The call is not in the history as it should be ({answer.status_code})")
    listed = await client.get("/api/v1/calls")
    if heard.call_id not in [call["id"] for call in listed.json().get("calls", [])]:
        raise Failed("The call is not in the list of calls")


async def _delete(client: httpx.AsyncClient, heard: Heard) -> None:
    """Also a call that the server has not ended yet."""
    if not heard.ended:
        await client.post(f"/api/v1/calls/{heard.call_id}/end")
    answer = await client.delete(f"/api/v1/calls/{heard.call_id}")
    if not answer.is_success:
        raise Failed(f"The call {heard.call_id} could not be deleted ({answer.status_code})")
    if (await client.get(f"/api/v1/calls/{heard.call_id}")).status_code != 404:
        raise Failed(f"The call {heard.call_id} is still there after it was deleted")
