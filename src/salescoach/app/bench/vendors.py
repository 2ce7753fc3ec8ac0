"""The stand-ins for the vendors, in a process of their own: their work must not count as ours.

Prints where they listen as one line of JSON, and a report as a second one when its input ends.
"""

import asyncio
import json
import sys

from salescoach.app.bench.model_vendor import ModelVendor
from salescoach.app.bench.speech_vendor import SpeechVendor


async def run(speech_delay_s: float, model_delay_s: float) -> None:
    speech, model = SpeechVendor(speech_delay_s), ModelVendor(model_delay_s)
    _print({"speech": await speech.start(), "model": await model.start()})
    await _input_ends()
    _print(
        {
            "samples": speech.samples,
            "connections": speech.connections,
            "requests": model.requests,
        }
    )
    await speech.aclose()
    await model.aclose()


async def _input_ends() -> None:
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    await reader.read()


def _print(value: dict[str, int]) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(run(float(sys.argv[1]), float(sys.argv[2])))
