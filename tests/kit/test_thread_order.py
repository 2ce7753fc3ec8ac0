import sys
import threading

import pytest

from salescoach.kit import thread_order
from salescoach.kit.thread_order import BEHIND, SWITCH_S, fall_behind, loop_first, niceness


def test_the_thread_that_asks_falls_behind_and_no_other() -> None:
    before = niceness()
    found: list[int | None] = []

    def work() -> None:
        fall_behind()
        found.append(niceness())
        fall_behind(0)
        found.append(niceness())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    behind = None if before is None else max(before, BEHIND)
    assert found == [behind, behind], "and none comes forward again"
    assert niceness() == before


def test_the_loop_waits_a_short_time_for_a_thread_that_computes() -> None:
    before = sys.getswitchinterval()
    try:
        loop_first()
        assert sys.getswitchinterval() == pytest.approx(SWITCH_S)
    finally:
        sys.setswitchinterval(before)


def test_work_that_nobody_waits_for_comes_last() -> None:
    assert thread_order.FAR_BEHIND > BEHIND > 0
