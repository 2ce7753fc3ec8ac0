"""`make dev`: the server and the page's development server, both reloading on a change.

One Ctrl+C stops both; when either ends by itself the other is stopped too.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import typer
from watchfiles import PythonFilter, run_process

from salescoach.infra.configuration import load_settings
from salescoach.kit.errors import SalesCoachError

_SOURCES = Path(__file__).parents[1]
_PAGE = Path(__file__).parents[3] / "frontend"
_PAGE_ORIGINS = "http://localhost:5173,http://127.0.0.1:5173"
_STOP_WITHIN_S = 10


def main() -> int:
    npm = shutil.which("npm")
    if npm is None or not (_PAGE / "package.json").is_file():
        typer.echo("npm or frontend/package.json is missing; run make setup", err=True)
        return 1
    try:
        load_settings()
    except SalesCoachError as error:
        typer.echo(error.message, err=True)
        return 1
    environment = {"CORS_ORIGINS": _PAGE_ORIGINS, **os.environ}
    server = subprocess.Popen(
        [sys.executable, "-m", "salescoach.app.dev", "server"],
        env=environment,
        start_new_session=True,
    )
    page = subprocess.Popen(  # noqa: S603 - npm as installed
        [npm, "run", "dev"], cwd=_PAGE, start_new_session=True
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        while server.poll() is None and page.poll() is None:
            time.sleep(0.2)
    except KeyboardInterrupt:
        typer.echo("Stopping")
    finally:
        _stop(page, page_group=True)
        _stop(server, page_group=False)
    return server.returncode or 0


def _reloading_server() -> None:
    run_process(
        _SOURCES,
        target=f"{sys.executable} -m salescoach.app.dev once",
        target_type="command",
        watch_filter=PythonFilter(extra_extensions=(".yaml",)),
        sigint_timeout=_STOP_WITHIN_S,
    )


def _once() -> None:
    from salescoach.app.cli import app

    app(["serve"])


def _stop(process: "subprocess.Popen[bytes]", *, page_group: bool) -> None:
    """Each child leads a session of its own, so that a Ctrl+C reaches it once, from here. npm
    passes no signal on, so its whole group is told; the reloader stops its server itself."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.terminate()
    elif page_group:
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(_STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["server"]:
            _reloading_server()
        case ["once"]:
            _once()
        case _:
            sys.exit(main())
