"""The playbooks over HTTP: list, edit, versions, try it, first run.

What is refused says where: `playbook_invalid` comes with `problems`, `playbook_changed` with
`current_version`.
"""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import ValidationError

from salescoach.domain.audio import Speaker
from salescoach.infra.taken import MOST_VERSIONS
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.playbook import diff
from salescoach.rooms.playbook.entries import Entry
from salescoach.rooms.playbook.first_run import (
    Answers,
    CompetitorAnswer,
    from_template,
    own_playbook,
)
from salescoach.rooms.playbook.json_schema import json_schema, schema_hint
from salescoach.rooms.playbook.loader import MAX_BYTES, as_file, dump, parse, parse_draft
from salescoach.rooms.playbook.service import PlaybookService
from salescoach.rooms.playbook.templates import template, templates
from salescoach.rooms.playbook.trial import Trial
from salescoach.rooms.playbook.views import (
    ChangeView,
    DiffView,
    DuplicateBody,
    FirstRunBody,
    FirstRunView,
    ImportBody,
    NewPlaybook,
    PlaybookDetail,
    PlaybookItem,
    PlaybooksView,
    RestoreBody,
    SaveBody,
    TemplatesView,
    TemplateView,
    TryBody,
    TryView,
    VersionDetail,
    VersionItem,
    VersionsView,
)

PlaybookId = Annotated[str, Path(min_length=1, max_length=60, pattern=r"^[a-z][a-z0-9_]*$")]
VersionNumber = Annotated[int, Path(ge=1, le=MOST_VERSIONS)]
AskedVersion = Annotated[int, Query(ge=1, le=MOST_VERSIONS)]
YAML = "application/yaml"
_LARGEST_IMPORT = 2 * MAX_BYTES
"""Bytes: as JSON a text may take twice its length."""

_IMPORT_DOCS = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": ImportBody.model_json_schema()},
            YAML: {"schema": {"type": "string", "maxLength": _LARGEST_IMPORT}},
        },
    }
}


