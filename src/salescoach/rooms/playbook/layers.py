"""One playbook file laid over another, so that what holds in every trade is written once.

Things that have a name of their own meet by it and are laid over each other in their turn; lines
are added to lines; all else is replaced.
"""

from collections.abc import Mapping, Sequence
from typing import Any

_NAMES = ("id", "question", "stage", "term", "name")
"""The first that a thing has is what it is known by."""


def laid_over(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """``base`` with ``own`` on top, both in the shape of a file. What only ``own`` has comes last;
    neither is changed."""
    laid = {key: _value(value, own[key]) if key in own else value for key, value in base.items()}
    return laid | {key: value for key, value in own.items() if key not in base}


def _value(base: Any, own: Any) -> Any:
    if isinstance(base, Mapping) and isinstance(own, Mapping):
        return laid_over(base, own)
    if isinstance(base, list) and isinstance(own, list):
        return _list(base, own)
    return own


def _list(base: Sequence[Any], own: Sequence[Any]) -> list[Any]:
    above = {_name(each): each for each in own if isinstance(each, Mapping)}
    below = [
        laid_over(each, above.pop(_name(each)))
        if isinstance(each, Mapping) and _name(each) in above
        else each
        for each in base
    ]
    lines = [each for each in own if not isinstance(each, Mapping)]
    return [*below, *above.values(), *lines]


def _name(thing: Mapping[str, Any]) -> Any:
    return next((thing[key] for key in _NAMES if key in thing), None)
