import { expect, it } from 'vitest';
import type { Cue, Transcription } from '@/wire/messages';
import { cueAfter } from './cue';
import { IDLE_STATE } from './initial';

const line = (part: Partial<Transcription>): Transcription => ({
  type: 'transcription',
  call_id: 'c',
  at_ms: 0,
  turn_id: 't',
  text: 'I see.',
  speaker: 'salesperson',
  is_final: false,
  start_ms: 10_000,
  end_ms: 10_600,
  confidence: null,
  channel: 0,
  committed_ms: 0,
  ...part,
});
const showing = (kind: Cue['kind']) => ({
  ...IDLE_STATE,
  cue: { kind, text: 'Wait a moment.', at_ms: 10_000, receivedAt: 1 },
});

it('a cue to pause is over when the answer begins, not when the customer goes on', () => {
  const { cue, ...rest } = showing('pause');
  expect(cueAfter({ ...rest, cue }, line({ speaker: 'customer' })).cue).toBe(cue);
  expect(cueAfter({ ...rest, cue }, line({})).cue).toBeNull();
});

it('a late word on what was said before ends nothing', () => {
  const state = showing('pause');
  expect(cueAfter(state, line({ end_ms: 9_900, is_final: true }))).toBe(state);
  expect(cueAfter(state, line({ text: '' }))).toBe(state);
});

it('silence is over when anybody speaks; other cues stay', () => {
  expect(cueAfter(showing('silence'), line({ speaker: 'customer' })).cue).toBeNull();
  expect(cueAfter(showing('speed_up'), line({})).cue).not.toBeNull();
});
