"""When a vendor wants to be asked again."""

from datetime import UTC, datetime

import pytest

from salescoach.kit.retry_after import retry_after_s

NOW = datetime(2026, 11, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "12"}, 12),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "Sun, 01 Nov 2026 12:01:30 GMT"}, 90),
        ({"retry-after": "Sun, 01 Nov 2026 11:00:00 GMT"}, 0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after-ms": "soon"}, None),
        ({"retry-after": "Sun, 01 Nov 2026 12:01:30"}, None),
        ({"retry-after": "Sun, 01 Nov 99999999999 12:01:30 GMT"}, None),
    ],
)
def test_seconds_dates_and_nonsense(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_s(headers, NOW) == seconds
