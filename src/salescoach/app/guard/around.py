"""The guards in their order, the outermost last: what is refused cheaply is refused first."""

import time

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from salescoach.app.guard.access import LOGGED_OUT_FILE, Access, Keys
from salescoach.app.guard.bodies import Body, BodyGuard
from salescoach.app.guard.gate import Gate
from salescoach.app.guard.headers import SafeHeaders
from salescoach.app.guard.origin import OriginGuard
from salescoach.app.guard.places import Places
from salescoach.app.guard.rates import RateGuard
from salescoach.app.requests import REQUEST_ID_HEADER, RequestScope
from salescoach.infra.config import Settings
from salescoach.infra.secrets import login_key


def open_access(settings: Settings) -> Access:
    """Raises ``SecretFileTrouble`` when what signs logins cannot be made or read."""
    token = settings.access_token
    return Access(
        Keys(login_key(settings), token.get_secret_value()) if token else None,
        days=settings.login_days,
        logged_out=settings.data_dir / LOGGED_OUT_FILE,
        clock=time.time,
        now=time.monotonic,
    )


def put_guards_around(app: FastAPI, settings: Settings, access: Access) -> None:
    app.add_middleware(
        Places,
        most=settings.max_connections,
        most_per_address=settings.max_connections_per_address,
    )
    app.add_middleware(
        BodyGuard,
        usual=Body(settings.max_body_bytes),
        piece=Body(settings.import_max_mb * 1_000_000),
    )
    app.add_middleware(Gate, access=access)
    app.add_middleware(RateGuard, per_minute=settings.rate_limit_per_minute)
    app.add_middleware(
        OriginGuard,
        origins=settings.cors_origins,
        hosts=settings.allowed_hosts,
        bound=settings.host,
    )
    app.add_middleware(RequestScope)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match", REQUEST_ID_HEADER],
            expose_headers=["ETag", "Retry-After", REQUEST_ID_HEADER],
            max_age=600,
        )
    app.add_middleware(SafeHeaders, shared=bool(settings.cors_origins))
