import { expect, it } from 'vitest';

import type { Figure } from './reviewApi';
import { figureValue } from './words';

const RATE: Figure = {
  key: 'question_rate',
  name: 'Question rate',
  definition: '',
  unit: 'per_ten_minutes',
  value: 45.5,
  of: null,
  benchmark: null,
  verdict: null,
  moments: [],
};

it('tells the rate of a short call as what there was', () => {
  expect(figureValue(RATE, 92_000)).toBe('7 in 1 min 32 s');
  expect(figureValue({ ...RATE, value: 12 }, 1_800_000)).toBe('12 in ten minutes');
  expect(figureValue(RATE, 0)).toBe('45.5 in ten minutes');
});