def playbooks_router(service: PlaybookService, trial: Trial) -> APIRouter:
    router = APIRouter(prefix="/playbooks", tags=["playbook"])

    @router.get("", operation_id="list_playbooks")
    async def list_playbooks() -> PlaybooksView:
        """Every playbook a call may use."""
        return PlaybooksView(playbooks=[PlaybookItem.of(each) for each in await service.list()])

    @router.post("", status_code=201, operation_id="create_playbook")
    async def create_playbook(body: NewPlaybook) -> PlaybookDetail:
        """A new one, from a template (`template_not_found`) or a copy of another."""
        if (body.from_template is None) == (body.from_playbook is None):
            raise InvalidInput(
                "Name either a template or a playbook to start from.", code="start_unclear"
            )
        if body.from_template is not None:
            content = from_template(
                template(body.from_template), body.product or body.name, body.price
            )
        else:
            content = (await service.get(body.from_playbook)).playbook
        return PlaybookDetail.of(await service.create(content, body.name))

    @router.get("/templates", operation_id="list_playbook_templates")
    async def list_templates() -> TemplatesView:
        return TemplatesView(templates=[TemplateView.of(each) for each in templates()])

    @router.get("/first-run", operation_id="get_first_run")
    async def get_first_run() -> FirstRunView:
        """Whether the user should be asked what they sell."""
        state = await service.first_run()
        return FirstRunView(due=state.due, skipped=state.skipped)

    @router.post("/first-run", status_code=201, operation_id="finish_first_run")
    async def finish_first_run(body: FirstRunBody) -> PlaybookDetail:
        """The user's own playbook, which becomes the default one."""
        content = own_playbook(_answers(body), template(body.template))
        created = await service.create(content)
        return PlaybookDetail.of(await service.make_default(created.playbook.id))

    @router.post("/first-run/skip", status_code=204, operation_id="skip_first_run")
    async def skip_first_run() -> None:
        """The demo's playbook stays, and nobody asks again."""
        await service.skip_first_run()

    @router.post(
        "/import", status_code=201, operation_id="import_playbook", openapi_extra=_IMPORT_DOCS
    )
    async def import_playbook(request: Request) -> PlaybookDetail:
        """A playbook out of YAML: a new one, or the next version `into` another. Problems name
        their line."""
        body = await _import_body(request)
        # A large one takes seconds: live calls need the loop.
        content = await asyncio.to_thread(parse, body.yaml)
        if body.into is None:
            return PlaybookDetail.of(await service.create(content, body.name, body.note))
        if body.base_version is None:
            raise InvalidInput("Say on which version it builds.", code="base_version_missing")
        return PlaybookDetail.of(
            await service.replace(body.into, body.base_version, content, body.note)
        )

    @router.get("/schema.json", operation_id="get_playbook_schema")
    async def get_schema() -> dict[str, object]:
        """JSON Schema of the YAML file, for editors."""
        return json_schema()

    @router.get("/{playbook_id}", operation_id="get_playbook")
    async def get_playbook(playbook_id: PlaybookId) -> PlaybookDetail:
        """One playbook with its content. An unknown one is `playbook_not_found`, here and
        below."""
        return PlaybookDetail.of(await service.get(playbook_id))

    @router.put("/{playbook_id}", operation_id="save_playbook")
    async def save_playbook(playbook_id: PlaybookId, body: SaveBody) -> PlaybookDetail:
        """A new version. `playbook_changed` when `base_version` is not the latest any more,
        `playbook_read_only` for a file: copy it first."""
        saved = await service.save(playbook_id, body.base_version, body.playbook, body.note)
        return PlaybookDetail.of(saved)

    @router.delete("/{playbook_id}", status_code=204, operation_id="delete_playbook")
    async def delete_playbook(playbook_id: PlaybookId) -> None:
        """Gone from the list; calls that used it keep what they have. The last one stays
        (`last_playbook`), and so does the demo's (`demo_playbook`)."""
        await service.delete(playbook_id)

    @router.post("/{playbook_id}/default", operation_id="make_default_playbook")
    async def make_default(playbook_id: PlaybookId) -> PlaybookItem:
        """The next call uses it unless another one is asked for."""
        return PlaybookItem.of(await service.make_default(playbook_id))

    @router.post("/{playbook_id}/duplicate", status_code=201, operation_id="duplicate_playbook")
    async def duplicate(playbook_id: PlaybookId, body: DuplicateBody) -> PlaybookDetail:
        source = (await service.get(playbook_id)).playbook
        name = body.name or f"{source.name[:93]} (copy)"
        return PlaybookDetail.of(await service.create(source, name))

    @router.get("/{playbook_id}/versions", operation_id="list_playbook_versions")
    async def list_versions(playbook_id: PlaybookId) -> VersionsView:
        entry = await service.get(playbook_id)
        found = await service.versions(playbook_id)
        items = [VersionItem.of(each, entry.playbook.version) for each in found]
        return VersionsView(versions=items or [_only_version(entry)])

    @router.get("/{playbook_id}/versions/{version}", operation_id="get_playbook_version")
    async def get_version(playbook_id: PlaybookId, version: VersionNumber) -> VersionDetail:
        """An unknown one is `playbook_version_not_found`."""
        found = await service.at_version(playbook_id, version)
        return VersionDetail(version=version, playbook=as_file(found))

    @router.get("/{playbook_id}/diff", operation_id="compare_playbook_versions")
    async def compare(
        playbook_id: PlaybookId,
        from_version: AskedVersion,
        to_version: AskedVersion,
    ) -> DiffView:
        """What changed from one version to another."""
        before = await service.at_version(playbook_id, from_version)
        after = await service.at_version(playbook_id, to_version)
        found = [ChangeView.model_validate(each) for each in diff.changes(before, after)]
        return DiffView(from_version=from_version, to_version=to_version, changes=found)

    @router.post("/{playbook_id}/restore", operation_id="restore_playbook_version")
    async def restore(playbook_id: PlaybookId, body: RestoreBody) -> PlaybookDetail:
        """An earlier version's content as a new version."""
        return PlaybookDetail.of(await service.restore(playbook_id, body.version))

    @router.get(
        "/{playbook_id}/yaml",
        operation_id="export_playbook",
        response_class=PlainTextResponse,
        responses={200: {"content": {YAML: {"schema": {"type": "string"}}}}},
    )
    async def export(
        request: Request,
        playbook_id: PlaybookId,
        version: AskedVersion | None = None,
    ) -> Response:
        """The playbook as a YAML file, whose first line tells editors where its schema is."""
        if version is None:
            content = (await service.get(playbook_id)).playbook
        else:
            content = await service.at_version(playbook_id, version)
        headers = {"Content-Disposition": f'attachment; filename="{content.id}.yaml"'}
        hint = schema_hint(str(request.url_for("get_schema")))
        written = await asyncio.to_thread(dump, content)
        return Response(hint + written, media_type=YAML, headers=headers)

    @router.post("/{playbook_id}/try", operation_id="try_playbook")
    async def try_it(playbook_id: PlaybookId, body: TryBody) -> TryView:
        """What a live call would make of a customer's words: signals, card, and why."""
        playbook = (await service.get(playbook_id)).playbook
        if body.playbook is not None:
            playbook = parse_draft({**body.playbook, "id": playbook_id, "version": 1})
        context = [(Speaker(turn.speaker), turn.text) for turn in body.context]
        return TryView.model_validate(await trial(playbook, body.text, context))

    return router


def _answers(body: FirstRunBody) -> Answers:
    return Answers(
        product=body.product,
        price=body.price,
        pitch=body.pitch,
        facts=tuple(body.facts),
        competitors=tuple(
            CompetitorAnswer(each.name, each.say, tuple(each.also_called))
            for each in body.competitors
        ),
        ideal_customer=body.ideal_customer or "",
    )


def _only_version(entry: Entry) -> VersionItem:
    return VersionItem(
        version=entry.playbook.version,
        saved_at=entry.saved_at,
        note=None,
        restored_from=None,
        is_current=True,
    )


async def _import_body(request: Request) -> ImportBody:
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > _LARGEST_IMPORT:
            raise InvalidInput("The file is too large for a playbook.", code="playbook_too_large")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        return ImportBody(yaml=raw.decode("utf-8-sig", errors="replace"))
    try:
        return ImportBody.model_validate_json(raw)
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, each["loc"])) or "body" for each in error.errors())
        raise InvalidInput(f"The import is not valid: {fields}.", code="invalid_input") from None
