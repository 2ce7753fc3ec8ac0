import { expect, it } from 'vitest';

import { targetOf } from './useReorder';

const boxes = [0, 40, 80, 200].map((top, place, all) => ({ top, bottom: all[place + 1] ?? 240 }));

it.each([
  ['stays', 0, 10, 0],
  ['passes one when it covers its middle', 0, 21, 1],
  ['passes a tall one at its middle', 0, 99, 1],
  ['and not before', 0, 101, 2],
  ['goes to the end', 0, 900, 3],
  ['goes up', 3, -70, 2],
  ['goes to the front', 3, -900, 0],
])('%s', (_, from, by, to) => {
  expect(targetOf(boxes, from, by)).toBe(to);
});
