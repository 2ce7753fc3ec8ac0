"""What a process that reads strangers' files may still do: compute, for a while, in a bounded
memory. No files but the one it was handed, no network, no other program.

Each limit is taken where the system has it: memory and time on Linux and macOS, the network on
Linux. What cannot be limited is no reason not to read.
"""

import contextlib
import ctypes
import os
import sys

_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_NO_NEW_PRIVILEGES = 38


def confine(memory_bytes: int, cpu_s: int) -> None:
    """From now on and for good; to be called before the first byte of the file is looked at."""
    _leave_the_network()
    if sys.platform == "win32":
        return
    import resource

    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 16),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_s),
    ):
        # A harder limit that stands already stays.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))


def _leave_the_network() -> None:
    """A network of its own, with nothing in it, where the kernel lets a plain user have one."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if libc.unshare(_NEW_NETWORK | (0 if os.geteuid() == 0 else _NEW_USER)) != 0:
        libc.unshare(_NEW_USER | _NEW_NETWORK)
