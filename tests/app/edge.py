"""A house of a few rooms that misbehave on request, behind the real edge."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from typing import Annotated

import httpx
from fastapi import APIRouter, FastAPI, Query, WebSocket
from pydantic import AfterValidator, BaseModel, ConfigDict

from salescoach.app.health import Check, Engine, Engines
from salescoach.app.main import create_app
from salescoach.app.wiring import House
from salescoach.infra.config import Settings
from salescoach.infra.configuration import load_settings
from salescoach.kit.errors import Conflict, InvalidInput, NotFound, SalesCoachError, Unavailable

SAID = "our budget is forty thousand euros"
FAILURES: Mapping[str, Exception] = {
    "not_found": NotFound("There is no call c1.", code="call_not_found"),
    "invalid": InvalidInput("The cursor is wrong.", code="invalid_cursor"),
    "conflict": Conflict("The call has ended.", code="call_ended"),
    "unavailable": Unavailable("Storage is locked."),
    "product": SalesCoachError(SAID),
    "unforeseen": ValueError(SAID),
}


def no_shouting(value: str) -> str:
    if value.isupper():
        raise ValueError(f"{value} is shouted")
    return value


class Order(BaseModel):
    model_config = ConfigDict(extra="forbid")
    amount: int
    when: datetime | None = None
    name: Annotated[str, AfterValidator(no_shouting)] = "x"


def misbehaving() -> APIRouter:
    router = APIRouter()

    @router.get("/calls")
    async def calls(limit: Annotated[int, Query(ge=1, le=100)] = 5) -> dict[str, int]:
        return {"limit": limit}

    @router.get("/insights")
    async def insights() -> dict[str, str]:
        return {}

    @router.post("/insights/orders")
    async def order(body: Order) -> Order:
        return body

    @router.get("/fail/{how}")
    async def fail(how: str) -> None:
        raise FAILURES[how]

    @router.websocket("/live")
    async def live(socket: WebSocket) -> None:
        await socket.accept()
        text = await socket.receive_text()
        if text == "fail":
            raise ValueError(SAID)
        await socket.send_text(text)
        await socket.close(4000)

    return router


def house(settings: Settings | None = None, checks: Mapping[str, Check] | None = None) -> House:
    engine = Engine("local", network=False)

    async def engines() -> Engines:
        return Engines(speech=engine, coach=engine)

    return House(
        settings=settings or load_settings(None),
        engines=engines,
        checks=checks or {},
        routers=(misbehaving(),),
        open_parts=AsyncExitStack(),
    )


@asynccontextmanager
async def client_of(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:5000") as client:
        yield client


@asynccontextmanager
async def edge(
    settings: Settings | None = None, checks: Mapping[str, Check] | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(create_app(house(settings, checks))) as client:
        yield client
