"""Coaching preferences as they travel over HTTP."""

from pydantic import BaseModel, ConfigDict, Field

from salescoach.domain.cue import CUES, CueKind, CueRule, Unit
from salescoach.domain.events import CoachingMode
from salescoach.infra.taken import Taken
from salescoach.rooms.settings.service import (
    CoachingChange,
    CoachingSettings,
    MutedCard,
    MuteReason,
)


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class CueBody(Taken):
    """``threshold`` is null for a cue that has no figure to set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: bool
    threshold: float | None = Field(ge=0, le=100_000)


class CueSpecView(View):
    """What a cue begins with, and between which figures its threshold may lie. ``source`` says
    where the figure comes from."""

    on: bool
    threshold: float | None
    unit: Unit | None
    least: float
    most: float
    source: str


class MutedCardView(View):
    """``wrong`` votes and ``dismissed`` in a row muted it; both are 0 when the user did."""

    playbook_id: str
    playbook_name: str
    script_id: str
    script_name: str
    category: str
    text: str
    reason: MuteReason
    wrong: int
    dismissed: int

    @classmethod
    def of(cls, card: MutedCard) -> "MutedCardView":
        return cls(
            playbook_id=card.playbook.id,
            playbook_name=card.playbook.name,
            script_id=card.script.id,
            script_name=card.script.name,
            category=card.category.name,
            text=card.script.text,
            reason=card.reason,
            wrong=card.wrong,
            dismissed=card.dismissed,
        )


class CoachingDefaults(View):
    mode: CoachingMode
    early_cards: bool
    cues: dict[CueKind, CueSpecView]


class CoachingView(View):
    """``mode`` null: as configured (``defaults.mode``)."""

    mode: CoachingMode | None
    early_cards: bool
    cues: dict[CueKind, CueBody]
    muted: list[MutedCardView]
    defaults: CoachingDefaults

    @classmethod
    def of(cls, settings: CoachingSettings) -> "CoachingView":
        return cls(
            mode=settings.mode,
            early_cards=settings.early_cards,
            cues={
                kind: CueBody(on=rule.on, threshold=rule.threshold)
                for kind, rule in settings.cues.items()
            },
            muted=[MutedCardView.of(card) for card in settings.muted],
            defaults=CoachingDefaults(
                mode=settings.default_mode,
                early_cards=True,
                cues={
                    kind: CueSpecView(
                        on=spec.rule.on,
                        threshold=spec.rule.threshold,
                        unit=spec.unit,
                        least=spec.least,
                        most=spec.most,
                        source=spec.source,
                    )
                    for kind, spec in CUES.items()
                },
            ),
        )


class ScriptRef(Taken):
    model_config = ConfigDict(frozen=True, extra="forbid")

    playbook_id: str = Field(min_length=1, max_length=100)
    script_id: str = Field(min_length=1, max_length=100)


class CoachingBody(Taken):
    """Replaces the preferences. A cue that is left out is as it comes. ``muted`` null leaves the
    muted cards as they are; one that is left out of it is unmuted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: CoachingMode | None = None
    early_cards: bool = True
    cues: dict[CueKind, CueBody] = Field(default_factory=dict, max_length=len(CUES))
    muted: list[ScriptRef] | None = Field(default=None, max_length=1000)

    def change(self) -> CoachingChange:
        muted = self.muted
        return CoachingChange(
            mode=self.mode,
            early_cards=self.early_cards,
            cues={kind: CueRule(cue.on, cue.threshold) for kind, cue in self.cues.items()},
            muted=None
            if muted is None
            else frozenset((ref.playbook_id, ref.script_id) for ref in muted),
        )
