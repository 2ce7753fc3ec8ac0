import { expect, it } from 'vitest';

import { lineAt, nextLine } from './lines';

const LINES = [
  { id: 'a', start_ms: 1000 },
  { id: 'b', start_ms: 4000 },
  { id: 'c', start_ms: 4200 },
  { id: 'd', start_ms: 9000 },
];

it('finds the line that is heard, also for any moment of a long call', () => {
  expect(lineAt(LINES, 0)).toBe(-1);
  expect(lineAt(LINES, 850)).toBe(0);
  expect(lineAt(LINES, 4100)).toBe(2);
  expect(lineAt(LINES, 99_000)).toBe(3);
  expect(lineAt([], 5)).toBe(-1);
  const many = Array.from({ length: 3000 }, (_, place) => ({
    id: `${place}`,
    start_ms: place * 7,
  }));
  for (let at = 0; at < 21_000; at += 13) {
    const slow = many.filter(({ start_ms }) => start_ms <= at + 150).length - 1;
    expect(lineAt(many, at)).toBe(slow);
  }
});

it('goes to the line after, and back to the begin of this one before the one before', () => {
  expect(nextLine(LINES, 0, 1)?.id).toBe('a');
  expect(nextLine(LINES, 5000, 1)?.id).toBe('d');
  expect(nextLine(LINES, 9500, 1)).toBeNull();
  expect(nextLine(LINES, 8000, -1)?.id).toBe('c');
  expect(nextLine(LINES, 9100, -1)?.id).toBe('c');
  expect(nextLine(LINES, 1100, -1)).toBeNull();
  expect(nextLine(LINES, 0, -1)).toBeNull();
});
