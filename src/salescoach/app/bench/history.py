"""How quickly a long history is listed, searched and added up, from the request to the answer's
last byte.

The calls go through the event log into a database of their own; the questions go through the
router with everything that checks and writes them, without a socket between.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from itertools import islice
from pathlib import Path

import httpx
from fastapi import FastAPI

from salescoach.app.bench.figures import percentiles
from salescoach.app.bench.past_calls import PastCall, call_id_of, past_calls
from salescoach.app.bench.past_digests import keep_digests
from salescoach.domain.review import Outcome, Review
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database, migrate
from salescoach.kit.clock import SystemClock
from salescoach.rooms.calls.api import calls_router
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.customers.api import customers_router
from salescoach.rooms.customers.service import CustomerService
from salescoach.rooms.insights.api import insights_router
from salescoach.rooms.insights.service import InsightsService
from salescoach.rooms.playbook.service import PlaybookService
from salescoach.rooms.playbook.shelf import open_shelf
from salescoach.rooms.review.service import ReviewService

_AT_ONCE = 100
_TIMES = 40

QUESTIONS: dict[str, dict[str, str]] = {
    "list": {},
    "list_longest": {"sort": "longest"},
    "list_by_customer": {"sort": "customer"},
    "list_by_score": {"sort": "score"},
    "filter_objection": {"objection": "price"},
    "filter_stage_and_date": {"stage": "close", "since": "2024-06-01", "until": "2024-07-01"},
    "filter_tag": {"tag": "Key account"},
    "search_common_word": {"q": "the "},
    "search_typed_letters": {"q": "co"},
    "search_rare_word": {"q": "pilot"},
    "search_three_words": {"q": "price budget team"},
    "search_phrase": {"q": '"how are you"'},
    "search_customer": {"q": "zoe"},
    "search_customer_and_word": {"q": "zoe contract"},
    "search_in_filter": {"q": "price", "objection": "trust", "sort": "longest"},
    "search_nothing_found": {"q": "xylophones quarterly"},
}

_LINE = {"playbook_id": "default", "script_id": "price_too_expensive"}
ADDED_UP: dict[str, tuple[str, dict[str, str]]] = {
    "insights_of_all": ("/insights", {"today": "2025-01-01"}),
    "insights_of_90_days": ("/insights", {"since": "2024-03-01", "until": "2024-05-29"}),
    "moments_of_a_line": ("/insights/line", _LINE),
    "moments_of_an_objection": ("/insights/objection", {"type": "price"}),
    "customer_brief": ("/customers/brief", {"name": "Zoe", "company": "Baba Ltd"}),
}


async def run(calls: int, folder: Path) -> dict[str, object]:
    """Milliseconds by question, each asked several times after a first that is not counted."""
    url = f"sqlite:///{folder / 'history.db'}"
    await migrate(url)
    database = Database(url)
    log = SqlEventLog(database, MemoryBus())
    try:
        began = time.perf_counter()
        await _keep(log, past_calls(calls))
        kept_s = time.perf_counter() - began
        service = CallService(database)
        await service.history.tag(
            [call_id_of(each) for each in range(0, calls, 50)], ["Key account"]
        )
        shelf, clock = open_shelf(), SystemClock()
        await keep_digests(database, service.history, shelf.demo, calls)
        playbooks = PlaybookService(database, shelf, clock)
        customers = CustomerService(database, ReviewService(database, service, clock), clock)
        app = FastAPI()
        app.include_router(calls_router(service))
        app.include_router(insights_router(InsightsService(database, playbooks, clock)))
        app.include_router(customers_router(customers))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://bench") as http:
            asked = {
                name: await _ask(http, "/calls", question) for name, question in QUESTIONS.items()
            }
            asked["list_deep_page"] = await _ask(http, "/calls", await _deep(http))
            asked |= {
                name: await _ask(http, path, question)
                for name, (path, question) in ADDED_UP.items()
            }
            asked["filter_choices"] = await _ask(http, "/calls/filters", {})

            async def reviewed() -> None:
                newest = call_id_of(calls - 1)
                await service.history.note_review(newest, Review(Outcome.UNDECIDED, "", None), 5.0)

            asked["insights_after_a_review"] = await _ask(
                http, *ADDED_UP["insights_of_all"], reviewed
            )
    finally:
        await log.aclose()
        await database.aclose()
    slowest = max(figures["p95"] or 0 for figures in asked.values())
    return {
        "calls": calls,
        "slowest_p95_ms": slowest,
        "database_mb": round((folder / "history.db").stat().st_size / 2**20),
        "written_calls_per_s": round(calls / kept_s),
    } | {f"{name}_ms": figures for name, figures in asked.items()}


async def _keep(log: SqlEventLog, calls: Iterable[PastCall]) -> None:
    left = iter(calls)
    while some := list(islice(left, _AT_ONCE)):
        await asyncio.gather(*(log.open_call(call.start, "none") for call in some))
        waiting = [log.append(event) for call in some for event in call.events]
        await asyncio.gather(*waiting)


async def _ask(
    http: httpx.AsyncClient,
    path: str,
    question: dict[str, str],
    before: Callable[[], Awaitable[None]] | None = None,
) -> dict[str, float | None]:
    """``cpu``: of one core, what an answer costs at the mean, whatever else the machine does.
    ``before``: what happens ahead of each question, and is not counted."""
    taken: list[float] = []
    cpu = 0.0
    (await http.get(path, params=question)).raise_for_status()
    for _ in range(_TIMES):
        if before is not None:
            await before()
        busy, began = time.process_time(), time.perf_counter()
        answer = await http.get(path, params=question)
        taken.append((time.perf_counter() - began) * 1000)
        cpu += (time.process_time() - busy) * 1000 / _TIMES
        answer.raise_for_status()
    return percentiles(taken) | {"cpu": round(cpu, 1)}


async def _deep(http: httpx.AsyncClient) -> dict[str, str]:
    """The question for a page some hundred calls down the list."""
    question = {"limit": "100"}
    for _ in range(5):
        cursor = (await http.get("/calls", params=question)).json()["next_cursor"]
        if cursor is None:
            break
        question["cursor"] = cursor
    return question
