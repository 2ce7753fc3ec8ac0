import { expect, it } from 'vitest';

import { bars } from './bars';

it('keeps the loudest of each stretch, over the whole call', () => {
  const heights = bars([0, 255, 0, 0, 51, 0], 50, 600, 4);
  expect(heights.map((height) => Math.round(height * 100))).toEqual([100, 32, 0, 0]);
});

it('draws more bars than there are points', () => {
  expect(bars([255, 0], 50, 100, 4)).toEqual([1, 1, 0, 0]);
  expect(bars([], 50, 100, 2)).toEqual([0, 0]);
});
