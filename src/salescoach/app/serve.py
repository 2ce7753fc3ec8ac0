"""Running the server: take the port, build the house, say where the page is, stop cleanly.

The port is taken first: a second server must fail before it touches the database of the first.
"""

import asyncio
import errno
import gc
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from types import FrameType

import uvicorn
from loguru import logger

from salescoach.app.collecting import spare_what_is_loaded
from salescoach.app.guard.patience import patient_protocol
from salescoach.app.guard.sockets import BoundedSocket
from salescoach.app.main import close_house, create_app
from salescoach.app.neighbour import running_version
from salescoach.app.wiring import House, build_house
from salescoach.infra.config import Settings
from salescoach.infra.config_rules import is_loopback
from salescoach.kit.errors import SalesCoachError, Unavailable
from salescoach.kit.thread_order import loop_first

GRACE_S = 10
"""How long open requests may take to end after a signal, before the house is closed."""

_PING_EVERY_S = 15.0
_PING_PATIENCE_S = 20.0
_SPARE_CONNECTIONS = 200
"""Beside the live pages: requests, and connections that browsers keep open."""

_OF_A_BROWSER = 6
"""Connections that a browser opens to a server for its requests, at most."""

_BACKLOG = 512
_PROBE_S = 0.25


class PortTaken(SalesCoachError):
    code = "port_taken"


class AlreadyServing(PortTaken):
    """By a server of ours."""

    def __init__(self, port: int, version: str) -> None:
        super().__init__(
            f"Sales Coach AI is already running: open http://localhost:{port}. For a second one "
            f"choose another port: PORT={port + 1} salescoach serve."
        )
        self.port = port
        self.version = version


Build = Callable[[Settings], Awaitable[House]]


def serve(settings: Settings, announce: Callable[[str], None], build: Build = build_house) -> None:
    """Runs until SIGTERM or SIGINT. ``announce`` gets the page's address once it can be opened.
    Raises ``SalesCoachError`` when the server cannot start."""
    sockets = listen(settings.host, settings.port)
    previous = signal.signal(signal.SIGTERM, _terminated)
    loop_first()
    try:
        loop_factory = uvicorn.Config("", loop="auto", log_config=None).get_loop_factory()
        with asyncio.Runner(loop_factory=loop_factory) as runner:
            runner.run(_serve(settings, sockets, announce, build))
    except KeyboardInterrupt:
        logger.info("Stopped by the keyboard")
    except _Terminated:
        logger.info("Stopped by a signal")
    finally:
        signal.signal(signal.SIGTERM, previous)
        for each in sockets:
            each.close()
        # A failed task that nobody asked about is reported when it is collected; now the log is
        # still there to redact it.
        gc.collect()


async def _serve(
    settings: Settings,
    sockets: list[socket.socket],
    announce: Callable[[str], None],
    build: Build,
) -> None:
    house = await build(settings)
    try:
        server = Server(
            server_config(settings, create_app(house)), lambda: announce(settings.address)
        )
        sparing = asyncio.create_task(spare_what_is_loaded(), name="spare what is loaded")
        await server.serve(sockets)
        sparing.cancel()
    finally:
        # The lifespan closed it already, unless the start failed or a second signal cut it short.
        await close_house(house)


def server_config(settings: Settings, app: Callable[..., object]) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="auto",
        http=patient_protocol(
            2 * settings.max_connections + _SPARE_CONNECTIONS,
            most_per_address=_OF_A_BROWSER * settings.max_connections_per_address,
            proxies=settings.trusted_proxies,
        ),
        ws=BoundedSocket,
        ws_max_size=settings.max_message_bytes,
        ws_ping_interval=_PING_EVERY_S,
        ws_ping_timeout=_PING_PATIENCE_S,
        # PCM hardly shrinks, and deflate would cost more CPU than everything else in a frame.
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=GRACE_S,
    )


class Server(uvicorn.Server):
    """``ready`` is called once, when connections are accepted."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and not self.should_exit:
            logger.debug("Ready")
            self._ready()


class _Terminated(BaseException):
    """SIGTERM, after the server has stopped: raised so that the process ends by returning."""


def _terminated(number: int, frame: FrameType | None) -> None:
    raise _Terminated


def listen(host: str, port: int) -> list[socket.socket]:
    """Sockets bound to every address of ``host``; they do not accept yet. Raises ``PortTaken``, or
    ``Unavailable`` when there is no such address here."""
    if _answers(port):
        raise _taken(port)
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unavailable(f"HOST {host} is not known: {error.strerror}.") from error
    bound: list[socket.socket] = []
    problem: OSError | None = None
    for family, kind, protocol, _, address in dict.fromkeys(found):
        try:
            bound.append(_bound(family, kind, protocol, address))
        except OSError as error:
            problem = error
            if error.errno == errno.EADDRINUSE:
                break
    if bound and (problem is None or problem.errno != errno.EADDRINUSE):
        # A name may stand for an IPv6 address that this machine does not have.
        return bound
    for each in bound:
        each.close()
    if problem is not None and problem.errno == errno.EADDRINUSE:
        raise _taken(port) from problem
    reason = problem.strerror if problem else "it has no address"
    raise Unavailable(f"The server cannot listen on {host}:{port}: {reason}.") from problem


def _bound(
    family: int, kind: int, protocol: int, address: tuple[str | int, ...] | tuple[int, bytes]
) -> socket.socket:
    each = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":
            each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            each.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        each.bind(address)
    except OSError:
        each.close()
        raise
    each.set_inheritable(False)
    return each


def _answers(port: int) -> bool:
    """Whether something accepts on this machine's port already. Binding alone does not tell: macOS
    lets a loopback address be taken beside a server that listens on all of them."""
    for host in ("127.0.0.1", "::1"):
        try:
            with socket.create_connection((host, port), timeout=_PROBE_S):
                return True
        except OSError:
            continue
    return False


def _taken(port: int) -> PortTaken:
    version = running_version(port)
    if version is not None:
        return AlreadyServing(port, version)
    hint = (
        " On macOS this is often the AirPlay Receiver (System Settings, AirDrop & Handoff)."
        if sys.platform == "darwin" and port in (5000, 7000)
        else ""
    )
    return PortTaken(
        f"Port {port} is taken by another program.{hint} Choose another: PORT={port + 1} "
        "salescoach serve, or PORT in .env."
    )


def network_note(settings: Settings) -> str | None:
    """What has to be said about a server that others can reach."""
    if not is_loopback(settings.host):
        return (
            "Browsers give no microphone over plain HTTP from another host: HTTPS needed. Put a "
            "reverse proxy with TLS in front, and name it in ALLOWED_HOSTS and TRUSTED_PROXIES."
        )
    return None
