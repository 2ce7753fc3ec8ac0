"""A review as the REST interface shows it. Times of moments are call time in milliseconds."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from salescoach.domain.audio import Speaker
from salescoach.domain.review import (
    Benchmark,
    Figure,
    FigureKey,
    FigureUnit,
    Handling,
    NextStep,
    Outcome,
    PartKey,
    Review,
    Verdict,
)
from salescoach.domain.signal import Evidence, ObjectionType
from salescoach.pipeline.metrics_catalogue import SPECS, benchmark_of
from salescoach.pipeline.review.due_words import hour_of
from salescoach.pipeline.review.rubric import RUBRIC, score
from salescoach.pipeline.review.words import clock
from salescoach.rooms.review.promised import told_figures
from salescoach.rooms.review.refiner import Progress
from salescoach.rooms.review.service import Analysis
from salescoach.rooms.review.store import Job, JobState, Rubric


class View(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class MomentView(View):
    """`quote` stands word for word in the turn."""

    turn_id: str
    quote: str
    start_ms: int
    end_ms: int


def _moment(evidence: Evidence | None) -> MomentView | None:
    return None if evidence is None else MomentView.model_validate(evidence)


class ProgressView(View):
    """Requests to the language model: done, of how many."""

    done: int
    total: int


class JobView(View):
    """`refining`: the counted review is there, and a language model reads the call; `progress`
    then tells how far it is. `failed` after three tries; `error` says what went wrong last."""

    id: str
    call_id: str
    state: JobState
    attempts: int
    asked_at: datetime = Field(description="UTC")
    finished_at: datetime | None = Field(description="UTC")
    error: str | None
    progress: ProgressView | None = None


class WritingView(View):
    """A language model's part in a review. `parts`: the call was read in so many. `refused`: items
    left out because the call does not prove them. `fault`: why the embedded coach wrote the review
    after all; `message` says it. `usd`: dollars by list price."""

    source: str
    label: str
    model: str
    parts: int
    refused: int
    mail_refused: bool
    requests: int
    prompt_tokens: int
    cached_tokens: int
    output_tokens: int
    usd: float
    estimated: bool
    fault: str | None
    message: str


class PointView(View):
    text: str
    evidence: MomentView


class WorkedView(View):
    text: str
    why: str
    evidence: MomentView


class MissedView(View):
    timestamp: str = Field(description="minutes and seconds of the call; empty where nobody knows")
    opportunity: str
    what_to_do: str
    evidence: MomentView


class TipView(View):
    tip: str
    why: str
    evidence: MomentView


class HandledObjectionView(View):
    type: ObjectionType
    handling: Handling
    text: str
    pause_ms: int | None
    evidence: MomentView
    answer: MomentView | None


class NextStepView(View):
    """`shared`: both sides do it."""

    owner: Speaker
    shared: bool
    what: str
    due: str | None = Field(description="the words of the time")
    due_on: date | None
    due_hour: str = Field(default="", description="of those words, the hour: `at four`")
    evidence: MomentView

    @classmethod
    def of(cls, step: NextStep) -> "NextStepView":
        return cls.model_validate(step).model_copy(update={"due_hour": hour_of(step.due)})


class MailView(View):
    subject: str
    body: str


class PartView(View):
    """`score` is null when the call gave no occasion; it then does not count."""

    key: PartKey
    name: str
    definition: str
    weight: int
    score: float | None
    because: str
    evidence: list[MomentView]


class BenchmarkView(View):
    low: float | None
    high: float | None
    source: str

    @classmethod
    def of(cls, benchmark: Benchmark | None) -> Self | None:
        return None if benchmark is None else cls.model_validate(benchmark)


class FigureMomentView(View):
    evidence: MomentView
    value: float | None


class FigureView(View):
    """`value` is null when the call does not tell; `verdict` when nothing is compared."""

    key: FigureKey
    name: str
    definition: str
    unit: FigureUnit
    value: float | None
    of: int | None
    benchmark: BenchmarkView | None
    verdict: Verdict | None
    moments: list[FigureMomentView]

    @classmethod
    def made(cls, figure: Figure, call_ms: float) -> Self:
        """``call_ms``: as long as the call is known to have lasted, else 0."""
        spec = SPECS[figure.key]
        return cls(
            key=figure.key,
            name=spec.name,
            definition=spec.definition,
            unit=spec.unit,
            value=figure.value,
            of=figure.of,
            benchmark=BenchmarkView.of(benchmark_of(figure.key, round(call_ms))),
            verdict=figure.verdict,
            moments=[FigureMomentView.model_validate(each) for each in figure.moments],
        )


class WaitingAnalysisView(View):
    status: Literal["waiting", "failed"]
    call_id: str
    job: JobView


class ReadyAnalysisView(View):
    """`success_score` is 0-10, null when nothing could be judged; it is made of `scorecard` with
    the weights in force now. `source`: what wrote the review, `local` is the embedded one."""

    status: Literal["ready"] = "ready"
    call_id: str
    job: JobView
    made_at: datetime = Field(description="UTC")
    source: str
    success_score: float | None
    call_outcome: Outcome
    outcome: str
    outcome_evidence: MomentView | None
    summary: list[PointView]
    what_worked: list[WorkedView]
    missed_opportunities: list[MissedView]
    improvement_tips: list[TipView]
    key_insights: list[PointView]
    objections: list[HandledObjectionView]
    next_steps: list[NextStepView]
    scorecard: list[PartView]
    metrics: list[FigureView]
    follow_up_mail: MailView | None
    writing: WritingView | None = Field(
        default=None, description="null when no language model was asked"
    )
    read_until: int = Field(default=0, description="`seq` of the last event that was read")
    is_older_than_corrections: bool = False


AnalysisView = Annotated[ReadyAnalysisView | WaitingAnalysisView, Field(discriminator="status")]


def job_view(job: Job, progress: Progress | None = None) -> JobView:
    shown = JobView.model_validate(job)
    told = None if progress is None else ProgressView.model_validate(progress)
    return shown.model_copy(update={"progress": told})


def analysis_view(analysis: Analysis) -> ReadyAnalysisView | WaitingAnalysisView:
    job = job_view(analysis.job, analysis.progress)
    if analysis.stored is None:
        status: Literal["waiting", "failed"] = "failed" if job.state == "failed" else "waiting"
        return WaitingAnalysisView(status=status, call_id=analysis.call_id, job=job)
    review, weights = analysis.stored.review, analysis.rubric.weights
    call_ms = next((each.value or 0 for each in review.figures if each.key == "duration"), 0)
    return ReadyAnalysisView(
        call_id=analysis.call_id,
        job=job,
        made_at=analysis.stored.made_at,
        source=review.source,
        success_score=score(review.parts, weights),
        call_outcome=review.outcome,
        outcome=review.outcome_text,
        outcome_evidence=_moment(review.outcome_evidence),
        summary=[PointView.model_validate(each) for each in review.summary],
        what_worked=[WorkedView.model_validate(each) for each in review.what_worked],
        missed_opportunities=_missed(review),
        improvement_tips=[TipView.model_validate(each) for each in review.tips],
        key_insights=[PointView.model_validate(each) for each in review.insights],
        objections=[HandledObjectionView.model_validate(each) for each in review.objections],
        next_steps=[NextStepView.of(each) for each in review.next_steps],
        scorecard=_scorecard(review, analysis.rubric),
        metrics=[FigureView.made(figure, call_ms) for figure in told_figures(review)],
        follow_up_mail=None if review.mail is None else MailView.model_validate(review.mail),
        writing=None if review.writing is None else WritingView.model_validate(review.writing),
        read_until=review.read_until,
        is_older_than_corrections=review.read_until < analysis.corrected_until,
    )


def _missed(review: Review) -> list[MissedView]:
    untimed = any(each.key == "duration" and each.value is None for each in review.figures)
    return [
        MissedView(
            timestamp="" if untimed else clock(each.evidence.start_ms),
            opportunity=each.opportunity,
            what_to_do=each.what_to_do,
            evidence=MomentView.model_validate(each.evidence),
        )
        for each in review.missed
    ]


def _scorecard(review: Review, rubric: Rubric) -> list[PartView]:
    return [
        PartView(
            key=part.key,
            name=RUBRIC[part.key].name,
            definition=RUBRIC[part.key].definition,
            weight=rubric.weights[part.key],
            score=part.score,
            because=part.because,
            evidence=[MomentView.model_validate(each) for each in part.evidence],
        )
        for part in review.parts
    ]
