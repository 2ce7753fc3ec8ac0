"""When a drill comes back."""

from datetime import UTC, datetime, timedelta

from salescoach.domain.drill import Drill
from salescoach.pipeline.practice.schedule import DAYS, after

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = Drill("d", "c", "t1", "t1", "It was missed.", "Ask.", NOW, NOW)


def test_each_time_it_worked_it_comes_back_later_up_to_the_longest() -> None:
    drill, now, waits = DUE, NOW, []
    for _ in range(6):
        drill = after(drill, ready=True, now=now)
        waits.append((drill.due_at - now).days)
        now = drill.due_at
    assert waits == [*DAYS[1:], DAYS[-1], DAYS[-1]]


def test_what_did_not_work_comes_back_tomorrow() -> None:
    later = after(DUE, ready=True, now=NOW)
    again = after(later, ready=False, now=later.due_at)
    assert (again.step, again.due_at) == (0, later.due_at + timedelta(days=1))


def test_another_go_at_once_moves_nothing() -> None:
    tomorrow = after(DUE, ready=False, now=NOW)
    assert after(tomorrow, ready=True, now=NOW + timedelta(minutes=1)) == tomorrow
