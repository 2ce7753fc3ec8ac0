"""A call in which one objection is met."""

from salescoach.domain.review import Review
from salescoach.domain.signal import ObjectionType
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


def begun() -> Talk:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell. Is now okay?")
    return talk


def met(
    objection: str, kind: ObjectionType, reply: list[str], then: str, *, wants: bool = False
) -> Review:
    talk = begun()
    talk.says(C, "Sure, go ahead please.")
    talk.says(S, "We answer every one of them for you.")
    talk.objects(objection, kind)
    for each in reply[:-1]:
        talk.says(S, each)
        talk.says(C, "I'd know.")
    talk.says(S, reply[-1])
    (talk.wants if wants else lambda text: talk.says(C, text))(then)
    return write_review(talk.record(), PLAYBOOK)
