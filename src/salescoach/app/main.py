"""The application: the house's routers behind one edge, and the page for everything else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from loguru import logger

from salescoach.app.errors import ErrorBody, add_error_handlers
from salescoach.app.guard.around import open_access, put_guards_around
from salescoach.app.guard.login_api import login_router
from salescoach.app.observe.house import metrics_router
from salescoach.app.observe.request_figures import RequestFigures
from salescoach.app.page import page_app
from salescoach.app.version import version
from salescoach.app.wiring import House, all_routers

VERSIONED = "/api/v1"
UNVERSIONED = "/api"
BOTH = frozenset({"health", "calls", "toolkit", "feature-flags"})
"""First segments of the paths that also answer without the version."""

CLOSE_WITHIN_S = 20.0


def create_app(house: House) -> FastAPI:
    """The ASGI application. Its lifespan closes the house."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        await close_house(house)

    app = FastAPI(
        title="Sales Coach AI",
        version=version(),
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        responses={"default": {"model": ErrorBody, "description": "An error"}},
        generate_unique_id_function=_operation_id,
        redirect_slashes=False,
    )
    add_error_handlers(app)
    access = open_access(house.settings)
    for router in (login_router(access), *all_routers(house)):
        app.include_router(router, prefix=VERSIONED)
        app.include_router(_without_version(router), prefix=UNVERSIONED, include_in_schema=False)
    app.include_router(metrics_router(house.observation))
    app.router.default = page_app()
    put_guards_around(app, house.settings, access)
    app.add_middleware(RequestFigures, metrics=house.observation.metrics)
    return app


async def close_house(house: House) -> None:
    """Closes the house, but not for ever: what was acknowledged is on disk already."""
    try:
        async with asyncio.timeout(CLOSE_WITHIN_S):
            await house.aclose()
    except TimeoutError:
        logger.error("The server's parts did not close within {} s", CLOSE_WITHIN_S)


def _without_version(router: APIRouter) -> APIRouter:
    chosen = [
        route
        for route in router.routes
        if isinstance(route, APIRoute) and route.path.split("/")[1] in BOTH
    ]
    return APIRouter(routes=list(chosen))


def _operation_id(route: APIRoute) -> str:
    """The function's name: what a generated client calls it."""
    return route.name
