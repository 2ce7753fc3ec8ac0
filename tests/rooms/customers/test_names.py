"""Names are matched by their words."""

import pytest

from salescoach.rooms.customers.names import company_key, person_key


@pytest.mark.parametrize(
    "written",
    [
        "Dana Reyes",
        "  dana   REYES ",
        "Ms. Dana Reyes",
        "Reyes, Dana",
        "Dr Dana Réyes",
        "Dana-Reyes",
    ],
)
def test_the_same_person_however_written(written: str) -> None:
    assert person_key(written) == "dana reyes"


@pytest.mark.parametrize("other", ["Dan Reyes", "Dana", "Dana Reyes Soto", "Dana Reye", "Dr"])
def test_a_part_of_a_name_is_another_name(other: str) -> None:
    assert person_key(other) != "dana reyes"


def test_a_title_alone_is_a_name_and_no_word_is_none() -> None:
    assert person_key("Dr.") == "dr"
    assert person_key(" ,- ") == ""


@pytest.mark.parametrize("written", ["Harbor Dental", "Harbor Dental, Inc.", "HARBOR DENTAL Ltd"])
def test_the_same_company_whatever_its_form(written: str) -> None:
    assert company_key(written) == "harbor dental"


def test_a_company_that_is_only_a_form_keeps_it() -> None:
    assert company_key("Co.") == "co"
    assert company_key(None) == ""
