"""What a call's audio costs over a plain Flask-SocketIO relay, and over the product, in one run.

    python -m benchmarks.relay --calls 20 --seconds 20

The relay is what a first version of such a product is often made of: a thread a connection, an
event a frame, an answer every quarter of a second. It keeps nothing. The product is run with
transport alone: frames on disk before they are acknowledged, and an event log.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.relay_server import ANSWER_EVERY
from salescoach.app.bench.conversation import FRAME_MS, voices
from salescoach.app.bench.engines import Plan
from salescoach.app.bench.processes import cost_of
from salescoach.app.bench.run import run

READY_S = 30.0
SOUND = voices()


async def relay(calls: int, seconds: float) -> dict[str, object]:
    """The same callers, frames and pace as the product's."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.relay_server", stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        port = int(await asyncio.wait_for(process.stdout.readline(), READY_S))
        await _answers(port)
        sockets = [await _connected(port) for _ in range(calls)]
        before = cost_of(process.pid)
        answers = await asyncio.gather(
            *(_talk(socket, number / calls, seconds) for number, socket in enumerate(sockets))
        )
        after = cost_of(process.pid)
        for socket in sockets:
            await socket.close()
    finally:
        process.terminate()
        await process.wait()
    frames = round(seconds * 1000 / FRAME_MS) * 2 * calls
    return {
        "calls": calls,
        "cpu_per_call": round((after.cpu_s - before.cpu_s) / seconds / calls, 5),
        "frame_us": round((after.cpu_s - before.cpu_s) / frames * 1e6),
        "unanswered_frames": frames - sum(answers) * ANSWER_EVERY,
    }


async def _answers(port: int) -> None:
    async with asyncio.timeout(READY_S):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


async def _connected(port: int) -> ClientConnection:
    """Socket.IO over a WebSocket: its greeting, then the empty namespace."""
    url = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
    socket = await connect(url, compression=None, ping_interval=None)
    await socket.recv()
    await socket.send("40")
    await socket.recv()
    return socket


async def _talk(socket: ClientConnection, offset: float, seconds: float) -> int:
    """The number of answers."""
    answers: list[str | bytes] = []
    reading = asyncio.create_task(_hear(socket, answers))
    begin = time.monotonic() + offset * FRAME_MS / 1000
    for number in range(round(seconds * 1000 / FRAME_MS)):
        await asyncio.sleep(max(0.0, begin + number * FRAME_MS / 1000 - time.monotonic()))
        for channel in (0, 1):
            await socket.send('451-["audio",{"_placeholder":true,"num":0}]')
            await socket.send(SOUND.frame(channel, number))
    await asyncio.sleep(1)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    return len(answers)


async def _hear(socket: ClientConnection, answers: list[str | bytes]) -> None:
    async for message in socket:
        if message == "2":
            await socket.send("3")
        else:
            answers.append(message)


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reader.add_argument("--calls", type=int, default=20)
    reader.add_argument("--seconds", type=float, default=20)
    asked = reader.parse_args()
    plain = asyncio.run(relay(asked.calls, asked.seconds))
    with tempfile.TemporaryDirectory(prefix="salescoach-bench-") as folder:
        ours = asyncio.run(run(Plan("transport", asked.calls, asked.seconds), Path(folder)))
    frames = ours["frames"]
    cpu = ours["cpu_per_call"]
    assert isinstance(frames, int)
    assert isinstance(cpu, float)
    frame_us = round(cpu * asked.calls * asked.seconds / frames * 1e6)
    found = {"flask_socketio": plain, "salescoach": {"frame_us": frame_us} | ours}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
