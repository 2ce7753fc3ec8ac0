import time

from salescoach.kit.ids import new_call_id, new_id, new_token


def test_call_ids_sort_by_the_time_they_were_made() -> None:
    first = new_call_id()
    time.sleep(0.002)
    second = new_call_id()

    assert first < second
    assert len(first) == len(second) == 26


def test_no_id_or_token_comes_twice() -> None:
    assert len({new_call_id() for _ in range(1_000)}) == 1_000
    assert len({new_token() for _ in range(1_000)}) == 1_000
    assert all(new_id("c").startswith("c_") for _ in range(3))


def test_a_token_has_256_bits_and_is_safe_in_a_url() -> None:
    token = new_token()

    assert len(token) == 43
    assert token.replace("-", "").replace("_", "").isalnum()
