"""The command line. Commands import what they need when they run, so that help is quick."""

import importlib
import sys

import typer

from salescoach.kit.errors import SalesCoachError

app = typer.Typer(
    name="salescoach",
    help="Listens to a live sales call and shows the one thing worth saying now.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

_PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
"""For commands of their own module, whose options are known only once it is imported."""


def main() -> None:
    """What a user can mend is one message and exit code 1, never a traceback."""
    try:
        app()
    except SalesCoachError as error:
        typer.echo(error.message, err=True)
        sys.exit(1)


@app.command()
def serve() -> None:
    """The server and the page, by default at http://localhost:5000."""
    from loguru import logger

    from salescoach.app.serve import network_note
    from salescoach.app.serve import serve as run
    from salescoach.infra.configuration import create_directories, read_configuration
    from salescoach.infra.logging import configure_logging, stop_logging

    configuration = read_configuration()
    settings = configuration.settings
    create_directories(settings)
    configure_logging(settings)
    try:
        for warning in configuration.warnings:
            logger.warning("{}", warning)
        if note := network_note(settings):
            logger.warning("{}", note)
        run(settings, lambda address: typer.echo(said_of(address, sys.stdout.isatty())))
    except SalesCoachError:
        raise
    except Exception as error:  # noqa: BLE001 - the edge: it is logged, and told in one line
        logger.opt(exception=error).critical("The server failed")
        typer.echo(f"The server failed; {settings.logs_dir / 'errors.log'} says why.", err=True)
        raise typer.Exit(1) from None
    finally:
        stop_logging()


def said_of(address: str, terminal: bool) -> str:
    """Set apart from the log for who looks at a terminal; for a program the address and no more."""
    return (
        f"\nSales Coach AI is ready. Open {address}\nCtrl+C stops it.\n\n" if terminal else address
    )


@app.command()
def config() -> None:
    """The configuration in force, secrets masked, and where each setting came from."""
    from salescoach.infra.configuration import read_configuration

    configuration = read_configuration()
    lines = configuration.lines()
    widths = [max(len(part) for part in column) for column in zip(
        *((line.name, line.value) for line in lines), strict=True
    )]  # fmt: skip
    for line in lines:
        typer.echo(f"{line.name:<{widths[0]}}  {line.value:<{widths[1]}}  {line.origin}")
    for warning in configuration.warnings:
        typer.echo(f"warning: {warning}", err=True)


@app.command()
def doctor() -> None:
    """Checks everything the product needs; one line each, with how to mend it."""
    from salescoach.app.doctor import examine

    failed = False
    for finding in examine():
        typer.echo(str(finding))
        failed = failed or finding.verdict == "fail"
    if failed:
        raise typer.Exit(1)


@app.command(add_help_option=False, context_settings=_PASSED_ON)
def replay(context: typer.Context) -> None:
    """A recording or a transcript through the very same pipeline."""
    _run_late("salescoach.app.replay_command", "replay", context.args)


@app.command(add_help_option=False, context_settings=_PASSED_ON)
def evaluate(context: typer.Context) -> None:
    """How right the coach is, against labelled utterances and whole calls."""
    _run_late("salescoach.app.evaluate.command", "evaluate", context.args)


@app.command(add_help_option=False, context_settings=_PASSED_ON)
def bench(context: typer.Context) -> None:
    """How many calls this machine carries, and what it adds to the vendors' time."""
    _run_late("salescoach.app.bench.command", "bench", context.args)


@app.command(add_help_option=False, context_settings=_PASSED_ON)
def playbook(context: typer.Context) -> None:
    """Playbooks as YAML files: check, export, import, schema."""
    group = importlib.import_module("salescoach.app.playbook_command").app
    group(args=context.args, prog_name="salescoach playbook")


@app.command(add_help_option=False, context_settings=_PASSED_ON)
def export(context: typer.Context) -> None:
    """Past calls as files: PDF, Markdown, JSON, CSV, SRT or VTT; all as a table: CSV or Parquet."""
    _run_late("salescoach.app.export_command", "export", context.args)


@app.command(add_help_option=False, context_settings=_PASSED_ON)
def backup(context: typer.Context) -> None:
    """Everything of this workspace in one verified file, also while the server runs."""
    _run_late("salescoach.app.backup_command", "backup", context.args)


@app.command(add_help_option=False, context_settings=_PASSED_ON)
def restore(context: typer.Context) -> None:
    """A backup in the place of what is there, which is kept aside."""
    _run_late("salescoach.app.restore_command", "restore", context.args)


@app.command(add_help_option=False, context_settings=_PASSED_ON)
def smoke(context: typer.Context) -> None:
    """Tries a running server from outside: health, headers, page, one demo call with its cards."""
    _run_late("salescoach.app.smoke.command", "smoke", context.args)


@app.command("import", add_help_option=False, context_settings=_PASSED_ON)
def import_(context: typer.Context) -> None:
    """Recordings and transcripts from elsewhere into the history."""
    _run_late("salescoach.app.import_command", "import", context.args)


def _run_late(module: str, name: str, arguments: list[str]) -> None:
    """Runs the function ``command`` of ``module`` as a command with its own options."""
    late = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    late.command(name)(importlib.import_module(module).command)
    late(args=arguments, prog_name=f"salescoach {name}")
