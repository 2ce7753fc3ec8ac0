import pytest

from salescoach.rooms.playbook.fact_topics import topic_of


@pytest.mark.parametrize(
    ("fact", "topic"),
    [
        ("30 days free trial, no card.", "trial"),
        ("We are SOC 2 Type II certified.", "security"),
        ("Your data is stored in Frankfurt.", "hosting"),
        ("It works with NetSuite and Xero.", "integrations"),
        ("You're live in two weeks.", "setup_time"),
        ("Month to month, cancel any time.", "contract"),
        ("Ten seats is the minimum.", "minimum"),
        ("15 percent off for nonprofits.", "discount"),
        ("If it doesn't pay off you get your money back.", "refund"),
        ("Support answers in ten minutes.", "support"),
        ("It speaks English and Spanish.", "languages"),
        ("99.9% uptime last year.", "uptime"),
        ("The battery has a ten year warranty.", "warranty"),
        ("It turns red when the tea is ready.", None),
        ("Trialling monkeys shine", None),
    ],
)
def test_a_fact_tells_its_topic(fact: str, topic: str | None) -> None:
    assert topic_of(fact) == topic
