import pytest

from salescoach.pipeline.review.names import called, introduced


@pytest.mark.parametrize(
    ("name", "hello"),
    [
        ("Dana Reyes", "Dana"),
        ("Mr Okafor", "Mr Okafor"),
        ("Mrs. D'Souza", "Mrs. D'Souza"),
        ("Dr Aisha Khan", "Dr Khan"),
        ("Colonel Bhatia", "Colonel Bhatia"),
        ("Ms Priya Nair-Shah", "Ms Nair-Shah"),
        ("Mr", ""),
        ("Sharma ji", "Sharma"),
        ("MURPHY, Siobhan", "Siobhan"),
        ("DANA", "Dana"),
        ("J. Whitlock", ""),
        ("Speaker 2", ""),
        ("Customer", ""),
        ("Front desk", ""),
        ("+44 7700 900123", ""),
        ("  ", ""),
    ],
)
def test_a_mail_greets_by_a_name_or_by_none(name: str, hello: str) -> None:
    assert called(name) == hello


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("So it's Adaeze, isn't it, am I saying that right?", ""),
        ("It's Milo, right?", ""),
        ("Hello, this is Karen?", ""),
        ("Hi, it's Pat from Glen Windows, is now a good time?", "Pat"),
        ("Good morning, this is Tess. How can I help?", "Tess"),
        ("Hi Joan, it's Ruth, how are you?", "Ruth"),
        ("I'm Bola, I do the boilers.", "Bola"),
        ("Hiya, it's Friday, so I'll be quick.", ""),
    ],
)
def test_only_who_says_so_is_called_that(line: str, name: str) -> None:
    assert introduced([line], {"joan"}) == name
