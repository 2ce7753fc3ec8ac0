"""A plain Flask-SocketIO relay with a thread a connection; prints its port."""

import socket
import sys
from typing import Any, cast

from flask import Flask, request
from flask_socketio import SocketIO

ANSWER_EVERY = 5
"""Frames: 20 a second of a call, answered every quarter of a second."""

app = Flask(__name__)
sockets = SocketIO(app, async_mode="threading")
heard: dict[str, int] = {}


def audio(_frame: bytes) -> None:
    caller: str = cast("Any", request).sid
    heard[caller] = heard.get(caller, 0) + 1
    if heard[caller] % ANSWER_EVERY == 0:
        sockets.emit("safe", heard[caller], to=caller)


def main() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    sockets.on_event("audio", audio)
    sockets.run(app, host="127.0.0.1", port=port, allow_unsafe_werkzeug=True)


if __name__ == "__main__":
    main()
