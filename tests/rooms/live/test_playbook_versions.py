"""A call keeps the playbook and the settings it began with; the next one gets what was saved
meanwhile."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from salescoach.domain.coaching import Coaching
from salescoach.domain.events import Customer
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database
from salescoach.kit.clock import SystemClock
from salescoach.pipeline.brain import Expertise
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.live.experts import Experts
from salescoach.rooms.playbook.loader import as_file, parse
from salescoach.rooms.playbook.service import PlaybookService
from salescoach.rooms.playbook.shelf import open_shelf
from salescoach.speech.engines.scripted import ScriptedTranscriber
from tests.fakes import WordEmbedder
from tests.migrated import migrated
from tests.rooms.live.place import desk_of, kill, opening
from tests.rooms.playbook.builders import MINIMAL


class Watched:
    """The experts, and the playbooks they gave."""

    def __init__(self, experts: Experts) -> None:
        self._experts = experts
        self.given: list[tuple[str, int]] = []

    async def __call__(
        self, playbook_id: str | None, customer: Customer | None, version: int | None
    ) -> Expertise:
        expertise = await self._experts(playbook_id, customer, version)
        self.given.append((expertise.playbook.name, expertise.playbook.version))
        return expertise


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    url = await migrated(tmp_path / "calls.db")
    database = Database(url)
    yield database
    await database.aclose()


@pytest.fixture
async def log(database: Database) -> AsyncIterator[SqlEventLog]:
    log = SqlEventLog(database, MemoryBus())
    yield log
    await log.aclose()


async def test_a_save_reaches_the_next_call_and_no_running_one(
    tmp_path: Path, database: Database, log: SqlEventLog
) -> None:
    playbooks = PlaybookService(database, open_shelf(), SystemClock())
    own = (await playbooks.create(parse(MINIMAL), "Mine")).playbook
    watched = Watched(Experts(playbooks, WordEmbedder()))

    desk = desk_of(tmp_path, ScriptedTranscriber(()), log=log)
    desk.experts = watched
    first = await desk.open(opening())
    content = as_file(own).model_dump(mode="json") | {"name": "Ours"}
    await playbooks.save("mine", 1, content)
    second = await desk.open(opening())
    started = [each.call.session.state.started for each in (first, second)]
    assert [(s.playbook_id, s.playbook_version) for s in started if s is not None] == [
        ("mine", 1),
        ("mine", 2),
    ]
    await log.drain()
    await kill(desk)

    # Another server takes the first call up; meanwhile its playbook was saved and deleted.
    await playbooks.create(parse(MINIMAL), "Other")
    await playbooks.delete("mine")
    after = desk_of(tmp_path, ScriptedTranscriber(()), log=log)
    after.experts = watched
    await after.resume(first.call.id, first.resume_token)
    assert watched.given == [("Mine", 1), ("Ours", 2), ("Mine", 1)]
    await after.drain()


async def test_a_call_that_goes_on_keeps_its_settings(
    tmp_path: Path, database: Database, log: SqlEventLog
) -> None:
    chosen = [Coaching(early_cards=False, muted=("price",))]

    async def coaching(playbook_id: str) -> Coaching:
        return chosen[-1]

    playbooks = PlaybookService(database, open_shelf(), SystemClock())
    experts = Experts(playbooks, WordEmbedder(), coaching=coaching)
    before = desk_of(tmp_path, ScriptedTranscriber(()), log=log)
    before.experts = experts
    opened = await before.open(opening())
    await log.drain()
    await kill(before)

    chosen.append(Coaching(muted=("trust",)))
    after = desk_of(tmp_path, ScriptedTranscriber(()), log=log)
    after.experts = experts
    call = await after.resume(opened.call.id, opened.resume_token)

    began = call.session.state.started
    assert began is not None
    assert began.coaching == chosen[0]
    assert call.session._brain._expertise.coaching == chosen[0]
    await after.close(call.id)
