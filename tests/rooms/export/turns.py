"""Any turns that a call could hold, and some that it should not."""

from hypothesis import strategies as st

from salescoach.domain.audio import Speaker
from salescoach.domain.turn import Turn

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
_TIMES = st.integers(0, 200 * 3_600_000)


def any_turns() -> st.SearchStrategy[list[Turn]]:
    return st.lists(
        st.builds(
            Turn,
            id=st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True),
            speaker=st.sampled_from(Speaker),
            text=TEXTS,
            start_ms=_TIMES,
            end_ms=_TIMES,
            confidence=st.none() | st.floats(0, 1),
        ),
        max_size=6,
    )
