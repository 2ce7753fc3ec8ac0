"""`python -m salescoach.app.try_speech`: does the speech engine in force load here?

A process of its own for `salescoach doctor`. Prints one line; exit code 1 when it does not.
"""

import asyncio
import sys
import time

import typer

from salescoach.app.checks import try_speech
from salescoach.app.wiring import build_transcriber
from salescoach.infra.config import Settings
from salescoach.infra.configuration import load_settings
from salescoach.infra.exception_text import message_of
from salescoach.speech.transcriber import Backed


async def _try(settings: Settings) -> str:
    started = time.perf_counter()
    transcriber = build_transcriber(settings)
    try:
        await try_speech(transcriber)
        if isinstance(transcriber, Backed) and transcriber.away is not None:
            raise transcriber.away
    finally:
        await transcriber.aclose()
    return f"{transcriber.capabilities.name} loads in {time.perf_counter() - started:.1f} s"


def main() -> int:
    try:
        typer.echo(asyncio.run(_try(load_settings())))
    except Exception as error:  # noqa: BLE001 - whatever it was is the answer
        typer.echo(f"does not load: {message_of(error) or type(error).__name__}".replace("\n", " "))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
