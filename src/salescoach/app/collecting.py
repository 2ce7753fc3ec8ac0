"""What is loaded for good is not looked through again and again.

Python's collector of cycles stops everything while it looks, an eighth of a second for the modules
of a server alone, and it looks each time that what calls hold has grown by a quarter of all.
"""

import asyncio
import gc

LOADED_AFTER_S = 10.0
"""Engines and libraries have come by then that are loaded beside the first requests."""

_YOUNG = 5_000
"""New objects that make it look at the youngest: a call makes hundreds in a second, and nearly all
of them are gone without it."""


async def spare_what_is_loaded(after_s: float = LOADED_AFTER_S) -> None:
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
    gc.freeze()
    await asyncio.sleep(after_s)
    gc.freeze()
