"""Whole calls with what a fair sales manager would write down after listening to them.

One call after another in `reviews/*.txt`. A call begins with `### id | outcome: O | customer: NAME
| talked on: WEEKDAY` in one line; a turn is a line, `R: ` the salesperson, `C: ` the customer;
below it, behind `@`, stands what the turn is:

- `objection TYPE ended=settled|moved_on|came_back|unanswered`
- `promise by=customer|salesperson|both what="..." due="..." status=S`, where S is stands,
  withdrawn, replaced or refused
- `none TYPE why="..."`: it has an objection's words and is none
- `missed what="..."`: the salesperson should have taken it up and did not
- `buying`, and `outcome` below the turn that decides it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Outcome
from salescoach.domain.signal import ObjectionType

NOBODY = "-"
_SPEAKERS = {"R: ": Speaker.SALESPERSON, "C: ": Speaker.CUSTOMER}
_VALUE = re.compile(r'(\w+)=(?:"([^"]*)"|(\S+))')

PromisedBy = Literal["customer", "salesperson", "both"]


@dataclass(frozen=True, slots=True)
class LabelledObjection:
    """``turn`` counts from 0."""

    turn: int
    type: ObjectionType
    ended: str


@dataclass(frozen=True, slots=True)
class LabelledPromise:
    """``stands`` is False of what was refused, withdrawn or replaced by another."""

    turn: int
    by: PromisedBy
    what: str
    due: str
    stands: bool


@dataclass(slots=True)
class LabelledCall:
    """``customer`` None: nobody knows the name. ``weekday``: of the call, in lower case.
    ``tempting`` are the turns that have an objection's words and are none."""

    id: str
    outcome: Outcome
    customer: str | None
    weekday: str
    turns: list[tuple[Speaker, str]] = field(default_factory=list)
    objections: list[LabelledObjection] = field(default_factory=list)
    promises: list[LabelledPromise] = field(default_factory=list)
    tempting: set[int] = field(default_factory=set)
    missed: set[int] = field(default_factory=set)
    buying: set[int] = field(default_factory=set)


def read_calls(file: Path) -> list[LabelledCall]:
    """Raises ``ValueError`` naming the file and the line."""
    return list(_calls(file))


def _calls(file: Path) -> Iterator[LabelledCall]:
    call: LabelledCall | None = None
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            if line.startswith("### "):
                if call is not None:
                    yield call
                call = _begun(line[4:])
            elif line.strip():
                if call is None:
                    raise ValueError("it belongs to no call")
                _add(line, call)
        except (ValueError, KeyError, IndexError) as error:
            raise ValueError(f"{file.name}, line {number}: {error}") from None
    if call is not None:
        yield call


def _begun(heading: str) -> LabelledCall:
    name, *rest = (part.strip() for part in heading.split("|"))
    told = dict(part.split(": ", 1) for part in rest)
    customer = told.get("customer", NOBODY)
    return LabelledCall(
        id=name,
        outcome=Outcome(told["outcome"]),
        customer=None if customer == NOBODY else customer,
        weekday=told.get("talked on", "").lower(),
    )


def _add(line: str, call: LabelledCall) -> None:
    speaker = _SPEAKERS.get(line[:3])
    if speaker is not None:
        call.turns.append((speaker, line[3:].strip()))
    elif line.strip().startswith("@ "):
        _label(line.strip()[2:], call)
    else:
        raise ValueError(f"neither a turn nor a label: {line!r}")


def _label(label: str, call: LabelledCall) -> None:
    kind, *words = label.split()
    values = {key: quoted or plain for key, quoted, plain in _VALUE.findall(label)}
    turn = len(call.turns) - 1
    if turn < 0:
        raise ValueError("a label before any turn")
    match kind:
        case "objection":
            objection = LabelledObjection(turn, ObjectionType(words[0]), values["ended"])
            call.objections.append(objection)
        case "promise":
            call.promises.append(_promise(turn, values))
        case "none":
            call.tempting.add(turn)
        case "missed":
            call.missed.add(turn)
        case "buying":
            call.buying.add(turn)
        case "outcome":
            pass
        case _:
            raise ValueError(f"no label is called {kind!r}")


def _promise(turn: int, values: dict[str, str]) -> LabelledPromise:
    by: PromisedBy
    match values["by"]:
        case "customer" | "salesperson" | "both" as known:
            by = known
        case other:
            raise ValueError(f"nobody is called {other!r}")
    stands = values["status"] == "stands"
    return LabelledPromise(turn, by, values["what"], values.get("due", ""), stands)
