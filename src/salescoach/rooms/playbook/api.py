"""`GET /toolkit`: what the page shows of a playbook, cached by its content."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response, status
from pydantic import BaseModel, ConfigDict

from salescoach.domain.playbook import Playbook
from salescoach.domain.signal import ObjectionType, SignalKind, Stage
from salescoach.domain.slots import filled
from salescoach.infra.taken import MOST_VERSIONS
from salescoach.rooms.playbook.service import PlaybookService

CACHED = 32
"""Toolkits kept ready to be sent."""


class Part(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class PlaybookName(Part):
    id: str
    name: str
    version: int


class ToolkitFact(Part):
    id: str
    text: str


class ToolkitProduct(Part):
    name: str
    pitch: str
    price: str
    ideal_customer: str
    facts: list[ToolkitFact]


class ToolkitScript(Part):
    id: str
    name: str
    text: str
    when_to_use: str


class ToolkitCategory(Part):
    id: str
    name: str
    signal: SignalKind | None
    objection_type: ObjectionType | None
    scripts: list[ToolkitScript]


class ToolkitObjective(Part):
    id: str
    stage: Stage
    text: str


class ToolkitStage(Part):
    stage: Stage
    direction: str
    why: str
    talking_points: list[str]


class ToolkitCompetitor(Part):
    name: str
    say: str


class Toolkit(Part):
    """A playbook as the page needs it: texts ready to be said, without the examples that only
    the coach reads."""

    playbook: PlaybookName
    product: ToolkitProduct
    categories: list[ToolkitCategory]
    objectives: list[ToolkitObjective]
    stages: list[ToolkitStage]
    competitors: list[ToolkitCompetitor]


@dataclass(frozen=True, slots=True)
class _Cached:
    source: Playbook
    body: bytes
    etag: str


def toolkit_router(service: PlaybookService) -> APIRouter:
    router = APIRouter(tags=["playbook"])
    cache: OrderedDict[tuple[str, int], _Cached] = OrderedDict()

    def cached(playbook: Playbook) -> _Cached:
        key = (playbook.id, playbook.version)
        entry = cache.pop(key, None)
        if entry is None or entry.source is not playbook:
            body = toolkit(playbook).model_dump_json().encode()
            entry = _Cached(playbook, body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')
        cache[key] = entry
        while len(cache) > CACHED:
            cache.popitem(last=False)
        return entry

    @router.get("/toolkit", response_model=Toolkit, responses={304: {"description": "Unchanged"}})
    async def get_toolkit(
        playbook_id: Annotated[str | None, Query(min_length=1, max_length=100)] = None,
        version: Annotated[
            int | None,
            Query(ge=1, le=MOST_VERSIONS, description="What a call began with; the newest without"),
        ] = None,
        if_none_match: Annotated[str | None, Header(max_length=1000)] = None,
    ) -> Response:
        """The scripts, objectives, stages and product facts of a playbook."""
        entry = cached(await service.for_call(playbook_id, version))
        headers = {"ETag": entry.etag, "Cache-Control": "no-cache"}
        if if_none_match is not None and _matches(if_none_match, entry.etag):
            return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
        return Response(entry.body, media_type="application/json", headers=headers)

    return router


def toolkit(playbook: Playbook) -> Toolkit:
    ready = filled(playbook)
    return Toolkit.model_validate(
        {
            "playbook": ready,
            "product": ready.product,
            "categories": ready.categories,
            "objectives": ready.objectives,
            "stages": ready.stages,
            "competitors": ready.competitors,
        }
    )


def _matches(if_none_match: str, etag: str) -> bool:
    """Weak comparison, as If-None-Match asks for: proxies may have weakened the tag."""
    candidates = (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
    return any(tag in ("*", etag) for tag in candidates)
