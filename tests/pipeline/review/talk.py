"""A call as its record, made of lines and of what was heard in them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from salescoach.domain.audio import Channel, Speaker
from salescoach.domain.call import Call, CallRecord
from salescoach.domain.events import (
    CallEvent,
    CallStarted,
    Customer,
    ObjectiveChanged,
    SignalHeard,
    StageChanged,
    SuggestionShown,
)
from salescoach.domain.playbook import (
    Category,
    Objective,
    Playbook,
    Product,
    Script,
)
from salescoach.domain.signal import (
    Commitment,
    Evidence,
    ObjectionType,
    Sentiment,
    SignalKind,
    Stage,
)
from salescoach.domain.suggestion import (
    PrimarySuggestion,
    Source,
    SuggestionContext,
    Urgency,
)
from salescoach.domain.turn import Turn

S, C = Speaker.SALESPERSON, Speaker.CUSTOMER
CARD = "What would be fair to you?"
SCRIPT = "What would the other person ask first?"

PLAYBOOK = Playbook(
    id="p",
    name="P",
    version=1,
    product=Product("Fernbell", "It answers.", "$79", ()),
    categories=(
        Category(
            "authority",
            "Authority",
            (Script("ask_other", "Other", SCRIPT, "When", ("I have to ask my partner.",)),),
            SignalKind.OBJECTION,
            ObjectionType.AUTHORITY,
        ),
        Category(
            "closing",
            "Closing",
            (Script("two_times", "Two times", "Tomorrow at ten or Thursday at four?", "When"),),
            SignalKind.BUYING_SIGNAL,
        ),
    ),
    objectives=(
        Objective("missed", Stage.DISCOVERY, "Get a number for the calls they miss", (), C),
        Objective("worth", Stage.DISCOVERY, "Find out what a call is worth", (), C, ("Worth?",)),
    ),
    questions=(),
    stages=(),
)


def evidence(turn: Turn, quote: str | None = None) -> Evidence:
    return Evidence(turn.id, quote or turn.text, turn.start_ms, turn.end_ms)


class Talk:
    """Lines follow each other; ``pause_ms`` lies before each."""

    def __init__(self, customer: Customer | None = None) -> None:
        self.turns: list[Turn] = []
        self.customer = customer or Customer("Dana Reyes", "Harbor Dental")
        self.events: list[CallEvent] = [
            CallStarted(
                call_id="c1",
                channels=(Channel(0, S), Channel(1, C)),
                playbook_id="p",
                playbook_version=1,
                customer=self.customer,
                started_at="2026-03-02T10:00:00+00:00",
            )
        ]

    def says(self, who: Speaker, text: str, pause_ms: int = 500, long_ms: int = 4_000) -> Turn:
        start = (self.turns[-1].end_ms if self.turns else 0) + pause_ms
        turn = Turn(f"t{len(self.turns) + 1}", who, text, start, start + long_ms)
        self.turns.append(turn)
        return turn

    def objects(self, text: str, kind: ObjectionType = ObjectionType.PRICE) -> Turn:
        turn = self.says(C, text)
        self._signal(turn, SignalKind.OBJECTION, kind)
        return turn

    def wants(self, text: str) -> Turn:
        turn = self.says(C, text)
        self._signal(turn, SignalKind.BUYING_SIGNAL)
        return turn

    def hears_question(self, turn: Turn) -> None:
        self._signal(turn, SignalKind.QUESTION)

    def _signal(self, turn: Turn, kind: SignalKind, type_: ObjectionType | None = None) -> None:
        self.events.append(
            SignalHeard(kind=kind, objection_type=type_, confidence=0.9, evidence=evidence(turn))
        )

    def promises(
        self,
        turn: Turn,
        what: str,
        due: str | None = None,
        due_on: date | None = None,
        quote: str | None = None,
        basis: str = "",
    ) -> None:
        number = sum(isinstance(each, SignalHeard) for each in self.events)
        self.events.append(
            SignalHeard(
                kind=SignalKind.COMMITMENT,
                confidence=0.9,
                evidence=evidence(turn, quote),
                basis=basis,
                commitment=Commitment(turn.speaker, what, due, due_on, f"p{number}"),
            )
        )

    def card(self, turn: Turn, text: str = CARD) -> None:
        self.events.append(
            SuggestionShown(
                id=f"card-{turn.id}",
                primary_suggestion=PrimarySuggestion(text, "Because.", 80, Urgency.NORMAL),
                context=SuggestionContext(
                    Stage.OBJECTION, True, ObjectionType.PRICE, False, Sentiment.NEUTRAL
                ),
                highlight_toolkit=("price",),
                next_move="Ask.",
                source=Source.LOCAL,
                early=False,
                evidence=evidence(turn),
                latency_ms=10,
            )
        )

    def reaches(self, objective: str, turn: Turn) -> None:
        self.events.append(ObjectiveChanged(id=objective, done=True, evidence=evidence(turn)))

    def enters(self, stage: Stage, turn: Turn) -> None:
        self.events.append(
            StageChanged(
                current=stage,
                confidence=0.9,
                time_in_stage_ms=0,
                entered_at_ms=turn.start_ms,
                evidence=evidence(turn),
            )
        )

    def record(self, more: Sequence[CallEvent] = ()) -> CallRecord:
        began = datetime(2026, 3, 2, 10, tzinfo=UTC)
        call = Call(
            id="c1",
            status="ended",
            started_at=began,
            ended_at=began,
            duration_ms=(self.turns[-1].end_ms if self.turns else 0) + 1_000,
            customer=self.customer,
            playbook_id="p",
            consent=True,
            record_audio=False,
            turn_count=len(self.turns),
        )
        return CallRecord(call, tuple(self.turns), (*self.events, *more))


def good_call() -> Talk:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell. Is now okay?")
    talk.says(C, "Sure, go ahead please.")
    talk.says(S, "How many calls do you miss in a week?")
    talk.reaches("missed", talk.says(C, "Maybe twenty, and it is getting worse."))
    talk.enters(Stage.PITCH, talk.says(S, "We answer every one of them for you."))
    price = talk.objects("That sounds expensive to me.")
    talk.card(price)
    talk.says(S, "What is one lost patient worth to you?", pause_ms=1_600)
    talk.says(C, "A few hundred dollars, I guess.")
    talk.says(S, "Could we start on Thursday at ten?")
    talk.wants("Thursday works, please send me the invite.")
    talk.promises(
        talk.says(S, "Great, I will send it now."),
        "send it",
        "now",
        date(2026, 3, 2),
        "I will send it now.",
    )
    return talk
