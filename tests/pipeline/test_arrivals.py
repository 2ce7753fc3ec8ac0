from salescoach.pipeline.arrivals import KEPT_FRAMES, Arrivals


def arrivals(count: int) -> Arrivals:
    """Frames of 100 ms; each arrives 7 ms after its end."""
    known = Arrivals()
    for number in range(1, count + 1):
        known.note(number * 100, number * 100 + 7.0)
    return known


def test_a_moment_arrived_with_the_frame_that_holds_it() -> None:
    known = arrivals(10)

    assert known.received_ms(1) == 107
    assert known.received_ms(100) == 107
    assert known.received_ms(101) == 207
    assert known.received_ms(1_000) == 1_007


def test_what_is_still_to_come_has_not_arrived() -> None:
    assert Arrivals().received_ms(0) is None
    assert arrivals(10).received_ms(1_001) is None


def test_a_frame_that_is_fed_again_keeps_its_first_arrival() -> None:
    known = arrivals(10)

    for end_ms in range(300, 1_200, 100):
        known.note(end_ms, 99_999.0)

    moments = range(50, 1_050, 100)
    assert [known.received_ms(at) for at in moments] == [at + 57 for at in moments]
    assert known.received_ms(1_050) == 99_999


def test_memory_is_bounded_and_the_oldest_known_stands_for_what_is_older() -> None:
    known = arrivals(KEPT_FRAMES + 5)

    assert known.received_ms(100) == 607
