import { expect, it } from 'vitest';
import { backoffDelay } from './backoff';

const slow = { firstMs: 500, capMs: 15_000 };

it('doubles up to its cap', () => {
  const delays = [0, 1, 2, 3, 4, 5, 6, 100].map((attempt) => backoffDelay(attempt, slow, 1));
  expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
});

it('spreads a delay over its upper half', () => {
  expect(backoffDelay(3, slow, 0)).toBe(2000);
  expect(backoffDelay(3, slow, 0.5)).toBe(3000);
});
