import { expect, it } from 'vitest';

import type { Import } from './importsApi';
import { AGREEMENTS, agreed, agreementOf, bytesText, firstWishes, stateText } from './importWords';

const job = (part: Partial<Import>) => ({ state: 'done', resting: false, ...part }) as Import;

it('says the side of the salesperson only for what may have sides', () => {
  expect(firstWishes('call.mp3', 'left', 'unknown').roles).toBeUndefined();
  expect(firstWishes('call.VTT', 'right', 'unknown').roles).toBeUndefined();
  expect(firstWishes('call.mp3', 'right', 'unknown').roles).toEqual({
    left: 'customer',
    right: 'salesperson',
  });
});

it('says of each file what was agreed to', () => {
  for (const { value } of AGREEMENTS) {
    expect(agreementOf(agreed(value))).toBe(value);
    expect(firstWishes('call.mp3', 'left', value)).toEqual(agreed(value));
  }
});

it('says where an import stands in plain words', () => {
  expect(stateText(job({ state: 'working', kind: 'recording', progress: 0.429 }))).toBe(
    'Listening, 42%',
  );
  expect(stateText(job({ state: 'working', resting: true }))).toContain('live call');
  expect(stateText(job({ state: 'failed', message: 'It is empty.' }))).toBe('It is empty.');
  expect(stateText(job({ damaged: true }))).toContain('damaged');
});

it.each([
  [0, 'empty'],
  [12, '1 kB'],
  [4_200_000, '4.2 MB'],
  [2_750_000_000, '2.75 GB'],
])('spells %d bytes as %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});
