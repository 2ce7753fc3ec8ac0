import { cardEnding, type CardEnding, type CardFate } from '@/lib/cardEnding';
import { reviewedPromises, swapPromises, withPromise, type Promised } from '@/lib/promises';
import type { CallEvent, Evidence, Stage } from '@/wire/messages';
import { cardTitle, gapText } from '@/ui/words';
import { spell } from '@/ui/time';

import type { Turn } from './callsApi';
import { missingOf } from './missing';
import type { NextStep } from './review/reviewApi';

export interface PastCard {
  id: string;
  title: string;
  text: string;
  vote: CardFate['vote'];
  ending: CardEnding;
  evidence: Evidence;
}

export type Entry = { key: string; at: number } & (
  | { kind: 'turn'; turn: Turn; opens: boolean }
  | { kind: 'card'; card: PastCard }
  | { kind: 'stage'; stage: Stage }
  | { kind: 'promise'; promise: Promised }
  | { kind: 'mark'; label: string | null }
  | { kind: 'note'; text: string }
  | { kind: 'gap'; text: string }
);

type Fated = Omit<PastCard, 'ending'> & CardFate;

/** Cards of a call as they ended up, by the log's order and by what was said after them. */
export function pastCards(turns: readonly Turn[], events: readonly CallEvent[]): PastCard[] {
  const cards = new Map<string, Fated>();
  const change = (id: string, part: Partial<Fated>): void => {
    const card = cards.get(id);
    if (card !== undefined) cards.set(id, { ...card, ...part });
  };
  for (const event of events) {
    if (event.type === 'suggestion') {
      cards.set(event.id, {
        id: event.id,
        title: cardTitle(event),
        text: event.primary_suggestion.text,
        evidence: event.evidence,
        status: 'shown',
        vote: null,
        usedBy: null,
        withdrawnFor: null,
      });
    } else if (event.type === 'suggestion_update' && event.primary_suggestion !== null) {
      change(event.id, { text: event.primary_suggestion.text });
    } else if (event.type === 'suggestion_used') {
      change(event.id, { status: 'used', usedBy: event.by });
    } else if (event.type === 'suggestion_dismissed') change(event.id, { status: 'dismissed' });
    else if (event.type === 'suggestion_withdrawn') {
      if (cards.get(event.id)?.status === 'shown') {
        change(event.id, { status: 'withdrawn', withdrawnFor: event.reason });
      }
    } else if (event.type === 'suggestion_voted') change(event.id, { vote: event.vote });
  }
  const lines = turns.map(({ speaker, text, start_ms: startMs }) => ({ speaker, text, startMs }));
  return [...cards.values()].map((card) => {
    const { id, title, text, vote, evidence } = card;
    return { id, title, text, vote, evidence, ending: cardEnding(card, lines) };
  });
}

/** What each side promised, as it stood at the end. */
export function pastPromises(events: readonly CallEvent[]): Promised[] {
  return events.reduce<Promised[]>((promises, event) => {
    if (event.type === 'signal') return withPromise(promises, event);
    return event.type === 'speakers_swapped' ? swapPromises(promises) : promises;
  }, []);
}

/** Everything of a call that a reader wants to see, in the order of call time. `steps`: the next
 * steps of its review, once there is one: then nothing else was promised. */
export function timeline(
  turns: readonly Turn[],
  events: readonly CallEvent[],
  steps: readonly NextStep[] | null = null,
): Entry[] {
  const entries: Entry[] = turns.map((turn) => ({
    key: turn.id,
    at: turn.start_ms,
    kind: 'turn',
    turn,
    opens: true,
  }));
  for (const card of pastCards(turns, events)) {
    entries.push({ key: `card-${card.id}`, at: card.evidence.end_ms, kind: 'card', card });
  }
  for (const promise of steps === null ? pastPromises(events) : reviewedPromises(steps)) {
    const { id, evidence } = promise;
    entries.push({ key: `promise-${id}`, at: evidence.end_ms, kind: 'promise', promise });
  }
  for (const event of events) {
    const key = `event-${event.seq ?? 0}`;
    if (event.type === 'stage') {
      entries.push({ key, at: event.entered_at_ms, kind: 'stage', stage: event.current });
    } else if (event.type === 'moment') {
      entries.push({ key, at: event.call_ms, kind: 'mark', label: event.label });
    } else if (event.type === 'note') {
      entries.push({ key, at: event.call_ms, kind: 'note', text: event.text });
    }
  }
  for (const { startMs, endMs, reason } of missingOf(events)) {
    const text = gapText(spell(endMs - startMs), reason);
    entries.push({ key: `gap-${reason}-${startMs}`, at: startMs, kind: 'gap', text });
  }
  // Of what happens at one moment, the stage comes first: it says what the rest belongs to.
  entries.sort((a, b) => a.at - b.at || Number(b.kind === 'stage') - Number(a.kind === 'stage'));
  return withOpenings(entries);
}

function withOpenings(entries: readonly Entry[]): Entry[] {
  let speaker: string | null = null;
  return entries.map((entry) => {
    if (entry.kind !== 'turn') {
      if (entry.kind !== 'mark' && entry.kind !== 'promise') speaker = null;
      return entry;
    }
    const opens = entry.turn.speaker !== speaker;
    speaker = entry.turn.speaker;
    return { ...entry, opens };
  });
}
