"""The playbooks over HTTP, behind the real edge's errors, over a real database."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import httpx
import pytest
from fastapi import FastAPI

from salescoach.app.errors import add_error_handlers
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.rooms.live.experts import Experts
from salescoach.rooms.playbook.api import toolkit_router
from salescoach.rooms.playbook.editor_api import playbooks_router
from salescoach.rooms.playbook.service import PlaybookService
from salescoach.rooms.playbook.shelf import open_shelf
from salescoach.rooms.playbook.trial import Trial
from tests.fakes import WordEmbedder
from tests.rooms.playbook.builders import MINIMAL

FIRST_RUN = {
    "product": "Ledgerly",
    "price": "$40 a seat a month",
    "pitch": "Ledgerly closes your books in a day.",
    "facts": ["You're live in two weeks.", "It works with NetSuite.", "Ten seats is the minimum."],
    "competitors": [{"name": "BlackLine"}],
}


def application(service: PlaybookService) -> FastAPI:
    app = FastAPI()
    add_error_handlers(app)
    app.include_router(toolkit_router(service))
    app.include_router(playbooks_router(service, Trial(Experts(service, WordEmbedder()).learn)))
    return app


@pytest.fixture
async def client(service: PlaybookService) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(application(service))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def create(client: httpx.AsyncClient, name: str = "Mine") -> dict[str, Any]:
    response = await client.post("/playbooks/import", json={"yaml": MINIMAL, "name": name})
    assert response.status_code == 201
    created: dict[str, Any] = response.json()
    return created


def refused(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status
    error: dict[str, Any] = response.json()["error"]
    assert error["code"] == code
    return error


async def test_a_new_workspace(client: httpx.AsyncClient) -> None:
    (demo,) = (await client.get("/playbooks")).json()["playbooks"]
    assert demo == {
        "id": "default",
        "name": "AI phone assistant for small businesses",
        "version": 1,
        "product": "Fernbell",
        "origin": "demo",
        "is_demo": True,
        "is_default": True,
        "read_only": False,
        "updated_at": None,
        "scripts": 38,
        "triggers": demo["triggers"],
    }
    templates = (await client.get("/playbooks/templates")).json()["templates"]
    told = [(each["id"], each["generic"]) for each in templates]
    assert (told[0], told[-1]) == (("b2b_software", True), ("default", False))
    assert ("local_services", True) in told


async def test_what_is_read_can_be_saved_as_it_is(client: httpx.AsyncClient) -> None:
    read = (await client.get("/playbooks/default")).json()
    saved = await client.put(
        "/playbooks/default", json={"base_version": 1, "playbook": read["playbook"]}
    )
    assert saved.status_code == 200
    assert saved.json()["version"] == 2
    assert saved.json()["playbook"] == read["playbook"] | {"version": 2}
    assert saved.json()["origin"] == "own"
    diff = await client.get("/playbooks/default/diff", params={"from_version": 1, "to_version": 2})
    assert diff.json() == {"from_version": 1, "to_version": 2, "changes": []}


async def test_edit_compare_and_restore(client: httpx.AsyncClient) -> None:
    own = await create(client)
    content = own["playbook"]
    content["categories"][0]["scripts"][0]["triggers"].append("Blimey, that much?")
    saved = await client.put(
        "/playbooks/mine", json={"base_version": 1, "playbook": content, "note": "heard today"}
    )
    assert saved.json()["version"] == 2
    diff = await client.get("/playbooks/mine/diff", params={"from_version": 1, "to_version": 2})
    assert diff.json()["changes"] == [
        {
            "path": "categories[0].scripts[0].triggers[1]",
            "kind": "added",
            "label": "Script 'Too much': triggers",
            "before": None,
            "after": "Blimey, that much?",
        }
    ]
    restored = await client.post("/playbooks/mine/restore", json={"version": 1})
    assert restored.json()["version"] == 3
    versions = (await client.get("/playbooks/mine/versions")).json()["versions"]
    assert [(v["version"], v["note"], v["restored_from"], v["is_current"]) for v in versions] == [
        (3, None, 1, True),
        (2, "heard today", None, False),
        (1, None, None, False),
    ]
    second = (await client.get("/playbooks/mine/versions/2")).json()
    assert second["playbook"]["categories"][0]["scripts"][0]["triggers"][1] == "Blimey, that much?"
    refused(await client.get("/playbooks/mine/versions/9"), 404, "playbook_version_not_found")


async def test_a_stale_save_is_told_the_current_version(client: httpx.AsyncClient) -> None:
    own = await create(client)
    body = {"base_version": 1, "playbook": own["playbook"]}
    await client.put("/playbooks/mine", json=body)
    error = refused(await client.put("/playbooks/mine", json=body), 409, "playbook_changed")
    assert error["current_version"] == 2


async def test_a_wrong_draft_says_which_field(client: httpx.AsyncClient) -> None:
    own = await create(client)
    content = own["playbook"]
    content["product"]["name"] = ""
    content["categories"][0]["scripts"][0]["text"] = "It is {prize}."
    content["never_say"] = ["compared to"]
    for response in (
        await client.put("/playbooks/mine", json={"base_version": 1, "playbook": content}),
        await client.post("/playbooks/mine/try", json={"text": "Hm.", "playbook": content}),
    ):
        error = refused(response, 422, "playbook_invalid")
        assert error["problems"] == [
            {"path": "product.name", "message": "empty: write something or remove it"}
        ]
    content["product"]["name"] = "Widget"
    response = await client.put("/playbooks/mine", json={"base_version": 1, "playbook": content})
    paths = [each["path"] for each in refused(response, 422, "playbook_invalid")["problems"]]
    assert paths == ["categories[0].scripts[0].text"]


async def test_nothing_a_card_says_is_never_to_be_said(client: httpx.AsyncClient) -> None:
    content = (await create(client))["playbook"] | {"never_say": ["Compared to what?"]}
    content["categories"][0]["scripts"][0]["text"] = "Well, compared to what?"
    response = await client.put("/playbooks/mine", json={"base_version": 1, "playbook": content})
    (problem,) = refused(response, 422, "playbook_invalid")["problems"]
    assert problem["path"] == "categories[0].scripts[0].text"
    assert "never to say" in problem["message"]


async def test_yaml_goes_out_and_comes_back(client: httpx.AsyncClient) -> None:
    await create(client)
    exported = await client.get("/playbooks/mine/yaml")
    assert exported.headers["content-type"].startswith("application/yaml")
    assert exported.headers["content-disposition"] == 'attachment; filename="mine.yaml"'
    assert exported.text.startswith(
        "# yaml-language-server: $schema=http://test/playbooks/schema.json\nid: mine\n"
    )
    again = await client.post(
        "/playbooks/import", content=exported.content, headers={"content-type": "text/yaml"}
    )
    assert (again.status_code, again.json()["id"]) == (201, "mine_2")
    next_one = await client.post(
        "/playbooks/import",
        json={"yaml": exported.text, "into": "mine", "base_version": 1, "note": "by hand"},
    )
    assert (next_one.json()["id"], next_one.json()["version"]) == ("mine", 2)
    first = await client.get("/playbooks/mine/yaml", params={"version": 1})
    assert "version: 1\n" in first.text


async def test_yaml_that_is_wrong_names_its_line(client: httpx.AsyncClient) -> None:
    wrong = MINIMAL.replace("name: Widget", "nme: Widget")
    for body in (
        {"json": {"yaml": wrong}},
        {"content": wrong, "headers": {"content-type": "application/yaml"}},
    ):
        response = await client.post("/playbooks/import", **body)
        problems = refused(response, 422, "playbook_invalid")["problems"]
        lines = {each["path"]: each["line"] for each in problems}
        assert lines["product.nme"] == MINIMAL[: MINIMAL.index("name: Widget")].count("\n") + 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"json": {"yml": "x"}}, "invalid_input"),
        ({"json": {"yaml": MINIMAL, "into": "mine"}}, "base_version_missing"),
        ({"content": b"x" * 1_100_000}, "playbook_too_large"),
        ({"content": b"\xff\xfe"}, "playbook_invalid"),
    ],
)
async def test_what_is_no_import(client: httpx.AsyncClient, body: Any, code: str) -> None:
    refused(await client.post("/playbooks/import", **body), 422, code)


async def test_new_ones_from_templates_and_copies(client: httpx.AsyncClient) -> None:
    body = {"name": "Ledgerly", "from_template": "b2b_software", "price": "$40 a seat"}
    made = (await client.post("/playbooks", json=body)).json()
    assert (made["id"], made["product"], made["is_default"]) == ("ledgerly", "Ledgerly", True)
    assert made["playbook"]["product"]["price"] == "$40 a seat"
    copy = (await client.post("/playbooks/ledgerly/duplicate", json={})).json()
    assert (copy["id"], copy["name"]) == ("ledgerly_copy", "Ledgerly (copy)")
    other = {"name": "B", "from_playbook": "ledgerly"}
    assert (await client.post("/playbooks", json=other)).json()["id"] == "b"
    refused(await client.post("/playbooks", json={"name": "C"}), 422, "start_unclear")
    body = {"name": "C", "from_template": "none"}
    refused(await client.post("/playbooks", json=body), 404, "template_not_found")
    body = {"name": "C", "from_playbook": "none"}
    refused(await client.post("/playbooks", json=body), 404, "playbook_not_found")


async def test_default_and_delete(client: httpx.AsyncClient) -> None:
    await create(client)
    refused(await client.delete("/playbooks/mine"), 409, "last_playbook")
    refused(await client.delete("/playbooks/default"), 409, "demo_playbook")
    await create(client, "Other")
    assert (await client.post("/playbooks/other/default")).json()["is_default"]
    assert (await client.get("/toolkit")).json()["playbook"]["id"] == "other"
    assert (await client.delete("/playbooks/other")).status_code == 204
    refused(await client.get("/playbooks/other"), 404, "playbook_not_found")
    assert (await client.get("/toolkit")).json()["playbook"]["id"] == "mine"


async def test_the_toolkit_follows_a_save(client: httpx.AsyncClient) -> None:
    content = (await create(client))["playbook"]
    before = await client.get("/toolkit", params={"playbook_id": "mine"})
    content["categories"][0]["scripts"][0]["text"] = (
        "Dear to {company}? Or dearer than {competitor}?"
    )
    await client.put("/playbooks/mine", json={"base_version": 1, "playbook": content})
    after = await client.get(
        "/toolkit",
        params={"playbook_id": "mine"},
        headers={"If-None-Match": before.headers["etag"]},
    )
    assert after.status_code == 200
    script = after.json()["categories"][0]["scripts"][0]
    assert script["text"] == "Dear to your company? Or dearer than the other one?"


async def test_a_call_finds_the_toolkit_it_began_with(client: httpx.AsyncClient) -> None:
    content = (await create(client))["playbook"]
    content["name"] = "Renamed"
    await client.put("/playbooks/mine", json={"base_version": 1, "playbook": content})
    await create(client, "Other")
    await client.delete("/playbooks/mine")
    refused(await client.get("/toolkit", params={"playbook_id": "mine"}), 404, "playbook_not_found")
    for version, name in ((1, "Mine"), (2, "Renamed")):
        params: dict[str, str | int] = {"playbook_id": "mine", "version": version}
        playbook = (await client.get("/toolkit", params=params)).json()["playbook"]
        assert playbook == {"id": "mine", "name": name, "version": version}


async def test_the_first_run(client: httpx.AsyncClient) -> None:
    assert (await client.get("/playbooks/first-run")).json() == {"due": True, "skipped": False}
    wrong = FIRST_RUN | {"facts": ["Costs {little}."]}
    problems = refused(
        await client.post("/playbooks/first-run", json=wrong), 422, "playbook_invalid"
    )
    assert {each["path"] for each in problems["problems"]} == {"facts[0]"}
    made = (await client.post("/playbooks/first-run", json=FIRST_RUN)).json()
    assert (made["id"], made["is_default"], made["is_demo"]) == ("ledgerly", True, False)
    assert "Fernbell" not in json.dumps(made)
    assert (await client.get("/playbooks/first-run")).json()["due"] is False
    assert (await client.get("/toolkit")).json()["product"]["name"] == "Ledgerly"


async def test_the_first_run_can_be_skipped(client: httpx.AsyncClient) -> None:
    assert (await client.post("/playbooks/first-run/skip")).status_code == 204
    assert (await client.get("/playbooks/first-run")).json() == {"due": False, "skipped": True}


async def test_a_file_can_be_read_and_copied(
    database: Database, clock: ManualClock, tmp_path: Path
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(MINIMAL, encoding="utf-8")
    service = PlaybookService(database, open_shelf(str(path)), clock)
    transport = httpx.ASGITransport(application(service))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        own = (await client.get("/playbooks/own")).json()
        assert (own["origin"], own["read_only"], own["is_default"]) == ("file", True, True)
        versions = (await client.get("/playbooks/own/versions")).json()["versions"]
        assert [each["version"] for each in versions] == [1]
        body = {"base_version": 1, "playbook": own["playbook"]}
        refused(await client.put("/playbooks/own", json=body), 409, "playbook_read_only")
        copy = await client.post("/playbooks/own/duplicate", json={"name": "Mine"})
        assert (copy.json()["origin"], copy.json()["read_only"]) == ("own", False)


async def test_the_schema_knows_every_key(client: httpx.AsyncClient) -> None:
    schema = (await client.get("/playbooks/schema.json")).json()
    assert schema["title"] == "Sales Coach playbook"
    own = (await create(client))["playbook"]
    assert set(own) == set(schema["properties"])


async def test_ids_that_are_no_ids_are_refused(client: httpx.AsyncClient) -> None:
    for wrong in ("Mine", "x" * 61, "a-b"):
        refused(await client.get(f"/playbooks/{wrong}"), 422, "invalid_input")


P = ParamSpec("P")
T = TypeVar("T")


class GatedExecutor(ThreadPoolExecutor):
    """Threads whose work waits for the gate."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()
        self.gate = threading.Event()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        def later() -> T:
            self.gate.wait()
            return fn(*args, **kwargs)

        self.asked.set()
        return super().submit(later)


