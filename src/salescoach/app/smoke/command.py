"""`salescoach smoke URL`: the checklist after a deployment, ticked off by really doing it."""

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated

import httpx
import typer

from salescoach.app.smoke.call import demo_call
from salescoach.app.smoke.checks import CHECKS, Check, Checked, Failed
from salescoach.app.smoke.target import Target
from salescoach.infra.configuration import read_configuration

TIMEOUT_S = 15.0
_HEALTH_TIMEOUT_S = 4.0


def command(
    url: Annotated[
        str | None,
        typer.Argument(help="Address of the server; the one configured here if left out"),
    ] = None,
    token: Annotated[
        str | None, typer.Option("--token", help="The ACCESS_TOKEN; the environment's if left out")
    ] = None,
    health: Annotated[
        bool, typer.Option("--health", help="Only whether it can serve: for a container's check")
    ] = False,
    call: Annotated[bool, typer.Option(help="Make a demo call, and delete it")] = True,
    wait: Annotated[
        int, typer.Option("--wait", min=0, max=3600, help="Seconds for the server to come up")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="The outcome as JSON")] = False,
) -> None:
    """Tries a running server: health, headers, access, the page, a call with cards from end to end.
    Exit code 1 when something is not as it should be."""
    if health:
        raise typer.Exit(0 if asyncio.run(_serves(Target.at(url or _configured()))) else 1)
    target = Target.at(url or _configured(), token or os.environ.get("ACCESS_TOKEN") or None)
    asyncio.run(_come_up(target, wait))
    found: list[Checked] = []
    asyncio.run(_tick_off(target, call, found, quiet=as_json))
    ok = all(check.ok for check in found)
    if as_json:
        told = {"url": target.address, "ok": ok, "checks": [asdict(check) for check in found]}
        typer.echo(json.dumps(told, indent=2))
    if not ok:
        raise typer.Exit(1)


def _configured() -> str:
    return read_configuration().settings.address


async def _serves(target: Target) -> bool:
    try:
        async with httpx.AsyncClient(base_url=target.address, timeout=_HEALTH_TIMEOUT_S) as client:
            return (await client.get("/api/health/ready")).status_code == 200
    except httpx.HTTPError:
        return False


async def _come_up(target: Target, within_s: float) -> None:
    give_up_at = time.monotonic() + within_s
    while not await _serves(target):
        if time.monotonic() >= give_up_at:
            return
        await asyncio.sleep(1.0)


async def _tick_off(target: Target, call: bool, found: list[Checked], *, quiet: bool) -> None:
    async for checked in try_out(target, call=call):
        found.append(checked)
        if not quiet:
            mark = "ok  " if checked.ok else "fail"
            typer.echo(f"{mark}  {checked.name}: {checked.detail}")


async def try_out(target: Target, *, call: bool) -> AsyncIterator[Checked]:
    """One after the other; without an answer to the first there is nothing else to ask."""
    checks: dict[str, Check] = {**CHECKS, **({"call": demo_call} if call else {})}
    async with httpx.AsyncClient(
        base_url=target.address, headers=target.headers, timeout=TIMEOUT_S
    ) as client:
        for name, check in checks.items():
            checked = await _one(name, check, client, target)
            yield checked
            if name == "alive" and not checked.ok:
                return


async def _one(name: str, check: Check, client: httpx.AsyncClient, target: Target) -> Checked:
    started = time.monotonic()
    try:
        ok, detail = True, await check(client, target)
    except Failed as failed:
        ok, detail = False, str(failed)
    except httpx.HTTPError as error:
        ok, detail = False, f"The server cannot be reached ({type(error).__name__})"
    return Checked(name, ok, detail, round(time.monotonic() - started, 2))
