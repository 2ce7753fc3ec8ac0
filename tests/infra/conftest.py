"""The log is configured for one test and given back after it."""

import logging
from collections.abc import Iterator

import pytest

from salescoach.infra.logging import stop_logging


@pytest.fixture
def logging_restored() -> Iterator[None]:
    root = logging.getLogger()
    level, names = root.level, list(logging.Logger.manager.loggerDict)
    levels = {name: logging.getLogger(name).level for name in names}
    yield
    stop_logging()
    root.setLevel(level)
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)
