import { expect, it } from 'vitest';
import type { CallEvent } from '@/wire/messages';
import { missingOf } from './missing';

function gap(
  channel: number | null,
  start_ms: number,
  end_ms: number,
  reason: 'lost' | 'paused' = 'lost',
): CallEvent {
  return { type: 'gap', call_id: 'c1', seq: 1, at_ms: end_ms, channel, start_ms, end_ms, reason };
}

it('tells a hole of both channels once', () => {
  const both = [gap(0, 3000, 13_000), gap(1, 3100, 13_200)];
  expect(missingOf(both)).toEqual([{ startMs: 3000, endMs: 13_200, reason: 'lost' }]);
});

it('keeps holes of other kinds and of other times apart', () => {
  const holes = [gap(0, 3000, 6000), gap(null, 4000, 8000, 'paused'), gap(1, 9000, 12_000)];
  expect(missingOf(holes).map(({ startMs }) => startMs)).toEqual([3000, 4000, 9000]);
});

it('says nothing of less than a second', () => {
  expect(missingOf([gap(0, 3000, 3900)])).toEqual([]);
});
