"""The stand-in for a vendor leaves nothing behind for the tests that come after."""

import logging

from tests.llm.vendor import Reply, serving


async def test_other_servers_are_heard_as_before() -> None:
    told = logging.getLogger("uvicorn.error")
    before = told.level
    async with serving(Reply()):
        assert told.level == logging.CRITICAL
    assert told.level == before
