from dataclasses import replace
from pathlib import Path

import pytest

from salescoach.rooms.playbook.loader import PlaybookInvalid, parse
from salescoach.rooms.playbook.service import PlaybookNotFound, PlaybookService
from tests.rooms.playbook.builders import MINIMAL


def test_without_an_own_file_the_shipped_one_serves() -> None:
    service = PlaybookService.load()
    assert service.get() is service.get("default")
    assert [p.id for p in service.list()] == ["default"]


def test_an_own_file_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(MINIMAL, encoding="utf-8")
    service = PlaybookService.load(str(path))
    assert service.get().id == "own"
    assert [p.id for p in service.list()] == ["own", "default"]


def test_an_own_file_that_kept_the_id_replaces_the_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(MINIMAL.replace("id: own", "id: default", 1), encoding="utf-8")
    service = PlaybookService.load(str(path))
    assert service.get("default").product.name == "Widget"
    assert len(service.list()) == 1


def test_a_broken_own_file_is_told_and_not_skipped(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("id: own\n", encoding="utf-8")
    with pytest.raises(PlaybookInvalid, match=r"mine\.yaml, line 1"):
        PlaybookService.load(str(path))


def test_an_unknown_id() -> None:
    service = PlaybookService([parse(MINIMAL)])
    with pytest.raises(PlaybookNotFound) as caught:
        service.get("none")
    assert caught.value.code == "playbook_not_found"
    assert "own" in caught.value.message


def test_a_call_gets_texts_that_can_be_said() -> None:
    service = PlaybookService([parse(MINIMAL)])
    named = service.for_call(customer_name="Ana").categories[0].scripts[0]
    assert (named.text, named.when_to_use) == ("Compared to what, Ana?", "They find Widget dear.")
    assert service.for_call().categories[0].scripts[0].text == "Compared to what?"
    assert service.get().categories[0].scripts[0].text == "Compared to what, {customer_name}?"


def test_a_playbook_without_slots_is_itself() -> None:
    plain = replace(parse(MINIMAL), categories=())
    assert PlaybookService([plain]).for_call(customer_name="Ana") == plain
