"""How the user wants to be coached, and what past calls have taught about single cards.

Nothing is read from a call's log here: what became of cards is asked of the calls room, once, at
the start of a call.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Protocol

from salescoach.domain.call import JudgedCard
from salescoach.domain.coaching import Coaching
from salescoach.domain.cue import CUES, DEFAULT_CUES, CueKind, CueRule, CueRules
from salescoach.domain.events import CoachingMode
from salescoach.domain.playbook import Category, Playbook, Script
from salescoach.domain.suggestion import card_of_fact
from salescoach.infra.database import Database
from salescoach.kit.clock import Clock
from salescoach.kit.errors import InvalidInput
from salescoach.pipeline.muting import Feedback, lesson
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.settings import store
from salescoach.rooms.settings.store import Decision, Preferences

OWNER = "everyone"
"""One set of preferences, until there are accounts."""

MuteReason = Literal["voted_wrong", "dismissed", "by_hand"]
ScriptKey = tuple[str, str]
"""Playbook id and script id."""


class Playbooks(Protocol):
    async def every(self) -> Sequence[Playbook]: ...


@dataclass(frozen=True, slots=True)
class MutedCard:
    """A script, or a fact as one, that brings no card, and why. ``wrong`` and ``dismissed`` are
    what was counted."""

    playbook: Playbook
    category: Category
    script: Script
    reason: MuteReason
    wrong: int
    dismissed: int


@dataclass(frozen=True, slots=True)
class CoachingSettings:
    """``mode`` None: as configured, which is ``default_mode``. ``cues`` holds every cue."""

    mode: CoachingMode | None
    default_mode: CoachingMode
    early_cards: bool
    cues: CueRules
    muted: tuple[MutedCard, ...]


@dataclass(frozen=True, slots=True)
class CoachingChange:
    """What is to be in force from the next call on. ``muted`` None leaves the muted cards as they
    are; a learned one that is missing from it is unmuted."""

    mode: CoachingMode | None
    early_cards: bool
    cues: Mapping[CueKind, CueRule]
    muted: frozenset[ScriptKey] | None = None


@dataclass(frozen=True, slots=True)
class _Muting:
    reason: MuteReason
    wrong: int = 0
    dismissed: int = 0


class CoachingService:
    """Every method raises ``StorageTrouble`` when the database cannot be used just now."""

    def __init__(
        self,
        database: Database,
        calls: CallService,
        playbooks: Playbooks,
        clock: Clock,
        default_mode: CoachingMode = "suggestion",
    ) -> None:
        self._database = database
        self._calls = calls
        self._playbooks = playbooks
        self._clock = clock
        self._default_mode = default_mode

    async def for_call(self, playbook_id: str) -> Coaching:
        """What a call with this playbook begins with."""
        known = await self._preferences()
        judged = await self._calls.judged_cards(playbook_id)
        muted = _mutings(known, judged)
        return Coaching(
            mode=known.mode,
            early_cards=known.early_cards,
            cues=_rules(known),
            muted=tuple(sorted(script for playbook, script in muted if playbook == playbook_id)),
        )

    async def get(self) -> CoachingSettings:
        known = await self._preferences()
        return await self._settings(known)

    async def put(self, change: CoachingChange) -> CoachingSettings:
        """Raises ``InvalidInput`` (``invalid_cue``)."""
        for kind, rule in change.cues.items():
            _check(kind, rule)
        judged = await self._calls.judged_cards()
        async with self._database.write() as connection:
            before = await store.preferences(connection, OWNER)
            known = replace(
                before,
                mode=change.mode,
                early_cards=change.early_cards,
                cues=tuple(
                    (kind, rule) for kind, rule in change.cues.items() if rule != DEFAULT_CUES[kind]
                ),
            )
            if change.muted is not None:
                known = _decided(known, judged, change.muted, self._clock.utc())
            await store.save(connection, OWNER, known, self._clock.utc())
        return await self._settings(known)

    async def _preferences(self) -> Preferences:
        async with self._database.read() as connection:
            return await store.preferences(connection, OWNER)

    async def _settings(self, known: Preferences) -> CoachingSettings:
        mutings = _mutings(known, await self._calls.judged_cards())
        return CoachingSettings(
            mode=known.mode,
            default_mode=self._default_mode,
            early_cards=known.early_cards,
            cues=_rules(known),
            muted=tuple(_named(mutings, await self._playbooks.every())),
        )


def _rules(known: Preferences) -> dict[CueKind, CueRule]:
    return {**DEFAULT_CUES, **dict(known.cues)}


def _check(kind: CueKind, rule: CueRule) -> None:
    spec = CUES[kind]
    if spec.unit is None:
        if rule.threshold is not None:
            raise InvalidInput(f"The cue {kind} has no figure to set.", code="invalid_cue")
    elif rule.threshold is None or not spec.least <= rule.threshold <= spec.most:
        raise InvalidInput(
            f"The figure of the cue {kind} lies between {spec.least:g} and {spec.most:g}.",
            code="invalid_cue",
        )


def _mutings(known: Preferences, judged: Sequence[JudgedCard]) -> dict[ScriptKey, _Muting]:
    """Every muted script. What came before the user unmuted one counts no more."""
    since = {(d.playbook_id, d.script_id): d.at for d in known.unmuted}
    histories: dict[ScriptKey, list[Feedback]] = defaultdict(list)
    for card in judged:
        key = (card.playbook_id, card.script_id)
        if key not in since or card.shown_at > since[key]:
            feedback = Feedback(card.script_id, card.vote, card.used, card.dismissed)
            histories[key].append(feedback)
    muted: dict[ScriptKey, _Muting] = {}
    for key, history in histories.items():
        taught = lesson(history)
        if taught.reason is not None:
            muted[key] = _Muting(taught.reason, taught.wrong, taught.dismissed_in_a_row)
    for decision in known.muted:
        muted.setdefault((decision.playbook_id, decision.script_id), _Muting("by_hand"))
    return muted


def _decided(
    known: Preferences,
    judged: Sequence[JudgedCard],
    wanted: frozenset[ScriptKey],
    now: datetime,
) -> Preferences:
    """``wanted`` scripts are muted, and no others."""
    before = _mutings(known, judged)
    by_hand = [d for d in known.muted if (d.playbook_id, d.script_id) in wanted]
    by_hand += [Decision(*key, now) for key in sorted(wanted - before.keys())]
    freed = before.keys() - wanted
    unmuted = [d for d in known.unmuted if (d.playbook_id, d.script_id) not in freed]
    unmuted += [Decision(*key, now) for key in sorted(freed)]
    return replace(known, muted=tuple(by_hand), unmuted=tuple(unmuted))


def _facts_of(playbook: Playbook) -> Category:
    """The product's facts as a drawer of cards, for they are muted like scripts."""
    scripts = (
        Script(card_of_fact(fact.id), fact.id.replace("_", " ").capitalize(), fact.text, "")
        for fact in playbook.product.facts
    )
    return Category("facts", "Facts", tuple(scripts))


def _named(mutings: Mapping[ScriptKey, _Muting], playbooks: Sequence[Playbook]) -> list[MutedCard]:
    """With the words the user knows them by; scripts that are no more are left out."""
    return [
        MutedCard(playbook, category, script, muting.reason, muting.wrong, muting.dismissed)
        for playbook in playbooks
        for category in (*playbook.categories, _facts_of(playbook))
        for script in category.scripts
        if (muting := mutings.get((playbook.id, script.id))) is not None
    ]
