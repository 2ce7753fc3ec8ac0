"""A sound system of its own: a microphone that plays what the test gives it, and a loudspeaker.

PulseAudio runs in the foreground with no configuration but ours, so that nothing of the machine's
own sound is heard, and it is gone with its process.
"""

import os
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

_MODULES = (
    "module-null-sink sink_name=loudspeaker",
    "module-null-sink sink_name=mouth",
)
_MICROPHONE = (
    "module-remap-source",
    "master=mouth.monitor",
    "source_name=microphone",
    "source_properties=device.description=Microphone",
)
_FOREGROUND = (
    *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1"),
    *("--use-pid-file=no", "--disable-shm=yes"),
)
_START_S = 20.0


class SoundSystem:
    """``directory`` is private and short: the path of a Unix socket has 108 characters at most."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._server: subprocess.Popen[bytes] | None = None
        self._players: list[subprocess.Popen[bytes]] = []
        self._microphone = ""
        self.environment = {
            "XDG_RUNTIME_DIR": str(directory),
            "XDG_CONFIG_HOME": str(directory / "config"),
            "PULSE_SERVER": f"unix:{directory / 'pulse.socket'}",
        }

    def __enter__(self) -> Self:
        self._directory.chmod(0o700)
        socket = self._directory / "pulse.socket"
        loads = [
            f"--load=module-native-protocol-unix socket={socket} auth-anonymous=1",
            *(f"--load={module}" for module in _MODULES),
        ]
        log = (self._directory / "pulse.log").open("wb")
        with log:
            self._server = subprocess.Popen(
                [*_FOREGROUND, *loads],
                env=os.environ | self.environment,
                stdout=log,
                stderr=log,
            )
        self._wait()
        self.plug_in()
        self._control("set-default-sink", "loudspeaker")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.hush()
        if self._server is not None:
            self._server.terminate()
            try:
                self._server.wait(5)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()

    def plug_in(self) -> None:
        """Puts the microphone there."""
        self._microphone = self._control("load-module", *_MICROPHONE).strip()
        self._control("set-default-source", "microphone")

    def pull_out(self) -> None:
        """Takes the microphone away, as pulling its plug does."""
        self._control("unload-module", self._microphone)

    def speak(self, recording: Path) -> "subprocess.Popen[bytes]":
        """Plays a recording into the microphone, in its own time."""
        player = subprocess.Popen(
            ["paplay", "--device=mouth", str(recording)], env=os.environ | self.environment
        )
        self._players.append(player)
        return player

    def hush(self) -> None:
        """Ends everything that is being spoken."""
        for player in self._players:
            if player.poll() is None:
                player.kill()
            player.wait()
        self._players.clear()

    def _wait(self) -> None:
        deadline = time.monotonic() + _START_S
        while time.monotonic() < deadline:
            if self._server is not None and self._server.poll() is not None:
                break
            try:
                self._control("info")
            except subprocess.CalledProcessError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError((self._directory / "pulse.log").read_text())

    def _control(self, *words: str) -> str:
        done = subprocess.run(
            ["pactl", *words],
            env=os.environ | self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=20,
        )
        return done.stdout
