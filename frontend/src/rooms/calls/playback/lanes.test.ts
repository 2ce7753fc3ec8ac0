import { expect, it } from 'vitest';

import type { CallEvent, Evidence } from '@/wire/messages';

import type { HandledObjection } from '../review/reviewApi';
import type { Entry } from '../timeline';
import { mapOf, placesOf, swappedSince } from './lanes';

const evidence = (start_ms: number, turn_id = 't1'): Evidence => ({
  turn_id,
  quote: '',
  start_ms,
  end_ms: start_ms + 500,
});

function signal(seq: number, kind: string, start_ms: number, part: object = {}): CallEvent {
  const common = { type: 'signal', seq, objection_type: null, withdrawn: false };
  return { ...common, kind, evidence: evidence(start_ms), ...part } as unknown as CallEvent;
}

function card(id: string, ending: string, start_ms: number): Entry {
  const shown = { id, title: 'Price objection', text: '', vote: null, ending };
  const entry = { key: `card-${id}`, at: start_ms + 500, kind: 'card' };
  return { ...entry, card: { ...shown, evidence: evidence(start_ms) } } as unknown as Entry;
}

const stage = (key: string, at: number, name: string): Entry =>
  ({ key, at, kind: 'stage', stage: name }) as unknown as Entry;

it('lays out the stages to the end, the opening first', () => {
  const turn = { key: 't1', at: 200, kind: 'turn' } as unknown as Entry;
  const { stages } = mapOf(
    [turn, stage('e4', 8000, 'discovery'), stage('e9', 30_000, 'close')],
    [],
    60_000,
  );
  expect(stages).toEqual([
    { stage: 'opening', startMs: 0, endMs: 8000, key: 't1' },
    { stage: 'discovery', startMs: 8000, endMs: 30_000, key: 'e4' },
    { stage: 'close', startMs: 30_000, endMs: 60_000, key: 'e9' },
  ]);
  expect(mapOf([turn], [], 60_000).stages).toEqual([]);
});

it('marks signals where they were said, and leaves out what is none', () => {
  const { lanes } = mapOf(
    [],
    [
      signal(3, 'objection', 4000, { objection_type: 'price' }),
      signal(4, 'sentiment', 4000),
      signal(5, 'question', 7000, { withdrawn: true }),
      signal(6, 'buying_signal', 9000),
    ],
    60_000,
  );
  expect(lanes).toEqual([
    {
      name: 'Signals',
      marks: [
        { id: 'signal-3', at: 4000, key: 't1', kind: 'objection', name: 'Price objection' },
        { id: 'signal-6', at: 9000, key: 't1', kind: 'buying_signal', name: 'Buying signal' },
      ],
    },
  ]);
});

it('shows what the review does not count fainter, and says so', () => {
  const objections = [
    signal(3, 'objection', 4000, { objection_type: 'price' }),
    signal(4, 'objection', 9000, { objection_type: 'timing' }),
  ];
  const counted = [{ type: 'price', evidence: evidence(4000) }] as HandledObjection[];
  const kinds = (review: HandledObjection[] | null) =>
    mapOf([], objections, 60_000, review).lanes[0]?.marks.map(({ kind, name }) => [kind, name]);

  expect(kinds(counted)).toEqual([
    ['objection', 'Price objection'],
    ['faint_objection', 'Timing objection, not counted in the review'],
  ]);
  expect(kinds(null)?.map(([kind]) => kind)).toEqual(['objection', 'objection']);
});

it('counts an objection over several turns as the one that the review has', () => {
  const price = (seq: number, at: number) =>
    signal(seq, 'objection', at, { objection_type: 'price', evidence: evidence(at, `t${seq}`) });
  const heard = [price(1, 1000), price(2, 4000), price(3, 6000), price(5, 9000)];
  const review = (answer: Evidence | null) =>
    [{ type: 'price', evidence: evidence(4000, 't2'), answer }] as HandledObjection[];
  const kinds = (counted: HandledObjection[]) =>
    mapOf([], heard, 60_000, counted).lanes[0]?.marks.map(({ kind }) => kind);

  const [faint, plain] = ['faint_objection', 'objection'];
  expect(kinds(review(evidence(8000, 't4')))).toEqual([faint, plain, plain, faint]);
  expect(kinds(review(null))).toEqual([faint, plain, plain, plain]);
});

it('tells what became of a card', () => {
  const entries = [card('1', 'said', 1000), card('2', 'wrong', 2000), card('3', 'passed', 3000)];
  const [lane] = mapOf(entries, [], 60_000).lanes;
  expect(lane?.marks.map(({ kind, at }) => [kind, at])).toEqual([
    ['used', 1000],
    ['dismissed', 2000],
    ['shown', 3000],
  ]);
  expect(lane?.marks[0]?.name).toBe('Price objection: you said it');
});

it('knows where each entry is heard: a card with what brought it', () => {
  const places = placesOf([card('1', 'used', 1000), stage('e4', 8000, 'pitch')]);
  expect([...places]).toEqual([
    ['card-1', 1000],
    ['e4', 8000],
  ]);
});

it('knows whether the sides of the recording were swapped since it was made', () => {
  const log = (...types: string[]) => types.map((type) => ({ type }) as CallEvent);
  expect(swappedSince(log('speakers_swapped', 'call_ended'))).toBe(false);
  expect(swappedSince(log('speakers_swapped', 'call_ended', 'speakers_swapped'))).toBe(true);
  expect(swappedSince(log('call_ended', 'speakers_swapped', 'speakers_swapped'))).toBe(false);
  expect(swappedSince(log('speakers_swapped'))).toBe(false);
});
