"""Writes the OpenAPI document the page's types are generated from, or checks that it is current.

`python -m salescoach.app.schema --write FILE` or `--check FILE`. Nothing is opened for it: no
database, no engine, no settings.
"""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from salescoach.app.version import version
from salescoach.app.wire_schema import wire_components


def document() -> dict[str, Any]:
    """OpenAPI 3.1 with the REST paths and the messages of the live socket."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Sales Coach AI", "version": version()},
        "paths": {},
        "components": {"schemas": wire_components()},
    }


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
    sys.exit(typer.run(command))
