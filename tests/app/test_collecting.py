"""In a process of its own: what is spared here would be spared for all the tests that follow."""

import subprocess
import sys

SPARED = """
import asyncio, gc
from salescoach.app.collecting import spare_what_is_loaded

asyncio.run(spare_what_is_loaded(after_s=0))
ring = []
ring.append(ring)
del ring
print(gc.get_freeze_count(), gc.collect())
"""


def test_what_is_loaded_is_looked_through_no_more_and_what_comes_later_is() -> None:
    told = subprocess.run(
        [sys.executable, "-c", SPARED], check=True, capture_output=True, text=True
    )

    spared, collected = map(int, told.stdout.split())
    assert spared > 10_000
    assert collected >= 1
