"""How long and how hard tests try.

A property is tried on a few examples that are the same each time, so that a landing depends on
what landed alone; `pytest --hypothesis-profile=thorough` looks for new ones, and looks longer. How
long an example takes on a busy machine proves nothing, so none fails for it. What runs the real
engine gets the time that a busy machine needs for it.
"""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, settings

ENGINE_TIMEOUT_S = 600

TIMELESS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", TIMELESS, max_examples=25, derandomize=True)
settings.register_profile("thorough", TIMELESS, max_examples=1_000)
settings.load_profile("quick")


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("speech") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(ENGINE_TIMEOUT_S))
