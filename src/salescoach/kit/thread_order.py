"""Who goes first among the threads of one server: the event loop, on which every frame, line and
card waits.

The system shares a processor between threads by priority, and Python its lock by a fixed interval;
the usual ones let a thread that computes hold up the loop for many milliseconds at a time.
"""

import contextlib
import os
import sys
import threading

SWITCH_S = 0.001
"""How long a thread may compute in Python while the loop waits; five times shorter than usual."""

BEHIND = 15
"""Niceness of a thread whose work is waited for: it gives way at once when the loop has something
to do, and a loop that is busy all the time leaves it a thirtieth."""

FAR_BEHIND = 19
"""Of one whose work nobody waits for."""


def loop_first() -> None:
    """For the thread of the event loop, before it runs."""
    sys.setswitchinterval(SWITCH_S)


def niceness() -> int | None:
    """Of the thread that calls it; None where threads have none of their own (all but Linux)."""
    if sys.platform != "linux":
        return None
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def fall_behind(by: int = BEHIND) -> None:
    """Sets the niceness of the thread that calls it, and of threads that it starts. It cannot be
    undone but by root. Where threads have none, or a sandbox forbids it, nothing happens."""
    before = niceness()
    if before is not None:
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), max(before, by))
