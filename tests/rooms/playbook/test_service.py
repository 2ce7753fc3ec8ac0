"""Playbooks are kept in versions that never change, and a call gets the right one."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from salescoach.domain.playbook import Playbook
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.kit.errors import Conflict, NotFound
from salescoach.rooms.playbook.errors import PlaybookChanged, PlaybookNotFound
from salescoach.rooms.playbook.loader import PlaybookInvalid, as_file, load_default, parse
from salescoach.rooms.playbook.service import PlaybookService
from salescoach.rooms.playbook.shelf import Shelf, open_shelf
from tests.rooms.playbook.builders import MINIMAL


def draft(playbook: Playbook, **changes: Any) -> Mapping[str, Any]:
    return as_file(playbook).model_dump(mode="json") | changes


async def test_a_new_workspace_has_the_demo(service: PlaybookService) -> None:
    (only,) = await service.list()
    assert only.playbook == load_default()
    assert (only.origin, only.is_default, only.sells_demo, only.saved_at) == (
        "demo",
        True,
        True,
        None,
    )


async def test_every_save_is_a_version_and_none_is_ever_changed(
    service: PlaybookService, clock: ManualClock
) -> None:
    own = await service.create(parse(MINIMAL), "Mine", "first")
    clock.advance(1000)
    saved = await service.save("mine", 1, draft(own.playbook, name="Ours"), "renamed")
    assert (saved.playbook.version, saved.playbook.name) == (2, "Ours")
    assert saved.playbook.id == "mine"
    assert saved.saved_at == clock.utc()
    assert (await service.at_version("mine", 1)).name == "Mine"
    assert [(v.version, v.note) for v in await service.versions("mine")] == [
        (2, "renamed"),
        (1, "first"),
    ]


async def test_two_savers_do_not_overwrite_each_other(service: PlaybookService) -> None:
    own = (await service.create(parse(MINIMAL), "Mine")).playbook
    await service.save("mine", 1, draft(own, name="One"))
    with pytest.raises(PlaybookChanged) as caught:
        await service.save("mine", 1, draft(own, name="Two"))
    assert caught.value.details == {"current_version": 2}
    assert (await service.get("mine")).playbook.name == "One"


async def test_what_is_refused_says_where(service: PlaybookService) -> None:
    own = (await service.create(parse(MINIMAL), "Mine")).playbook
    content = dict(draft(own))
    content["categories"][0]["scripts"][0]["text"] = "For {prize} a month"
    with pytest.raises(PlaybookInvalid) as caught:
        await service.save("mine", 1, content)
    (problem,) = caught.value.problems
    assert (problem.line, problem.path) == (None, "categories[0].scripts[0].text")
    assert (await service.get("mine")).playbook.version == 1


async def test_the_demo_can_be_changed_and_found_again(service: PlaybookService) -> None:
    shipped = load_default()
    changed = await service.save("default", 1, draft(shipped, name="Tuned"))
    assert (changed.playbook.version, changed.origin, changed.sells_demo) == (2, "own", True)
    assert (await service.for_call()).name == "Tuned"
    restored = await service.restore("default", 1)
    assert restored.playbook == replace(shipped, version=3)
    assert (await service.versions("default"))[0].restored_from == 1


async def test_an_own_playbook_takes_over_from_the_demo(
    service: PlaybookService, clock: ManualClock
) -> None:
    await service.create(parse(MINIMAL), "Mine")
    clock.advance(1000)
    assert (await service.get()).playbook.id == "mine"
    await service.create(parse(MINIMAL), "Later")
    assert (await service.get()).playbook.id == "mine"
    await service.make_default("default")
    assert (await service.get()).playbook.id == "default"


async def test_ids_come_from_names_and_are_never_used_twice(service: PlaybookService) -> None:
    names = ["Café Nº 5", "cafe no 5", "42", "Templates", "Default", "日本"]
    ids = [(await service.create(parse(MINIMAL), name)).playbook.id for name in names]
    assert ids == ["cafe_no_5", "cafe_no_5_2", "p_42", "templates_2", "default_2", "p"]
    await service.delete("cafe_no_5")
    assert (await service.create(parse(MINIMAL), "Café Nº 5")).playbook.id == "cafe_no_5_3"


async def test_deleting_keeps_what_calls_name(service: PlaybookService) -> None:
    await service.create(parse(MINIMAL), "Mine")
    with pytest.raises(Conflict) as caught:
        await service.delete("mine")
    assert caught.value.code == "last_playbook"
    with pytest.raises(Conflict) as caught:
        await service.delete("default")
    assert caught.value.code == "demo_playbook"
    await service.create(parse(MINIMAL), "Other")
    await service.make_default("mine")
    await service.delete("mine")
    assert [e.playbook.id for e in await service.list()] == ["other", "default"]
    assert (await service.get()).playbook.id == "other"
    with pytest.raises(PlaybookNotFound):
        await service.for_call("mine")
    assert (await service.for_call("mine", 1)).name == "Mine"


async def test_a_call_that_goes_on_keeps_its_version(service: PlaybookService) -> None:
    own = (await service.create(parse(MINIMAL), "Mine")).playbook
    await service.save("mine", 1, draft(own, name="Ours"))
    assert (await service.for_call("mine", 1)).name == "Mine"
    assert (await service.for_call("mine")).name == "Ours"
    assert (await service.for_call("mine", 9)).name == "Ours"
    assert (await service.for_call("lost", 9)).name == "Ours"


async def test_a_demo_changed_again_after_its_end_goes_on_counting(
    service: PlaybookService,
) -> None:
    await service.create(parse(MINIMAL), "Mine")
    await service.save("default", 1, draft(load_default(), name="Tuned"))
    await service.delete("default")
    assert (await service.get("default")).origin == "demo"
    again = await service.save("default", 1, draft(load_default(), name="Anew"))
    assert again.playbook.version == 4
    assert (await service.at_version("default", 3)).name == load_default().name
    assert (await service.at_version("default", 2)).name == "Tuned"


async def test_a_version_that_is_not_there(service: PlaybookService) -> None:
    with pytest.raises(NotFound) as caught:
        await service.at_version("default", 7)
    assert caught.value.code == "playbook_version_not_found"


async def test_saving_is_told(database: Database, clock: ManualClock) -> None:
    told: list[None] = []
    service = PlaybookService(database, open_shelf(), clock, lambda: told.append(None))
    own = (await service.create(parse(MINIMAL), "Mine")).playbook
    await service.save("mine", 1, draft(own))
    await service.restore("mine", 1)
    assert len(told) == 3
    with pytest.raises(PlaybookChanged):
        await service.save("mine", 1, draft(own))
    assert len(told) == 3


class TestTheSetting:
    """PLAYBOOK names a file, a stored playbook, or the demo."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        path = tmp_path / "mine.yaml"
        path.write_text(MINIMAL, encoding="utf-8")
        return path

    async def test_a_file_comes_first_and_cannot_be_edited(
        self, database: Database, clock: ManualClock, path: Path
    ) -> None:
        service = PlaybookService(database, open_shelf(str(path)), clock)
        assert [(e.playbook.id, e.origin) for e in await service.list()] == [
            ("own", "file"),
            ("default", "demo"),
        ]
        own = await service.get()
        assert own.read_only
        for refused in (
            service.save("own", 1, draft(own.playbook)),
            service.restore("own", 1),
            service.delete("own"),
        ):
            with pytest.raises(Conflict) as caught:
                await refused
            assert caught.value.code == "playbook_read_only"
        copy = await service.create(own.playbook, own.playbook.name)
        assert (copy.playbook.id, copy.is_default) == ("own_2", False)

    async def test_a_file_that_kept_the_id_replaces_the_demo(
        self, database: Database, clock: ManualClock
    ) -> None:
        own = replace(parse(MINIMAL), id="default")
        service = PlaybookService(database, Shelf(load_default(), own, setting="x"), clock)
        (only,) = await service.list()
        assert only.playbook.product.name == "Widget"

    async def test_a_choice_in_the_page_holds_until_the_setting_changes(
        self, database: Database, clock: ManualClock, path: Path
    ) -> None:
        under_file = PlaybookService(database, open_shelf(str(path)), clock)
        await under_file.create(parse(MINIMAL), "Mine")
        await under_file.make_default("mine")
        assert (await under_file.get()).playbook.id == "mine"
        elsewhere = replace(open_shelf(str(path)), setting="elsewhere.yaml")
        moved = PlaybookService(database, elsewhere, clock)
        assert (await moved.get()).playbook.id == "own"

    async def test_it_may_name_a_stored_playbook(
        self, service: PlaybookService, database: Database, clock: ManualClock
    ) -> None:
        await service.create(parse(MINIMAL), "Mine")
        await service.create(parse(MINIMAL), "Other")
        named = PlaybookService(database, open_shelf("other"), clock)
        await named.check()
        assert (await named.get()).playbook.id == "other"
        nothing = PlaybookService(database, open_shelf("nothing"), clock)
        with pytest.raises(PlaybookNotFound):
            await nothing.check()

    def test_a_broken_file_is_told_and_not_skipped(self, path: Path) -> None:
        path.write_text("id: own\n", encoding="utf-8")
        with pytest.raises(PlaybookInvalid, match=r"mine\.yaml, line 1"):
            open_shelf(str(path))


async def test_the_first_run_is_due_until_there_is_an_own_playbook(
    service: PlaybookService,
) -> None:
    assert (await service.first_run()).due
    await service.save("default", 1, draft(load_default(), name="Tuned"))
    assert (await service.first_run()).due
    await service.create(parse(MINIMAL), "Mine")
    assert not (await service.first_run()).due


async def test_what_a_call_may_need_soon_begins_with_the_default(
    service: PlaybookService, clock: ManualClock
) -> None:
    assert [p.id for p in await service.every()] == ["default", "b2b_software"]
    await service.create(parse(MINIMAL), "Mine")
    clock.advance(1000)
    await service.create(parse(MINIMAL), "Other")
    await service.make_default("other")
    assert [p.id for p in await service.every()] == ["other", "mine", "default"]


async def test_the_first_run_can_be_skipped(service: PlaybookService) -> None:
    await service.skip_first_run()
    state = await service.first_run()
    assert (state.due, state.skipped) == (False, True)
    assert (await service.get()).playbook.id == "default"
