import { describe, expect, it } from 'vitest';

import type { CallEvent } from '@/wire/messages';

import { maskedTexts } from './masked';

function masked(
  seq: number,
  turn_id: string,
  stored: Record<string, number>,
  sent: Record<string, number> = {},
): CallEvent {
  return { type: 'masked', call_id: 'c', seq, at_ms: seq, turn_id, stored, sent };
}

describe('maskedTexts', () => {
  it('says nothing where nothing was masked', () => {
    expect(maskedTexts([])).toEqual([]);
    expect(maskedTexts([masked(1, 't1', {})])).toEqual([]);
  });

  it('counts over the turns, each as it was told last', () => {
    expect(
      maskedTexts([
        masked(1, 't1', { phone: 1 }),
        masked(2, 't1', { card: 1 }),
        masked(3, 't2', { card: 1, word: 1 }, { email: 2 }),
      ]),
    ).toEqual([
      'Masked: 2 card numbers, 1 word of your list',
      'Kept here, not sent: 2 e-mail addresses',
    ]);
  });
});
