"""`salescoach export`: calls of the workspace as files, one by one: memory holds a single call."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from salescoach.infra.config import Settings
from salescoach.infra.configuration import create_directories, read_configuration
from salescoach.infra.database import Database, migrate
from salescoach.kit.clock import SystemClock
from salescoach.kit.errors import InvalidInput, NotFound, SalesCoachError
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.export.service import ExportFormat, ExportService
from salescoach.rooms.review.service import ReviewService


@dataclass(frozen=True, slots=True)
class Failure:
    """``error`` is a code."""

    call_id: str
    error: str
    message: str


@dataclass(slots=True)
class Summary:
    """``written``: how many files are there, whole. ``bytes`` of all of them."""

    format: ExportFormat
    output: str
    written: int = 0
    bytes: int = 0
    failed: list[Failure] = field(default_factory=list)


def command(
    calls: Annotated[list[str] | None, typer.Argument(help="Ids of calls")] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="A directory; it is made when it is not there")
    ] = Path(),
    every: Annotated[bool, typer.Option("--all", help="Every call of the history")] = False,
    kind: Annotated[ExportFormat, typer.Option("--format", help="What the files are")] = "json",
    as_json: Annotated[bool, typer.Option("--json", help="The summary as JSON")] = False,
) -> None:
    """Writes calls as OUTPUT/<call id>.<format>. A file that is there is replaced. Exit code 1 when
    a call could not be written; the others are."""
    if bool(calls) == every:
        raise InvalidInput("Name calls, or say --all.", code="invalid_input")
    settings = read_configuration().settings
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput(
            f"{output} cannot be a directory for the files: {error.strerror}.", code="not_writable"
        ) from None
    summary = Summary(kind, str(output))
    asyncio.run(_export(settings, None if every else calls, output, summary))
    if as_json:
        typer.echo(json.dumps(asdict(summary), indent=2))
    else:
        noun = "call" if summary.written == 1 else "calls"
        typer.echo(f"Wrote {summary.written} {noun} to {output}")
        for failure in summary.failed:
            typer.echo(f"{failure.call_id}: {failure.message}", err=True)
    if summary.failed:
        raise typer.Exit(1)


async def _export(
    settings: Settings, calls: list[str] | None, output: Path, summary: Summary
) -> None:
    async with _opened(settings) as service:
        async for call_id in service.call_ids() if calls is None else _named(calls):
            try:
                file = await service.export(call_id, summary.format)
                target = output / f"{call_id}.{summary.format}"
                await asyncio.to_thread(write_whole, target, file.content)
            except NotFound as error:
                if calls is None:
                    continue  # it was deleted since the list was read
                summary.failed.append(Failure(call_id, error.code, error.message))
            except SalesCoachError as error:
                summary.failed.append(Failure(call_id, error.code, error.message))
            except OSError as error:
                why = f"The file could not be written: {error.strerror}."
                summary.failed.append(Failure(call_id, "not_written", why))
            else:
                summary.written += 1
                summary.bytes += len(file.content)


def write_whole(target: Path, content: bytes) -> None:
    """All of it or nothing: what was at ``target`` stays until the new file is on disk. Raises
    ``OSError``."""
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


async def _named(calls: list[str]) -> AsyncIterator[str]:
    for call_id in dict.fromkeys(calls):
        yield call_id


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[ExportService]:
    create_directories(settings)
    await migrate(settings.database_url)
    database = Database(settings.database_url)
    try:
        calls = CallService(database)
        clock = SystemClock()
        yield ExportService(calls, ReviewService(database, calls, clock), clock)
    finally:
        await database.aclose()
