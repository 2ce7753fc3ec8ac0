import { expect, it } from 'vitest';
import golden from '../../../../../fixtures/calls/early_card.jsonl?raw';
import type { CallEvent } from '@/wire/messages';
import { actionOf, callReducer } from './callReducer';
import { IDLE_STATE } from './initial';
import type { LiveState } from './types';

/** The golden call with cards before the end of the words: the state after each event. */
function play(): { event: CallEvent; state: LiveState }[] {
  const events = golden
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CallEvent);
  let state: LiveState = { ...IDLE_STATE, phase: 'live' };
  return events.map((event) => {
    state = callReducer(state, actionOf(event, 1));
    return { event, state };
  });
}

const played = play();
const end = played.at(-1)?.state ?? IDLE_STATE;

it('shows a card while the words are still coming, and takes it back when they turn', () => {
  const shown = played.find(({ event }) => event.type === 'suggestion');
  expect(shown?.state.suggestions[0]).toMatchObject({
    status: 'shown',
    early: true,
    latency_ms: 0,
  });
  expect(shown?.state.turns.at(-1)).toMatchObject({ isFinal: false, turnId: 't4' });
  expect(end.suggestions[0]).toMatchObject({
    status: 'withdrawn',
    withdrawnFor: 'sentence_turned',
  });
});

it('keeps one that the finished words confirm, with all of them, and once', () => {
  const said = "That's a lot of money for answering the phone.";
  expect(end.suggestions).toHaveLength(2);
  expect(end.suggestions[1]).toMatchObject({
    early: true,
    status: 'used',
    usedBy: 'heard',
    evidence: { quote: said, end_ms: 15_000 },
  });
});

it('knows what was said of the playbook, and the last word on delivery', () => {
  expect(Object.keys(end.said)).toEqual([
    'How many calls do you think you miss in a week?',
    'price_too_expensive',
  ]);
  expect(end.cue?.kind).toBe('fast_answer');
  expect(end.metrics.interruptions).toBe(0);
  expect(end.phase).toBe('ended');
});
