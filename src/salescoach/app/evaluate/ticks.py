"""The ticks of objectives in one call, against those that were truly reached.

A tick is right when its objective was labelled and the words it shows are in a turn that the label
names: a right tick on wrong words would teach nobody anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from salescoach.app.evaluate.material import LabelledCall
from salescoach.domain.events import CallEvent, ObjectiveChanged
from salescoach.domain.playbook import Playbook
from salescoach.kit.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Tick:
    """``turn`` is where its evidence was said; ``quote`` the words of it."""

    turn: int
    objective: str
    quote: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Unticked:
    """An objective that was reached without a right tick, first on ``turn``."""

    turn: int
    objective: str
    text: str


def ticks_of(call: LabelledCall, after: Sequence[Iterable[CallEvent]]) -> tuple[Tick, ...]:
    """``after``: what came after each line of the call. Empty for a call whose objectives are not
    labelled."""
    if call.objectives is None:
        return ()
    reached = dict(call.objectives)
    ticks: list[Tick] = []
    for turn, events in enumerate(after):
        for event in events:
            if isinstance(event, ObjectiveChanged) and event.done and event.evidence is not None:
                quote = event.evidence.quote
                where = _turn_of(quote, turn, call)
                ticks.append(Tick(where, event.id, quote, where in reached.get(event.id, ())))
    return tuple(ticks)


def unticked_in(call: LabelledCall, ticks: Iterable[Tick]) -> tuple[Unticked, ...]:
    right = {tick.objective for tick in ticks if tick.is_right}
    return tuple(
        Unticked(turns[0], objective, call.lines[turns[0]].text)
        for objective, turns in call.objectives or ()
        if objective not in right
    )


def check_objectives(call: LabelledCall, playbook: Playbook) -> None:
    """Raises ``InvalidInput`` when the call's labels name objectives that are not the
    playbook's."""
    known = {goal.id for goal in playbook.objectives}
    strange = next((each for each, _ in call.objectives or () if each not in known), None)
    if strange is not None:
        raise InvalidInput(
            f"The call {call.id} labels the objective {strange!r}, which the playbook "
            f"{playbook.id!r} does not have: name its own with --playbook.",
            code="invalid_evaluation_file",
        )


def _turn_of(quote: str, ticked: int, call: LabelledCall) -> int:
    """The turn that holds the words: the one just said, or the last before it by the same
    speaker, for lines said in a row are one turn."""
    speaker = call.lines[ticked].speaker
    for turn in range(ticked, -1, -1):
        if call.lines[turn].speaker is speaker and quote in call.lines[turn].text:
            return turn
    return ticked
