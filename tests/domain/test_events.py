from typing import get_args

from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallEvent, Event, Transcription, is_durable


def said(is_final: bool) -> Transcription:
    return Transcription(
        turn_id="t1", text="Hello", speaker=Speaker.CUSTOMER, is_final=is_final,
        start_ms=0, end_ms=500, channel=1, committed_ms=0,
    )  # fmt: skip


def test_only_an_interim_is_not_kept() -> None:
    assert is_durable(said(is_final=True))
    assert not is_durable(said(is_final=False))


def test_every_event_belongs_to_the_union_and_has_a_type_of_its_own() -> None:
    members = get_args(CallEvent)

    # By name: a class with slots is made twice.
    assert {m.__name__ for m in members} == {kind.__name__ for kind in Event.__subclasses__()}
    assert len({member.__dataclass_fields__["type"].default for member in members}) == len(members)