async def beside(
    client: httpx.AsyncClient, asked: Coroutine[Any, Any, httpx.Response]
) -> httpx.Response:
    """The answer to ``asked``, whose work waits until another request was answered."""
    threads = GatedExecutor()
    asyncio.get_running_loop().set_default_executor(threads)
    waiting = asyncio.create_task(asked)
    try:
        await asyncio.wait_for(threads.asked.wait(), 10)
        assert (await client.get("/playbooks/schema.json")).status_code == 200
        assert not waiting.done()
    finally:
        threads.gate.set()
    return await waiting


async def test_an_import_does_not_hold_up_the_loop(client: httpx.AsyncClient) -> None:
    large = {"yaml": MINIMAL + "again: [" + "a, " * 600 + "]\n"}
    answer = await beside(client, client.post("/playbooks/import", json=large))
    refused(answer, 422, "playbook_invalid")


async def test_an_export_does_not_hold_up_the_loop(client: httpx.AsyncClient) -> None:
    await create(client)
    answer = await beside(client, client.get("/playbooks/mine/yaml"))
    assert "id: mine" in answer.text


async def test_problems_without_end_are_told_to_a_bound(client: httpx.AsyncClient) -> None:
    """To say what each of them may have meant would take minutes."""
    endless = MINIMAL + "".join(f"key{number}: x\n" for number in range(3_000))
    answer = await client.post("/playbooks/import", json={"yaml": endless})
    assert len(refused(answer, 422, "playbook_invalid")["problems"]) == 500
