"""A call to be read: what it was, its review, and all that was said, as CommonMark.

Whatever people said or typed is escaped, so that it reads as they said it and builds nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from salescoach.domain.audio import Speaker
from salescoach.domain.call import Call, CallRecord
from salescoach.domain.events import MomentMarked, NoteAdded
from salescoach.domain.missing import Missing, beside, missing_of
from salescoach.kit.durations import spelled
from salescoach.pipeline.review.due_words import due_text
from salescoach.pipeline.review.words import OBJECTION_NAMES, shown_moments
from salescoach.rooms.export.line_end import (
    NO_TIMES,
    OLDER_THAN_CORRECTIONS,
    quote_of,
    with_line_end,
)
from salescoach.rooms.export.pdf.words import HANDLINGS
from salescoach.rooms.review.views import (
    HandledObjectionView,
    MomentView,
    NextStepView,
    ReadyAnalysisView,
)

_ANYWHERE = re.compile(r"([\\`*_\[\]<>#|~&])")
_AT_START = re.compile(r"^([-+=])|^(\d{1,9})([.)])")

Shown = Callable[[int], str]


def markdown(record: CallRecord, analysis: ReadyAnalysisView | None) -> str:
    """``analysis`` None: the part about the review is left out."""
    shown = moments_of(record)
    blocks = [*_head(record.call), *_review(record.call, analysis, shown), *_notes(record, shown)]
    blocks += ["## Transcript", *_transcript(record, shown)]
    return "\n\n".join(blocks) + "\n"


def moments_of(record: CallRecord) -> Shown:
    """How moments of the call are written."""
    return shown_moments(record.call.timing, (turn.start_ms for turn in record.turns))


def lasted(call: Call) -> str:
    return NO_TIMES if call.timing == "none" else spelled(call.duration_ms)


def escaped(text: str) -> str:
    """``text`` on one line, as Markdown that shows just that."""
    line = _ANYWHERE.sub(r"\\\1", " ".join(text.split()))
    return _AT_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", line)


def _head(call: Call) -> Iterator[str]:
    customer = call.customer
    yield f"# {escaped(call.title)}"
    facts = [f"{call.started_at:%Y-%m-%d %H:%M} UTC"]
    facts.append(lasted(call))
    if customer and customer.company:
        facts.insert(0, escaped(customer.company))
    facts.append("1 line" if call.turn_count == 1 else f"{call.turn_count} lines")
    if call.demo:
        facts.insert(0, "Demo call")
    yield " · ".join(facts)


def _review(call: Call, analysis: ReadyAnalysisView | None, shown: Shown) -> Iterator[str]:
    if analysis is None:
        return

    def said(text: str, evidence: MomentView) -> str:
        at = shown(evidence.start_ms)
        return f"{escaped(text)} (`{at}` “{escaped(quote_of(evidence.quote))}”)"

    score = analysis.success_score
    yield "## Review"
    if analysis.is_older_than_corrections:
        yield f"*{OLDER_THAN_CORRECTIONS}*"
    yield escaped(analysis.outcome) + ("" if score is None else f" Score: {score:.1f} of 10.")
    yield from _listed("Summary", (said(each.text, each.evidence) for each in analysis.summary))
    yield from _listed(
        "Next steps", (said(_step(call, each), each.evidence) for each in analysis.next_steps)
    )
    yield from _listed(
        "Objections", (said(_objection(each), each.evidence) for each in analysis.objections)
    )
    yield from _listed(
        "What worked",
        (said(f"{each.text} {each.why}", each.evidence) for each in analysis.what_worked),
    )
    yield from _listed(
        "Missed opportunities",
        (
            said(f"{each.opportunity} {each.what_to_do}", each.evidence)
            for each in analysis.missed_opportunities
        ),
    )
    yield from _listed(
        "To try next time",
        (said(f"{each.tip} {each.why}", each.evidence) for each in analysis.improvement_tips),
    )
    if mail := analysis.follow_up_mail:
        yield "### Follow-up mail"
        yield f"**{escaped(mail.subject)}**"
        yield _quoted(mail.body)


def _notes(record: CallRecord, shown: Shown) -> Iterator[str]:
    items = []
    for event in record.events:
        if isinstance(event, NoteAdded):
            items.append(f"`{shown(event.call_ms)}` {escaped(event.text)}")
        elif isinstance(event, MomentMarked):
            items.append(f"`{shown(event.call_ms)}` {escaped(event.label or 'Marked')}")
    if items:
        yield "## Notes and marks"
        yield "\n".join(f"- {item}" for item in items)


def _transcript(record: CallRecord, shown: Shown) -> Iterator[str]:
    ordered = beside(record.turns, missing_of(record.events))
    for each in ordered:
        at = f"`{shown(each.start_ms)}`"
        if isinstance(each, Missing):
            yield f"{at} *{escaped(each.text)}*"
            continue
        who = speaker_name(record.call, each.speaker)
        yield f"**{escaped(who)}** {at} {escaped(with_line_end(each.text))}"
    if not ordered:
        yield "Nothing was said."


def speaker_name(call: Call, speaker: Speaker) -> str:
    if speaker is Speaker.SALESPERSON:
        return "Salesperson"
    if speaker is Speaker.CUSTOMER:
        return call.customer.name if call.customer else "Customer"
    return "Unknown"


def _listed(title: str, items: Iterable[str]) -> Iterator[str]:
    if found := [f"- {item}" for item in items]:
        yield f"### {title}"
        yield "\n".join(found)


def _step(call: Call, step: NextStepView) -> str:
    who = "Both" if step.shared else speaker_name(call, step.owner)
    due = due_text(step.due, step.due_on, date.isoformat)
    return f"{who}: {step.what}" + (f" ({due})" if due else "")


def _objection(each: HandledObjectionView) -> str:
    kind = OBJECTION_NAMES[each.type]
    return f"{kind[0].upper()}{kind[1:]}, {HANDLINGS[each.handling].lower()}: {each.text}"


def _quoted(text: str) -> str:
    # Two spaces at its end keep a line a line.
    return "\n".join(f"> {escaped(line)}  " if line.strip() else ">" for line in text.splitlines())
