"""Insights as the REST interface shows them."""

from datetime import date, datetime, timedelta

from pydantic import Field

from salescoach.domain.audio import Speaker
from salescoach.domain.insight import Reaction
from salescoach.domain.review import Handling, Outcome
from salescoach.domain.signal import Stage
from salescoach.pipeline.insights.statistics import (
    LEAST_CALLS,
    LEAST_FOR_MEAN,
    Share,
    Standing,
    Sums,
    wilson,
)
from salescoach.rooms.calls.views import View
from salescoach.rooms.insights.counted import (
    GOOD,
    CallAt,
    Occurrence,
    Spot,
    StageOutcomes,
    ToldMoment,
    Week,
)
from salescoach.rooms.insights.report import (
    Aim,
    Compared,
    FigureName,
    Insights,
    LedgerLine,
    MetObjection,
    RankedReply,
)


class MeanView(View):
    mean: float
    n: int = Field(description="calls that tell it")

    @classmethod
    def of(cls, sums: Sums) -> "MeanView | None":
        mean = sums.mean
        return None if mean is None else cls(mean=round(mean, 3), n=sums.n)


class ShareView(View):
    """With its 95% Wilson interval, 0-1."""

    count: int
    of: int
    low: float
    high: float

    @classmethod
    def of_share(cls, share: Share) -> "ShareView":
        interval = wilson(share)
        return cls(
            count=share.count,
            of=share.of,
            low=round(interval.low, 4),
            high=round(interval.high, 4),
        )


class WeekView(View):
    starts_on: date = Field(description="a Monday")
    ends_on: date
    calls: int
    good: int = Field(description="won, or with a next step agreed")
    score: MeanView | None
    talk_ratio: MeanView | None = Field(description="percent")
    questions: MeanView | None = Field(description="a call")
    objections: MeanView | None = Field(description="a call")

    @classmethod
    def of(cls, week: Week) -> "WeekView":
        told = week.totals
        return cls(
            starts_on=week.starts_on,
            ends_on=week.starts_on + timedelta(days=6),
            calls=told.calls,
            good=told.good,
            score=MeanView.of(told.score),
            talk_ratio=MeanView.of(told.talk_ratio),
            questions=MeanView.of(told.questions),
            objections=MeanView.of(told.objections),
        )


class ComparedView(View):
    """The last seven days against the 28 before. `differs`: by more than chance (Welch, 95%)."""

    figure: FigureName
    week: MeanView | None
    before: MeanView | None
    low: float | None = Field(description="of the difference; null with too few calls")
    high: float | None
    differs: bool

    @classmethod
    def of(cls, compared: Compared) -> "ComparedView":
        interval = compared.difference
        return cls(
            figure=compared.figure,
            week=MeanView.of(compared.week),
            before=MeanView.of(compared.before),
            low=None if interval is None else round(interval.low, 3),
            high=None if interval is None else round(interval.high, 3),
            differs=interval is not None and not interval.holds(0.0),
        )


class StageView(View):
    stage: Stage | None
    calls: int
    outcomes: dict[Outcome, int]
    good: ShareView

    @classmethod
    def of(cls, stage: StageOutcomes) -> "StageView":
        calls = sum(stage.outcomes.values())
        good = sum(stage.outcomes.get(outcome, 0) for outcome in GOOD)
        return cls(
            stage=stage.stage,
            calls=calls,
            outcomes=dict(stage.outcomes),
            good=ShareView.of_share(Share(good, calls)),
        )


class ReplyView(View):
    playbook_id: str
    script_id: str | None = Field(description="null: in own words")
    name: str | None
    text: str | None = Field(description="null also when the playbook no longer holds it")
    handlings: dict[Handling, int]
    settled: ShareView
    standing: Standing = Field(description="against the other replies together")

    @classmethod
    def of(cls, reply: RankedReply) -> "ReplyView":
        return cls(
            playbook_id=reply.playbook_id,
            script_id=reply.script_id,
            name=reply.name,
            text=reply.text,
            handlings=dict(reply.handlings),
            settled=ShareView.of_share(reply.settled),
            standing=reply.standing,
        )


class MetObjectionView(View):
    type: str
    raised: int
    calls: int
    handlings: dict[Handling, int]
    settled: ShareView
    replies: list[ReplyView]

    @classmethod
    def of(cls, met: MetObjection) -> "MetObjectionView":
        return cls(
            type=met.type,
            raised=met.settled.of,
            calls=met.calls,
            handlings=dict(met.handlings),
            settled=ShareView.of_share(met.settled),
            replies=[ReplyView.of(each) for each in met.replies],
        )


