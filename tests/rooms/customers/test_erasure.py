"""Who asks to be forgotten is: in all their calls, and nobody else's."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from salescoach.app.errors import add_error_handlers
from salescoach.domain.events import Customer
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.customers.erasure import CustomerErasure, Listed
from salescoach.rooms.customers.erasure_api import erasure_router
from tests.migrated import migrated
from tests.rooms.calls.events import ended, line, started

KEPT_BYTES = 1_000
CAME = datetime(2026, 3, 5, 12, tzinfo=UTC)


class Customers:
    """Calls of several customers, and the way to forget one over HTTP."""

    def __init__(self, database: Database) -> None:
        self.log = SqlEventLog(database, MemoryBus())
        self.calls = CallService(database, on_delete=self._remove)
        self.sound_removed: list[str] = []
        app = FastAPI()
        add_error_handlers(app)
        self.imports: list[Customer] = []
        self.called_off: list[Customer] = []
        self.lands: tuple[str, str] | None = None
        """The call that an import becomes while its customer is erased."""
        erasure = CustomerErasure(
            database, self.calls.history.delete, self._erase_imports, self._waiting
        )
        app.include_router(erasure_router(erasure))
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")

    async def _remove(self, call_id: str) -> int:
        self.sound_removed.append(call_id)
        return KEPT_BYTES

    async def _waiting(self) -> list[Listed]:
        return [(customer, CAME, customer not in self.called_off) for customer in self.imports]

    async def _erase_imports(self, is_meant: Callable[[Customer], bool]) -> int:
        if self.lands is not None:
            await self.call(*self.lands)
        before = len(self.imports)
        self.imports = [customer for customer in self.imports if not is_meant(customer)]
        return before - len(self.imports)

    async def call(
        self, call_id: str, name: str | None, company: str | None = None, *, over: bool = True
    ) -> None:
        customer = None if name is None else Customer(name, company)
        at = f"2026-03-0{len(call_id)}T10:00:00+00:00"
        await self.log.open_call(replace(started(call_id, at=at), customer=customer), "hash")
        await self.log.append(line(2, "Hello.", turn_id="t1", call_id=call_id))
        if over:
            await self.log.append(ended(3, call_id=call_id))

    async def left(self) -> set[str]:
        return {call.id for call in (await self.calls.list(50)).calls}

    async def delete(self, name: str, companies: list[str | None], calls: int) -> httpx.Response:
        body = {"name": name, "companies": companies, "calls": calls}
        return await self.http.post("/customers/delete", json=body)


@pytest.fixture
async def customers(tmp_path: Path) -> AsyncIterator[Customers]:
    database = Database(await migrated(tmp_path / "calls.db"), busy_timeout_ms=20)
    customers = Customers(database)
    await customers.call("a", "Dana Reyes", "Northwind")
    await customers.call("bb", "dana  REYES", "Northwind Ltd")
    await customers.call("ccc", "Dana Reyes")
    await customers.call("dddd", "Dana Reyes", "Harbor")
    await customers.call("eeeee", "Dana Reyes-Moll", "Northwind")
    await customers.call("ffffff", "Reyes", "Dana & Sons")
    await customers.call("ggggggg", None)
    yield customers
    await customers.http.aclose()
    await customers.calls.history.swept()
    await customers.log.aclose()
    await database.aclose()


async def test_first_it_is_told_how_much_there_is(customers: Customers) -> None:
    asked = {"name": "Ms Dána Reyes", "company": "northwind"}
    found = (await customers.http.get("/customers/calls", params=asked)).json()
    told = [(each["company"], each["calls"], each["asked_for"]) for each in found["companies"]]
    assert told == [("Harbor", 1, False), (None, 1, False), ("Northwind Ltd", 2, True)]
    northwind = found["companies"][2]
    assert northwind["name"] == "dana  REYES"
    assert northwind["first_at"] == "2026-03-01T10:00:00Z"
    assert northwind["last_at"] == "2026-03-02T10:00:00Z"
    nobody = await customers.http.get("/customers/calls", params={"name": "%"})
    assert nobody.json() == {"companies": []}


async def test_a_customer_with_imports_alone_is_told_and_erased(customers: Customers) -> None:
    customers.imports = [Customer("Lee Park", "Harbor"), Customer("Dana Reyes", "Harbor")]
    lee = (await customers.http.get("/customers/calls", params={"name": "lee park"})).json()
    (only,) = lee["companies"]
    assert (only["company"], only["calls"], only["imports"]) == ("Harbor", 0, 1)
    assert only["first_at"] == only["last_at"] == "2026-03-05T12:00:00Z"
    dana = (await customers.http.get("/customers/calls", params={"name": "Dana Reyes"})).json()
    assert [each["imports"] for each in dana["companies"]] == [1, 0, 0]

    answer = await customers.delete("Lee Park", ["Harbor"], 0)
    assert answer.json()["deleted"] == []
    assert customers.imports == [Customer("Dana Reyes", "Harbor")]


async def test_what_was_called_off_is_no_file_that_waits_and_is_erased_all_the_same(
    customers: Customers,
) -> None:
    customers.imports = [Customer("Lee Park", "Harbor"), Customer("Dana Reyes", "Harbor")]
    customers.called_off = list(customers.imports)
    for name, expected in (("Lee Park", [0]), ("Dana Reyes", [0, 0, 0])):
        told = (await customers.http.get("/customers/calls", params={"name": name})).json()
        assert [each["imports"] for each in told["companies"]] == expected
    await customers.delete("Lee Park", ["Harbor"], 0)
    assert customers.imports == [Customer("Dana Reyes", "Harbor")]


async def test_what_lands_while_its_customer_is_erased_goes_too(customers: Customers) -> None:
    customers.lands = ("landed", "Dana Reyes")
    answer = await customers.delete("Dana Reyes", [None], 1)
    assert {each["id"] for each in answer.json()["deleted"]} == {"ccc", "landed"}
    assert "landed" not in await customers.left()


async def test_everything_goes_of_those_that_were_named(customers: Customers) -> None:
    answer = await customers.delete("Dana Reyes", ["Northwind", None], 3)
    deletion = answer.json()
    assert {each["id"] for each in deletion["deleted"]} == {"a", "bb", "ccc"}
    assert all(each["turns"] == 1 for each in deletion["deleted"])
    assert all(each["audio_bytes"] == KEPT_BYTES for each in deletion["deleted"])
    assert deletion["kept"] == []
    assert set(customers.sound_removed) == {"a", "bb", "ccc"}
    assert await customers.left() == {"dddd", "eeeee", "ffffff", "ggggggg"}


async def test_a_call_goes_with_the_customer_it_was_said_to_be_with(customers: Customers) -> None:
    lee = Customer("Lee Park", "Harbor")
    for call_id in ("a", "ggggggg"):
        await customers.calls.corrections.name(call_id, lee)
    answer = await customers.delete("Dana Reyes", ["Northwind"], 1)
    assert {each["id"] for each in answer.json()["deleted"]} == {"bb"}
    answer = await customers.delete("Lee Park", ["Harbor"], 2)
    assert {each["id"] for each in answer.json()["deleted"]} == {"a", "ggggggg"}


async def test_nobody_deletes_more_than_they_were_shown(customers: Customers) -> None:
    answer = await customers.delete("Dana Reyes", ["Northwind"], 1)
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "calls_have_changed"
    assert len(await customers.left()) == 7


async def test_files_that_were_to_become_their_calls_go_too(customers: Customers) -> None:
    customers.imports = [
        Customer("Ms Dana Reyes", "Northwind Ltd"),
        Customer("Dana Reyes", "Harbor"),
        Customer("Dana"),
    ]
    await customers.delete("Dana Reyes", ["Northwind"], 1)
    assert len(customers.imports) == 3
    await customers.delete("Dana Reyes", ["Northwind"], 2)
    assert customers.imports == [Customer("Dana Reyes", "Harbor"), Customer("Dana")]


async def test_a_live_call_stays_and_says_so(customers: Customers) -> None:
    await customers.call("h", "Dana Reyes", "Harbor", over=False)
    deletion = (await customers.delete("Dana Reyes", ["Harbor"], 2)).json()
    assert [each["id"] for each in deletion["deleted"]] == ["dddd"]
    assert [(each["id"], each["code"]) for each in deletion["kept"]] == [("h", "call_is_live")]


@pytest.mark.parametrize("name", ["Somebody Else", "...", " "])
async def test_a_name_of_nobody_takes_nothing(customers: Customers, name: str) -> None:
    assert (await customers.delete(name, [None], 0)).json() == {"deleted": [], "kept": []}
    assert len(await customers.left()) == 7
