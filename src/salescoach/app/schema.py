"""Writes the OpenAPI document the page's types are generated from, or checks that it is current.

`python -m salescoach.app.schema --write FILE` or `--check FILE`. Nothing is opened for it: no
database, no engine.
"""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from salescoach.app.main import create_app
from salescoach.app.wire_schema import wire_components
from salescoach.app.wiring import outline_house
from salescoach.infra.config import Settings


def document() -> dict[str, Any]:
    """OpenAPI 3.1 with the REST paths and the messages of the live socket."""
    app = create_app(outline_house(Settings.model_construct()))
    described = app.openapi()
    schemas = described.setdefault("components", {}).setdefault("schemas", {})
    for name, component in wire_components().items():
        _same_thing(name, schemas.get(name), component)
        schemas[name] = component
    return described


def _same_thing(name: str, rest: dict[str, Any] | None, wire: dict[str, Any]) -> None:
    """A value that REST and the socket both send has one schema, the socket's; two values of one
    name would silently become one."""
    if rest is not None and set(rest.get("properties", ())) != set(wire.get("properties", ())):
        raise ValueError(f"two different schemas are called {name}; rename one")


def rendered() -> str:
    """The document as text, the same for the same code on every machine."""
    return json.dumps(document(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def command(
    write: Annotated[Path | None, typer.Option(help="Write the document to this file.")] = None,
    check: Annotated[
        Path | None, typer.Option(help="Exit with 1 when this file differs from the code.")
    ] = None,
) -> None:
    """The OpenAPI document of the server, wire messages included."""
    if (write is None) == (check is None):
        raise typer.BadParameter("Give either --write FILE or --check FILE.")
    text = rendered()
    if write is not None:
        write.parent.mkdir(parents=True, exist_ok=True)
        write.write_text(text, encoding="utf-8")
        typer.echo(f"Wrote {write}")
        return
    assert check is not None
    if not check.is_file():
        typer.echo(f"{check} does not exist; write it with: make types", err=True)
        raise typer.Exit(1)
    if check.read_text(encoding="utf-8") != text:
        typer.echo(f"{check} differs from the code; bring it up to date with: make types", err=True)
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(command)