class LedgerLineView(View):
    playbook_id: str
    script_id: str
    name: str
    text: str | None = Field(description="null when the playbook no longer holds it")
    category: str | None
    cards: int = Field(description="how often it was on a card")
    shown_calls: int
    said: int = Field(description="calls in which it was said")
    reactions: dict[Reaction, int] = Field(description="what the customer did next")
    aim: Aim = Field(description="what it is for: a step towards buying, or that they talk on")
    worked: ShareView = Field(description="the customer then did so")
    good: ShareView = Field(description="calls that ended well")
    standing: Standing = Field(description="of `worked`, against the other lines of its drawer")

    @classmethod
    def of(cls, line: LedgerLine) -> "LedgerLineView":
        count = line.count
        return cls(
            playbook_id=count.playbook_id,
            script_id=count.script_id,
            name=count.name,
            text=line.text,
            category=line.category,
            cards=count.cards,
            shown_calls=count.shown_calls,
            said=count.said,
            reactions=dict(count.reactions),
            aim=line.aim,
            worked=ShareView.of_share(line.worked),
            good=ShareView.of_share(line.good),
            standing=line.standing,
        )


class SpotView(View):
    turn_id: str
    start_ms: int | None = Field(description="null where the call came without times")
    speaker: Speaker
    text: str

    @classmethod
    def of(cls, spot: Spot) -> "SpotView":
        return cls(
            turn_id=spot.turn_id, start_ms=spot.start_ms, speaker=spot.speaker, text=spot.text
        )


class CallAtView(View):
    call_id: str
    started_at: datetime
    title: str
    customer: str | None
    company: str | None
    outcome: Outcome | None
    score: float | None

    @classmethod
    def of(cls, call: CallAt) -> "CallAtView":
        return cls(
            call_id=call.call_id,
            started_at=call.started_at,
            title=call.title,
            customer=call.customer,
            company=call.company,
            outcome=call.outcome,
            score=call.score,
        )


class ToldMomentView(View):
    text: str
    more: str = Field(description="what it brought about, or what to do")
    call: CallAtView
    spot: SpotView

    @classmethod
    def of(cls, moment: ToldMoment) -> "ToldMomentView":
        return cls(
            text=moment.text,
            more=moment.more,
            call=CallAtView.of(moment.call),
            spot=SpotView.of(moment.spot),
        )


class OccurrenceView(View):
    call: CallAtView
    spot: SpotView
    then: SpotView | None = Field(description="the customer's words after it, or the answer to it")
    verdict: Reaction | Handling | None = Field(description="null: shown and not said")

    @classmethod
    def of(cls, occurrence: Occurrence) -> "OccurrenceView":
        return cls.model_validate(
            {
                "call": CallAtView.of(occurrence.call),
                "spot": SpotView.of(occurrence.spot),
                "then": SpotView.of(occurrence.then) if occurrence.then else None,
                "verdict": occurrence.verdict,
            }
        )


class OccurrencesView(View):
    occurrences: list[OccurrenceView] = Field(description="the newest, 100 at most")


class CountedPlaybookView(View):
    id: str
    calls: int


class InsightsView(View):
    """Calls in which nobody talked, and the demo, do not count."""

    calls: int
    good: int
    waiting: int = Field(description="reviewed calls that are still to be counted")
    weeks: list[WeekView] = Field(description="without a gap, oldest first")
    compared: list[ComparedView]
    stages: list[StageView]
    objections: list[MetObjectionView] = Field(description="the most frequent first")
    ledger: list[LedgerLineView]
    best: list[ToldMomentView]
    worst: list[ToldMomentView]
    playbooks: list[CountedPlaybookView] = Field(description="of all calls, the most used first")
    least_calls: int = Field(description="with fewer, no share is compared")
    least_for_mean: int = Field(description="with fewer, no mean is compared")

    @classmethod
    def of(cls, found: Insights) -> "InsightsView":
        used = sorted(found.playbooks.items(), key=lambda each: (-each[1], each[0]))
        return cls(
            calls=found.calls,
            good=found.good,
            waiting=found.waiting,
            weeks=[WeekView.of(each) for each in found.weeks],
            compared=[ComparedView.of(each) for each in found.compared],
            stages=[StageView.of(each) for each in found.stages],
            objections=[MetObjectionView.of(each) for each in found.objections],
            ledger=[LedgerLineView.of(each) for each in found.ledger],
            best=[ToldMomentView.of(each) for each in found.best],
            worst=[ToldMomentView.of(each) for each in found.worst],
            playbooks=[CountedPlaybookView(id=name, calls=calls) for name, calls in used],
            least_calls=LEAST_CALLS,
            least_for_mean=LEAST_FOR_MEAN,
        )
