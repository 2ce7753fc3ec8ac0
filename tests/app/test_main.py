"""How routers are mounted, and that the house is closed with the application."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from salescoach.app import main
from salescoach.app.main import create_app
from tests.app.edge import client_of, edge, house


async def test_four_paths_also_answer_without_the_version() -> None:
    async with edge() as client:
        for path in ("calls", "health", "feature-flags"):
            assert (await client.get(f"/api/{path}")).status_code == 200
            assert (await client.get(f"/api/v1/{path}")).status_code == 200
        assert (await client.get("/api/v1/insights")).status_code == 200
        assert (await client.get("/api/insights")).status_code == 404


async def test_each_path_is_described_once() -> None:
    async with edge() as client:
        described = (await client.get("/api/openapi.json")).json()
    assert "/api/v1/calls" in described["paths"]
    assert all(path.startswith("/api/v1/") for path in described["paths"])
    responses = described["paths"]["/api/v1/calls"]["get"]["responses"]
    assert responses["default"]["content"]["application/json"]["schema"]["$ref"].endswith(
        "/ErrorBody"
    )
    assert "422" not in responses


async def test_the_house_is_closed_when_the_application_ends() -> None:
    closed: list[str] = []
    parts = AsyncExitStack()
    parts.callback(closed.append, "first built")
    parts.callback(closed.append, "last built")
    app = create_app(replace(house(), open_parts=parts))
    async with app.router.lifespan_context(app):
        async with client_of(app) as client:
            await client.get("/api/health")
        assert closed == []
    assert closed == ["last built", "first built"]


async def test_a_part_that_does_not_close_does_not_hold_up_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(main, "CLOSE_WITHIN_S", 0.01)
    parts = AsyncExitStack()
    parts.push_async_callback(asyncio.Event().wait)
    async with asyncio.timeout(1):
        await main.close_house(replace(house(), open_parts=parts))
