import { describe, expect, it } from 'vitest';

import type { CallEvent } from '@/wire/messages';

import type { Turn } from './callsApi';
import { byDay } from './days';
import { pastCards, pastPromises, timeline } from './timeline';

type Signal = Extract<CallEvent, { type: 'signal' }>;
type Who = NonNullable<Signal['commitment']>['who'];

function turn(id: string, start_ms: number): Turn {
  return { id, speaker: 'customer', text: id, start_ms, end_ms: start_ms + 900, confidence: null };
}

const base = { call_id: 'c', at_ms: 0 };
const shown: CallEvent = {
  ...base,
  seq: 1,
  type: 'suggestion',
  id: 'card',
  primary_suggestion: { text: 'First', reasoning: '', confidence: 80, urgency: 'normal' },
  context: {
    call_stage: 'pitch',
    objection_detected: false,
    objection_type: null,
    buying_signal: true,
    sentiment: 'positive',
  },
  highlight_toolkit: [],
  script_id: null,
  next_move: '',
  source: 'local',
  model: null,
  early: false,
  evidence: { turn_id: 'a', quote: 'a', start_ms: 0, end_ms: 950 },
  latency_ms: 300,
};

function promised(id: string, part: Partial<Signal> & { what: string; who?: Who }): Signal {
  const { what, who = 'salesperson', ...rest } = part;
  return {
    ...base,
    seq: 1,
    type: 'signal',
    kind: 'commitment',
    objection_type: null,
    sentiment: null,
    confidence: 0.9,
    evidence: { turn_id: 'a', quote: what, start_ms: 0, end_ms: 900 },
    basis: 'said outright',
    commitment: { id, who, what, due: 'by Friday', due_on: '2026-11-20' },
    withdrawn: false,
    ...rest,
  };
}

describe('promises', () => {
  it('are those of the review, once there is one', () => {
    const heard = [promised('p1', { what: 'send the comparison' })];
    const evidence = { turn_id: 'a', quote: 'a', start_ms: 0, end_ms: 950 };
    const due = { due: 'Friday at ten', due_on: '2026-11-27' };
    const talk = { owner: 'salesperson' as const, shared: true, what: 'talk', ...due, evidence };
    const told = timeline([turn('a', 0)], heard, [talk]).flatMap((entry) =>
      entry.kind === 'promise' ? [[entry.promise.who, entry.promise.what]] : [],
    );
    expect(told).toEqual([['both', 'talk']]);
    expect(timeline([turn('a', 0)], heard, []).map(({ kind }) => kind)).toEqual(['turn']);
  });

  it('stand below the words they were made with, once each', () => {
    const events = [
      promised('p1', { what: 'send it' }),
      promised('p1', { what: 'send the contract' }),
      promised('p2', { what: 'call back', who: 'customer' }),
    ];
    expect(pastPromises(events).map(({ what }) => what)).toEqual([
      'send the contract',
      'call back',
    ]);
    const entries = timeline([turn('a', 0), turn('b', 1000)], events);
    expect(entries.map(({ key }) => key)).toEqual(['a', 'promise-p1', 'promise-p2', 'b']);
    expect(entries.map((entry) => entry.kind === 'turn' && entry.opens)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('are gone when they were none, and change sides with the speakers', () => {
    const events: CallEvent[] = [
      promised('p1', { what: 'send it' }),
      promised('p2', { what: 'call back', who: 'customer' }),
      promised('p1', { what: 'send it', withdrawn: true }),
      { ...base, seq: 9, type: 'speakers_swapped' },
    ];
    expect(pastPromises(events).map(({ id, who }) => [id, who])).toEqual([['p2', 'salesperson']]);
  });
});

describe('timeline', () => {
  it('puts everything where it happened', () => {
    const events: CallEvent[] = [
      shown,
      { ...base, seq: 2, type: 'moment', label: null, call_ms: 5000 },
      {
        ...base,
        seq: 3,
        type: 'stage',
        current: 'pitch',
        confidence: 1,
        time_in_stage_ms: 0,
        entered_at_ms: 2000,
        evidence: null,
      },
      {
        ...base,
        seq: 4,
        type: 'gap',
        channel: null,
        start_ms: 3000,
        end_ms: 15_000,
        reason: 'paused',
      },
    ];
    const entries = timeline([turn('a', 0), turn('b', 2000)], events);
    expect(entries.map(({ kind }) => kind)).toEqual([
      'turn',
      'card',
      'stage',
      'turn',
      'gap',
      'mark',
    ]);
    expect(entries[4]).toMatchObject({ text: '12 s off the record' });
  });
});

describe('pastCards', () => {
  it('says what became of a card', () => {
    const events: CallEvent[] = [
      shown,
      { ...base, seq: 2, type: 'suggestion_used', id: 'card', by: 'user' },
      { ...base, seq: 3, type: 'suggestion_voted', id: 'card', vote: 'useful' },
      { ...base, seq: 4, type: 'suggestion_withdrawn', id: 'card', reason: 'superseded' },
    ];
    expect(pastCards([], events)).toMatchObject([
      { title: 'Buying signal', text: 'First', ending: 'used', vote: 'useful' },
    ]);
  });

  it('shows the text as it was refined, and passes over cards it never saw', () => {
    const events: CallEvent[] = [
      shown,
      {
        ...base,
        seq: 2,
        type: 'suggestion_update',
        id: 'card',
        primary_suggestion: { text: 'Second', reasoning: '', confidence: 90, urgency: 'high' },
        next_move: null,
        source: null,
        model: null,
        evidence: null,
      },
      { ...base, seq: 3, type: 'suggestion_dismissed', id: 'unknown' },
    ];
    expect(pastCards([], events).map(({ text, ending }) => [text, ending])).toEqual([
      ['Second', 'open'],
    ]);
  });
});

describe('byDay', () => {
  it('groups by the user’s own day', () => {
    const now = new Date(2026, 10, 20, 12);
    const dates = [
      new Date(2026, 10, 20, 9),
      new Date(2026, 10, 20, 8),
      new Date(2026, 10, 19, 23),
    ];
    const groups = byDay(dates, (date) => date, now);
    expect(groups.map(({ day, items }) => [day, items.length])).toEqual([
      ['Today', 2],
      ['Yesterday', 1],
    ]);
  });
});
