"""`salescoach export`: calls of the workspace as files, one by one, or all of them as one table:
memory holds a few of them."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import typer

from salescoach.app.storage_house import open_storage
from salescoach.domain.history import CallQuery
from salescoach.infra.config import Settings
from salescoach.infra.configuration import create_directories, read_configuration
from salescoach.kit.clock import SystemClock
from salescoach.kit.errors import InvalidInput, NotFound, SalesCoachError
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.export.service import ExportFormat, ExportService
from salescoach.rooms.export.tables import TableFormat, TableService
from salescoach.rooms.review.service import ReviewService
from salescoach.rooms.review.settled import SettledReviews

Format = Literal["json", "pdf", "md", "csv", "srt", "vtt", "parquet"]


@dataclass(frozen=True, slots=True)
class Failure:
    """``error`` is a code."""

    call_id: str
    error: str
    message: str


@dataclass(slots=True)
class Summary:
    """``written``: how many files are there, whole, or calls in the table. ``bytes`` of all of
    it."""

    format: Format
    output: str
    written: int = 0
    bytes: int = 0
    failed: list[Failure] = field(default_factory=list)


def command(
    calls: Annotated[list[str] | None, typer.Argument(help="Ids of calls")] = None,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            help="A directory, made when it is not there; for a table a file will do as well",
        ),
    ] = Path(),
    every: Annotated[bool, typer.Option("--all", help="Every call of the history")] = False,
    kind: Annotated[Format, typer.Option("--format", help="What the files are")] = "json",
    as_json: Annotated[bool, typer.Option("--json", help="The summary as JSON")] = False,
) -> None:
    """Writes calls as OUTPUT/<call id>.<format>; all of them as csv or parquet are one table with a
    row a call, OUTPUT/calls.<format> or the file OUTPUT. What is there is replaced. Exit code 1
    when a call could not be written; the others are."""
    if bool(calls) == every:
        raise InvalidInput("Name calls, or say --all.", code="invalid_input")
    if kind == "parquet" and not every:
        raise InvalidInput("Parquet is a table of all calls: say --all.", code="invalid_input")
    settings = read_configuration().settings
    summary = Summary(kind, str(output))
    if every and (kind == "csv" or kind == "parquet"):
        target = _table_file(output, kind)
        summary.output = str(target)
        asyncio.run(_export_table(settings, target, kind, summary))
        done = f"Wrote {_counted(summary)} to {target}"
    else:
        assert kind != "parquet"
        _directory(output)
        asyncio.run(_export(settings, None if every else calls, output, kind, summary))
        done = f"Wrote {_counted(summary)} to {output}"
    if as_json:
        typer.echo(json.dumps(asdict(summary), indent=2))
    else:
        typer.echo(done)
        for failure in summary.failed:
            typer.echo(f"{failure.call_id}: {failure.message}", err=True)
    if summary.failed:
        raise typer.Exit(1)


def _counted(summary: Summary) -> str:
    return f"{summary.written} {'call' if summary.written == 1 else 'calls'}"


def _directory(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput(
            f"{path} cannot be a directory for the files: {error.strerror}.", code="not_writable"
        ) from None


def _table_file(output: Path, kind: TableFormat) -> Path:
    if output.suffix == f".{kind}" and not output.is_dir():
        _directory(output.parent)
        return output
    _directory(output)
    return output / f"calls.{kind}"


async def _export_table(
    settings: Settings, target: Path, kind: TableFormat, summary: Summary
) -> None:
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        async with _opened(settings) as house:
            summary.written = await house.tables.write(CallQuery(), kind, partial)
        summary.bytes = (await asyncio.to_thread(partial.stat)).st_size
        await asyncio.to_thread(partial.replace, target)
    except OSError as error:
        raise InvalidInput(
            f"{target} could not be written: {error.strerror}.", code="not_writable"
        ) from None
    finally:
        await asyncio.to_thread(partial.unlink, missing_ok=True)


async def _export(
    settings: Settings,
    calls: list[str] | None,
    output: Path,
    kind: ExportFormat,
    summary: Summary,
) -> None:
    async with _opened(settings) as house:
        service = house.files
        async for call_id in service.call_ids() if calls is None else _named(calls):
            try:
                file = await service.export(call_id, kind)
                target = output / f"{call_id}.{kind}"
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


@dataclass(frozen=True, slots=True)
class _Exports:
    files: ExportService
    tables: TableService


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[_Exports]:
    create_directories(settings)
    async with AsyncExitStack() as opening:
        database = await open_storage(settings, opening)
        calls = CallService(database)
        clock = SystemClock()
        files = ExportService(calls, ReviewService(database, calls, clock), clock)
        yield _Exports(files, TableService(calls, SettledReviews(database)))
