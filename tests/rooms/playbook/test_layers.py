"""What one file changes in another."""

from salescoach.rooms.playbook.layers import laid_over


def test_things_meet_by_their_name_and_lines_are_added() -> None:
    base = {
        "version": "1",
        "categories": [
            {"id": "price", "scripts": [{"id": "value", "text": "a", "triggers": ["x"]}]},
            {"id": "trust", "scripts": []},
        ],
        "stages": [{"stage": "opening", "sounds_like": ["hi"]}],
        "questions": [{"stage": "opening", "question": "How?"}],
    }
    own = {
        "name": "Bakery",
        "categories": [
            {
                "id": "price",
                "scripts": [{"id": "value", "text": "b", "triggers": ["y"]}, {"id": "n"}],
            },
            {"id": "own", "scripts": []},
        ],
        "stages": [{"stage": "opening", "sounds_like": ["hello"]}],
        "questions": [{"stage": "opening", "question": "Why?"}],
    }
    laid = laid_over(base, own)
    price, trust, added = laid["categories"]
    assert price["scripts"] == [{"id": "value", "text": "b", "triggers": ["x", "y"]}, {"id": "n"}]
    assert (trust["id"], added["id"]) == ("trust", "own")
    assert laid["stages"] == [{"stage": "opening", "sounds_like": ["hi", "hello"]}]
    assert [each["question"] for each in laid["questions"]] == ["How?", "Why?"]
    assert (laid["name"], laid["version"]) == ("Bakery", "1")
    assert base["stages"] == [{"stage": "opening", "sounds_like": ["hi"]}]
