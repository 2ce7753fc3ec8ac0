"""What became of cards, without reading the logs of all calls."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

import salescoach.infra
from salescoach.domain.call import JudgedCard
from salescoach.domain.events import (
    CallEvent,
    SuggestionDismissed,
    SuggestionShown,
    SuggestionUpdated,
    SuggestionUsed,
    SuggestionVoted,
)
from salescoach.domain.suggestion import Source
from salescoach.infra.codec import encode_event
from salescoach.infra.database import Database, migrate
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from tests.pipeline.events import card
from tests.pipeline.events import shown as a_card
from tests.rooms.calls.events import CALL, ended, note, started


def shown(seq: int, script: str | None, call_id: str = CALL) -> SuggestionShown:
    made = a_card(card(script_id=script), f"c{seq}")
    return replace(made, call_id=call_id, seq=seq, at_ms=seq * 1_000)


def used(seq: int, of: int, call_id: str = CALL) -> SuggestionUsed:
    return SuggestionUsed(call_id=call_id, seq=seq, id=f"c{of}")


def dismissed(seq: int, of: int, call_id: str = CALL) -> SuggestionDismissed:
    return SuggestionDismissed(call_id=call_id, seq=seq, id=f"c{of}")


def wrong(seq: int, of: int, call_id: str = CALL) -> SuggestionVoted:
    return SuggestionVoted(call_id=call_id, seq=seq, id=f"c{of}", vote="wrong")


def written(seq: int, of: SuggestionShown, words: str) -> SuggestionUpdated:
    main = replace(of.primary_suggestion, text=words)
    return SuggestionUpdated(
        call_id=CALL, seq=seq, id=of.id, primary_suggestion=main, source=Source.CLAUDE
    )


async def keep(
    log: SqlEventLog, *events: CallEvent, call_id: str = CALL, at: str = "10:00"
) -> None:
    await log.open_call(started(call_id, at=f"2026-03-01T{at}:00+00:00"), "hash")
    for event in events:
        log.append(event)
    await log.drain()


async def test_only_cards_that_somebody_judged_are_told(
    log: SqlEventLog, service: CallService
) -> None:
    await keep(log, shown(2, "fair"), shown(3, "value"), shown(4, None), used(5, 4), used(6, 3))

    assert await service.judged_cards() == (
        JudgedCard(
            "default", "value", datetime.fromisoformat("2026-03-01T10:00:03+00:00"),
            used=True, dismissed=False, vote=None,
        ),
    )  # fmt: skip


async def test_what_is_said_of_a_card_adds_up_over_commits(
    log: SqlEventLog, service: CallService
) -> None:
    await keep(log, shown(2, "fair"))
    for event in (dismissed(3, 2), wrong(4, 2), note(5), used(6, 99)):
        log.append(event)
        await log.drain()

    (judged,) = await service.judged_cards()
    assert (judged.dismissed, judged.vote, judged.used) == (True, "wrong", False)


async def test_a_vote_taken_back_was_none(log: SqlEventLog, service: CallService) -> None:
    await keep(log, shown(2, "fair"), shown(3, "value"), used(4, 3))
    for seq, of in ((5, 2), (6, 3)):
        log.append(wrong(seq, of))
    for seq, of in ((7, 2), (8, 3)):
        log.append(replace(wrong(seq, of), vote=None))
    await log.drain()

    (judged,) = await service.judged_cards()
    assert (judged.script_id, judged.vote, judged.used) == ("value", None, True)


async def test_cards_come_oldest_first_by_playbook_and_only_the_last_ones(
    log: SqlEventLog, service: CallService
) -> None:
    for number, call_id in enumerate("abc"):
        await keep(
            log, shown(2, f"s_{call_id}", call_id), used(3, 2, call_id), ended(4, call_id=call_id),
            call_id=call_id, at=f"1{2 - number}:00",
        )  # fmt: skip

    assert [c.script_id for c in await service.judged_cards()] == ["s_c", "s_b", "s_a"]
    assert [c.script_id for c in await service.judged_cards("default", 2)] == ["s_b", "s_a"]
    assert await service.judged_cards("another") == ()


async def test_events_out_of_order_make_no_difference(
    log: SqlEventLog, service: CallService
) -> None:
    await keep(log, note(5))
    log.append(used(4, 2))
    await log.drain()
    log.append(shown(2, "fair"))
    await log.drain()

    assert [c.used for c in await service.judged_cards()] == [True]


async def test_words_that_a_model_wrote_teach_nothing_about_the_script(
    log: SqlEventLog, service: CallService
) -> None:
    replaced, confirmed, given_back = shown(2, "fair"), shown(3, "value"), shown(4, "later")
    own = replace(shown(5, "own"), source=Source.CLAUDE)
    await keep(log, replaced, confirmed, given_back, own)
    told: tuple[SuggestionUpdated | SuggestionVoted, ...] = (
        written(6, replaced, "What the model would say."),
        written(7, confirmed, confirmed.primary_suggestion.text),
        written(8, given_back, "What it took back."),
        written(9, given_back, given_back.primary_suggestion.text),
        *(wrong(10 + number, of=number) for number in (2, 3, 4, 5)),
    )
    for event in told:
        log.append(event)
        await log.drain()

    assert [c.script_id for c in await service.judged_cards()] == ["value", "later"]


async def test_a_deleted_call_teaches_nothing(log: SqlEventLog, service: CallService) -> None:
    await keep(log, shown(2, "fair"), used(3, 2), ended(4))

    await service.delete(CALL)

    assert await service.judged_cards() == ()


async def test_ten_thousand_calls_are_not_read_at_the_start_of_a_call(
    database: Database, service: CallService
) -> None:
    """The query is answered from its index, whatever else there is."""
    async with database.read() as connection:
        plan = await connection.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT * FROM cards WHERE judged IS 1 AND script_id IS NOT NULL"
                " AND playbook_id = 'default' ORDER BY shown_at DESC, card_id DESC LIMIT 2000"
            )
        )
        steps = " / ".join(row[-1] for row in plan)

    assert "USING INDEX ix_cards_judged_playbook_id_shown_at" in steps
    assert "SCAN" not in steps


async def test_cards_of_earlier_calls_are_taken_over(path: Path) -> None:
    """A database of the version before has logs, and no table of cards."""
    url = f"sqlite:///{path}"
    events: list[CallEvent] = [
        shown(2, "fair"),
        shown(3, "value"),
        wrong(4, 2),
        used(5, 3),
        used(6, 9),
    ]
    older = Database(url)
    async with older.write() as connection:
        await connection.run_sync(_migrate_to, "0002")
    await older.aclose()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(
            "INSERT INTO calls VALUES ('01calltest','ended','2026-03-01 10:00:00',NULL,0,NULL,NULL,"
            "'default',1,0,'h',0)"
        )
        raw.executemany(
            "INSERT INTO call_events VALUES (?,?,?,?,?)",
            [(e.call_id, e.seq, e.at_ms, e.type, encode_event(e).decode()) for e in events],
        )

    await migrate(url)

    database = Database(url)
    judged = await CallService(database).judged_cards()
    await database.aclose()
    assert [(c.script_id, c.vote, c.used) for c in judged] == [
        ("fair", "wrong", False),
        ("value", None, True),
    ]
    assert judged[0].shown_at == datetime.fromisoformat("2026-03-01T10:00:02+00:00")
    assert json.loads(encode_event(events[0]))["script_id"] == "fair"


def _migrate_to(connection: Connection, revision: str) -> None:
    config = Config()
    folder = Path(salescoach.infra.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
