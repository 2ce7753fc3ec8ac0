from salescoach.kit.errors import Conflict, InvalidInput, NotFound, SalesCoachError, Unavailable


def test_each_error_has_the_code_of_its_kind_unless_a_nearer_one_is_given() -> None:
    kinds = (SalesCoachError, NotFound, InvalidInput, Conflict, Unavailable)

    assert [kind("why").code for kind in kinds] == [
        "internal_error", "not_found", "invalid_input", "conflict", "unavailable"
    ]  # fmt: skip
    assert NotFound("why", code="call_not_found").code == "call_not_found"
    assert NotFound("why").code == "not_found"


def test_the_message_is_what_is_printed() -> None:
    assert str(InvalidInput("Send 20 to 250 ms.")) == InvalidInput("Send 20 to 250 ms.").message
