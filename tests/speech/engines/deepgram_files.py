"""Deepgram's interface for whole files, over real HTTP, faults on command.

It hears the wav files it is sent as the streaming stand-in does: a word is a run of samples whose
value is the word's number.
"""

import asyncio
import copy
import io
import json
import socket
import wave
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import numpy as np
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from salescoach.domain.audio import SAMPLE_RATE
from tests.speech.engines.deepgram_connections import shapes
from tests.speech.engines.deepgram_service import KEY
from tests.speech.engines.deepgram_sound import SECOND_VOICE, Ear

Message = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """Instead of an answer: a status, the connection cut, silence, or a body of its own."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b'{"err_code":"FAULT"}'
    cut: bool = False
    silent: bool = False


@dataclass(slots=True)
class FileService:
    """``faults`` come before the first answer, in order."""

    url: str = ""
    faults: list[Fault] = field(default_factory=list)
    queries: list[dict[str, list[str]]] = field(default_factory=list)
    received: list[int] = field(default_factory=list)
    """Bytes of each request's body."""

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        self.queries.append(parse_qs(scope["query_string"].decode()))
        self.received.append(len(body))
        headers = dict(scope["headers"])
        if scope["path"] != "/v1/listen" or headers[b"authorization"] != f"Token {KEY}".encode():
            await _answer(send, 401, b'{"err_code":"INVALID_AUTH"}')
            return
        if self.faults:
            await _fail(self.faults.pop(0), receive, send)
            return
        await _answer(send, 200, json.dumps(_heard(body, self.queries[-1])).encode())


async def _fail(fault: Fault, receive: Any, send: Any) -> None:
    if fault.silent:
        while (await receive())["type"] != "http.disconnect":
            pass
    elif fault.cut:
        # A body that is not ended makes the server drop the connection.
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})
    else:
        await _answer(send, fault.status, fault.body, *fault.headers)


async def _answer(send: Any, status: int, body: bytes, *headers: tuple[str, str]) -> None:
    named = [(name.encode(), value.encode()) for name, value in headers]
    kind = (b"content-type", b"application/json")
    await send({"type": "http.response.start", "status": status, "headers": [kind, *named]})
    await send({"type": "http.response.body", "body": body})


def _heard(body: bytes, query: dict[str, list[str]]) -> dict[str, Any]:
    with wave.open(io.BytesIO(body)) as file:
        frames = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        sound = frames.reshape(-1, file.getnchannels()).T
    answer = copy.deepcopy(shapes("prerecorded.json"))
    sides = sound if query["multichannel"] == ["true"] else sound[:1]
    answer["results"]["channels"] = [
        {"alternatives": [_alternative(side, voices="diarize_model" in query)]} for side in sides
    ]
    return answer


def _alternative(side: "np.ndarray[Any, Any]", *, voices: bool) -> dict[str, Any]:
    ear = Ear()
    ear.hear(side.tobytes())
    words = [
        {
            "word": word.text,
            "punctuated_word": word.text,
            "start": word.start / SAMPLE_RATE,
            "end": word.end / SAMPLE_RATE,
            "confidence": 0.9,
        }
        | ({"speaker": word.number // SECOND_VOICE} if voices else {})
        for word in ear.words
    ]
    text = " ".join(str(word["word"]) for word in words)
    return {"transcript": text, "confidence": 0.9, "words": words}


@asynccontextmanager
async def file_service() -> AsyncIterator[FileService]:
    service = FileService()
    config = Config(service, http="h11", ws="none", lifespan="off", log_config=None)
    config.load()
    state = ServerState()
    listening = socket.create_server(("127.0.0.1", 0))
    service.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = await asyncio.get_running_loop().create_server(
        lambda: H11Protocol(config=config, server_state=state, app_state={}), sock=listening
    )
    try:
        yield service
    finally:
        server.close()
        for connection in list(state.connections):
            connection.shutdown()
        await asyncio.gather(*state.tasks)
        await server.wait_closed()


def recording(path: Path, *sides: bytes) -> Path:
    """A wav file of one channel for each side, all of the same length."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(sides))
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(np.stack([np.frombuffer(s, "<i2") for s in sides], axis=1).tobytes())
    return path
