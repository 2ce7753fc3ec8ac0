import { expect, it } from 'vitest';

import { labelled, segments, ticks } from './scale';

it.each([
  [10, [0, 2.5, 5, 7.5, 10]],
  [100, [0, 25, 50, 75, 100]],
  [2, [0, 0.5, 1, 1.5, 2]],
  [7.4, [0, 2, 4, 6, 8]],
  [0, [0, 1]],
])('reaches %d in round steps', (most, expected) => {
  expect(ticks(most)).toEqual(expected);
});

it('breaks the line where nothing was measured', () => {
  const dot = (x: number) => ({ x, y: 0 });
  expect(segments([dot(1), dot(2), null, null, dot(5)])).toEqual([[dot(1), dot(2)], [dot(5)]]);
  expect(segments([null])).toEqual([]);
});

it('labels as many as there is room for, the last one always', () => {
  expect(labelled(3, 10)).toEqual([0, 1, 2]);
  expect(labelled(10, 4)).toEqual([0, 3, 6, 9]);
  expect(labelled(5, 0)).toEqual([4]);
  expect(labelled(0, 4)).toEqual([]);
});
