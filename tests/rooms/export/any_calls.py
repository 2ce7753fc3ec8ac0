"""Any call that a log could hold: events of every kind, with whatever their fields may be."""

import math
import types
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from salescoach.domain.events import (
    CallEnded,
    CallEvent,
    CallStarted,
    Event,
    Transcription,
)
from tests.rooms.export.turns import TEXTS

KINDS: tuple[type[Event], ...] = get_args(CallEvent)
_NAMED = frozenset({"id", "turn_id", "script_id", "playbook_id"})
_IDS = st.from_regex(r"[a-z0-9_]{1,6}", fullmatch=True)
_MOMENTS = st.integers(0, 10**6).map(lambda s: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(0, s))


@st.composite
def any_log(draw: st.DrawFn, call_id: str) -> list[CallEvent]:
    """From its start on, with an event of every kind, perhaps to its end, counted with gaps."""
    middle = [kind for kind in KINDS if kind not in (CallStarted, CallEnded)]
    more = draw(st.lists(st.sampled_from(middle), max_size=4))
    told = [draw(_event(kind)) for kind in draw(st.permutations([*middle, *more]))]
    ending = draw(st.lists(_event(CallEnded), max_size=1))
    events: list[Any] = [draw(_event(CallStarted)), *told, *ending]
    seq = 0
    log: list[CallEvent] = []
    for event in events:
        seq += draw(st.integers(1, 3)) if log else 1
        log.append(replace(event, call_id=call_id, seq=seq))
    return log


def _event(kind: type[Event]) -> Any:
    """``call_id`` and ``seq`` are still to be given."""
    return _built(kind, without={"call_id", "seq"})


def _built(kind: type[Any], without: frozenset[str] | set[str] = frozenset()) -> Any:
    hints = get_type_hints(kind)
    return st.builds(
        kind,
        **{
            field.name: _of_field(kind, field.name, hints[field.name])
            for field in fields(kind)
            if field.name not in without and field.name != "type"
        },
    )


def _of_field(kind: type[Any], name: str, hint: Any) -> Any:
    if name == "started_at":
        return _MOMENTS.map(datetime.isoformat)
    if kind is Transcription and name == "is_final":
        return st.just(True)
    if name in _NAMED and hint is str:
        return _IDS
    if name == "duration_s":
        return st.integers(0, 10**7).map(lambda ms: ms / 1000)
    return _of(hint)


def _of(hint: Any) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.sampled_from(args)
    if origin in (Union, types.UnionType):
        return st.one_of(*map(_of, args))
    if origin in (tuple, frozenset):
        items = st.lists(_of(args[0]), max_size=3)
        return items.map(origin)
    if origin is dict:
        return st.dictionaries(_of(args[0]), _of(args[1]), max_size=3)
    if hint is type(None):
        return st.none()
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    plain: dict[Any, Any] = {
        str: TEXTS,
        bool: st.booleans(),
        int: st.integers(0, 10**12),
        float: st.floats(0, 1e9).filter(math.isfinite),
        date: st.dates(),
    }
    return plain[hint] if hint in plain else _built(hint)
