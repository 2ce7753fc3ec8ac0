"""`salescoach playbook`: playbooks as YAML files, in and out of the workspace, and checked."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from salescoach.app.storage_house import open_storage
from salescoach.infra.config import Settings
from salescoach.infra.configuration import create_directories, read_configuration
from salescoach.kit.clock import SystemClock
from salescoach.rooms.playbook.entries import Entry
from salescoach.rooms.playbook.json_schema import json_schema, schema_hint
from salescoach.rooms.playbook.loader import PlaybookInvalid, dump, load_file
from salescoach.rooms.playbook.rules import unanswered
from salescoach.rooms.playbook.service import PlaybookService
from salescoach.rooms.playbook.shelf import open_shelf

T = TypeVar("T")

app = typer.Typer(
    help="Playbooks as YAML files: check, export, import, and the schema for editors.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file instead of the terminal")
]


@app.command()
def check(files: Annotated[list[Path], typer.Argument(help="YAML files")]) -> None:
    """Reads playbooks and says what is wrong, by line. Exit code 1 when something is."""
    broken = False
    for path in files:
        try:
            playbook = load_file(path)
        except PlaybookInvalid as error:
            broken = True
            typer.echo(error.message, err=True)
            continue
        scripts = sum(len(category.scripts) for category in playbook.categories)
        typer.echo(f"{path.name}: fine, {len(playbook.categories)} categories, {scripts} scripts")
        for signal in unanswered(playbook):
            typer.echo(f"{path.name}: no category answers {signal}")
    if broken:
        raise typer.Exit(1)


@app.command()
def export(
    playbook: Annotated[str | None, typer.Argument(help="Its id; the default one without")] = None,
    version: Annotated[int | None, typer.Option(min=1, help="An earlier version")] = None,
    output: Output = None,
) -> None:
    """A playbook of the workspace as YAML."""
    settings = read_configuration().settings

    async def read(service: PlaybookService) -> str:
        entry = await service.get(playbook)
        if version is None:
            return dump(entry.playbook)
        return dump(await service.at_version(entry.playbook.id, version))

    schema = f"http://localhost:{settings.port}/api/v1/playbooks/schema.json"
    _write(schema_hint(schema) + _in_workspace(settings, read), output)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A YAML file")],
    name: Annotated[str | None, typer.Option(help="Its name, the file's without")] = None,
    into: Annotated[
        str | None, typer.Option(help="Id of a playbook that it becomes the next version of")
    ] = None,
    note: Annotated[str | None, typer.Option(help="What the version is about")] = None,
) -> None:
    """Keeps a playbook in the workspace: a new one, or the next version of one that is there."""
    settings = read_configuration().settings
    content = load_file(file)

    async def keep(service: PlaybookService) -> Entry:
        if into is None:
            return await service.create(content, name, note)
        current = (await service.get(into)).playbook
        return await service.replace(into, current.version, content, note)

    kept = _in_workspace(settings, keep)
    used = ", used for calls" if kept.is_default else ""
    typer.echo(f"{kept.playbook.id}, version {kept.playbook.version}{used}")


@app.command()
def schema(output: Output = None) -> None:
    """JSON Schema of the YAML file, for editors."""
    _write(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", output)


def _in_workspace(settings: Settings, work: Callable[[PlaybookService], Awaitable[T]]) -> T:
    async def run() -> T:
        create_directories(settings)
        async with AsyncExitStack() as opening:
            database = await open_storage(settings, opening)
            return await work(
                PlaybookService(database, open_shelf(settings.playbook), SystemClock())
            )

    return asyncio.run(run())


def _write(text: str, output: Path | None) -> None:
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        typer.echo(f"Wrote {output}", err=True)
