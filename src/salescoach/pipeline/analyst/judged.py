"""From what a model wrote to a review: item by item, and only what is proved.

What is counted stays the embedded review's: outcome, score, figures, and how an objection was met.
An objection that the model alone has seen is in the list and in its figure; the score does without
it, and says so.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from salescoach.domain.audio import Speaker
from salescoach.domain.events import SignalHeard
from salescoach.domain.review import (
    Figure,
    HandledObjection,
    Mail,
    Missed,
    NextStep,
    Outcome,
    Point,
    Review,
    ScorePart,
    Tip,
    Worked,
)
from salescoach.domain.signal import Evidence, ObjectionType, SignalKind
from salescoach.domain.turn import Turn
from salescoach.pipeline.analyst.asked import (
    AgreedStep,
    ImprovementTip,
    MissedOpportunity,
    Note,
    ObjectionMet,
    Rests,
    SummaryPoint,
    WhatWorked,
    WholeReview,
)
from salescoach.pipeline.analyst.proof import Proof
from salescoach.pipeline.analyst.same_deed import with_counted
from salescoach.pipeline.review.objections import objections_met, told
from salescoach.pipeline.review.playbook_lines import lines
from salescoach.pipeline.review.quotes import refuse_invented
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.review.words import counted, sentence
from salescoach.pipeline.review.write import figures_of

MOST_POINTS, MOST_MISSED, MOST_WORKED, MOST_TIPS, MOST_STEPS = 6, 6, 5, 3, 8
CERTAIN = 1.0

Drafted = TypeVar("Drafted", bound=Rests)
Item = TypeVar("Item", Point, Worked, Missed, Tip, NextStep, HandledObjection)

_OWNERS = {"salesperson": Speaker.SALESPERSON, "customer": Speaker.CUSTOMER}


@dataclass(frozen=True, slots=True)
class Judged:
    """``refused``: how many items the call does not prove."""

    review: Review
    refused: int
    mail_refused: bool


class Judge:
    """``embedded``: the counted review of the same call."""

    def __init__(self, reading: Reading, embedded: Review) -> None:
        self._reading = reading
        self._embedded = embedded
        self._proof = Proof(reading, embedded)
        self._refused = 0

    def review(self, draft: WholeReview) -> Judged:
        """The embedded review with the model's words in the place of its own."""
        self._refused = 0
        embedded = self._embedded
        mail = self._mail(draft)
        objections = self._objections(draft.objections)
        written = replace(
            embedded,
            summary=self._kept(draft.summary, self._point, MOST_POINTS) or embedded.summary,
            what_worked=self._kept(draft.what_worked, self._worked, MOST_WORKED),
            missed=self._kept(draft.missed_opportunities, self._missed, MOST_MISSED),
            tips=self._kept(draft.improvement_tips, self._tip, MOST_TIPS, in_order=False),
            insights=self._kept(draft.key_insights, self._point, MOST_POINTS),
            objections=objections,
            figures=self._figures(objections),
            parts=self._parts(len(objections) - len(embedded.objections)),
            next_steps=self._steps(draft.next_steps),
            mail=mail or embedded.mail,
        )
        wanted_mail = draft.follow_up_mail is not None and embedded.mail is not None
        # The gate that every review passes, whoever wrote it.
        shown = (card.shown.primary_suggestion.text for card in self._reading.cards)
        written_down = (*lines(self._reading.playbook), *shown)
        gated = refuse_invented(written, self._reading.turns, written_down)
        return Judged(gated, self._refused, wanted_mail and mail is None)

    def notes(self, drafts: Iterable[Note]) -> tuple[list[Note], int]:
        """Those whose quote stands, said as the turn has it; and how many do not. Their words are
        judged when the review is made of them."""
        standing: list[Note] = []
        refused = 0
        for note in drafts:
            evidence = self._proof.evidence(note.turn, note.quote)
            if evidence is None:
                refused += 1
                continue
            number = self._number(evidence)
            standing.append(note.model_copy(update={"turn": number, "quote": evidence.quote}))
        return standing, refused

    def _number(self, evidence: Evidence) -> int:
        return self._reading.place(self._reading.by_id[evidence.turn_id]) + 1

    def _kept(
        self,
        drafts: Sequence[Drafted],
        judge: Callable[[Drafted, Evidence], Item | None],
        most: int,
        *,
        in_order: bool = True,
    ) -> tuple[Item, ...]:
        """The first ``most`` that stand, in the order of the call."""
        found: list[Item] = []
        for draft in drafts:
            evidence = self._proof.evidence(draft.turn, draft.quote)
            item = None if evidence is None else judge(draft, evidence)
            if item is None:
                self._refused += 1
            else:
                found.append(item)
        best = found[:most]
        return tuple(sorted(best, key=_begins) if in_order else best)

    def _point(self, draft: SummaryPoint, evidence: Evidence) -> Point | None:
        text = self._proof.told(draft.text)
        return None if text is None else Point(text, evidence)

    def _worked(self, draft: WhatWorked, evidence: Evidence) -> Worked | None:
        text, why = self._proof.told(draft.text), self._proof.told(draft.why)
        return None if text is None or why is None else Worked(text, why, evidence)

    def _missed(self, draft: MissedOpportunity, evidence: Evidence) -> Missed | None:
        text = self._proof.told(draft.opportunity)
        todo = self._proof.advised(draft.what_to_do)
        return None if text is None or todo is None else Missed(text, todo, evidence)

    def _tip(self, draft: ImprovementTip, evidence: Evidence) -> Tip | None:
        text, why = self._proof.advised(draft.tip), self._proof.told(draft.why)
        return None if text is None or why is None else Tip(text, why, evidence)

    def _steps(self, drafts: Sequence[AgreedStep]) -> tuple[NextStep, ...]:
        """The model's, and what was counted that they do not tell: a promise is never lost."""
        place = {turn.id: at for at, turn in enumerate(self._reading.turns)}
        found = self._kept(drafts, self._step, MOST_STEPS)
        return with_counted(found, self._embedded.next_steps, place)

    def _step(self, draft: AgreedStep, evidence: Evidence) -> NextStep | None:
        turn = self._reading.by_id[evidence.turn_id]
        what = self._proof.advised(draft.what)
        if what is None:
            return None
        due, due_on = self._due(turn, draft.due)
        owner = _OWNERS.get(draft.owner, turn.speaker)
        return NextStep(
            owner, what.rstrip("."), due, due_on, evidence, shared=draft.owner == "both"
        )

    def _due(self, turn: Turn, words: str) -> tuple[str | None, date | None]:
        """The time as it was said in the turn or beside it; its day is worked out here."""
        wanted = " ".join(words.split()).strip(".,").casefold()
        if not wanted:
            return None, None
        place = self._reading.place(turn)
        near = (turn, *self._reading.turns[max(0, place - 2) : place + 3])
        for each in near:
            if wanted not in " ".join(each.text.split()).casefold():
                continue
            for due in self._reading.times[each.id]:
                if wanted in due.words.casefold() or due.words.casefold() in wanted:
                    return due.words, due.on
            return words.strip(), None
        return None, None

    def _objections(self, drafts: Sequence[ObjectionMet]) -> tuple[HandledObjection, ...]:
        """Those that were counted, in the model's words where it has some; and those that it alone
        has seen, met as the rule has it."""
        known = Counter(each.evidence.turn_id for each in self._embedded.objections)
        fresh: dict[str, SignalHeard] = {}
        words: dict[tuple[str, ObjectionType | None], str] = {}
        for draft in drafts:
            evidence = self._proof.evidence(draft.turn, draft.quote)
            text = self._proof.told(draft.how)
            theirs = evidence is not None and (
                self._reading.by_id[evidence.turn_id].speaker is not Speaker.SALESPERSON
            )
            if evidence is None or text is None or not theirs:
                self._refused += 1
                continue
            # Of two objections in a turn each has its own words.
            kind = draft.type if known[evidence.turn_id] > 1 else None
            words[evidence.turn_id, kind] = text
            if evidence.turn_id not in known:
                fresh[evidence.turn_id] = SignalHeard(
                    kind=SignalKind.OBJECTION,
                    objection_type=draft.type,
                    confidence=CERTAIN,
                    evidence=evidence,
                )
        seen = [*self._embedded.objections, *self._met(fresh)]
        return tuple(
            replace(each, text=words.get((turn, each.type if known[turn] > 1 else None), each.text))
            for each in sorted(seen, key=_begins)
            for turn in [each.evidence.turn_id]
        )

    def _figures(self, objections: Sequence[HandledObjection]) -> tuple[Figure, ...]:
        """How many there were is that of the list. The pause stays the one that was judged."""
        objected = [self._reading.by_id[each.evidence.turn_id] for each in objections]
        listed = {each.key: each for each in figures_of(self._reading, objected)}
        figures = self._embedded.figures
        return tuple(listed[each.key] if each.key == "objections" else each for each in figures)

    def _parts(self, fresh: int) -> tuple[ScorePart, ...]:
        parts = self._embedded.parts
        if not fresh:
            return parts
        told = sentence(f"{counted(fresh, 'objection')} only the model heard, not in the score")
        counted_too = bool(self._embedded.objections)
        return tuple(
            replace(each, because=f"{each.because} {told}" if counted_too else told)
            if each.key == "objections"
            else each
            for each in parts
        )

    def _met(self, fresh: dict[str, SignalHeard]) -> Iterator[HandledObjection]:
        heard = sorted(
            (*self._reading.objections, *fresh.values()), key=lambda each: each.evidence.start_ms
        )
        reading = replace(self._reading, objections=tuple(heard))
        for met in objections_met(reading):
            if met.heard.evidence.turn_id in fresh:
                yield told(met, reading)

    def _mail(self, draft: WholeReview) -> Mail | None:
        """The embedded coach's judgement whether there is one to write stands."""
        mail = draft.follow_up_mail
        if mail is None or self._embedded.outcome in (Outcome.NO_CONVERSATION, Outcome.DECLINED):
            return None
        subject, body = self._proof.mailed(mail.subject), self._proof.mailed(mail.body)
        return None if subject is None or body is None else Mail(subject, body)


def _begins(item: Point | Worked | Missed | Tip | NextStep | HandledObjection) -> int:
    return item.evidence.start_ms
