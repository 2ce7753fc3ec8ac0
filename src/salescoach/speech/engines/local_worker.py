"""The process that hears one call: ``python -m salescoach.speech.engines.local_worker MODEL``.

It speaks ``protocol`` on stdin and stdout, loads the models before it is needed, and lives no
longer than its stdin, so a server that is killed leaves nothing behind. Each channel has a thread
of its own; the decode runs without the interpreter's lock.
"""

import contextlib
import json
import os
import queue
import sys
import threading

import numpy as np

from salescoach.kit.thread_order import FAR_BEHIND, fall_behind
from salescoach.speech.engines.protocol import Frame, FrameReader, Kind, Line, pack_count
from salescoach.speech.listener import Heard, Listener, Model
from salescoach.speech.voice import VoiceDetector, VoiceModel

_SCALE = np.float32(1 / 32768)
_HURRIED_BYTES = 400 * 32
"""With more than 400 ms of live audio waiting, interims are left out."""


class Out:
    """The frames' way back. Nothing else may write there, so native code that prints to stdout
    gets the null device."""

    def __init__(self) -> None:
        if sys.platform == "win32":
            import msvcrt

            for descriptor in (0, 1):
                msvcrt.setmode(descriptor, os.O_BINARY)
        self._fd = os.dup(1)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.close(null)
        self._lock = threading.Lock()

    def send(self, frame: Frame) -> None:
        packed = frame.pack()
        with self._lock:
            while packed:
                packed = packed[os.write(self._fd, packed) :]


class ChannelThread(threading.Thread):
    """Hears one channel. ``None`` in the queue says that no more audio comes."""

    def __init__(
        self,
        channel: int,
        models: tuple[Model, VoiceModel],
        interval_ms: int,
        live: bool,
        out: Out,
    ) -> None:
        super().__init__(daemon=True, name=f"channel-{channel}")
        self.audio: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._channel = channel
        self._live = live
        self._out = out
        self._heard = 0
        self._waiting = 0
        self._lock = threading.Lock()
        model, voice = models
        self._listener = Listener(model, VoiceDetector(voice), self._say, interval_ms)

    def put(self, pcm: bytes) -> None:
        with self._lock:
            self._waiting += len(pcm)
        self.audio.put(pcm)

    def set_interval(self, interval_ms: int) -> None:
        self._listener.interval_ms = interval_ms

    def run(self) -> None:
        try:
            while (pcm := self.audio.get()) is not None:
                with self._lock:
                    self._waiting -= len(pcm)
                    hurried = self._live and self._waiting > _HURRIED_BYTES
                samples = np.frombuffer(pcm, "<i2").astype(np.float32) * _SCALE
                self._listener.hear(samples, hurried)
                self._heard += len(samples)
                self._out.send(Frame(Kind.HEARD, self._channel, pack_count(self._heard)))
            self._listener.finish()
        except OSError:
            os._exit(0)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the server must be told
            fail(self._out, error)

    def _say(self, heard: Heard) -> None:
        line = Line(
            heard.number, heard.is_final, heard.start_ms, heard.end_ms, heard.confidence, heard.text
        )
        self._out.send(Frame(Kind.LINE, self._channel, line.pack()))


def fail(out: Out, error: BaseException) -> None:
    with contextlib.suppress(OSError):
        out.send(Frame(Kind.FAILED, 0, type(error).__name__.encode()))
    os._exit(1)


def load_model(name: str) -> Model:
    """Imports what this model needs and nothing else."""
    if name == "whisper":
        from salescoach.speech.engines.whisper import Whisper, whisper_folder

        return Whisper(whisper_folder())
    from salescoach.speech.engines.moonshine import Moonshine, model_folder

    return Moonshine(model_folder())


def load(name: str) -> tuple[Model, VoiceModel]:
    """Loads in a thread of low priority, so that a spare worker does not disturb a live call.

    On Linux a priority belongs to the thread, and only root could raise it again: the threads
    that decode are started by another one.
    """
    loaded: list[tuple[Model, VoiceModel]] = []
    failure: list[Exception] = []

    def work() -> None:
        fall_behind(FAR_BEHIND)
        try:
            loaded.append((load_model(name), VoiceModel()))
        except Exception as error:  # noqa: BLE001 - told to the server by the caller
            failure.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if failure:
        raise failure[0]
    return loaded[0]


class Worker:
    def __init__(self, out: Out, models: tuple[Model, VoiceModel]) -> None:
        self._out = out
        self._models = models
        self._channels: dict[int, ChannelThread] = {}
        self._intervals = (200, 500)

    def take(self, frame: Frame) -> bool:
        """False when that was the last one."""
        if frame.kind is Kind.AUDIO:
            self._channels[frame.channel].put(frame.payload)
        elif frame.kind is Kind.ECONOMY:
            for channel in self._channels.values():
                channel.set_interval(self._intervals[frame.payload == b"\1"])
        elif frame.kind is Kind.OPEN:
            wanted = json.loads(frame.payload)
            self._intervals = (wanted["interval_ms"], wanted["economy_interval_ms"])
            for number in wanted["channels"]:
                channel = ChannelThread(
                    number, self._models, self._intervals[0], wanted["live"], self._out
                )
                self._channels[number] = channel
                channel.start()
        elif frame.kind is Kind.FINISH:
            for channel in self._channels.values():
                channel.audio.put(None)
            return False
        return True

    def finish(self) -> None:
        for channel in self._channels.values():
            channel.join()
        self._out.send(Frame(Kind.DONE))


def main() -> None:
    out = Out()
    try:
        worker = Worker(out, load(sys.argv[1] if len(sys.argv) > 1 else "moonshine"))
        out.send(Frame(Kind.READY))
        reader = FrameReader()
        while piece := os.read(0, 1 << 16):
            for frame in reader.feed(piece):
                if not worker.take(frame):
                    threading.Thread(target=leave_with_stdin, daemon=True).start()
                    worker.finish()
                    os._exit(0)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the server must be told
        fail(out, error)
    os._exit(0)


def leave_with_stdin() -> None:
    """While the last words are decoded the server may still die."""
    while os.read(0, 1 << 16):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
