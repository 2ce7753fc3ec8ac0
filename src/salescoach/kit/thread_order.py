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

BEHIND = 5
"""Niceness of a thread whose work is waited for: a third of the loop's share of a processor."""

FAR_BEHIND = 10
"""Of one whose work nobody waits for."""


def loop_first() -> None:
    """For the thread of the event loop, before it runs."""
    sys.setswitchinterval(SWITCH_S)


def fall_behind(niceness: int = BEHIND) -> None:
    """For the thread that calls it, and threads that it starts. It cannot be undone but by root.
    Where a priority belongs to the whole process (all but Linux), or a sandbox forbids it, nothing
    happens."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            thread = threading.get_native_id()
            before = os.getpriority(os.PRIO_PROCESS, thread)
            os.setpriority(os.PRIO_PROCESS, thread, max(before, niceness))
