from tests.fakes import playbook


def test_a_category_is_found_by_its_id_only() -> None:
    book = playbook()

    price = book.category("price")

    assert price is not None
    assert price.id == "price"
    assert book.category("pri") is None
