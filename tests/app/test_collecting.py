import gc
from collections.abc import Iterator

import pytest

from salescoach.app.collecting import spare_what_is_loaded


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


async def test_what_is_loaded_is_looked_through_no_more() -> None:
    before = gc.get_freeze_count()

    await spare_what_is_loaded(after_s=0)

    assert gc.get_freeze_count() > before + 10_000


async def test_what_comes_later_is_still_collected() -> None:
    await spare_what_is_loaded(after_s=0)
    ring: list[object] = []
    ring.append(ring)
    del ring

    assert gc.collect() >= 1
