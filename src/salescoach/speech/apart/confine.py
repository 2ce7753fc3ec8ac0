"""What is taken from a process that reads strangers' files: memory and processor time beyond a
bound, every byte written to a file, more than 16 open files, core dumps; on Linux new privileges
and, where the kernel lets a plain user have an empty one, the network. Windows takes nothing.

It is no sandbox. The process belongs to the server's own user: code that a crafted file gets to run
may read and delete what that user may, start programs and send signals. What a system refuses to
take is not asked for again, and no reason not to read.
"""

import contextlib
import ctypes
import os
import sys

_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_NO_NEW_PRIVILEGES = 38


def confine(memory_bytes: int, cpu_s: int) -> None:
    """From now on and for good; to be called before the first byte of the file is looked at. Says
    nothing of what could not be taken."""
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
