"""`salescoach bench`: how many calls this machine carries, and what it adds to the vendors."""

import asyncio
import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from salescoach.app.bench.engines import Coach, Engine, Plan
from salescoach.app.bench.history import run as long_history
from salescoach.app.bench.run import run


def command(
    engine: Annotated[
        Engine,
        typer.Option(
            help="vendor: engines behind an API, with local stand-ins for the vendors; transport: "
            "sockets, safe audio and the event log alone; local: the embedded engines"
        ),
    ] = "vendor",
    calls: Annotated[int, typer.Option(min=1, max=2000, help="Live calls at once")] = 20,
    seconds: Annotated[float, typer.Option(min=3, max=3600, help="How long each speaks")] = 30,
    coach: Annotated[
        Coach, typer.Option(help="With vendor: a model behind an API, or the embedded coach alone")
    ] = "model",
    recording: Annotated[
        Path | None,
        typer.Option(help="With local, needed: what the callers say, left the salesperson"),
    ] = None,
    pin: Annotated[
        bool, typer.Option("--pin", help="The server on a processor of its own (Linux)")
    ] = False,
    speech_delay_ms: Annotated[
        int, typer.Option(min=0, max=900, help="How long the speech service takes to answer")
    ] = 250,
    model_delay_ms: Annotated[
        int, typer.Option(min=0, max=10_000, help="How long the model takes to its first words")
    ] = 600,
    history: Annotated[
        int, typer.Option(min=0, max=100_000, help="Instead: past calls to list and search")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as JSON")] = False,
) -> None:
    """Live calls over real WebSockets against a real server, and what the product adds.

    own_latency_ms: from sending the audio that made the speech service say words to their arrival
    in the page, less the time the service itself took; with the embedded engine from the audio
    that ended a line to the line in the page; with transport alone from marking a moment to seeing
    it logged. card_latency_ms: from finished words in the page to the model's first sentence in
    the card, less the model's own time; without a model to the card. cpu_per_call: of one core.
    rss_mb_per_call: memory of the server with the calls, less that without, by call. lost_frames:
    frames that were not acknowledged, or that the speech service did not get.

    With --history: how long the server takes to list, to search and to add up so many past calls.
    """
    if engine == "local" and recording is None:
        raise typer.BadParameter("the embedded engines need real speech", param_hint="--recording")
    with tempfile.TemporaryDirectory(prefix="salescoach-bench-") as folder:
        if history:
            found = asyncio.run(long_history(history, Path(folder)))
            sys.stdout.write((json.dumps(found) if as_json else as_text(found)) + "\n")
            return
        plan = Plan(engine, calls, seconds, coach, speech_delay_ms, model_delay_ms, recording, pin)
        figures = asyncio.run(run(plan, Path(folder)))
    sys.stdout.write(
        (json.dumps(figures) if as_json else as_text({"engine": engine} | figures)) + "\n"
    )


def as_text(figures: Mapping[str, object]) -> str:
    """A line a figure."""
    return "\n".join(f"{name:<22}{_value(value)}" for name, value in figures.items())


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{name} {_value(each)}" for name, each in value.items()) or "-"
    return "-" if value is None else str(value)
