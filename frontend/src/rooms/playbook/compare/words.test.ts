import { describe, expect, it } from 'vitest';

import type { CallChange, ComparedCall, Comparison } from './compareApi';
import { counted, fate, progress, summary, unchanged } from './words';

const moment = (end_ms = 1_000): NonNullable<CallChange['after']> => ({
  id: 'price_value',
  text: 'Compared to what?',
  category: 'price',
  quote: 'That is a lot.',
  start_ms: 0,
  end_ms,
});

const change = (part: Partial<CallChange> = {}): CallChange => ({
  what: 'card',
  kind: 'words',
  at_ms: 1_000,
  before: moment(),
  after: moment(),
  ...part,
});

const call = (changes: CallChange[], title = 'Call without a name'): ComparedCall => ({
  call_id: 'c',
  started_at: '2026-11-20T10:00:00Z',
  title,
  duration_ms: 60_000,
  cards: { before: 1, after: 1 },
  ticks: { before: 0, after: 0 },
  changes,
  problem: null,
});

const comparison = (calls: ComparedCall[], state: Comparison['state'] = 'done'): Comparison => ({
  id: 'cmp',
  playbook_id: 'default',
  before_version: 1,
  after_version: null,
  state,
  share: 1,
  out_of_time: false,
  calls_total: 3,
  calls,
});

describe('the sentence above the calls', () => {
  const tick = change({ what: 'tick' });

  it.each([
    [[call([])], 'Nothing would change in this call.'],
    [[call([]), call([])], 'Nothing would change in 2 calls.'],
    [[call([change()])], '1 card would change in this call.'],
    [[call([change(), tick]), call([])], '1 card and 1 tick would change in 1 of 2 calls.'],
    [[call([tick, tick]), call([tick])], '3 ticks would change in both calls.'],
    [[call([tick]), call([tick]), call([tick])], '3 ticks would change in all 3 calls.'],
  ])('says what changes and where', (calls, said) => {
    expect(summary(comparison(calls))).toBe(said);
  });
});

it('names what becomes of a card or a tick', () => {
  expect(fate(change({ kind: 'words' }))).toBe('Other words');
  expect(fate(change({ kind: 'added', before: null }))).toBe('New card');
  expect(fate(change({ kind: 'removed', after: null }))).toBe('No card');
  expect(fate(change({ what: 'tick', kind: 'added', before: null }))).toBe('Ticked');
  expect(fate(change({ what: 'tick', kind: 'removed', after: null }))).toBe('Not ticked');
  expect(fate(change({ kind: 'moved', after: moment(5_000) }))).toBe('Later');
  expect(fate(change({ kind: 'moved', before: moment(5_000) }))).toBe('Sooner');
});

it('counts what there was and what there would be', () => {
  expect(counted({ before: 3, after: 3 }, 'card')).toBe('3 cards');
  expect(counted({ before: 1, after: 2 }, 'card')).toBe('1 card becomes 2');
  expect(counted({ before: 5, after: 4 }, 'tick')).toBe('5 ticks become 4');
});

it('names the calls that stay as they were, unless they are many', () => {
  const [dana, tony, other] = [call([], 'Dana'), call([], 'Tony'), call([])];
  expect(unchanged([call([change()])])).toBeNull();
  expect(unchanged([dana, call([change()])])).toBe('Dana stays as it was.');
  expect(unchanged([dana, tony, other])).toBe(
    'Dana, Tony and Call without a name stay as they were.',
  );
  expect(unchanged([dana, tony, other, other])).toBe('4 other calls stay as they were.');
  expect(unchanged([{ ...dana, problem: 'coach_failed' }])).toBeNull();
});

it('says how far it is', () => {
  expect(progress(comparison([call([])], 'running'))).toBe('Reading call 2 of 3');
  expect(progress(comparison([call([]), call([]), call([])], 'running'))).toBe(
    'Reading call 3 of 3',
  );
  expect(progress(comparison([], 'waiting'))).toContain('Waiting');
});
